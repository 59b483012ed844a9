"""Which cases a record is about: conditions, breakdown, period; and the common fields of a record.

Comes in: the definition, what is asked (dict: `by`, `period`, `basis`, `where`, `theme`, `from`, `until`, all optional)
and what there is to select from. Goes out: records. The promise: a case is in exactly one group of a breakdown, and in
the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from tests.oracles import concern, times
from tests.oracles.knowledge import Table, as_text
from tests.oracles.linking import MIXED, Case, World, value

Condition = tuple[str, set[str]]
What = TypeVar("What")


@dataclass(frozen=True)
class Profile:
    """What a selection looks at in one case: the attributes of the breakdown, and whether the case is meant
    (`selected` is None when that is unknown, because an attribute is)."""

    by: dict[str, str | None]
    selected: bool | None


@dataclass(frozen=True)
class Item(Generic[What]):
    """Something to count; its day decides the period."""

    what: What
    profile: Profile
    day: int


@dataclass(frozen=True)
class Cell(Generic[What]):
    """What one record is about: `counted` is in; `unknown` was left out because a condition cannot be judged."""

    period: str | None
    by: dict[str, str | None]
    counted: list[What]
    unknown: list[What]


def cells(definition: Table, asked: Table, items: list[Item[What]]) -> list[Cell[What]]:
    """Every period (from the first to the last that something counted lies in) and in it every group."""
    items = [item for item in items if between_dates(asked, item.day)]
    selected = [item for item in items if item.profile.selected]
    found = []
    for period in periods_of(asked, [item.day for item in selected]):
        for by in groups(definition, asked, [item.profile for item in selected]):
            there = [item for item in items if in_period(asked, item.day, period) and in_group(item.profile, by)]
            counted = [item.what for item in there if item.profile.selected]
            found.append(Cell(period, by, counted, [item.what for item in there if item.profile.selected is None]))
    return found


def not_delivered(definition: Table, measure: str, entry_id: str | None, asked: Table, blank: Table) -> list[Table]:
    """The records when a partner concerned has delivered nothing at all: one per group, without period or figures."""
    figures = {**blank, "counted": None, "notes": ["not-delivered"]}
    return [record(measure, entry_id, None, by, figures) for by in groups(definition, asked, [])]


def conditions(definition: Table, entry: Table, asked: Table) -> list[Condition]:
    """All conditions that must hold: of the measure itself, of the theme and of the question."""
    theme = asked.get("theme")
    tables = [entry.get("where", {}), asked.get("where", {})]
    if theme:
        tables.append(definition["themes"][theme]["where"])
    found = []
    for name, wanted in [pair for table in tables for pair in table.items()]:
        kind = definition["attributes"][name]["type"]
        values = wanted if isinstance(wanted, list) else [wanted]
        found.append((name, {as_text(one, kind) for one in values}))
    return found


def profile(world: World, case: Case, asked: Table, meant: list[Condition]) -> Profile:
    """Look a case up. One condition that fails decides; else one that is unknown makes all unknown."""
    verdicts = [verdict(value(world, case, name), wanted) for name, wanted in meant]
    selected = False if False in verdicts else None if None in verdicts else True
    return Profile({name: value(world, case, name) for name in asked.get("by", [])}, selected)


def verdict(found: str | None, wanted: set[str]) -> bool | None:
    """Whether a value is one of those wanted; `mixed` never is, and nothing is unknown."""
    return None if found is None else found != MIXED and found in wanted


def later_information(definition: Table, meant: list[Condition], starts: list[str]) -> list[str]:
    """The note for a condition on an attribute that not every start's object can carry."""
    for name, _ in meant:
        carriers = {kind for kind, table in definition["objects"].items() if name in table.get("attributes", [])}
        carriers |= {a["object"] for a in definition["activities"].values() if name in a.get("attributes", [])}
        if not concern.types_of(definition, starts) <= carriers:
            return ["selected-on-later-information"]
    return []


def groups(definition: Table, asked: Table, profiles: Iterable[Profile]) -> Iterator[dict[str, str | None]]:
    """The total, and every combination of the values of the breakdown's attributes: all declared ones (or those that
    occur, for types without a list), `mixed` when it occurs, and null."""
    yield {}
    names = asked.get("by", [])
    if not names:
        return
    seen = list(profiles)
    columns = []
    for name in names:
        attribute = definition["attributes"][name]
        occurring = {one.by[name] for one in seen}
        declared = attribute["values"] if attribute["type"] == "category" else ["false", "true"]
        if attribute["type"] not in ("category", "boolean"):
            declared = sorted(text for text in occurring if text not in (None, MIXED))
        columns.append([*declared, *([MIXED] if MIXED in occurring else []), None])
    for combination in product(*columns):
        yield dict(zip(names, combination, strict=True))


def in_group(found: Profile, group: dict[str, str | None]) -> bool:
    """Whether a case belongs to a group; all belong to the total, which asks nothing."""
    return all(found.by[name] == wanted for name, wanted in group.items())


def between_dates(asked: Table, day: int) -> bool:
    """Whether a local day lies within `from` and `until`, both included."""
    first, last = asked.get("from"), asked.get("until")
    return (first is None or times.to_day(first) <= day) and (last is None or day <= times.to_day(last))


def periods_of(asked: Table, days: Iterable[int]) -> list[str | None]:
    """Every period from the first to the last that contains one of the days; one without name if none is asked."""
    kind, days = asked.get("period"), list(days)
    if not kind:
        return [None]
    return [*times.periods(min(days), max(days), kind)] if days else []


def in_period(asked: Table, day: int, period: str | None) -> bool:
    """Whether a day lies in a period."""
    return period is None or times.period_of(day, asked["period"]) == period


def record(
    measure: str, entry_id: str | None, period: str | None, by: dict[str, str | None], figures: Table, unknown: int = 0
) -> Table:
    """A record: the common fields that the reference fills, then the measure's own. `figures` brings `counted` and
    `notes`; `unknown` is how many were left out because an attribute of a condition is not known."""
    notes = {*figures["notes"], *(["attribute-unknown"] if unknown else [])}
    extra = {"attribute_unknown": unknown} if unknown else {}
    common = {"measure": measure, "id": entry_id, "period": period, "by": by, "notes": sorted(notes)}
    return {**figures, **common, **extra}
