"""Each rule of behaviour of Logboek Dataverwerkingen 1.0.0, by the number that docs/reference/logs.md gives it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook import ForeignOperation, Logbook, Processing
from ketenmonitor.store import Home, case_name
from tests.unit.logbook.made import (
    ACTIVITY,
    AT_MS,
    AT_US,
    CALLER,
    OM,
    PERSON,
    UNSAMPLED,
    audit,
    decision,
    lines,
    logbook_in,
    statistics,
    view_of,
)  # fmt: skip


@pytest.fixture
def logbook(tmp_path: Path) -> Logbook:
    return logbook_in(tmp_path)


def test_l1_every_question_begins_a_trace_with_a_number_of_its_own(logbook: Logbook) -> None:
    traces = [logbook.confirm([statistics()], None, audit()) for _ in range(20)]
    assert len(set(traces)) == 20
    assert all(re.fullmatch("[0-9a-f]{32}", one) and int(one, 16) for one in traces)
    assert [one["trace_id"] for one in lines(logbook, "processing")] == traces


def test_l2_every_action_is_exactly_one_line(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), None, audit())
    logbook.confirm([statistics()], None, audit())
    spans = [one["span_id"] for one in lines(logbook, "processing")]
    assert len(spans) == len(set(spans)) == 2
    assert all(re.fullmatch("[0-9a-f]{16}", one) and int(one, 16) for one in spans)


def test_l3_a_child_keeps_the_trace_and_names_the_action_above_it(logbook: Logbook) -> None:
    trace = logbook.confirm([statistics(), *view_of(logbook, "S-1", "S-2")], None, audit())
    whole, *children = lines(logbook, "processing")
    assert "parent_span_id" not in whole
    assert [one["parent_span_id"] for one in children] == [whole["span_id"]] * 2
    assert {one["trace_id"] for one in (whole, *children)} == {trace}


def test_l4_of_several_persons_each_is_a_child_line_about_one(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1", "S-2", "S-3"), None, audit())
    whole, *children = lines(logbook, "processing")
    assert "dpl.core.data_subject_id" not in whole["attributes"]
    assert [one["attributes"]["dpl.core.data_subject_id"] for one in children] == [
        case_name(logbook.home, "proef", one) for one in ("S-1", "S-2", "S-3")
    ]
    assert len({one["span_id"] for one in (whole, *children)}) == 4


def test_l4_of_one_person_it_is_one_line(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), None, audit())
    (line,) = lines(logbook, "processing")
    assert line["attributes"] == {
        "dpl.core.processing_activity_id": ACTIVITY,
        "dpl.core.data_subject_id": case_name(logbook.home, "proef", "S-1"),
        "dpl.core.data_subject_id_type": PERSON,
    }


def test_l5_what_another_application_asks_goes_on_in_its_trace_and_says_who_asked(logbook: Logbook) -> None:
    trace = logbook.confirm(view_of(logbook, "S-1", "S-2"), None, audit(), above=ForeignOperation(CALLER, OM))
    whole, *children = lines(logbook, "processing")
    assert whole["trace_id"] == trace == CALLER[3:35]
    assert whole["parent_span_id"] == CALLER[36:52]
    assert whole["attributes"]["dpl.core.foreign_operation.processor"] == OM
    assert all("dpl.core.foreign_operation.processor" not in one["attributes"] for one in children)


@pytest.mark.parametrize("header", [None, "", "nonsense", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", CALLER[:-1]])
def test_l5_a_header_that_is_not_right_begins_a_trace(logbook: Logbook, header: str | None) -> None:
    trace = logbook.confirm([statistics()], None, audit(), above=ForeignOperation(header, OM))
    (line,) = lines(logbook, "processing")
    assert line["trace_id"] == trace != CALLER[3:35]
    assert "parent_span_id" not in line


def test_l6_a_question_to_another_application_names_this_action(logbook: Logbook) -> None:
    acted = logbook.act(view_of(logbook, "S-1"), None, audit())
    (line,) = lines(logbook, "processing")
    assert acted.traceparent == f"00-{line['trace_id']}-{line['span_id']}-01"


def test_l6_and_l5_meet_over_two_organisations(tmp_path: Path) -> None:
    asker, holder = logbook_in(tmp_path / "a"), logbook_in(tmp_path / "b")
    acted = asker.act(view_of(asker, "S-1"), None, audit())
    holder.confirm(view_of(holder, "S-1"), None, audit(), above=ForeignOperation(acted.traceparent, OM))
    (asked,), (served,) = lines(asker, "processing"), lines(holder, "processing")
    assert (served["trace_id"], served["parent_span_id"]) == (asked["trace_id"], asked["span_id"])


def test_l7_a_flag_that_asks_for_no_sample_drops_nothing(logbook: Logbook) -> None:
    for _ in range(50):
        logbook.confirm(view_of(logbook, "S-1", "S-2"), None, audit(), above=ForeignOperation(UNSAMPLED, OM))
    assert len(lines(logbook, "processing")) == 150


@pytest.mark.parametrize("sampler", ["always_off", "parentbased_always_off", "traceidratio"])
def test_l7_nor_does_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sampler: str) -> None:
    from ketenmonitor.logbook import spans

    monkeypatch.setenv("OTEL_TRACES_SAMPLER", sampler)
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0")
    monkeypatch.setenv("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "8")
    monkeypatch.setenv("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "1")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "service.name=other")
    spans._tracing.cache_clear()
    try:
        logbook = logbook_in(tmp_path)
        logbook.confirm(view_of(logbook, "S-1"), None, audit())
    finally:
        spans._tracing.cache_clear()
    (line,) = lines(logbook, "processing")
    assert len(line["attributes"]["dpl.core.data_subject_id"]) == 64
    assert line["resource"]["attributes"]["service.name"] == "ketenmonitor"


def test_l7_an_sdk_that_is_switched_off_is_a_refusal_and_not_a_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ketenmonitor.logbook import spans

    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    spans._tracing.cache_clear()
    logbook = logbook_in(tmp_path)
    try:
        with pytest.raises(StorageError, match=r"nothing was shown\. OTEL_SDK_DISABLED switches it off: unset it"):
            logbook.confirm(view_of(logbook, "S-1"), None, audit())
    finally:
        spans._tracing.cache_clear()
    assert not lines(logbook, "audit")


def test_l8_how_it_went_is_the_status(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), None, audit())
    logbook.confirm(view_of(logbook, "S-1", status="Ok"), None, audit())
    logbook.confirm(view_of(logbook, "S-1", status="Error", error="MemoryError"), None, audit(result="failed"))
    found = lines(logbook, "processing")
    assert [one["status"] for one in found] == ["Unset", "Ok", "Error"]
    assert found[2]["attributes"]["exception.type"] == "MemoryError"


def test_l8_what_failed_after_it_was_logged_is_one_more_action_of_the_question(logbook: Logbook) -> None:
    acted = logbook.act(view_of(logbook, "S-1"), decision(), audit())
    failed = view_of(logbook, "S-1", status="Error", error="MemoryError")
    assert logbook.confirm(failed, None, audit(result="failed"), above=acted) == acted.trace_id
    began, ended = lines(logbook, "processing")
    assert (ended["trace_id"], ended["parent_span_id"]) == (began["trace_id"], began["span_id"])
    assert "dpl.core.foreign_operation.processor" not in ended["attributes"]
    assert [one["result"] for one in lines(logbook, "audit")] == ["permitted", "failed"]
    assert not logbook.cut_off()


def test_the_logs_of_two_monitors_have_other_names(tmp_path: Path) -> None:
    one, other = (logbook_in(tmp_path / name) for name in "ab")
    assert not {log.origin for log in one.logs.values()} & {log.origin for log in other.logs.values()}
    assert [log.origin for log in Logbook(Home(tmp_path / "a" / "home")).logs.values()] == [
        log.origin for log in one.logs.values()
    ]


def test_l8_a_part_that_failed_makes_the_whole_fail(logbook: Logbook) -> None:
    parts = [*view_of(logbook, "S-1"), *view_of(logbook, "S-2", status="Error", error="MemoryError")]
    logbook.confirm(parts, None, audit(result="failed"))
    assert [one["status"] for one in lines(logbook, "processing")] == ["Error", "Unset", "Error"]


def test_l12_who_acted_is_in_the_audit_log_and_in_no_line_of_processing(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit(actor="om-00123", roles=("handler",)))
    assert "om-00123" not in json.dumps(lines(logbook, "processing"))
    assert "handler" not in json.dumps(lines(logbook, "processing"))
    assert lines(logbook, "audit")[0]["actor"] == "om-00123"


def test_l13_of_a_caller_only_its_trace_and_its_address_are_kept(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), None, audit(), above=ForeignOperation(CALLER, OM))
    (line,) = lines(logbook, "processing")
    assert {name for name in line if "foreign" in name or "parent" in name} == {"parent_span_id"}
    assert {name for name in line["attributes"] if "foreign" in name} == {"dpl.core.foreign_operation.processor"}


def test_l14_no_line_says_how_long_it_is_kept(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    (line,) = lines(logbook, "processing")
    assert set(line) == {"trace_id", "span_id", "status", "name", "start_time", "end_time", "resource", "attributes"}


def test_l15_reading_a_log_is_in_the_audit_log_only(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    logbook.confirm([], None, audit(operation="log-query"))
    assert [one["operation"] for one in lines(logbook, "audit")] == ["case", "log-query"]
    assert (len(lines(logbook, "processing")), len(lines(logbook, "decisions"))) == (1, 1)


def test_l16_what_is_ours_is_not_below_dpl(logbook: Logbook) -> None:
    logbook.confirm([statistics("stock politie")], None, audit())
    (line,) = lines(logbook, "processing")
    assert line["attributes"] == {ACTIVITY_KEY: ACTIVITY, "ketenmonitor.selection": "stock politie"}
    assert not any("register" in name for name in line["attributes"])


ACTIVITY_KEY = "dpl.core.processing_activity_id"


def test_l17_a_line_has_the_address_of_the_activity_and_nothing_that_was_seen(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-geheim-1"), decision(), audit())
    for log in ("processing", "decisions", "audit"):
        assert "geheim" not in json.dumps(lines(logbook, log))


def test_times_are_milliseconds_and_ids_are_texts(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    (line,) = lines(logbook, "processing")
    assert (line["start_time"], line["end_time"]) == (AT_MS, AT_MS + 5)
    assert lines(logbook, "decisions")[0]["timestamp"] == lines(logbook, "audit")[0]["timestamp"] == AT_MS


def test_an_action_that_nobody_named_has_a_name(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1", name=""), None, audit())
    assert lines(logbook, "processing")[0]["name"] == "verwerking"


@pytest.mark.parametrize("name", ["S-1", "999990019", "0DE2A765" * 8, ""])
def test_an_identifier_is_not_taken_for_a_keyed_name(name: str) -> None:
    with pytest.raises(ValueError, match="make it with case_name") as raised:
        Processing("Zaak inzien", ACTIVITY, AT_US, AT_US, name, PERSON)
    assert not name or name not in str(raised.value)
    with pytest.raises(ValueError, match="case_name"):
        audit(object=name)
    with pytest.raises(ValueError, match="case_name"):
        decision(subject=name)
