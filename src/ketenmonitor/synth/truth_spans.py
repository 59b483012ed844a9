"""What lead times and terms must be: from the first start of a case to its first end.

Comes in: what was seen of a world. Goes out: records. The promise: every case that counts is completed, ended
otherwise or open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import holidays
import numpy as np

from ketenmonitor.definition import Condition, LeadTime, Term
from ketenmonitor.synth.attributes import UNKNOWN, as_texts
from ketenmonitor.synth.clock import DAY, EPOCH
from ketenmonitor.synth.columns import Bools, Ints, Pairs, distinct, is_among, matches
from ketenmonitor.synth.seen import Seen, events_of, happenings, known_of, members
from ketenmonitor.synth.truth_concern import Window, of_spans
from ketenmonitor.synth.truth_record import Record, rounded

FAR = np.iinfo(np.int64).max
SAME = 1e-9
DAYS_OF_A_WORKING_DAY = 3  # enough, whatever the holidays
SATURDAY = 5


@dataclass(frozen=True)
class Spans:
    """The cases that count; `to` and `other` are the first such ends after the start, or `FAR`."""

    window: Window
    start: Ints
    to: Ints
    other: Ints
    before_history: int

    @property
    def completed(self) -> Bools:
        return (self.to < FAR) & (self.to <= self.other)

    @property
    def stopped(self) -> Bools:
        return self.other < self.to

    @property
    def open(self) -> Bools:
        return np.asarray((self.to == FAR) & (self.other == FAR), bool)


@dataclass(frozen=True)
class Begun:
    """Cases with the first of `starts` in them: `members` has (case, object) of all cases, `at` is when each began."""

    starts: tuple[str, ...]
    members: Pairs
    case: Ints
    at: Ints


def lead_time(seen: Seen, entry: LeadTime) -> Record:
    """How cases ended, and how long that took: with the open ones, and as it is usually told."""
    spans, clock = spans_of(seen, entry, entry.where), seen.world.clock
    end = np.minimum(np.minimum(spans.to, spans.other), spans.window.censor)
    length = np.maximum(clock.local(end) - clock.local(spans.start), 0)
    done = length[spans.completed]
    return {
        "completed": len(done),
        "other_ends": int(spans.stopped.sum()),
        "open": int(spans.open.sum()),
        "before_history": spans.before_history,
        "median_days": survival_median(length, ~spans.open),
        "median_completed_only_days": rounded(float(np.median(done)) / DAY) if len(done) else None,
    }


def term(seen: Seen, entry: Term) -> Record:
    """Who was in time, by local dates."""
    spans, clock = spans_of(seen, entry), seen.world.clock
    last_day = _last_days(seen.world.definition.holidays, entry, clock.day(spans.start))
    in_time = clock.day(np.minimum(spans.to, spans.window.censor)) <= last_day
    has_time = spans.window.local_censor < (last_day + 1) * DAY
    return {
        "due": len(spans.start),
        "met": int((spans.completed & in_time).sum()),
        "missed": int((spans.completed & ~in_time).sum()),
        "running": int((spans.open & has_time).sum()),
        "running_late": int((spans.open & ~has_time).sum()),
        "stopped": int(spans.stopped.sum()),
    }


def spans_of(seen: Seen, entry: LeadTime | Term, where: tuple[Condition, ...] = ()) -> Spans:
    """Start and end of every case of a lead time or term that began where all partners concerned deliver."""
    begun, window = _begun(seen, entry), of_spans(seen, entry)
    meant = begun.at <= window.censor
    for condition in where:
        meant &= _fulfils(seen, begun, condition)
    early = meant & (begun.at < window.history)
    begun = replace(begun, case=begun.case[meant & ~early], at=begun.at[meant & ~early])
    to, other = (_first_end(seen, begun, ends, until=window.censor) for ends in (entry.ends, entry.other_ends))
    return Spans(window, begun.at, to, other, int(early.sum()))


def _begun(seen: Seen, entry: LeadTime | Term) -> Begun:
    """All objects of the type with a start; for the unit also each started object that reaches no unit."""
    is_unit = entry.object == seen.world.definition.unit
    own = members(seen, known_of(seen, entry.object), is_unit=is_unit)
    if is_unit:
        started = distinct(seen.world.event_object[events_of(seen, entry.starts)])
        alone = started[~is_among(started, own[1])]
        apart = members(seen, alone, is_unit=False)
        own = np.concatenate([own[0], apart[0]]), np.concatenate([own[1], apart[1]])
    case, event = happenings(seen, own, entry.starts)
    cases, place = np.unique(case, return_inverse=True)
    at = np.full(len(cases), FAR)
    np.minimum.at(at, place, seen.world.event_at[event])
    return Begun(entry.starts, own, cases, at)


def _first_end(seen: Seen, begun: Begun, ends: tuple[str, ...], *, until: int) -> Ints:
    """Per case the first of `ends` at or after its start (later, when it is a start too) and not after `until`."""
    first = np.full(len(begun.case), FAR)
    for activity in ends:
        case, event = happenings(seen, begun.members, [activity])
        which, place = matches(case, begun.case)
        at = seen.world.event_at[event[which]]
        valid = (at >= begun.at[place] + (activity in begun.starts)) & (at <= until)
        np.minimum.at(first, place[valid], at[valid])
    return first


def _fulfils(seen: Seen, begun: Begun, condition: Condition) -> Bools:
    """Whether a case has one of the values: its object, or when that has none, all its members that have one."""
    world, name = seen.world, condition.attribute
    codes = np.where(_is_told(seen, name), world.attributes[name], UNKNOWN)
    which, place = matches(begun.members[0], begun.case)
    told = codes[begun.members[1][which]]
    low, high = np.full(len(begun.case), FAR), np.full(len(begun.case), UNKNOWN)
    np.minimum.at(low, place[told != UNKNOWN], told[told != UNKNOWN])
    np.maximum.at(high, place[told != UNKNOWN], told[told != UNKNOWN])
    own = codes[begun.case]
    value = np.where(own != UNKNOWN, own, np.where(low == high, high, UNKNOWN))
    texts = as_texts(world.values[name])
    wanted = [texts.index(text) for text in condition.values if text in texts]
    fulfils: Bools = np.isin(value, wanted)
    return fulfils


def _is_told(seen: Seen, attribute: str) -> Bools:
    """Of which objects an attribute was delivered: in a row of its own, or with an event that carries it."""
    definition = seen.world.definition
    on_type = np.array([attribute in o.attributes for o in definition.objects.values()])
    told: Bools = seen.has_row & on_type[seen.world.type_of]
    carriers = [a.id for a in definition.activities.values() if attribute in a.attributes]
    told[seen.world.event_object[events_of(seen, carriers)]] = True
    return told


def survival_median(length: Ints, left: Bools) -> float | None:
    """The smallest time, in days, at which the Kaplan-Meier curve is at most a half."""
    times, place = np.unique(length, return_inverse=True)
    leaving, gone = np.bincount(place, left, len(times)), np.bincount(place, minlength=len(times))
    at_risk = len(length) - np.cumsum(gone) + gone
    low = np.flatnonzero(np.cumprod(1 - leaving / at_risk) <= 0.5 + SAME)
    return rounded(int(times[low[0]]) / DAY) if len(low) else None


def _last_days(country: str | None, entry: Term, start: Ints) -> Ints:
    """The last day of a term: the start is day 0."""
    last = start + entry.days
    if (entry.counting == "calendar" and not entry.extend) or not len(start):
        return last
    beyond = int(start.max()) + DAYS_OF_A_WORKING_DAY * entry.days + 60
    days = np.arange(int(start.min()), beyond)
    years = range(1970 + int(start.min()) // 366, 1971 + beyond // 365)
    categories = ("public", "optional") if country == "NL" else ("public",)
    free = holidays.country_holidays(country or "", years=years, categories=categories)
    working = days[((days + EPOCH.weekday()) % 7 < SATURDAY) & ~np.isin(days, [(day - EPOCH).days for day in free])]
    if entry.counting == "working":
        last = working[np.searchsorted(working, start, "right") + entry.days - 1]
    return working[np.searchsorted(working, last)] if entry.extend else last
