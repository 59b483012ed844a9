"""In a home with a register of purposes each question stands in the three logs, joined by its trace, before it is answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.access import failed, permit, shown
from ketenmonitor.citizens.looks import looks_at
from ketenmonitor.cli import main
from ketenmonitor.errors import PurposeError, StorageError
from ketenmonitor.logbook import LOGS, Logbook, findings_of, kind_of
from ketenmonitor.store import Home, case_name
from tests.chain import instant
from tests.unit.access.test_gate import HANDLER
from tests.unit.access.worlds import ELSEWHERE, FITS, PLANTED, audited, world
from tests.unit.web.sites import visitor

NOW = instant("2024-06-01T00:00:00+02:00")
CASE = f"{PLANTED}-m1"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return world(tmp_path)


def lines(home: Home, trace: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in LOGS}
    for one in Logbook(home).query(trace=trace):
        found[one["log"]].append(one["record"])
    return found


def test_a_look_at_a_case_is_what_was_processed_what_was_decided_and_who_did_it(home: Home) -> None:
    given = permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE, reason="een vraag van de officier")
    found, name = lines(home, given.trace), case_name(home, "proef", CASE)
    [processed], [decided], [audited] = (found[log] for log in ("processing", "decisions", "audit"))
    assert processed["attributes"]["dpl.core.data_subject_id"] == name
    assert processed["attributes"]["dpl.core.processing_activity_id"] == given.activity
    assert HANDLER.subject not in json.dumps(processed)
    assert decided["body"]["adl.core.response"] == {"decision": True, "context": {}}
    assert decided["attributes"]["adl.core.policies"] == {"purposes": given.policy}
    assert (audited["actor"], audited["reason"], audited["object"]) == (
        HANDLER.subject,
        "een vraag van de officier",
        name,
    )


def test_of_a_list_each_case_has_a_line_of_its_own_in_the_same_trace(home: Home) -> None:
    given = permit(home, HANDLER, "cases", "proef", FITS, NOW)
    cases = [f"{PLANTED}-m{n}" for n in range(5)]
    shown(home, given, cases)
    found, logbook = lines(home, given.trace), Logbook(home)
    subjects = [line["attributes"].get("dpl.core.data_subject_id") for line in found["processing"]]
    assert {one for one in subjects if one} == {case_name(logbook.home, "proef", case) for case in cases}
    assert len(found["decisions"]) == 1


def test_what_was_refused_is_a_decision_and_an_act_and_no_processing(home: Home) -> None:
    with pytest.raises(PurposeError):
        permit(home, HANDLER, "case", "proef", ELSEWHERE, NOW, case=CASE)
    audited = [record for _, record in Logbook(home).logs["audit"].records() if record]
    said = json.loads(audited[-1])
    found = lines(home, said["trace_id"])
    assert (said["result"], said["refused"]) == ("refused", "purpose-does-not-fit")
    assert [line["body"]["adl.core.response"]["decision"] for line in found["decisions"]] == [False]
    assert found["processing"] == []


def test_the_lines_are_what_the_standards_ask(home: Home) -> None:
    permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE)
    with pytest.raises(PurposeError):
        permit(home, HANDLER, "case", "proef", ELSEWHERE, NOW, case=CASE)
    for name in LOGS:
        found = [record for _, record in Logbook(home).logs[name].records() if record]
        assert found
        assert {kind_of(record) for record in found} == {name}
        assert [str(one) for one in findings_of(found, name)] == []
        assert PLANTED.encode() not in b"".join(found)


def test_what_came_to_nothing_is_an_error_in_the_same_trace_and_says_nothing_of_what_was_processed(home: Home) -> None:
    given = permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE)
    failed(home, given, ValueError(f"no such case: {CASE}"), NOW + 2_000_000)
    found = lines(home, given.trace or "")
    assert [line["status"] for line in found["processing"]] == ["Unset", "Error"]
    last = found["processing"][-1]
    assert (last["attributes"]["exception.type"], last["parent_span_id"]) == (
        "ValueError",
        found["audit"][0]["span_id"],
    )
    assert [line["result"] for line in found["audit"]] == ["permitted", "failed"]
    assert Logbook(home).cut_off() == []
    for name in LOGS:
        records = [record for _, record in Logbook(home).logs[name].records() if record]
        assert [str(one) for one in findings_of(records, name)] == []
        assert PLANTED.encode() not in b"".join(records)


def test_a_page_that_fails_after_it_was_permitted_is_an_error_in_the_logs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(CASE)

    monkeypatch.setattr("ketenmonitor.web.cases.routes.shown", broken)
    client = visitor(home, "handler")
    client.app.state.site.sessions.choose(client.cookies["monitor"], FITS)  # type: ignore[attr-defined]  # FastAPI
    assert client.get("/zaken/proef").status_code == 500
    assert [(line["operation"], line["result"]) for line in audited(home)] == [
        ("cases", "permitted"),
        ("cases", "failed"),
    ]


def test_a_command_that_fails_after_it_was_permitted_is_an_error_in_the_logs(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StorageError("the tables cannot be read")

    monkeypatch.setattr("ketenmonitor.cli.questions.odd_links", broken)
    monkeypatch.setattr("sys.argv", ["ketenmonitor", "conflicts", str(home.path), "proef", "--purpose", FITS])
    with pytest.raises(SystemExit):
        main()
    assert [line["result"] for line in audited(home)] == ["permitted", "failed"]


@pytest.mark.parametrize("log", LOGS)
def test_without_one_of_the_logs_there_is_no_permit(home: Home, log: str) -> None:
    permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE)
    place = home.path / "log" / log / "records"
    place.rename(place.with_name("elsewhere"))
    place.write_text("a file where the folder must be", encoding="utf-8")
    with pytest.raises(StorageError):
        permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE)


def test_a_look_that_came_to_nothing_is_told_to_a_citizen_once(home: Home) -> None:
    given = permit(home, HANDLER, "case", "proef", FITS, NOW, case=CASE)
    failed(home, given, ValueError("nothing"), NOW + 2_000_000)
    [look] = looks_at(home, "proef", [CASE])
    assert (look.at_us, look.operation) == (NOW, "case")
