"""How a point stands on a given day: open, due, late, answered, declared settled or carried out; what slipped; and who says so.

Comes in: a `Point` and a day. Goes out: `Standing`. The promise: what a minister declares, what was carried out and what the official
register says are three things and are never merged; a paper or decision after the day counts for nothing; no date is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from ketenmonitor.instants import from_us
from ketenmonitor.register.matching import Point
from ketenmonitor.register.records import Action, Item, Kind, Spot
from ketenmonitor.register.terms import term_of
from ketenmonitor.register.told import told_before

# After a moment that is open at its end ("after the summer") nobody is late on a day; this long after it, softly.
SOFT_AFTER = timedelta(days=183)


class State(StrEnum):
    """Where a point is on a day."""

    OPEN = "open"  # its moment has not come
    DUE = "due"  # the day lies within its moment
    LATE = "late"  # its moment has passed
    SOFT_LATE = "soft-late"  # its moment began long ago, and has no end
    WAITING = "waiting-for-document"  # it is to come with a paper that has no date
    NO_MOMENT = "no-moment"  # no moment was named
    ANSWERED = "answered"  # of a question: a paper has its answer
    DECLARED = "declared-settled"  # a minister says that it is settled; nothing shows that it was carried out
    CARRIED_OUT = "carried-out"  # a release or a person shows that it was


# Nobody waits any more for what is in one of these states; that it was carried out, only the last says.
DONE = (State.ANSWERED, State.DECLARED, State.CARRIED_OUT)


@dataclass(frozen=True)
class Saying:
    """Where a paper says something of a point: the key of the mention, its paper, its place, and who says it, if the text names that."""

    key: str
    paper: int
    source: str
    date: date | None
    text: str
    spot: Spot
    who: str | None = None


@dataclass(frozen=True)
class Named:
    """A moment that a paper named: the fields of a `register.items.Moment` as data, and where.

    `is_told`: the paper tells that it was named before, and names another one now.
    """

    moment: Mapping[str, Any]
    said: Saying
    is_told: bool = False

    @property
    def earliest(self) -> date | None:
        """The first day of the interval."""
        return _day(self.moment.get("earliest"))

    @property
    def latest(self) -> date | None:
        """The last day of the interval."""
        return _day(self.moment.get("latest"))


@dataclass(frozen=True)
class Slip:
    """A moment that moved from one paper to a later one. `days`: by how much, negative when it came nearer."""

    before: Named
    after: Named
    days: int


@dataclass(frozen=True)
class Evidence:
    """That something was carried out. `kind`: person or release; `on`: the day, if it is known."""

    kind: str
    what: str
    on: date | None
    who: str | None = None


@dataclass(frozen=True)
class Standing:
    """How a point stands. `moment`: the last one named; `days_late`: how long that has passed; `declared`: where a minister says
    that it is settled; `carried_out`: evidence that it was; `official`: what the official register says, by its own names;
    `reported`: of a motion, what the last paper says of it, in progress or not executed, and where."""

    on: date
    state: State
    moment: Named | None
    days_late: int | None
    declared: tuple[Saying, ...]
    carried_out: tuple[Evidence, ...]
    moments: tuple[Named, ...]
    slips: tuple[Slip, ...]
    official: Mapping[str, Any] | None
    reported: tuple[str, Saying] | None = None

    @property
    def days_slipped(self) -> int:
        """From the first moment to the last one, as far as it went back."""
        return max(0, sum(one.days for one in self.slips))


def standing(point: Point, on: date, evidence: Iterable[Evidence] = ()) -> Standing:
    """How a point stands at the end of a day; `evidence`: of releases that answer it, see `answering`."""
    known = [one for one in point.mentions if one.date is None or one.date <= on]
    moments = _moments(known)
    declared = tuple(saying(one) for one in _declarations(known))
    done = (*_by_persons(point, on), *(one for one in evidence if one.on is None or one.on <= on))
    # A later paper that names no day ("shortly") does not take away the day that was named.
    dated = [one for one in moments if one.earliest or one.latest]
    last = (dated or moments)[-1] if moments else None
    if point.kind is Kind.QUESTION and not _answered(known):
        last = _term(known)
    state = _done(known, declared, done) or _state(point, last, on)
    passed = (last.latest or last.earliest) if last else None
    late = (on - passed).days if passed and state in (State.LATE, State.SOFT_LATE) else None
    slips, official = _slips(moments), _official(point, on)
    return Standing(on, state, last, late, declared, done, moments, slips, official, _reported(known))


def _reported(known: Iterable[Item]) -> tuple[str, Saying] | None:
    said = [
        one for one in known if one.kind is Kind.MOTION and one.body.get("status") in ("in progress", "not executed")
    ]
    return (str(said[-1].body["status"]), saying(said[-1])) if said else None


def saying(item: Item) -> Saying:
    """An item as where a paper says it."""
    who = item.body.get("who")
    return Saying(item.key, item.paper, item.source, item.date, item.text, item.spot, str(who) if who else None)


def _declarations(known: Iterable[Item]) -> list[Item]:
    """What still holds of what was declared settled: a later paper that has it as open takes it back."""
    found: list[Item] = []
    for one in known:
        if any(one.paper == other.paper and one.text == other.text for other in found):
            continue  # one sentence, read as what a motion's paper says of it and as a declaration
        is_done = one.kind is Kind.SETTLED or (one.kind is not Kind.QUESTION and one.body.get("status") == "done")
        is_open = one.body.get("status") in ("open", "in progress")
        if is_done:
            found.append(one)
        elif is_open and one.date:
            found = [d for d in found if d.date is None or d.date >= one.date]
    return found


def _moments(known: Iterable[Item]) -> tuple[Named, ...]:
    """One a paper: the first that it names, after the one that it tells it named before; in the order of the papers."""
    found: list[Named] = []
    for one in known:
        moment = one.body.get("due")
        if not isinstance(moment, Mapping) or any(one.paper == other.said.paper for other in found):
            continue
        if not found and (told := told_before(one)):
            found.append(Named(told[0], replace(saying(one), text=told[1]), is_told=True))
        found.append(Named(moment, saying(one)))
    return tuple(found)


def _done(known: list[Item], declared: tuple[Saying, ...], done: tuple[Evidence, ...]) -> State | None:
    """What shows that it was carried out goes before what is said."""
    if done:
        return State.CARRIED_OUT
    return State.DECLARED if declared else State.ANSWERED if _answered(known) else None


def _state(point: Point, last: Named | None, on: date) -> State:
    if last is None:
        return State.NO_MOMENT if point.kind is Kind.COMMITMENT else State.OPEN
    if last.latest:
        return State.LATE if on > last.latest else State.DUE if last.earliest and on >= last.earliest else State.OPEN
    if last.moment.get("precision") == "document" or (last.moment.get("anchor") and not last.earliest):
        return State.WAITING
    if last.earliest is None:
        return State.NO_MOMENT
    if last.moment.get("relation") == "past":
        return State.NO_MOMENT
    return State.OPEN if on < last.earliest else State.SOFT_LATE if on > last.earliest + SOFT_AFTER else State.DUE


def _answered(known: Iterable[Item]) -> bool:
    return any(one.kind is Kind.QUESTION and (one.body.get("answer") or one.body.get("resolved")) for one in known)


def _term(known: list[Item]) -> Named | None:
    """No paper names a day for the answer to a question, but the Rules of Procedure do."""
    found = term_of(known)
    return Named(found[0], saying(found[1])) if found else None


def _slips(moments: tuple[Named, ...]) -> tuple[Slip, ...]:
    """Moments that moved: both have a last day, or both only a first one."""
    found = []
    dated = [one for one in moments if one.earliest or one.latest]
    for before, after in zip(dated, dated[1:], strict=False):
        if before.latest and after.latest:
            days = (after.latest - before.latest).days
        elif before.earliest and after.earliest and not before.latest and not after.latest:
            days = (after.earliest - before.earliest).days
        else:
            continue
        if days:
            found.append(Slip(before, after, days))
    return tuple(found)


def _by_persons(point: Point, on: date) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("person", str(d.value.get("evidence", "")), _day(d.value.get("on")), d.who)
        for one in point.mentions
        for d in one.decisions
        if d.action is Action.CARRIED_OUT and (_day(d.value.get("on")) or from_us(d.at_us).date()) <= on
    )


def _official(point: Point, on: date) -> Mapping[str, Any] | None:
    said = [d for one in point.mentions for d in one.decisions if d.action is Action.OFFICIAL]
    said = [d for d in said if (_day(d.value.get("on")) or from_us(d.at_us).date()) <= on]
    return max(said, key=lambda d: d.id).value if said else None


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else date.fromisoformat(value) if value else None
