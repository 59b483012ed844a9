"""Looking in the logs: by trace, activity and subject; the index gives what reading everything gives, and is never believed."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.logbook import Audit, ForeignOperation, Logbook, Processing
from ketenmonitor.store import case_name
from tests.unit.logbook.made import (
    ACTIVITY,
    AT_US,
    CALLER,
    OM,
    PERSON,
    audit,
    decision,
    logbook_in,
    statistics,
    view_of,
)

OTHER = "https://register.example.nl/verwerkingsactiviteiten/9a01"


@pytest.fixture
def logbook(tmp_path: Path) -> Logbook:
    return logbook_in(tmp_path)


def kinds(found: object) -> list[str]:
    return [one["log"] for one in found]  # type: ignore[attr-defined]  # what query gives


def test_a_trace_has_the_lines_of_all_three_logs(logbook: Logbook) -> None:
    wanted = logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit())
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    found = list(logbook.query(trace=wanted))
    assert kinds(found) == ["decisions", "processing", "processing", "processing", "audit"]
    assert {one["record"]["trace_id"] for one in found} == {wanted}


def test_who_looked_at_somebody_comes_along_and_whom_else_they_saw_does_not(logbook: Logbook) -> None:
    logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit(actor="om-00123"))
    logbook.confirm(view_of(logbook, "S-3"), decision(), audit(actor="om-00456"))
    found = list(logbook.query(subject=case_name(logbook.home, "proef", "S-2")))
    assert kinds(found) == ["decisions", "processing", "audit"]
    assert found[-1]["record"]["actor"] == "om-00123"
    assert case_name(logbook.home, "proef", "S-1") not in str(found)


def test_a_refusal_is_found_by_whom_it_was_about(logbook: Logbook) -> None:
    subject = case_name(logbook.home, "proef", "S-1")
    logbook.confirm([], decision(allowed=False, subject=subject), audit(result="refused", object=subject))
    assert kinds(logbook.query(subject=subject)) == ["decisions", "audit"]


def test_the_same_case_of_another_chain_has_another_name(logbook: Logbook) -> None:
    assert case_name(logbook.home, "proef", "S-1") != case_name(logbook.home, "ander", "S-1")


def test_an_activity_between_two_moments(logbook: Logbook) -> None:
    for hours in range(4):
        at = AT_US + hours * 3_600_000_000
        logbook.confirm([Processing("a", ACTIVITY, at, at)], None, Audit(at, "a", "measure", "permitted"))
        logbook.confirm([Processing("a", OTHER, at, at)], None, Audit(at, "a", "measure", "permitted"))
    since, until = AT_US + 3_600_000_000, AT_US + 3 * 3_600_000_000
    found = list(logbook.query(activity=ACTIVITY, since=since // 1000 * 1000, until=until // 1000 * 1000))
    assert kinds(found) == ["processing", "audit"] * 2
    assert {one["record"].get("start_time", since // 1000) // 3_600_000 for one in found} == {
        since // 3_600_000_000,
        since // 3_600_000_000 + 1,
    }


@pytest.mark.parametrize("nothing", [{}, {"since": AT_US}, {"trace": "", "subject": ""}])
def test_everything_at_once_cannot_be_asked(logbook: Logbook, nothing: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="Name what you look for: a trace, an activity or a subject"):
        logbook.query(**nothing)  # type: ignore[arg-type]  # what a program might give


@pytest.mark.parametrize("wrong", [{"trace": "xyz"}, {"subject": "S-geheim-1"}, {"trace": "AB" * 16}])
def test_what_is_no_trace_or_subject_is_refused_without_its_value(logbook: Logbook, wrong: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="hexadecimal digits in lower case") as raised:
        logbook.query(**wrong)  # type: ignore[arg-type]  # as above
    assert not any(value in str(raised.value) for value in wrong.values())


LOOKS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["S-1", "S-2", "S-3"]), max_size=3, unique=True),
        st.sampled_from([ACTIVITY, OTHER]),
        st.integers(0, 5),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(LOOKS, st.integers(0, 5), st.integers(0, 5), st.integers(0, 8))
def test_the_index_gives_what_reading_everything_gives(
    looks: list[tuple[list[str], str, int, bool, bool]], since: int, until: int, asked_after: int
) -> None:
    with TemporaryDirectory() as folder:
        logbook = logbook_in(Path(folder))
        questions: list[dict[str, object]] = [{"activity": ACTIVITY}, {"trace": CALLER[3:35]}]
        questions += [{"subject": case_name(logbook.home, "proef", one)} for one in ("S-1", "S-2")]
        questions += [{**one, "since": AT_US + since * 1000, "until": AT_US + until * 1000} for one in questions]
        questions += [{**one, "logs": ("processing",)} for one in questions] + [{**one, "most": 2} for one in questions]
        for number, (identifiers, activity, later, is_decided, is_foreign) in enumerate(looks):
            at = AT_US + later * 1000
            subjects = [case_name(logbook.home, "proef", one) for one in identifiers]
            actions = [Processing("Zaak inzien", activity, at, at, one, PERSON) for one in subjects]
            foreign = ForeignOperation(CALLER, OM) if is_foreign else None
            logbook.confirm(actions, decision() if is_decided else None, audit(at_us=at), above=foreign)
            if number == asked_after:
                _same(logbook, questions)  # so that the index is behind for the rest
        _same(logbook, questions)


def _same(logbook: Logbook, questions: list[dict[str, object]]) -> None:
    for question in questions:
        by_index, by_reading = logbook.query(**question), logbook.query(**question, from_log=True)  # type: ignore[arg-type]
        assert list(by_index) == list(by_reading), question


def test_the_same_line_twice_in_a_log_is_given_once(logbook: Logbook) -> None:
    trace = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    for log in logbook.logs.values():
        log.confirm([record for _, record in log.records() if record is not None])
    for from_log in (False, True):
        assert kinds(logbook.query(trace=trace, from_log=from_log)) == ["decisions", "processing", "audit"]


def index_of(logbook: Logbook) -> Path:
    return logbook._folder / "index.sqlite"


def test_the_index_is_made_again_when_it_is_gone_or_spoilt(logbook: Logbook) -> None:
    trace = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    wanted = list(logbook.query(trace=trace))
    index_of(logbook).unlink()
    assert list(logbook.query(trace=trace)) == wanted
    index_of(logbook).write_bytes(b"this is no database" * 1000)
    assert list(logbook.query(trace=trace)) == wanted


def test_several_ask_at_once_while_there_is_no_index_and_lines_come_in(logbook: Logbook) -> None:
    subject = case_name(logbook.home, "proef", "S-1")
    for _ in range(10):
        logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(lambda: len(list(logbook.query(subject=subject)))) for _ in range(24)]
        written = [pool.submit(logbook.confirm, view_of(logbook, "S-2"), decision(), audit()) for _ in range(8)]
    assert {one.result() for one in asked} == {30}
    assert len({one.result() for one in written}) == 8
    assert len(list(logbook.query(subject=case_name(logbook.home, "proef", "S-2")))) == 24


def test_an_index_of_another_log_is_noticed(tmp_path: Path) -> None:
    one, other = logbook_in(tmp_path / "a"), logbook_in(tmp_path / "b")
    trace = one.confirm(view_of(one, "S-1"), decision(), audit())
    for _ in range(3):
        other.confirm(view_of(other, "S-2"), decision(), audit())
    list(other.query(activity=ACTIVITY))
    index_of(one).write_bytes(index_of(other).read_bytes())
    assert kinds(one.query(trace=trace)) == ["decisions", "processing", "audit"]  # it was longer than the log
    list(one.query(trace=trace))
    third = logbook_in(tmp_path / "c")
    other_trace = third.confirm(view_of(third, "S-2"), decision(), audit())
    index_of(third).write_bytes(index_of(one).read_bytes())
    assert kinds(third.query(trace=other_trace)) == ["decisions", "processing", "audit"]  # as long, with other records


def test_a_row_of_the_index_that_says_something_else_than_the_log_is_not_believed(logbook: Logbook) -> None:
    trace = logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    subject, other = case_name(logbook.home, "proef", "S-1"), case_name(logbook.home, "proef", "S-2")
    list(logbook.query(trace=trace))
    with sqlite3.connect(index_of(logbook)) as index:
        index.execute("UPDATE line SET subject = ? WHERE subject IS NOT NULL", (bytes.fromhex(other),))
    assert not list(logbook.query(subject=other))
    assert kinds(logbook.query(subject=subject)) == ["decisions", "processing", "audit"]


def test_a_record_that_is_none_is_said_and_not_skipped(logbook: Logbook) -> None:
    logbook.confirm([statistics()], None, audit())
    logbook.logs["audit"].confirm([b"geheim"])
    for from_log in (False, True):
        with pytest.raises(StorageError, match="log/audit: record 1 is not one of this log") as raised:
            logbook.query(activity=ACTIVITY, from_log=from_log)
        assert "geheim" not in str(raised.value)


def test_what_was_erased_is_gone_from_the_index_too(logbook: Logbook) -> None:
    subject = case_name(logbook.home, "proef", "S-1")
    logbook.confirm(view_of(logbook, "S-1"), decision(), audit())
    logbook.confirm(view_of(logbook, "S-2"), decision(), audit())
    list(logbook.query(subject=subject))
    logbook.erase("processing", [0])
    assert not list(logbook.query(subject=subject))
    places = [place for place in logbook._folder.rglob("*") if place.is_file()]
    assert not [place for place in places if bytes.fromhex(subject) in place.read_bytes()]
    assert not [place for place in places if subject.encode() in place.read_bytes()]
