"""The documents about what was published.

Comes in: nothing. Goes out: models. The descriptions are those of the OpenAPI document, so they are Dutch.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from ketenmonitor.web.api.shape import Shape, Text

Links = dict[str, str]
LINKS = Field(description="Adressen van wat hierbij hoort, vanaf het begin van deze site.")


class Chain(Shape):
    """Een keten waarvan cijfers zijn gepubliceerd."""

    id: str = Field(description="De naam van de keten in adressen.", examples=["zeden"])
    title: Text = Field(description="Hoe de keten heet.")
    latest: date = Field(description="De peildag van de nieuwste uitgave.")
    links: Links = LINKS


class Chains(Shape):
    """Alle ketens waarvan cijfers zijn gepubliceerd."""

    chains: list[Chain]


class Release(Shape):
    """Een uitgave: alles wat op een peildag van een keten is gepubliceerd. Een uitgave verandert nooit."""

    chain: str = Field(description="De keten.", examples=["zeden"])
    as_of: date = Field(description="De peildag.")
    made_at: datetime = Field(description="Wanneer de uitgave is gemaakt, in UTC.")
    links: Links = LINKS


class Releases(Shape):
    """Alle uitgaven van een keten, de nieuwste eerst."""

    releases: list[Release]


class File(Shape):
    """Een bestand van een uitgave."""

    path: str = Field(description="De plaats in de uitgave.", examples=["data/stock-month.csv"])
    media_type: str = Field(description="Het mediatype.", examples=["text/csv"])
    sha256: str = Field(description="SHA-256 van de bytes, zoals in het ondertekende manifest.")
    links: Links = LINKS


class TableName(Shape):
    """Een tabel, met alleen de naam."""

    id: str = Field(description="De naam van de tabel in adressen.", examples=["stock-month"])
    title: Text = Field(description="Hoe de tabel heet.")
    links: Links = LINKS


class ReleaseContents(Release):
    """Een uitgave met haar tabellen en bestanden."""

    tables: list[TableName] = Field(description="De tabellen.")
    files: list[File] = Field(description="Alle bestanden, met het manifest en de handtekening.")


class Column(Shape):
    """Een kolom van een tabel."""

    name: str = Field(description="De naam in rijen en bestanden.", examples=["median_days"])
    title: Text = Field(description="Wat erin staat.")
    type: Literal["string", "integer", "number", "date"] = Field(description="Het soort waarde.")
    unit: str | None = Field(
        description="`cases`, `days` (etmalen), `share` (0 tot en met 1), `ratio` (ook boven 1), of geen.",
        examples=["days"],
    )
    is_key: bool = Field(description="Of deze kolom helpt een rij aan te wijzen; alleen daarop kan worden gekozen.")


class Table(TableName):
    """Een tabel met haar kolommen. `codes.csv` van de uitgave zegt wat elke code in een kolom betekent."""

    license: str = Field(description="Onder welke licentie.")
    publisher: str = Field(description="Wie publiceert.")
    columns: list[Column] = Field(description="De kolommen, in volgorde.")


class Tables(Shape):
    """Alle tabellen van een uitgave."""

    tables: list[Table]


class Row(Shape):
    """Een rij. Elke kolom staat in `values`; is daar niets, dan zegt `missing` waarom."""

    values: dict[str, str | int | float | None] = Field(description="De waarde van elke kolom.")
    missing: dict[str, str] = Field(
        description="Van elke kolom zonder waarde de reden: `not-delivered`, `not-applicable`, `not-reached`, "
        "`not-yet-known` of `suppressed`."
    )


class Rows(Shape):
    """Rijen van een tabel, in de volgorde van het bestand."""

    table: Table = Field(description="De tabel.")
    total: int = Field(ge=0, description="Hoeveel rijen er zijn die voldoen, op alle bladzijden samen.")
    page: int = Field(ge=1, description="Welke bladzijde dit is.")
    page_size: int = Field(ge=1, description="Hoeveel rijen een bladzijde heeft.")
    rows: list[Row] = Field(description="De rijen van deze bladzijde.")
