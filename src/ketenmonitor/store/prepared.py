"""Prepared tables: what every question needs of each case, computed when a delivery came in.

    HOME/chains/CHAIN/prepared/state.json        of which receipts and definition they are, and in which folders they lie
    HOME/chains/CHAIN/prepared/0007/NAME/000.parquet

A table is its `base` without the cases that changed since, and these as they are now (`overlay`); see `merged`.

Comes in: expressions. Goes out: tables by name. The promise: nothing is here that cannot be computed again, the state is
replaced last, so that a crash leaves the old or the new, and tables of other receipts or another definition are not used.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import ibis
import ibis.expr.types as ir

from ketenmonitor.store.engine import Engine
from ketenmonitor.store.home import Home
from ketenmonitor.store.ledger import Receipt
from ketenmonitor.store.tables import storage_errors

LAYOUT = 2  # raised whenever a prepared table gets other columns or another meaning
CHANGED = "changed"  # the numbers of the objects of which the base no longer counts
MAGIC = b"PAR1"
KEYS = ("case", "from_object", "object")  # a row belongs to the object in the first of these columns that it has


@dataclass(frozen=True)
class State:
    """What is prepared. `receipts`: so many of the ledger; `until_us`: up to when the order of events is known.

    Tables of the base lie in `parts` of as many objects, so that no step has to hold a whole table.
    """

    fingerprint: str
    receipts: int
    base: str
    tables: tuple[str, ...]
    next_object: int
    until_us: int | None
    parts: int = 1
    overlay: str | None = None
    changed: int = 0


class Prepared(Mapping[str, ir.Table]):
    """The prepared tables of a chain, each read when it is asked for."""

    def __init__(self, folder: Path, engine: Engine, state: State) -> None:
        self.folder, self.engine, self.state = folder, engine, state
        self._found: dict[str, ir.Table] = {}

    def __getitem__(self, name: str) -> ir.Table:
        if name not in self.state.tables:
            raise KeyError(name)
        if name not in self._found:
            base = self.part(self.state.base, name)
            self._found[name] = base if self.state.overlay is None else self._merged(base, name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.state.tables)

    def __len__(self) -> int:
        return len(self.state.tables)

    def part(self, part: str, name: str) -> ir.Table:
        """One table as it lies in one folder."""
        return self.engine.parquet(self.folder / part / name)

    def _merged(self, base: ir.Table, name: str) -> ir.Table:
        assert self.state.overlay is not None
        changed = self.part(self.state.overlay, CHANGED)
        valid = base.anti_join(changed, [(key_of(base), "object")])
        return self.engine.named(valid.union(self.part(self.state.overlay, name).select(*base.columns)))


def key_of(table: ir.Table) -> str:
    """The column with the number of the object that a row belongs to."""
    return next(column for column in KEYS if column in table.columns)


def fingerprint(home: Home, chain: str, receipts: tuple[Receipt, ...]) -> str:
    """What prepared tables are made from: the definition in force and these receipts."""
    seen = hashlib.sha256(f"{LAYOUT}\n".encode())
    seen.update(home.definition_text(chain))
    seen.update(
        f"{home.tables_path(chain).name}\n".encode()
    )  # in another folder, some of what these receipts brought is gone
    for receipt in receipts:
        seen.update(f"{receipt.receipt} {receipt.content} {receipt.received_at_us}\n".encode())
    return seen.hexdigest()


def state_of(home: Home, chain: str, receipts: tuple[Receipt, ...]) -> State | None:
    """What is prepared of the first of these receipts; None when nothing is, or when it is of others."""
    place = home.prepared_path(chain) / "state.json"
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
        state = State(**{**said, "tables": tuple(said["tables"])})
        of = receipts[: state.receipts]
        is_of_these = len(of) == state.receipts and state.fingerprint == fingerprint(home, chain, of)
        return state if is_of_these and all(map(_is_whole, _files(place.parent, state))) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None  # half a file, one of another version, or a table is gone: everything can be computed again


def _files(root: Path, state: State) -> Iterator[Path]:
    """Every file that this state says there is."""
    for name in state.tables:
        yield from (root / state.base / name / _file(part) for part in range(state.parts))
    if state.overlay is not None:
        yield from (root / state.overlay / name / _file(0) for name in (*state.tables, CHANGED))


def _file(part: int) -> str:
    return f"{part:03d}.parquet"


def _is_whole(file: Path) -> bool:
    """Whether a file begins and ends as Parquet does: one that a power failure cut short does not."""
    with file.open("rb") as found:
        begins = found.read(len(MAGIC))
        found.seek(-len(MAGIC), os.SEEK_END)
        return begins == found.read() == MAGIC


def open_prepared(home: Home, chain: str, engine: Engine, receipts: tuple[Receipt, ...]) -> Mapping[str, ir.Table]:
    """The prepared tables of exactly these receipts; none when what is prepared is of others."""
    state = state_of(home, chain, receipts)
    if state is None or state.receipts != len(receipts):
        return {}
    return Prepared(home.prepared_path(chain), engine, state)


class Writer:
    """Writes one folder of tables, and last the state. Only the one writer may use it, and what fails leaves no folder."""

    def __init__(self, home: Home, chain: str, engine: Engine) -> None:
        self.root, self.engine = home.prepared_path(chain), engine
        with storage_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            numbers = [int(p.name) for p in self.root.iterdir() if p.name.isdigit()]
            self.name = f"{max(numbers, default=0) + 1:06d}"
            (self.root / self.name).mkdir()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            shutil.rmtree(self.root / self.name, ignore_errors=True)

    def put(self, name: str, rows: ir.Table, order: tuple[str, ...] = (), part: int = 0) -> None:
        """Write a part of a table, in the order of its cases."""
        place = self.root / self.name / name
        place.mkdir(exist_ok=True)
        self.engine.write(rows.order_by([key_of(rows), *order]) if name != CHANGED else rows, place / _file(part))

    def spread(self, name: str, rows: ir.Table, number: ir.IntegerValue) -> None:
        """Write a table in no order, with a folder for the rows of each part."""
        self.engine.spread(rows.mutate(part=number), self.root / self.name / name, "part")

    def spread_part(self, name: str, part: int) -> ir.Table | None:
        """One part of what was spread; None when it has no rows."""
        place = self.root / self.name / name / f"part={part}"
        return self.engine.parquet(place) if place.exists() else None

    def written(self, name: str, part: int | None = None) -> ir.Table:
        """A table, or one part of it, as it lies on disk."""
        place = self.root / self.name / name
        return self.engine.parquet(place if part is None else place / _file(part))

    def drop(self, name: str) -> None:
        """Take away a table that was needed for others only."""
        shutil.rmtree(self.root / self.name / name, ignore_errors=True)

    def settle(self, state: State, *before: State | None) -> None:
        """From now on this is what is prepared. Tables of `before` stay a while for those who read them."""
        with storage_errors(self.root):
            beside = self.root / "state.json.new"
            beside.write_text(json.dumps(asdict(state), indent=1), encoding="utf-8")
            os.replace(beside, self.root / "state.json")
            used = {s for one in (state, *before) if one for s in (one.base, one.overlay)}
            for folder in self.root.iterdir():
                if folder.is_dir() and folder.name not in used:
                    shutil.rmtree(folder, ignore_errors=True)


def merged(state: State, name: str, parts: int) -> State:
    """The state when base and overlay have been written together into the folder `name`."""
    return replace(state, base=name, parts=parts, overlay=None, changed=0)


def numbers_in(*tables: tuple[ir.Table, str]) -> ir.Table:
    """The numbers in these columns, each once: object."""
    parts = [table.select(object=table[column]) for table, column in tables]
    return ibis.union(*parts, distinct=True) if len(parts) > 1 else parts[0].distinct()
