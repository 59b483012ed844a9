"""The record of a lead time: from what the engine said of one group to the fields that everyone reads.

Comes in: counts and curve readings of a group. Goes out: a record. The promise: a value that is not there is null and
the notes say why.
"""

from __future__ import annotations

from typing import Any

from ketenmonitor.definition import LeadTime
from ketenmonitor.instants import DAY_US
from ketenmonitor.measures import figures as f
from ketenmonitor.measures import population as pop
from ketenmonitor.measures.concerned import Span
from ketenmonitor.measures.figures import Frame, Record

HORIZONS = (30, 90, 180, 365, 730)
COUNTS = ("completed", "other_ends", "open", "open_dormant", "before_history")
VALUES = (
    "median_days",
    "p90_days",
    "ci95_median",
    "median_days_net",
    "p90_days_net",
    "median_completed_only_days",
    "p90_completed_only_days",
    "norm_days",
    "norm_share",
    "within_norm",
    "within_norm_net",
    "within_norm_completed_only",
    "open_past_norm",
    "ends",
)
# What a figure by period of exit cannot say: it knows nothing of those that did not leave.
NEEDS_ENTRY = (
    "other_ends", "open", "open_dormant", "median_days", "p90_days", "ci95_median", "median_days_net", "p90_days_net",
    "within_norm", "within_norm_net", "open_past_norm", "ends",
)  # fmt: skip


def absent(frame: Frame, figure: LeadTime, by: dict[str, Any]) -> Record:
    """The record when a partner concerned delivered nothing."""
    fields: dict[str, Any] = dict.fromkeys((*COUNTS, *VALUES, "attribute_unknown"))
    norm = {"norm_days": figure.norm.days, "norm_share": figure.norm.share} if figure.norm else {}
    return frame.record(by, None, None, {f.NOT_DELIVERED}, **{**fields, **norm})


def record(
    frame: Frame, figure: LeadTime, by: dict[str, Any], period: str | None, said: Record, notes: set[str], time: Span
) -> Record:
    """One group's record; `said` is empty for a group in which no case was found."""
    notes = set(notes)
    counts = {
        name: said.get("counts", {}).get(name) or 0
        for name in (*COUNTS, "open_past_norm", "attribute_unknown", "within")
    }
    counted = counts["completed"] + counts["other_ends"] + counts["open"]
    if counts["attribute_unknown"]:
        notes.add(f.ATTRIBUTE_UNKNOWN)
    follow_up = max(time.until_local_us - said["counts"]["earliest"], 0) if counted else 0
    fields: dict[str, Any] = {
        **{name: counts[name] for name in COUNTS},
        **_times(said, counted, notes),
        **_completed_only(said, counts, figure, notes),
        **_shares(said, counted, follow_up, figure, notes),
        "open_past_norm": counts["open_past_norm"] if figure.norm else None,
        "attribute_unknown": counts["attribute_unknown"],
        **pop.cells_of(said.get("counts", {})),
    }
    if frame.selection.basis == "exit":
        notes.discard(f.NOT_REACHED)
        notes.discard(f.NOT_YET_KNOWN)
        notes.add(f.NOT_APPLICABLE)
        fields |= dict.fromkeys(NEEDS_ENTRY)
    return frame.record(by, period, counted, notes, **fields)


def _times(said: Record, counted: int, notes: set[str]) -> Record:
    """Medians and p90 of the curves, gross and net."""
    if not counted:
        notes.add(f.NOT_APPLICABLE)
        names = ("median_days", "p90_days", "median_days_net", "p90_days_net")
        return {**dict.fromkeys(names), "ci95_median": [None, None]}
    gross, net = said["gross"], said["net"]
    values: Record = {
        "median_days": f.days(gross["median"]),
        "p90_days": f.days(gross["p90"]),
        "median_days_net": f.days(net["median"]),
        "p90_days_net": f.days(net["p90"]),
    }
    if None in values.values():
        notes.add(f.NOT_REACHED)
    return {**values, "ci95_median": [f.days(gross["median_low"]), f.days(gross["median_high"])]}


def _completed_only(said: Record, counts: dict[str, int], figure: LeadTime, notes: set[str]) -> Record:
    if not counts["completed"]:
        notes.add(f.NOT_APPLICABLE)
        return dict.fromkeys(("median_completed_only_days", "p90_completed_only_days", "within_norm_completed_only"))
    return {
        "median_completed_only_days": f.days(said["counts"]["median_completed_only"]),
        "p90_completed_only_days": f.days(said["counts"]["p90_completed_only"]),
        "within_norm_completed_only": f.share(counts["within"], counts["completed"]) if figure.norm else None,
    }


def _shares(said: Record, counted: int, follow_up: int, figure: LeadTime, notes: set[str]) -> Record:
    """What share has ended at the norm and at fixed numbers of days."""

    def at(curve: str, name: str, days: int) -> float | None:
        if not counted:
            return None
        if days * DAY_US > follow_up and said[curve]["lowest"] > 0:
            notes.add(f.NOT_YET_KNOWN)
            return None
        return float(said[curve][f"{name}_{days}"])

    if figure.norm is None:
        notes.add(f.NOT_APPLICABLE)
    norm = figure.norm.days if figure.norm else 0
    return {
        "norm_days": norm or None,
        "norm_share": figure.norm.share if figure.norm else None,
        "within_norm": at("gross", "to", norm) if norm else None,
        "within_norm_net": at("net", "to", norm) if norm else None,
        "ends": [
            {"days": h, "to": at("gross", "to", h), "other": at("gross", "other", h), "open": at("gross", "open", h)}
            for h in HORIZONS
        ],
    }
