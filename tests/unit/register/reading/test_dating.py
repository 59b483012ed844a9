"""The date of a paper: stated, else concluded and said so, else none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ketenmonitor.register.reading.dating import dated
from ketenmonitor.register.reading.days import days_in


@pytest.mark.parametrize(
    "head",
    [
        "Aan de Voorzitter\n\nDatum 9 mei 2031\nBetreft Sluizen",
        "Datum: 9 mei 2031",
        "Datum\n\n9 mei 2031\n\nOnze referentie",
        "Den Haag, 9 mei 2031",
        "   's-Gravenhage, 9 mei 2031",
        "Bergen op Zoom, 9 mei 2031",
        "Antwoord van Minister De Boer (Verkeer) (ontvangen 9 mei 2031)",
        "Vastgesteld 9 mei 2031",
        "Datum 09-05-2031",
        "Datum brief 2031-05-09",
        "De commissie heeft vragen.\nBij brief van 9 mei\n2031 heeft de minister de vragen en\nopmerkingen beantwoord.",
    ],
)
def test_a_stated_date_is_taken_as_stated(head: str) -> None:
    text = head + "\nIn het overleg van 3 juni 2030 is dit besproken. Op 1 juli 2035 treedt de wet in werking."
    found = dated(text.split("\n"), ())
    assert found.date == date(2031, 5, 9)
    assert found.confidence >= 0.8
    assert found.rule.startswith("stated")


def test_what_the_file_states_goes_before_the_text_and_when_it_was_made_comes_after() -> None:
    lines = ["Den Haag, 9 mei 2031"]
    assert dated(lines, [(date(2031, 5, 10), "the file states it", 0.95)]).date == date(2031, 5, 10)
    assert dated(lines, [(date(2031, 5, 12), "the file was made", 0.3)]).date == date(2031, 5, 9)
    made = dated(["Een brief zonder dagen."], [(date(2031, 5, 12), "the file was made", 0.3)])
    assert (made.date, made.confidence) == (date(2031, 5, 12), 0.3)


def test_without_a_date_the_latest_past_day_is_taken_and_it_says_so() -> None:
    text = (
        "Tijdens het debat van 25 maart 2031 heb ik dit toegezegd. Het rapport is op 12 mei jl. verschenen. "
        "Stand 02-06-2031. Het besluit geldt tot 1 januari 2032 en de wet treedt op 1 april 2034 in werking. "
        "Uiterlijk 15 juli 2031 volgt een brief."
    )
    found = dated([text], ())
    assert found.date == date(2031, 6, 2)
    assert found.confidence < 0.7
    assert found.rule == "not stated: concluded from 2031-06-02, the latest day of which the paper speaks as past"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Kent u het artikel «Verf op» (Dagblad van Elders, 4 maart 2031)? Op 12 mei jl. was dat.", (2031, 5, 12)),
        (
            "Op 3 februari 2031 heb ik de Kamer een brief gestuurd. Op 12 mei jl. is het rapport verschenen.",
            (2031, 5, 12),
        ),
        ("In het debat van 12 december 2031 is dit besproken. Op 8 december jl. was het zover.", (2031, 12, 12)),
        ("In het debat van 12 december 2031 is dit besproken. Op 8 januari jl. was het zover.", (2032, 1, 8)),
        ("In de brief van 3 mei 2031 staat dat. Zie de brief van 20 april jl. en die van 2 mei jl.", (2031, 5, 3)),
    ],
)
def test_a_day_without_a_year_gets_the_year_that_fits_best(text: str, day: tuple[int, int, int]) -> None:
    assert dated([text], ()).date == date(*day)


def test_a_paper_about_a_coming_meeting_is_from_just_before_it() -> None:
    text = (
        "De commissie heeft vragen over de geannoteerde agenda van de Raad van 9 en 10 oktober 2031. Op 24 september jl. is "
        "de Kamer geïnformeerd. Het verslag van de Raad van 4 juni 2031 is ontvangen."
    )
    found = dated([text], ())
    assert found.date == date(2031, 10, 8)
    assert "just before the meeting of 2031-10-09" in found.rule
    assert found.confidence < 0.7


def test_a_paper_from_after_the_meeting_is_not_put_before_it() -> None:
    text = "In vervolg op de geannoteerde agenda van de Raad van 9 oktober 2031 bericht ik u. In het debat van 14 november 2031 is dit besproken."
    assert dated([text], ()).date == date(2031, 11, 14)


@pytest.mark.parametrize("text", ["", "Ja.", "De sluis gaat op 1 mei 2033 open.", "Voor 1 mei 2033 hoort u meer."])
def test_where_nothing_points_to_a_day_there_is_none(text: str) -> None:
    found = dated([text], ())
    assert found.date is None
    assert found.confidence == 0


def test_days_that_are_no_days_are_passed_over() -> None:
    assert days_in("Op 31 februari 2031, 45 mei, 99-99-2031 en 2031-13-01.") == []
    assert [named.text for named in days_in("Op 29 februari 2032 en 5 en 6 maart 2031, 1.204 mei.")] == [
        "29 februari 2032",
        "5 en 6 maart 2031",
    ]


def test_the_same_text_a_year_later_gives_a_date_a_year_later() -> None:
    text = "Tijdens het debat van 25 maart {0} heb ik dit toegezegd. Op 12 mei jl. verscheen het. In 29 628 ({1}/{2}, nr. 9)."
    early = dated([text.format(2031, 2030, 31)], ()).date
    late = dated([text.format(2032, 2031, 32)], ()).date
    assert early is not None
    assert late is not None
    assert late - early == timedelta(days=366)


def test_a_slip_of_the_pen_does_not_carry_the_date_away() -> None:
    text = "In de brief van 3 mei 2031 en het debat van 9 juni 2031 is dit besproken; zie ook de brief van 4 mei 2041."
    assert dated([text], ()).date == date(2031, 6, 9)
    assert dated(["Zie Kamerstukken II 2012/13, 29 000, nr. 4. " + text], ()).date == date(2031, 6, 9)
