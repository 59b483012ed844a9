"""From a definition to a plausible process: which activity follows which, how likely, after how long.

Comes in: any sound definition. Goes out: `Step`s in the order in which a case meets them. The promise: what a
definition calls a start comes before what it calls the end, wherever the definition does not contradict itself.

A definition says what is measured, not how the work goes. So the steps are read from the measures: an end follows its
start, received follows sent, leaving follows entering. What ends a case early is tried just before what it competes
with; what nothing measures, and what only begins a pause, happens now and then.
"""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.definition import Definition, LeadTime, Term

ENDS_EARLY = 0.22  # of those who come to a place where a case can end early
SELDOM = 0.35  # what only begins a pause
NOW_AND_THEN = 0.4  # what nothing measures
OFTEN = 0.7  # what is only a start
PAUSES = 3  # times that a pause can begin in one case
WORKING_WEEK = 1.4  # calendar days in a working day
SHARE_OF_LIMIT = 0.9  # of the time that the shortest limit leaves for a step, how much it typically takes
UNLIMITED_DAYS = 21.0  # typical waiting for a step without any limit
HANDOVER_DAYS = 9.0  # typical waiting between partners, unless a limit is shorter
BEFORE_ALL, AFTER_ALL = -(2**62), 2**62  # microseconds

Arrow = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """One place in the process: with this `chance` the activity happens, typically `wait_days` after the step before.

    `after`: one of these must have happened to the same object, and none of `unless`. A step that `stops` is the last
    of its case. `since_us` and `until_us` (not included): of those whose step before lies in that time.
    """

    activity: str
    object: str
    chance: float
    wait_days: float
    after: tuple[str, ...] = ()
    stops: bool = False
    times: int = 1
    unless: tuple[str, ...] = ()
    since_us: int = BEFORE_ALL
    until_us: int = AFTER_ALL


@dataclass(frozen=True)
class Roles:
    """What the measures make of the activities."""

    order: tuple[str, ...]
    arrows: tuple[Arrow, ...]
    starts: frozenset[str]
    pauses: frozenset[str]
    ends: frozenset[str]
    early: frozenset[str]  # ends the case, while others go on
    last: frozenset[str]  # the last way to the end of some measure


def steps_of(definition: Definition) -> tuple[Step, ...]:
    """The process of one definition, in order."""
    roles = roles_of(definition)
    rivals = {activity: rivals_of(definition, roles, activity) for activity in roles.order if activity in roles.early}
    steps: list[Step] = []
    for activity in roles.order:
        wait = _wait_days(definition, roles, activity)
        steps += [_step(definition, roles, early, wait, stops=True) for early in rivals if activity in rivals[early]]
        if activity not in roles.early or activity in roles.last:
            steps.append(_step(definition, roles, activity, wait, stops=False))
        elif not rivals[activity]:
            steps.append(_step(definition, roles, activity, wait, stops=True))
    return tuple(steps)


def roles_of(definition: Definition) -> Roles:
    """Who starts, ends, pauses and ends early."""
    arrows = arrows_of(definition)
    order = in_order(definition, arrows)
    limits, stocks = limits_of(definition), definition.stocks.values()
    handovers, pauses = definition.handovers.values(), definition.pauses.values()
    starts = {a for x in limits for a in x.starts} | {a for s in stocks for a in s.enters} | {h.sent for h in handovers}
    begins_pause = {a for p in pauses for a in p.starts}
    other_ends = {a for x in limits for a in x.other_ends}
    ways = [(*x.ends, *x.other_ends) for x in limits] + [s.leaves for s in stocks]
    ends = {a for way in ways for a in way} | {h.received for h in handovers} | {a for p in pauses for a in p.ends}
    not_last = {a for way in ways for a in way if a != max(way, key=order.index)}
    return Roles(
        order=order,
        arrows=arrows,
        starts=frozenset(starts),
        pauses=frozenset(begins_pause),
        ends=frozenset(ends),
        early=frozenset((other_ends | not_last) - starts - begins_pause - set(order[:1])),
        last=frozenset(max(x.ends, key=order.index) for x in limits),
    )


def limits_of(definition: Definition) -> tuple[LeadTime | Term, ...]:
    """Everything that has starts, ends and other ends."""
    return (*definition.terms.values(), *definition.lead_times.values())


def arrows_of(definition: Definition) -> tuple[Arrow, ...]:
    """(before, after): all that the measures say of order, without what contradicts what was said earlier."""
    said = [(h.sent, h.received) for h in definition.handovers.values()]
    said += [(a, b) for p in definition.pauses.values() for a in p.starts for b in p.ends]
    said += [(a, b) for s in definition.stocks.values() for a in s.enters for b in s.leaves]
    said += [(a, b) for x in limits_of(definition) for a in x.starts for b in (*x.ends, *x.other_ends)]
    kept: list[Arrow] = []
    for before, after in dict.fromkeys(said):
        if before not in reachable(after, set(kept)):
            kept.append((before, after))
    return tuple(kept)


def reachable(start: str, arrows: set[Arrow]) -> frozenset[str]:
    """All that can be reached along arrows, the start included."""
    found, frontier = {start}, {start}
    while frontier:
        frontier = {b for a, b in arrows if a in frontier} - found
        found |= frontier
    return frozenset(found)


def in_order(definition: Definition, arrows: tuple[Arrow, ...]) -> tuple[str, ...]:
    """All activities, each after what it follows, and else as in the file."""
    order: list[str] = []
    left = list(definition.activities)
    while left:
        following = next(a for a in left if not any(before in left for before, after in arrows if after == a))
        order.append(following)
        left.remove(following)
    return tuple(order)


def rivals_of(definition: Definition, roles: Roles, early: str) -> tuple[str, ...]:
    """The steps of the same object before which an early end is tried: it competes with them, and something began."""
    ways = [(*x.ends, *x.other_ends) for x in limits_of(definition)] + [s.leaves for s in definition.stocks.values()]
    rivals = {rival for way in ways if early in way for rival in way} - roles.early
    begun = min((roles.order.index(before) for before, after in roles.arrows if after == early), default=0)
    return tuple(
        activity
        for activity in roles.order[begun + 1 :]
        if activity in rivals and definition.activities[activity].object == definition.activities[early].object
    )


def _step(definition: Definition, roles: Roles, activity: str, wait_days: float, *, stops: bool) -> Step:
    own = definition.activities[activity].object
    before = [a for a, b in roles.arrows if b == activity]
    elsewhere = any(definition.activities[a].object != own for a in before)
    chance = ENDS_EARLY if stops else _chance(definition, roles, activity)
    return Step(
        activity=activity,
        object=own,
        chance=chance,
        wait_days=wait_days,
        after=() if elsewhere else tuple(before),
        stops=stops,
        times=PAUSES if chance == SELDOM else 1,
    )


def _chance(definition: Definition, roles: Roles, activity: str) -> float:
    own = definition.activities[activity].object
    received = [definition.activities[h.received] for h in definition.handovers.values() if h.sent == activity]
    crosses = any(a.object != own for a in received)
    if activity == roles.order[0] or crosses or activity in roles.last:
        return 1.0
    if activity in roles.pauses:
        return SELDOM
    if activity in roles.ends or activity == next(a for a in roles.order if definition.activities[a].object == own):
        return 1.0
    return OFTEN if activity in roles.starts else NOW_AND_THEN


def _wait_days(definition: Definition, roles: Roles, activity: str) -> float:
    """Typical days since the step before: its part of the shortest limit that it falls under."""
    if activity == roles.order[0]:
        return 0.0
    spans: list[tuple[tuple[str, ...], tuple[str, ...], float]] = []
    for t in definition.terms.values():
        spans.append((t.starts, t.ends, t.days * (WORKING_WEEK if t.counting == "working" else 1)))
    spans += [(x.starts, x.ends, x.norm.days) for x in definition.lead_times.values() if x.norm and not x.where]
    spans += [(s.enters, s.leaves, s.old_after_days) for s in definition.stocks.values() if s.old_after_days]
    parts = [HANDOVER_DAYS] if any(h.received == activity for h in definition.handovers.values()) else []
    for starts, ends, days in spans:
        first, last = min(map(roles.order.index, starts)), max(map(roles.order.index, ends))
        within = [a for a in roles.order[first + 1 : last + 1] if _is_on_the_way(definition, roles, a)]
        if activity in within or activity in ends:
            parts.append(SHARE_OF_LIMIT * days / max(1, len(within)))
    return min(parts, default=UNLIMITED_DAYS)


def _is_on_the_way(definition: Definition, roles: Roles, activity: str) -> bool:
    return (activity not in roles.early or activity in roles.last) and _chance(definition, roles, activity) >= OFTEN
