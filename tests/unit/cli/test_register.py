"""The commands of the register: what they print, what they keep, and what a bad file does to the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ketenmonitor.cli import app
from tests.unit.register.made_up import letter

MILLS = "Ik informeer de Kamer voor 1 maart over het onderhoud van de wieken van de molens."
DIKES = "Ook stuur ik de Kamer het onderzoek naar de hoogte van de dijken langs de vaart."


@pytest.fixture(autouse=True)
def made_up_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found is each line of a paper, whatever the extractions of today make of it."""

    def found(paper: Any) -> Any:
        return letter(*paper.raw.splitlines(), name=paper.source)

    monkeypatch.setattr("ketenmonitor.register.extract", found)
    monkeypatch.setenv("KETENMONITOR_NOW", "2026-06-01T12:00:00+02:00")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["register", *map(str, words)])


def printed(*words: str | Path) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == 0, (done.stderr, done.exception)
    return json.loads(done.stdout)


def file(folder: Path, name: str, *lines: str) -> Path:
    place = folder / name
    place.write_text("\n".join(lines), encoding="utf-8")
    return place


def test_a_bad_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    good, home = file(tmp_path, "a.txt", MILLS), tmp_path / "home"
    done = run("read", home, tmp_path / "none.txt", good, tmp_path)
    assert (done.exit_code, "none.txt is not there" in done.stderr) == (1, True)
    assert done.stdout.startswith("a.txt: nieuw. beleidsbrief. 2026-01-20 (head-of-letter). toezegging: 1.")
    assert "was bekend" in run("read", home, good).stdout
    assert [one["source"] for one in printed("papers", home)["papers"]] == ["a.txt"]


def test_a_person_corrects_adds_merges_and_takes_back(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("read", home, file(tmp_path, "a.txt", MILLS, DIKES))
    first, second = (one["id"] for one in printed("list", home)["points"])
    assert run("correct", home, first, "--set", "status=done", "--confirm", "--note", "zie bijlage").exit_code == 0
    assert run("correct", home, second, "--set", "due=voor 1 mei 2026").exit_code == 0
    by_id = {one["id"]: one for one in printed("list", home)["points"]}
    assert (by_id[first]["state"], by_id[second]["state"], by_id[second]["due"]["latest"]) == (
        "declared-settled",
        "late",
        "2026-04-30",
    )
    run("correct", home, first, "--same-as", second)
    [point] = printed("list", home)["points"]
    shown = printed("show", home, second)
    assert (point["id"], [one["action"] for one in shown["decisions"]]) == (
        shown["id"],
        ["confirm", "correct", "correct", "merge"],
    )
    run("correct", home, first, "--undo", "4")
    assert len(printed("list", home)["points"]) == 2
    added = run("add", home, "1", "commitment", "de wieken van de molens", "--set", "what=wieken").stdout.strip()
    assert printed("show", home, added)["mentions"][0]["added_by_hand"]


def test_tables_are_dutch_by_default(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("read", home, file(tmp_path, "a.txt", MILLS))
    assert all(
        word in run("list", home).stdout for word in ("toezegging", "stand op 2026-06-01", "geen moment genoemd")
    )
    assert "no moment named" in run("list", home, "--lang", "en").stdout
    [point] = printed("list", home)["points"]
    shown = run("show", home, point["id"]).stdout
    assert all(word in " ".join(shown.split()) for word in ("vermeldingen", "a.txt", "first-person 0.90"))


def test_what_cannot_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("read", home, file(tmp_path, "a.txt", MILLS))
    key = printed("list", home)["points"][0]["id"]
    for words, sentence in (
        (("correct", home, key), "Say what to decide"),
        (("correct", home, key, "--set", "due=ooit"), "not one moment"),
        (("correct", home, key, "--set", "status"), "not a field and its value"),
        (("correct", home, "T-0", "--confirm"), "no item has this key"),
        (("list", home, "--theme", "zeilen"), "there is no theme of this name"),
        (("list", home, "--kind", "zeil"), "Right are: motion"),
        (("show", home, "T-0"), "no point has this key"),
        (("tie", home, key, "--chain", "c", "--measure", "zeil", "--id", "x"), "not a measure that is published"),
        (("fill", home, "--out", tmp_path / "stand.pdf"), "ends in .docx"),
        (("list", tmp_path / "elsewhere"), "there is no register here"),
    ):
        done = run(*words)
        assert done.exit_code, words
        assert sentence in str(done.exception), (words, done.exception)


def test_a_draft_is_written_and_figures_are_checked(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("read", home, file(tmp_path, "a.txt", MILLS))
    assert run("fill", home, "--out", tmp_path / "stand.docx", "--open").exit_code == 0
    assert (tmp_path / "stand.docx").read_bytes()[:2] == b"PK"
    assert printed("check", home) == {
        "figures": 0,
        "counts": {"agrees": 0, "differs": 0, "not-comparable": 0},
        "untied": 0,
        "checks": [],
    }
    assert "oordeel" in run("check", home).stdout


def test_a_home_has_themes_of_its_own(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("read", home, file(tmp_path, "a.txt", MILLS, DIKES))
    (home / "register-themes.toml").write_text('[molens]\nwords = ["molen", "wieken"]\n', encoding="utf-8")
    assert [one["title"] for one in printed("list", home, "--theme", "molens")["points"]] == [MILLS]
    (home / "register-themes.toml").write_text("[molens", encoding="utf-8")
    assert "not themes" in str(run("list", home).exception)


def test_a_list_says_up_to_when_papers_were_read_and_a_draft_finds_its_own_place(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run("read", home, file(tmp_path, "a.txt", MILLS, DIKES))
    assert printed("list", home)["read"] == {"papers": 1, "last": "2026-01-20", "undated": 0}
    assert (
        "gelezen stukken: 1, laatste van 20 januari 2026; later nieuws is hier niet bekend" in run("list", home).stdout
    )
    done = run("fill", home)
    assert (done.exit_code, done.output.strip()) == (0, str(home / "stand-per-punt-2026-06-01.docx"))
    assert run("fill", home, "--out", tmp_path / "other.docx").exit_code == 0
    assert (tmp_path / "other.docx").is_file()
