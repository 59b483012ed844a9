"""What may be done with data of cases: which operations, on which chains, by whom, for which purpose.

Comes in: who asks, for what and when. Goes out: the entry of the register that permits it, or the reason why none does. The promise:
an entry permits what stands in it and nothing else; who asks without a purpose is refused, also when one would fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Purpose:
    """For what, and on which legal ground; both days are of it."""

    id: str
    title: str
    ground: str
    begin: date
    until: date


@dataclass(frozen=True)
class Who:
    """Somebody, by what counts: the roles that they have, and the organisation (OIN) for which they act."""

    roles: frozenset[str] = frozenset()
    organisation: str | None = None


@dataclass(frozen=True)
class Processing:
    """That who has one of these roles, or belongs to one of these organisations, may do these operations. `chains`: None for all.

    `activity`: the processing activity of article 30 GDPR, as a URI; `subjects`, `categories` and `recipients` are for its record.
    """

    purpose: Purpose
    activity: str
    operations: frozenset[str]
    chains: frozenset[str] | None
    roles: frozenset[str]
    organisations: frozenset[str]
    subjects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    def is_about(self, operation: str, chain: str | None) -> bool:
        """Whether it permits this to anybody; what is of no single chain, only an entry for all permits."""
        return operation in self.operations and (self.chains is None or chain in self.chains)

    def is_for(self, who: Who) -> bool:
        """Whether it permits anything to them."""
        return bool(self.roles & who.roles) or who.organisation in self.organisations


@dataclass(frozen=True)
class NoGround:
    """Why nothing permits it: a code for logs, and a sentence for who asked."""

    code: str
    sentence: str


Decision = Processing | NoGround


def decide(
    purposes: Mapping[str, Purpose], entries: Iterable[Processing], who: Who, operation: str, chain: str | None,
    purpose: str | None, day: date,
) -> Decision:  # fmt: skip
    """The first entry that permits it, or why none does. No reason says who else may."""
    if not purpose:
        return NoGround("purpose-missing", "Data of cases are processed for a purpose only, and none was named.")
    known = purposes.get(purpose)
    if known is None:
        return NoGround("purpose-unknown", "The register of purposes has no such purpose.")
    if not known.begin <= day <= known.until:
        return NoGround("purpose-not-now", f"Purpose {known.id} is from {known.begin} until {known.until} only.")
    about = [one for one in entries if one.purpose == known and one.is_about(operation, chain)]
    if not about:
        return NoGround("purpose-does-not-fit", f"Purpose {known.id} does not permit {operation} with these data.")
    found = next((one for one in about if one.is_for(who)), None)
    return found or NoGround("not-permitted-to-you", f"For purpose {known.id} you may not do {operation}.")


def fitting(
    entries: Iterable[Processing], who: Who, day: date, operation: str | None, chain: str | None
) -> tuple[Purpose, ...]:
    """The purposes for which there is something to do for them on this day; with an operation, this one."""
    found = (
        one.purpose
        for one in entries
        if one.is_for(who)
        and one.purpose.begin <= day <= one.purpose.until
        and (operation is None or one.is_about(operation, chain))
    )
    return tuple(dict.fromkeys(found))
