"""`register extract` for people: what it says of a paper, in Dutch and in English, on narrow and on wide terminals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.cli.register_extracted import print_extracted
from ketenmonitor.cli.register_tables import print_checks, print_list

LETTER = """Datum 3 februari 2031

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Betreft: onderhoud van molens

Geachte voorzitter,

Ik informeer de Kamer voor 1 mei 2031 over het onderhoud van de wieken [bijlage]. Het aantal molens is gestegen met 8,5 % ten
opzichte van 2029. Er zijn 1.250 molens geteld in 2030.

De motie Zeil over wieken (Kamerstuk 30 123, nr. 45) wordt uitgevoerd.

De Minister van Molens,
J. Wiek
"""


def extract(folder: Path, text: str, *words: str) -> str:
    file = folder / "brief.txt"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["register", "extract", str(file), *words])
    assert done.exit_code == 0, (done.stderr, done.exception)
    return done.stdout


def test_a_paper_is_told_in_dutch(tmp_path: Path) -> None:
    shown = extract(tmp_path, LETTER)
    for words in (
        "soort: beleidsbrief", "datum: 3 februari 2031 (staat achter het woord Datum)", "toezeggingen: 1", "uiterlijk 2031-04-30",
        "30123, nr. 45", "+8,5 %", "1.250 molens", "in uitvoering", "de Kamer hoort of krijgt iets", "[bijlage]", "wordt uitgevoerd",
    ):  # fmt: skip
        assert words in shown, (words, shown)


def test_a_paper_is_told_in_english(tmp_path: Path) -> None:
    shown = extract(tmp_path, LETTER, "--lang", "en")
    for words in (
        "kind: policy letter",
        "3 February 2031 (stated after the word Datum)",
        "+8.5 %",
        "in progress",
        "how found",
    ):
        assert words in shown, (words, shown)
    assert "informs_chamber" not in shown


def test_a_paper_of_no_known_kind_says_so_and_that_nothing_was_found(tmp_path: Path) -> None:
    shown = extract(tmp_path, "De molen draait.\n")
    assert "soort onbekend" in shown
    assert "niets gevonden" in shown
    assert "let op: De soort van dit stuk is niet bekend" in " ".join(shown.split())


def test_the_document_for_programs_has_the_notes_of_the_reader_too(tmp_path: Path) -> None:
    [paper] = json.loads(extract(tmp_path, "De molen \ufffd draait.\n", "--json"))["papers"]
    assert any("could not be decoded" in note for note in paper["notes"])


def test_a_long_table_says_how_many_rows_it_leaves_out(tmp_path: Path) -> None:
    lines = "\n\n".join(f"Er zijn {n} molens geteld." for n in range(101, 146))
    assert "niet getoond: 5; met --all wel" in extract(tmp_path, lines)
    assert "niet getoond" not in extract(tmp_path, lines, "--all")


@pytest.mark.parametrize("width", [80, 160])
def test_no_line_is_wider_than_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def console(**options: Any) -> Console:
        return Console(width=width, force_terminal=True, color_system=None, **options)

    for module in ("register_extracted", "register_tables", "terminal"):
        monkeypatch.setattr(f"ketenmonitor.cli.{module}.Console", console)
    print_extracted([PAPER], all_=False, language="nl")
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert any("hoe gevonden" in line for line in lines) == (width == 160)
    assert any("2.3" in line and "uitgesteld" in line for line in lines)
    assert any("ja; zie 1" in line for line in lines)


def test_a_list_fits_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In four columns, in which nothing stands that is not said; keys are never broken off."""

    def console(**options: Any) -> Console:
        return Console(width=80, force_terminal=True, color_system=None, **options)

    for module in ("register_tables", "terminal"):
        monkeypatch.setattr(f"ketenmonitor.cli.{module}.Console", console)
    found = {"on": "2031-03-01", "points": [POINT], "read": {"papers": 2, "last": "2031-02-03"}, "no_longer_found": []}
    print_list(found, "nl")
    printed = capsys.readouterr().out
    assert max(len(line) for line in printed.splitlines() if line.startswith(("│", "┃", "┏"))) <= 80
    assert all(words in printed for words in ("T-0123456789", "toezegging (2×)", "verschoven", "te laat, 30 dagen"))
    assert "uitgevoerd" not in printed


def test_a_check_on_a_narrow_terminal_is_told_in_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def console(**options: Any) -> Console:
        return Console(width=80, force_terminal=True, color_system=None, **options)

    monkeypatch.setattr("ketenmonitor.cli.register_tables.Console", console)
    check = {
        "verdict": "not-comparable", "stated": 1250.0, "unit": "molens", "other": None, "difference": None, "tolerance": 0.5, "line": 9,
        "compared": "brief.txt, line 4: Er zijn molens.", "why": "not both say of when they are, and they differ", "source": "a.txt",
        "text": "Er zijn 1.250 molens.", "key": "C-0",
    }  # fmt: skip
    print_checks({"figures": 1, "counts": {"not-comparable": 1}, "untied": 1, "checks": [check]}, True, "nl")
    printed = " ".join(capsys.readouterr().out.split())
    for words in (
        "niet te vergelijken",
        "brief.txt, regel 4: Er zijn molens.",
        "niet van beide staat er van wanneer ze zijn",
        "gesteld 1250 molens",
    ):
        assert words in printed, (words, printed)


POINT = {
    "id": "T-0123456789", "kind": "commitment", "title": "Ik informeer de Kamer over het onderhoud van de wieken van alle molens.", "times": 2,
    "due": {"text": "voor de zomer", "earliest": None, "latest": "2031-01-30"}, "state": "late", "days_late": 30, "reported": None,
    "slips": [{"from": {"latest": "2030-07-04"}, "to": {"latest": "2031-01-30"}, "days": 210}], "declared_settled": [], "carried_out": [],
}  # fmt: skip
QUESTION = {
    "set": 2, "number": None, "index": 3, "section": None, "asker": "Een lid met een heel lange naam, Nog een lid, En een derde lid",
    "party": None, "addressee": [], "question": "Hoeveel molens staan er stil, en hoe lang al? " * 5, "answer": None, "refers_to": [],
    "refers_elsewhere": [], "resolved": None, "repeat_of": None, "put_off": True, "line": 12, "confidence": 0.9,
    "rule": "lines that ask and lines that answer, read together",
}  # fmt: skip
PAPER = {
    "source": "vragen.txt", "kind": "question_sets", "date": None, "date_rule": "no date is stated, and nothing in the paper points to one",
    "questions": [QUESTION, {**QUESTION, "index": 4, "answer": "Zie het antwoord op vraag 1.", "refers_to": [1], "put_off": False}],
    "motions": [], "commitments": [], "settled": [], "fulfilments": [], "figures": [], "references": [],
    "notes": ["Set 2: the answers are put off (De molenaar laat weten dat het later wordt)"],
}  # fmt: skip


def test_one_file_that_cannot_be_read_does_not_lose_the_others(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "stuk.pdf").write_bytes(b"%PDF-1.4\nno more of it came")
    named = [str(tmp_path / name) for name in ("stuk.pdf", "brief.txt", "weg.txt", "brief.txt")]
    done = CliRunner().invoke(app, ["register", "extract", *named, "--json"])
    assert done.exit_code == 1
    assert [paper["source"] for paper in json.loads(done.stdout)["papers"]] == ["brief.txt", "brief.txt"]
    damaged, missing = done.stderr.splitlines()
    assert "stuk.pdf is a damaged PDF" in damaged
    assert "weg.txt is not there" in missing
