"""The calendar of what comes due, read back by a library and by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import icalendar

from ketenmonitor.register.exports import Term, calendar_of
from tests.unit.register.exports.drawn import ALL, COMMITMENT, say

CHANGED_US = 1_900_000_000_000_000


def events(*entries: object) -> list[icalendar.Event]:
    return [
        *icalendar.Calendar.from_ical(calendar_of(entries or ALL, say, CHANGED_US, "monitor.example")).walk("VEVENT")
    ]  # type: ignore[arg-type]


def test_an_interval_stands_on_its_last_day_and_an_open_end_on_its_first() -> None:
    found = {str(one["uid"]): one for one in events()}
    assert set(found) == {"T-1@monitor.example", "T-2@monitor.example"}
    first, second = found["T-1@monitor.example"], found["T-2@monitor.example"]
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2031, 9, 30), date(2031, 10, 1))
    assert str(first["summary"]).startswith("register_event_last")
    assert second["dtstart"].dt == date(2032, 9, 1)
    assert str(second["summary"]).startswith("register_event_first")


def test_what_has_no_day_gets_none() -> None:
    assert events(replace(COMMITMENT, term=Term("zo spoedig mogelijk")), replace(COMMITMENT, term=None)) == []


def test_the_text_says_the_words_of_the_paper_the_interval_and_what_was_assumed() -> None:
    [one] = events(COMMITMENT)
    text = str(one["description"])
    for said in ("in het derde kwartaal van 2031", "2031-07-01 / 2031-09-30", "kalenderkwartaal", "brief-havens.txt"):
        assert said in text
    assert str(one["url"]) == COMMITMENT.address


def test_it_has_what_the_standard_wants_and_is_the_same_each_time() -> None:
    made = calendar_of(ALL, say, CHANGED_US, "monitor.example", "https://monitor.example/register/agenda")
    assert made == calendar_of(
        reversed(ALL), say, CHANGED_US, "monitor.example", "https://monitor.example/register/agenda"
    )
    read = icalendar.Calendar.from_ical(made)
    assert (str(read["version"]), bool(read["prodid"])) == ("2.0", True)
    for one in read.walk("VEVENT"):
        assert one["dtstamp"].dt.utcoffset() == timedelta(0)
        assert str(one["transp"]) == "TRANSPARENT"
    lines = made.split(b"\r\n")
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75


def test_words_with_commas_semicolons_and_line_ends_come_back_as_they_were() -> None:
    [one] = events(replace(COMMITMENT, text="Eerst a, dan b; en\ndan \\n é ƒ."))
    assert "Eerst a, dan b; en\ndan \\n é ƒ." in str(one["description"])
