"""Lines of any system are held against the standards; a finding names line, rule and field, and no value."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ketenmonitor.logbook import ForeignOperation, findings_of, kind_of, schema_of
from ketenmonitor.store import case_name
from tests.unit.logbook.made import CALLER, OM, audit, decision, logbook_in, statistics, view_of

# As an implementation of the standard wrote it.
LINE: dict[str, Any] = {
    "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736", "span_id": "ec1a31c52f2ac0b5", "parent_span_id": "00f067aa0ba902b7",
    "status": "Unset", "name": "Beantwoorden bevraging: is persoon bekend", "start_time": 1795308458254, "end_time": 1795308458254,
    "resource": {"attributes": {"service.name": "ketenmonitor", "service.version": "0.1.0"}},
    "attributes": {
        "dpl.core.processing_activity_id": "https://register.example.nl/verwerkingsactiviteiten/7c3e",
        "dpl.core.data_subject_id": "0de2a765fee5d2890aa679214285d2e46cc3a33b1ed87aeddb045e3c2fd13e57",
        "dpl.core.data_subject_id_type": "BSN", "dpl.core.foreign_operation.processor": "https://netwerk.om.example.nl/v1",
    },
}  # fmt: skip
DECIDED: dict[str, Any] = {
    "trace_id": "28dbeec32e77635cc19bc3204ec56c41", "span_id": "5e3c8a4f9b2d1e07", "parent_span_id": "893e1b2ac52d712f",
    "event_name": "adl.access_evaluation", "timestamp": 1774428600042, "status": "Unset",
    "attributes": {
        "adl.core.policies": {"netwerkmodel": "git:6266d07750c44b4c9b05d0801b752c0ef884e4f6"},
        "adl.fsc.transaction_id": "019564c2-7b1e-7a3c-9f6e-2d5a9c0b1e77", "dpl.core.data_subject_id": "0de2a765",
    },
    "body": {
        "adl.core.request": {
            "subject": {"type": "medewerker", "id": "om-00123"}, "action": {"name": "bevragen-hit-no-hit"},
            "resource": {"type": "persoon", "id": "0de2a765"},
        },
        "adl.core.response": {"decision": True},
    },
}  # fmt: skip
SECRET = "999990019"


def found(*lines: Any, log: str = "processing", is_whole: bool = True) -> list[tuple[int, str, str]]:
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    return [(one.line, one.rule, one.sentence) for one in findings_of(texts, log, is_whole=is_whole)]


def changed(line: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The line with another value at a path of names with / between them; None takes it away."""
    line = deepcopy(line)
    *above, last = path.split("/")
    place = line
    for name in above:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return line


ACTIVITY, SUBJECT, TYPE = (
    f"dpl.core.{one}" for one in ("processing_activity_id", "data_subject_id", "data_subject_id_type")
)
FOREIGN = "dpl.core.foreign_operation.processor"


def test_what_others_wrote_by_the_standards_has_no_faults() -> None:
    assert found(LINE) == []
    assert found(DECIDED, log="decisions") == []
    assert [kind_of(json.dumps(one).encode()) for one in (LINE, DECIDED, {"actor": "a"}, "x")] == [
        "processing", "decisions", "audit", "processing",
    ]  # fmt: skip


@pytest.mark.parametrize("log", ["processing", "decisions", "audit"])
def test_a_schema_is_a_schema_and_what_we_write_fits_it(tmp_path: Path, log: str) -> None:
    Draft202012Validator.check_schema(schema_of(log))
    logbook = logbook_in(tmp_path)
    logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit(), above=ForeignOperation(CALLER, OM))
    logbook.confirm([statistics()], decision(), audit(purpose="a", object=case_name(logbook.home, "proef", "S-1")))
    lines = [record for _, record in logbook.logs[log].records() if record is not None]
    assert [kind_of(line) for line in lines] == [log] * len(lines)
    assert list(findings_of(lines, log)) == []


@pytest.mark.parametrize(
    ("path", "value", "rule", "words"),
    [
        ("trace_id", None, "L1", "lacks trace_id"),
        ("trace_id", "0" * 32, "L1", "trace_id is not right"),
        ("span_id", "EC1A31C52F2AC0B5", "L2", "span_id is not right"),
        ("parent_span_id", SECRET, "L3", "parent_span_id is not right"),
        ("status", "error", "L8", "Right is one of Unset, Ok, Error."),
        ("name", "", "form", "name is not right"),
        ("start_time", 1795308458254000000, "form", "start_time is not in milliseconds since 1970"),
        ("start_time", "2026-11-23T10:00:00Z", "form", "start_time is not right. Right is a value of the type integer."),
        ("end_time", 1795308458253, "form", "end_time is before start_time"),
        ("end_time", None, "form", "lacks end_time"),
        (f"attributes/{ACTIVITY}", None, "form", f"attributes lacks {ACTIVITY}"),
        (f"attributes/{TYPE}", None, "L4", f"attributes lacks {TYPE}"),
        (f"attributes/{SUBJECT}", [SECRET, SECRET], "L4", f"attributes.{SUBJECT} is not right"),
        (f"attributes/{FOREIGN}", "om", "L5", f"attributes.{FOREIGN} is not right"),
        (f"attributes/{FOREIGN}", None, "L5", "the action above it is not here"),
        ("attributes/enduser.id", SECRET, "L12", "about an employee"),
        ("attributes/dpl.lezen.x", SECRET, "L16", "below dpl. is not of the standard"),
        ("attributes/our.register", SECRET, "L16", "the word register"),
        ("attributes/exception.stacktrace", SECRET, "L17", "stack trace"),
        ("user", SECRET, "form", "fields that the standard does not have"),
    ],
)  # fmt: skip
def test_each_fault_of_a_line_is_named_by_its_rule(path: str, value: Any, rule: str, words: str) -> None:
    ((line, said, sentence),) = found(LINE | {"span_id": "ec1a31c52f2ac0b6"}, changed(LINE, path, value))
    assert (line, said) == (2, rule)
    assert words in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize(
    ("path", "value", "rule", "words"),
    [
        ("span_id", None, "A1", "lacks span_id"),
        ("parent_span_id", "1", "A2", "parent_span_id is not right"),
        ("event_name", SECRET, "A3", "Right is one of adl.access_evaluation"),
        ("body/adl.core.policies", {}, "A4", "adl.core.policies stands in attributes and in body"),
        ("body/adl.core.request", None, "A5", "adl.core.request is not there"),
        ("body/adl.core.response", None, "A5", "adl.core.response is not there"),
        ("status", "Denied", "A6", "status is not right"),
        ("attributes/adl.fsc.transaction_id", SECRET, "A7", "adl.fsc.transaction_id is not right"),
        ("body/adl.core.request/subject/id", None, "form", "lacks id"),
    ],
)
def test_each_fault_of_a_decision_is_named_by_its_rule(path: str, value: Any, rule: str, words: str) -> None:
    ((line, said, sentence),) = found(changed(DECIDED, path, value), log="decisions")
    assert (line, said) == (1, rule)
    assert words in sentence
    assert SECRET not in sentence


def test_a_denial_that_is_called_an_error() -> None:
    denied = changed(changed(DECIDED, "body/adl.core.response", {"decision": False}), "status", "Error")
    assert [rule for _, rule, _ in found(denied, log="decisions")] == ["A6"]
    assert found(changed(changed(DECIDED, "body/adl.core.response", None), "status", "Error"), log="decisions") == []


def test_the_same_numbers_twice() -> None:
    assert [(line, rule) for line, rule, _ in found(LINE, LINE)] == [(2, "L2")]
    assert [(line, rule) for line, rule, _ in found(DECIDED, DECIDED, log="decisions")] == [(2, "A8")]


def test_a_child_of_another_trace() -> None:
    child = changed(changed(LINE, "parent_span_id", "ec1a31c52f2ac0b5"), f"attributes/{FOREIGN}", None)
    other = child | {"span_id": "ec1a31c52f2ac0b6", "trace_id": "5bf92f3577b34da6a3ce929d0e0e4736"}
    assert [(line, rule) for line, rule, _ in found(LINE, other)] == [(2, "L3")]
    assert found(LINE, other | {"trace_id": LINE["trace_id"]}) == []


def test_two_persons_of_one_trace_that_stand_below_nothing() -> None:
    alone = changed(changed(LINE, "parent_span_id", None), f"attributes/{FOREIGN}", None)
    assert [(line, rule) for line, rule, _ in found(alone, alone | {"span_id": "ec1a31c52f2ac0b6"})] == [(1, "L4")]


def test_of_a_part_of_a_log_it_is_not_asked_what_stands_elsewhere() -> None:
    child = changed(LINE, f"attributes/{FOREIGN}", None)
    assert [rule for _, rule, _ in found(child)] == ["L5"]
    assert found(child, is_whole=False) == []


@pytest.mark.parametrize("line", [b"", b"geheim", b"[1]", b"\xff\xfe", b'"x"'])
def test_what_is_no_record_is_said(line: bytes) -> None:
    assert found(LINE, line) == [(2, "form", "this is not a JSON object. Right is one a line.")]
