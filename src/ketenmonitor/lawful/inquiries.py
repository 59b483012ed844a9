"""Who may ask a holder whether it knows a person: for which purpose, on which grounds, how often, and who can check it afterwards.

Comes in: the entries [[inquiries]] of a register. Goes out: the permission that fits a question, or the reason why none does. The
promise: what is not permitted in so many words is refused, and on which day it is, is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ketenmonitor.lawful.processing import NoGround, Purpose
from ketenmonitor.lawful.purposes import Inquiries, Period, Register
from ketenmonitor.toml import Finding


def inquiring(
    register: Register, asker: str, holder: str, purpose: str, ground: str, period: str, day: date
) -> Inquiries | NoGround:
    """What permits an organisation to ask a holder on this day."""
    if purpose not in register.purposes:
        return NoGround("purpose-unknown", f"The register of purposes {register.version} has no such purpose.")
    known = register.purposes[purpose]
    if not known.begin <= day <= known.until:
        return NoGround("purpose-not-now", f"Purpose {purpose} is from {known.begin} until {known.until} only.")
    found = next((one for one in register.inquiries if (one.holder, one.purpose.id) == (holder, purpose)), None)
    if found is None:
        return NoGround("holder-not-permitted", f"For purpose {purpose} this holder answers no questions.")
    if asker not in found.askers:
        return NoGround("asker-not-permitted", f"For purpose {purpose} you may not ask this holder.")
    if ground not in found.grounds:
        return NoGround("ground-not-permitted", f"Grounds for purpose {purpose} are: {', '.join(found.grounds)}.")
    said = found.periods.get(period)
    if said is None or not said.begin <= day <= said.until:
        return NoGround(
            "period-not-now", f"Ask in the period of today. Purpose {purpose} has: {', '.join(found.periods)}."
        )
    return found


def check_inquiries(values: Mapping[str, Any]) -> Iterator[Finding]:
    """That one purpose and holder have one entry, and that nobody asks itself."""
    seen: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(values.get("inquiries", [])):
        if not entry:
            continue
        about = (entry.get("purpose", ""), entry.get("holder", ""))
        if all(about) and seen.setdefault(about, index) != index:
            yield Finding("permission-twice", ("inquiries", index), {"other": f"inquiries[{seen[about] + 1}]"})
        if about[1] and about[1] in entry.get("askers", []):
            yield Finding("asks-itself", ("inquiries", index, "askers"))


def inquiries_of(values: Mapping[str, Any], purposes: Mapping[str, Purpose]) -> tuple[Inquiries, ...]:
    """The entries of a sound register."""
    return tuple(
        Inquiries(
            purposes[said["purpose"]], said["holder"], frozenset(said["askers"]), tuple(said["grounds"]), said["auditor"],
said["questions_a_day_officer"], said["questions_a_day_case"], said["questions_a_day_organisation"],
            periods_of(said["periods"]),
        )
        for said in values.get("inquiries", [])
    )  # fmt: skip


def periods_of(said: Iterable[Mapping[str, Any]]) -> dict[str, Period]:
    """Periods by name."""
    return {one["period"]: Period(one["period"], one["from"], one["until"]) for one in said}
