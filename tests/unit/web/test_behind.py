"""Wherever a figure or a delivery is looked at, the pages say which partner is behind and what that does."""

from __future__ import annotations

import pytest

from ketenmonitor.store import Home
from tests.chain import deliver, home_of, received
from tests.unit.web.sites import visitor

DAY = "2024-06-03T09:00:00+02:00"
UNTIL_MAY = {"delivered_from": "2024-01-01", "delivered_until": "2024-06-01", "made_at": DAY}
UNTIL_FEBRUARY = {**UNTIL_MAY, "delivered_until": "2024-02-01"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The police delivered to May, the prosecution misses February."""
    folder = tmp_path_factory.mktemp("behind")
    made = home_of(folder)
    sent = [(f"z{n}", "inzending", "2024-01-15", f"m{n}") for n in range(3)]
    beyond = {"delivered_from": "2024-03-01", "delivered_until": "2024-04-01", "follows": "o2", "made_at": DAY}
    for path in (
        deliver(folder, "p1", events=sent, **UNTIL_MAY),
        deliver(folder, "o1", "om", events=[("s0", "inschrijving", "2024-01-20", "s0")], **UNTIL_FEBRUARY),
        deliver(folder, "o3", "om", events=[("s1", "inschrijving", "2024-03-20", "s1")], **beyond),
    ):
        assert received(made, path, DAY).status == "accepted"
    return made


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "om is compleet tot en met 31 januari 2024: 121 dagen korter"),
        ("/en", "om is complete up to and including 31 January 2024: 121 days less"),
    ],
)
def test_the_workbench_and_the_health_of_the_monitor_say_who_is_behind(home: Home, prefix: str, said: str) -> None:
    for role, address in (("analyst", "/werkbank/proef"), ("administrator", "/beheer/gezondheid")):
        text = visitor(home, role).get(f"{prefix}{address}").text
        assert said in text, address
        assert ("is missing: o2." if prefix else "ontbreekt een levering: o2.") in text, address


def test_a_figure_says_below_its_title_whether_it_stops_or_may_still_change(home: Home) -> None:
    analyst = visitor(home, "analyst")
    stops = analyst.get("/werkbank/proef/handover").text
    assert "om is compleet tot en met 31 januari 2024. Deze cijfers houden daar op" in stops
    assert "is compleet" not in analyst.get("/werkbank/proef/stock").text.split("</form>")[0]


def test_an_engineer_reads_what_is_missing_and_which_figures_wait_for_it(home: Home) -> None:
    text = visitor(home, "engineer", partner="om").get("/leveringen/proef").text
    for said in (
        "Het gaat om levering o2.",
        "er al leveringen: 1, met 1 gebeurtenissen",
        "121 dagen korter compleet",
        "<li>over</li>",
    ):
        assert said in text, said
    assert "121" not in visitor(home, "engineer").get("/leveringen/proef").text, "the police lack nothing"


def test_an_administrator_reads_the_state_of_each_partner(home: Home) -> None:
    text = visitor(home, "administrator").get("/beheer").text
    assert "121 dagen achter" in text
    assert "<td>bij</td>" in text
