"""The number of an assumption, by its name.

Comes in: a definition and the values of the class. Goes out: names with their numbers. The promise: the same definition gives the same
numbers, whatever the data: an assumption that the data do not call for leaves its number unused.
"""

from __future__ import annotations

from ketenmonitor.definition import Definition

MONTHS, WEEKDAYS = range(1, 13), range(1, 8)
NONE = "none"  # instead of an activity: no further event


def numbers_of(definition: Definition, classes: tuple[str, ...]) -> dict[str, str]:
    """Every name that an assumption of this chain can have, with its number."""
    steps = list(definition.activities)
    names = [f"{what}.{at}" for at in steps for what in ("arrivals", "growth")]
    for step in steps:
        names += [f"{what}.{step}" for what in ("places", "capacity", "workdays")]
        names += [f"{what}.{step}.{to}" for to in (*steps, NONE) for what in ("route", "duration")]
    for at in steps:
        names += [f"dispersion.{at}", f"holiday.{at}"]
        names += [*(f"month.{at}.{month}" for month in MONTHS), *(f"weekday.{at}.{day}" for day in WEEKDAYS)]
    names += [f"spread.{step}" for step in steps]
    for value in classes:
        names += [f"class.{value}", *(f"priority.{step}.{value}" for step in steps)]
    return {name: f"A{number}" for number, name in enumerate(names, 1)}
