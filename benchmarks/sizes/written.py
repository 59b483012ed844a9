"""What every made-up log has: deliveries for this project, the definition, and what is in it.

Comes in: queries. Goes out: `deliveries/PARTNER/`, `definition.toml` and `facts.json` in a folder. The promise: an engine
stays within some gigabytes of memory, however many events.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import duckdb

from benchmarks.sizes.process import ACTIVITIES, BEGIN, CUT_OFF, PARTNER_OF
from ketenmonitor.source import Manifest, sha256_of

CHAIN = "made-up"
HERE = Path(__file__).parent


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """An engine that stays within some gigabytes, and knows the activities."""
    connection = duckdb.connect(config={"memory_limit": "3GB", "temp_directory": str(folder / "spill")})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE activities (number INTEGER, name VARCHAR, partner VARCHAR)")
    connection.executemany(
        "INSERT INTO activities VALUES (?, ?, ?)", [(i, name, PARTNER_OF[name]) for i, name in enumerate(ACTIVITIES)]
    )
    return connection


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
