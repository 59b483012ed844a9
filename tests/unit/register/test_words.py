"""What the register says of its own accord can be read in Dutch: every sentence of the source, and what is made of it."""

from __future__ import annotations

import re
import tomllib
from itertools import product

import pytest

from ketenmonitor.register.extraction.motions import spans as motion_spans
from ketenmonitor.register.extraction.motions import words as motion_words
from ketenmonitor.register.extraction.motions.settled import DECLARED
from ketenmonitor.register.words import is_known, told
from tests.unit.register.sentences_of_source import PACKAGE, sentences

# What a placeholder may stand for: anything, a number, a day, a word of a table, the beginning of a sentence.
SAMPLES = (
    "X", "3", "2031-06-11", "month", "in", "begin", "once", "3 times", "made", "page 3 is", "pages 3, 4 and 6 are", "Q", "In set 3, q",
)  # fmt: skip
# Modules whose strings are data, words for refusals, or have their Dutch beside them.
APART = (
    "fill_words.py",
    "reading/dutch.py",
    "reading/kinds.py",
    "extraction/text/abbreviations.py",
    "records/fitting.py",  # refusals
    "records/opened.py",
    "exports/",
)
# Strings that are not told: parts of sentences told elsewhere, names that have words of their own where they are shown, refusals.
NOT_TOLD = {
    "first person", "deliver law", "not executed", "in progress", "fixed day", "year part", "open question", "answered question",
    "In set {}, q", "more of an open question", "more of an answered question", "more of an answer", "last changed", "motie over {}", "{} by hand",
    "{} holds pictures of text and no text: {}.", "{} is a damaged PDF: none of its {} pages can be read. Fetch it again.",
    "Right is such as postgresql+psycopg://NAME@HOST/DATABASE; leave it out for a file in the home.",
}  # fmt: skip
# Lists of Dutch words that the register looks for are no English: what is made of these alone is not told.
DUTCH = re.compile(
    r"(?:(?:zo|n|naar|schatting|meer|minder|dan|wel|tot|en|met|na|afloop|van|voorafgaand|aan|de|den|der|het|te|ten|ter|een|over|of|om|tweede"
    r"|eerste|kamers?|worden|zijn|hebben|kunnen|daarnaast|hiermee|daarmee|hiervan|half|halve|aangeven|aanpak|aantal|acties)\s*){2,6}\b"
)


def test_every_sentence_of_the_source_has_dutch() -> None:
    missing = {text: place for place, text in sentences() if not _told_apart(place, text) and not _has_dutch(text)}
    assert not missing, (
        f"Give these Dutch in register/words.toml; if nobody is ever told one, say so in NOT_TOLD: {missing}"
    )


def test_the_net_holds_what_is_known_to_be_there() -> None:
    """Sentences of each sort, so that a net with a hole is noticed."""
    found = {text for _, text in sentences()}
    assert {
        "not stated: concluded from {}, the latest day of which the paper speaks as past", "around is read as in", "row of an overview",
        "count", "declared settled", "not both say of when they are, and they differ", "word for word", "name-and-topic",
        "The kind of this paper is not known: it was read as plain text, and what could be found in it is given.",
        "stated after the word Datum", "a letterhead", "a span from a moment", "planned_item",
    } <= found  # fmt: skip


def test_every_rule_that_stands_in_data_has_a_name_in_both_languages() -> None:
    weights = tomllib.loads((PACKAGE / "extraction" / "words" / "commitment_weights.toml").read_text(encoding="utf-8"))
    delivering = tomllib.loads((PACKAGE / "matching" / "delivering.toml").read_text(encoding="utf-8"))
    for name in (*weights["cue"], *(one["rule"] for one in delivering["says"])):
        assert is_known(name), name
        assert told(name, "en") != name, name
    statuses = {rule for _, rule, _, _ in motion_words.STATUS} | {rule for rule, _, _ in DECLARED}
    hows = {motion_spans.NAMED, motion_spans.SUBMITTED, motion_spans.NUMBERED, motion_spans.MINE, motion_spans.BACK}
    assert [one for one in statuses | hows if not is_known(one)] == []


@pytest.mark.parametrize(
    ("sentence", "dutch"),
    [
        (
            "not stated: concluded from 2031-06-11, the latest day of which the paper speaks as past",
            "staat er niet: afgeleid van 11 juni 2031, de laatste dag waarvan het stuk als voorbij spreekt",
        ),
        (
            "not stated in the paper: the PDF file says that it was made on this day",
            "staat niet in het stuk: volgens het PDF-bestand is het op deze dag gemaakt",
        ),
        ("named; in line with it", "met naam genoemd; in lijn ermee"),
        ("shall_self", "zal het zelf doen"),
        ("in eind of year", "aan het einde van een jaar"),
        ("before event with a date", "vóór een gebeurtenis met een datum"),
        ("carried out by this, no heading", "hiermee uitgevoerd, zonder kopje"),
        (
            "In set 4, questions 2 and 7 only point to each other: there is no answer to be read.",
            "In vragenset 4 verwijzen de vragen 2 en 7 alleen naar elkaar: er is geen antwoord te lezen.",
        ),
        (
            "a.pdf: pages 2, 3 and 9 are damaged and not read. Fetch the paper again.",
            "a.pdf: de bladzijden 2, 3 en 9 zijn beschadigd en niet gelezen. Haal het stuk opnieuw op.",
        ),
        (
            "'\u01a9' was read as 'tt' (3 times), which is not sure: 1 word decides.",
            "'\u01a9' is gelezen als 'tt' (3 keer), maar dat is niet zeker: één woord geeft de doorslag.",
        ),
        (
            "a.pdf, page 3, line 12: 1 molen and b.pdf, page 4, line 9: 2 molens",
            "a.pdf, blz. 3, regel 12: 1 molen en b.pdf, blz. 4, regel 9: 2 molens",
        ),
        ("Of molens and dikes nothing is said.", "Of molens and dikes nothing is said."),
        ("row of an overview; something new", "rij van een overzicht; something new"),
    ],
)
def test_sentences_are_told_in_dutch(sentence: str, dutch: str) -> None:
    assert told(sentence, "nl") == dutch


def test_in_english_a_sentence_stays_and_a_name_is_put_in_words() -> None:
    assert told("around is read as in", "en") == "around is read as in"
    assert told("informs_chamber", "en") == "the Chamber will hear or receive something"


def test_what_changes_in_a_sentence_changes_in_its_dutch_too() -> None:
    table = tomllib.loads((PACKAGE / "words.toml").read_text(encoding="utf-8"))
    for part in table["sentence"].values():
        for english, dutch in part.items():
            changing = {one.split("}")[0] for one in english.split("{")[1:]}
            assert {one.split("}")[0] for one in dutch.split("{")[1:]} <= changing, english
    assert set(table["name"]["nl"]) == set(table["name"]["en"])


def _told_apart(place: str, text: str) -> bool:
    return place.startswith(APART) or text in NOT_TOLD or DUTCH.match(text) is not None


def _has_dutch(text: str) -> bool:
    """As a whole, or each of the rules that it puts beside one that is told elsewhere."""
    beside = [one for one in text.split("; ") if one != "{}"]
    return _is_told(text) or (len(beside) > 0 and "{}" in text.split("; ") and all(map(_is_told, beside)))


def _is_told(text: str) -> bool:
    parts = text.split("{}")
    return any(
        is_known("".join(a + b for a, b in zip(parts, [*chosen, ""], strict=True)))
        for chosen in product(SAMPLES, repeat=len(parts) - 1)
    )
