"""A partner that goes dark and catches up leaves no trace: every figure is what it would have been.

Of a drawn chain the last deliveries of one partner are kept back until all others have come, and then come in any order, or
as one full delivery. In between, a figure says who is behind.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure, prepare
from ketenmonitor.store import Home, connect, make_home, open_view
from tests.generative.harness import write_deliveries
from tests.generative.strategies import Chain, chains
from tests.oracles import knowledge, times

Table = dict[str, Any]
BY_PERIOD = ("lead-time", "stock", "flow", "handover", "term")
EVERY_KIND: Table = {"deadline": None, "suppress_health_check": list(HealthCheck)}
NAMES = {
    "events": ("event_id",), "links": ("from_type", "from_id", "to_type", "to_id"), "objects": ("object_type", "object_id"),
}  # fmt: skip


def home_of(folder: Path, toml: str) -> Home:
    source = folder / "definition.toml"
    source.write_text(toml, encoding="utf-8")
    return make_home(folder / "home", [source])


def everything(home: Home, attributes: list[str], as_known_at_us: int | None = None) -> list[Table]:
    """All figures of all measures, by month and broken down where they can be; without what says when they were known."""
    (chain,) = home.chains()
    cases = Cases(open_view(home, chain, as_known_at_us, ENGINE))
    found: list[Table] = []
    for name in MEASURES:
        asked = Selection(by=tuple(attributes[:1]), period="month") if name in BY_PERIOD else Selection()
        found += measure(cases, name, selection=asked).records
        if name == "stock":
            found += measure(cases, name).records
    return [{k: v for k, v in r.items() if k != "known_at"} for r in found]


ENGINE = connect()


def kept_back(chain: Chain, partner: str, first: int) -> tuple[list[Table], list[Table]]:
    """What comes in time, and what is kept back: the deliveries of one partner from number `first` on."""
    seen = [d for d in chain.deliveries if d["partner"] == partner]
    late = {d["delivery_id"] for d in seen[first:]} - {d["delivery_id"] for d in seen[:first]}
    unique = {d["delivery_id"]: d for d in reversed(chain.deliveries)}  # the first time that it came
    return [d for d in chain.deliveries if d["delivery_id"] not in late], [
        d for d in sorted(unique.values(), key=lambda d: d["received_at_us"]) if d["delivery_id"] in late
    ]


def as_one(own: list[Table]) -> Table | None:
    """Everything that a partner delivered as one full delivery; None when it did not deliver increments without a gap."""
    chained = [d["follows"] for d in own] == [None, *(d["delivery_id"] for d in own[:-1])]
    if not chained or any(d["kind"] == "full" or (d["follows"] and d["delivered_from"]) for d in own):
        return None
    kinds = {kind for d in own for kind in NAMES if kind in d}
    rows: Table = {kind: {} for kind in kinds}
    for delivery in own:
        for kind in kinds:
            mine: dict[Any, Table] = {}
            for row in delivery.get(kind) or []:
                mine.setdefault(tuple(row[name] for name in NAMES[kind]), row)
            for key, row in mine.items():
                before = rows[kind].pop(key, {})  # the last one stands where it came
                if kind == "objects":  # what an empty cell leaves as it was
                    row = {**before, **{name: cell for name, cell in row.items() if cell is not None}}
                rows[kind][key] = row
    full = {kind: [r for r in found.values() if not r.get("withdrawn")] for kind, found in rows.items()}
    said = {"delivery_id": "everything", "kind": "full", "follows": None, "delivered_from": own[0]["delivered_from"]}
    return {**{k: v for k, v in own[-1].items() if k not in NAMES}, **said, **full}


@settings(max_examples=4, **EVERY_KIND)
@given(chains(), st.data())
def test_who_catches_up_restores_every_figure(chain: Chain, data: st.DataObject) -> None:
    catches_up(chain, data)


@pytest.mark.slow
@settings(max_examples=60, **EVERY_KIND)
@given(chains(), st.data())
def test_who_catches_up_restores_every_figure_on_many_chains(chain: Chain, data: st.DataObject) -> None:
    catches_up(chain, data)


@pytest.fixture(autouse=True)
def _however_few_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "0")


def catches_up(chain: Chain, data: st.DataObject) -> None:
    counts = {p: sum(d["partner"] == p for d in chain.deliveries) for p in chain.definition["partners"]}
    eligible = [partner for partner, count in counts.items() if count > 1]
    if not eligible:
        return
    partner = data.draw(st.sampled_from(eligible))
    in_time, late = kept_back(chain, partner, data.draw(st.integers(1, counts[partner] - 1)))
    late = data.draw(st.permutations(late)) if all(d["kind"] == "increment" for d in late) else late
    own = [d for d in (*in_time, *late) if d["partner"] == partner]
    own = sorted({d["delivery_id"]: d for d in own}.values(), key=lambda d: d["delivery_id"])
    whole = as_one(own)
    if whole and data.draw(st.booleans()):
        late = [whole]
    folder = Path(tempfile.mkdtemp())
    try:
        compare(folder, chain, in_time, late)
    finally:
        shutil.rmtree(folder)


def compare(folder: Path, chain: Chain, in_time: list[Table], late: list[Table]) -> None:
    for name in ("as it was", "dark"):
        (folder / name).mkdir()
    normal, dark = (home_of(folder / name, chain.definition_toml) for name in ("as it was", "dark"))
    deliver(normal, folder / "as it was", [(d, d["received_at_us"]) for d in chain.deliveries], is_prepared=False)
    first_us = max(d["received_at_us"] for d in chain.deliveries)
    deliver(dark, folder / "dark", [(d, d["received_at_us"]) for d in in_time], is_prepared=True)
    attributes = list(chain.definition.get("attributes", {}))
    shown = everything(dark, attributes)
    says_who_is_behind(chain.definition, in_time, shown)
    deliver(dark, folder / "later", [(d, first_us + 1 + n) for n, d in enumerate(late)], is_prepared=True)
    assert everything(dark, attributes) == everything(normal, attributes)
    assert everything(dark, attributes, first_us) == shown


def deliver(home: Home, folder: Path, deliveries: list[tuple[Table, int]], *, is_prepared: bool) -> None:
    paths = write_deliveries(folder / "sent", [delivery for delivery, _ in deliveries])
    for path, (_, at_us) in zip(paths, deliveries, strict=True):
        outcome = receive(home, path, at_us)
        assert outcome.status in ("accepted", "known")
        assert not outcome.quarantined
        if is_prepared:
            prepare(home, home.chains()[0])


def says_who_is_behind(definition: Table, deliveries: list[Table], shown: list[Table]) -> None:
    """Who is behind is said of a figure of which it is the partner, and of nothing that is complete for its own day."""
    late = behind(definition, deliveries)
    for record in shown:
        assert {b["partner"] for b in record["behind"]} <= set(late)
        assert ("partner-behind" in record["notes"]) == bool(record["behind"])
        for one in record["behind"]:
            assert one["days"] == late[one["partner"]]
        holding = [datetime.fromisoformat(b["delivered_until"]) for b in record["behind"] if b["holds_back"]]
        if holding and record["complete_until"]:
            assert datetime.fromisoformat(record["complete_until"]) <= min(holding)


def behind(definition: Table, deliveries: list[Table]) -> dict[str, int]:
    """By the reference engine's coverage: who ends more days than it may before the furthest, or misses a delivery."""
    known = knowledge.know(definition, deliveries)
    zone = ZoneInfo(definition["chain"]["timezone"])
    ends: dict[str, int] = {p: until for p, (_, until) in known.coverage.items()}
    unique = list({d["delivery_id"]: d for d in deliveries}.values())
    in_force = knowledge.order_of_force(unique)
    reached = dict(ends)
    for partner in ends:
        own = [d for d in in_force if d["partner"] == partner]
        last_full = max((n for n, d in enumerate(own) if d["kind"] == "full"), default=0)
        reached[partner] = max(times.instant(d["delivered_until"], zone) for d in own[last_full:])
    furthest = max(reached.values(), default=0)
    days = {p: (times.local(furthest, zone) - times.local(until, zone)) // times.DAY_US for p, until in ends.items()}
    usual = definition["chain"].get("dark_after_days", 45)
    limits = {p: one.get("delivers_every_days", usual) for p, one in definition["partners"].items()}
    return {p: n for p, n in days.items() if n > limits[p] or reached[p] > ends[p]}
