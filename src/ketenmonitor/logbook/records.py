"""What is written down of an action, in three kinds: what was processed, what was decided, and who did it.

Comes in: what the caller knows. Goes out: values that one of the three logs can hold. The promise: a person or a case is in them
by its keyed name only (`case_name`), and who acted is in the audit record and in the request that was decided on, never in
what was processed (rule L12).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

Status = Literal["Unset", "Ok", "Error"]
Result = Literal["permitted", "refused", "failed"]
EVENTS = (
    "adl.access_evaluation", "adl.access_evaluations", "adl.search_subject", "adl.search_action", "adl.search_resource",
)  # fmt: skip
UNNAMED = "verwerking"  # for an action that nobody named: the standard wants a name, and no fault for the lack of one
KEYED = re.compile("[0-9a-f]{64}")
LONGEST = 2_000  # characters of a text that a person wrote


@dataclass(frozen=True)
class Processing:
    """One action on data, of one person or case or of none: a line of the processing log (Logboek Dataverwerkingen 1.0.0).

    `activity`: the address of the activity in the register of processing. `subject`: a keyed name, with in `subject_type` the
    address of what it names. `selection`: of statistics, what was counted, without identifiers. `error`: the type of a fault of ours.
    """

    name: str
    activity: str
    start_us: int
    end_us: int
    subject: str | None = None
    subject_type: str | None = None
    status: Status = "Unset"
    selection: str | None = None
    error: str | None = None

    def __post_init__(self) -> None:
        _check_address("activity", self.activity)
        check_keyed(self.subject)
        if (self.subject is None) != (self.subject_type is None):
            raise ValueError("a subject and the type of it are given together")
        if self.end_us < self.start_us:
            raise ValueError("an action ends after it begins")
        if self.error is not None and self.status != "Error":
            raise ValueError("a fault goes with the status Error")


@dataclass(frozen=True)
class Decision:
    """One decision on whether something may be done: a line of the Authorization Decision Log 1.0.0.

    `request` and `response`: as AuthZEN has them; a person or case is in them by its keyed name too. `policies`: what was decided by, as
    {name: "version@sha256"}. `subject`: the keyed name of whom it is about. `transaction`: of FSC, when the question came over it.
    A denial is `Unset`, as a permit is; `Error` is for a decision that could not be made, which may lack a response.
    """

    at_us: int
    request: Mapping[str, Any]
    response: Mapping[str, Any] | None
    policies: Mapping[str, str]
    event: str = EVENTS[0]
    status: Status = "Unset"
    subject: str | None = None
    transaction: str | None = None

    def __post_init__(self) -> None:
        check_keyed(self.subject)
        if self.event not in EVENTS:
            raise ValueError(f"an event is one of {', '.join(EVENTS)}")
        if self.response is None and self.status != "Error":
            raise ValueError("a decision that was made has a response")


@dataclass(frozen=True)
class Audit:
    """Who did what, why, and with which result (BIO2 8.15). `object`: the keyed name of whom it was about.

    `through`: by which door (cli, web, api); `device`: from which machine, where that is known. `on_behalf_of`: in whose name;
    `refused`: a code or a sentence of why not; `selection`: what was asked for, or which delivery, without identifiers.
    """

    at_us: int
    actor: str
    operation: str
    result: Result
    roles: tuple[str, ...] = ()
    organisation: str | None = None
    chain: str | None = None
    purpose: str | None = None
    reason: str | None = None
    object: str | None = None
    activity: str | None = None
    through: str | None = None
    device: str | None = None
    transaction: str | None = None
    on_behalf_of: str | None = None
    refused: str | None = None
    selection: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_keyed(self.object)


def check_keyed(name: str | None) -> None:
    """Raises ValueError for what is no keyed name: an identifier that was given for one must not reach a log."""
    if name is not None and not KEYED.fullmatch(name):
        raise ValueError("not a keyed name: make it with case_name")


def _check_address(what: str, said: str) -> None:
    parts = urlsplit(said)
    if not parts.scheme or not (parts.netloc or parts.path):
        raise ValueError(f"{what} is not the address of something")


def decision_record(said: Decision, trace_id: str, span_id: str, parent: str | None) -> dict[str, Any]:
    """A line of the decision log. What was asked and answered stands in it whole; the policies by reference."""
    attributes: dict[str, Any] = {"adl.core.policies": dict(said.policies)} if said.policies else {}
    if said.transaction is not None:
        attributes["adl.fsc.transaction_id"] = said.transaction
    if said.subject is not None:
        attributes["dpl.core.data_subject_id"] = said.subject
    body: dict[str, Any] = {"adl.core.request": dict(said.request)}
    if said.response is not None:
        body["adl.core.response"] = dict(said.response)
    return {
        "trace_id": trace_id, "span_id": span_id, **({"parent_span_id": parent} if parent else {}),
        "event_name": said.event, "timestamp": milliseconds(said.at_us), "status": said.status,
        "attributes": attributes, "body": body,
    }  # fmt: skip


def audit_record(said: Audit, trace_id: str, span_id: str, lines: Mapping[str, int]) -> dict[str, Any]:
    """A line of the audit log; `lines`: how many the other logs have of the same trace, by log. What is not known is left out."""
    texts = {
        "organisation": said.organisation, "chain": said.chain, "purpose": _short(said.purpose), "reason": _short(said.reason),
        "object": said.object, "activity": said.activity, "through": said.through, "device": said.device,
        "transaction": said.transaction, "on_behalf_of": said.on_behalf_of, "refused": _short(said.refused),
        "selection": dict(said.selection) or None,
    }  # fmt: skip
    return {
        "trace_id": trace_id, "span_id": span_id, "timestamp": milliseconds(said.at_us), "actor": said.actor, "roles": list(said.roles),
        "operation": said.operation, "result": said.result, **{name: text for name, text in texts.items() if text is not None},
        "lines": dict(lines),
    }  # fmt: skip


def milliseconds(at_us: int) -> int:
    """A moment as the standards write it."""
    return at_us // 1000


def _short(text: str | None) -> str | None:
    return None if text is None else text[:LONGEST]
