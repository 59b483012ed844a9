"""The documents about figures that analysts ask: what can be asked, the question, and the records.

Comes in: nothing. Goes out: models. The records are what the command prints, so the names of their fields are not ours to
choose; they are described here and not made here.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model

from ketenmonitor.measures import MEASURES
from ketenmonitor.release import columns_of
from ketenmonitor.web.api.shape import Absent, Shape, Text

IN_LISTS = re.compile(r"ci95_(low|high)|(to|other|open)_\d+")  # columns of a table that are one field of a record
UNITS = {"cases": "aantal", "days": "etmalen", "share": "0 tot 1", "ratio": "vanaf 0, ook boven 1"}
# Read by `question_of`, which says the same of them as on the workbench.
Day = Annotated[str, Field(min_length=1, json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(min_length=1, json_schema_extra={"format": "date-time"})]
Name = StrEnum("Name", {name.replace("-", "_"): name for name in MEASURES})  # type: ignore[misc]  # made of a table
Maat = Annotated[Name, Path(description="De maat.", examples=["lead-time"])]


class Named(Shape):
    """Iets met een naam en een titel."""

    id: str = Field(description="De naam in adressen en cijfers.")
    title: Text


class Measure(Named):
    """Een maat. `ids`: waarvan, zoals welke doorlooptijd; leeg waar er één is voor de hele keten."""

    about: Text = Field(description="Wat de maat zegt.")
    ids: list[Named]
    links: dict[str, str] = Field(description="Adressen van wat hierbij hoort, vanaf het begin van deze site.")


class Breakdown(Named):
    """Een kenmerk: om naar uit te splitsen (`by`) of op te kiezen (`where`)."""

    type: str = Field(description="`category`, `integer`, `number`, `date` of `boolean`.", examples=["category"])
    values: list[str] = Field(description="De waarden van een categorie; anders leeg.")


class Measures(Shape):
    """Wat van een keten gevraagd kan worden."""

    chain: str = Field(description="De keten.")
    title: Text = Field(description="Hoe de keten heet.")
    definition_version: str = Field(description="De versie van de definitie die nu geldt.")
    measures: list[Measure]
    breakdowns: list[Breakdown]
    themes: list[Named]


class Asked(Shape):
    """Welke cijfers: dezelfde vragen als op de werkbank."""

    model_config = ConfigDict(extra="forbid")

    id: str | Absent = Field(None, description="Waarvan, zoals welke doorlooptijd; zonder: alle.")
    by: list[str] = Field([], description="Uitsplitsen naar dit kenmerk; mag vaker.")
    period: Literal["month", "quarter", "year"] | Absent = Field(None, description="Per maand, kwartaal of jaar.")
    basis: Literal["entry", "exit"] | Absent = Field(None, description="Op begin (`entry`, standaard) of einde.")
    where: list[str] = Field(
        [], description="Alleen zaken met deze waarde van een kenmerk; mag vaker.", examples=[["a=b"]]
    )
    theme: str | Absent = Field(None, description="Alleen zaken van dit thema.")
    first_day: Day | Absent = Field(None, alias="from", description="Vanaf deze dag.")
    until: Day | Absent = Field(None, description="Tot en met deze dag.")
    as_known_at: Moment | Absent = Field(None, description="Met wat op dit moment (vanaf 1970) bekend was.")
    compare_to: Moment | Absent = Field(None, description="Wat anders is dan op dit moment (vanaf 1970) bekend was.")
    format: Literal["json", "csv"] | Absent = Field(None, description="Gaat voor `Accept`.")


class Record(BaseModel):
    """What every record has: which figure it is."""

    model_config = ConfigDict(extra="allow")

    chain: str = Field(description="De keten.")
    measure: str = Field(description="De maat.")
    id: str | None = Field(description="Waarvan.")
    period: str | None = Field(description="`2025`, `2025-Q3` of `2025-08`; null: alle tijd.")
    by: dict[str, str | int | float | bool | None] = Field(description="De groep; leeg voor het totaal.")


class Behind(BaseModel):
    """Een ketenpartner die achter is, en waar een cijfer op rust."""

    partner: str = Field(description="De ketenpartner.")
    delivered_until: datetime = Field(description="Tot wanneer deze compleet is.")
    days: int = Field(description="Zoveel dagen korter dan wie het verst is.")
    holds_back: bool = Field(description="Het cijfer houdt daar op; anders kan wat daarna gebeurde het nog veranderen.")


class _Figure(Record):
    """Een cijfer. Elke maat heeft eigen velden; een waarde die er niet is, is null, en `notes` zegt waarom."""

    unit: str = Field(description="Wat geteld wordt: een soort object.")
    view: str = Field(description="`all`, of `completed-only` met `basis=exit`.")
    definition_version: str = Field(description="De versie van de definitie.")
    known_at: datetime | None = Field(description="Wat op dit moment bekend was.")
    complete_until: datetime | None = Field(description="Tot wanneer alle betrokken partners leverden.")
    counted: int | None = Field(description="Hoeveel zaken of objecten erachter zitten.")
    behind: list[Behind] = Field(description="Wie achter is van de ketenpartners waar dit op rust.")
    notes: list[str] = Field(description="Waarom iets er niet is, en wat verder te weten; codes.")


class Move(Record):
    """Een waarde die anders is dan op een ander moment bekend was."""

    value: float | str | None = Field(description="Wat nu bekend is.")
    compared: float | str | None = Field(description="Wat toen bekend was.")
    change: str = Field(description="`moved`, `appeared`, `vanished`, `became-known` of `became-unknown`.")


class End(BaseModel):
    """Hoe zaken er na een aantal dagen voor staan."""

    days: int
    to: float | None = Field(description="Afgerond (0 tot 1).")
    other: float | None = Field(description="Anders geëindigd (0 tot 1).")
    open: float | None = Field(description="Nog open (0 tot 1).")


def _own_fields() -> dict[str, Any]:
    """The fields that measures have of their own, as releases call them; and those that are columns there."""
    day = {"type": ["string", "null"], "format": "date"}
    found: dict[str, Any] = {
        "date": (Annotated[str | None, WithJsonSchema(day)], Field(None, description="Peildatum.")),
        "ci95_median": (list[float | None] | None, Field(None, description="Mediaan: interval van 95% (etmalen).")),
        "ends": (list[End] | None, Field(None, description="Na 30, 90, 180, 365 en 730 dagen.")),
    }
    for one in (column for name in MEASURES for column in columns_of(name)):
        if one.name not in _Figure.model_fields and not IN_LISTS.fullmatch(one.name):
            said = f"{one.title.nl} ({UNITS[one.unit]})." if one.unit in UNITS else f"{one.title.nl}."
            found[one.name] = (float | None, Field(None, description=said))
    return found


# What the command prints: figures, or with `compareTo` what moved.
RECORDS: Any = (
    list[create_model("Figure", __base__=_Figure, __doc__=_Figure.__doc__, **_own_fields())] | list[Move]  # type: ignore[misc]  # made of a table
)
