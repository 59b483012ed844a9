"""What may be done with data of persons: by whom, for which purpose, on which ground, until when.

Comes in: who wants to have pseudonyms made, for whom, for what and when; or to do something with data of cases (`processing`). Goes
out: the permission that fits, or the reason why none does. The promise: what is not permitted in so many words is refused, and on
which day it is, is passed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ketenmonitor.lawful.processing import Decision, NoGround, Processing, Purpose, Who, decide, fitting


@dataclass(frozen=True)
class Period:
    """A period has keys of its own, with which nothing is evaluated outside its days."""

    name: str
    begin: date
    until: date


@dataclass(frozen=True)
class Pseudonyms:
    """That these sources may have pseudonyms made for a recipient: by which key services, in which order."""

    purpose: Purpose
    recipient: str
    sources: frozenset[str]
    key_services: tuple[str, ...]
    identifiers_a_day: int
    periods: Mapping[str, Period]


@dataclass(frozen=True)
class Inquiries:
    """That these organisations may ask this holder. `auditor`: for whom what was asked is kept closed (X25519, base64).

    Limits are of a day: of one officer, about one case, and of one organisation.
    """

    purpose: Purpose
    holder: str
    askers: frozenset[str]
    grounds: tuple[str, ...]
    auditor: str
    of_officer: int
    of_case: int
    of_organisation: int
    periods: Mapping[str, Period]

    def period_on(self, day: date) -> Period | None:
        """The period of which the keys are used on a day: the one that began last, when two overlap."""
        known = [one for one in self.periods.values() if one.begin <= day <= one.until]
        return max(known, key=lambda one: (one.begin, one.name), default=None)


@dataclass(frozen=True)
class Register:
    """All that is permitted. `digest`: of the file, so that no version has two contents."""

    version: int
    digest: str
    purposes: Mapping[str, Purpose]
    pseudonyms: tuple[Pseudonyms, ...]
    processing: tuple[Processing, ...] = ()
    inquiries: tuple[Inquiries, ...] = ()

    @property
    def policy(self) -> str:
        """What a log calls this register: its version, and the hash of what was signed."""
        return f"{self.version}@{self.digest}"

    def processing_for(self, who: Who, operation: str, chain: str | None, purpose: str | None, day: date) -> Decision:
        """What permits somebody to do this on this day, or why nothing does."""
        return decide(self.purposes, self.processing, who, operation, chain, purpose, day)

    def fitting(
        self, who: Who, day: date, operation: str | None = None, chain: str | None = None
    ) -> tuple[Purpose, ...]:
        """The purposes for which somebody may do something on this day, or this operation with this chain."""
        return fitting(self.processing, who, day, operation, chain)

    def pseudonyms_for(self, recipient: str, purpose: str, day: date) -> Pseudonyms | NoGround:
        """What permits to make pseudonyms of this purpose for this recipient at all."""
        found = next((p for p in self.pseudonyms if (p.recipient, p.purpose.id) == (recipient, purpose)), None)
        if purpose not in self.purposes:
            return NoGround("purpose-unknown", f"The register of purposes {self.version} has no such purpose.")
        if found is None:
            return NoGround(
                "recipient-not-permitted", f"For purpose {purpose} this recipient may not be sent pseudonyms."
            )
        known = found.purpose
        if not known.begin <= day <= known.until:
            return NoGround("purpose-not-now", f"Purpose {purpose} is from {known.begin} until {known.until} only.")
        return found

    def making(self, source: str, recipient: str, purpose: str, period: str, day: date) -> Pseudonyms | NoGround:
        """What permits a source to have pseudonyms of a period made on this day."""
        found = self.pseudonyms_for(recipient, purpose, day)
        if isinstance(found, NoGround):
            return found
        if source not in found.sources:
            return NoGround("source-not-permitted", f"For purpose {purpose} you are not a source for this recipient.")
        known = found.periods.get(period)
        if known is None:
            names = ", ".join(found.periods)
            return NoGround("period-unknown", f"Purpose {purpose} has no such period. It has: {names}.")
        if not known.begin <= day <= known.until:
            return NoGround("period-not-now", f"Period {period} is from {known.begin} until {known.until} only.")
        return found

    def rotating(self, recipient: str, purpose: str, old: str, new: str, day: date) -> Pseudonyms | NoGround:
        """What permits a recipient to turn pseudonyms of one period into those of another that has begun.

        The old one may be over: that is when one rotates. The new one may not.
        """
        found = self.pseudonyms_for(recipient, purpose, day)
        if isinstance(found, NoGround):
            return found
        if missing := [name for name in (old, new) if name not in found.periods]:
            return NoGround("period-unknown", f"Purpose {purpose} does not have {len(missing)} of these periods.")
        if found.periods[old].begin > day:
            return NoGround("period-not-now", f"Period {old} has not begun.")
        known = found.periods[new]
        if not known.begin <= day <= known.until:
            return NoGround("period-not-now", f"Period {new} is from {known.begin} until {known.until} only.")
        return found
