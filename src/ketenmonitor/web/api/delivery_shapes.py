"""The documents about deliveries: with the names that `ketenmonitor receive --json` prints.

Comes in: an entry of the inbox. Goes out: a model. The promise: of a row that was set apart it says where it stood and why, and never
what was in it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from ketenmonitor.inbox import Entry
from ketenmonitor.instants import from_us
from ketenmonitor.web.api import PREFIX

DELIVERIES = f"{PREFIX}/leveringen"


class Apart(BaseModel):
    """Een rij die apart is gezet."""

    file: str = Field(description="Het bestand.", examples=["events.parquet"])
    row: int = Field(description="De hoeveelste rij.")
    column: str | None = Field(description="De kolom.")
    reason: str = Field(description="Wat er mis is en wat goed zou zijn (Engels).")


class Delivery(BaseModel):
    """Een levering en wat ermee gebeurde; de velden heten zoals in de uitvoer van `ketenmonitor receive --json`."""

    id: str = Field(description="De naam in het adres.", examples=["0123456789ab0123456789abcdef01234567"[:32]])
    delivery_id: str = Field(description="De naam die de partner haar gaf.")
    chain: str = Field(description="De keten.")
    partner: str = Field(description="De partner.")
    status: Literal["received", "accepted", "refused", "known"] = Field(
        description="`received`: bewaard en nog niet verwerkt; `accepted`: aangenomen; `refused`: geweigerd, met alle redenen; "
        "`known`: zij was er al."
    )
    received_at: datetime = Field(description="Sinds wanneer zij bewaard is.")
    finished_at: datetime | None = Field(description="Sinds wanneer zij verwerkt is.")
    reasons: list[str] = Field(description="Waarom zij geweigerd is (Engels).")
    counts: dict[str, int] = Field(description="Hoeveel rijen zijn aangenomen, per soort bestand.")
    findings: dict[str, int] = Field(description="Wat opviel en hoe vaak; codes.")
    n_quarantined: int = Field(description="Hoeveel rijen apart zijn gezet.")
    quarantined: list[Apart] = Field(description="De eerste 1000 daarvan.")
    links: dict[str, str] = Field(description="Adressen van wat hierbij hoort, vanaf het begin van deze site.")


class Deliveries(BaseModel):
    """Leveringen, de nieuwste eerst."""

    total: int = Field(description="Hoeveel het er zijn.")
    page: int = Field(description="Deze bladzijde.")
    deliveries: list[Delivery]


def said_of(entry: Entry) -> Delivery:
    """What there is to say of an entry."""
    outcome = entry.outcome
    return Delivery(
        id=entry.id, delivery_id=entry.delivery_id, chain=entry.chain, partner=entry.partner, status=entry.status,  # type: ignore[arg-type]  # one of these
        received_at=from_us(entry.arrived_us), finished_at=from_us(entry.finished_us) if entry.finished_us else None,
        reasons=list(outcome.reasons) if outcome else [], counts=dict(outcome.counts) if outcome else {},
        findings=dict(outcome.findings) if outcome else {}, n_quarantined=entry.n_quarantined,
        quarantined=[Apart(**one) for one in outcome.quarantined] if outcome else [],  # type: ignore[arg-type]  # so the gate says it
        links={"self": f"{DELIVERIES}/{entry.id}"},
    )  # fmt: skip
