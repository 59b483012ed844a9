"""At the door: figures of which the door does not know every field are refused.

Comes in: anything. Goes out: its rule, or a DisclosureError. The promise: no identifier, no free text, no measure
without a rule and no count without its cell key passes, and a message names fields, never what is in them.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from ketenmonitor.disclosure.rules import COMMON, RULES, Rule
from ketenmonitor.errors import DisclosureError
from ketenmonitor.measures import days_of
from ketenmonitor.measures.figures import NOTES, Figures, Record

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ENDS = ("to", "other")
SERIES_KEYS = {"days", "to", "other", "open", "completed_only"}
KEYS = 2**32


def admit(figures: object) -> tuple[Figures, Rule]:
    """The figures and the rule of their measure. Raises DisclosureError for what may not be judged."""
    if not isinstance(figures, Figures):
        raise DisclosureError("Only figures of a measure can be protected. Give the `Figures` that `measures` made.")
    if figures.measure not in RULES:
        raise DisclosureError(
            f"The measure {figures.measure} may not go out: the door has no rule for it. "
            f"It has rules for: {', '.join(RULES)}. Publish one of these, or write its rule first."
        )
    rule = RULES[figures.measure]
    for number, record in enumerate(figures.records, start=1):
        faults = [*_field_faults(record, rule), *_by_faults(record), *_value_faults(record, rule)]
        if faults := faults or _cell_faults(record, rule):
            where = f"{figures.measure}, record {number}"
            raise DisclosureError(
                f"{where}: {'; '.join(faults)}. Only counts, shares and numbers of days by declared categories go out. "
                "Leave out what identifies, or break down by another attribute."
            )
    return figures, rule


def _field_faults(record: Record, rule: Rule) -> list[str]:
    unknown = sorted(str(name) for name in set(record) - {*COMMON, *rule.figures, *rule.settings, *rule.inside})
    missing = [name for name in ("by", "counted", "notes") if name not in record]
    faults = [f"the door does not know the fields {', '.join(unknown)}"] if unknown else []
    return [*faults, *([f"the fields {', '.join(missing)} are not there"] if missing else [])]


def _by_faults(record: Record) -> list[str]:
    """A number or a date of a case may identify it: only categories, yes and no break down."""
    return [
        f"a breakdown by {name} is not by category"
        for name, value in record.get("by", {}).items()
        if not (value is None or isinstance(value, bool) or (isinstance(value, str) and not DATE.fullmatch(value)))
    ]


def _value_faults(record: Record, rule: Rule) -> list[str]:
    names = ("counted", *rule.counts)
    faults = [f"{name} is not a count" for name in names if name in record and not _is_count(record[name])]
    others = (*rule.rests_on, *rule.inside)
    faults += [f"{name} is not a figure" for name in others if not _is_figure(record.get(name))]
    faults += [f"{name} is no setting" for name in rule.settings if not _is_setting(name, record.get(name))]
    period = record.get("period")
    faults += ["period is not a year, quarter or month"] if period is not None and not _is_period(period) else []
    # What is left over when a flow does not close is an exact number of cases, and a mistake of the program.
    faults += ["residual is not 0"] if record.get("residual") else []
    return [*faults, *(["notes has codes that the door does not know"] if set(record["notes"]) - NOTES else [])]


def _cell_faults(record: Record, rule: Rule) -> list[str]:
    """A count that is not what its cell key is of would get the noise of other cases."""
    cells = record.get("cells") or {}
    if any(not _is_count(count) or not 0 <= key < KEYS for count, key in cells.values()):
        return ["cells has something else than counts and cell keys"]
    faults = [
        f"{name} has no cell key, or one of another count"
        for name in ("counted", *rule.counts)
        if record.get(name) and cells.get(rule.counted_as if name == "counted" else name, (None,))[0] != record[name]
    ]
    parts = {name: share.part for name, share in rule.shares.items() if record.get(name)}
    for name in rule.series:
        points = record.get(name) or ()
        parts |= {f"{name}, {end} at day {p['days']}": f"{end}_{p['days']}" for p in points for end in ENDS if p[end]}
    return faults + [f"{name} has no cell key" for name, part in parts.items() if part not in cells]


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value))


def _is_setting(name: str, value: Any) -> bool:
    is_date = isinstance(value, str) and DATE.fullmatch(value) is not None
    return value is None or is_date if name == "date" else _is_number(value)


def _is_period(value: Any) -> bool:
    return isinstance(value, str) and days_of(value) is not None


def _is_figure(value: Any) -> bool:
    """A number, a list of numbers, or a series of points."""
    if isinstance(value, list | tuple):
        return all(_is_point(v) if isinstance(v, dict) else _is_number(v) for v in value)
    return _is_number(value)


def _is_point(point: dict[str, Any]) -> bool:
    return set(point) <= SERIES_KEYS and all(_is_number(v) for v in point.values())
