"""What the tests of crashes share: the state of a home, what lies on its disk, and the process that dies."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ketenmonitor.linking import Cases
from ketenmonitor.measures import measure
from ketenmonitor.store import Engine, Home, connect, ledger, open_home, open_view, tables
from tests.chain import DEFINITION, deliver

ROOT = Path(__file__).parents[2]
WITH_ATTRIBUTE = DEFINITION.replace("[activities.besluit]", '[activities.besluit]\nattributes = ["minderjarig"]')
TABLES = ("events", "event_attributes", "links", "objects", "figures", "superseded", "quarantine", "ledger")


@dataclass
class Mortal:
    """A process that carries out commands in children that can be killed."""

    process: subprocess.Popen[str]

    def order(
        self,
        home: Home,
        delivery: Path,
        *,
        command: str = "receive",
        point: str | None = None,
        delay: float | None = None,
    ) -> dict[str, Any]:
        order = {"home": str(home.path), "delivery": str(delivery), "command": command, "point": point, "delay": delay}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found


def start_mortal() -> Mortal:
    command = [sys.executable, "-m", "tests.faults.child"]
    pipe = subprocess.PIPE
    return Mortal(subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True))


@lru_cache(maxsize=1)
def engine() -> Engine:
    return connect()


def state(home: Home) -> dict[str, Any]:
    """Everything that can be seen of a home: the rows of its view, its coverage and a measure."""
    view = open_view(home, "proef", engine=engine())
    parts = {"events": view.events, "links": view.links, "objects": view.objects, "figures": view.figures}
    rows = {name: sorted(map(str, view.engine.run(table).to_pylist())) for name, table in parts.items()}
    rows["quarantine"] = sorted(map(str, view.engine.run(view.quarantine).to_pylist()))
    linkage = measure(Cases(view), "linkage").records
    return {**rows, "receipts": len(view.receipts), "coverage": view.coverage, "linkage": linkage}


def on_disk(home: Home) -> dict[str, list[str]]:
    """All rows in all Parquet files of a home, whether a table knows the file or not. Without the ledger's versions."""
    found = {}
    for table in TABLES:
        files = sorted((home.tables_path("proef") / table).rglob("*.parquet"))
        rows = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
        if table == "ledger":
            rows = [{**json.loads(row["body"]), "versions": None} for row in rows]
        found[table] = sorted(map(str, rows))
    return found


def unvouched(home: Home) -> list[Path]:
    """Files that no version in the ledger holds, and half or hidden things that a crash left beside their place."""
    root = home.tables_path("proef")
    receipts = ledger.read(root)
    versions = {**receipts[-1].versions, "ledger": tables.version_of(root, "ledger")} if receipts else {}
    held = {Path(f).name for table, v in versions.items() if v is not None for f in tables.files_of(root, table, v)}
    hidden = [*home.path.glob(".*"), *(home.path / "refused").glob(".*")]
    return hidden + [p for p in root.rglob("*") if p.is_file() and p.suffix != ".json" and p.name not in held]


def copied(home: Home, folder: Path) -> Home:
    shutil.copytree(home.path, folder / "home")
    return open_home(folder / "home")


def first_delivery(folder: Path) -> Path:
    return deliver(
        folder,
        "d1",
        "om",
        events=[
            ("a", "inschrijving", "2024-01-02T09:00:00+01:00", "S1"),
            ("b", "inschrijving", "2024-01-03T09:00:00+01:00", "S2"),
            ("c", "inschrijving", "2024-01-04T09:00:00+01:00", "S3"),
        ],
        links=[link("M1", "S1"), link("M2", "S2")],
        objects=[{"object_type": "strafzaak", "object_id": "S1", "minderjarig": "false"}],
        figures=[figure("3")],
        delivered_until="2024-01-10T00:00:00+01:00",
    )


def second_delivery(folder: Path) -> Path:
    """New rows, corrections, a withdrawal and a faulty row: every table gets something."""
    names = ("event_id", "activity", "time", "object_id", "minderjarig", "withdrawn")
    rows = [
        ("d", "besluit", "2024-01-12T09:00:00+01:00", "S1", "true", ""),
        ("b", "inschrijving", "2024-01-03T12:00:00+01:00", "S2", "", ""),
        ("c", "inschrijving", "2024-01-04T09:00:00+01:00", "S3", "", "true"),
        ("e", "nergens", "2024-01-12T09:00:00+01:00", "S2", "", ""),
    ]
    return deliver(
        folder,
        "d2",
        "om",
        events=[dict(zip(names, row, strict=True)) for row in rows],
        links=[link("M3", "S2"), link("M2", "S2")],
        objects=[{"object_type": "strafzaak", "object_id": "S1", "minderjarig": "true"}],
        figures=[figure("4")],
        delivered_from=None,
        follows="d1",
        delivered_until="2024-01-20T00:00:00+01:00",
    )


def link(from_id: str, to_id: str) -> dict[str, str]:
    time = "2024-01-05T09:00:00+01:00"
    return {"from_type": "melding", "from_id": from_id, "to_type": "strafzaak", "to_id": to_id, "time": time}


def figure(value: str) -> dict[str, str]:
    return {"measure": "stock", "id": "politie", "field": "stock", "date": "2024-01-05", "value": value}
