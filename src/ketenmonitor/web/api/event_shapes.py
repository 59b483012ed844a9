"""The documents about events: what `data` of a CloudEvent holds here, and what is answered.

Comes in: nothing. Goes out: models. `Gegevens` is the data schema that is published at /v1/schemas/gebeurtenis-v1: what it says in
another way than before gets another number.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Name = Annotated[str, Field(min_length=1, max_length=500)]
Moment = Annotated[str, Field(min_length=1, max_length=40, json_schema_extra={"format": "date-time"})]
Scalar = str | bool | int | float | None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel, populate_by_name=False)


class Koppeling(_Strict):
    """Een koppeling tussen twee objecten, zoals in `links` van een levering."""

    van_soort: Name = Field(description="Het soort object.")
    van: Name = Field(description="Het pseudoniem.")
    naar_soort: Name = Field(description="Het soort object waarnaar de koppeling gaat.")
    naar: Name = Field(description="Het pseudoniem daarvan.")
    moment: Moment | None = Field(None, description="Sinds wanneer.")
    ingetrokken: bool = Field(False, description="De koppeling geldt niet meer.")


class Gegevens(_Strict):
    """Wat er gebeurde, of tot wanneer alles is gemeld; `data` van een gebeurtenis volgens CloudEvents."""

    keten: Name | None = Field(None, description="De keten; anders de tweede naam in `type`.")
    partner: Name | None = Field(
        None, description="Voor welke partner, als u voor meer levert en er geen activiteit is."
    )
    activiteit: Name | None = Field(None, description="De activiteit; anders de derde naam in `type`.")
    gebeurtenis_moment: Moment | None = Field(
        None, description="Wanneer het gebeurde (RFC 3339). `time` is wanneer het is vastgelegd."
    )
    object_id: Name | None = Field(None, description="Het pseudoniem van het object waaraan het gebeurde.")
    gebeurtenis_id: Name | None = Field(
        None, description="De `id` van de gebeurtenis die deze vervangt: een verbetering of intrekking."
    )
    ingetrokken: bool = Field(False, description="Deze gebeurtenis is er niet geweest.")
    kenmerken: dict[Name, Scalar] = Field({}, description="Kenmerken die de definitie bij de activiteit noemt.")
    koppelingen: list[Koppeling] = Field([], description="Koppelingen die met deze gebeurtenis ontstonden.")
    volledig_tot: Moment | None = Field(
        None, description="Alles wat vóór dit moment gebeurde, is gemeld: tot hier tellen de gebeurtenissen mee."
    )
    volledig_vanaf: Moment | None = Field(None, description="De eerste keer: vanaf wanneer alles is gemeld.")
    volgt: Name | None = Field(None, description="De naam van de levering waarop de gebeurtenissen volgen.")


class CloudEvent(BaseModel):
    """Een gebeurtenis volgens het NL GOV-profiel voor CloudEvents 1.1 (gestructureerd, één per verzoek)."""

    model_config = ConfigDict(extra="allow")

    specversion: Literal["1.0"]
    id: str = Field(
        min_length=1, max_length=200, description="Uniek binnen uw organisatie; dezelfde nog eens sturen mag."
    )
    source: str = Field(
        description="`urn:nld:oin:` met uw OIN, dan `:systeem:` met de naam van het systeem.",
        examples=["urn:nld:oin:00000099000000001000:systeem:zaaksysteem"],
    )
    type: str = Field(
        description="`nl.<keten>.<activiteit>.v1`, of een eigen naam met `activiteit` in `data`; om alleen te zeggen tot wanneer alles "
        "is gemeld `nl.ketenmonitor.volledig-tot.v1`.",
        examples=["nl.ketenmonitor.volledig-tot.v1"],
    )
    time: datetime = Field(description="Wanneer het is vastgelegd.")
    datacontenttype: Literal["application/json"] | None = None
    dataschema: str | None = Field(None, description="Het adres van een schema.")
    subject: str | None = Field(None, description="Wordt niet bewaard; zet hier nooit iets over een persoon.")
    data: Gegevens


class Reported(BaseModel):
    """Een gebeurtenis die is bewaard."""

    id: str = Field(description="De `id` van de gebeurtenis.")
    source: str = Field(description="De `source` van de gebeurtenis.")
    status: Literal["received", "known"] = Field(description="`received`: bewaard; `known`: zij was er al.")


class Streaming(BaseModel):
    """Hoe het met de gebeurtenissen van een partner staat."""

    chain: str = Field(description="De keten.")
    partner: str = Field(description="De partner.")
    waiting: int = Field(description="Hoeveel er wachten tot is gezegd dat alles tot daar is gemeld.")
    complete_until: datetime | None = Field(description="Tot wanneer alles is gemeld.")
    delivery_id: str | None = Field(description="De levering waarin de laatste zijn opgenomen.")


class Streams(BaseModel):
    """De gebeurtenissen van de partners voor wie u levert."""

    streams: list[Streaming]


def data_schema(address: str) -> dict[str, Any]:
    """The schema of `data`, with its own address."""
    said = Gegevens.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, **said}
