"""Made-up records of every measure, as `measure` gives them, and the chain that they are of."""

from __future__ import annotations

from typing import Any

from tests.unit.disclosure.tables import Record, common, flow, handover, lead_time, stock, term
from tests.unit.release.chains import CHAIN, chain, chain_curve

__all__ = ["CHAIN", "Record", "chain", "records", "with_null"]

MORE = """
[attributes.eenheid]
title = { nl = "Eenheid", en = "Unit" }
type = "category"
values = ["Noord", "Zuid"]
"""
GROUPS: tuple[Record, ...] = ({}, {"eenheid": "Noord"}, {"eenheid": None})
PERIODS = ("2023", "2024", "2025")


def linkage() -> list[Record]:
    ends = {"from": "zaak", "to": "zaak"}
    one = common("linkage", {}, **ends, counted=1000, objects=1000, linked=812, share=0.812, conflicts=37)
    none: Record = {**ends, "counted": None, "objects": None, "linked": None, "share": None, "conflicts": None}
    return [{**one, "id": None}, {**common("linkage", {}, **none), "id": None, "notes": ["not-delivered"]}]


def path(n: int = 25) -> list[Record]:
    return [
        common(
            "path", {}, from_activity="begin", to_activity="klaar" if k else "gestopt", times=4000 - 150 * k,
            cases=3900 - 150 * k, counted=3900 - 150 * k, median_days=12.5 + k, p90_days=None if k == 3 else 90.0 + k,
        ) | {"notes": ["not-applicable"] if k == 3 else [], "id": None}
        for k in range(n)
    ]  # fmt: skip


def variant(n: int = 18) -> list[Record]:
    return [
        common(
            "variant", {}, activities=["begin", *["klaar"] * k, "gestopt"], cases=1000 - 50 * k, counted=1000 - 50 * k,
            share=(1000 - 50 * k) / 12000, median_days=101.5 + k,
        ) | {"id": None}
        for k in range(n)
    ]  # fmt: skip


def reconcile() -> list[Record]:
    pairs = {"2023-06-02": (3156, 3149), "2024-06-02": (2775, 2801), "2025-06-02": (2950, None)}
    return [
        common(
            "reconcile", {}, measure_id="stock een", date=day, published=published, computed=computed,
            counted=computed, difference=None if computed is None else computed - published,
        ) | {"notes": [] if computed else ["not-delivered"]}
        for day, (published, computed) in pairs.items()
    ]  # fmt: skip


def one(measure: str, k: int, by: Record) -> Record:
    """The figure of one period or group; `k` makes it another one."""
    made: dict[str, Any] = {
        "lead-time": lambda: lead_time(5000 + k, 400, 1200, dormant=321, past=900, within=2500, by=by),
        "stock": lambda: stock(1234 + k, 617, 40, by=by),
        "flow": lambda: flow(1100 + k, 512, 331, by=by),
        "handover": lambda: handover(1000 + k, 223, 900, 50, by=by),
        "term": lambda: term(600 + k, 200, 100, 50, 50, by=by),
    }
    record: Record = made[measure]()
    return record


def records(measure: str, *, by: bool = False, period: bool = False) -> list[Record]:
    """The records of a measure; those of a lead time that is not divided have their curve."""
    lists = {"linkage": linkage, "path": path, "variant": variant, "reconcile": reconcile}
    if measure in lists:
        return lists[measure]()
    found = [
        {**one(measure, 7 * n + k, group), "period": name}
        for n, name in enumerate(PERIODS if period else (None,))
        for k, group in enumerate(GROUPS if by else GROUPS[:1])
    ]
    if measure == "lead-time":
        found = [{**record, "notes": ["not-reached"]} for record in found]
        return found if by or period else [*found, chain_curve()]
    return found


def with_null(measure: str, fields: tuple[str, ...], note: str, *, period: bool = False) -> list[Record]:
    """The same, of which the first has nothing in these fields."""
    first, *others = records(measure, by=not period, period=period)
    return [{**first, **dict.fromkeys(fields), "notes": [note]}, *others]
