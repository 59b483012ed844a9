"""The object-centric log of a made-up chain: reports with a file, suspects, cases, court cases and orders.

A file has one suspect or two; each gets a case of its own when the prosecution registers it, and so both cases share what
happened to the file. Deliveries hold each event with the object that it happened to, and the links between objects, as
partners have them. The OCEL 2.0 for the peers holds more: with each event all objects concerned, also the cases that it
belongs to, so that they need not follow links. The same tables lie beside it as Parquet.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.sizes.process import ACTIVITIES, NUMBER, PARTNERS, Happened, beginnings, follow
from benchmarks.sizes.written import connect, deliver, finish

TWO_SUSPECTS = 0.15
LETTER = {"file": "F", "suspect": "S", "case": "C", "court_case": "R", "order": "O"}
TYPE_OF_PARTNER = {"police": "file", "prosecution": "case", "courts": "court_case", "enforcement": "order"}
# The links that each partner delivers: to the case, as soon as the other object is there.
LINKS_OF = {"police": (), "prosecution": ("file", "suspect"), "courts": ("court_case",), "enforcement": ("order",)}
FROM_MS = "make_timestamp(at_ms * 1000)"


def make_objects(folder: Path, reports: int, seed: int) -> None:
    """Deliveries and OCEL of so many reports."""
    connection = connect(folder)
    happened = _happened(reports, np.random.default_rng([seed, 2]))
    connection.register("happened_arrow", happened)
    connection.execute(TABLES)
    for partner in PARTNERS:
        queries = {"events": _events_of(partner)}
        if LINKS_OF[partner]:
            queries["links"] = _links_of(partner)
        deliver(connection, folder, partner, **queries)
    for table, query in OCEL.items():
        connection.execute(f"CREATE TABLE {table} AS {query}")
        connection.execute(f"COPY {table} TO '{folder}/{table}.parquet'")
    write_sqlite(connection, folder / "log.sqlite")
    finish(connection, folder, "objects.toml", {"reports": reports, "seed": seed})


def _happened(reports: int, draw: np.random.Generator) -> pa.Table:
    """file, second (whether it is about the second suspect), activity, at_ms.

    What happens to the second suspect lies on half seconds, so that no two events of a case are at the same time.
    """
    police = follow(beginnings(reports, draw), "reported", draw, until=("sent",))
    parts = [_columns(police, police.case, False)]
    has_second = draw.random(reports) < TWO_SUSPECTS
    asked = police.activity == NUMBER["interrogated"]
    both = asked & has_second[police.case]
    parts.append(_columns(Happened(police.case[both], police.activity[both], police.at[both]), police.case[both], True))
    sent = police.activity == NUMBER["sent"]
    for second in (False, True):
        files = police.case[sent & has_second[police.case]] if second else police.case[sent]
        start = police.at[sent & has_second[police.case]] if second else police.at[sent]
        later = follow(start, "sent", draw)
        # The first step is the sending itself, which is there already.
        later = Happened(*(column[len(files) :] for column in (later.case, later.activity, later.at)))
        parts.append(_columns(later, files[later.case], second))
    return pa.concat_tables(parts)


def _columns(happened: Happened, file: np.ndarray, second: bool) -> pa.Table:
    at_ms = happened.at * 1000 + (500 if second else 0)
    seconds = np.full(len(file), second)
    return pa.table({"file": file, "second": seconds, "activity": happened.activity, "at_ms": at_ms})


def _id(kind: str, second: str = "second") -> str:
    """SQL for an identifier: a file has one, the others one for each suspect; made to look like a pseudonym."""
    number = "file * 2" if kind == "file" else f"file * 2 + {second}::INTEGER"
    return f"'{LETTER[kind]}' || substr(md5('{kind}' || ({number})::VARCHAR), 1, 15)"


def _tables() -> str:
    kinds = " ".join(f"WHEN partner = '{partner}' THEN '{kind}'" for partner, kind in TYPE_OF_PARTNER.items())
    ids = " ".join(f"WHEN kind = '{kind}' THEN {_id(kind)}" for kind in LETTER)
    births = {"file": "registered", "suspect": "registered", "court_case": "received_by_court"}
    births["order"] = "enforcement_received"
    links = " UNION ALL ".join(
        f"SELECT '{kind}' AS kind, {_id(kind)} AS source, {_id('case')} AS target, min(at_ms) AS at_ms "
        f"FROM events WHERE name = '{birth}' GROUP BY file, second"
        for kind, birth in births.items()
    )
    return f"""
    CREATE TABLE events AS
        SELECT *, CASE {ids} END AS object_id, row_number() OVER (ORDER BY at_ms, file, name) AS n
        FROM (SELECT h.*, name, partner, CASE WHEN name = 'interrogated' THEN 'suspect' {kinds} END AS kind
              FROM happened_arrow h JOIN activities ON activity = number)
        ORDER BY n;
    CREATE TABLE links AS SELECT * FROM ({links}) ORDER BY at_ms, source, target;
    CREATE TABLE cases AS SELECT DISTINCT file, second FROM events WHERE name = 'registered';
    """


TABLES = _tables()


def _events_of(partner: str) -> str:
    return f"""
        SELECT format('{partner}-{{}}', n) AS event_id, name AS activity, {FROM_MS} AS time, object_id
        FROM events WHERE partner = '{partner}' ORDER BY n
    """


def _links_of(partner: str) -> str:
    kinds = ", ".join(f"'{kind}'" for kind in LINKS_OF[partner])
    return f"""
        SELECT kind AS from_type, source AS from_id, 'case' AS to_type, target AS to_id, {FROM_MS} AS time
        FROM links WHERE kind IN ({kinds}) ORDER BY links.at_ms, source, target
    """


OCEL = {
    "event": f"SELECT 'E' || n AS ocel_id, name AS ocel_type, {FROM_MS} AS ocel_time FROM events ORDER BY n",
    # Own object; the cases; then what else a clerk would write down.
    "event_object": f"""
        SELECT * EXCLUDE (n) FROM (
        SELECT 'E' || n AS ocel_event_id, object_id AS ocel_object_id, 'own' AS ocel_qualifier, n FROM events
        UNION ALL
        SELECT 'E' || n, {_id("case", "cases.second")}, 'case', n
        FROM events JOIN cases USING (file) WHERE kind = 'file' OR (kind <> 'case' AND cases.second = events.second)
        UNION ALL
        SELECT 'E' || n, {_id("suspect")}, 'suspect', n FROM events WHERE kind NOT IN ('suspect', 'file')
        UNION ALL
        SELECT 'E' || n, {_id("file")}, 'file', n FROM events WHERE kind = 'suspect'
        ) ORDER BY n, ocel_object_id
    """,
    "object": """
        SELECT DISTINCT object_id AS ocel_id, kind AS ocel_type FROM events
        UNION SELECT source, kind FROM links ORDER BY ocel_id
    """,
    "object_object": "SELECT source AS ocel_source_id, target AS ocel_target_id, kind AS ocel_qualifier FROM links ORDER BY ALL",
}


def write_sqlite(source: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The tables as OCEL 2.0 has them in SQLite: one for each type besides the four common ones."""
    path.unlink(missing_ok=True)
    target = sqlite3.connect(path)
    for table in OCEL:
        columns = "ocel_id, ocel_type" if table == "event" else "*"
        _copy(source, target, table, f"SELECT {columns} FROM {table}")
    maps = {"event": list(ACTIVITIES), "object": list(LETTER)}
    for what, types in maps.items():
        target.execute(f"CREATE TABLE {what}_map_type (ocel_type TEXT, ocel_type_map TEXT)")
        target.executemany(f"INSERT INTO {what}_map_type VALUES (?, ?)", [(name, name) for name in types])
    for name in ACTIVITIES:
        time = "strftime(ocel_time, '%Y-%m-%dT%H:%M:%S.%g') AS ocel_time"
        _copy(source, target, f"event_{name}", f"SELECT ocel_id, {time} FROM event WHERE ocel_type = '{name}'")
    for name in LETTER:
        never = "'1970-01-01T00:00:00.000' AS ocel_time, NULL AS ocel_changed_field"
        _copy(source, target, f"object_{name}", f"SELECT ocel_id, {never} FROM object WHERE ocel_type = '{name}'")
    target.commit()
    target.close()


def _copy(source: duckdb.DuckDBPyConnection, target: sqlite3.Connection, table: str, query: str) -> None:
    found = source.execute(query)
    names = [name for name, *_ in found.description]
    target.execute(f'CREATE TABLE "{table}" ({", ".join(f"{name} TEXT" for name in names)})')
    marks = ", ".join("?" for _ in names)
    while rows := found.fetchmany(100_000):
        target.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
