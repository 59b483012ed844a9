"""Pages of case handlers: one case over all partners for who has an object in it, and nothing of it for anybody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ketenmonitor.casefile import due
from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, deliver, home_of, received
from tests.unit.web.sites import LATE, visitor

SPAN = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Report m1 became case z1 and is done; m2 was sent on and never registered; m3 was only reported; z4 came from nowhere."""
    folder = tmp_path_factory.mktemp("cases")
    home = home_of(folder, DEFINITION)
    reports = [(f"a{n}", "aangifte", f"2024-01-0{n}T10:00:00+01:00", f"m{n}") for n in (1, 2, 3)]
    reports += [
        ("i1", "inzending", "2024-01-10T10:00:00+01:00", "m1"),
        ("i2", "inzending", "2024-01-31T10:00:00+01:00", "m2"),
    ]
    decided = [
        ("r1", "inschrijving", "2024-01-11T10:00:00+01:00", "z1"),
        ("b1", "besluit", "2024-01-20T10:00:00+01:00", "z1"),
    ]
    decided += [("r4", "inschrijving", "2024-01-12T10:00:00+01:00", "z4")]
    link = {
        "from_type": "melding",
        "from_id": "m1",
        "to_type": "strafzaak",
        "to_id": "z1",
        "time": "2024-01-11T10:00:00+01:00",
    }
    for delivery in (
        deliver(folder, "p", events=reports, made_at=LATE, **SPAN),
        deliver(folder, "o", "om", events=decided, links=[link], made_at=LATE, **SPAN),
    ):
        outcome = received(home, delivery, LATE)
        assert outcome.status == "accepted", outcome.reasons
    return home


def asked(client: TestClient, case: str) -> tuple[int, str]:
    """The answer to the form, filled in with a case."""
    token = client.get("/zaken/proef").text.split('name="token" value="')[1].split('"')[0]
    answer = client.post("/zaken/proef", data={"token": token, "case": case})
    assert case not in str(answer.url)
    return answer.status_code, answer.text


def without_token(text: str) -> list[str]:
    return [line for line in text.splitlines() if "token" not in line]


def test_a_handler_sees_a_case_over_all_partners(home: Home) -> None:
    status, text = asked(visitor(home, "handler"), "z1")
    assert status == 200
    for word in ("aangifte", "besluit", "10 januari 2024", "langer dan de norm van 10 dagen"):
        assert word in text.lower()
    assert text.count("<tr>") == 5  # a head and four events
    assert "Intern: niet voor publicatie" in text


def test_a_case_of_others_and_one_that_is_not_there_get_the_same_answer(home: Home) -> None:
    """z4 is only of the prosecution."""
    police = visitor(home, "handler")
    others, nothing = asked(police, "z4"), asked(police, "bestaat-niet")
    assert others[0] == nothing[0] == 404
    assert without_token(others[1]) == without_token(nothing[1])
    assert asked(police, "z1\0")[0] == 404  # what the engine cannot ask for
    assert asked(visitor(home, "handler", partner="om"), "z4")[0] == 200


def test_every_look_is_in_the_log_without_the_case_itself(home: Home) -> None:
    asked(visitor(home, "handler"), "z1")
    log = (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8")
    last = json.loads(log.splitlines()[-1])
    assert (last["user"], last["command"], len(last["case"])) == ("local:handler", "case", 64)
    assert "z1" not in log


def test_terms_that_run_are_listed_for_who_has_a_part(home: Home) -> None:
    cases = Cases(open_view(home, "proef"))
    rows = due(cases, "politie")
    assert [(row["case"], row["term"], row["last_day"]) for row in rows] == [("m2", "snel", "2024-02-02")]
    assert due(cases, "om") == []
    assert ">m2<" in visitor(home, "handler").get("/zaken/proef").text
    assert ">m2<" not in visitor(home, "handler", partner="om").get("/zaken/proef").text


def test_a_partner_without_a_part_in_a_chain_does_not_see_that_it_is_there(home: Home, tmp_path: Path) -> None:
    stranger = visitor(home, "handler", partner="reclassering")
    assert stranger.get("/zaken/proef").status_code == stranger.get("/zaken/andere").status_code == 404
    assert "Proefketen" not in stranger.get("/zaken").text
