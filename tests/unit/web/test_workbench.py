"""The workbench: the figures of `measure`, logged before they are shown, and what cannot be asked said in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ketenmonitor.definition import definition_from_text
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Figures, Selection, condition_of, measure
from ketenmonitor.measures.as_data import csv_text, json_text
from ketenmonitor.store import Home, open_view
from ketenmonitor.web.workbench import answers
from ketenmonitor.web.workbench.shown import table_of
from ketenmonitor.wording import language_of
from tests.chain import DEFINITION, deliver, received
from tests.unit.web.sites import filled_home, visitor


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled_home(tmp_path_factory.mktemp("workbench"))


@pytest.fixture(scope="module")
def analyst(home: Home) -> TestClient:
    return visitor(home, "analyst")


def lines(home: Home) -> list[dict[str, str]]:
    return [
        json.loads(line) for line in (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_has_a_page_that_says_it_is_internal(analyst: TestClient, name: str) -> None:
    answer = analyst.get(f"/werkbank/proef/{name}?period=month" if name == "flow" else f"/werkbank/proef/{name}")
    assert answer.status_code == 200
    assert "Intern: niet voor publicatie" in answer.text
    assert "<table>" in answer.text or "niets" in answer.text.lower()


def test_linkage_can_be_asked_of_a_hand_over_and_says_what_it_does_to_figures(tmp_path: Path) -> None:
    home = filled_home(tmp_path)
    received(home, deliver(tmp_path, "o1", "om", events=[("r0", "inschrijving", "2024-01-31T10:00:00+01:00", "s0")]))
    analyst = visitor(home, "analyst")
    whole = analyst.get("/werkbank/proef/linkage").text
    assert '<option value="over">over</option>' in whole
    assert "<li>melding → strafzaak: zonder deze koppeling: 40; in geen enkele ketenzaak: 40;" in whole
    asked = analyst.get("/werkbank/proef/linkage?id=over&period=month").text
    assert "aandeel herleid" in asked
    assert "<li>over, januari 2024: onderweg: 14; daarvan niet gekoppeld, en misschien ontvangen: 14;" in asked


def test_the_data_are_those_of_the_command(home: Home, analyst: TestClient) -> None:
    records = measure(Cases(open_view(home, "proef")), "stock", selection=Selection(period="month")).records
    assert records
    address = "/werkbank/proef/stock?period=month&format="
    assert analyst.get(f"{address}json").text == json_text(list(records))
    assert analyst.get(f"{address}csv").text == csv_text(list(records))


def test_what_moved_since_another_moment_is_said(analyst: TestClient) -> None:
    before = "2024-03-01T00:00:00Z"  # nothing had come in
    text = analyst.get(f"/werkbank/proef/stock?compareTo={before}").text
    assert "Wat anders is dan toen bekend was" in text
    assert "bekend geworden" in text
    now = analyst.get("/werkbank/proef/stock?compareTo=2024-03-05T00:00:00Z").text
    assert "Geen enkel cijfer is anders" in now


def test_what_is_asked_is_in_the_log_with_who_asked(home: Home, analyst: TestClient) -> None:
    analyst.get("/werkbank/proef/handover")
    last = lines(home)[-1]
    assert (last["user"], last["command"], last["through"], last["measure"]) == (
        "local:analyst",
        "measure",
        "web",
        "handover",
    )


def test_nothing_is_shown_that_cannot_be_logged(home: Home, analyst: TestClient) -> None:
    place = home.path / "log"
    place.rename(home.path / "elsewhere")
    place.write_text("", encoding="utf-8")
    try:
        answer = analyst.get("/werkbank/proef/stock")
    finally:
        place.unlink()
        (home.path / "elsewhere").rename(place)
    assert answer.status_code == 500
    assert "<table>" not in answer.text
    assert str(home.path) not in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "by=nergens",
        "period=eeuw",
        "from=gisteren",
        "where=x",
        "asKnownAt=toen",
        "id=andere",
        "format=pdf",
        "basis=x",
        "kleur=1",
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(analyst: TestClient, query: str) -> None:
    answer = analyst.get(f"/werkbank/proef/lead-time?{query}")
    assert answer.status_code == 400
    assert 'class="notice"' in answer.text


def test_the_same_question_is_computed_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compute = answers.measure

    def counting(cases: Cases, name: str, *rest: Any) -> Figures:
        asked.append(name)
        return compute(cases, name, *rest)

    monkeypatch.setattr(answers, "measure", counting)
    analyst = visitor(home, "analyst")
    first, second = (analyst.get("/werkbank/proef/term?format=json").text for _ in range(2))
    analyst.get("/werkbank/proef/stock")
    assert first == second
    assert asked == ["term", "stock"]


def test_the_form_asks_what_the_address_asks(home: Home, analyst: TestClient) -> None:
    text = analyst.get("/werkbank/proef/lead-time?where=minderjarig%3Dtrue&where=&basis=exit&period=year").text
    assert '<option value="minderjarig=true" selected>ja</option>' in text
    assert '<option value="exit" selected>' in text
    assert '<option value="eenheid=Noord">' in text
    cases = Cases(open_view(home, "proef"))
    only = Selection(where=(condition_of("where", "eenheid=Noord", cases.view.definition),))
    figures = measure(cases, "stock", selection=only).records
    assert figures != measure(cases, "stock").records
    assert analyst.get("/werkbank/proef/stock?where=eenheid%3DNoord&where=&format=json").text == json_text(
        list(figures)
    )


def test_a_page_says_how_its_figures_are_counted(analyst: TestClient) -> None:
    assert "Erin bij: aangifte (politie)" in analyst.get("/werkbank/proef/stock").text
    assert "Zo is het geteld" not in analyst.get("/werkbank/proef/path").text


def test_more_may_leave_than_entered() -> None:
    definition = definition_from_text(DEFINITION)
    record = {"id": "politie", "measure": "flow", "period": None, "by": {}, "notes": [], "clearance_rate": 1.25}
    (row,) = table_of([record], definition, "flow", language_of("nl", "ketenmonitor.web.workbench")).rows
    assert "125,0%" in [cell.text for cell in row.cells]
