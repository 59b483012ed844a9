"""What tests of the logs have in common: a home, actions with known times, and what stands in a log."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ketenmonitor.logbook import Audit, Decision, Logbook, Processing
from ketenmonitor.store import Home, case_name
from tests.chain import home_of, instant

AT_US = instant("2026-11-23T10:00:00.123456+01:00")
AT_MS = AT_US // 1000
ACTIVITY = "https://register.example.nl/verwerkingsactiviteiten/7c3e"
PERSON = "https://register.example.nl/id/type/skn"
POLICIES = {"doelen": "3@" + "ab" * 32}
CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
UNSAMPLED = CALLER[:-2] + "00"
OM = "https://netwerk.om.example.nl/v1"


def logbook_in(folder: Path) -> Logbook:
    return Logbook(home_of(folder))


def home_with(folder: Path) -> Home:
    return home_of(folder)


def view_of(logbook: Logbook, *identifiers: str, name: str = "Zaak inzien", **given: Any) -> list[Processing]:
    """A look at cases."""
    subjects = [case_name(logbook.home, "proef", one) for one in identifiers]
    return [Processing(name, ACTIVITY, AT_US, AT_US + 5_000, one, PERSON, **given) for one in subjects]


def statistics(selection: str = "lead_time report_to_verdict by year") -> Processing:
    return Processing("Cijfers berekenen", ACTIVITY, AT_US, AT_US + 9_000, selection=selection)


def decision(logbook: Logbook | None = None, *, allowed: bool = True, **given: Any) -> Decision:
    request = {
        "subject": {"type": "medewerker", "id": "om-00123", "properties": {"rol": "handler"}},
        "action": {"name": "case", "properties": {"processing_activity_id": ACTIVITY}},
        "resource": {"type": "zaak", "id": "proef"},
    }
    return Decision(AT_US, request, {"decision": allowed}, POLICIES, **given)


def audit(**given: Any) -> Audit:
    return Audit(**{"at_us": AT_US, "actor": "om-00123", "operation": "case", "result": "permitted", **given})


def lines(logbook: Logbook, log: str) -> list[dict[str, Any]]:
    """What stands in a log, in order."""
    return [json.loads(record) for _, record in logbook.logs[log].records() if record is not None]
