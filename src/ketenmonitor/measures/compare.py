"""Compare: which figures moved between two moments of knowledge, and by how much.

Comes in: the same measure as known at two moments. Goes out: a record for every value that is not the same. The
promise: a figure that appeared, vanished or became known is told as such and never as a move from or to zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketenmonitor.measures.figures import Figures, Record

# What a figure is about, beside its chain, measure, id, period and breakdown.
IDENTITY = (
    "date", "from", "to", "from_activity", "to_activity", "activities", "publisher", "of_measure", "measure_id", "field",
)  # fmt: skip
ABOUT = (
    "chain", "measure", "id", "period", "by", "unit", "view", "definition_version", "known_at", "complete_until", "behind", "gone", "notes",
)  # fmt: skip
MOVED, APPEARED, VANISHED, KNOWN, UNKNOWN = "moved", "appeared", "vanished", "became-known", "became-unknown"


def compare(now: Figures, then: Figures) -> Figures:
    """One record per value that differs: `value` as known at `known_at`, `compared` as known at `compared_to`.

    `change` is `moved`; `appeared` or `vanished` (there is no such figure at the other moment); `became-known` or
    `became-unknown` (it is null at the other). `difference` = value - compared, null unless both are numbers.
    """
    after, before = ({_key(r): r for r in figures.records} for figures in (now, then))
    records = []
    for key in dict.fromkeys((*after, *before)):
        records += list(_differences(after.get(key), before.get(key)))
    return Figures(now.chain, now.measure, tuple(records))


def _key(record: Record) -> str:
    """Which figure it is. A stock without a period is that of the last complete day, which moves with what is known."""
    names = [name for name in IDENTITY if name != "date" or record["measure"] == "reconcile"]
    return repr([record.get(name) for name in ("id", "period", *names)] + sorted(record["by"].items(), key=repr))


def _differences(after: Record | None, before: Record | None) -> Iterator[Record]:
    one = after or before
    assert one is not None
    about = {name: one[name] for name in ("chain", "measure", "id", "period", "by", "unit")}
    about |= {name: one[name] for name in IDENTITY if name in one}
    if before and before.get("date") != one.get("date"):
        about["compared_date"] = before["date"]
    moments = {
        "known_at": after["known_at"] if after else None,
        "compared_to": before["known_at"] if before else None,
        "definition_version": one["definition_version"],
    }
    values, others = (dict(_numbers(r)) if r else {} for r in (after, before))
    for name in dict.fromkeys((*values, *others)):
        value, compared = values.get(name), others.get(name)
        if value != compared or (after is None) != (before is None):
            yield {
                **about,
                **({"field": name} if "field" not in about else {"value_of": name}),
                "value": value,
                "compared": compared,
                "difference": None if value is None or compared is None else value - compared,
                "change": _change(after, before, value, compared),
                **moments,
                "notes": sorted({*(after or one)["notes"]}),
            }


def _change(after: Record | None, before: Record | None, value: Any, compared: Any) -> str:
    if before is None:
        return APPEARED
    if after is None:
        return VANISHED
    if compared is None:
        return KNOWN
    return UNKNOWN if value is None else MOVED


def _numbers(record: Record) -> Iterator[tuple[str, Any]]:
    """The numbers of a record by name; `ends.30.to` and `ci95_median.low` for those inside lists."""
    for name, value in record.items():
        if name in ABOUT or name in IDENTITY:
            continue
        if name == "ends":
            for end in value or []:
                yield from ((f"ends.{end['days']}.{part}", end[part]) for part in ("to", "other", "open"))
        elif name == "ci95_median":
            low, high = value or (None, None)
            yield from (("ci95_median.low", low), ("ci95_median.high", high))
        else:
            yield from _parts(name, value)


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The numbers inside a field; of a list of figures each by its id: `effect.lead_times.ID.open_without`."""
    if isinstance(value, dict):
        for part, inside in value.items():
            yield from _parts(f"{name}.{part}", inside)
    elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
        for one in value:
            yield from _parts(f"{name}.{one['id']}", {part: number for part, number in one.items() if part != "id"})
    else:
        yield name, value
