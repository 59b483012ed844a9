"""What comes due, as a calendar that any agenda can follow (iCalendar, RFC 5545).

Comes in: entries and the moment of the last change. Goes out: bytes. The promise: no date is invented. An interval stands on its last
day, with the words of the paper and the whole interval in the text; one without a last day stands on its first, and says so; what
has neither is left out. The same register gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from ketenmonitor.register.exports.entry import Entry, Term, printable

PRODUCT = "-//Ketenmonitor//register//NL"
# How often an agenda asks again; RFC 7986 and what older agendas know.
AGAIN = timedelta(hours=12)
Say = Callable[..., str]


def calendar_of(
    entries: Iterable[Entry], say: Say, changed_us: int, host: str, address: str = "", until: str = ""
) -> bytes:
    """The calendar. `say` gives texts by name; `host` makes the names of events unique in the world; `until` says how far papers were read."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", say("register_calendar_name"))
    made.add("x-wr-calname", say("register_calendar_name"))
    made.add("description", f"{say('register_calendar_about')} {until}".rstrip())
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    if address:
        made.add("url", address)
    changed = datetime.fromtimestamp(changed_us // 1_000_000, UTC)
    dated = [(on, entry) for entry in entries if (on := day_of(entry.term))]
    for on, entry in sorted(dated, key=lambda pair: (pair[0], pair[1].key)):
        made.add_component(_event(entry, on, say, changed, host))
    return bytes(made.to_ical())


def day_of(term: Term | None) -> date | None:
    """On which day an agenda shows it: the last day on which it is in time, else the first from which it can be expected."""
    return (term.latest or term.earliest) if term else None


def _event(entry: Entry, on: date, say: Say, changed: datetime, host: str) -> Event:
    assert entry.term is not None
    is_last = entry.term.latest is not None
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add(
        "summary", say("register_event_last" if is_last else "register_event_first", title=printable(entry.title))
    )
    event.add("dtstart", on)
    if on < date.max:
        event.add("dtend", on + timedelta(days=1))  # the day after: an event of whole days ends before its end
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    event.add("class", "PUBLIC")
    event.add("categories", [say(f"register_sort_{entry.sort}"), *([entry.theme] if entry.theme else [])])
    event.add("description", printable("\n\n".join(_lines(entry, say))))
    if entry.address:
        event.add("url", entry.address)
    return event


def _lines(entry: Entry, say: Say) -> Iterable[str]:
    term = entry.term
    assert term is not None
    yield entry.text
    yield say("register_due_said", text=term.text, interval=interval(term, say))
    if term.assumptions:
        yield say("register_due_assumed", what="; ".join(term.assumptions))
    if entry.who:
        yield say("register_who_said", who=entry.who)
    yield say("register_stands", state=say(f"register_state_{entry.standing.derived}"))
    for source in entry.sources[:1]:
        yield say("register_source_said", document=source.document, line=source.line or "?")


def interval(term: Term, say: Say) -> str:
    """The days between which it falls, in ISO dates: the same in every language."""
    if term.earliest and term.latest:
        same = term.earliest == term.latest
        return term.latest.isoformat() if same else f"{term.earliest.isoformat()} / {term.latest.isoformat()}"
    if term.latest:
        return say("register_until_day", day=term.latest.isoformat())
    if term.earliest:
        return say("register_from_day", day=term.earliest.isoformat())
    return say("register_no_day")
