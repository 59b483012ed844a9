"""A made-up log of cases: each event happens to its case only.

Comes in: how many cases. Goes out: `log.parquet` for peers (`log.csv` too) and deliveries for this project. The promise:
the same numbers make the same files.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sizes.process import PARTNERS, beginnings, follow
from benchmarks.sizes.written import connect, deliver, finish

CASES_AT_ONCE = 200_000
# An odd number: multiplying by it modulo 2 ** 64 gives each case another number that looks like a pseudonym.
SCRAMBLE = np.uint64(0x9E3779B97F4A7C15)


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


def _events_of(folder: Path, partner: str) -> str:
    return f"""
        SELECT format('{partner}-{{}}', row_number() OVER ()) AS event_id, "concept:name" AS activity,
               "time:timestamp"::TIMESTAMP AS time, "case:concept:name" AS object_id
        FROM '{folder / "log.parquet"}' WHERE org = '{partner}'
    """
