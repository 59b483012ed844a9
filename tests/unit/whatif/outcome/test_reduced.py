"""What is kept of a simulation is what a monitor would measure of the same events."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from ketenmonitor.whatif.outcome import Key, Reduced, reduced
from ketenmonitor.whatif.outcome.reduced import REASONS
from tests.chain import deliver, figures, home_of, received
from tests.unit.whatif.outcome.made_up import CHAIN, MadeUp, made_up

START, UNTIL = date(2024, 1, 10), date(2025, 3, 16)


@pytest.fixture(scope="module")
def played() -> MadeUp:
    return made_up(1, START, UNTIL)


@pytest.fixture(scope="module")
def home(played: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The events of the simulation, as two partners would deliver them."""
    folder = tmp_path_factory.mktemp("measured")
    home = home_of(folder, CHAIN)
    span = {"delivered_from": "2023-01-01T00:00:00Z", "delivered_until": f"{UNTIL}T00:00:00Z"}
    reporter = {one.id: one.partner for one in played.definition.activities.values()}
    jong = [
        {"object_type": "zaak", "object_id": f"z{case}", "jong": ("false", "true")[one]}
        for case, one in enumerate(played.played.case_class)
    ]
    for partner in played.definition.partners:
        events = [row for row in played.events() if reporter[row[1]] == partner]
        objects = {"objects": jong} if partner == "een" else {}
        made = deliver(folder, partner, partner, events=events, made_at=f"{UNTIL}T06:00:00Z", **span, **objects)
        outcome = received(home, made, "2026-01-01T00:00:00Z")
        assert outcome.status == "accepted", outcome.reasons
    return home


@pytest.fixture(scope="module")
def found(played: MadeUp) -> Reduced:
    return reduced(played.played, played.model, played.stood, played.definition)


def value(found: Reduced, about: str, id: str, figure: str, period: str | None) -> tuple[float | None, str]:
    at = found.keys.index(Key(about, id, figure)), found.periods.index(period)
    number = float(found.values[at])
    return None if np.isnan(number) else number, REASONS[found.reasons[at]]


@pytest.mark.parametrize("period", ["month", "year", None])
@pytest.mark.parametrize("id", ["keten", "zelf", "jong"])
def test_a_lead_time_is_what_a_monitor_measures(home: Any, found: Reduced, id: str, period: str | None) -> None:
    records = figures(home, "lead-time", id, period=period, first_day=START)
    assert len(records) == {"month": 15, "year": 2, None: 1}[period]
    for record in records:
        at = ("lead_time", id), record["period"]
        assert value(found, *at[0], "started", at[1]) == (record["counted"], "")
        for name in ("median_days", "p90_days", "within_norm"):
            number, reason = value(found, *at[0], name, at[1])
            assert number == pytest.approx(record[name], abs=1e-9), (name, record["period"])
            assert (reason == "") == (number is not None)
            if reason:
                assert reason in record["notes"]


def test_some_months_are_not_known_yet_and_some_not_reached(found: Reduced) -> None:
    """So that the comparison above is of those too."""
    assert value(found, "lead_time", "keten", "within_norm", "2025-02") == (None, "not-yet-known")
    assert value(found, "lead_time", "keten", "p90_days", "2025-03") == (None, "not-reached")
    assert value(found, "lead_time", "keten", "within_norm", "2024-02")[0]


@pytest.mark.parametrize("id", ["een", "twee"])
def test_a_stock_is_what_a_monitor_measures(home: Any, found: Reduced, id: str) -> None:
    records = figures(home, "stock", id, period="month", first_day=START)
    assert len(records) == 14  # a month that is not over has no stock in a monitor
    for record in records:
        assert value(found, "stock", id, "stock", record["period"]) == (record["stock"], "")
    (last,) = figures(home, "stock", id)
    assert last["date"] == "2025-03-15"
    assert value(found, "stock", id, "stock", "2025-03") == (last["stock"], "")
    assert value(found, "stock", id, "stock", None) == (last["stock"], "")


def test_every_case_is_at_a_step_or_gone(played: MadeUp, found: Reduced) -> None:
    """Stock after a month is that before it, plus who came, less who left; over partners as over steps."""
    visits, n = played.played, len(played.stood.step)
    for about, ids in (("step", played.model.steps), ("partner", played.definition.partners)):
        stock = sum(value(found, about, one, "stock", None)[0] or 0 for one in ids)
        ended = len({*visits.case[(visits.left != -1) & (visits.following == -1)].tolist()})
        assert stock == len(visits.case_class) - ended
        assert sum(found.at_start[Key(about, one, "stock")] for one in ids) == n
