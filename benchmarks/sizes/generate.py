"""A made-up chain of a wanted size: `python -m benchmarks.sizes.generate DIR --events 8000000` (or `--objects 100000`).

Goes out, in DIR: `definition.toml`; `deliveries/PARTNER/` for this project; the same events as `log.parquet` for its
peers (`log.csv` too with `--csv`), or with `--objects` as `log.sqlite` (OCEL 2.0); `facts.json`. The promise: the same
numbers make the same files, and a log of cases takes a few gigabytes of memory at most, however many events.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sizes.process import (
    ACTIVITIES,
    BEGIN,
    CUT_OFF,
    EVENTS_PER_CASE,
    PARTNER_OF,
    PARTNERS,
    beginnings,
    follow,
)
from ketenmonitor.source import Manifest, sha256_of

CASES_AT_ONCE = 200_000
# An odd number: multiplying by it modulo 2 ** 64 gives each case another number that looks like a pseudonym.
SCRAMBLE = np.uint64(0x9E3779B97F4A7C15)
CHAIN = "made-up"
HERE = Path(__file__).parent


def main() -> None:
    """Make one log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--events", type=int, help="about so many events, of cases")
    size.add_argument("--objects", type=int, metavar="CASES", help="object-centric, of so many reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--csv", action="store_true", help="write log.csv too")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.events:
        make_log(asked.folder, round(asked.events / EVENTS_PER_CASE), asked.seed, asked.csv)
    else:
        from benchmarks.sizes.objects import make_objects

        make_objects(asked.folder, asked.objects, asked.seed)


def make_log(folder: Path, cases: int, seed: int, csv: bool = False) -> None:
    """A log of cases: each event happens to its case only."""
    chunks = folder / "chunks"
    chunks.mkdir(exist_ok=True)
    for number, first in enumerate(range(0, cases, CASES_AT_ONCE)):
        draw = np.random.default_rng([seed, number])
        happened = follow(beginnings(min(CASES_AT_ONCE, cases - first), draw), "reported", draw)
        pseudonym = (happened.case + first + 1).astype(np.uint64) * SCRAMBLE
        table = pa.table({"pseudonym": pseudonym, "activity": happened.activity.astype(np.int8), "at_s": happened.at})
        pq.write_table(table, chunks / f"{number:04}.parquet")
    connection = connect(folder)
    connection.execute(f"""
        COPY (
            SELECT format('{{:016x}}', pseudonym) AS "case:concept:name", name AS "concept:name",
                   to_timestamp(at_s) AS "time:timestamp", partner AS org
            FROM '{chunks}/*.parquet' JOIN activities ON activity = number ORDER BY at_s, pseudonym
        ) TO '{folder / "log.parquet"}'
    """)
    shutil.rmtree(chunks)
    if csv:
        connection.execute(f"COPY (FROM '{folder / 'log.parquet'}') TO '{folder / 'log.csv'}' (HEADER)")
    for partner in PARTNERS:
        deliver(connection, folder, partner, events=_events_of(folder, partner))
    finish(connection, folder, "chain.toml", {"cases": cases, "seed": seed})


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """An engine that stays within some gigabytes, and knows the activities."""
    connection = duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(folder / "spill")})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE activities (number INTEGER, name VARCHAR, partner VARCHAR)")
    connection.executemany(
        "INSERT INTO activities VALUES (?, ?, ?)", [(i, name, PARTNER_OF[name]) for i, name in enumerate(ACTIVITIES)]
    )
    return connection


def _events_of(folder: Path, partner: str) -> str:
    return f"""
        SELECT format('{partner}-{{}}', row_number() OVER ()) AS event_id, "concept:name" AS activity,
               "time:timestamp"::TIMESTAMP AS time, "case:concept:name" AS object_id
        FROM '{folder / "log.parquet"}' WHERE org = '{partner}'
    """


def deliver(connection: duckdb.DuckDBPyConnection, folder: Path, partner: str, **tables: str) -> None:
    """Write one delivery of a partner; each table is a query."""
    place = folder / "deliveries" / partner
    place.mkdir(parents=True, exist_ok=True)
    files = {}
    for kind, query in tables.items():
        path = place / f"{kind}.parquet"
        rows = connection.execute(f"COPY ({query}) TO '{path}'").fetchall()[0][0]
        files[path.name] = {"rows": rows, "sha256": sha256_of(path)}
    manifest = Manifest(
        delivery_id=f"{partner}-1",
        partner=partner,
        chain=CHAIN,
        definition_version="1",
        kind="full",
        delivered_from=BEGIN.isoformat(),
        delivered_until=CUT_OFF.isoformat(),
        made_at=CUT_OFF.isoformat(),
    )
    text = json.dumps({**asdict(manifest), "files": files}, indent=2)
    (place / "delivery.json").write_text(text + "\n", encoding="utf-8")


def finish(connection: duckdb.DuckDBPyConnection, folder: Path, definition: str, facts: dict[str, int]) -> None:
    """Put the definition beside the deliveries, and what is in them."""
    shutil.copy(HERE / definition, folder / "definition.toml")
    found = connection.execute(f"SELECT count(*) FROM '{folder}/deliveries/*/events.parquet'").fetchall()
    (folder / "facts.json").write_text(json.dumps({**facts, "events": found[0][0]}) + "\n", encoding="utf-8")
    connection.close()
    shutil.rmtree(folder / "spill", ignore_errors=True)


if __name__ == "__main__":
    main()
