"""XES: what is in the file comes out as it is written, and a file that is broken is told by its line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from ketenmonitor.errors import DeliveryError
from ketenmonitor.logs import markup
from ketenmonitor.logs import xes as reader
from tests.unit.intake.logs_samples import event, imported, trace, value, written, xes

SECRET = "Jan Jansen"


def test_events_keep_the_order_of_the_file_and_are_numbered_from_1(tmp_path: Path) -> None:
    parts = [trace(f"c{i}", event("vonnis"), event("aangifte"), event("inning")) for i in range(50)]
    found = imported(written(tmp_path, "log.xes", xes(*parts)))
    assert found.column("event_id") == [str(i + 1) for i in range(150)]
    assert found.column("activity") == ["vonnis", "aangifte", "inning"] * 50


def test_the_order_is_kept_over_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [trace(f"c{i}", event("vonnis"), event("inning"), more=value("ernst", str(i))) for i in range(9)]
    log = written(tmp_path, "log.xes", xes(*parts, trace("empty"), event("aangifte")))
    whole = imported(log)
    monkeypatch.setattr(reader, "PIECE", 4)
    monkeypatch.setattr(markup, "CHUNK", 300)
    assert imported(log).all_events() == whole.all_events()
    assert imported(log).rows("om", "objects") == whole.rows("om", "objects")
    assert imported(log).findings == whole.findings


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2025-03-30T01:30:00.250+01:00", "2025-03-30T01:30:00.250000+01:00"),
        ("2025-03-30T01:30:00Z", "2025-03-30T03:30:00+02:00"),
        ("2025-01-01T00:00:00.000-05:00", "2025-01-01T06:00:00+01:00"),
        ("2025-07-01T12:00:00", "2025-07-01T12:00:00+02:00"),
        ("2025-10-26T02:30:00", "2025-10-26T02:30:00+02:00"),  # occurs twice: the first
        ("2025-03-30T02:30:00", "2025-03-30T03:30:00+02:00"),  # does not exist: offset of before the change
        ("2025-07-01", "2025-07-01T00:00:00+02:00"),
        ("1600-01-01T00:00:00Z", "1600-01-01T00:19:32+00:19:32"),
    ],
)
def test_a_time_stays_as_it_is_written_and_counts_in_the_coverage(tmp_path: Path, text: str, first: str) -> None:
    log = written(tmp_path, "log.xes", xes(trace("c", event("vonnis", text))))
    found = imported(log)
    assert found.column("time") == [text]
    assert {one["delivered_from"] for one in found.manifests.values()} == {first}
    assert {one["delivered_until"] for one in found.manifests.values()} == {first}


def test_a_time_without_offset_is_told(tmp_path: Path) -> None:
    log = xes(trace("c", event(time="2025-01-01T00:00:00"), event(time="2025-01-02"), event(), event(time="soon")))
    assert imported(written(tmp_path, "log.xes", log)).findings == {"time-without-offset": 2}


def test_nanoseconds_are_cut_to_microseconds_and_told(tmp_path: Path) -> None:
    times = ["2025-01-01T00:00:00.123456789Z", "2025-01-01T00:00:00.123456000Z", "2025-01-01T00:00:00.5Z"]
    found = imported(written(tmp_path, "log.xes", xes(trace("c", *(event("vonnis", time) for time in times)))))
    assert found.column("time") == [
        "2025-01-01T00:00:00.123456Z",
        "2025-01-01T00:00:00.123456Z",
        "2025-01-01T00:00:00.5Z",
    ]
    assert found.findings == {"time-cut-to-microseconds": 1}
    assert found.manifests["om"]["delivered_from"] == "2025-01-01T01:00:00.123456+01:00"


def test_what_is_no_time_goes_on_to_the_gate(tmp_path: Path) -> None:
    times = ["31-12-2025", None, "2025-02-30T00:00:00Z", "0001-01-01T00:00:00", "9999-12-31T23:59:59Z", "2025-03-01"]
    found = imported(written(tmp_path, "log.xes", xes(trace("c", *(event("vonnis", time) for time in times)))))
    assert found.column("time") == times
    assert found.manifests["om"]["delivered_from"] == "2025-03-01T00:00:00+01:00"
    assert found.manifests["om"]["delivered_until"] == "2025-03-01T00:00:00+01:00"


@pytest.mark.parametrize("case", ["007", "NA", "null", "1e5", " c ", "c&d <e> \"f\" 'g' é\N{GRINNING FACE}"])
def test_an_identifier_stays_as_it_is_written(tmp_path: Path, case: str) -> None:
    log = written(tmp_path, "log.xes", xes(f"<trace>{value('concept:name', case, 'int')}{event()}</trace>"))
    assert imported(log).column("object_id") == [case]


def test_a_trace_without_name_and_an_event_outside_a_trace_have_no_identifier(tmp_path: Path) -> None:
    log = xes(event("vonnis"), trace(None, event("vonnis")), trace("c", event("vonnis")), event("inning"), trace(""))
    found = imported(written(tmp_path, "log.xes", log))
    assert found.column("object_id") == [None, None, "c", None]
    assert found.findings == {"event-outside-trace": 2, "trace-without-events": 1}


def test_a_name_of_a_trace_may_come_after_its_events(tmp_path: Path) -> None:
    log = xes(f"<trace>{event()}{value('concept:name', 'late')}{event()}</trace>", trace("next", event()))
    assert imported(written(tmp_path, "log.xes", log)).column("object_id") == ["late", "late", "next"]


def test_lists_and_values_under_values_are_left_out_and_told(tmp_path: Path) -> None:
    under = '<string key="bedrag" value="1"><string key="concept:name" value="inner"/><event/></string>'
    in_list = '<list key="l"><values><string key="bedrag" value="3"/><string key="q" value="1"/></values></list>'
    log = xes(trace("c", event("vonnis", more=under + in_list), event("inning"), more=in_list))
    found = imported(written(tmp_path, "log.xes", log))
    assert found.column("activity") == ["vonnis", "inning"]
    assert found.findings == {"nested-value": 7, "undeclared-attribute-values": 1}


def test_what_stands_in_a_comment_or_in_globals_is_no_event(tmp_path: Path) -> None:
    name = value("concept:name", "vonnis")
    defaults = f"<global scope='event'>{name}</global><classifier name='A' keys='concept:name'/>{name}"
    log = xes(defaults, f"<!-- {trace('x', event())} -->", trace("c", event("inning")))
    assert imported(written(tmp_path, "log.xes", log)).column("activity") == ["inning"]


def test_a_namespace_prefix_quotes_and_the_order_of_attributes_make_no_difference(tmp_path: Path) -> None:
    log = """<x:log xmlns:x="http://www.xes-standard.org/"><x:trace><x:string value='it>s' key='concept:name'/>
      <x:event><x:string key="concept:name" value="vonnis"/><x:date value='2025-01-01T00:00:00Z'
      key='time:timestamp'/></x:event><x:event><x:string key="concept:name" value="inning" />
      <x:date key="time:timestamp" value="2025-01-02"/></x:event></x:trace></x:log>"""
    found = imported(written(tmp_path, "log.XES", log))
    assert found.column("object_id") == ["it>s", "it>s"]
    assert found.column("activity") == ["vonnis", "inning"]
    assert found.column("time") == ["2025-01-01T00:00:00Z", "2025-01-02"]


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "Windows-1252"])
def test_the_encoding_that_is_declared_is_used(tmp_path: Path, encoding: str) -> None:
    log = written(tmp_path, "log.xes", xes(trace("café", event()), encoding=encoding).encode(encoding))
    assert imported(log).column("object_id") == ["café"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>'])
def test_utf_16_is_seen_without_a_mark(tmp_path: Path, encoding: str, head: str) -> None:
    text = head + xes(trace("café", event())).partition("?>")[2].lstrip()
    assert imported(written(tmp_path, "log.xes", text.encode(encoding))).column("object_id") == ["café"]


@pytest.mark.parametrize("encoding", ["unicode_escape", "raw_unicode_escape"])
def test_a_value_is_as_written_whatever_is_declared(tmp_path: Path, encoding: str) -> None:
    name = r"C:\temp \u0022/>\u003cstring key=\u0022role\u0022 value=\u0022b"
    found = imported(written(tmp_path, "log.xes", xes(trace(name, event()), encoding=encoding)))
    assert found.column("object_id") == [name]


def test_gzip_makes_no_difference(tmp_path: Path) -> None:
    log = xes(trace("c", event(), event("vonnis")))
    plain, packed = imported(written(tmp_path, "log.xes", log)), imported(written(tmp_path, "log.xes.gz", log))
    assert plain.all_events() == packed.all_events()


BROKEN = {
    "cut off in a tag": (xes(trace(SECRET, event(), event()))[:-60].encode(), "broken at line"),
    "cut off between tags": (xes(trace(SECRET, event())).encode()[:-7], "broken at line 6: no element found"),
    "tags that cross": (xes("<trace><event></trace></event>").encode(), "broken at line 3: mismatched tag"),
    "not XML": (f"{SECRET}\n".encode(), "broken at line 1"),
    "nothing": (b"", "broken at line 1: no element found"),
    "wrong bytes": (xes(trace(f"{SECRET} é", event())).encode("latin-1"), "broken at line 3: not well-formed"),
    "another document": (f"<html><body>{SECRET}</body></html>".encode(), "top element is not <log>"),
    "entities": (b'<!DOCTYPE log [<!ENTITY a "Jan Jansen">]><log/>', "of its own (a DTD)"),
    "values elsewhere": (
        b'<!DOCTYPE log [<!ATTLIST string value CDATA "Jan Jansen">]><log/>',
        "of its own (a DTD)",
    ),
    "entities that are not there": (
        b'<!DOCTYPE log [ %x; ]><log><trace><string key="a" value="b&jan.jansen;c"/></trace></log>',
        "an entity that is not there",
    ),
    "no events": (xes(trace(SECRET)).encode(), "holds no events"),
    "no trace has a name": (xes(trace(None, event(SECRET))).encode(), "no column has the case of an event"),
    "no times": (xes(trace(SECRET, event(time=None))).encode(), "no column has the time of an event"),
    "no readable times": (xes(trace(SECRET, event(time="yesterday"))).encode(), "no time can be read"),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_log_is_told_without_a_value_of_it(
    tmp_path: Path, broken: str, capfd: pytest.CaptureFixture[str]
) -> None:
    content, told = BROKEN[broken]
    with pytest.raises(DeliveryError) as raised:
        imported(written(tmp_path, "log.xes", content))
    message = str(raised.value)
    assert message.startswith("log.xes: ")
    assert told in message
    assert message.endswith("nothing was taken in.")
    assert SECRET not in message
    assert capfd.readouterr() == ("", "")
    assert not (tmp_path / "out-log.xes").exists()


def test_what_is_not_gzip_or_is_cut_off_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="not compressed with gzip"):
        imported(written(tmp_path, "log.xes.gz", xes(trace("c", event())).encode()))
    packed = gzip.compress(xes(trace("c", event())).encode())
    with pytest.raises(DeliveryError, match="cannot be unpacked to its end"):
        imported(written(tmp_path, "log.xes.gz", packed[:-12]))
    with pytest.raises(DeliveryError, match="cannot be unpacked to its end"):
        imported(written(tmp_path, "log.xes.gz", packed[:40] + b"\xff" * 20 + packed[60:]))
