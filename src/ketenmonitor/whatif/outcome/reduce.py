"""From all visits of one simulation to its figures.

Comes in: what was played, and the model, cases at the begin and definition that it was played with. Goes out: `Reduced`. The promise:
a lead time, a norm share and a stock mean what they mean in `measures`; in a month that cannot be followed to the norm within the
horizon the share is `not-yet-known`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ketenmonitor.definition import Definition, LeadTime
from ketenmonitor.whatif.model import Model, Stood
from ketenmonitor.whatif.outcome import reduced as r
from ketenmonitor.whatif.outcome.clocks import Bools, Course, in_stock, spans_of
from ketenmonitor.whatif.outcome.leaving import NEVER, Leaving, leaving
from ketenmonitor.whatif.outcome.periods import DAY_S, Periods, Values
from ketenmonitor.whatif.outcome.places import InHand, Lying, lying, stays_at_partners, stays_at_steps
from ketenmonitor.whatif.outcome.reduced import Key, Reduced
from ketenmonitor.whatif.played import Played, Whole

QUANTILES = {"median_days": 0.5, "p90_days": 0.9}
Reasons = NDArray[np.int8]
Row = tuple[Key, Values, Reasons]


def reduced(played: Played, model: Model, stood: Stood, definition: Definition) -> Reduced:
    """The figures of one simulation by month, year and over the whole horizon."""
    course, periods = Course(played, model, stood), Periods(played.start_s, played.until_s)
    in_hand = InHand(course, periods)
    partners = tuple(p for p in definition.partners if any(step.partner == p for step in model.steps.values()))
    at = np.array([partners.index(step.partner) for step in model.steps.values()], np.int64)
    rows: list[Row] = []
    rows += _partners(course, in_hand, partners, at, periods)
    rows += _steps(course, in_hand, periods)
    for place, stock in enumerate(definition.stocks.values()):
        was_in = stood.stocks[place] if stood.stocks else (False,) * len(stood.step)
        found = in_stock(course, stock, was_in, periods)
        rows.append(_row(Key(r.STOCK, stock.id, "stock"), periods.at_end(found[:, 1:])[0]))
    for place, figure in enumerate(definition.lead_times.values()):
        began = stood.began_s[place] if stood.began_s else (-1,) * len(stood.step)
        rows += _lead_time(course, figure, began, periods)
    keys, values, reasons = zip(*rows, strict=True)
    at_start = r.standing(model, stood, definition)
    return Reduced(tuple(keys), periods.names, np.array(values), np.array(reasons, np.int8), at_start)


def _row(key: Key, values: Values, reason: int = r.NOT_APPLICABLE) -> Row:
    return key, values, np.where(np.isnan(values), reason, r.KNOWN).astype(np.int8)


def _partners(course: Course, in_hand: InHand, partners: tuple[str, ...], at: Whole, periods: Periods) -> Iterator[Row]:
    found = lying(stays_at_partners(course, partners), periods)
    waits = in_hand.mean_wait(at, len(partners))
    queue = np.zeros((len(partners), len(periods.months)))
    np.add.at(queue, at, in_hand.queue)
    for place, partner in enumerate(partners):
        yield from _lies(r.PARTNER, partner, place, found, periods)
        has_places = bool(in_hand.has_places[at == place].any())
        yield from _waits(r.PARTNER, partner, queue[place], waits[place], periods, has_places=has_places)


def _steps(course: Course, in_hand: InHand, periods: Periods) -> Iterator[Row]:
    found, n = lying(stays_at_steps(course), periods), len(course.model.steps)
    waits, use = in_hand.mean_wait(np.arange(n), n), in_hand.use()
    for place, step in enumerate(course.model.steps):
        yield from _lies(r.STEP, step, place, found, periods)
        has_places = bool(in_hand.has_places[place])
        yield from _waits(r.STEP, step, in_hand.queue[place], waits[place], periods, has_places=has_places)
        yield _row(Key(r.STEP, step, "use"), use[place])


def _lies(about: str, id: str, place: int, found: Lying, periods: Periods) -> Iterator[Row]:
    yield _row(Key(about, id, "stock"), periods.at_end(found.stock[place : place + 1, 1:])[0])
    yield _row(Key(about, id, "left"), found.left[place])
    yield _row(Key(about, id, "sojourn_days"), found.sojourn_days[place])


def _waits(about: str, id: str, queue: Values, wait: Values, periods: Periods, *, has_places: bool) -> Iterator[Row]:
    """Waiting for a place; where no number of places is known waiting is not apart from the rest of the stay."""
    at_end = periods.at_end(queue[None])[0]
    yield _row(Key(about, id, "queue"), at_end if has_places else np.full_like(at_end, np.nan))
    yield _row(Key(about, id, "waiting_days"), wait)


def _lead_time(course: Course, figure: LeadTime, began_s: tuple[int, ...], periods: Periods) -> Iterator[Row]:
    is_wanted = _wanted(course, figure)
    spans = spans_of(course, figure, began_s, is_wanted)
    month = periods.month_of(spans.start_s) - 1
    groups = ((month, len(periods.months)), (periods.year_of[month], len(periods.years)), (month * 0, 1))
    norm_s = figure.norm.days * DAY_S if figure.norm else None
    found = [leaving(spans, group, n, tuple(QUANTILES.values()), norm_s) for group, n in groups]
    n = np.concatenate([part.n for part in found])
    can_tell = all(one.attribute == course.model.class_attribute for one in figure.where)
    yield _row(Key(r.LEAD_TIME, figure.id, "started"), n.astype(np.float64) if can_tell else np.full(len(n), np.nan))
    for place, name in enumerate(QUANTILES):
        at = np.concatenate([part.quantiles[:, place] for part in found])
        values = np.where(at == NEVER, np.nan, at / DAY_S)
        reasons = np.where(n == 0, r.NOT_APPLICABLE, np.where(at == NEVER, r.NOT_REACHED, r.KNOWN))
        yield Key(r.LEAD_TIME, figure.id, name), values, reasons.astype(np.int8)
    yield _within(figure, found, norm_s, periods.until_s)


def _within(figure: LeadTime, found: list[Leaving], norm_s: int | None, until_s: int) -> Row:
    """The share within the norm: not yet known where nobody can be followed to it, unless all have left."""
    n, earliest, lowest, within = (
        np.concatenate([getattr(part, name) for part in found]) for name in ("n", "earliest_s", "lowest", "within")
    )
    follow_up = np.where(n == 0, 0, until_s - np.minimum(earliest, until_s))
    is_early = ((norm_s or 0) > follow_up) & (lowest > 0)
    reasons = np.where(is_early, r.NOT_YET_KNOWN, r.KNOWN)
    reasons = np.where((n == 0) | (norm_s is None), r.NOT_APPLICABLE, reasons).astype(np.int8)
    return Key(r.LEAD_TIME, figure.id, "within_norm"), np.where(reasons == r.KNOWN, within, np.nan), reasons


def _wanted(course: Course, figure: LeadTime) -> Bools | None:
    """Which cases meet the conditions of a lead time. A model knows one attribute at most; of others nobody can be told to meet them."""
    if not figure.where:
        return None
    values = sorted({value for one in course.model.arrivals for value in one.classes})
    known = np.ones(len(course.played.case_class), bool)
    for condition in figure.where:
        if condition.attribute != course.model.class_attribute:
            return np.zeros(len(known), bool)
        among = np.array([value in condition.values for value in values] + [False], bool)
        known &= among[course.played.case_class]
    return known
