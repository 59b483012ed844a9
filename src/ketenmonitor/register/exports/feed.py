"""What comes due soon or is late, as a feed (Atom, RFC 4287).

Comes in: entries and today. Goes out: bytes. The promise: an entry has one name for each thing that happens to it, so that a
reader shows it anew when it becomes late, and not every day; what has no last day is never called late.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from ketenmonitor.register.exports.calendar import interval
from ketenmonitor.register.exports.entry import Entry, printable

ATOM = "http://www.w3.org/2005/Atom"
HERE = ZoneInfo("Europe/Amsterdam")
SOON_DAYS = 90  # before its last day a point comes into the feed
KEPT_DAYS = 180  # after its last day it leaves it
# When these addresses began: a tag URI (RFC 4151) wants a day on which the name was ours.
SINCE = "2026"
Say = Callable[..., str]


def feed_of(
    entries: Iterable[Entry], say: Say, today: date, host: str, own: str, page: str, lang: str = "nl", until: str = ""
) -> bytes:
    """The feed. `own`: the address of the feed itself; `page`: of the same for people; `until` says how far papers were read."""
    happened = sorted(
        ((since, what, entry) for entry in entries for since, what in _happens(entry, today)),
        key=lambda one: (one[0], one[2].key),
        reverse=True,
    )
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _add(feed, "id", f"tag:{host},{SINCE}:register")
    _add(feed, "title", say("register_feed_name"))
    _add(feed, "subtitle", f"{say('register_feed_about', days=SOON_DAYS)} {until}".rstrip())
    _add(feed, "updated", _at(happened[0][0] if happened else date(int(SINCE), 1, 1)))
    _add(feed, "link", rel="self", href=own, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=page, type="text/html")
    _add(feed, "generator", "Ketenmonitor")
    _add(_add(feed, "author"), "name", say("register_feed_author"))
    for since, what, entry in happened:
        _entry(feed, entry, what, since, say, host)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _happens(entry: Entry, today: date) -> Iterable[tuple[date, str]]:
    """What happened to a point up to today: it came near, and it became late."""
    last = entry.term.latest if entry.term else None
    if last is None or (today - last).days > KEPT_DAYS:
        return
    near = max(last - timedelta(days=SOON_DAYS), entry.made or date.min)
    if near <= today:
        yield near, "soon"
    if last < today:
        yield last + timedelta(days=1), "late"


def _entry(feed: ElementTree.Element, entry: Entry, what: str, since: date, say: Say, host: str) -> None:
    assert entry.term is not None
    assert entry.term.latest is not None
    one = _add(feed, "entry")
    # The last day is in the name: a moved term is something that happened.
    _add(one, "id", f"tag:{host},{SINCE}:register:{entry.key}:{what}:{entry.term.latest.isoformat()}")
    _add(one, "title", say(f"register_feed_{what}", title=entry.title, day=entry.term.latest.isoformat()))
    _add(one, "updated", _at(since))
    _add(one, "published", _at(since))
    if entry.address:
        _add(one, "link", rel="alternate", href=entry.address, type="text/html")
    _add(one, "category", term=entry.sort, label=say(f"register_sort_{entry.sort}"))
    if entry.theme:
        _add(one, "category", term=entry.theme)
    _add(_add(one, "author"), "name", entry.who or say("register_feed_author"))
    _add(
        one, "summary", say("register_due_said", text=entry.term.text, interval=interval(entry.term, say)), type="text"
    )
    _add(one, "content", entry.text, type="text")


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = printable(text) if text is not None else None
    return made


def _at(day: date) -> str:
    return datetime.combine(day, time.min, HERE).isoformat()
