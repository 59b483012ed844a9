"""Refused deliveries that name what was destroyed, or were kept long enough: these are removed whole.

Comes in: a home, a chain, and what tells which identifiers must go. Goes out: the folders. The promise: a refused delivery is the
partner's, and it may send it again; so one of which nobody can say that it names nothing - sealed, damaged, a zip that does not
open - goes as well.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.intake import manifest
from ketenmonitor.intake.blinded import FILE as SEALED
from ketenmonitor.intake.offered import FOLDER, IMPORTED, UNPACKED, parts_of
from ketenmonitor.store import Engine, Home
from ketenmonitor.store.tables import storage_errors

MustGo = Callable[[ir.Table], ir.Table]  # of identifiers (a column `object_id`) those that must go
# What stands between identifiers in a file that was refused for how it is written: by semicolons, with lists in it.
BETWEEN = r"""[;,|\t\r\n"'\[\](){}:=]"""


def refusals_to_forget(home: Home, chain: str, engine: Engine, must_go: MustGo | None, until: str) -> tuple[Path, ...]:
    """The refused deliveries that must go: refused before `until` (ISO 8601), or naming what must go (None: nothing must)."""
    found = []
    for folder in sorted((home.path / "refused").glob("[0-9]*")):
        said = _said(folder)
        if said.get("chain") not in (chain, None):
            continue
        is_old = str(said.get("refused_at") or "") < until
        if is_old or (must_go is not None and _names_any(folder / FOLDER, engine, must_go)):
            found.append(folder)
    return tuple(found)


def forget_refusals(home: Home, folders: tuple[Path, ...]) -> None:
    """Remove these, and what a crash left of zips, logs and refusals."""
    names = (f"{UNPACKED}*", f"{IMPORTED}*", "refused/.*")
    leftovers = [place for name in names for place in home.path.glob(name)]
    with storage_errors(home.path):
        for folder in (*folders, *leftovers):
            shutil.rmtree(folder)


def _said(folder: Path) -> dict[str, object]:
    try:
        return dict(json.loads((folder / "refusal.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _names_any(delivery: Path, engine: Engine, must_go: MustGo) -> bool:
    """Whether any cell of a delivery, or a part of one, is such an identifier, or nobody can say."""
    if not delivery.is_dir() or (delivery / SEALED).is_file():
        return True
    try:
        cells = list(_cells(delivery, engine))
        if not cells:
            return False
        found = must_go(ibis.union(*cells, distinct=True))
        return bool(engine.run(found.count().as_table())[0][0].as_py())
    except duckdb.Error:
        return True


def _cells(delivery: Path, engine: Engine) -> Iterator[ir.Table]:
    """Every cell of the files of a delivery, as text, and the parts of each; of its manifest the parts."""
    for file in parts_of(delivery):
        if file.name in (manifest.NAME, manifest.SIGNATURE):
            parts = re.split(BETWEEN, file.read_text(encoding="utf-8", errors="replace"))
            yield engine.gathered([pa.table({"object_id": parts})], pa.schema([("object_id", pa.string())]))
            continue
        if file.suffix == ".parquet":
            rows = engine.connection.read_parquet(str(file))
        else:
            rows = engine.connection.read_csv(str(file), all_varchar=True, header=False, delim=",", strict_mode=True)
        rows = engine.keep(rows)
        for column in rows.columns:
            cell = rows[column].cast("string")
            yield rows.select(object_id=cell)
            yield rows.select(object_id=cell.re_split(BETWEEN).unnest())
