"""The grammar of moments: what each expression means on the date of a paper."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.register.grammar import moments
from ketenmonitor.register.traced import Traced

SPRING = "2026-03-10"
AUTUMN = "2025-10-06"

# expression | date of the paper | relation | earliest | latest (- : open or not said)
TABLE = """
voor 1 mei | 2026-03-10 | before | - | 2026-04-30
vóór 1 mei a.s. | 2026-03-10 | before | - | 2026-04-30
voor 1 januari | 2025-10-06 | before | - | 2025-12-31
voor 1 februari | 2026-03-10 | before | - | 2027-01-31
nog voor 15 december 2027 | 2026-03-10 | before | - | 2027-12-14
voor de zomer | 2026-03-10 | before | - | 2026-07-02
voor deze zomer | 2026-03-10 | before | - | 2026-07-02
Voor de zomer van 2025 | 2025-02-03 | before | - | 2025-07-03
voor de zomer van 2024 | 2024-02-03 | before | - | 2024-07-04
voor de zomer | 2025-10-06 | before | - | 2026-07-02
voor het zomerreces | 2026-03-10 | before | - | 2026-07-02
voor het zomerreces van 2026 | 2026-03-10 | before | - | 2026-07-02
vóór het zomerreces 2027 | 2026-03-10 | before | - | 2027-07-01
voor het mei-reces | 2026-03-10 | before | - | 2026-04-23
voor het meireces | 2026-04-24 | before | - | 2026-04-23
nog voor het kerstreces | 2025-10-06 | before | - | 2025-12-18
voor het herfstreces | 2026-03-10 | before | - | 2026-10-15
voor de herfst | 2026-03-10 | before | - | 2026-09-21
voor het einde van dit jaar | 2026-03-10 | before | - | 2026-12-31
voor het einde van het jaar | 2026-03-10 | before | - | 2026-12-31
voor eind 2027 | 2026-03-10 | before | - | 2027-12-31
voor het einde van het derde kwartaal | 2026-03-10 | before | - | 2026-09-30
voor eind mei | 2026-03-10 | before | - | 2026-05-31
vóór 2028 | 2026-03-10 | before | - | 2027-12-31
voor Prinsjesdag | 2026-03-10 | before | - | 2026-09-14
voor de jaarwisseling | 2026-03-10 | before | - | 2026-12-31
voor de kerst | 2026-03-10 | before | - | 2026-12-24
voorafgaand aan het zomerreces | 2026-03-10 | before | - | 2026-07-02
voor dit jaar | 2026-03-10 | in | 2026-01-01 | 2026-12-31
voor 2027 | 2026-03-10 | in | 2027-01-01 | 2027-12-31
uiterlijk 1 juni 2026 | 2026-03-10 | by | - | 2026-06-01
uiterlijk op 1 juni | 2026-03-10 | by | - | 2026-06-01
uiterlijk november 2026 | 2026-03-10 | by | - | 2026-11-30
uiterlijk in november | 2026-03-10 | by | - | 2026-11-30
uiterlijk eind 2031 | 2026-03-10 | by | - | 2031-12-31
uiterlijk in het derde kwartaal van 2026 | 2026-03-10 | by | - | 2026-09-30
uiterlijk Q2 2027 | 2026-03-10 | by | - | 2027-06-30
uiterlijk op Prinsjesdag | 2026-03-10 | by | - | 2026-09-15
uiterlijk 29 februari | 2026-03-10 | by | - | 2028-02-29
tot en met 2027 | 2026-03-10 | by | - | 2027-12-31
tot 1 juli 2026 | 2026-03-10 | before | - | 2026-06-30
in de zomer | 2026-03-10 | in | 2026-07-01 | 2026-08-31
in de zomer van volgend jaar | 2026-03-10 | in | 2027-07-01 | 2027-08-31
deze zomer | 2026-03-10 | in | 2026-07-01 | 2026-08-31
rond de zomer | 2026-03-10 | in | 2026-06-01 | 2026-09-30
rond de zomer van 2027 | 2026-03-10 | in | 2027-06-01 | 2027-09-30
eind van de zomer | 2026-03-10 | in | 2026-08-01 | 2026-08-31
begin deze zomer | 2026-03-10 | in | 2026-07-01 | 2026-07-31
na de zomer | 2026-03-10 | after | 2026-09-01 | -
kort na de zomer | 2026-03-10 | after | 2026-09-01 | -
na de zomer dit jaar | 2026-03-10 | after | 2026-09-01 | 2026-12-31
na de zomer van dit jaar | 2026-03-10 | after | 2026-09-01 | 2026-12-31
na de zomer van 2028 | 2026-03-10 | after | 2028-09-01 | -
na het zomerreces | 2026-03-10 | after | 2026-08-31 | -
na 1 mei 2026 | 2026-03-10 | after | 2026-05-02 | -
na het tweede kwartaal | 2026-03-10 | after | 2026-07-01 | -
vanaf 2028 | 2026-03-10 | after | 2028-01-01 | -
vanaf 1 juli 2026 | 2026-03-10 | after | 2026-07-01 | -
in het voorjaar | 2026-01-20 | in | 2026-03-01 | 2026-06-20
in het voorjaar van 2027 | 2026-03-10 | in | 2027-03-01 | 2027-06-20
dit voorjaar | 2026-03-10 | in | 2026-03-01 | 2026-06-20
in het voorjaar | 2025-10-06 | in | 2026-03-01 | 2026-06-20
in het najaar | 2026-03-10 | in | 2026-09-01 | 2026-12-20
in de herfst van dit jaar | 2026-03-10 | in | 2026-09-22 | 2026-12-21
in de winter van 2026/2027 | 2026-03-10 | in | 2026-12-21 | 2027-03-20
in de winter | 2026-02-01 | in | 2025-12-21 | 2026-03-20
Q3 2027 | 2026-03-10 | in | 2027-07-01 | 2027-09-30
in Q2 | 2026-03-10 | in | 2026-04-01 | 2026-06-30
in Q1 | 2026-05-10 | in | 2027-01-01 | 2027-03-31
Kwartaal 4 2027 | 2026-03-10 | in | 2027-10-01 | 2027-12-31
1e kwartaal 2027 | 2026-03-10 | in | 2027-01-01 | 2027-03-31
2027 Q1 | 2026-03-10 | in | 2027-01-01 | 2027-03-31
in het derde kwartaal van 2026 | 2026-03-10 | in | 2026-07-01 | 2026-09-30
in het derde of vierde kwartaal van 2026 | 2026-03-10 | in | 2026-07-01 | 2026-12-31
in het laatste kwartaal van dit jaar | 2026-03-10 | in | 2026-10-01 | 2026-12-31
in het eerste kwartaal van volgend jaar | 2026-03-10 | in | 2027-01-01 | 2027-03-31
Q3/Q4 2026 | 2026-03-10 | in | 2026-07-01 | 2026-12-31
in Q3 en Q4 2026 | 2026-03-10 | in | 2026-07-01 | 2026-12-31
aan het begin van het tweede kwartaal | 2026-03-10 | in | 2026-04-01 | 2026-04-30
komend kwartaal | 2026-03-10 | in | 2026-04-01 | 2026-06-30
in de eerste helft van 2027 | 2026-03-10 | in | 2027-01-01 | 2027-06-30
in de tweede helft van dit jaar | 2026-03-10 | in | 2026-07-01 | 2026-12-31
in de tweede helft van het jaar | 2026-03-10 | in | 2026-07-01 | 2026-12-31
2e helft 2026 | 2026-03-10 | in | 2026-07-01 | 2026-12-31
in het eerste halfjaar van 2027 | 2026-03-10 | in | 2027-01-01 | 2027-06-30
H2 2026 | 2026-03-10 | in | 2026-07-01 | 2026-12-31
eerste helft van juni | 2026-03-10 | in | 2026-06-01 | 2026-06-15
begin 2028 | 2026-03-10 | in | 2028-01-01 | 2028-03-31
begin volgend jaar | 2026-03-10 | in | 2027-01-01 | 2027-03-31
eind 2026 | 2026-03-10 | in | 2026-11-01 | 2026-12-31
eind van dit jaar | 2026-03-10 | in | 2026-11-01 | 2026-12-31
aan het eind van het jaar | 2026-03-10 | in | 2026-11-01 | 2026-12-31
medio 2026 | 2026-03-10 | in | 2026-05-01 | 2026-08-31
medio september | 2026-03-10 | in | 2026-09-11 | 2026-09-20
eind juni | 2026-03-10 | in | 2026-06-21 | 2026-06-30
begin november 2026 | 2026-03-10 | in | 2026-11-01 | 2026-11-10
in de loop van 2027 | 2026-03-10 | in | 2027-01-01 | 2027-12-31
in de loop van het jaar | 2026-03-10 | in | 2026-01-01 | 2026-12-31
nog dit jaar | 2026-03-10 | in | 2026-01-01 | 2026-12-31
later dit jaar | 2026-03-10 | in | 2026-01-01 | 2026-12-31
volgend jaar | 2026-03-10 | in | 2027-01-01 | 2027-12-31
komend jaar | 2026-03-10 | in | 2026-03-10 | 2027-03-10
begin komend jaar | 2026-03-10 | in | 2027-01-01 | 2027-03-31
in 2027 | 2026-03-10 | in | 2027-01-01 | 2027-12-31
in 2026 en 2027 | 2026-03-10 | in | 2026-01-01 | 2027-12-31
in september | 2026-03-10 | in | 2026-09-01 | 2026-09-30
in februari | 2026-03-10 | in | 2027-02-01 | 2027-02-28
in maart | 2026-03-10 | in | 2026-03-01 | 2026-03-31
in juni of juli 2026 | 2026-03-10 | in | 2026-06-01 | 2026-07-31
tussen mei en juli 2026 | 2026-03-10 | in | 2026-05-01 | 2026-07-31
tussen 1 mei en 1 juli | 2026-03-10 | in | 2026-05-01 | 2026-07-01
tussen december en februari 2027 | 2026-03-10 | in | 2026-12-01 | 2027-02-28
eind 2026/begin 2027 | 2026-03-10 | in | 2026-11-01 | 2027-03-31
eind mei of begin juni | 2026-03-10 | in | 2026-05-21 | 2026-06-10
van 1 mei tot 1 juli 2026 | 2026-03-10 | in | 2026-05-01 | 2026-07-01
12 en 13 mei 2026 | 2026-03-10 | in | 2026-05-12 | 2026-05-13
12 tot en met 14 mei 2026 | 2026-03-10 | in | 2026-05-12 | 2026-05-14
op 3 mei 2029 | 2026-03-10 | in | 2029-05-03 | 2029-05-03
op donderdag 4 juni | 2026-03-10 | in | 2026-06-04 | 2026-06-04
per 1 januari 2028 | 2026-03-10 | in | 2028-01-01 | 2028-01-01
met ingang van 1 juli 2026 | 2026-03-10 | in | 2026-07-01 | 2026-07-01
op 2026-05-01 | 2026-03-10 | in | 2026-05-01 | 2026-05-01
op 01-05-2026 | 2026-03-10 | in | 2026-05-01 | 2026-05-01
in de week van 12 mei | 2026-03-10 | in | 2026-05-11 | 2026-05-17
volgende week | 2026-03-10 | in | 2026-03-16 | 2026-03-22
begin volgende maand | 2026-03-10 | in | 2026-04-01 | 2026-04-10
op Prinsjesdag 2027 | 2026-03-10 | in | 2027-09-21 | 2027-09-21
binnen zes weken | 2026-03-10 | before | - | 2026-04-21
binnen een termijn van drie maanden | 2026-03-10 | before | - | 2026-06-10
binnen 3 maanden | 2025-11-30 | before | - | 2026-02-28
over een half jaar | 2026-03-10 | in | 2026-09-10 | 2026-09-10
over anderhalf jaar | 2026-03-10 | in | 2027-09-10 | 2027-09-10
de komende twee jaar | 2026-03-10 | in | 2026-03-10 | 2028-03-10
zes weken na 1 mei 2026 | 2026-03-10 | in | 2026-06-12 | 2026-06-12
een jaar voorafgaand aan de beoogde start op 1 mei 2029 | 2026-03-10 | in | 2028-05-01 | 2028-05-01
twee maanden voor 1 juli 2026 | 2026-03-10 | in | 2026-05-01 | 2026-05-01
in de voortgangsbrief van november 2026 | 2026-03-10 | in | 2026-11-01 | 2026-11-30
in de eerstvolgende halfjaarbrief van juni 2026 | 2026-03-10 | in | 2026-06-01 | 2026-06-30
voor het commissiedebat over de haven op 3 september 2026 | 2026-03-10 | before | - | 2026-09-02
van 12 februari jl. | 2026-03-10 | past | 2026-02-12 | 2026-02-12
op 12 mei jongstleden | 2026-03-10 | past | 2025-05-12 | 2025-05-12
in de brief van 12 mei | 2026-03-10 | past | 2025-05-12 | 2025-05-12
afgelopen zomer | 2026-03-10 | past | 2025-07-01 | 2025-08-31
vorig jaar | 2026-03-10 | past | 2025-01-01 | 2025-12-31
in 2024 | 2026-03-10 | past | 2024-01-01 | 2024-12-31
sinds 2022 | 2026-03-10 | past | 2022-01-01 | -
eind 2023 | 2026-03-10 | past | 2023-11-01 | 2023-12-31
in september heeft de griffie dat gemeld | 2026-03-10 | past | 2025-09-01 | 2025-09-30
op 15 november 20243 | 2026-03-10 | past | 2024-11-15 | 2024-11-15
voor of kort na de zomer | 2026-03-10 | in | 2026-06-01 | 2026-09-30
in de periode 2026-2028 | 2026-03-10 | in | 2026-01-01 | 2028-12-31
in het voorjaar '27 | 2026-03-10 | in | 2027-03-01 | 2027-06-20
eerder dit jaar | 2026-03-10 | past | 2026-01-01 | 2026-12-31
uiterlijk drie maanden na 1 mei 2026 | 2026-03-10 | before | - | 2026-08-01
uiterlijk drie maanden na de verkiezingen | 2026-03-10 | before | - | -
binnen een half jaar na publicatie | 2026-03-10 | before | - | -
Tijdens de begrotingsbehandeling heb ik dat toegezegd | 2026-03-10 | past | - | -
in het tweede halfjaarbericht havens (dec 2026) | 2026-03-10 | in | 2026-12-01 | 2026-12-31
op korte termijn | 2026-03-10 | none | - | -
binnenkort | 2026-03-10 | none | - | -
zo spoedig mogelijk | 2026-03-10 | none | - | -
z.s.m. | 2026-03-10 | none | - | -
te zijner tijd | 2026-03-10 | none | - | -
de komende periode | 2026-03-10 | none | - | -
in de komende maanden | 2026-03-10 | none | - | -
deze kabinetsperiode | 2026-03-10 | none | - | -
twee keer per jaar | 2026-03-10 | none | - | -
jaarlijks | 2026-03-10 | none | - | -
halfjaarlijks | 2026-03-10 | none | - | -
binnen enkele weken | 2026-03-10 | before | - | -
bij de begrotingsbehandeling | 2026-03-10 | in | - | -
in het eerstvolgende halfjaarbericht | 2026-03-10 | in | - | -
na het verschijnen van de rapportage | 2026-03-10 | after | - | -
zodra het advies is ontvangen | 2026-03-10 | after | - | -
voor de plenaire behandeling | 2026-03-10 | before | - | -
met de Voorjaarsnota | 2026-03-10 | in | - | -
met Prinsjesdag | 2026-03-10 | in | 2026-09-15 | 2026-09-15
in de eerste week van mei | 2026-03-10 | in | 2026-05-01 | 2026-05-07
in de laatste week van april 2026 | 2026-03-10 | in | 2026-04-24 | 2026-04-30
op zijn vroegst in 2027 | 2026-03-10 | after | 2027-01-01 | -
niet eerder dan 1 juli 2026 | 2026-03-10 | after | 2026-07-01 | -
uiterlijk over drie maanden | 2026-03-10 | by | - | 2026-06-10
binnen twee weken daarna | 2026-03-10 | before | - | -
op 31 juni 2026 | 2026-03-10 | in | - | -
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in TABLE.strip().splitlines()]


def as_date(cell: str) -> date | None:
    return None if cell == "-" else date.fromisoformat(cell)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} on {row[1]}")
def test_an_expression_means_these_days(row: tuple[str, ...]) -> None:
    text, on, relation, earliest, latest = row
    (moment, _), *more = moments(Traced.of(text), date.fromisoformat(on))
    assert not more
    assert (moment.relation, moment.earliest, moment.latest) == (relation, as_date(earliest), as_date(latest))


def test_the_table_is_long() -> None:
    assert len(ROWS) >= 120


@pytest.mark.parametrize(
    "text",
    [
        "een budget van de gemeenten en de politie",
        "artikel 2012 van de regeling",
        "2026 euro",
        "in vergaderjaar 2025-2026",
        "Kamerstukken II 2025/26, 31 415, nr. 92",
        "het Actieplan Havens 2025-2030",
        "voor de politie",
        "de Havenwet 2012",
        "bel 06-20261234",
        "lente, zomer en meer",
        "de helft van de zaken",
        "het jaar",
    ],
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moments(Traced.of(text), date.fromisoformat(SPRING)) == []


@pytest.mark.parametrize(
    "text", ["voor de zomer", "in september", "dit jaar", "binnen zes weken", "volgende maand", "op 3 mei"]
)
def test_without_a_date_of_the_paper_nothing_relative_has_days_and_that_is_said(text: str) -> None:
    ((moment, _),) = moments(Traced.of(text), None)
    assert (moment.earliest, moment.latest) == (None, None)
    assert any("date of the paper is not known" in note for note in moment.assumptions)


def test_a_year_that_is_said_needs_no_date_of_the_paper() -> None:
    ((moment, _),) = moments(Traced.of("in het derde kwartaal van 2026"), None)
    assert (moment.earliest, moment.latest) == (date(2026, 7, 1), date(2026, 9, 30))


def test_what_was_taken_for_granted_is_said() -> None:
    ((moment, _),) = moments(Traced.of("voor de zomer"), date.fromisoformat(AUTUMN))
    notes = " ".join(moment.assumptions)
    assert "no year is said" in notes
    assert "summer recess" in notes
    assert "an estimate" in notes


def test_a_moment_leads_to_its_place_in_the_source() -> None:
    text = Traced.of("Wij sturen u dit uiterlijk in mei toe.", 1000)
    ((moment, piece),) = moments(text, date.fromisoformat(SPRING))
    assert piece.text == moment.text == "uiterlijk in mei"
    assert piece.begin == 1000 + text.text.index("uiterlijk")


@pytest.mark.parametrize("text", ["voor 31 december 9999", "op 3 maart 12026.", "in juni 3026, zo niet"])
def test_a_year_that_cannot_be_meant_gives_no_moment_of_another_year(text: str) -> None:
    assert all(
        moment.earliest is None and moment.latest is None for moment, _ in moments(Traced.of(text), date(2026, 2, 1))
    )
