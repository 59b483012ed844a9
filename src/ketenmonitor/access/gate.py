"""The gate itself: who asks what, for which purpose, and whether they may.

Comes in: somebody who asks for data of cases. Goes out: a `Permit`. The promise: what was decided is in the logs, on disk, before a
permit is given or a refusal is raised; and when that cannot be, there is no permit. Whoever has data of cases to show asks here first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from ketenmonitor.access.log import Facts, confirm
from ketenmonitor.access.purposes import in_force
from ketenmonitor.errors import PurposeError, UsageError
from ketenmonitor.instants import from_us
from ketenmonitor.lawful import NoGround, Purpose, Register, Who
from ketenmonitor.store import Home, case_name

LONGEST = 200  # of what is typed, so that it stays a word or a sentence
LEAST = 3  # signs of an identifier that can be told from any word
GLASS = "break-glass"


@dataclass(frozen=True)
class Asker:
    """Who asks: `subject` names them for the log; `organisation` is an OIN; `through`: cli, workbench, api and so on.

    `on_behalf_of` and `transaction`: in whose name, and the number of the request in the logs of FSC. `partner`: of the chain, of a person
    who works there; nothing is permitted by it.
    """

    subject: str
    roles: frozenset[str] = frozenset()
    organisation: str | None = None
    through: str = "cli"
    on_behalf_of: str | None = None
    transaction: str | None = None
    partner: str | None = None


@dataclass(frozen=True)
class Permit:
    """That it may, and that this stands in the logs. Without a register there is no `trace`, no `activity` and no `policy`."""

    facts: Facts

    @property
    def trace(self) -> str | None:
        """The number of this in the three logs."""
        return self.facts.traced.trace_id if self.facts.traced else None

    @property
    def traceparent(self) -> str | None:
        """The header for questions to others that serve this."""
        return self.facts.traced.traceparent if self.facts.traced else None

    @property
    def purpose(self) -> str | None:
        """For what."""
        return self.facts.purpose

    @property
    def activity(self) -> str | None:
        """The processing activity, as a URI."""
        return self.facts.activity

    @property
    def policy(self) -> str | None:
        """The version of the register that permits it, and its hash."""
        return self.facts.policy


def permit(
    home: Home, asker: Asker, operation: str, chain: str | None, purpose: str | None, now_us: int, *,
    case: str | None = None, name: str | None = None, selection: Mapping[str, str] | None = None, reason: str | None = None,
    traceparent: str | None = None,
) -> Permit:  # fmt: skip
    """Let somebody do this with data of a chain; None for what is of no single one. `name`: for `case`, when only what the logs call it
    is known.

    Raises PurposeError when nothing permits it, which is logged too, StorageError when it cannot be logged, and UsageError for a
    reason that names the case: a reason is kept in the clear, longer than the case may be.
    """
    if case and reason and len(case) > LEAST and case in reason:
        raise UsageError("The identifier stands in the reason. The reason is kept in the clear: write it without.")
    facts = replace(
        _facts(home, asker, operation, chain, now_us, selection), traceparent=traceparent, purpose=(purpose or "")[:LONGEST] or None,
        names=_names(home, chain, () if case is None else (case,)) if name is None else (name,),
        reason=(reason or "").strip()[:LONGEST] or None,
    )  # fmt: skip
    try:
        register = in_force(home)
    except PurposeError as error:
        confirm(home, replace(facts, purpose=None, is_permitted=False, refused=error.code))
        raise
    decided, why = _decided(facts, register)
    decided = confirm(home, decided)
    if why:
        raise PurposeError(_sentence(why, register, facts), why.code)
    return Permit(decided)


# What is opened so must stand in the logs from which it comes before a reviewer; a home without a register has none.
NO_GLASS = NoGround("no-register", "Without a register of purposes nothing that is closed can be opened.")


def _decided(facts: Facts, register: Register | None) -> tuple[Facts, NoGround | None]:
    """The facts with what was decided, and why not."""
    if facts.operation == GLASS and (register is None or not facts.reason):
        why = NoGround("reason-missing", "What is closed to you is opened for a reason only.") if register else NO_GLASS
        return replace(facts, purpose=None, is_permitted=False, refused=why.code), why
    if register is None:
        return facts, None
    found = register.processing_for(_who(facts), facts.operation, facts.chain, facts.purpose, _day(facts))
    facts = replace(facts, policy=register.policy)
    if isinstance(found, NoGround):
        # What was typed could be anything: only what the register knows is written.
        known = facts.purpose if facts.purpose in register.purposes else None
        return replace(facts, purpose=known, is_permitted=False, refused=found.code), found
    return replace(facts, is_permitted=True, activity=found.activity), None


def _sentence(why: NoGround, register: Register | None, facts: Facts) -> str:
    """Why not, and what is open to who asked."""
    some = register.fitting(_who(facts), _day(facts), facts.operation, facts.chain) if register else ()
    open_to = f"Open to you: {', '.join(one.id for one in some)}." if some else "No purpose is open to you for this."
    return f"{why.sentence} {open_to} Nothing was shown, and that you asked is in the log."


def shown(home: Home, given: Permit, cases: Collection[str]) -> None:
    """Have logged whose data are about to be shown. Raises StorageError."""
    if cases:
        confirm(home, replace(given.facts, names=_names(home, given.facts.chain, cases)))


def failed(home: Home, given: Permit, error: BaseException, now_us: int) -> None:
    """Have logged that what was permitted came to nothing by a fault of ours: its kind, not what it said, which may be about a person.
    Raises StorageError.
    """
    confirm(home, replace(given.facts, at_us=max(now_us, given.facts.at_us), names=(), fault=type(error).__name__))


def turned_away(
    home: Home, asker: Asker, operation: str, chain: str | None, now_us: int, why: str, selection: Mapping[str, str] | None = None
) -> None:  # fmt: skip
    """Have logged that something was refused before its purpose mattered. Raises StorageError."""
    facts = _facts(home, asker, operation, chain, now_us, selection)
    confirm(home, replace(facts, is_permitted=False, refused=why[:LONGEST]))


def _facts(
    home: Home, asker: Asker, operation: str, chain: str | None, now_us: int, selection: Mapping[str, str] | None
) -> Facts:  # fmt: skip
    """Who asks what, and when."""
    return Facts(
        at_us=now_us, zone=_zone(home, chain), subject=asker.subject, roles=asker.roles, organisation=asker.organisation,
        through=asker.through, on_behalf_of=asker.on_behalf_of, transaction=asker.transaction, partner=asker.partner, operation=operation,
        chain=chain, selection=dict(selection or {}),
    )  # fmt: skip


def _names(home: Home, chain: str | None, cases: Collection[str]) -> tuple[str, ...]:
    return tuple(case_name(home, chain or "", case) for case in cases)


def fitting(
    home: Home, asker: Asker, now_us: int, operation: str | None = None, chain: str | None = None
) -> tuple[Purpose, ...] | None:
    """The purposes for which somebody may ask anything now, or this; None in a home without a register. Raises PurposeError."""
    register = in_force(home)
    if register is None:
        return None
    day = from_us(now_us).astimezone(_zone(home, chain)).date()
    return register.fitting(Who(asker.roles, asker.organisation), day, operation, chain)


def _who(facts: Facts) -> Who:
    return Who(facts.roles, facts.organisation)


def _day(facts: Facts) -> date:
    return from_us(facts.at_us).astimezone(facts.zone).date()


def _zone(home: Home, chain: str | None) -> ZoneInfo:
    """The clock of a chain; of several chains that of the first."""
    chains = home.chains()
    known = chain if chain in chains else next(iter(chains), None)
    return home.definition(known).zone if known else ZoneInfo("UTC")
