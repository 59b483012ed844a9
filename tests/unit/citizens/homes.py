"""A small home with somebody in it: a report and a case of theirs, a case of somebody else, and who answers citizens."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ketenmonitor.citizens import Kind, Request, add_request, office_of
from ketenmonitor.store import Home, case_name, publication_secrets
from tests.chain import deliver, home_of, instant, received
from tests.unit.publishing.homes import GIVEN

OFFICE = """
[office]
title = "Privacybureau van de keten"
contact = "privacy@keten.example.nl"
address = ["Postbus 1", "2500 AA Den Haag"]
objection = "U kunt bezwaar maken."
supervisor = "de toezichthouder"
[partners.politie]
regime = "Wpg"
contact = "privacy@politie.example.nl"
correction = "Privacydesk, Postbus 2"
[partners.om]
regime = "AVG"
contact = "privacy@om.example.nl"
correction = "Privacydesk, Postbus 3"
"""
MINE, MY_REPORT, OTHER = "zaak-van-mij", "melding-van-mij", "zaak-van-een-ander"
NOW = instant("2024-03-04T12:00:00+01:00")
TODAY = date(2024, 3, 4)
RECEIVED = date(2024, 3, 1)
SPAN = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}


def link(report: str, case: str) -> dict[str, str]:
    ends = {"from_type": "melding", "from_id": report, "to_type": "strafzaak", "to_id": case}
    return {**ends, "time": "2024-01-11T10:00:00+01:00"}


def home_with_citizen(folder: Path, *, decisions: bool = True, office: str | None = OFFICE, **more: Any) -> Home:
    """One report that led to two cases, of which one is mine. `decisions`: whether mine was decided on."""
    home = home_of(folder)
    publication_secrets(home.path, GIVEN)
    if office is not None:
        (home.path / "citizens.toml").write_text(office, encoding="utf-8")
    reports = [("e1", "aangifte", "2024-01-03T10:00:00+01:00", MY_REPORT)]
    decided = [
        ("e2", "inschrijving", "2024-01-11T10:00:00+01:00", MINE),
        ("e3", "inschrijving", "2024-01-12T10:00:00+01:00", OTHER),
    ]
    decided += [("e4", "besluit", "2024-01-20T10:00:00+01:00", MINE)] if decisions else []
    mine = [{"object_type": "melding", "object_id": MY_REPORT, "eenheid": "Noord"}]
    for delivery in (
        deliver(folder, "p", events=reports, objects=mine, **SPAN),
        deliver(
            folder, "o", "om", events=decided, links=[link(MY_REPORT, MINE), link(MY_REPORT, OTHER)], **SPAN, **more
        ),
    ):
        outcome = received(home, delivery, "2024-02-02T09:00:00+01:00")
        assert outcome.status == "accepted", outcome.reasons
    return home


def asked_for(home: Home, kind: Kind = Kind.ACCESS, subject: str = MINE, at_us: int = NOW) -> Request:
    """A request about `subject`, of all partners."""
    if not (home.path / "citizens.toml").exists():
        (home.path / "citizens.toml").write_text(OFFICE, encoding="utf-8")
    regimes = {name: desk.regime for name, desk in office_of(home).desks.items()}
    keyed = (case_name(home, "proef", subject),)
    return add_request(home, kind, "proef", keyed, RECEIVED, regimes, "officer", at_us, "PB-1")
