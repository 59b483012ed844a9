"""The one door out: figures in, protected figures out, or a refusal.

1. Every count gets the noise of its cell key (`perturbation`), also the large ones, each by itself: sums are not mended.
2. A share is one protected count over another. Where open cases weigh in, the estimated number of cases (share x count,
   a whole number) gets the noise of the cases known to have ended.
3. A median or other quantile is given in whole days, when the protected count leaves at least half of `least` cases on
   either side of it; else it is hidden. So is a share of fewer than `least`.
4. Nothing is decided by a true count: what is hidden follows from what is shown, so that hiding tells nothing. Nor does a
   reason: of too few cases a median is suppressed, also one that was not reached, and of a protected count of 0 it is not
   applicable, also when there was a case.
5. Groups and periods that are there only because a case was found in them go when nothing of it is left (`traces`).

Not delivered stays what it is, and 0 stays 0. Numbers of a table do not add up exactly: that is the price of being safe
against who subtracts one table from another. Stocks may be protected so that they do add up (`stocks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ketenmonitor.disclosure.admit import admit
from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.protected import MISSING, SUPPRESSED, TOKEN, ProtectedFigures
from ketenmonitor.disclosure.rules import Rule, Share
from ketenmonitor.disclosure.traces import without_traces
from ketenmonitor.measures.figures import (
    ATTRIBUTE_UNKNOWN,
    NO_LONGER_DECLARED,
    NOT_APPLICABLE,
    NOT_DELIVERED,
    NOT_REACHED,
    NOT_YET_KNOWN,
    PARTNER_BEHIND,
    SELECTED_LATER,
    Figures,
    Record,
)

LEAST = 30
ENDS = ("to", "other")
COLUMNS = (*ENDS, "open")
COMPLETED_ONLY = "completed_only"
# Notes that follow from the definition and from what was delivered, never from cases.
STANDING = {NOT_DELIVERED, NO_LONGER_DECLARED, SELECTED_LATER, PARTNER_BEHIND}


@dataclass(frozen=True)
class Secrets:
    """What protects, and must never be published: the secret of the record keys, and the parameters of the noise."""

    record_key: bytes = field(repr=False)
    perturbation: Perturbation = field(default_factory=Perturbation, repr=False)
    least: int = LEAST


def protect(
    figures: Figures, secrets: Secrets, given: Mapping[int, Record] | None = None, method: str = "cell-key"
) -> ProtectedFigures:
    """Make figures safe to publish by the cell-key method.

    `given`: counts that were protected by another `method`, by number of the record; null for those that were hidden.
    Raises DisclosureError for a measure without a rule, and for fields that may identify.
    """
    figures, rule = admit(figures)
    others = given or {}
    records = [_Reader(r, rule, secrets, others.get(i, {})).protected() for i, r in enumerate(figures.records)]
    left = tuple(without_traces(records, rule))
    return ProtectedFigures(figures.chain, figures.measure, left, method, secrets.least, TOKEN)


@dataclass(frozen=True)
class _Reader:
    """One record on its way out."""

    record: Record
    rule: Rule
    secrets: Secrets
    given: Record

    def protected(self) -> Record:
        """The record as it goes out, with of each field that is null the reason."""
        record, rule = self.record, self.rule
        counts = {name: self.count(name) for name in (*rule.counts, "counted") if name in record}
        reasons = {name: self.why_not(name) for name in rule.rests_on if name in record}
        safe = counts | {name: None if why else self.figure(name) for name, why in reasons.items()}
        missing = {name: self.why_no_count(name) for name, value in counts.items() if value is None}
        missing |= {name: why or self.why_null(name) for name, why in reasons.items() if why or _is_null(safe[name])}
        missing |= {name: self.why_no_count(name) for name in rule.settings if record.get(name) is None}
        if safe.get("points") is not None:
            missing |= self.why_no_points(safe["points"])
        notes = STANDING & set(record["notes"]) | set(missing.values())
        inside = {*safe, *rule.inside, "cells"}
        return {
            **{name: value for name, value in record.items() if name not in inside},
            **safe,
            "notes": sorted(notes | ({ATTRIBUTE_UNKNOWN} if counts.get("attribute_unknown") else set())),
            SUPPRESSED: [name for name, why in missing.items() if why == SUPPRESSED],
            MISSING: missing,
        }

    def count(self, name: str) -> int | None:
        """A count with its noise, or as it was protected before."""
        cell = self.rule.counted_as if name == "counted" else name
        if cell in self.given:
            return self.given[cell]
        true = self.record[name]
        return None if true is None else self.noisy(true, cell)

    def noisy(self, true: int, cell: str) -> int:
        """A number of cases with the noise of its cell; `admit` saw that there is a key of every cell with cases."""
        _, key = (self.record.get("cells") or {}).get(cell, (0, 0))
        return self.secrets.perturbation.protected(true, key)

    def why_no_count(self, name: str) -> str:
        """Why there is no count, or nothing that was declared."""
        if name in self.given or (name == "counted" and self.rule.counted_as in self.given):
            return SUPPRESSED
        return NOT_DELIVERED if NOT_DELIVERED in self.record["notes"] else NOT_APPLICABLE

    def why_not(self, name: str, of: tuple[str, float] | None = None) -> str | None:
        """Why nothing may be told of a figure, as far as the protected count that it rests on says; else None."""
        whole, share = of or self.rule.rests_on[name]
        count, setting = self.count(whole), self.rule.only_with.get(name)
        if count is None:
            return self.why_no_count(whole)
        if count == 0 or (setting and self.record.get(setting) is None):
            return NOT_APPLICABLE
        is_enough = count * min(Fraction(str(share)), 1 - Fraction(str(share))) * 2 >= self.secrets.least
        over = self.rule.ratios.get(name, (whole,))[0]
        return None if is_enough and self.count(over) is not None else SUPPRESSED

    def why_null(self, name: str) -> str:
        """Why a figure is null of which something may be told."""
        why = NOT_REACHED if name in self.rule.quantiles else NOT_YET_KNOWN
        return why if why in self.record["notes"] else NOT_APPLICABLE

    def figure(self, name: str) -> Any:
        """What is published of a figure that rests on enough cases."""
        value, rule = self.record[name], self.rule
        if name in rule.quantiles:
            return [_whole(v) for v in value] if isinstance(value, list | tuple) else _whole(value)
        if name in rule.shares:
            return self.share(value, rule.shares[name])
        return self.points(value) if name in rule.series else self.ratio(value, *rule.ratios[name])

    def share(self, value: float | None, of: Share) -> float | None:
        whole = self.count(of.whole)
        if value is None or not whole:
            return None
        part = self.noisy(round(value * (self.record[of.whole] or 0)), of.part)
        return min(part / whole, 1.0)

    def ratio(self, value: float | None, over: str, under: str) -> float | None:
        """The same ratio of protected counts; what else it is multiplied by (days) is taken from the ratio itself."""
        true_above, true_below = self.record[over], self.record[under]
        above, below = self.count(over), self.count(under)
        if value is None or above is None or not below:
            return None
        factor = round(value * true_below / true_above) if true_above and true_below else 1
        return above / below * factor

    def points(self, points: list[Record] | None) -> list[Record]:
        """Shares that never fall, so that noise does not make cases come back."""
        safe, before = [], dict.fromkeys((*ENDS, COMPLETED_ONLY), 0.0)
        tells_completed = self.why_not("points", ("completed", 0.5)) is None
        for point in points or []:
            shares = {end: self.share(point[end], Share(f"{end}_{point['days']}", "counted")) for end in ENDS}
            if COMPLETED_ONLY in point:
                of = Share(f"to_{point['days']}", "completed")
                shares[COMPLETED_ONLY] = self.share(point[COMPLETED_ONLY], of) if tells_completed else None
            for name, value in shares.items():
                most = 1.0 - before["to"] if name == "other" else 1.0 - before["other"] if name == "to" else 1.0
                before[name] = before[name] if value is None else max(before[name], min(value, most))
                shares[name] = None if value is None else before[name]
            is_known = None not in (shares["to"], shares["other"])
            rest = max(0.0, 1.0 - before["to"] - before["other"]) if is_known else None
            safe.append({**point, **shares, "open": rest})
        return safe

    def why_no_points(self, points: list[Record]) -> dict[str, str]:
        """Why lines of a curve have no value, by the name of the line."""
        why_completed = self.why_not("points", ("completed", 0.5)) or self.why_null("points")
        columns = {name for point in points for name, value in point.items() if value is None}
        found = {name: self.why_null("points") for name in COLUMNS if name in columns}
        return {**found, **({COMPLETED_ONLY: why_completed} if COMPLETED_ONLY in columns else {})}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _is_null(value: Any) -> bool:
    """Whether there is a null in what is told."""
    if isinstance(value, list):
        return any(_is_null(one) for one in value)
    return None in value.values() if isinstance(value, dict) else value is None
