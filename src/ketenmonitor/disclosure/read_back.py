"""From a published record back to counts: every number of cases in it, said outright or as a share.

Comes in: a record before protection, and its columns as they were published. Goes out: `Seen` counts. The promise: a share
of a published count is a count too, and is read as one; medians and other days of cases are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.reader import CAPPED, CELL_KEY, SHARE, Place, Seen
from ketenmonitor.disclosure.rules import RULES
from ketenmonitor.disclosure.shown import cell_of
from ketenmonitor.measures import Record

CURVE, LEAD_TIME = "lead-time-curve", "lead-time"
UNKNOWN = "unknown"
ENDS = ("to", "other")
ALL = 1 - 1e-9
OF_STOCK = {"stock": ("stock", "old", "counted"), "flow": ("start", "end")}
Columns = Mapping[str, Any]


def seen_in(release: int, record: Record, shown: Columns, stock_method: str = CELL_KEY) -> Iterator[Seen]:
    """The counts of one record. `shown`: by column, null when it was hidden; what was not published is not there."""
    rule = RULES[record["measure"]]
    for name in ("counted", *rule.counts):
        if name in shown and record.get(name) is not None:
            key = cell_of(record, rule.counted_as if name == "counted" else name)[1]
            method = stock_method if name in OF_STOCK.get(record["measure"], ()) else CELL_KEY
            yield Seen(_place(release, record, name), shown[name], record[name], key, method)
    if record["measure"] == LEAD_TIME and shown.get("counted"):
        yield from _shares(release, record, shown)


def _shares(release: int, record: Record, shown: Columns) -> Iterator[Seen]:
    """What is said as a share of all cases, or of those that completed."""
    wholes = {name: share.whole for name, share in RULES[LEAD_TIME].shares.items()}
    for name, whole in wholes.items():
        field = f"{RULES[LEAD_TIME].shares[name].part}{'' if whole == 'counted' else f'_{whole}'}"
        if record.get(name) is not None and shown.get(name) is not None and shown.get(whole):
            count, is_all = round(record[name] * record[whole]), shown[name] >= ALL
            yield _share(release, record, field, round(shown[name] * shown[whole]), count, is_all)
    for point in record["ends"] or ():
        columns = {end: shown.get(f"{end}_{point['days']}") for end in ENDS}
        yield from _ends(release, record, point, columns, shown["counted"])


def seen_in_curve(release: int, record: Record, shown: Mapping[int, Columns], noise: Perturbation) -> Iterator[Seen]:
    """The counts of a curve, of which `shown` has the columns by number of days."""
    whole = noise.protected(*cell_of(record, "counted"))
    for point in record["points"] or ():
        yield from _ends(release, record, point, shown.get(point["days"], {}), whole)


def _ends(release: int, record: Record, point: Record, columns: Columns, whole: int) -> Iterator[Seen]:
    is_all = sum(columns.get(end) or 0 for end in ENDS) >= ALL
    for end in ENDS:
        if point[end] is not None and columns.get(end) is not None:
            count = round(point[end] * record["counted"])
            yield _share(release, record, f"{end}_{point['days']}", round(columns[end] * whole), count, is_all)


def _share(release: int, record: Record, field: str, shown: int, true: int, is_all: bool) -> Seen:
    """Where no case was open yet the estimate is a count of cases, which may be known from elsewhere."""
    count, key = cell_of(record, field)
    method = CAPPED if is_all else SHARE
    return Seen(_place(release, record, field), shown, true, key if count == true else None, method)


def _place(release: int, record: Record, field: str) -> Place:
    measure = LEAD_TIME if record["measure"] == CURVE else record["measure"]
    by = {name: UNKNOWN if value is None else str(value).lower() for name, value in record["by"].items()}
    return Place(release, measure, record["id"], record.get("date") or record["period"], frozenset(by.items()), field)
