"""What is logged of each question, and the one place where it is confirmed.

Comes in: `Facts`. Goes out: the same, with the trace under which it stands in the logs. The promise: all of it is on disk, or a
StorageError and nothing may be shown; a case is named by a keyed hash only.

Everything that the logs of an organisation need stands in `Facts`: who processed what of whom (Logboek Dataverwerkingen), what was
decided by which policy (Authorization Decision Log), and who asked and why (BIO2 8.15). A home with a register of purposes has these
three logs, and after them the line of who asked what that every home has.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.access.operations import OPERATIONS
from ketenmonitor.instants import to_iso
from ketenmonitor.logbook import Audit, Decision, ForeignOperation, Logbook, Processing, Traced
from ketenmonitor.store import Home, case_name, log_access

TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?P<trace>(?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True)
class Facts:
    """One question. `is_permitted`: None when there was no register to decide by; `refused`: a code of why not.

    `selection`: what statistics were asked, or which delivery; `cases`: whose data; `policy`: version and hash of the register.
    """

    at_us: int
    zone: ZoneInfo
    trace: str
    subject: str
    operation: str
    chain: str | None
    roles: frozenset[str] = frozenset()
    organisation: str | None = None
    through: str = "cli"
    on_behalf_of: str | None = None
    transaction: str | None = None
    purpose: str | None = None
    activity: str | None = None
    cases: tuple[str, ...] = ()
    selection: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    is_permitted: bool | None = None
    refused: str | None = None
    policy: str | None = None
    traceparent: str | None = None
    is_registered: bool = False
    part_of: Traced | None = None


def trace_of(traceparent: str | None) -> str:
    """The number of what goes on already (W3C Trace Context), or a new one."""
    found = TRACEPARENT.fullmatch(traceparent or "")
    return found["trace"] if found else secrets.token_hex(16)


def confirm(home: Home, facts: Facts) -> Facts:
    """Have it all logged, a line for each case. Raises StorageError."""
    if facts.is_registered:
        traced = _in_logbook(logbook_of(home), home, facts)
        facts = replace(facts, trace=traced.trace_id, part_of=traced)
    for case in facts.cases or (None,):
        log_access(home, _line(home, facts, case))
    return facts


@lru_cache(maxsize=64)
def logbook_of(home: Home) -> Logbook:
    """The logs of a home, opened once by a process."""
    return Logbook(home)


def _in_logbook(logbook: Logbook, home: Home, facts: Facts) -> Traced:
    """Everything of one question in the three logs."""
    names = [logbook.subject_id(facts.chain or "", case) for case in facts.cases]
    above: ForeignOperation | Traced | None = facts.part_of
    if above is None and facts.traceparent and facts.organisation:
        above = ForeignOperation(facts.traceparent, f"urn:oin:{facts.organisation}")
    decision = None if facts.part_of else _decision(facts, names)
    return logbook.act(_processed(home, facts, names), decision, _audit(facts, names), above=above)


def _processed(home: Home, facts: Facts, names: list[str]) -> list[Processing]:
    """A line for each person or case concerned, or one with its selection; none for what was refused."""
    if facts.activity is None:
        return []
    about = (OPERATIONS[facts.operation], facts.activity, facts.at_us, facts.at_us)
    if names:
        kind = f"urn:ketenmonitor:{facts.chain}:{home.definition(str(facts.chain)).unit}"
        return [Processing(*about, subject=name, subject_type=kind) for name in names]
    said = {"chain": facts.chain, **facts.selection}
    return [Processing(*about, selection="; ".join(f"{name}={value}" for name, value in said.items() if value))]


def _decision(facts: Facts, names: list[str]) -> Decision:
    """What was asked of the register and what it said, as AuthZEN has it."""
    asker = {"organisation": facts.organisation, "roles": sorted(facts.roles)}
    action = {"processing_activity_id": facts.activity, "purpose": facts.purpose, "reason": facts.reason}
    request = {
        "subject": {"type": "user", "id": facts.subject, "properties": _given(asker)},
        "action": {"name": facts.operation, "properties": _given(action)},
        "resource": {"type": "case" if names else "chain", "id": names[0] if names else facts.chain or "all"},
        "context": _given({"time": to_iso(facts.at_us, facts.zone), "traceparent": facts.traceparent}),
    }
    response = {"decision": bool(facts.is_permitted), "context": _given({"reason": facts.refused})}
    policies = {"purposes": facts.policy} if facts.policy else {}
    subject = names[0] if len(names) == 1 else None
    return Decision(facts.at_us, request, response, policies, subject=subject, transaction=facts.transaction)


def _audit(facts: Facts, names: list[str]) -> Audit:
    """Who asked, why, and how it ended."""
    return Audit(
        facts.at_us, facts.subject, facts.operation, "permitted" if facts.is_permitted else "refused", tuple(sorted(facts.roles)),
        organisation=facts.organisation, chain=facts.chain, purpose=facts.purpose, reason=facts.reason or facts.refused,
        object=names[0] if len(names) == 1 else None, activity=facts.activity, through=facts.through,
        transaction=facts.transaction,
    )  # fmt: skip


def _given(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _line(home: Home, facts: Facts, case: str | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "at": to_iso(facts.at_us, facts.zone), "user": facts.subject, "command": facts.operation, "chain": facts.chain,
        "through": None if facts.through == "cli" else facts.through, "purpose": facts.purpose, **facts.selection,
        "case": None if case is None else case_name(home, facts.chain or "", case), "for": facts.on_behalf_of,
        "transaction": facts.transaction, "reason": facts.reason, "refused": facts.refused,
    }  # fmt: skip
    if facts.policy or facts.is_permitted is not None:
        roles = sorted(facts.roles)
        said |= {"permitted": facts.is_permitted, "policy": facts.policy, "activity": facts.activity, "roles": roles}
        said |= {"trace": facts.trace}
    return {name: value for name, value in said.items() if value is not None or name == "chain"}
