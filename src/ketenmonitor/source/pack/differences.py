"""What changed since the last delivery: rows to send, rows to take back, and when only everything will do.

Comes in: what was gathered of this extract, and the hashes of what was sent (`rows` of a state). Goes out: tables in the database
(`sent_...`, `gone_...`) and how many rows there are. The promise: what a monitor knows after the increments is what it would know
of a full delivery of the last extract.

Of rows that say the same thing twice the first counts, as at the gate. An increment cannot say that an object or an attribute's
value is no more: then everything is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ketenmonitor.source.pack.gathered import IDENTITY, Gathered, column_of
from ketenmonitor.source.pack.report import MOST_ROWS

AT_ONCE = 100_000
EMPTY = {"identity": "BLOB", "content": "BLOB", "sealed": "BLOB", "filled": "VARCHAR"}
REPEATED, CONTRADICTS = "repeated-row", "contradicts-earlier-row"
# Why everything is sent.
NO_LONGER, CLEARED = "object-or-figure-no-longer-there", "attribute-no-longer-there"


@dataclass(frozen=True)
class Odd:
    """Rows that say again, or otherwise, what an earlier row said: where, why, how many and the first of them."""

    kind: str
    place: int
    reason: str
    count: int
    rows: tuple[int, ...]


def compare(gathered: Gathered, before: Path | None) -> dict[str, dict[str, int]]:
    """Make the tables; gives by kind how many rows are new, changed, gone and unchanged."""
    counts = {}
    for kind in IDENTITY:
        _keep_first(gathered, kind)
        _load(gathered, kind, before)
        gathered.database.execute(
            f"""CREATE OR REPLACE TABLE sent_{kind} AS SELECT k.*, o.identity IS NULL AS is_new
                FROM kept_{kind} k LEFT JOIN old_{kind} o USING (identity)
                WHERE o.identity IS NULL OR o.content <> k.content ORDER BY ordinal;
                CREATE OR REPLACE TABLE gone_{kind} AS SELECT * FROM old_{kind} o
                WHERE NOT EXISTS (FROM kept_{kind} k WHERE k.identity = o.identity)"""
        )
        counts[kind] = _counts(gathered, kind)
    return counts


def why_full(gathered: Gathered) -> list[str]:
    """What an increment could not say, if anything."""
    database, reasons = gathered.database, []
    if any(_number(gathered, f"SELECT count(*) FROM gone_{kind}") for kind in ("objects", "figures")):
        reasons.append(NO_LONGER)
    database.execute(
        """CREATE OR REPLACE TEMP TABLE cleared AS SELECT k.identity FROM kept_objects k JOIN old_objects o USING (identity)
           WHERE o.filled <> '' AND NOT list_has_all(string_split(k.filled, ','), string_split(o.filled, ','))"""
    )
    return [*reasons, CLEARED] if _number(gathered, "SELECT count(*) FROM cleared") else reasons


def send_everything(gathered: Gathered) -> None:
    """Make it a full delivery: all rows are sent, and what is not among them is gone by that alone."""
    for kind in IDENTITY:
        gathered.database.execute(
            f"""CREATE OR REPLACE TABLE sent_{kind} AS SELECT *, true AS is_new FROM kept_{kind} ORDER BY ordinal;
                DELETE FROM gone_{kind}"""
        )


def odd_rows(gathered: Gathered) -> list[Odd]:
    """Rows that repeat or contradict an earlier one."""
    found = []
    for kind in IDENTITY:
        if _number(gathered, f"SELECT count(*) FROM kept_{kind} WHERE n > 1") == 0:
            continue
        differs = f"r.content <> k.content{_merged_differ(gathered, kind)}"
        rows = gathered.database.execute(
            f"""SELECT place, {differs} AS differs, count(*), array_slice(list(row ORDER BY row), 1, {MOST_ROWS})
                FROM {kind} r JOIN kept_{kind} k USING (identity) WHERE k.n > 1 AND r.ordinal <> k.ordinal
                GROUP BY ALL ORDER BY ALL"""
        ).fetchall()
        found += [Odd(kind, place, CONTRADICTS if bad else REPEATED, n, tuple(first)) for place, bad, n, first in rows]
    return found


def _merged_differ(gathered: Gathered, kind: str) -> str:
    names = gathered.attributes[kind] if kind == "objects" else ()
    return "".join(f" OR coalesce(r.{column_of(i)} <> k.{column_of(i)}, false)" for i in range(len(names)))


def _keep_first(gathered: Gathered, kind: str) -> None:
    """Of the rows of one identity the first; of an object's attributes each first value."""
    if kind == "objects":
        _merge_objects(gathered)
        return
    gathered.database.execute(
        f"""CREATE OR REPLACE TABLE kept_{kind} AS
            SELECT identity, min(ordinal) AS ordinal, arg_min(content, ordinal) AS content, count(*) AS n
            FROM {kind} GROUP BY identity"""
    )


def _merge_objects(gathered: Gathered) -> None:
    names, database = gathered.attributes["objects"], gathered.database
    columns = [column_of(i) for i in range(len(names))]
    first = "".join(f", arg_min({c}, ordinal) FILTER ({c} IS NOT NULL) AS {c}" for c in columns)
    filled = ", ".join(f"CASE WHEN {c} IS NOT NULL THEN '{c}' END" for c in columns)
    database.execute(
        f"""CREATE OR REPLACE TABLE merged AS
            SELECT identity, min(ordinal) AS ordinal, count(*) AS n{first} FROM objects GROUP BY identity;
            CREATE OR REPLACE TABLE hashed (identity BLOB, content BLOB)"""
    )
    reader = database.cursor().execute(f"SELECT identity{''.join(f', {c}' for c in columns)} FROM merged")
    for batch in reader.to_arrow_reader(AT_ONCE):
        frame = pl.DataFrame(batch)
        content = gathered.content_of("objects", frame.select(columns))
        database.register("part", pl.DataFrame({"identity": frame["identity"], "content": content}).to_arrow())
        database.execute("INSERT INTO hashed SELECT * FROM part")
        database.unregister("part")
    said = f"concat_ws(',', {filled})" if columns else "''"
    database.execute(
        f"""CREATE OR REPLACE TABLE kept_objects AS
            SELECT m.*, h.content, {said} AS filled FROM merged m JOIN hashed h USING (identity)"""
    )


def _load(gathered: Gathered, kind: str, before: Path | None) -> None:
    """What was sent before, as a table; empty when nothing was."""
    file = before / f"{kind}.parquet" if before else None
    if file is not None and file.exists():
        place = str(file).replace("'", "''")
        gathered.database.execute(f"CREATE OR REPLACE TABLE old_{kind} AS FROM read_parquet('{place}')")
    else:
        columns = ", ".join(f"{name} {kind_}" for name, kind_ in EMPTY.items())
        gathered.database.execute(f"CREATE OR REPLACE TABLE old_{kind} ({columns})")


def _counts(gathered: Gathered, kind: str) -> dict[str, int]:
    new = _number(gathered, f"SELECT count(*) FROM sent_{kind} WHERE is_new")
    changed = _number(gathered, f"SELECT count(*) FROM sent_{kind} WHERE NOT is_new")
    kept = _number(gathered, f"SELECT count(*) FROM kept_{kind}")
    gone = _number(gathered, f"SELECT count(*) FROM gone_{kind}")
    return {"new": new, "changed": changed, "withdrawn": gone, "unchanged": kept - new - changed}


def _number(gathered: Gathered, question: str) -> int:
    row = gathered.database.execute(question).fetchone()
    assert row is not None
    return int(row[0])
