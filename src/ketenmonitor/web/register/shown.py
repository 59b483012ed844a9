"""What pages show of points: a card in a list, a month of what comes due, the history of one.

Comes in: rows and a language. Goes out: plain values for templates. The promise: an interval is shown as an interval; what has no
moment stands in no month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ketenmonitor.register.exports import Entry, Term
from ketenmonitor.register.overview import Row
from ketenmonitor.register.standing import State
from ketenmonitor.web.register.entries import entry_of, term_of
from ketenmonitor.wording import Language

LONGEST, HEADING = 240, 180  # letters of a sentence in a list, and of what stands above it
SAME = 50  # letters with which a sentence begins as its title does
MONTHS = 24  # from this one on, on the page of what comes due
SCALE = 100.0


@dataclass(frozen=True)
class Card:
    """A point in a list. `state` is a name of `register_state_*`; `when` says its moment; `since` how late it is, in words."""

    entry: Entry
    row: Row
    state: str
    when: str
    late: str

    @property
    def heading(self) -> str:
        """What it is about; the sentence itself where that begins with the same words."""
        return short(self.entry.text if self._repeats else self.entry.title, HEADING)

    @property
    def text(self) -> str:
        """The sentence, not too long for a list; nothing where the heading says it already."""
        return "" if self._repeats else short(self.entry.text, LONGEST)

    @property
    def _repeats(self) -> bool:
        title, text = (" ".join(one.casefold().split()) for one in (self.entry.title, self.entry.text))
        return text.startswith(title.rstrip(" .…")[:SAME])


@dataclass(frozen=True)
class Month:
    """What has its last day in a month. `bar`: how long its bar is, of 100."""

    id: str
    name: str
    cards: tuple[Card, ...]
    bar: float


@dataclass(frozen=True)
class Span:
    """Where an interval lies on the scale of the page, of 100; `is_open`: it has no last day."""

    begin: float
    width: float
    is_open: bool


def short(text: str, most: int) -> str:
    """A text on one line, cut off between words."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def card_of(row: Row, said: Language) -> Card:
    """A point as a list shows it."""
    entry, standing = entry_of(row), row.standing
    late = said.say("register_late_by", days=said.in_days(standing.days_late)) if standing.days_late else ""
    return Card(entry, row, str(row.standing.state), when_of(entry.term, said), late)


def when_of(term: Term | None, said: Language) -> str:
    """A moment in words: the days between which it falls."""
    if term is None:
        return said.say("register_when_none")
    if term.earliest and term.latest and term.earliest != term.latest:
        return said.say("register_between", first=said.date(term.earliest), last=said.date(term.latest))
    if term.latest:
        name = "register_on" if term.earliest == term.latest else "register_at_latest"
        return said.say(name, day=said.date(term.latest))
    if term.earliest:
        return said.say("register_from", day=said.date(term.earliest))
    return said.say("register_when_words", words=term.text)


def months_of(rows: Iterable[Row], today: date, said: Language) -> tuple[Month, ...]:
    """The months from this one on, with what has its last day in them; an open end counts for its first month."""
    found: dict[str, list[Card]] = {}
    for row in rows:
        day = due_day(row)
        if day and day >= today.replace(day=1):
            found.setdefault(f"{day:%Y-%m}", []).append(card_of(row, said))
    most = max(map(len, found.values()), default=1)
    return tuple(
        Month(id, said.period(id), tuple(cards), SCALE * len(cards) / most) for id, cards in sorted(found.items())
    )


def late_of(rows: Iterable[Row], today: date, said: Language) -> list[Card]:
    """What should have been there before this month, the longest late first."""
    passed = [row for row in rows if (day := due_day(row)) and day < today.replace(day=1)]
    return [card_of(row, said) for row in sorted(passed, key=lambda row: due_day(row) or today)]


def due_day(row: Row) -> date | None:
    """The day by which a point stands in time: its last, else its first."""
    term = term_of(row.standing.moment)
    return (term.latest or term.earliest) if term else None


def span_of(term: Term | None, today: date) -> Span | None:
    """Where an interval lies between half a year ago and two years from now."""
    if term is None or not (term.earliest or term.latest):
        return None
    begin, end = today - timedelta(days=183), today + timedelta(days=730)
    low = _on_scale(term.earliest or begin, begin, end)
    high = _on_scale(min(term.latest, end) + timedelta(days=1) if term.latest else end, begin, end)
    return Span(low, max(high - low, 1.0), term.latest is None)


def now_on_scale() -> float:
    """Where today lies on that scale."""
    return SCALE * 183 / (183 + 730)


def _on_scale(day: date, begin: date, end: date) -> float:
    return min(max(SCALE * (day - begin).days / (end - begin).days, 0.0), SCALE)


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """How many points are in each state."""
    found = dict.fromkeys(map(str, State), 0)
    for row in rows:
        found[str(row.standing.state)] += 1
    return found
