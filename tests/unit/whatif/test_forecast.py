"""A forecast: learned from what one may know only, judged on months held out, and never better than it is."""

from __future__ import annotations

import json
import warnings
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, open_view
from ketenmonitor.whatif import Series, forecast, series_of
from ketenmonitor.whatif.forecast.models import LEARNED, NAIVE, SEASONAL_NAIVE
from ketenmonitor.whatif.forecast.scores import AHEAD, ORIGINS, scores_of
from tests.chain import deliver, figures, home_of, received

FIRST = date(2018, 1, 1)


def with_trend_and_season(months: int = 72) -> Series:
    rng = np.random.default_rng(1)
    values = [round(500 + 12 * n + 80 * ((n % 12) < 3) + rng.normal(0, 8)) for n in range(months)]
    return Series("politie", "end", FIRST, tuple(values))


def walking(seed: int, months: int = 60) -> Series:
    steps = np.random.default_rng(seed).integers(-60, 61, months)
    return Series("politie", "end", FIRST, tuple(int(v) for v in 5_000 + np.cumsum(steps)))


def test_a_trend_with_a_season_is_foretold_better_than_by_either_naive_way() -> None:
    found = forecast(with_trend_and_season(), 12)
    off = {score.way: score.mae for score in found.scores}
    assert found.is_better
    assert found.way in LEARNED
    assert off[found.way] < min(off[NAIVE], off[SEASONAL_NAIVE]) / 2
    wanted = [500 + 12 * n + 80 * ((n % 12) < 3) for n in range(72, 84)]
    assert all(m.low_95 <= w <= m.high_95 for m, w in zip(found.months, wanted, strict=True))


def test_when_nothing_is_better_the_naive_way_is_the_forecast_and_it_says_so() -> None:
    found = [forecast(walking(seed), 6) for seed in range(3)]
    worse = [one for one in found if not one.is_better]
    assert worse, "on a random walk nothing can be better each time"
    for one in worse:
        assert one.way == one.naive == one.scores[0].way
    flat = next(one for one in worse if one.way == NAIVE)
    assert {month.mean for month in flat.months} == {flat.series.values[-1]}


def test_a_row_that_never_changes_is_foretold_by_the_naive_way_without_a_word() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = forecast(Series("politie", "end", FIRST, (7,) * 30), 6)
    assert (found.way, found.is_better, {month.mean for month in found.months}) == (NAIVE, False, {7.0})


def test_the_score_of_the_naive_ways_is_that_of_the_plainest_reckoning() -> None:
    values = with_trend_and_season(60).values
    off: dict[str, list[float]] = {NAIVE: [], SEASONAL_NAIVE: []}
    for origin in range(len(values) - AHEAD - ORIGINS + 1, len(values) - AHEAD + 1):
        for ahead in range(AHEAD):
            off[NAIVE].append(abs(values[origin + ahead] - values[origin - 1]))
            off[SEASONAL_NAIVE].append(abs(values[origin + ahead] - values[origin - 12 + ahead]))
    scores = {score.way: score for score in scores_of(values, 12)}
    for way, each in off.items():
        assert scores[way].months == len(each) == ORIGINS * AHEAD
        assert scores[way].mae == pytest.approx(sum(each) / len(each))


def test_what_came_later_changes_nothing_of_what_was_foretold() -> None:
    whole = with_trend_and_season(60)
    other = Series(whole.stock, whole.what, whole.first, (*whole.values[:48], *([0] * 12)))
    known = [one.known_on(date(2021, 12, 31))[0] for one in (whole, other)]
    assert [len(one.values) for one in known] == [48, 48]
    assert forecast(known[0], 12) == forecast(known[1], 12)


def test_a_month_is_known_when_it_is_over() -> None:
    series = with_trend_and_season(24)
    assert [
        len(series.known_on(day)[0].values) for day in (date(2018, 2, 27), date(2018, 2, 28), date(2018, 3, 1))
    ] == [1, 2, 2]
    assert series.months[0] == "2018-01"
    assert series.month_after(1) == "2020-01"


def test_no_interval_goes_below_zero_and_each_holds_what_is_expected() -> None:
    falling = Series("politie", "end", FIRST, tuple(max(0, 400 - 11 * n) for n in range(40)))
    for month in forecast(falling, 24).months:
        assert 0 <= month.low_95 <= month.low_80 <= month.mean <= month.high_80 <= month.high_95


def test_too_short_a_row_and_too_far_a_month_are_refused() -> None:
    with pytest.raises(UsageError, match="11 whole months are known; a forecast needs 12"):
        forecast(with_trend_and_season(11), 12)
    shortest = forecast(with_trend_and_season(12), 3).months
    assert len(shortest) == 3
    assert all(np.isfinite([m.mean, m.low_95, m.high_95]).all() for m in shortest)
    for months in (0, 61):
        with pytest.raises(UsageError, match="Right is 1 to 60"):
            forecast(with_trend_and_season(24), months)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("forecast")
    made = home_of(folder)
    rows: list[tuple[str, str, str, str]] = []
    for n in range(300):
        came = date(2022, 1, 3) + timedelta(days=int(n * 2.6))
        rows.append((f"a{n}", "aangifte", f"{came}T09:00:00", f"m{n}"))
        if n % 3:
            rows.append((f"i{n}", "inzending", f"{came + timedelta(days=40 + n % 17)}T09:00:00", f"m{n}"))
    rows = [row for row in rows if row[2] < "2024-02-01"]
    received(made, deliver(folder, events=rows, delivered_from="2022-01-01T00:00:00+01:00"))
    return made


def test_its_series_are_the_flow_as_measured(home: Home) -> None:
    found = series_of(Cases(open_view(home, "proef")), "politie")
    measured = figures(home, "flow", "politie", period="month")
    assert len(measured) == 25
    for what, series in found.items():
        assert list(series.values) == [record[what] for record in measured]
        assert list(series.months) == [record["period"] for record in measured]


def test_the_command_calls_it_a_forecast_and_shows_what_was_measured_since_beside_it(home: Home) -> None:
    asked = ["forecast", str(home.path), "proef", "politie", "--months", "3", "--train-until", "2023-10-31"]
    told = CliRunner().invoke(app, [*asked, "--json"])
    assert told.exit_code == 0, told.output
    records = json.loads(told.stdout)
    ends = [record for record in records if record["of"] == "end"]
    assert {record["kind"] for record in records} == {"forecast"}
    assert "measure" not in records[0]
    assert [record["month"] for record in ends] == ["2023-11", "2023-12", "2024-01"]
    measured = {record["period"]: record["end"] for record in figures(home, "flow", "politie", period="month")}
    assert [record["measured"] for record in ends] == [measured[record["month"]] for record in ends]
    shown = CliRunner().invoke(app, asked)
    assert "Prognose, geen cijfer van de keten" in shown.stdout
    assert "Internal: not for publication" in shown.stderr
    assert "Forecast, not a figure of the chain" in CliRunner().invoke(app, [*asked, "--lang", "en"]).stdout


def test_a_stock_that_is_not_there_is_refused_with_those_that_are(home: Home) -> None:
    told = CliRunner().invoke(app, ["forecast", str(home.path), "proef", "elders"])
    assert isinstance(told.exception, UsageError)
    assert "Right is one of: politie" in str(told.exception)


def test_a_chain_of_which_no_month_was_delivered_is_refused(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["forecast", str(home_of(tmp_path).path), "proef"])
    assert isinstance(told.exception, UsageError)
    assert "No whole month of stock politie is known" in str(told.exception)
