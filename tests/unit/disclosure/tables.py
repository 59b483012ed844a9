"""Tables to feed the door: records as the measures make them, with counts that add up and cell keys."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from ketenmonitor.disclosure import Perturbation, Secrets, protect
from ketenmonitor.disclosure.rules import RULES
from ketenmonitor.measures import Figures
from tests.oracles import survival

Record = dict[str, Any]
DAY = 86_400_000_000
NOISE = Perturbation(5, 2.0, 2)
SECRETS = Secrets(b"made up for tests" * 2, NOISE, 30)
GROUPS = ("Noord", "Zuid", "Oost", None)
ADDED = {
    "lead-time": (
        "counted",
        "completed",
        "other_ends",
        "open",
        "open_dormant",
        "open_past_norm",
        "before_history",
        "within",
    ),
    "stock": ("counted", "stock", "old", "left_without_entry"),
    "flow": ("counted", "start", "entered", "left", "end"),
    "handover": ("counted", "sent", "received", "in_transit", "unmatched"),
    "term": ("counted", "due", "met", "missed", "running", "running_late", "stopped"),
}


def common(measure: str, by: Record, **fields: Any) -> Record:
    return {
        "chain": "proef", "measure": measure, "id": "een", "period": None, "by": by, "unit": "zaak", "view": "all",
        "definition_version": "1", "known_at": "2025-01-01T00:00:00+01:00", "complete_until": "2025-01-01T00:00:00+01:00",
        "notes": [], **fields,
    }  # fmt: skip


def lead_time(
    completed: int, other_ends: int, open: int, dormant: int = 0, past: int = 0, within: int = 0, **more: Any
) -> Record:
    counted = completed + other_ends + open
    part = {"to": completed, "other": other_ends, "open": open}
    shares = [{"days": h, **{name: n / counted if counted else None for name, n in part.items()}} for h in (30, 90)]
    return common(
        "lead-time", more.pop("by", {}), counted=counted, completed=completed, other_ends=other_ends, open=open,
        open_dormant=dormant, open_past_norm=past, before_history=more.pop("before_history", 0), attribute_unknown=0,
        median_days=201.5, p90_days=None, ci95_median=[102.5, None], median_days_net=201.5, p90_days_net=None,
        median_completed_only_days=101.5 if completed else None, p90_completed_only_days=301.5 if completed else None,
        norm_days=365, norm_share=0.8, within_norm=within / counted if counted else None,
        within_norm_net=within / counted if counted else None,
        within_norm_completed_only=within / completed if completed else None, ends=shares, **more,
    )  # fmt: skip


def stock(stock: int, old: int = 0, left_without_entry: int = 0, **more: Any) -> Record:
    ages = {"median_age_days": 41.5, "p90_age_days": 99.5} if stock else {"median_age_days": None, "p90_age_days": None}
    return common(
        "stock", more.pop("by", {}), date="2025-12-31", counted=stock, stock=stock, old=old, entered_while_in=0,
        left_without_entry=left_without_entry, attribute_unknown=0, **ages, **more,
    )  # fmt: skip


def flow(start: int, entered: int, left: int, **more: Any) -> Record:
    return common(
        "flow", more.pop("by", {}), counted=start + entered, start=start, entered=entered, left=left, end=start + entered - left,
        residual=0, clearance_rate=left / entered if entered else None, attribute_unknown=0,
        disposition_time_days=(start + entered - left) / left * 365 if left else None, **more,
    )  # fmt: skip


def handover(sent: int, in_transit: int, received: int, unmatched: int, **more: Any) -> Record:
    return common(
        "handover", more.pop("by", {}), counted=sent, sent=sent, received=received, in_transit=in_transit,
        unmatched=unmatched, before_history=0, attribute_unknown=0, median_days=21.5, p90_days=71.5, **more,
    )  # fmt: skip


def term(met: int, missed: int = 0, running: int = 0, running_late: int = 0, stopped: int = 0, **more: Any) -> Record:
    due = met + missed + running + running_late + stopped
    return common(
        "term", more.pop("by", {}), counted=due, due=due, met=met, missed=missed, running=running,
        running_late=running_late, stopped=stopped, before_history=0, attribute_unknown=0, **more,
    )  # fmt: skip


def curve(cases: list[tuple[int, str]], days: list[int]) -> Record:
    """The curve of cases (days it took, how it ended), read at `days`."""
    steps = survival.curve([(length * DAY, kind) for length, kind in cases])
    lengths = {kind: [length for length, how in cases if how == kind] for kind in ("to", "other", "open")}
    points, ended = [], []
    for day in days:
        there = survival.at(steps, day * DAY)
        by_then = {kind: sum(length <= day for length in lengths[kind]) for kind in ("to", "other")}
        share = by_then["to"] / len(lengths["to"]) if lengths["to"] else None
        values = {"open": float(there.survival), "to": float(there.to), "other": float(there.other)}
        points.append({"days": day, **values, "completed_only": share})
        ended.append({"days": day, **by_then})
    sizes = {"completed": len(lengths["to"]), "other_ends": len(lengths["other"]), "open": len(lengths["open"])}
    return common("lead-time-curve", {}, counted=len(cases), **sizes, points=points, ended=ended)


def key_of(record: Record, cell: str) -> int:
    """A cell key, made up, of the cases of this cell."""
    named = repr((record["measure"], record["id"], record["period"], sorted(record["by"].items()), cell))
    return int.from_bytes(sha256(named.encode()).digest()[:4], "big")


def with_cells(record: Record) -> Record:
    """The record with a cell for each count, as a measure gives it when there are record keys."""
    rule = RULES[record["measure"]]
    counts = {name: record.get(name) for name in (*rule.counts, rule.counted_as)}
    for name, share in rule.shares.items():
        counts[share.part] = round((record.get(name) or 0) * (record[share.whole] or 0))
    for name in rule.series:
        for point in record.get(name) or ():
            for end in ("to", "other"):
                counts[f"{end}_{point['days']}"] = round((point[end] or 0) * record["counted"])
    cells = {name: (count, key_of(record, name)) for name, count in counts.items() if count is not None}
    return {**record, "cells": cells}


def figures(*records: Record) -> Figures:
    return Figures("proef", records[0]["measure"], tuple(with_cells(record) for record in records))


def safe(*records: Record, secrets: Secrets = SECRETS) -> list[Record]:
    """The records as they go out, as plain values."""
    return [thawed(record) for record in protect(figures(*records), secrets).records]


def thawed(value: Any) -> Any:
    """Protected values as plain ones."""
    if hasattr(value, "items"):
        return {key: thawed(one) for key, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, tuple) else value


few = st.one_of(st.integers(0, 12), st.integers(0, 60), st.just(0))


@st.composite
def one(draw: st.DrawFn, measure: str, by: Record) -> Record:
    """One group of a measure."""
    if measure == "lead-time":
        completed, other_ends, is_open = draw(few), draw(few), draw(few)
        some = {"dormant": draw(st.integers(0, is_open)), "past": draw(st.integers(0, is_open))}
        return lead_time(
            completed,
            other_ends,
            is_open,
            within=draw(st.integers(0, completed)),
            before_history=draw(few),
            by=by,
            **some,
        )
    if measure == "stock":
        size = draw(few)
        return stock(size, draw(st.integers(0, size)), draw(few), by=by)
    if measure == "flow":
        start, entered = draw(few), draw(few)
        return flow(start, entered, draw(st.integers(0, start + entered)), by=by)
    if measure == "handover":
        sent, received = draw(few), draw(few)
        return handover(sent, draw(st.integers(0, sent)), received, draw(st.integers(0, received)), by=by)
    return term(*(draw(few) for _ in range(5)), by=by)


@st.composite
def tables(draw: st.DrawFn) -> Figures:
    """A measure with or without a breakdown; the total is the sum of the groups."""
    measure = draw(st.sampled_from(sorted(ADDED)))
    if draw(st.booleans()):
        return figures(draw(one(measure, {})))
    groups = [draw(one(measure, {"eenheid": name})) for name in GROUPS[: draw(st.integers(1, 4))]]
    return figures(total(measure, groups), *groups)


def total(measure: str, groups: list[Record]) -> Record:
    """The total of groups, made as the measure makes it."""
    sums = {name: sum(g.get(name) or 0 for g in groups) for name in ADDED[measure]}
    if measure == "lead-time":
        within = round(sum((g["within_norm_completed_only"] or 0) * g["completed"] for g in groups))
        past = {
            "dormant": sums["open_dormant"],
            "past": sums["open_past_norm"],
            "before_history": sums["before_history"],
        }
        return lead_time(sums["completed"], sums["other_ends"], sums["open"], within=within, **past)
    if measure == "stock":
        return stock(sums["stock"], sums["old"], sums["left_without_entry"])
    if measure == "flow":
        return flow(sums["start"], sums["entered"], sums["left"])
    if measure == "handover":
        return handover(sums["sent"], sums["in_transit"], sums["received"], sums["unmatched"])
    return term(*(sums[name] for name in ("met", "missed", "running", "running_late", "stopped")))
