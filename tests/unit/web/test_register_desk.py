"""The desk of a registrar: the least certain first, and decisions that are added, kept and never made by somebody else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from ketenmonitor.register.records import Action, Register, decisions_of, item_of
from ketenmonitor.store import Home
from tests.unit.web.registers import EVALUATION, FIGURE, INSPECTION, LATER, LEVIES, MOTION, filled_register, key_of
from tests.unit.web.sites import filled_home, visitor


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled_home(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def register(home: Home) -> Register:
    return filled_register(home.path)


@pytest.fixture
def registrar(home: Home, register: Register) -> TestClient:
    return visitor(home, "registrar")


def form_of(client: TestClient, key: str) -> dict[str, str]:
    """The form to correct, as a browser would send it back."""
    page = client.get(f"/register/nakijken/{key}").text
    [form] = re.findall(r'<form[^>]*class="stack broad">(?:(?!</form>).)*?value="correct".*?</form>', page, re.S)
    said = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form))
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form, re.S):
        said[name] = re.findall(r'value="([^"]+)" selected', options)[0]
    return {name: unescape(value) for name, value in said.items()}


def send(client: TestClient, key: str, **said: str) -> int:
    token = form_of(client, key)["token"]
    return client.post(f"/register/nakijken/{key}", data={"token": token, **said}).status_code


def actions(register: Register, text: str) -> list[Action]:
    return [one.action for one in decisions_of(register, key_of(register, text))]


def test_the_least_certain_stands_first_and_goes_when_it_is_decided(registrar: TestClient, register: Register) -> None:
    keys = re.findall(r"/register/nakijken/([A-Z]-\w+)", registrar.get("/register/nakijken").text)
    assert keys[0] == key_of(register, INSPECTION)
    assert len(keys) == 9
    assert send(registrar, keys[0], step="confirm") == 303
    page = registrar.get("/register/nakijken").text
    assert keys[0] not in page
    assert "Nog 8 van 9" in page
    assert keys[0] in registrar.get("/register/nakijken?decided=yes").text


def test_the_form_says_rule_and_confidence_and_shows_the_sentence_in_its_paper(
    registrar: TestClient, register: Register
) -> None:
    page = registrar.get(f"/register/nakijken/{key_of(register, LATER)}").text
    assert "promise-verb" in page
    assert "zekerheid 70%" in page
    assert '<mark id="zin">' in page


def test_a_correction_holds_everywhere_and_what_was_read_stays(registrar: TestClient, register: Register) -> None:
    key = key_of(register, INSPECTION)
    form = form_of(registrar, key) | {
        "what": "inspectie versnellen",
        "due_text": "voor de winter",
        "due_latest": "2031-12-20",
    }
    assert registrar.post(f"/register/nakijken/{key}", data=form).status_code == 303
    found = item_of(register, key)
    assert (found.body["what"], found.body["due"]["latest"], found.body["due"]["rule"]) == (
        "inspectie versnellen", "2031-12-20", "person",
    )  # fmt: skip
    assert found.read["what"] == "onderzoek naar snellere inspectie van sluizen"
    assert found.is_confirmed
    assert {one.who for one in found.decisions} == {"local:registrar"}
    page = registrar.get(f"/register/punten/{key}").text
    assert "20 december 2031" in page
    assert "Gelezen was: onderzoek naar snellere" in registrar.get(f"/register/nakijken/{key}").text


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Nothing was changed"),
        ({"what": ""}, "may not be empty"),
        ({"kind": "belofte"}, "Right is one of"),
        ({"due_text": "", "due_latest": "2031-01-01"}, "may not be empty"),
        ({"due_text": "eens", "due_earliest": "2031-02-01", "due_latest": "2031-01-01"}, "lies after"),
        ({"due_text": "eens", "due_latest": "2031-02-30"}, "not a day"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_the_form_keeps_what_was_said(
    said: dict[str, str], why: str, registrar: TestClient, register: Register
) -> None:
    key = key_of(register, INSPECTION)
    answer = registrar.post(f"/register/nakijken/{key}", data=form_of(registrar, key) | said | {"note": "mijn noot"})
    assert answer.status_code == 400
    assert why in answer.text
    assert "mijn noot" in answer.text
    assert actions(register, INSPECTION) == []


def test_what_is_rejected_is_gone_from_the_register_until_that_is_withdrawn(
    registrar: TestClient, register: Register
) -> None:
    key = key_of(register, LEVIES)
    send(registrar, key, step="reject")
    assert LEVIES not in registrar.get("/register").text
    number = item_of(register, key).decisions[-1].id
    assert send(registrar, key, step="withdraw", number=str(number)) == 303
    assert "informeren over de heffingen" in registrar.get("/register").text
    assert send(registrar, key, step="withdraw", number=str(number)) == 400
    assert actions(register, LEVIES) == [Action.REJECT, Action.WITHDRAW]


def test_carried_out_needs_evidence_and_a_day(registrar: TestClient, register: Register) -> None:
    key = key_of(register, MOTION)
    assert send(registrar, key, step="carried-out", evidence=" ", on="2026-01-02") == 400
    assert send(registrar, key, step="carried-out", evidence="meldpunt open", on="morgen") == 400
    assert send(registrar, key, step="carried-out", evidence="meldpunt open", on="2026-01-02") == 303
    page = registrar.get(f"/register/punten/{key}").text
    assert "meldpunt open" in page
    assert "state-carried-out" in page


def test_a_point_can_be_split_and_merged_again(registrar: TestClient, register: Register) -> None:
    key, other = key_of(register, EVALUATION), key_of(register, LATER)
    assert send(registrar, key, step="split", other=other) == 303
    assert "opgeschoven" not in registrar.get(f"/register/punten/{key}").text
    assert send(registrar, key, step="merge", other=other) == 303
    assert "opgeschoven" in registrar.get(f"/register/punten/{key}").text
    assert send(registrar, key, step="merge", other="T-nergens") == 400
    assert send(registrar, key, step="merge", other=key_of(register, MOTION)) == 400  # a motion is no commitment


@pytest.mark.parametrize("kind", ["motion", "commitment", "settled", "question", "figure"])
def test_every_kind_can_be_looked_at(kind: str, registrar: TestClient, register: Register) -> None:
    keys = set(re.findall(r"/register/nakijken/([A-Z]-\w+)", registrar.get(f"/register/nakijken?kind={kind}").text))
    assert keys
    for key in keys:
        assert form_of(registrar, key)["token"]
        assert send(registrar, key, step="confirm") == 303


def test_a_figure_is_corrected_too(registrar: TestClient, register: Register) -> None:
    key = key_of(register, FIGURE)
    assert (
        registrar.post(f"/register/nakijken/{key}", data=form_of(registrar, key) | {"unit": "procent"}).status_code
        == 303
    )
    assert item_of(register, key).body["unit"] == "procent"


@pytest.mark.parametrize("role", [None, "analyst", "engineer", "handler", "publisher", "administrator"])
def test_nobody_else_decides(role: str | None, home: Home, register: Register) -> None:
    client, key = visitor(home, role), key_of(register, LEVIES)
    answer = client.post(f"/register/nakijken/{key}", data={"token": "geraden", "step": "reject"})
    assert answer.status_code == (303 if role is None else 403)
    assert actions(register, LEVIES) == []


def test_after_a_decision_comes_the_next_one_of_what_was_chosen(registrar: TestClient, register: Register) -> None:
    first, second = (key_of(register, text) for text in (INSPECTION, LATER))
    said = {"token": form_of(registrar, first)["token"], "step": "confirm"}
    answer = registrar.post(f"/en/register/nakijken/{first}?kind=commitment&paper=1", data=said)
    assert answer.headers["location"].startswith("/en/register/nakijken/T-")
    assert answer.headers["location"].endswith("?kind=commitment&paper=1")
    answer = registrar.post(f"/register/nakijken/{key_of(register, LEVIES)}", data=said)
    assert answer.headers["location"] == f"/register/nakijken/{second}"
    while "?" not in answer.headers["location"] and answer.headers["location"] != "/register/nakijken":
        answer = registrar.post(answer.headers["location"], data=said)
    assert "Alles is nagekeken" in registrar.get("/register/nakijken").text


def test_where_else_a_point_stands_is_shown(registrar: TestClient, register: Register) -> None:
    assert EVALUATION in registrar.get(f"/register/nakijken/{key_of(register, LATER)}").text


def test_a_form_that_is_not_ours_decides_nothing(registrar: TestClient, register: Register) -> None:
    key = key_of(register, LEVIES)
    token = form_of(registrar, key)["token"]
    for said, headers in (
        ({"token": "geraden"}, {}),
        ({}, {}),
        ({"token": token}, {"origin": "https://elders.example"}),
    ):
        answer = registrar.post(f"/register/nakijken/{key}", data={"step": "reject", **said}, headers=headers)
        assert answer.status_code == 403
    assert registrar.post(f"/register/nakijken/{key}", data={"step": "weg", "token": token}).status_code == 400
    assert actions(register, LEVIES) == []


@pytest.mark.parametrize("path", ["/register/nakijken/T-nergens", "/register/nakijken/X"])
def test_an_item_that_is_not_there_is_not_found(path: str, registrar: TestClient, register: Register) -> None:
    assert registrar.get(path).status_code == 404


def test_a_query_that_is_not_known_is_refused(registrar: TestClient, register: Register) -> None:
    assert registrar.get("/register/nakijken?soort=x").status_code == 400
    assert registrar.get("/register/nakijken?kind=reference").status_code == 400
