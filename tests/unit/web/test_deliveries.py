"""Pages of a partner's engineers: their own deliveries and rows, with where they stood and never what was in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.definition import data_dictionary
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, home_of, received
from tests.unit.web.sites import LATE, visitor

SPAN = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00", "made_at": LATE}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The police delivered a row that is right, and one of an activity that is not there; the prosecution one that is wrong."""
    folder = tmp_path_factory.mktemp("deliveries")
    made = home_of(folder, DEFINITION)
    at = "2024-01-05T10:00:00+01:00"
    for path in (
        deliver(folder, "p", events=[("a1", "aangifte", at, "m1"), ("a2", "geheime-daad", at, "m2")], **SPAN),
        deliver(folder, "o", "om", events=[("r1", "nog-geheimer", at, "z1")], **SPAN),
    ):
        assert received(made, path, LATE).status == "accepted"
    return made


def test_an_engineer_sees_how_far_deliveries_go_and_which_rows_were_set_apart(home: Home) -> None:
    text = visitor(home, "engineer").get("/leveringen/proef").text
    for said in ("Leveringen van", "31 januari 2024", "1 rij kon niet mee", "events.csv", "activity"):
        assert said in text
    assert "geheime-daad" not in text
    assert ">m2<" not in text


def test_nothing_of_another_partner_is_there(home: Home) -> None:
    text = visitor(home, "engineer", partner="om").get("/leveringen/proef").text
    assert "1 rij kon niet mee" in text
    assert '<th scope="row">p</th>' not in text
    assert '<th scope="row">o</th>' in text


def test_the_data_dictionary_is_that_of_the_command(home: Home) -> None:
    for prefix, code in (("", "nl"), ("/en", "en")):
        answer = visitor(home, "engineer").get(f"{prefix}/leveringen/proef/gegevenswoordenboek")
        assert answer.text == data_dictionary(home.definition("proef"), code)


def test_a_chain_of_others_is_not_there(home: Home, tmp_path: Path) -> None:
    stranger = visitor(home, "engineer", partner="reclassering")
    assert stranger.get("/leveringen/proef").status_code == stranger.get("/leveringen/andere").status_code == 404
