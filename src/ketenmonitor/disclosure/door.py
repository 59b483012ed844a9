"""The one door out: figures in, protected figures out, or a refusal.

1. Every count gets the noise of its cell key (`perturbation`), also the large ones, each by itself: sums are not mended.
2. A share is one protected count over another. Where open cases weigh in, the estimated number of cases (share x count,
   a whole number) gets the noise of the cases known to have ended.
3. A median or other quantile is given in whole days, when the protected count leaves at least half of `least` cases on
   either side of it; else it is hidden. So is a share of fewer than `least`.
4. Nothing is decided by a true count: what is hidden follows from what is shown, so that hiding tells nothing.

Not reached, not delivered and not applicable stay what they are, and 0 stays 0. Numbers of a table do not add up exactly:
that is the price of being safe against who subtracts one table from another. Stocks may be protected so that they do add
up (`stocks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ketenmonitor.disclosure.admit import admit
from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.protected import SUPPRESSED, TOKEN, ProtectedFigures
from ketenmonitor.disclosure.rules import Rule, Share
from ketenmonitor.measures.figures import ATTRIBUTE_UNKNOWN, NOT_APPLICABLE, Figures, Record

LEAST = 30
ENDS = ("to", "other")


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
    records = tuple(_Reader(r, rule, secrets, others.get(i, {})).protected() for i, r in enumerate(figures.records))
    return ProtectedFigures(figures.chain, figures.measure, records, method, secrets.least, TOKEN)


@dataclass(frozen=True)
class _Reader:
    """One record on its way out."""

    record: Record
    rule: Rule
    secrets: Secrets
    given: Record

    def protected(self) -> Record:
        """The record as it goes out: null for what is hidden, and said so."""
        record, rule = self.record, self.rule
        safe: Record = {name: self.count(name) for name in rule.counts if name in record}
        safe |= {name: self.quantile(name, *of) for name, of in rule.quantiles.items() if name in record}
        safe |= {name: self.share(record[name], of) for name, of in rule.shares.items() if name in record}
        safe |= {name: self.ratio(name, *of) for name, of in rule.ratios.items() if name in record}
        safe |= self.series()
        safe["counted"] = self.count("counted")
        hidden = {name for name, value in safe.items() if _is_hidden(record[name], value)}
        # What rests on a protected count of none is not hidden: it says no more than that count.
        nothing = {name for name in hidden if name in rule.rests_on and not self.count(rule.rests_on[name])}
        hidden -= nothing
        kept = {name: value for name, value in record.items() if name not in safe and name != "cells"}
        notes = self.notes(safe, bool(nothing)) | ({SUPPRESSED} if hidden else set())
        return {
            **kept,
            **safe,
            "notes": sorted(notes),
            SUPPRESSED: [n for n in (*rule.figures, "counted") if n in hidden],
        }

    def notes(self, safe: Record, is_nothing: bool) -> set[str]:
        """The notes of the record, as far as they say no more than its protected counts."""
        said = set(self.record["notes"]) | ({NOT_APPLICABLE} if is_nothing else set())
        return said if safe.get(ATTRIBUTE_UNKNOWN.replace("-", "_")) else said - {ATTRIBUTE_UNKNOWN}

    def count(self, name: str) -> int | None:
        """A count with its noise, or as it was protected before."""
        cell = self.rule.counted_as if name == "counted" else name
        if cell in self.given:
            return self.given[cell]
        true = self.record[name]
        return None if true is None else self.noisy(true, cell)

    def noisy(self, true: int, cell: str) -> int:
        _, key = self.record.get("cells", {}).get(cell, (0, 0))
        return self.secrets.perturbation.protected(true, key)

    def is_enough(self, whole: str, share: float = 0.5) -> bool:
        """Whether half of `least` cases lie on either side of this share of a protected count."""
        return (self.count(whole) or 0) * min(share, 1 - share) >= self.secrets.least / 2

    def quantile(self, name: str, whole: str, share: float) -> Any:
        value = self.record[name]
        if value is None or not self.is_enough(whole, share):
            return None
        return [_whole(v) for v in value] if isinstance(value, list | tuple) else _whole(value)

    def share(self, value: float | None, of: Share) -> float | None:
        whole = self.count(of.whole)
        if value is None or whole is None or not self.is_enough(of.whole):
            return None
        part = self.noisy(round(value * (self.record[of.whole] or 0)), of.part)
        return min(part / whole, 1.0)

    def ratio(self, name: str, over: str, under: str) -> float | None:
        """The same ratio of protected counts; what else it is multiplied by (days) is taken from the ratio itself."""
        value, a, b = self.record[name], self.record[over], self.record[under]
        above, below = self.count(over), self.count(under)
        if value is None or above is None or not below or not self.is_enough(under):
            return None
        factor = round(value * b / a) if a and b else 1
        return above / below * factor

    def series(self) -> Record:
        """Lists of points: shares and counts that never fall, so that noise does not make cases come back."""
        safe: Record = {}
        for name in ("ends", "points"):
            if name in self.record:
                safe[name] = self.points(self.record[name])
        if "ended" in self.record and self.record["ended"] is not None:
            rows = self.record["ended"]
            safe["ended"] = [
                {**row, **{end: self.noisy(row[end], f"{end}_{row['days']}") for end in ENDS}} for row in rows
            ]
        return safe

    def points(self, points: list[Record] | None) -> list[Record] | None:
        if points is None:
            return None
        safe, before = [], dict.fromkeys(("to", "other", "completed_only"), 0.0)
        for point in points:
            shares = {end: self.share(point[end], Share(f"{end}_{point['days']}", "counted")) for end in ENDS}
            if "completed_only" in point:
                of = Share(f"to_{point['days']}", "completed")
                shares["completed_only"] = self.share(point["completed_only"], of)
            for name, value in shares.items():
                most = 1.0 - before["to"] if name == "other" else 1.0 - before["other"] if name == "to" else 1.0
                before[name] = before[name] if value is None else max(before[name], min(value, most))
                shares[name] = None if value is None else before[name]
            is_known = None not in (shares["to"], shares["other"])
            rest = max(0.0, 1.0 - before["to"] - before["other"]) if is_known else None
            safe.append({**point, **shares, "open": rest})
        return safe


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _is_hidden(was: Any, value: Any) -> bool:
    """Whether something that was there is not any more."""
    if isinstance(was, list | tuple) and isinstance(value, list | tuple):
        return any(_is_hidden(a, b) for a, b in zip(was, value, strict=True))
    if isinstance(was, dict):
        return any(_is_hidden(was[name], value[name]) for name in was)
    return was is not None and value is None
