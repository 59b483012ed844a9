"""A paper that was made to do harm: it is read in time that grows with its length, and what stands in it stays text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.register import read
from ketenmonitor.register.extraction.kinds import kind_of
from ketenmonitor.register.extraction.text.sentences import LONGEST, sentences
from ketenmonitor.register.traced import Traced

HEAD = "Geachte voorzitter,\n\nHierbij stuur ik de brief.\n\n"
HOSTILE = (
    f"{HEAD}Ik zal de Kamer voor 1 juli 2026 informeren over de [/]molens \x1b]0;mine\x07\x1b[31mrood\u202e \x08 en "
    '<script>alert(1)</script>.\n\nIk zal de Kamer uiterlijk 29 februari 2028 "=1+1" melden over [bold]dijken \ufffe.\n'
)
STEERING = ("\x1b", "\x07", "\x08", "\u202e")


def run(*words: str | Path) -> str:
    done = CliRunner().invoke(app, ["register", *map(str, words)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


@pytest.mark.parametrize("flood", ["\n", " \n", "- \n", "a", "A", "ﬁ", "1\n", "\r"])
def test_a_flood_of_one_character_is_read_and_judged_within_seconds(tmp_path: Path, flood: str) -> None:
    paper = tmp_path / "flood.txt"
    paper.write_text(HEAD + flood * (100_000 // len(flood)), newline="")
    begun = time.process_time()
    kind_of(read(paper))
    assert time.process_time() - begun < 5


def test_what_never_ends_is_cut_between_words_and_loses_nothing() -> None:
    found = sentences(Traced.of("molen " * 5000))
    assert max(map(len, found)) <= LONGEST
    assert " ".join(one.text for one in found).split() == ["molen"] * 5000


@pytest.mark.parametrize("command", ["list", "papers", "check"])
def test_nothing_of_a_paper_steers_the_terminal(tmp_path: Path, command: str) -> None:
    paper, home = tmp_path / "[bold]x\x1b[31m.txt", tmp_path / "home"
    paper.write_text(HOSTILE)
    said = run("read", home, paper) + run(command, home)
    assert not any(sign in said for sign in STEERING)
    assert command != "list" or ("[/]" in said and "[bold]" in said)


def test_nothing_of_a_paper_steers_the_terminal_when_it_is_only_extracted(tmp_path: Path) -> None:
    paper = tmp_path / "[bold]x\x1b[31m.txt"
    paper.write_text(HOSTILE)
    said = run("extract", paper)
    assert not any(sign in said for sign in STEERING)
    assert "[/]" in said


def test_a_draft_is_written_whatever_characters_a_paper_has(tmp_path: Path) -> None:
    paper, home, out = tmp_path / "x.txt", tmp_path / "home", tmp_path / "out.docx"
    paper.write_text(HOSTILE)
    run("read", home, paper)
    run("fill", home, "--out", out)
    assert "<script>alert(1)</script>" in "\n".join(one.text for one in Document(str(out)).paragraphs)
