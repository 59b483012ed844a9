"""What became of a delivery that was offered, and why a delivery as a whole is refused.

Comes in: what a manifest says and the faults that were found. Goes out: an `Outcome`. The promise: a fault has a code, by which
it is logged and counted, and a sentence for who must mend it; neither holds a value of the delivery.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ACCEPTED, REFUSED, KNOWN = "accepted", "refused", "known"
NOT_LISTED = "quarantined-rows-not-listed"


@dataclass(frozen=True)
class Fault:
    """Why a delivery is refused: one of the codes of `remedies.REFUSALS`, and a sentence."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery. `quarantined` has {file, row, column, reason} of the first rows set apart.

    `codes` say in a word each why it was refused, `reasons` in sentences.
    """

    delivery_id: str | None
    partner: str | None
    status: str
    reasons: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    quarantined: tuple[dict[str, object], ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def n_quarantined(self) -> int:
        """How many rows were set apart: those that are listed and those that are only counted."""
        return len(self.quarantined) + self.findings.get(NOT_LISTED, 0)


def faults(code: str, sentences: list[str]) -> list[Fault]:
    """Faults of one kind."""
    return [Fault(code, sentence) for sentence in sentences]


def refused(said: dict[str, Any], found: list[Fault]) -> Outcome:
    """The outcome of a delivery with these faults."""
    delivery_id, partner = (
        said.get(name) if isinstance(said.get(name), str) else None for name in ("delivery_id", "partner")
    )
    codes = tuple(dict.fromkeys(fault.code for fault in found))
    return Outcome(delivery_id, partner, REFUSED, tuple(fault.sentence for fault in found), codes=codes)
