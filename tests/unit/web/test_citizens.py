"""The pages of privacy officers: no pseudonym on a page, in an address or in a log; each look recorded; a letter without a trace."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ketenmonitor.citizens import request_of, requests_of
from ketenmonitor.store import Home
from tests.unit.citizens.homes import MINE, MY_REPORT, asked_for, home_with_citizen
from tests.unit.web.sites import visitor


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with_citizen(tmp_path)


@pytest.fixture
def officer(home: Home) -> TestClient:
    return visitor(home, "privacy_officer")


def send(client: TestClient, path: str, **form: str | list[str]) -> tuple[int, str]:
    """The answer to a form of a page."""
    token = re.findall(r'name="token" value="([^"]+)"', client.get("/verzoeken").text)[-1]
    answer = client.post(path, data={"token": token, **form})
    return answer.status_code, unescape(answer.text)


def keep(client: TestClient, kind: str = "access") -> None:
    status, text = send(
        client, "/verzoeken", chain="proef", kind=kind, received="2024-03-01", subjects=f"{MINE}\r\n", reference="PB-7"
    )
    assert status == 303, text


def test_a_request_is_kept_with_the_terms_of_each_law_and_listed_as_late(home: Home, officer: TestClient) -> None:
    keep(officer)
    [made] = requests_of(home)
    assert (made.reference, {part.regime for part in made.parts.values()}) == ("PB-7", {"Wpg", "AVG"})
    text = officer.get("/verzoeken").text
    assert "Verzoek 1" in text
    assert "dagen te laat" in text  # it came in years ago
    for page in (text, officer.get("/verzoeken/1").text):
        assert MINE not in page


def test_what_is_held_is_shown_without_a_pseudonym_after_it_was_logged(home: Home, officer: TestClient) -> None:
    keep(officer)
    status, text = send(officer, "/verzoeken/1/inzage", subjects=MINE)
    assert status == 200
    assert "besluit (strafzaak)" in text
    assert "aangifte (melding)" in text
    assert MINE not in text
    log = (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8")
    assert json.loads(log.splitlines()[-1])["command"] == "citizen"
    assert MINE not in log


def test_somebody_else_is_not_shown_under_a_request(home: Home, officer: TestClient) -> None:
    keep(officer)
    for path in ("/verzoeken/1/inzage", "/verzoeken/1/brief"):
        status, text = send(officer, path, subjects=MY_REPORT, format="json", language="nl")
        assert status == 400
        assert MY_REPORT not in text
    lines = (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()
    steps = [json.loads(line)["step"] for line in lines]
    assert steps == [
        "request",
        "overview",
        "letter",
    ]  # who tries whose request it is asks about a person, and that is logged


def test_withhold_decide_and_download(home: Home, officer: TestClient) -> None:
    keep(officer)
    _, text = send(officer, "/verzoeken/1/inzage", subjects=MINE)
    names = re.findall(r'name="item" value="(om/[0-9a-f]+)" aria-label="besluit', text)
    assert send(officer, "/verzoeken/1", step="withhold", item=names, ground="uavg-41-1-d")[0] == 303
    assert send(officer, "/verzoeken/1", step="grant", partner=["politie", "om"], reason="Dit mag.")[0] == 303
    status, text = send(officer, "/verzoeken/1/brief", subjects=MINE, format="json", language="nl")
    assert status == 200
    assert "besluit" not in text
    assert "inschrijving" in text
    assert "besluit" in send(officer, "/verzoeken/1/inzage", subjects=MINE)[1]
    for format in ("docx", "pdf"):
        token = re.findall(r'name="token" value="([^"]+)"', officer.get("/verzoeken").text)[-1]
        said = {"token": token, "subjects": MINE, "format": format, "language": "en"}
        answer = officer.post("/verzoeken/1/brief", data=said)
        assert answer.headers["content-disposition"] == f'attachment; filename="brief-1.{format}"'
        assert answer.headers["cache-control"] == "no-store"
    assert [one.step for one in request_of(home, 1).history] == [
        "receive",
        "withhold",
        "grant",
        "letter",
        "letter",
        "letter",
    ]


@pytest.mark.parametrize(
    "form",
    [
        {"step": "refuse", "partner": "om", "reason": "x", "ground": "wpg-27-1-a"},
        {"step": "grant", "partner": "om", "reason": " "},
        {"step": "done", "partner": "om"},
        {"step": "grant", "partner": "nergens", "reason": "x"},
        {"step": "grant", "reason": "x"},
        {"step": "withhold", "ground": "uavg-41-1-d"},
        {"step": "withhold", "item": MINE, "ground": "uavg-41-1-d"},
        {"step": "letter", "partner": "om"},
        {"step": "receive"},
        {"step": "anders"},
    ],
)
def test_a_step_that_is_not_allowed_is_refused_and_changes_nothing(
    home: Home, officer: TestClient, form: dict[str, str]
) -> None:
    asked_for(home)
    before = request_of(home, 1)
    status, text = send(officer, "/verzoeken/1", **form)
    assert status == 400
    assert MINE not in text
    assert request_of(home, 1) == before


def test_a_look_that_cannot_be_logged_is_not_given(home: Home, officer: TestClient) -> None:
    asked_for(home)
    (home.path / "log").mkdir()
    (home.path / "log" / "internal.jsonl").mkdir()
    for path in ("/verzoeken/1/inzage", "/verzoeken/1/brief"):
        status, text = send(officer, path, subjects=MINE, format="json", language="nl")
        assert status == 500
        assert "besluit" not in text


def test_without_settings_the_page_says_what_is_missing(tmp_path: Path) -> None:
    bare = visitor(home_with_citizen(tmp_path / "bare", office=None), "privacy_officer")
    assert "citizens.toml" in bare.get("/verzoeken").text


def test_pages_are_there_in_english_and_lead_back(home: Home, officer: TestClient) -> None:
    asked_for(home)
    assert "Look at what is held" in officer.get("/en/verzoeken/1").text
    _, text = send(officer, "/en/verzoeken/1/inzage", subjects=MINE)
    assert "What is held, for request 1" in text
    assert 'href="/verzoeken/1"' in text
