"""What is wrong with a scenario, held against its chain and against itself.

Comes in: the values of a file, of the right form. Goes out: a finding for each fault. The promise: each entry is looked at whatever is
wrong with the others; what is missing or was told already gives no second fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ketenmonitor.definition import Definition, check_condition
from ketenmonitor.toml import Document, Finding, Place, choices, listed
from ketenmonitor.whatif.scenario.contradictions import (
    UNITS,
    Placed,
    always,
    among,
    between_arrivals,
    between_capacities,
    of_no_use,
    shares_over_one,
)
from ketenmonitor.whatif.scenario.periods import said_in
from ketenmonitor.whatif.scenario.schema import MOST_ENTRIES, MOST_YEARS

LISTS = ("capacity", "arrivals", "closed", "route", "priority")
DAYS_A_MONTH = 31  # cases of one whole month can be followed
COARSE = ("category", "boolean")  # types of attributes of which many cases share a value
Values = Mapping[str, Any]


def check_scenario(values: Values, definition: Definition, document: Document) -> Iterator[Finding]:
    """All findings beyond the form."""
    if document.complete and not any(said for name, said in document.values.items() if name != "scenario"):
        yield Finding("nothing-asked", ("scenario",))
    for table in LISTS:
        if len(values.get(table, ())) > MOST_ENTRIES:
            words = {"count": str(len(values[table])), "most": str(MOST_ENTRIES)}
            yield Finding("too-many", (table, MOST_ENTRIES), words)
            return
    yield from _check_horizon(values)
    for table, index, entry in _entries(values):
        yield from _check_days((table, index), entry, values.get("scenario", {}))
        yield from _check_names((table, index), entry, definition)
        yield from _check_amounts((table, index), document)
        yield from _check_route((table, index), entry, definition)
        yield from _check_where((table, index), entry, definition)
    yield from _check_search(values, definition)
    yield from _check_contradictions(values, document)
    yield from _check_attributes(values, definition, document)


def _entries(values: Values) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Those that could be read."""
    return ((table, index, entry) for table in LISTS for index, entry in enumerate(values.get(table, ())) if entry)


def _check_horizon(values: Values) -> Iterator[Finding]:
    said = values.get("scenario", {})
    begin, end = said.get("from"), said.get("until")
    if begin is None or end is None:
        return
    if end < begin:
        yield Finding("ends-before", ("scenario", "until"), {"begin": str(begin)})
    elif end >= (last := years_after(begin, MOST_YEARS)):
        words = {"most": f"{MOST_YEARS}", "begin": str(begin), "last": str(last - timedelta(days=1))}
        yield Finding("too-long", ("scenario", "until"), words)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _check_days(place: Place, entry: Values, around: Values) -> Iterator[Finding]:
    """That nothing ends before it begins, and all is within the scenario."""
    begin, end = around.get("from"), around.get("until")
    if begin and end and end < begin:
        begin, end = None, None  # that has been told
    if "from" in entry and "until" in entry and entry["until"] < entry["from"]:
        yield Finding("ends-before", (*place, "until"), {"begin": str(entry["from"])})
    for key in ("from", "until"):
        if key in entry and begin and entry[key] < begin:
            yield Finding("before-start", (*place, key), {"begin": str(begin)})
        elif key in entry and end and entry[key] > end:
            yield Finding("after-end", (*place, key), {"end": str(end)})


def _check_names(place: Place, entry: Values, definition: Definition) -> Iterator[Finding]:
    known: dict[str, tuple[str, Iterable[str]]] = {
        "partner": ("partner", definition.partners),
        **dict.fromkeys(("step", "to", "at"), ("activity", definition.activities)),
    }
    for key, (noun, names) in known.items():
        if key in entry and entry[key] not in names:
            words = {"noun": noun, "name": entry[key], "choices": choices(entry[key], names)}
            yield Finding("not-in-chain", (*place, key), words)


def _check_amounts(place: Place, document: Document) -> Iterator[Finding]:
    """That of keys that exclude each other there is one. What could not be read counts as written."""
    table, index = place
    written: Values = document.values[str(table)][index]
    groups: dict[str, tuple[tuple[str, ...], ...]] = {
        "capacity": (("partner", "step"), UNITS),
        "closed": (("partner", "step"),),
        "priority": (("partner", "step"),),
        "route": (("to", "none"),),
    }
    for keys in groups.get(str(table), ()):
        named = [key for key in keys if key in written and written[key] is not False]
        if len(named) != 1:
            where = (*place, named[1]) if named else place
            found = f"more than one ({listed(named)})" if named else "none"
            yield Finding("one-of", where, {"found": found, "names": listed(keys)})


def _check_route(place: Place, entry: Values, definition: Definition) -> Iterator[Finding]:
    step, to = (definition.activities.get(entry.get(key, "")) for key in ("step", "to"))
    if not step or not to:
        return
    if step == to:
        yield Finding("to-itself", (*place, "to"))
    elif to.object not in (inside := definition.types_in_a_case_of(step.object)):
        words = {"to": to.id, "to_object": to.object, "object": step.object, "step": step.id}
        yield Finding("cannot-follow", (*place, "to"), {**words, "inside": listed(sorted(inside))})


def _check_where(place: Place, entry: Values, definition: Definition) -> Iterator[Finding]:
    asked = entry.get("where")
    if asked is None:
        return
    if len(asked) != 1:
        yield Finding("one-condition", (*place, "where"), {"count": str(len(asked))})
    for name, value in asked.items():
        at, attribute = (*place, "where", name), definition.attributes.get(name)
        if attribute is None:
            words = {"noun": "attribute", "name": name, "choices": choices(name, definition.attributes)}
            yield Finding("not-in-chain", at, words)
        elif attribute.type not in COARSE:
            yield Finding("attribute-too-fine", at, {"name": name, "type": attribute.type})
        else:
            yield from check_condition(at, attribute, value)


def _check_search(values: Values, definition: Definition) -> Iterator[Finding]:
    asked, around = values.get("search", {}), values.get("scenario", {})
    with_norm = {name: one.norm for name, one in definition.lead_times.items() if one.norm}
    name, by = asked.get("lead_time"), asked.get("by")
    if name is not None and name not in definition.lead_times:
        words = {"noun": "lead time", "name": name, "choices": choices(name, definition.lead_times)}
        yield Finding("not-in-chain", ("search", "lead_time"), words)
    elif name is not None and name not in with_norm:
        yield Finding("no-norm", ("search", "lead_time"), {"name": name, "choices": choices(name, with_norm)})
    for index, partner in enumerate(asked.get("partners", ())):
        if partner and partner not in definition.partners:
            words = {"noun": "partner", "name": partner, "choices": choices(partner, definition.partners)}
            yield Finding("not-in-chain", ("search", "partners", index), words)
    if by and "until" in around and by > around["until"]:
        yield Finding("after-end", ("search", "by"), {"end": str(around["until"])})
    elif by and "from" in around and (norm := with_norm.get(name or "")):
        yield from too_early(around["from"], by, norm.days)


def too_early(begin: date, by: date, days: int) -> Iterator[Finding]:
    """A finding when no case could both begin in the simulation and have its norm before a day."""
    first = begin + timedelta(days=days + DAYS_A_MONTH)
    if by < first:
        yield Finding("by-too-early", ("search", "by"), {"begin": str(begin), "days": str(days), "first": str(first)})


def _check_contradictions(values: Values, document: Document) -> Iterator[Finding]:
    line = document.line_of
    capacity, arrivals = _placed(values, "capacity", document), _placed(values, "arrivals", document)
    closed, route, priority = (_placed(values, name, document) for name in ("closed", "route", "priority"))
    whole = [one for one in capacity if sum(unit in one.said for unit in UNITS) == 1]
    yield from among(whole, between_capacities, line)
    yield from among([one for one in arrivals if "per_cent" in one.said], between_arrivals, line)
    yield from among(closed, always("closed-twice"), line)
    yield from of_no_use(whole, closed, line)
    ways = [one for one in route if "share" in one.said]
    yield from shares_over_one(ways, line)
    yield from among(
        [_by_end(one) for one in ways if "to" in one.said or "none" in one.said], always("route-twice"), line
    )
    yield from among(priority, always("priority-twice"), line)


def _by_end(one: Placed) -> Placed:
    """A route by both its ends."""
    return Placed(one.place, frozenset({f"{min(one.about)} {one.said.get('to', '')}"}), one.period, one.said)


def _placed(values: Values, table: str, document: Document) -> list[Placed]:
    """The entries of which it is known what they are about, and when: what could not be read contradicts nothing."""
    found = []
    for index, entry in enumerate(values.get(table, ())):
        about = {f"{key} {entry[key]}" for key in ("partner", "step") if key in entry} if entry else set()
        if entry and table == "arrivals":
            about = {entry.get("at", "")}
        if len(about) == 1 and document.values[table][index].keys() == entry.keys():
            days = said_in(entry)
            dated = table != "closed" or {"from", "until"} <= entry.keys()
            found += [Placed((table, index), frozenset(about), days, entry)] if days.begin < days.end and dated else []
    return found


def _check_attributes(values: Values, definition: Definition, document: Document) -> Iterator[Finding]:
    """That cases are told apart by one attribute only."""
    named: list[tuple[Place, str]] = [
        ((table, index, "where", name), name)
        for table, index, entry in _entries(values)
        for name in entry.get("where", ())
        if name in definition.attributes and len(entry["where"]) == 1
    ]
    figure = definition.lead_times.get(values.get("search", {}).get("lead_time", ""))
    conditions = figure.where if figure else ()
    if len(conditions) > 1:
        words = {"name": figure.id if figure else "", "count": str(len(conditions))}
        yield Finding("too-particular", ("search", "lead_time"), words)
    named += [(("search", "lead_time"), one.attribute) for one in conditions[:1]]
    for place, name in named[1:]:
        if name != named[0][1]:
            yield Finding(
                "another-attribute", place, {"other": named[0][1], "line": str(document.line_of(named[0][0]))}
            )
