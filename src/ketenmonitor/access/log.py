"""What is logged of each question, and the one place where it is confirmed.

Comes in: `Facts`. Goes out: the same, with the trace under which it stands in the logs. The promise: all of it is on disk, or a
StorageError and nothing may be shown; a case is named by a keyed hash only.

Everything that the logs of an organisation need stands in `Facts`: who processed what of whom (Logboek Dataverwerkingen), what was
decided by which policy (Authorization Decision Log), and who asked and why (BIO2 8.15). A home with a register of purposes writes these
three logs; without one there is no activity to name and nothing to decide by, and who asked what is a line of `internal.jsonl`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.access.operations import OF_LOGS, OPERATIONS
from ketenmonitor.access.purposes import TABLE
from ketenmonitor.instants import to_iso
from ketenmonitor.logbook import Audit, Decision, ForeignOperation, Logbook, Processing, Result, Traced, internal
from ketenmonitor.store import Home


@dataclass(frozen=True)
class Facts:
    """One question. `is_permitted`: None when there was no register to decide by; `refused`: a code of why not.

    `selection`: what statistics were asked, or which delivery; `names`: what the logs call those whose data it is about; `policy`:
    version and hash of the register; `traced`: where it stands in the logs, when it does; `fault`: by which kind of fault of ours it
    came to nothing after all.
    """

    at_us: int
    zone: ZoneInfo
    subject: str
    operation: str
    chain: str | None
    roles: frozenset[str] = frozenset()
    organisation: str | None = None
    through: str = "cli"
    on_behalf_of: str | None = None
    transaction: str | None = None
    partner: str | None = None
    purpose: str | None = None
    activity: str | None = None
    names: tuple[str, ...] = ()
    selection: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    is_permitted: bool | None = None
    refused: str | None = None
    policy: str | None = None
    traceparent: str | None = None
    traced: Traced | None = None
    fault: str | None = None


def confirm(home: Home, facts: Facts) -> Facts:
    """Have it all logged. Raises StorageError."""
    if home.said(TABLE):
        return replace(facts, traced=_in_logbook(home, facts))
    for name in facts.names or (None,):
        internal.append(home, _line(facts, name))
    return facts


def delivery_refused(
    home: Home, at_us: int, user: str, codes: tuple[str, ...], chain: object = None, partner: object = None, content: str = ""
) -> None:  # fmt: skip
    """Have logged that a delivery was refused for what it is: who offered it, whose it was said to be, why in codes, the hash of what
    it held. What a delivery says of its chain and partner is written only when there is such a one. Raises StorageError.
    """
    known = str(chain) if chain in home.chains() else None
    definition = home.definition(known or home.chains()[0])
    named = str(partner) if known and isinstance(partner, str) and partner in definition.partners else None
    if home.said(TABLE):
        said = _given({"partner": named, "content": content or None})
        logbook_of(home).confirm([], None, Audit(
            at_us, user or "?", "receive", "refused", chain=known, refused=", ".join(codes), selection=said,
        ))  # fmt: skip
        return
    line = {"at": to_iso(at_us, definition.zone), "user": user, "command": "receive", "chain": known, "partner": named}
    internal.append(home, {**line, "refused": codes, "content": content})


@lru_cache(maxsize=64)  # of one process
def logbook_of(home: Home) -> Logbook:
    """The logs of a home with a register of purposes. Raises StorageError; also when they were begun, and their disk is gone."""
    return Logbook(home, is_begun=True)


def _in_logbook(home: Home, facts: Facts) -> Traced:
    """Everything of one question in the three logs."""
    above: ForeignOperation | Traced | None = facts.traced
    if above is None and facts.traceparent and facts.organisation:
        above = ForeignOperation(facts.traceparent, f"urn:oin:{facts.organisation}")
    decision = None if facts.traced else _decision(facts)
    return logbook_of(home).act(_processed(home, facts), decision, _audit(facts), above=above)


def _processed(home: Home, facts: Facts) -> list[Processing]:
    """A line for each person or case concerned, or one with its selection; none for what was refused, nor for a look in the logs:
    processing in a log is in no processing log (rule L15)."""
    if facts.activity is None or facts.operation == OF_LOGS:
        return []
    about = (OPERATIONS[facts.operation], facts.activity, facts.at_us, facts.at_us)
    if facts.fault:
        return [Processing(*about, status="Error", error=facts.fault)]
    if facts.names:
        kind = f"urn:ketenmonitor:{facts.chain}:{home.definition(str(facts.chain)).unit}"
        return [Processing(*about, subject=name, subject_type=kind) for name in facts.names]
    said = {"chain": facts.chain, **facts.selection}
    return [Processing(*about, selection="; ".join(f"{name}={value}" for name, value in said.items() if value) or None)]


def _decision(facts: Facts) -> Decision:
    """What was asked of the register and what it said, as AuthZEN has it."""
    asker = {"organisation": facts.organisation, "roles": sorted(facts.roles), "on_behalf_of": facts.on_behalf_of}
    action = {"processing_activity_id": facts.activity, "purpose": facts.purpose, "reason": facts.reason}
    subject = facts.names[0] if len(facts.names) == 1 else None
    about = {"type": "case" if facts.names else "chain", "id": subject or facts.chain or "all"}
    request = {
        "subject": {"type": "user", "id": facts.subject, "properties": _given(asker)},
        "action": {"name": facts.operation, "properties": _given(action)},
        "resource": {**about, **({"properties": dict(facts.selection)} if facts.selection else {})},
        "context": _given({"time": to_iso(facts.at_us, facts.zone), "traceparent": facts.traceparent}),
    }
    response = {"decision": bool(facts.is_permitted), "context": _given({"reason": facts.refused})}
    policies = {"purposes": facts.policy} if facts.policy else {}
    return Decision(facts.at_us, request, response, policies, subject=subject, transaction=facts.transaction)


def _audit(facts: Facts) -> Audit:
    """Who asked, why, and how it ended."""
    result: Result = "failed" if facts.fault else "permitted" if facts.is_permitted else "refused"
    return Audit(
        facts.at_us, facts.subject, facts.operation, result, tuple(sorted(facts.roles)),
        organisation=facts.organisation or facts.partner, chain=facts.chain, purpose=facts.purpose, reason=facts.reason, refused=facts.refused,
        object=facts.names[0] if len(facts.names) == 1 else None, activity=facts.activity, through=facts.through,
        transaction=facts.transaction, on_behalf_of=facts.on_behalf_of, selection=facts.selection,
    )  # fmt: skip


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _line(facts: Facts, name: str | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "at": to_iso(facts.at_us, facts.zone), "user": facts.subject, "command": facts.operation, "chain": facts.chain,
        "through": None if facts.through == "cli" else facts.through, "purpose": facts.purpose, **facts.selection,
        "case": name, "for": facts.on_behalf_of, "transaction": facts.transaction, "reason": facts.reason, "refused": facts.refused,
        "fault": facts.fault,
    }  # fmt: skip
    return {name: value for name, value in said.items() if value is not None or name == "chain"}
