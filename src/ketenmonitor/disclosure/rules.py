"""What the door knows of each measure: which fields are counts, how they add up, and what rests on them.

Comes in: nothing. Goes out: `RULES`, by the name of a measure. The promise: a measure or a field that is not in this
table does not go out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

COMMON = (
    "chain", "measure", "id", "period", "by", "unit", "view", "definition_version", "known_at", "complete_until",
    "notes", "suppressed",
)  # fmt: skip


@dataclass(frozen=True)
class Sum:
    """`whole` = the sum of `parts`, and of an unpublished remainder when `has_rest`.

    When a hidden one can be computed from those shown, the first of `give_up` that is shown and not 0 is hidden too.
    """

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    give_up: tuple[str, ...]
    has_rest: bool = False


@dataclass(frozen=True)
class Few:
    """These fields are about `plus` minus `minus` cases, which must not be a small number."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """The rule of one measure.

    `counts`: numbers of cases or objects. `values`: other figures. `settings`: no figures at all. `rests`: what is
    hidden with a count. `shares`: the count that a share is of.
    """

    counts: tuple[str, ...]
    values: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    rests: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    few: tuple[Few, ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """Every field that says something of cases."""
        return (*self.counts, *self.values)


WAITS = ("median_days", "p90_days")
TIMES = (*WAITS, "ci95_median", "median_days_net", "p90_days_net")
COMPLETED_ONLY = ("median_completed_only_days", "p90_completed_only_days", "within_norm_completed_only")
WITHIN = ("within_norm", "within_norm_net")
# A case is completed, ended otherwise or open.
SIZES = ("counted", "completed", "other_ends", "open")
OUTCOMES = Sum(("counted",), ("completed", "other_ends", "open"), ("counted", "other_ends", "open", "completed"))
STATES = ("met", "missed", "running", "running_late", "stopped")

RULES = {
    "lead-time": Rule(
        counts=(*SIZES, "open_dormant", "open_past_norm", "before_history", "attribute_unknown"),
        values=(*TIMES, *COMPLETED_ONLY, *WITHIN, "ends"),
        settings=("norm_days", "norm_share"),
        sums=(
            OUTCOMES,
            Sum(("open",), ("open_dormant",), ("open_dormant",), has_rest=True),
            Sum(("open",), ("open_past_norm",), ("open_past_norm",), has_rest=True),
        ),
        rests={"completed": (*TIMES, *COMPLETED_ONLY, *WITHIN)},
        shares={"within_norm": "counted", "within_norm_net": "counted", "within_norm_completed_only": "completed"},
        few=(Few(("completed", "other_ends"), (), TIMES),),
    ),
    "lead-time-curve": Rule(
        counts=SIZES,
        values=("points", "ended"),
        sums=(OUTCOMES,),
    ),
    "stock": Rule(
        counts=("counted", "stock", "old", "left_without_entry", "entered_while_in", "attribute_unknown"),
        values=("median_age_days", "p90_age_days"),
        settings=("date",),
        sums=(
            Sum(("counted",), ("stock",), ("counted", "stock")),
            Sum(("stock",), ("old",), ("old",), has_rest=True),
        ),
        rests={"stock": ("median_age_days", "p90_age_days", "old")},
    ),
    "flow": Rule(
        counts=("counted", "start", "entered", "left", "end", "attribute_unknown"),
        values=("residual", "clearance_rate", "disposition_time_days"),
        # The stocks at both ends are figures of their own, so the movements are given up first.
        sums=(
            Sum(("start", "entered"), ("left", "end"), ("entered", "left", "end", "start")),
            Sum(("counted",), ("start", "entered"), ("counted", "entered", "start")),
            Sum(("counted",), ("left", "end"), ("counted", "left", "end")),
        ),
        rests={
            "entered": ("clearance_rate",),
            "left": ("clearance_rate", "disposition_time_days"),
            "end": ("disposition_time_days",),
        },
    ),
    "handover": Rule(
        counts=("counted", "sent", "received", "in_transit", "unmatched", "before_history", "attribute_unknown"),
        values=WAITS,
        sums=(
            Sum(("counted",), ("sent",), ("counted", "sent")),
            Sum(("sent",), ("in_transit",), ("in_transit",), has_rest=True),
            Sum(("received",), ("unmatched",), ("unmatched",), has_rest=True),
        ),
        rests={"sent": WAITS},
        few=(Few(("sent",), ("in_transit",), WAITS),),
    ),
    "term": Rule(
        counts=("counted", "due", *STATES, "before_history", "attribute_unknown"),
        sums=(
            Sum(("due",), STATES, ("due", "stopped", "running", "running_late", "missed", "met")),
            Sum(("counted",), ("due",), ("counted", "due")),
        ),
    ),
    "linkage": Rule(
        counts=("counted", "objects", "linked", "conflicts"),
        values=("share", "conflict_kinds"),
        settings=("from", "to"),
        sums=(
            Sum(("counted",), ("objects",), ("counted", "objects")),
            Sum(("objects",), ("linked",), ("linked",), has_rest=True),
        ),
        rests={"objects": ("share",), "linked": ("share",), "conflicts": ("conflict_kinds",)},
    ),
}
