"""Open cases that are near or past a norm: the same as somebody finds who goes through the deliveries by hand."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.casefile import due, look_up, near_norm
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, deliver, home_of, received
from tests.unit.web.sites import LATE, visitor

START, POLICE_UNTIL, PROSECUTION_UNTIL = datetime(2024, 1, 1), datetime(2024, 2, 1), datetime(2024, 1, 28, 12)


def definition(days: float) -> str:
    return DEFINITION.replace("norm = { days = 10", f"norm = {{ days = {days:g}")


def made(folder: Path, seed: int, norm: int) -> tuple[Home, list[dict[str, Any]]]:
    """A home, and its cases as they were delivered: report, case, when it began and ended."""
    chance, rows = random.Random(seed), []
    for n in range(80):
        began = START + timedelta(hours=chance.randrange(-200, 700))
        ended = began + timedelta(hours=chance.randrange(1, 500)) if chance.random() < 0.4 else None
        # Only of the prosecution, only of the police, or of both.
        report = f"m{n}" if chance.random() < 0.8 else None
        case = f"z{n}" if report is None or chance.random() < 0.7 else None
        rows.append({"report": report, "case": case, "began": began, "ended": ended if case else None})
    home = home_of(folder, definition(norm))
    _deliver(home, folder, rows)
    return home, rows


def _deliver(home: Home, folder: Path, rows: list[dict[str, Any]]) -> None:
    reports = [(f"a{r['report']}", "aangifte", r["began"], r["report"]) for r in rows if r["report"]]
    decided = [(f"b{r['case']}", "besluit", r["ended"], r["case"]) for r in rows if r["ended"]]
    begun = [(f"i{r['case']}", "inschrijving", r["began"], r["case"]) for r in rows if r["case"]]
    ends = {"from_type": "melding", "to_type": "strafzaak", "time": "2024-01-02T00:00"}
    links = [{**ends, "from_id": r["report"], "to_id": r["case"]} for r in rows if r["report"] and r["case"]]
    for name, partner, events, until, more in (
        ("p", "politie", reports, POLICE_UNTIL, {}),
        ("o", "om", begun + decided, PROSECUTION_UNTIL, {"links": links}),
    ):
        known = [(a, b, at.isoformat(), c) for a, b, at, c in events if START <= at < until]
        span = {"delivered_from": START.isoformat(), "delivered_until": until.isoformat(), "made_at": LATE}
        path = deliver(folder, name, partner, events=known, **more, **span)
        assert received(home, path, LATE).status == "accepted"


def by_hand(rows: list[dict[str, Any]], norm: int, partner: str) -> list[tuple[str, float, bool]]:
    """Each open case with its age and whether it is past the norm, from what was delivered."""
    found = []
    for row in rows:
        is_begun = row["report"] and START <= row["began"] < PROSECUTION_UNTIL
        is_ended = row["ended"] and row["ended"] <= PROSECUTION_UNTIL and row["ended"] >= row["began"]
        holds = row["report"] if partner == "politie" else row["case"]
        age = (PROSECUTION_UNTIL - row["began"]) / timedelta(days=1)
        if is_begun and not is_ended and holds and age >= norm - min(14, norm / 10):
            found.append((row["case"] or row["report"], age, age > norm))
    return sorted(found, key=lambda one: (one[2], abs(one[1] - norm), one[0]))


@pytest.mark.parametrize(("seed", "norm"), [(1, 20), (4, 10)])
def test_near_and_past_are_what_one_finds_by_hand(seed: int, norm: int, tmp_path: Path) -> None:
    home, rows = made(tmp_path, seed, norm)
    cases = Cases(open_view(home, "proef"))
    for partner in ("politie", "om"):
        wanted = by_hand(rows, norm, partner)
        found = near_norm(cases, partner)
        assert [(one["case"], one["is_past"]) for one in found] == [(case, past) for case, _, past in wanted]
        assert [one["days"] for one in found] == pytest.approx([age for _, age, _ in wanted])
        assert {one["norm_days"] for one in found} <= {norm}
        assert {past for _, _, past in wanted} == {True, False}  # otherwise it says little
    assert near_norm(cases, "reclassering") == []


def test_of_very_many_the_closest_are_listed_and_some_of_each_kind(tmp_path: Path) -> None:
    home, _ = made(tmp_path, 1, 20)
    cases = Cases(open_view(home, "proef"))
    every, few = near_norm(cases, "politie"), near_norm(cases, "politie", most=2)
    assert few == [one for past in (False, True) for one in [r for r in every if r["is_past"] == past][:2]]


def test_the_page_lists_them_beside_the_terms_for_who_has_a_part(tmp_path: Path) -> None:
    home, rows = made(tmp_path, 1, 20)
    case, *_ = by_hand(rows, 20, "politie")[0]
    text = visitor(home, "handler").get("/zaken/proef").text
    for said in (f">{case}<", "dicht bij de norm", "over de norm", "20 dagen"):
        assert said in text
    assert "Near or past the norm" in visitor(home, "handler").get("/en/zaken/proef").text
    assert "Geen enkele zaak" not in text
    mine = {r["case"] for r in rows if r["case"] and not r["report"]}
    assert not [one for one in mine if f">{one}<" in text]


def test_a_chain_without_norms_has_no_such_cases(tmp_path: Path) -> None:
    home = home_of(tmp_path, DEFINITION.replace("norm = { days = 10, share = 0.8 }", ""))
    cases = Cases(open_view(home, "proef"))
    assert near_norm(cases, "politie") == due(cases, "politie") == []


PAUSED = (
    DEFINITION
    + """
[activities.aanhouding]
partner = "om"
object = "strafzaak"
[activities.hervatting]
partner = "om"
object = "strafzaak"
[pauses.stil]
from = ["aanhouding"]
to = ["hervatting"]
"""
)


def test_a_case_says_when_its_clock_stood_still_and_the_page_shows_it(tmp_path: Path) -> None:
    """Two pauses that overlap are one; the last one is not over."""
    home = home_of(tmp_path, PAUSED)
    span = {"delivered_from": START.isoformat(), "delivered_until": POLICE_UNTIL.isoformat(), "made_at": LATE}
    link = {"from_type": "melding", "from_id": "m1", "to_type": "strafzaak", "to_id": "z1", "time": "2024-01-03T00:00"}
    marks = [("aanhouding", 5), ("aanhouding", 7), ("hervatting", 9), ("aanhouding", 20)]
    own = [(f"e{day}", name, f"2024-01-{day:02d}T10:00", "z1") for name, day in [("inschrijving", 3), *marks]]
    police = deliver(tmp_path, "p", events=[("a1", "aangifte", "2024-01-02T10:00", "m1")], **span)
    for path in (police, deliver(tmp_path, "o", "om", events=own, links=[link], **span)):
        assert received(home, path, LATE).status == "accepted"
    clock = look_up(open_view(home, "proef"), "z1")["lead_times"][0]
    assert clock["pauses"] == [
        {"from": "2024-01-05T10:00:00+01:00", "until": "2024-01-09T10:00:00+01:00"},
        {"from": "2024-01-20T10:00:00+01:00", "until": None},
    ]
    assert clock["paused_days"] == pytest.approx(4 + 11 + 14 / 24)
    client = visitor(home, "handler")
    token = client.get("/zaken/proef").text.split('name="token" value="')[1].split('"')[0]
    text = client.post("/zaken/proef", data={"token": token, "case": "z1"}).text
    for said in (
        "Wanneer de klok stilstond",
        "9 januari 2024",
        "staat nog stil",
        "De klok stond stil van",
        ">De klok stond stil<",
    ):
        assert said in text
