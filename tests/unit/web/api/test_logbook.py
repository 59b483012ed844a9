"""The processing log for a privacy officer: one thing at a time, a limited number of lines, and each question in the audit log first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home, case_name
from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.logbook import MOST
from ketenmonitor.web.api.routes import ROUTES
from ketenmonitor.web.settings import WebSettings
from tests.unit.logbook.made import ACTIVITY, audit, decision, home_with, lines, statistics, view_of
from tests.unit.web.sites import visitor

WHERE = "/v1/logboek"
BY_ACTIVITY = {"dpl.core.processingActivityID": ACTIVITY}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with(tmp_path)


@pytest.fixture
def logbook(home: Home) -> Logbook:
    logbook = Logbook(home)
    logbook.confirm(view_of(logbook, "S-geheim-1", "S-geheim-2"), decision(), audit(actor="om-00123"))
    logbook.confirm([statistics()], None, audit(actor="om-00456"))
    return logbook


@pytest.fixture
def officer(home: Home, logbook: Logbook) -> TestClient:
    return visitor(home, "privacy_officer")


def test_lines_of_one_person(officer: TestClient, logbook: Logbook) -> None:
    name = case_name(logbook.home, "proef", "S-geheim-2")
    answer = officer.get(WHERE, params={"dataSubjectId": name})
    (line,) = answer.json()["processingActivities"]
    assert line["attributes"]["dpl.core.data_subject_id"] == name
    assert (line["startTime"], line["endTime"]) == (
        "2026-11-23T09:00:00.123000+00:00",
        "2026-11-23T09:00:00.128000+00:00",
    )
    assert answer.json()["metadata"] == {"logbookId": logbook.logs["processing"].origin}
    assert answer.headers["cache-control"] == "no-store"


def test_lines_of_a_trace_and_of_an_activity(officer: TestClient, logbook: Logbook) -> None:
    trace = lines(logbook, "processing")[0]["trace_id"]
    assert len(officer.get(WHERE, params={"traceID": trace}).json()["processingActivities"]) == 3
    said = officer.get(WHERE, params=BY_ACTIVITY).json()
    assert (len(said["processingActivities"]), said["isComplete"]) == (4, True)


def test_lines_between_two_moments(officer: TestClient) -> None:
    for limits, count in (
        ({"startTime": "2026-11-23T10:00:00+01:00"}, 4),
        ({"startTime": "2026-11-23T10:00:01+01:00"}, 0),
        ({"endTime": "2026-11-23T09:00:00Z"}, 0),
    ):
        assert len(officer.get(WHERE, params=BY_ACTIVITY | limits).json()["processingActivities"]) == count


@pytest.mark.parametrize("query", [{}, {"startTime": "2026-11-23T10:00:00Z"}])
def test_without_one_of_the_three_it_is_refused(officer: TestClient, query: dict[str, str]) -> None:
    answer = officer.get(WHERE, params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert "Name what you look for: a trace, an activity or a subject" in answer.text


@pytest.mark.parametrize(
    "query", [{"traceID": "geheim"}, {"dataSubjectId": "geheim"}, {"startTime": "geheim", **BY_ACTIVITY}, {"a": "b"}]
)
def test_what_is_not_right_is_refused_without_its_value(officer: TestClient, query: dict[str, str]) -> None:
    answer = officer.get(WHERE, params=query)
    assert answer.status_code == 400
    assert "geheim" not in answer.text


def test_no_more_than_so_many_lines(officer: TestClient, logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, *(f"S-{number}" for number in range(MOST + 10))), None, audit())
    said = officer.get(WHERE, params=BY_ACTIVITY).json()
    assert (len(said["processingActivities"]), said["isComplete"]) == (MOST, False)


def test_no_answer_says_who_looked(officer: TestClient) -> None:
    text = officer.get(WHERE, params=BY_ACTIVITY).text
    assert "om-00123" not in text
    assert "geheim" not in text


def test_the_question_is_logged_and_in_no_processing_log(officer: TestClient, logbook: Logbook) -> None:
    name = case_name(logbook.home, "proef", "S-geheim-1")
    officer.get(WHERE, params={"dataSubjectId": name})
    line = json.loads((logbook.home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["user"], line["command"], line["case"]) == ("local:privacy_officer", "logs", name)
    assert [len(lines(logbook, log)) for log in ("processing", "decisions", "audit")] == [4, 1, 2]


def test_what_cannot_be_logged_is_not_answered(officer: TestClient, home: Home) -> None:
    (home.path / "log" / "internal.jsonl").mkdir()
    answer = officer.get(WHERE, params=BY_ACTIVITY)
    assert answer.status_code == 500
    assert ACTIVITY not in answer.text


@pytest.mark.parametrize("role", [None, "analyst", "handler", "administrator", "publisher", "engineer", "registrar"])
def test_nobody_else_may_ask(home: Home, logbook: Logbook, role: str | None) -> None:
    before = len(lines(logbook, "audit"))
    answer = visitor(home, role).get(WHERE, params=BY_ACTIVITY)
    assert answer.status_code == (403 if role else 401)
    assert len(lines(logbook, "audit")) == before


def test_the_answer_is_what_the_document_says(officer: TestClient) -> None:
    document: dict[str, Any] = document_of(ROUTES, WebSettings())
    said = document["paths"]["/logboek"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = Draft202012Validator(said | {"components": document["components"]})
    answer = officer.get(WHERE, params=BY_ACTIVITY).json()
    assert [error.message for error in validator.iter_errors(answer)] == []
    assert json.dumps(answer["processingActivities"][0]).count("parentSpanId") == 0
