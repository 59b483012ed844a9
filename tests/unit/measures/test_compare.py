"""What moved between two moments of knowledge: each value by itself, and nothing that stayed the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, compare, measure
from ketenmonitor.store import Home, open_view
from tests.chain import deliver, home_of, instant, received

FIRST = [("e1", "aangifte", "2024-01-05", "m1"), ("e2", "aangifte", "2024-01-06", "m2")]
LATER = [("e3", "inzending", "2024-02-10", "m1")]
EARLY, LATE = "2024-02-02", "2024-03-02"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_of(tmp_path)
    received(made, deliver(tmp_path, "d1", events=FIRST), EARLY)
    until = "2024-03-01T00:00:00+01:00"
    received(
        made, deliver(tmp_path, "d2", events=LATER, follows="d1", delivered_from=None, delivered_until=until), LATE
    )
    return made


def moves(home: Home, name: str, id: str | None, now: str, then: str, **asked: Any) -> list[dict[str, Any]]:
    parts = [measure(Cases(open_view(home, "proef", instant(t))), name, id, Selection(**asked)) for t in (now, then)]
    return list(compare(*parts).records)


def test_only_what_differs_is_told_with_both_values(home: Home) -> None:
    found = moves(home, "stock", "politie", LATE, EARLY)
    # At the last complete day of each, which is another day.
    told = {
        (r["date"], r["compared_date"], r["compared"], r["value"], r["change"]) for r in found if r["field"] == "stock"
    }
    assert told == {("2024-02-29", "2024-01-31", 2, 1, "moved")}


def test_a_value_that_moved_has_its_difference(home: Home, tmp_path: Path) -> None:
    mend = [("e2", "aangifte", "2024-02-20", "m2")]
    until = "2024-04-01T00:00:00+02:00"
    received(
        home,
        deliver(tmp_path, "d3", events=mend, follows="d2", delivered_from=None, delivered_until=until),
        "2024-04-02",
    )
    found = moves(home, "stock", "politie", "2024-04-02", LATE, period="month")
    moved = {
        (r["period"], r["field"]): (r["compared"], r["value"], r["difference"]) for r in found if r["change"] == "moved"
    }
    assert moved["2024-01", "stock"] == (2, 1, -1)
    assert moved["2024-01", "counted"] == (2, 1, -1)
    assert ("2024-02", "stock") not in moved  # one in, and the other out: the same
    assert {r["period"] for r in found if r["change"] == "appeared"} == {"2024-03"}
    assert {(r["known_at"][:10], r["compared_to"][:10]) for r in found if r["change"] == "moved"} == {
        ("2024-04-02", "2024-03-02")
    }


def test_the_same_moment_twice_has_no_moves(home: Home) -> None:
    for name in ("lead-time", "stock", "handover", "term", "linkage", "path", "variant"):
        assert moves(home, name, None, LATE, LATE) == []


def test_known_and_unknown_are_no_moves_from_zero(home: Home, tmp_path: Path) -> None:
    decided = [("o1", "inschrijving", "2024-01-20", "s1")]
    received(home, deliver(tmp_path, "o1", "om", events=decided), "2024-04-02")
    found = [r for r in moves(home, "term", "snel", "2024-04-02", LATE) if r["field"] == "due"]
    assert [(r["compared"], r["value"], r["difference"], r["change"]) for r in found] == [
        (None, 0, None, "became-known")
    ]
