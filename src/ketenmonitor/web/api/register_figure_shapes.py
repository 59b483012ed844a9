"""The stated figures of the register for programs.

Comes in: nothing. Goes out: models that FastAPI makes answers and their descriptions of.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from ketenmonitor.web.api.register_shapes import ReadSaid, SourceSaid
from ketenmonitor.web.api.shape import Absent, Shape

VERDICT = Literal["agrees", "differs", "not-comparable"]


class FiguresStatedAsked(Shape):
    """Welke cijfers."""

    model_config = ConfigDict(extra="forbid")

    verdict: VERDICT | Absent = Field(None, description="Oordeel.")
    paper: int | Absent = Field(None, ge=1, le=1_000_000, description="Nummer van een Kamerstuk in het register.")
    page: int = Field(1, ge=1, le=1_000_000, description="Welke bladzijde.")


class ComparedSaid(Shape):
    """Waarnaast een cijfer is gelegd."""

    compared: str = Field(description="Een plaats in een stuk of in een uitgave; leeg als er niets naast ligt.")
    other: float | None = Field(description="Wat daar staat, of daaruit volgt.")
    difference: float | None = Field(description="Het cijfer min het andere.")
    tolerance: float = Field(ge=0, description="Wat afronding toelaat.")
    why: str | None = Field(description="Waarom het niet te vergelijken is.")
    keys: list[str] = Field(description="Sleutels van de cijfers waarmee het is vergeleken.")


class FigureStated(Shape):
    """Een cijfer dat een stuk noemt, met het oordeel erover."""

    key: str = Field(description="Sleutel.")
    value: float = Field(description="Het getal.")
    unit: str | None = Field(description="Eenheid.")
    period: str | None = Field(description="Van wanneer, in de woorden van het stuk.")
    about: str | None = Field(description="Waarover.")
    verdict: VERDICT = Field(description="Oordeel.")
    beside: list[ComparedSaid] = Field(description="De vergelijkingen waaruit dat volgt.")
    said: SourceSaid = Field(description="De zin waarin het staat.")


class FiguresStated(Shape):
    """Een bladzijde met cijfers."""

    total: int = Field(ge=0, description="Hoeveel er zijn.")
    page: int = Field(ge=1, description="Welke bladzijde dit is.")
    page_size: int = Field(ge=1, description="Hoeveel op een bladzijde.")
    read: ReadSaid = Field(description="Tot wanneer stukken zijn gelezen.")
    figures: list[FigureStated] = Field(description="De cijfers.")
