"""The past replayed: nothing of later is learned from, and it stands beside what anybody can say without a model."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure
from ketenmonitor.store import Home, open_view
from ketenmonitor.whatif import Replay, replay
from ketenmonitor.whatif.replay import Month, not_replayed
from tests.chain import deliver, home_of, received

UNTIL = date(2023, 6, 30)


def home_with(folder: Path, later_days: int) -> Cases:
    """Three reports every two days and each sent on after some weeks; from July 2023 on the latter takes another time."""
    home: Home = home_of(folder)
    rng, rows = np.random.default_rng(4), []
    for n in range(1_640):
        came = date(2021, 1, 4) + timedelta(days=n * 2 // 3)
        sent = came + timedelta(days=int(rng.integers(10, 50)))
        if sent > UNTIL:
            sent = max(came, UNTIL) + timedelta(days=later_days)
        rows.append((f"a{n}", "aangifte", f"{came}T09:00:00", f"m{n}"))
        rows.append((f"i{n}", "inzending", f"{sent}T10:00:00", f"m{n}"))
    rows = [row for row in rows if row[2] < "2024-01-01"]
    span = {"delivered_from": "2021-01-01T00:00:00+01:00", "delivered_until": "2024-01-01T00:00:00+01:00"}
    assert (
        received(home, deliver(folder, events=rows, made_at="2024-01-02T00:00:00+01:00", **span)).status == "accepted"
    )
    other = [("b0", "inschrijving", "2021-01-05T09:00:00", "z0"), ("c0", "besluit", "2021-02-05T09:00:00", "z0")]
    found = received(home, deliver(folder, "o1", "om", events=other, made_at="2024-01-02T00:00:00+01:00", **span))
    assert found.status == "accepted"
    return Cases(open_view(home, "proef"))


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    return home_with(tmp_path_factory.mktemp("steady"), 30)


def test_its_months_are_as_measured_and_the_naive_ways_what_they_say(steady: Cases) -> None:
    [found] = replay(steady, UNTIL, 6, 4, 1)
    records = measure(steady, "flow", "politie", Selection(period="month")).records
    measured = {one["period"]: one["end"] for one in records}
    assert [one.name for one in found.months] == [f"2023-{month:02}" for month in range(7, 13)]
    for one in found.months:
        assert one.measured == measured[one.name]
        assert one.low <= one.mean <= one.high
        assert one.seasonal_naive == measured[one.name.replace("2023", "2022")]
    assert {one.naive for one in found.months} == {measured["2023-06"]}
    assert found.off == pytest.approx(sum(abs(one.measured - one.mean) for one in found.months) / 6)


def test_nothing_that_happened_later_is_learned_from(steady: Cases, tmp_path: Path) -> None:
    otherwise = home_with(tmp_path, 150)
    one, other = (replay(cases, UNTIL, 6, 4, 1)[0].months for cases in (steady, otherwise))
    assert [month.measured for month in one] != [month.measured for month in other]
    assert [(month.mean, month.low, month.high) for month in one] == [
        (month.mean, month.low, month.high) for month in other
    ]


def test_a_chain_that_goes_on_is_foretold_and_one_that_changes_is_not(steady: Cases, tmp_path: Path) -> None:
    changed = home_with(tmp_path, 150)
    close, far = (replay(cases, UNTIL, 6, 4, 1)[0].off for cases in (steady, changed))
    assert close < far / 2


def test_whether_it_was_better_is_told_against_the_better_of_two() -> None:
    def of(mean: float, naive: int, seasonal: int | None) -> Replay:
        return Replay("politie", (Month("2024-01", 100, mean, mean - 5, mean + 5, naive, seasonal),))

    assert of(103, 110, 120).is_better
    assert not of(115, 110, 120).is_better
    assert not of(115, 130, 112).is_better
    assert of(115, 130, None).is_better
    assert of(115, 130, None).seasonal_off is None
    assert (of(103, 0, 0).held, of(115, 0, 0).held) == (1.0, 0.0)


def test_a_day_amid_a_month_and_one_after_which_nothing_is_known_are_refused(steady: Cases) -> None:
    with pytest.raises(UsageError, match="the last day of a month"):
        replay(steady, date(2023, 6, 29), 6, 2, 1)
    with pytest.raises(UsageError, match="Right is an earlier day"):
        replay(steady, date(2024, 6, 30), 6, 2, 1)


def test_of_less_than_a_year_nothing_is_said(steady: Cases) -> None:
    assert not_replayed(steady, date(2021, 6, 1), 1) == ()
