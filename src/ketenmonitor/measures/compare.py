"""Compare: which figures moved between two moments of knowledge, and by how much.

Comes in: the same measure as known at two moments. Goes out: a record for every value that is not the same. The
promise: a figure that appeared, vanished or became known is told as such and never as a move from or to zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ketenmonitor.measures.figures import NOT_KNOWN_ANY_MORE, Figures, Record, not_known_any_more

Found = dict[str, Record]

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
    `became-unknown` (it is null at the other). `difference` = value - compared, null unless both are numbers. When what was known
    at one of the moments left since under a rule of retention, no figure appeared or vanished: `notes` says that it cannot be known.
    """
    after, before = ({_key(r): r for r in figures.records} for figures in (now, then))
    if lost := [found for found in (after, before) if any(map(_code, found.values()))]:
        after, before = _beside_lost(after, before, lost)
    records = []
    for key in dict.fromkeys((*after, *before)):
        records += list(_differences(after.get(key), before.get(key)))
    return Figures(now.chain, now.measure, tuple(records))


def _key(record: Record) -> str:
    """Which figure it is. A stock without a period is that of the last complete day, which moves with what is known."""
    names = [name for name in IDENTITY if name != "date" or record["measure"] == "reconcile"]
    return repr([record.get(name) for name in ("id", "period", *names)] + sorted(record["by"].items(), key=repr))


def _code(record: Record) -> str | None:
    """Why this cannot be known any more, if so."""
    return next((note for note in record["notes"] if note in NOT_KNOWN_ANY_MORE), None)


def _beside_lost(after: Found, before: Found, lost: list[Found]) -> tuple[Found, Found]:
    """The same figures at both moments: of a moment that cannot be known any more each of them, without its numbers."""
    whole = next((found for found in (after, before) if found and found not in lost), None)
    keys = dict.fromkeys((*after, *before) if whole is None else whole)
    return _blank(after, before, keys, lost), _blank(before, after, keys, lost)


def _blank(found: Found, other: Found, keys: Iterable[str], lost: list[Found]) -> Found:
    if found and found not in lost:
        return {key: found[key] for key in keys}
    one = next(iter((found or other).values()))
    said = {"known_at": one["known_at"] if found else None, "definition_version": one["definition_version"]}
    code = str(_code(one))
    return {key: found.get(key) or not_known_any_more((other[key],), code)[0] | said for key in keys}


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
    lost = [code for record in (after, before) if record and (code := _code(record))]
    values, others = (dict(_numbers(r)) if r else {} for r in (after, before))
    # Where no number differs, it is said all the same that one cannot be known.
    says_nothing = bool(lost) and all(values.get(name) == others.get(name) for name in (*values, *others))
    for name in dict.fromkeys((*values, *others)):
        value, compared = values.get(name), others.get(name)
        if value != compared or (after is None) != (before is None) or (value is None and says_nothing):
            yield {
                **about,
                **({"field": name} if "field" not in about else {"value_of": name}),
                "value": value,
                "compared": compared,
                "difference": None if value is None or compared is None else value - compared,
                "change": _change(after, before, value, compared),
                **moments,
                "notes": sorted({*(after or one)["notes"], *lost}),
            }


def _change(after: Record | None, before: Record | None, value: Any, compared: Any) -> str:
    if before is None:
        return APPEARED
    if after is None:
        return VANISHED
    if value is None:
        return UNKNOWN
    return KNOWN if compared is None else MOVED


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
