"""Who looked at what is held about a pseudonym: from the logs, by keyed hash.

Comes in: a home, a chain and identifiers. Goes out: `Look`s: when, which organisation, in which roles, for what. The promise: nobody
is named unless the office says that its policy is to name employees; who handles the request of the citizen does not count.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ketenmonitor.citizens.requests import LOG
from ketenmonitor.instants import to_us
from ketenmonitor.store import Home, case_name, publication_secrets

INTERNAL = ("log", "internal.jsonl")
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


class Logbook(Protocol):
    """What is asked of the logs of an organisation (room `logbook`): lines about a subject, with those of the audit log of their trace."""

    def subject_id(self, chain: str, identifier: str) -> str: ...

    def query(self, *, subject: str | None = None) -> Iterator[dict[str, Any]]: ...


def looks_at(home: Home, chain: str, identifiers: Iterable[str], logbook: Logbook | None = None) -> tuple[Look, ...]:
    """Every look at one of these, the first one first: in the log of one line a look, and in the logbook when there is one."""
    wanted = list(identifiers)
    found = [*_in_internal(home, chain, wanted), *(_in_logbook(logbook, chain, wanted) if logbook else ())]
    secret = publication_secrets(home.path).record_key
    unique = {json.dumps([*one.values()]): one for one in found if one["operation"] != OWN}
    named = (
        Look(name=f"{LOG}/{hmac.digest(secret, key.encode(), 'sha256').hex()[:16]}", **one)
        for key, one in unique.items()
    )
    return tuple(sorted(named, key=lambda one: (one.at_us, one.name)))


def _in_internal(home: Home, chain: str, identifiers: list[str]) -> Iterator[dict[str, Any]]:
    """The log that says who gave which command, and of which case by keyed hash."""
    names = {case_name(home, chain, one) for one in identifiers}
    place = home.path.joinpath(*INTERNAL)
    for line in place.read_bytes().splitlines() if place.exists() else ():
        try:
            said = json.loads(line)
        except ValueError:  # what a crash left half
            continue
        if said.get("chain") == chain and said.get("case") in names:
            yield _look(
                to_us(datetime.fromisoformat(said["at"])), said | {"operation": said["command"], "actor": said["user"]}
            )


def _in_logbook(logbook: Logbook, chain: str, identifiers: list[str]) -> Iterator[dict[str, Any]]:
    """The audit log says who, of each trace in which the processing log names one of these; a refusal shows nobody anything."""
    for one in identifiers:
        lines = list(logbook.query(subject=logbook.subject_id(chain, one)))
        audits = [
            line["record"] for line in lines if line["log"] == "audit" and line["record"].get("result") != "refused"
        ]
        told = {line["record"]["trace_id"] for line in lines if line["log"] == "audit"}
        yield from (_look(int(said["timestamp"]) * 1000, said) for said in audits)
        for said in (line["record"] for line in lines if line["log"] == "processing"):
            if said["trace_id"] not in told:  # by whom is not known, that it was done is
                yield _look(int(said["start_time"]) * 1000, {"operation": said["name"]})


def _look(at_us: int, said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "at_us": at_us,
        "organisation": str(said.get("organisation") or ""),
        "roles": tuple(sorted(map(str, said.get("roles") or ()))),
        "operation": str(said.get("operation") or ""),
        "purpose": str(said.get("purpose") or ""),
        "employee": str(said.get("actor") or ""),
    }
