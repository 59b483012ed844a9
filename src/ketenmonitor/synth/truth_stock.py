"""What stocks and flows must be: the days on which objects came in and went out.

Comes in: what was seen of a world. Goes out: records. The promise: start + entered - left = end.
"""

from __future__ import annotations

import numpy as np

from ketenmonitor.definition import Stock
from ketenmonitor.synth.columns import Pairs
from ketenmonitor.synth.seen import Seen, happenings, known_of, members
from ketenmonitor.synth.truth_concern import of_stock
from ketenmonitor.synth.truth_record import Record

NEVER = 2**40  # a day that does not come


def stock(seen: Seen, entry: Stock, stayed: Pairs) -> Record:
    """What was in at the end of the last complete day."""
    last = of_stock(seen, entry).last_day
    entered, left = stayed
    ages = last - entered[(entered <= last) & (left > last)]
    old = None if entry.old_after_days is None else int((ages > entry.old_after_days).sum())
    return {"date": str(np.datetime64(last, "D")), "stock": len(ages), "old": old}


def flows(seen: Seen, entry: Stock, stayed: Pairs) -> dict[str, Record]:
    """What came and went, in every year that was wholly delivered."""
    window = of_stock(seen, entry)
    entered, left = stayed
    found = {}
    for year in range(1970 + window.first_day // 366, 1972 + window.last_day // 365):
        first, beyond = (int(np.datetime64(f"{y}-01-01", "D").astype(np.int64)) for y in (year, year + 1))
        if window.covers_end_of(first - 1) and window.covers_end_of(beyond - 1):
            found[str(year)] = {
                "start": int(((entered < first) & (left >= first)).sum()),
                "entered": int(((entered >= first) & (entered < beyond)).sum()),
                "left": int(((left >= first) & (left < beyond)).sum()),
                "end": int(((entered < beyond) & (left >= beyond)).sum()),
            }
    return found


def stays(seen: Seen, entry: Stock) -> Pairs:
    """The local dates on which objects entered and left (or `NEVER`); what changes nothing is ignored."""
    world, definition = seen.world, seen.world.definition
    objects, is_unit = known_of(seen, entry.object), entry.object == definition.unit
    only_own = not is_unit and {definition.activities[a].object for a in entry.activities} == {entry.object}
    own = (objects, objects) if only_own else members(seen, objects, is_unit=is_unit)
    case, event = happenings(seen, own, entry.activities)
    ranks = np.array([definition.partners[a.partner].rank for a in definition.activities.values()])
    order = np.lexsort((event, ranks[world.event_activity[event]], world.event_at[event], case))
    case, event = case[order], event[order]
    names = tuple(definition.activities)
    enters = np.isin(world.event_activity[event], [names.index(a) for a in entry.enters])
    was_in = np.roll(enters, 1) & (np.diff(case, prepend=-1) == 0)  # out, before the first event of a case
    changes = enters != was_in
    case, enters, day = case[changes], enters[changes], world.clock.day(world.event_at[event[changes]])
    goes_on = np.append(case[1:] == case[:-1], False)[: len(case)]
    left = np.where(goes_on, np.roll(day, -1), NEVER)
    return day[enters], left[enters]
