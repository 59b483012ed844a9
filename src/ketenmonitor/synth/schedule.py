"""Who delivers what when: coverage per partner, cut into deliveries, in the order in which they arrive.

Comes in: a definition and a span of months. Goes out: `Slot`s, one for each delivery that counts, in order of
arrival. The promise: the slots of a partner join up, and end where its coverage ends.

Every partner begins with one large delivery; then some deliver each month and others each quarter. The second partner
keeps records from a quarter later on than the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ketenmonitor.definition import Definition
from ketenmonitor.synth.clock import midnight

YEAR = 12
QUARTER = 3
FEWEST_FOR_A_GAP = 5


@dataclass(frozen=True)
class Slot:
    """One delivery of one partner: everything that happened in `[from_us or the former until_us, until_us]`."""

    partner: str
    index: int
    from_us: int
    until_us: int
    last_day: date
    is_csv: bool
    form: str  # of times: see `clock.written`

    @property
    def delivery_id(self) -> str:
        return f"{self.partner}-{self.last_day:%Y%m}"


@dataclass(frozen=True)
class Schedule:
    """`slots` in order of arrival; `coverage` per partner, from and until, both inclusive."""

    first: date
    end: date
    slots: tuple[Slot, ...]
    coverage: dict[str, tuple[int, int]]

    def of_partner(self, partner: str) -> tuple[tuple[int, Slot], ...]:
        """The partner's slots in the order of time, each with its place in the order of arrival."""
        return tuple(sorted((p for p in enumerate(self.slots) if p[1].partner == partner), key=lambda p: p[1].index))


def schedule_of(definition: Definition, last_day: date, months: int, *, faults: bool) -> Schedule:
    """Deliveries of `months` months up to and including `last_day`; with faults one partner stops early."""
    end = last_day + timedelta(days=1)
    tail = min(YEAR, months // 2 // QUARTER * QUARTER)
    partners = [p for p in definition.partners if reports(definition, p)]
    slots: list[Slot] = []
    coverage = {}
    for rank, partner in enumerate(partners):
        late = QUARTER if rank == 1 and months >= YEAR else 0
        stops = tail // 2 // QUARTER * QUARTER if faults and partner == stopper(definition) else 0
        step = QUARTER if rank % 2 else 1
        back = [n for n in range(tail, -1, -step) if n >= stops]
        begin = midnight(months_before(end, months - late), definition.zone)
        days = [months_before(end, n) for n in back]
        for index, day in enumerate(days):
            is_csv = (rank + index) % 2 == 1
            form = ("offset", "local", "offset" if is_csv else "instant")[(rank + index) % 3]
            until, last = midnight(day, definition.zone), day - timedelta(days=1)
            slots.append(Slot(partner, index, begin, until, last, is_csv, form))
        coverage[partner] = (begin, slots[-1].until_us)
    order = {partner: rank for rank, partner in enumerate(partners)}
    slots.sort(key=lambda slot: (slot.until_us, order[slot.partner]))
    return Schedule(months_before(end, months), end, tuple(_with_a_gap(slots) if faults else slots), coverage)


def reports(definition: Definition, partner: str) -> bool:
    """Whether there is anything that a partner could deliver."""
    by_activities = (a.partner for a in definition.activities.values())
    by_objects = (o.partner for o in definition.objects.values())
    return partner in {*by_activities, *by_objects, *(link.partner for link in definition.links)}


def stopper(definition: Definition) -> str | None:
    """The partner that stops delivering: the last whose events some measure needs, unless it is the only one."""
    measured = {a for x in definition.lead_times.values() for a in x.activities}
    measured |= {a for x in definition.terms.values() for a in x.activities}
    measured |= {a for s in definition.stocks.values() for a in s.activities}
    measured |= {a for h in definition.handovers.values() for a in (h.sent, h.received)}
    needed = [p for p in definition.partners if any(definition.activities[a].partner == p for a in measured)]
    return needed[-1] if len(needed) > 1 else None


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; a day after the 28th becomes the 28th."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, day.day if months == 0 else min(day.day, 28))


def _with_a_gap(slots: list[Slot]) -> list[Slot]:
    """Let the last delivery but two of the first partner arrive only after the one that follows it."""
    places = [place for place, slot in enumerate(slots) if slot.partner == slots[0].partner]
    if len(places) >= FEWEST_FOR_A_GAP:
        missing, following = places[-3], places[-2]
        slots = [*slots[:missing], *slots[missing + 1 : following + 1], slots[missing], *slots[following + 1 :]]
    return slots
