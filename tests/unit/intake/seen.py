"""Everything that can be seen of the small chain, to compare two homes or two moments of knowledge."""

from __future__ import annotations

from typing import Any

from ketenmonitor.linking import Cases
from ketenmonitor.measures import measure
from ketenmonitor.store import Home, open_view
from tests.chain import instant

MEASURES = ("lead-time", "linkage")


def seen(home: Home, as_known_at: str | None = None, *, with_figures: bool = True) -> dict[str, Any]:
    """Rows, coverage and figures. Rows without the receipt that brought them: that depends on the order of arrival."""
    view = open_view(home, "proef", None if as_known_at is None else instant(as_known_at))
    tables = {"events": view.events.drop("receipt", "row", "delivery"), "links": view.links, "objects": view.objects}
    found = {name: sorted(map(str, view.engine.run(table).to_pylist())) for name, table in tables.items()}
    figures = {name: list(measure(Cases(view), name).records) for name in MEASURES if with_figures}
    return {**found, "coverage": view.coverage, **figures}


def times(home: Home, as_known_at: str | None = None) -> dict[str, str]:
    """The local day of each visible event, by its identifier: short enough to write in a test."""
    view = open_view(home, "proef", None if as_known_at is None else instant(as_known_at))
    rows = view.engine.run(view.events.select("event_id", "local_day")).to_pylist()
    first = instant("2024-01-01T00:00:00+00:00") // 86_400_000_000
    return {row["event_id"]: f"{row['local_day'] - first + 1:02d}" for row in rows}


def on(day: int) -> str:
    return f"2024-01-{day:02d}T09:00:00+01:00"
