"""The letter: what is withheld leaves no trace in it, no code of a person is in it, and it is plain to read."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pytest

from ketenmonitor.citizens import (
    FORMATS,
    Entry,
    Ground,
    Kind,
    Look,
    Overview,
    Request,
    Step,
    overview,
    request_of,
    shipped_regimes,
    take_step,
)
from ketenmonitor.citizens.letter import letter_file
from ketenmonitor.lawful import Purpose
from ketenmonitor.store import Home
from tests.looks import looked
from tests.unit.citizens.homes import MINE, MY_REPORT, NOW, OTHER, TODAY, asked_for, home_with_citizen

LAWS = shipped_regimes()
GROUNDS = {"politie": "wpg-27-1-a", "om": "uavg-41-1-d", "log": "uavg-41-1-d"}


def granted(home: Home, *partners: str, kind: Kind = Kind.ACCESS) -> Request:
    made = asked_for(home, kind)
    return took(home, made, Step.GRANT, partners or ("politie", "om"))


def took(
    home: Home, made: Request, step: Step, partners: Iterable[str] = (), ground: str = "", items: tuple[str, ...] = ()
) -> Request:
    return take_step(
        home, made.number, Entry(step, "officer", NOW, tuple(partners), "een reden", ground, items), TODAY, LAWS
    )


def withheld(home: Home, made: Request, names: Iterable[str]) -> Request:
    for name in names:
        made = took(home, made, Step.WITHHOLD, ground=GROUNDS[name.partition("/")[0]], items=(name,))
    return made


def letters(made: Request, found: Overview) -> dict[tuple[str, str], bytes]:
    return {(format, code): letter_file(made, found, format, code) for format in FORMATS for code in ("nl", "en")}


def text_of(letter: bytes) -> str:
    document = docx.Document(io.BytesIO(letter))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with_citizen(tmp_path / "one")


def test_what_is_withheld_reads_as_what_never_was(tmp_path: Path, home: Home) -> None:
    """To the byte, in every format and language: no other sentence, no gap, no number that is missing."""
    without = home_with_citizen(tmp_path / "other", decisions=False)
    plain = letters(granted(without), overview(without, "proef", [MINE], NOW))
    found = overview(home, "proef", [MINE], NOW)
    [decision] = [item.name for item in found.partners[1].items if item.what == "besluit"]
    assert letters(withheld(home, granted(home), [decision]), found) == plain
    assert letters(granted(home), found)["json", "nl"] != plain["json", "nl"]


def test_a_partner_that_refused_reads_as_one_that_has_nothing_and_as_one_of_which_all_is_withheld(home: Home) -> None:
    found = overview(home, "proef", [MINE], NOW)
    names = [item.name for item in found.partners[0].items]
    refused = took(home, granted(home, "om"), Step.REFUSE, ["politie"], GROUNDS["politie"])
    all_kept = withheld(home, granted(home), names)
    partly = withheld(home, took(home, granted(home, "om"), Step.PARTLY, ["politie"], GROUNDS["politie"]), names)

    def same(made: Request) -> dict[tuple[str, str], bytes]:  # but for the number of the request
        return letters(Request(**{**vars(made), "number": 1}), found)

    assert same(refused) == same(all_kept) == same(partly)


def test_a_look_that_is_withheld_reads_as_none(tmp_path: Path, home: Home) -> None:
    looked(home, NOW - 9, "iemand", MINE)
    found = overview(home, "proef", [MINE], NOW)
    assert len(found.looks) == 1
    quiet = home_with_citizen(tmp_path / "other")
    plain = letters(granted(quiet), overview(quiet, "proef", [MINE], NOW))
    assert letters(withheld(home, granted(home), [found.looks[0].name]), found) == plain


def test_nothing_is_told_of_a_partner_that_did_not_decide_but_when_it_has_to(home: Home) -> None:
    found = overview(home, "proef", [MINE], NOW)
    made = granted(home, "om")
    text = text_of(letter_file(made, found, "docx", "nl"))
    assert "Zij moet dat doen uiterlijk op 12 april 2024." in text
    assert "aangifte" not in text
    said = json.loads(letter_file(made, found, "json", "nl"))
    assert said["not_decided"] == ["politie"]
    assert [len(one["held"]) for one in said["partners"]] == [0, 3]


def test_no_letter_has_a_code_of_a_person_or_the_name_of_an_item(home: Home) -> None:
    found = overview(home, "proef", [MINE], NOW)
    made = granted(home)
    for (format, code), content in letters(made, found).items():
        said = content.decode() if format == "json" else text_of(content) if format == "docx" else _pdf_text(content)
        assert "besluit" in said, (format, code)
        for word in (MINE, MY_REPORT, OTHER, *(i.name.partition("/")[2] for one in found.partners for i in one.items)):
            assert word not in said, (format, code)


def test_it_says_everything_a_citizen_asks(home: Home) -> None:
    found = overview(home, "proef", [MINE], NOW)
    text = text_of(letter_file(granted(home), found, "docx", "nl"))
    for words in (
        "Op 1 maart 2024 kregen wij uw verzoek", "Wet politiegegevens", "besluit (strafzaak)", "2 februari 2024", "Privacydesk, Postbus 2",
        "6 weken", "1 maand", "niet vastgelegd in een register", "niemand noemen", "toezichthouder", "Privacybureau van de keten",
        "U kunt er niet uit opmaken of er in uw brief iets is weggelaten.",
    ):  # fmt: skip
        assert words in text, words


def test_it_has_the_reference_of_the_office_as_ours(home: Home) -> None:
    made = replace(granted(home), reference="PB-12")
    for code, words in (("nl", "Ons kenmerk: PB-12 (verzoek 1)"), ("en", "Our reference: PB-12 (request 1)")):
        assert words in text_of(letter_file(made, overview(home, "proef", [MINE], NOW), "docx", code))


def test_who_looked_for_what_and_on_which_ground_is_said_in_words(home: Home) -> None:
    purpose = Purpose(
        "p7", "Klachten behandelen", "jci1.3:c:BWBR0005537&hoofdstuk=9", date(2024, 1, 1), date(2099, 12, 31)
    )
    looks = [
        Look(f"log/{n:016x}", NOW, "politie", ("handler", "reviewer"), operation, "p7", "")
        for n, operation in enumerate(("case", "break-glass", "logs"))
    ]
    found = replace(overview(home, "proef", [MINE], NOW), grounds=(Ground(purpose, ("case",)),), looks=tuple(looks))
    text = text_of(letter_file(granted(home), found, "docx", "nl"))
    for words in (
        "zaak bekeken met noodtoegang",
        "in de logboeken opgezocht wie er keek",
        "hoofdstuk 9, wetten.overheid.nl/BWBR0005537",
        "behandelaar, beoordelaar van raadplegingen",
    ):
        assert words in text, words
    assert text.count("Klachten behandelen") == 4
    for code in ("break-glass", "p7", "jci1.3"):
        assert code not in text, code


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.DELETION])
def test_of_a_request_to_correct_or_delete_it_says_what_each_partner_decided_and_why(home: Home, kind: Kind) -> None:
    made = granted(home, "om", kind=kind)
    made = took(home, made, Step.REFUSE, ["politie"], "wpg-27-1-c")
    found = overview(home, "proef", [MINE], NOW)
    text = text_of(letter_file(made, found, "docx", "nl"))
    assert "Deze organisatie doet wat u vraagt." in text
    assert "Deze organisatie doet niet wat u vraagt." in text
    assert "De reden: een reden" in text
    assert "om de openbare veiligheid te beschermen" in text
    assert "aangifte" not in text
    waits = took(home, asked_for(home, kind), Step.EXTEND, ["om"])
    said = text_of(letter_file(waits, found, "docx", "nl"))
    assert "heeft meer tijd nodig. Zij moet besluiten uiterlijk op 1 juni 2024." in said
    assert "De reden: een reden" in said
    done = took(home, made, Step.DONE, ["om"])
    assert "heeft gedaan wat u vroeg" in text_of(letter_file(done, found, "docx", "nl"))
    data = json.loads(letter_file(done, found, "json", "nl"))
    assert [one["state"] for one in data["decisions"]] == ["refused", "done"]
    assert {"partners", "looks", "grounds"}.isdisjoint(data)


def test_the_same_letter_gives_the_same_bytes(home: Home) -> None:
    found = overview(home, "proef", [MINE], NOW)
    made = granted(home)
    assert letters(made, found) == letters(request_of(home, made.number), overview(home, "proef", [MINE], NOW))


def test_the_pdf_says_that_screen_readers_can_read_it(home: Home) -> None:
    made = letter_file(granted(home), overview(home, "proef", [MINE], NOW), "pdf", "nl")
    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert str(document.Root.Lang) == "nl"


def test_the_sentences_are_short() -> None:
    """Level B1 cannot be measured here; the length of sentences and words can, and most that is hard to read fails it."""
    import tomllib
    from importlib.resources import files

    said = tomllib.loads((files("ketenmonitor.citizens") / "templates" / "words.toml").read_text(encoding="utf-8"))
    texts = [one["nl"] for name, one in said.items() if one["nl"].endswith(".")]
    sentences = [s.split() for text in texts for s in re.split(r"[.?!:]+\s+|[.?!]+$", text) if s.strip()]
    assert len(sentences) > 50
    assert max(map(len, sentences)) <= 22, max(sentences, key=len)
    assert sum(map(len, sentences)) / len(sentences) < 11
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(max(1, len(re.findall("[aeiouyáéëïöü]+", word.lower()))) for word in words)
    ease = 206.84 - 0.93 * len(words) / len(sentences) - 77 * syllables / len(words)  # Douma (1960), after Flesch
    assert ease > 70  # "fairly easy"


def _pdf_text(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)
