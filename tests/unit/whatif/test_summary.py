"""One page on a scenario: that it is one stands first, what is not known is said, and it is one page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest

from ketenmonitor.definition import Definition, read_definition
from ketenmonitor.release import docx_of, letter_pdf_of
from ketenmonitor.whatif import Model
from ketenmonitor.whatif.outcome import Outcome
from ketenmonitor.whatif.summary import pictures_of, summary_of
from ketenmonitor.whatif.summary.files import on_one_page
from ketenmonitor.whatif.summary.page import Told, summary_language
from ketenmonitor.whatif.warnings import Warning_, said_of
from tests.chain import DEFINITION
from tests.unit.whatif.outcomes import MODEL, TOLD, outcome_of


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    place = tmp_path_factory.mktemp("summary") / "proef.toml"
    place.write_text(DEFINITION, encoding="utf-8")
    return read_definition(place)


def summary_pdf(told: Told, outcome: Outcome, model: Model, definition: Definition, code: str) -> bytes:
    language = summary_language(code)
    return letter_pdf_of(summary_of(told, outcome, model, definition, language), language, told.first_day)


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())


@pytest.mark.parametrize(
    ("code", "label", "effect"),
    [
        (
            "nl",
            "Dit is een scenario, geen cijfer van de keten.",
            "zonder maatregel 40,0% binnen de norm van 10 dagen klaar, met maatregel 55,0%",
        ),
        (
            "en",
            "This is a scenario, not a figure of the chain.",
            "40.0% are done within the norm of 10 days without the measure, 55.0% with it",
        ),
    ],
    ids=["nl", "en"],
)
def test_it_is_one_page_that_says_first_what_it_is_and_then_what_to_beware_of(
    definition: Definition, code: str, label: str, effect: str
) -> None:
    pdf = summary_pdf(TOLD, outcome_of(definition), MODEL, definition, code)
    words = words_of(pdf)
    assert (
        words.index(label) < words.index("De wachtrij raakt leeg.") < words.index("20 plaatsen") < words.index(effect)
    )
    assert pdf == summary_pdf(TOLD, outcome_of(definition), MODEL, definition, code)


def test_the_last_year_of_which_the_share_is_known_is_told_and_none_when_none_is(definition: Definition) -> None:
    words = words_of(summary_pdf(TOLD, outcome_of(definition, "2027-12"), MODEL, definition, "en"))
    assert "cases that begin in 2027" in words
    assert "cases that begin in 2028" not in words
    assert "+15.0 percentage points (+13.0 to +17.0)" in words
    unknown = words_of(summary_pdf(TOLD, outcome_of(definition, ""), MODEL, definition, "en"))
    assert "no year of the scenario can be followed for long enough" in unknown
    assert "percentage points" not in unknown


def test_a_value_that_is_not_there_is_said_and_never_nought(definition: Definition) -> None:
    letter = summary_of(TOLD, outcome_of(definition), MODEL, definition, summary_language("nl"))
    rows = {row.head: row.cells for row in letter.sections[-1].tables[0].rows}
    assert [cell.text for cell in rows["politie"]] == [
        "935",
        "735",
        "\N{MINUS SIGN}200 (\N{MINUS SIGN}215 tot \N{MINUS SIGN}185)",
        "40",
        "25,5",
    ]
    assert [cell.is_missing for cell in rows["om"]] == [False, False, False, True, True]


def test_more_warnings_than_fit_are_counted(definition: Definition) -> None:
    told = replace(TOLD, warnings=tuple(f"Waarschuwing {n}." for n in range(7)))
    words = words_of(summary_pdf(told, outcome_of(definition), MODEL, definition, "nl"))
    assert "Waarschuwing 3." in words
    assert "Waarschuwing 4." not in words
    assert "En nog 3" in words


@pytest.mark.parametrize("code", ["nl", "en"])
def test_a_long_title_and_all_that_can_be_asked_leave_it_one_page(definition: Definition, code: str) -> None:
    warnings = tuple(
        said_of(Warning_("partner-behind", {"partner": "om", "day": "2025-06-30", "days": 184 + n}), definition, code)
        for n in range(4)
    )
    told = replace(TOLD, title="Een maatregel die samen wordt genomen " * 20, warnings=warnings)
    language, outcome = summary_language(code), outcome_of(definition)
    told = replace(told, asked=[f"Maatregel {n} " + "van het openbaar ministerie " * 5 for n in range(9)])
    whole = letter_pdf_of(summary_of(told, outcome, MODEL, definition, language), language, told.first_day)
    assert len(pypdfium2.PdfDocument(whole)) == 2, "or it proves nothing"
    words = words_of(
        on_one_page(
            lambda less: letter_pdf_of(
                summary_of(told, outcome, MODEL, definition, language, less), language, told.first_day
            )
        )
    )
    assert "Een maatregel die samen wordt genomen Een" in words
    assert "Maatregel 0" in words
    assert "politie" in words
    assert words.count("samen wordt genomen") == 2
    assert "\N{HORIZONTAL ELLIPSIS}" in words


def test_a_picture_is_broken_where_nothing_is_known_and_says_that_it_is_of_a_scenario(definition: Definition) -> None:
    language = summary_language("nl")
    whole, part = (
        pictures_of(outcome_of(definition, until), definition, language)["norm-keten"]
        for until in ("2028-12", "2027-01")
    )
    assert whole.text.startswith("Scenario.")
    assert "geen meting" in whole.caption
    lines = [re.findall(r'd="(M[^"]+)"[^>]*stroke-width="2.5"', one.svg) for one in (whole, part)]
    points = [max(len(re.findall("[ML]", path)) for path in each) for each in lines]
    assert points == [36, 13]


def test_nothing_is_drawn_of_what_is_never_known(definition: Definition) -> None:
    assert "norm-keten" not in pictures_of(outcome_of(definition, ""), definition, summary_language("nl"))


def test_as_a_document_of_word_the_picture_has_its_words(definition: Definition) -> None:
    language = summary_language("nl")
    letter = summary_of(TOLD, outcome_of(definition), MODEL, definition, language)
    with ZipFile(BytesIO(docx_of(letter, language, date(2026, 1, 1)))) as document:
        text = document.read("word/document.xml").decode()
        assert [name for name in document.namelist() if name.endswith(".png")]
    assert f'descr="{letter.sections[-1].pictures[0].text}"' in text
