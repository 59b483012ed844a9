"""Who looked at what is held about a pseudonym: from the logs, by keyed hash.

Comes in: a home, a chain and identifiers. Goes out: `Look`s: when, which organisation, in which roles, for what. The promise: nobody
is named unless the office says that its policy is to name employees; who handles the request of the citizen does not count, nor does
who was refused; and what was logged before the home had a register of purposes is found as well.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ketenmonitor.citizens.requests import LOG
from ketenmonitor.logbook import Logbook, internal, is_begun_in
from ketenmonitor.store import Home, case_name, case_names, publication_secrets

OWN = "citizen"  # the operation of answering one


@dataclass(frozen=True)
class Look:
    """One look. What the log does not say is empty. `employee`: only for who may know."""

    name: str
    at_us: int
    organisation: str
    roles: tuple[str, ...]
    operation: str
    purpose: str
    employee: str


def looks_at(home: Home, chain: str, identifiers: Iterable[str]) -> tuple[Look, ...]:
    """Every look at one of these, the first one first: in the three logs, and in the one of a home without a register of purposes."""
    wanted = list(identifiers)
    lines = list(_in_logbook(Logbook(home), chain, wanted)) if is_begun_in(home) else []
    found = [look for _, look in lines]
    found += _in_internal(home, chain, wanted, {trace for trace, _ in lines})
    secret = publication_secrets(home.path).record_key
    unique = {json.dumps([*one.values()]): one for one in found if one["operation"] != OWN}
    named = (
        Look(name=f"{LOG}/{hmac.digest(secret, key.encode(), 'sha256').hex()[:16]}", **one)
        for key, one in unique.items()
    )
    return tuple(sorted(named, key=lambda one: (one.at_us, one.name)))


def _in_internal(home: Home, chain: str, identifiers: list[str], apart: set[str]) -> Iterator[dict[str, Any]]:
    """The log that says who gave which command, and of which case."""
    names = {name for one in identifiers for name in case_names(home, chain, one)}
    for said in (line["record"] for line in internal.lines_of(home, names, apart=apart)):
        if "refused" not in said:
            yield _look(internal.at_us(said), said | {"operation": said["command"], "actor": said["user"]})


def _in_logbook(logbook: Logbook, chain: str, identifiers: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The audit log says who, of each trace in which the processing log names one of these. A refusal shows nobody
    anything, and that a look failed after all stands in the trace of that look.
    """
    for one in identifiers:
        lines = list(logbook.query(subject=case_name(logbook.home, chain, one)))
        audits = [
            line["record"] for line in lines if line["log"] == "audit" and line["record"]["result"] == "permitted"
        ]
        told = {line["record"]["trace_id"] for line in lines if line["log"] == "audit"}
        yield from ((said["trace_id"], _look(int(said["timestamp"]) * 1000, said)) for said in audits)
        for said in (line["record"] for line in lines if line["log"] == "processing"):
            if said["trace_id"] not in told:  # by whom is not known, that it was done is
                yield said["trace_id"], _look(int(said["start_time"]) * 1000, {"operation": said["name"]})


def _look(at_us: int, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at_us": at_us,
        "organisation": str(said.get("organisation") or ""),
        "roles": tuple(sorted(map(str, said.get("roles") or ()))),
        "operation": str(said.get("operation") or ""),
        "purpose": str(said.get("purpose") or ""),
        "employee": str(said.get("actor") or ""),
    }
