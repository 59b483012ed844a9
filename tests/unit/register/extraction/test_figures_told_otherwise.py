"""Figures told in other ways: a noun that stands earlier, ranges, shares in words, terms, and what a figure is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketenmonitor.register.extraction.figures.figures import figures
from tests.unit.register.extraction.drawn_papers import ON, drawn
from tests.unit.register.extraction.test_figures import found


def told(text: str) -> list[tuple[float, str]]:
    return [(figure.value, figure.unit) for figure in found(text)]


@pytest.mark.parametrize(
    ("text", "figures_told"),
    [
        ("Van de bruggen waren er 412 ouder dan vijftig jaar.", [(412, "bruggen"), (50, "jaar")]),
        (
            "Er lekken 1.250 sluizen. 412 daarvan zijn rood (vorig jaar 398).",
            [(1250, "sluizen"), (412, "sluizen"), (398, "sluizen")],
        ),
        ("Het aantal lekkages bedroeg 1.312 in 2030 (was 1.290).", [(1312, "lekkages"), (1290, "lekkages")]),
        ("In 2029 waren er 70 lekkages. In 2030 waren dat er 85.", [(70, "lekkages"), (85, "lekkages")]),
        ("Van de 900 bruggen zijn er 300 rood en 200 blauw.", [(900, "bruggen"), (300, "bruggen"), (200, "bruggen")]),
        ("Het ging in 2029 om 1.100 sluizen en in 2030 om 1.200.", [(1100, "sluizen"), (1200, "sluizen")]),
    ],
)
def test_a_count_may_have_its_noun_earlier(text: str, figures_told: list[tuple[float, str]]) -> None:
    assert told(text) == figures_told


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("De bouw duurt 3 tot 6 maanden.", [3, 6], "maanden"),
        ("Er komen 15-20 fte bij.", [15, 20], "fte"),
        ("Tussen de 300 en 350 sluizen lekken.", [300, 350], "sluizen"),
        ("De verf kost € 5 tot 7 miljoen.", [5e6, 7e6], "euro"),
        ("De bouwtijd daalde van 210 naar 180 dagen.", [210, 180], "dagen"),
        ("Het lek steeg van 3,2% in 2029 naar 4,1% in 2030.", [3.2, 4.1], "%"),
    ],
)
def test_both_ends_have_the_unit_and_are_levels(text: str, values: list[float], unit: str) -> None:
    assert told(text) == [(value, unit) for value in values]
    assert all(figure.change == "absolute" for figure in found(text))


def test_the_second_of_two_levels_says_what_it_was_before() -> None:
    _, second = found("De bouwtijd van sluizen daalde van 210 naar 180 dagen.")
    assert second.against == "210"
    assert second.about == "bouwtijd van sluizen"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ruim de helft van de bruggen is rood.", 50),
        ("Driekwart van de bruggen is rood.", 75),
        ("Eén op de vijf bruggen is rood.", 20),
        ("Negen van de tien bruggen zijn rood.", 90),
        ("Twaalf procent van de bruggen is rood.", 12),
    ],
)
def test_a_share_in_words_is_a_percentage(text: str, value: float) -> None:
    (figure,) = found(text)
    assert (figure.value, figure.unit, figure.about) == (value, "%", "bruggen")


@pytest.mark.parametrize(
    "text",
    [
        "In de tweede helft van 2030 volgt de verf.",
        "De derde landen bouwen mee.",
        "De brug is een van de vier speerpunten.",
        "Er zijn drie maatregelen genomen.",
        "Over twee jaar is de brug rood.",
        "Dat is drie jaar geleden gebeurd.",
    ],
)
def test_what_looks_like_a_share_or_a_duration_gives_none(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Sluizen lekken langer dan acht maanden.",
        "De schipper meldt dit binnen 5 dagen.",
        "Bruggen ouder dan een half jaar worden rood.",
        "Bruggen ouder dan een jaar worden rood.",
        "Daarop staat een celstraf van ten hoogste twaalf jaar.",
        "Kinderen jonger dan 12 jaar varen gratis.",
        "De toegang is voor schippers van 18 tot 29 jaar, jongeren van 14 jaar en ouder.",
    ],
)
def test_a_term_or_threshold_is_marked(text: str) -> None:
    assert found(text)
    assert all(figure.is_term for figure in found(text) if figure.value != 18 and figure.value != 29)


@pytest.mark.parametrize(
    "text",
    [
        "De bouw duurde gemiddeld 94 dagen.",
        "De wachttijd bedroeg ruim 12 weken.",
        "De opgelegde boete was gemiddeld € 500.",
        "De brug kost meer dan € 5 miljoen.",
    ],
)
def test_what_was_measured_is_no_term(text: str) -> None:
    assert [figure.is_term for figure in found(text)] == [False]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("De wachtrij is met 300 gedaald.", -300),
        ("Het aantal lekkages nam met 12% toe.", 12),
        ("Er zijn drie keer zoveel lekkages als in 2029.", 200),
        ("Het aantal lekkages is met een kwart toegenomen.", 25),
    ],
)
def test_by_how_much_something_moved_is_relative(text: str, value: float) -> None:
    (figure,) = found(text)
    assert (figure.value, figure.change) == (value, "relative")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Van de bruggen waren er 412 ouder dan vijftig jaar.", "bruggen ouder dan vijftig jaar"),
        ("De vullingsgraad was op 1 juli 2030 98,7%.", "vullingsgraad"),
        ("Vorig jaar bedroeg de gemiddelde wachttijd voor een sluis 84 dagen.", "gemiddelde wachttijd voor een sluis"),
        ("Voor de bouw van sluizen is € 7 miljoen gereserveerd.", "bouw van sluizen"),
        ("Er is € 7 miljoen extra beschikbaar voor de bouw van sluizen.", "bouw van sluizen"),
        ("Er was een tegenvaller bij de sluis van € 7 miljoen.", "tegenvaller bij de sluis"),
        ("Zo’n 85% van de schippers is tevreden.", "schippers"),
        ("De brug heeft drie lagen. Het OM kreeg 12 miljoen euro voor verf.", "verf"),
    ],
)
def test_about_is_a_short_phrase(text: str, about: str) -> None:
    assert found(text)[0].about == about


def test_what_stands_in_brackets_has_its_own_period() -> None:
    first, second = found("Van de bruggen waren er eind 2030 nog 412 rood (vorig jaar 398).")
    assert first.period_end == date(2030, 12, 31)
    assert (second.period_begin, second.period_end) == (date(2030, 1, 1), date(2030, 12, 31))
    assert second.period == "vorig jaar"


def test_it_is_known_who_says_a_figure() -> None:
    segments = drawn("De dienst telde 3.456 bruggen.")
    (figure,) = figures(replace(segments, kind="policy_letter"), ON)
    assert figure.said_by == "government"
    assert found("De dienst telde 3.456 bruggen.")[0].said_by is None
