"""The feed of what comes due soon or is late, read by a feed reader and held against RFC 4287."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import feedparser

from ketenmonitor.register.exports import feed_of
from tests.unit.register.exports.drawn import ALL, COMMITMENT, say

ATOM = "{http://www.w3.org/2005/Atom}"
OWN, PAGE = "https://monitor.example/register/agenda.atom", "https://monitor.example/register/agenda"


def made(today: date, *entries: object) -> bytes:
    return feed_of(entries or ALL, say, today, "monitor.example", OWN, PAGE)  # type: ignore[arg-type]


def ids(today: date) -> list[str]:
    return [one.id.rpartition("register:")[2] for one in feedparser.parse(made(today)).entries]


def test_a_point_comes_in_when_its_last_day_is_near_and_again_when_it_is_late() -> None:
    assert ids(date(2031, 6, 1)) == []
    assert ids(date(2031, 7, 2)) == ["T-1:soon:2031-09-30"]
    assert ids(date(2031, 9, 30)) == ["T-1:soon:2031-09-30"]
    assert ids(date(2031, 10, 1)) == ["T-1:late:2031-09-30", "T-1:soon:2031-09-30"]
    assert ids(date(2032, 9, 1)) == []  # long past


def test_an_open_end_is_never_late() -> None:
    assert [one for one in ids(date(2040, 1, 1)) if one.startswith("T-2")] == []


def test_what_a_reader_has_seen_keeps_its_day() -> None:
    one, other = (feedparser.parse(made(date(2031, 8, day))).entries[0] for day in (1, 20))
    assert (one.id, one.updated) == (other.id, other.updated)
    assert one.updated.startswith("2031-07-02T00:00:00+02:00")


def test_it_has_what_the_standard_wants() -> None:
    root = ElementTree.fromstring(made(date(2031, 10, 1)))
    assert root.tag == f"{ATOM}feed"
    for place in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(place.findall(f"{ATOM}{name}")) == 1
        assert place.find(f"{ATOM}author/{ATOM}name") is not None
    found = [one.attrib["href"] for one in root.findall(f"{ATOM}link") if one.attrib["rel"] == "self"]
    assert found == [OWN]
    every = [one.findtext(f"{ATOM}id") for one in root.findall(f"{ATOM}entry")]
    assert len(every) == len(set(every)) == 2
    read = feedparser.parse(made(date(2031, 10, 1)))
    assert not read.bozo
    assert read.entries[0].link == COMMITMENT.address


def test_an_empty_register_gives_a_feed_without_entries() -> None:
    read = feedparser.parse(feed_of((), say, date(2031, 1, 1), "monitor.example", OWN, PAGE))
    assert not read.bozo
    assert (read.entries, bool(read.feed.updated)) == ([], True)
