"""Each rule of the Authorization Decision Log 1.0.0, by the number that docs/reference/logs.md gives it."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from ketenmonitor.logbook import Decision, ForeignOperation, Logbook
from ketenmonitor.store import Home, case_name
from tests.unit.logbook.made import (
    AT_MS,
    AT_US,
    CALLER,
    OM,
    POLICIES,
    UNSAMPLED,
    audit,
    decision,
    lines,
    logbook_in,
    view_of,
)

TRANSACTION = "019564c2-7b1e-7a3c-9f6e-2d5a9c0b1e77"


@pytest.fixture
def logbook(tmp_path: Path) -> Logbook:
    return logbook_in(tmp_path)


def test_a1_a_decision_has_its_fields(logbook: Logbook) -> None:
    trace = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    (line,) = lines(logbook, "decisions")
    assert re.fullmatch("[0-9a-f]{16}", line.pop("span_id"))
    request = line["body"].pop("adl.core.request")
    assert request["subject"]["id"] == "om-00123"
    assert line == {
        "trace_id": trace, "event_name": "adl.access_evaluation", "timestamp": AT_MS, "status": "Unset",
        "attributes": {"adl.core.policies": POLICIES}, "body": {"adl.core.response": {"decision": True}},
    }  # fmt: skip


def test_a2_what_another_application_asks_has_its_action_above(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit(), above=ForeignOperation(CALLER, OM))
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    asked, own = lines(logbook, "decisions")
    assert (asked["trace_id"], asked["parent_span_id"]) == (CALLER[3:35], CALLER[36:52])
    assert "parent_span_id" not in own


def test_a3_an_event_is_one_of_five() -> None:
    with pytest.raises(ValueError, match=r"an event is one of adl\.access_evaluation, "):
        decision(event="adl.other")


def test_a4_policies_are_a_reference_and_the_rest_stands_in_the_body_never_both(logbook: Logbook) -> None:
    logbook.confirm([], decision(), audit())
    (line,) = lines(logbook, "decisions")
    assert not set(line["attributes"]) & set(line["body"])
    assert set(line["body"]) == {"adl.core.request", "adl.core.response"}


def test_a5_only_a_decision_that_failed_lacks_a_response(logbook: Logbook) -> None:
    with pytest.raises(ValueError, match="a decision that was made has a response"):
        Decision(AT_US, {}, None, POLICIES)
    logbook.confirm([], Decision(AT_US, {}, None, POLICIES, status="Error"), audit(result="failed"))
    assert "adl.core.response" not in lines(logbook, "decisions")[0]["body"]


def test_a6_a_denial_is_no_error(logbook: Logbook) -> None:
    logbook.confirm([], decision(allowed=False), audit(result="refused"))
    (line,) = lines(logbook, "decisions")
    assert (line["status"], line["body"]["adl.core.response"]) == ("Unset", {"decision": False})
    assert not lines(logbook, "processing")


def test_a7_the_transaction_of_fsc_is_there_when_the_question_came_over_it_and_otherwise_not(logbook: Logbook) -> None:
    logbook.confirm([], decision(transaction=TRANSACTION), audit(transaction=TRANSACTION))
    logbook.confirm([], decision(), audit())
    over, beside = lines(logbook, "decisions")
    assert over["attributes"]["adl.fsc.transaction_id"] == TRANSACTION
    assert "adl.fsc.transaction_id" not in beside["attributes"]
    assert lines(logbook, "audit")[0]["transaction"] == TRANSACTION


def test_a8_a_line_that_is_taken_in_twice_counts_once(logbook: Logbook) -> None:
    trace = logbook.confirm([], decision(), audit())
    logbook.logs["decisions"].confirm([json.dumps(one).encode() for one in lines(logbook, "decisions")])
    assert [one["log"] for one in logbook.query(trace=trace)] == ["decisions", "audit"]


def test_a9_the_decision_is_on_disk_before_the_answer(logbook: Logbook, tmp_path: Path) -> None:
    trace = logbook.confirm([], decision(), audit())
    again = Logbook(Home(tmp_path / "home"))
    assert [one["trace_id"] for one in lines(again, "decisions")] == [trace]


def test_a10_numbers_cannot_be_foretold_by_who_knows_the_seed(logbook: Logbook) -> None:
    found = []
    for _ in range(2):
        random.seed(1)
        logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
        found.append([lines(logbook, log)[-1]["span_id"] for log in ("decisions", "processing")])
    assert len({*found[0], *found[1]}) == 4


def test_a11_a_flag_that_asks_for_no_sample_drops_nothing(logbook: Logbook) -> None:
    logbook.confirm([], decision(), audit(), above=ForeignOperation(UNSAMPLED, OM))
    assert len(lines(logbook, "decisions")) == 1


def test_a12_the_trace_is_the_same_in_all_three_logs_and_on_the_way(logbook: Logbook) -> None:
    acted = logbook.act(view_of(logbook, "S-1"), decision(), audit(), above=ForeignOperation(CALLER, OM))
    found = {one["trace_id"] for log in logbook.logs for one in lines(logbook, log)}
    assert found == {CALLER[3:35]} == {acted.traceparent[3:35]}


def test_a13_the_person_concerned_is_named_as_in_the_processing_log(logbook: Logbook) -> None:
    subject = case_name(logbook.home, "proef", "S-1")
    logbook.confirm(view_of(logbook, "S-1"), decision(subject=subject), audit(object=subject))
    (decided,), (processed,) = lines(logbook, "decisions"), lines(logbook, "processing")
    assert decided["attributes"]["dpl.core.data_subject_id"] == processed["attributes"]["dpl.core.data_subject_id"]


def test_the_audit_log_says_who_did_what_why_and_with_which_result(logbook: Logbook) -> None:
    given = {
        "roles": ("handler",), "organisation": "00000099000000002000", "chain": "proef", "purpose": "behandelen", "reason": "aangifte",
        "activity": "https://register.example.nl/a", "through": "web", "device": "10.0.0.7",
    }  # fmt: skip
    trace = logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit(**given))
    (line,) = lines(logbook, "audit")
    assert line == {
        "trace_id": trace, "span_id": lines(logbook, "processing")[0]["span_id"], "timestamp": AT_MS, "actor": "om-00123",
        "operation": "case", "result": "permitted", **given, "roles": ["handler"], "lines": {"decisions": 1, "processing": 3},
    }  # fmt: skip
