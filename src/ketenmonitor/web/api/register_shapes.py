"""The documents of the register for programs.

Comes in: nothing. Goes out: models that FastAPI makes answers and their descriptions of.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812  # fields of these documents are called date
from typing import Any, Literal

from pydantic import ConfigDict, Field, JsonValue

from ketenmonitor.web.api.shape import Absent, Shape

KIND = Literal["motion", "commitment", "question"]
STATES: list[JsonValue] = [
    "open",
    "due",
    "late",
    "soft-late",
    "waiting-for-document",
    "no-moment",
    "answered",
    "declared-settled",
    "carried-out",
]


class PointsAsked(Shape):
    """Welke punten."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        "",
        max_length=200,
        description="Woorden, of het begin ervan, die alle in het punt staan.",
        examples=["doorlooptijden"],
    )
    kind: KIND | Absent = Field(None, description="Soort punt.")
    stand: Literal["open", "late", "due", "answered", "declared-settled", "carried-out", "no-moment"] | Absent = Field(
        None, description="Stand. `open` is alles wat nog niet is gedaan."
    )
    slipped: Literal["yes"] | Absent = Field(None, description="Alleen wat is opgeschoven.")
    repeated: Literal["yes"] | Absent = Field(None, description="Alleen wat vaker voorkomt.")
    theme: str = Field("", max_length=200, description="Een thema, zoals `zeden`.", examples=["zeden"])
    who: str = Field("", max_length=200, description="Wie, of een deel van de naam.")
    party: str = Field("", max_length=200, description="Fractie.")
    paper: int | Absent = Field(None, ge=1, le=1_000_000, description="Nummer van een Kamerstuk in het register.")
    page: int = Field(1, ge=1, le=1_000_000, description="Welke bladzijde.")


class SourceSaid(Shape):
    """Een zin en waar zij staat."""

    document: str = Field(description="Naam van het bestand.")
    date: Day | None = Field(description="Datum van het stuk.")
    page: int | None = Field(description="Bladzijde, als het bestand die heeft.")
    line: int | None = Field(description="Regel, vanaf 1.")
    begin: int | None = Field(description="Eerste teken in de ruwe tekst.")
    end: int | None = Field(description="Na het laatste teken in de ruwe tekst.")
    text: str = Field(description="De zin, hersteld.")
    address: str = Field(description="Waar de zin in het stuk te zien is.")


class TermSaid(Shape):
    """Een termijn als interval; een leeg einde is open."""

    text: str = Field(description="Hoe het stuk het zegt.", examples=["voor de zomer"])
    relation: str = Field(description="before, by, in, after, past of none.")
    earliest: Day | None = Field(description="Eerste dag.")
    latest: Day | None = Field(description="Laatste dag.")
    precision: str = Field(
        description="Hoe precies: day, month, quarter, half, season, recess, year, event, document, none."
    )
    rule: str = Field(description="De regel van de grammatica.")
    anchor: str | None = Field(description="De gebeurtenis of het stuk waaraan de termijn hangt.")
    assumptions: list[str] = Field(description="Wat is aangenomen.")


class ClaimSaid(Shape):
    """Dat een bewindspersoon het afgedaan verklaart."""

    said: SourceSaid = Field(description="De zin waarin dat staat.")


class SlipSaid(Shape):
    """Een termijn die verschoof."""

    before: str = Field(description="De termijn in het eerdere stuk.")
    after: str = Field(description="De termijn in het latere stuk.")
    days: int = Field(description="Dagen later; negatief is eerder.")


class ReportedSaid(Shape):
    """Wat het laatste stuk van een motie zegt."""

    status: Literal["in progress", "not executed"] = Field(description="In uitvoering, of niet uitgevoerd.")
    said: SourceSaid = Field(description="De zin waarin dat staat.")


class PerhapsSaid(Shape):
    """Een zin van een later stuk waarmee het punt mogelijk is nagekomen: een aanwijzing, geen bewijs."""

    document: str = Field(description="Naam van het bestand.")
    date: Day = Field(description="Datum van het stuk.")
    line: int | None = Field(description="Regel, vanaf 1.")
    text: str = Field(description="De zin.")
    rule: str = Field(description="De regel die de zin vond.")
    confidence: float = Field(ge=0, le=1, description="Hoe zeker die regel is.")
    address: str = Field(description="Waar de zin in het stuk te zien is.")


class ReadSaid(Shape):
    """Tot wanneer stukken zijn gelezen: later nieuws is niet bekend, en wat te laat heet, kan sindsdien gekomen zijn."""

    papers: int = Field(ge=0, description="Hoeveel stukken tot vandaag meetellen.")
    last: Day | None = Field(description="Datum van het laatste.")
    undated: int = Field(ge=0, description="Van hoeveel de datum niet bekend is.")


class PointSaid(Shape):
    """Een motie, toezegging of vraag over alle stukken heen."""

    key: str = Field(description="Sleutel.", examples=["T-0123abcd"])
    kind: KIND = Field(description="Soort punt.")
    title: str = Field(description="Waar het over gaat.")
    text: str = Field(description="De eerste zin waarin het staat.")
    who: str | None = Field(description="Wie het vroeg, indiende of toezegde.")
    party: str | None = Field(description="Fractie.")
    addressees: list[str] = Field(description="Aan wie het is gericht.")
    themes: list[str] = Field(description="Thema's.")
    first_said: Day | None = Field(description="Datum van het eerste stuk.")
    term: TermSaid | None = Field(description="De laatst genoemde termijn.")
    state: str = Field(
        description="Wat uit de stukken volgt. `declared-settled`: afgedaan verklaard; dat het is uitgevoerd, blijkt nergens uit.",
        json_schema_extra={"enum": STATES},
    )
    days_late: int | None = Field(description="Dagen te laat.")
    declared_settled: ClaimSaid | None = Field(description="Wat een bewindspersoon verklaart.")
    carried_out: list[str] = Field(description="Bewijs dat het is uitgevoerd.")
    reported: ReportedSaid | None = Field(description="Van een motie: wat het laatste stuk ervan zegt.")
    put_off: list[str] = Field(description="Berichten dat het antwoord later komt.")
    possibly_fulfilled_by: list[PerhapsSaid] = Field(description="Zinnen waarmee het mogelijk is nagekomen.")
    official: dict[str, Any] | None = Field(description="Wat de Kamer heeft vastgelegd, met haar eigen veldnamen.")
    slips: list[SlipSaid] = Field(description="Verschuivingen van de termijn.")
    times: int = Field(description="Hoe vaak het is gevraagd, ingediend of toegezegd.")
    rule: str = Field(description="De regel die het vond.")
    confidence: float = Field(ge=0, le=1, description="Hoe zeker die regel is.")
    is_checked: bool = Field(description="Of een mens het heeft bevestigd.")
    sources: list[SourceSaid] = Field(description="Alle zinnen, het eerste stuk eerst.")
    links: dict[str, str] = Field(description="`self` hier, `page` voor mensen.")


class PointsSaid(Shape):
    """Een bladzijde met punten."""

    total: int = Field(ge=0, description="Hoeveel er zijn.")
    page: int = Field(ge=1, description="Welke bladzijde dit is.")
    page_size: int = Field(ge=1, description="Hoeveel op een bladzijde.")
    read: ReadSaid = Field(description="Tot wanneer stukken zijn gelezen.")
    points: list[PointSaid] = Field(description="De punten.")


class PaperSaid(Shape):
    """Een gelezen Kamerstuk."""

    id: int = Field(description="Nummer in het register.")
    source: str = Field(description="Naam van het bestand.")
    kind: str = Field(description="Soort stuk.")
    date: Day | None = Field(description="Datum.")
    sha256: str = Field(description="Hash van het bestand.")
    notes: list[str] = Field(description="Wat een lezer moet weten.")
    counts: dict[str, int] = Field(description="Hoeveel er per soort is gevonden.")
    address: str = Field(description="Waar het stuk te lezen is.")


class PapersSaid(Shape):
    """De gelezen Kamerstukken."""

    papers: list[PaperSaid] = Field(description="De stukken.")
