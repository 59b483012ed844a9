"""What the door knows of each measure: which fields are counts, and what every other field is made from.

Comes in: nothing. Goes out: `RULES`, by the name of a measure. The promise: a measure or a field that is not in this
table does not go out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

COMMON = (
    "chain", "measure", "id", "period", "by", "unit", "view", "definition_version", "known_at", "complete_until",
    "behind", "notes", "counted", "cells",
)  # fmt: skip
HALF = 0.5


@dataclass(frozen=True)
class Share:
    """`part` of `whole`: of the cases of the cell `part`, perhaps with the open ones weighed in, among the count `whole`."""

    part: str
    whole: str


@dataclass(frozen=True)
class Rule:
    """The rule of one measure.

    `counts`: numbers of cases or objects; `counted` is the same as `counted_as`. `quantiles`: days of the case at this
    share of a count, or a list of days. `shares`: of a count. `series`: lists of shares by day. `ratios`: one count over
    another, times what is in the record. `settings`: no figures of cases; `only_with`: figures that are not applicable
    without one. `inside`: known, but does not go out. `has_found_periods`: its periods are those in which there was a case.
    """

    counts: tuple[str, ...]
    counted_as: str
    quantiles: dict[str, tuple[str, float]] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    series: tuple[str, ...] = ()
    ratios: dict[str, tuple[str, str]] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    only_with: dict[str, str] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    has_found_periods: bool = False

    @property
    def figures(self) -> tuple[str, ...]:
        """Every field that says something of cases."""
        return (*self.counts, *self.quantiles, *self.shares, *self.series, *self.ratios)

    @property
    def rests_on(self) -> dict[str, tuple[str, float]]:
        """The count that each other figure is of, and at which share of its cases the figure lies."""
        shares = {name: (share.whole, HALF) for name, share in self.shares.items()}
        ratios = {name: (under, HALF) for name, (_, under) in self.ratios.items()}
        return {**self.quantiles, **shares, **ratios, **dict.fromkeys(self.series, (self.counted_as, HALF))}


def _times(whole: str, *names: str) -> dict[str, tuple[str, float]]:
    return {name: (whole, 0.9 if name.startswith("p90") else HALF) for name in names}


SHARES = {
    "within_norm": Share("within", "counted"),
    "within_norm_net": Share("within_net", "counted"),
    "within_norm_completed_only": Share("within", "completed"),
}
STATES = ("met", "missed", "running", "running_late", "stopped")

RULES = {
    "lead-time": Rule(
        counts=(
            "completed", "other_ends", "open", "open_dormant", "open_past_norm", "before_history", "attribute_unknown",
        ),
        counted_as="counted",
        quantiles=_times("counted", "median_days", "p90_days", "ci95_median", "median_days_net", "p90_days_net")
        | _times("completed", "median_completed_only_days", "p90_completed_only_days"),
        shares=SHARES,
        series=("ends",),
        settings=("norm_days", "norm_share"),
        only_with=dict.fromkeys(SHARES, "norm_days"),
        has_found_periods=True,
    ),
    "lead-time-curve": Rule(
        counts=("completed", "other_ends", "open"), counted_as="counted", series=("points",), inside=("ended",)
    ),
    "stock": Rule(
        counts=("stock", "old", "left_without_entry", "entered_while_in", "attribute_unknown"),
        counted_as="stock",
        quantiles=_times("stock", "median_age_days", "p90_age_days"),
        settings=("date",),
    ),
    "flow": Rule(
        counts=("start", "entered", "left", "end", "attribute_unknown"),
        counted_as="counted",
        ratios={"clearance_rate": ("left", "entered"), "disposition_time_days": ("end", "left")},
        settings=("residual",),
    ),
    "handover": Rule(
        counts=("sent", "received", "in_transit", "unmatched", "before_history", "attribute_unknown"),
        counted_as="sent",
        quantiles=_times("sent", "median_days", "p90_days"),
        has_found_periods=True,
    ),
    "term": Rule(
        counts=("due", *STATES, "before_history", "attribute_unknown"), counted_as="due", has_found_periods=True
    ),
}  # fmt: skip
