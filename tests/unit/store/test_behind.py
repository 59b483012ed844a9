"""Who is behind follows from what was delivered, and is no matter of days between schedules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import Definition, read_definition
from ketenmonitor.instants import DAY_US
from ketenmonitor.store import Coverage, Gap, behind_in, cut_at, open_view
from tests.chain import DEFINITION, deliver, figures, home_of, instant, received

FROM = instant("2024-01-01")
BOTH = DEFINITION.replace("[partners.om]", "[partners.om]\n{partner}").replace(
    'version = "1"', 'version = "1"\n{chain}'
)


def definition(folder: Path, partner: str = "", chain: str = "") -> Definition:
    place = folder / "definition.toml"
    place.write_text(BOTH.replace("{partner}", partner).replace("{chain}", chain), encoding="utf-8")
    return read_definition(place)


def covers(days: float, **gap: Any) -> Coverage:
    return Coverage(FROM, FROM + int(days * DAY_US), **gap)


@pytest.mark.parametrize(
    ("partner", "chain", "days", "is_behind"),
    [
        ("", "", 45, False),
        ("", "", 46, True),
        ("", "dark_after_days = 60", 60, False),
        ("", "dark_after_days = 60", 61, True),
        ("delivers_every_days = 92", "", 92, False),
        ("delivers_every_days = 92", "", 93, True),
        ("delivers_every_days = 7", "dark_after_days = 60", 8, True),
    ],
)
def test_a_partner_is_behind_when_a_delivery_more_than_usual_is_late(
    tmp_path: Path, partner: str, chain: str, days: int, is_behind: bool
) -> None:
    said = definition(tmp_path, partner, chain)
    found = behind_in(said, {"politie": covers(200), "om": covers(200 - days)})
    assert [(one.partner, one.days) for one in found.values()] == ([("om", days)] if is_behind else [])


def test_days_are_those_of_the_clock_also_when_it_changes(tmp_path: Path) -> None:
    """46 days of which one has 23 hours are 46 days."""
    ends = [instant(day) for day in ("2024-03-01", "2024-04-16")]
    coverage = {"om": Coverage(FROM, ends[0]), "politie": Coverage(FROM, ends[1])}
    assert behind_in(definition(tmp_path), coverage)["om"].days == 46


def test_a_missing_delivery_counts_by_itself_also_of_the_only_one_who_delivered(tmp_path: Path) -> None:
    lacking = covers(30, gaps=(Gap(FROM + 30 * DAY_US, None, "d2"),), beyond_us=FROM + 35 * DAY_US)
    (one,) = behind_in(definition(tmp_path), {"politie": lacking}).values()
    assert (one.partner, one.days, one.has_gap) == ("politie", 5, True)


def test_who_delivered_nothing_is_not_behind_and_all_together_only_behind_the_present(tmp_path: Path) -> None:
    said = definition(tmp_path)
    assert behind_in(said, {}) == {}
    assert behind_in(said, {"politie": covers(100)}) == {}
    late = behind_in(said, {"politie": covers(100), "om": covers(90)}, now_us=FROM + 190 * DAY_US)
    assert {one.partner: one.days for one in late.values()} == {"politie": 90, "om": 100}


SPANS = [("2024-01-01", "2024-02-01"), ("2024-02-01", "2024-03-01"), ("2024-03-01", "2024-04-01")]


def spans() -> list[dict[str, str]]:
    return [dict(zip(("delivered_from", "delivered_until"), span, strict=True)) for span in SPANS]


def test_a_figure_of_a_partner_with_a_gap_stops_at_it_and_says_so_until_it_is_filled(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    rows = [[(f"e{n}", "aangifte", f"2024-0{n + 1}-10", f"m{n}")] for n in range(3)]
    made = [
        deliver(tmp_path, f"d{n}", events=rows[n], follows=f"d{n - 1}" if n else None, **spans()[n]) for n in range(3)
    ]
    received(home, made[0])
    received(home, made[2])
    (stopped,) = figures(home, "stock", "politie")
    assert (stopped["date"], stopped["stock"], stopped["notes"]) == ("2024-01-31", 1, ["partner-behind"])
    assert stopped["behind"] == [
        {"partner": "politie", "delivered_until": "2024-02-01T00:00:00+01:00", "days": 60, "holds_back": True}
    ]
    received(home, made[1])
    (whole,) = figures(home, "stock", "politie")
    assert (whole["date"], whole["stock"], whole["behind"], whole["notes"]) == ("2024-03-31", 3, [], [])


def test_a_day_that_was_asked_for_and_is_complete_lacks_nothing(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "d0", events=[("e1", "aangifte", "2024-01-10", "m1")], **spans()[0]))
    received(home, deliver(tmp_path, "d2", events=[], follows="d1", **spans()[2]))
    asked = {day: figures(home, "stock", "politie", last_day=date(2024, *day))[0] for day in ((1, 20), (2, 20))}
    assert (asked[1, 20]["stock"], asked[1, 20]["notes"]) == (1, [])
    assert (asked[2, 20]["stock"], asked[2, 20]["notes"]) == (None, ["not-delivered", "partner-behind"])


def test_before_others_went_further_nobody_was_behind(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "o1", "om", events=[], **spans()[0]))
    received(home, deliver(tmp_path, "p1", events=[], **{**spans()[0], "delivered_until": "2024-12-01"}))
    view = open_view(home, "proef")
    assert list(view.behind) == ["om"]
    assert cut_at(view, instant("2024-02-10")).behind == {}
