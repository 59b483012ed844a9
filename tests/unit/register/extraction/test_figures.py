"""Stated figures: a number as Dutch writes it, with its unit, period and direction; and what is no figure."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.register.extraction.figures.figures import figures
from ketenmonitor.register.items import StatedFigure
from tests.unit.register.extraction.drawn_papers import ON, drawn


def found(text: str) -> tuple[StatedFigure, ...]:
    return figures(drawn(text), ON)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("De dienst telde 3.456 bruggen.", 3456, "bruggen"),
        ("Er waren 1.234 gemelde lekkages.", 1234, "gemelde lekkages"),
        ("Er is 12,5 mln. structureel gereserveerd voor verf.", 12_500_000, "euro"),
        ("Dat kost € 17,3 miljoen euro.", 17_300_000, "euro"),
        ("Dat kost €1,5 miljoen.", 1_500_000, "euro"),
        ("Het gaat om € 228.150,- per jaar.", 228_150, "euro"),
        ("Dit kost 2 miljard euro.", 2_000_000_000, "euro"),
        ("Zo’n 85% van de bruggen is rood.", 85, "%"),
        ("Bijna 40 procent van de sluizen lekt.", 40, "%"),
        ("De bouw duurt 5 dagen.", 5, "dagen"),
        ("De bouw duurt dertien maanden.", 13, "maanden"),
        ("Het team telt 120 fte.", 120, "fte"),
        ("Dit raakt 1,6 miljoen schippers.", 1_600_000, "schippers"),
        ("Daarvan zijn 23 van de 25 gemeenten op de hoogte.", 23, "gemeenten"),
    ],
)
def test_a_figure_has_its_value_and_unit(text: str, value: float, unit: str) -> None:
    (figure,) = found(text)
    assert (figure.value, figure.unit, figure.change) == (value, unit, "absolute")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Het aantal lekkages is gestegen met 8 %.", 8),
        ("Het aantal lekkages is licht gestegen (met 8%).", 8),
        ("Het aantal lekkages is gestegen (9%).", 9),
        ("Er was een stijging van ruim 9%.", 9),
        ("Er was een daling van 9 procent.", -9),
        ("Het aantal lekkages nam af met 12,5%.", -12.5),
        ("Er zijn 7% minder lekkages.", -7),
        ("Het aantal lekkages is verdubbeld.", 100),
        ("Het aantal lekkages is gehalveerd.", -50),
    ],
)
def test_a_change_has_the_sign_of_its_direction(text: str, value: float) -> None:
    (figure,) = found(text)
    assert (figure.value, figure.unit, figure.change) == (value, "%", "relative")


def test_a_change_says_against_what() -> None:
    (figure,) = found("Het aantal lekkages is gestegen met 8 % ten opzichte van 2029.")
    assert figure.against == "2029"


@pytest.mark.parametrize(
    "text",
    [
        "In 2030 is de brug geverfd.",
        "Op 3 juni 2030 is de brug geverfd.",
        "Zie het antwoord op vraag 12 hierboven.",
        "Dat staat in artikel 34 van de Bruggenwet.",
        "Zie Kamerstuk 31 234, nr. 56 hierover.",
        "Bel 0900 of 112 bij lekkage.",
        "De brief van 3 juni 20304 heeft u ontvangen.",
        "Postbus 20301 te Oever.",
        "Daarvan is brug 10 zelfs rood.",
        "Er zijn er 10 aangewezen.",
        "Dat is de afgelopen vijf jaar gebeurd.",
        "1. Bruggen verven",
        "Dit is de 3e brug.",
    ],
)
def test_what_is_no_figure_gives_none(text: str) -> None:
    assert found(text) == ()


def test_a_figure_has_the_period_that_stands_with_it() -> None:
    first, second = found("Er is € 7 miljoen in 2032 en € 35 miljoen structureel vanaf 2033 beschikbaar.")
    assert (first.value, first.period_begin, first.period_end) == (7_000_000, date(2032, 1, 1), date(2032, 12, 31))
    assert (second.value, second.period_begin) == (35_000_000, date(2033, 1, 1))


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("Jaarlijks is in 2031–2034 100.000 euro beschikbaar.", date(2031, 1, 1), date(2034, 12, 31)),
        ("Er is € 27 miljoen in de jaren 2031 t/m 2034.", date(2031, 1, 1), date(2034, 12, 31)),
        ("Er was €1,5 miljoen per jaar van 2031 tot 2034.", date(2031, 1, 1), date(2033, 12, 31)),
    ],
)
def test_a_period_can_be_several_years(text: str, begin: date, end: date) -> None:
    (figure,) = found(text)
    assert (figure.period_begin, figure.period_end) == (begin, end)


def test_both_ends_of_a_range_are_figures() -> None:
    assert [(figure.value, figure.unit) for figure in found("Het team telt 15 à 20 fte.")] == [(15, "fte"), (20, "fte")]


def test_a_figure_says_what_it_is_about() -> None:
    (figure,) = found("De cijfers laten zien dat de voorraad bruggen is gestegen met 8 %.")
    assert figure.about == "voorraad bruggen"


def test_a_table_with_a_cell_a_line_gives_a_figure_a_cell() -> None:
    table = (
        "Tabel 1 Bruggen\n\tSoort\n\tStand \n01-02-2029\n\tStand \n01-02-2030\n\n"
        "\tRode bruggen[footnoteRef:3] [3:  Ook roze.] \n\n\t1.234\n\t1.300\n\n\tBlauwe bruggen\n\t7\n\t8\n\nDit is rood."
    )
    assert [(figure.about, figure.period_begin, figure.value) for figure in found(table)] == [
        ("Rode bruggen", date(2029, 2, 1), 1234),
        ("Rode bruggen", date(2030, 2, 1), 1300),
        ("Blauwe bruggen", date(2029, 2, 1), 7),
        ("Blauwe bruggen", date(2030, 2, 1), 8),
    ]


def test_a_table_with_a_row_a_line_gives_a_figure_a_cell() -> None:
    table = "Tabel 1\n2028 2029 2030\nRode bruggen 1.200 1.300 1.250\nBlauwe bruggen 7 8 9\n"
    assert [(figure.period, figure.value) for figure in found(table)][:3] == [
        ("2028", 1200),
        ("2029", 1300),
        ("2030", 1250),
    ]


def test_a_row_that_misses_a_cell_gives_nothing() -> None:
    assert found("Tabel\n\t2028\n\t2029\n\tRode bruggen\n\t12\n\tBlauwe bruggen\n\t13\n") == ()


def test_every_figure_leads_back_to_its_number() -> None:
    text = "Dit gaat vooraf.\n\nDe dienst telde 3.456 bruggen."
    (figure,) = found(text)
    assert text[figure.place.begin : figure.place.end] == "3.456 bruggen"
