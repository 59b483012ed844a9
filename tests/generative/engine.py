"""The package as the generative tests see it: deliveries in, records out, comparable with the reference engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ketenmonitor.definition import Condition
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure
from ketenmonitor.store import Engine, Home, make_home, open_view
from tests.generative.harness import write_deliveries

Table = dict[str, Any]


def filled(folder: Path, toml: str, deliveries: list[Table], form: str = "parquet") -> Home:
    """A home that received these deliveries at their moments."""
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "definition.toml"
    source.write_text(toml, encoding="utf-8")
    home = make_home(folder / "home", [source])
    for path, delivery in zip(write_deliveries(folder / "sent", deliveries, form), deliveries, strict=True):
        outcome = receive(home, path, delivery["received_at_us"])
        assert outcome.status in ("accepted", "known"), outcome
        assert not outcome.quarantined, outcome
    return home


def text_of(value: Any) -> str:
    """A condition's value as the store writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def selection_of(asked: Table) -> Selection:
    """What is asked, in the package's words."""
    where = {n: v if isinstance(v, list) else [v] for n, v in (asked.get("where") or {}).items()}
    return Selection(
        by=tuple(asked.get("by") or ()),
        period=asked.get("period"),
        basis=asked.get("basis") or "entry",
        where=tuple(Condition(n, tuple(text_of(v) for v in values)) for n, values in where.items()),
        theme=asked.get("theme"),
        first_day=_day(asked.get("from")),
        last_day=_day(asked.get("until")),
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def records(
    home: Home, name: str, id: str | None, asked: Table, as_known_at_us: int | None = None, engine: Engine | None = None
) -> list[Table]:
    """The records of a measure of the home's one chain."""
    (chain,) = home.chains()
    view = open_view(home, chain, as_known_at_us, engine)
    return list(measure(Cases(view), name, id, selection_of(asked)).records)
