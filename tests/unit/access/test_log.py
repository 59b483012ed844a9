"""Who asks for what is internal leaves a line before anything is shown, and no line says what was seen."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ketenmonitor.access import Asker, permit
from ketenmonitor.cli import app
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.store import Home, case_name
from tests.chain import deliver, home_of, instant, received

AT = "2024-03-01T12:00:00+01:00"
TIME = "2024-01-02T09:00:00+01:00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, "d1", "om", events=[("a", "inschrijving", TIME, "S-geheim-1")]))
    return home


def ask(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words], env={"KETENMONITOR_NOW": AT})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def logged(home: Home) -> list[dict[str, Any]]:
    place = home.path / "log" / "internal.jsonl"
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()] if place.exists() else []


def test_every_internal_question_is_a_line(home: Home) -> None:
    ask("measure", home.path, "proef", "stock", "politie", "--purpose", "jaarverslag", "--format", "csv")
    ask("case", home.path, "proef", "S-geheim-1", "--json")
    ask("conflicts", home.path, "proef", "--json")
    user = pwd.getpwuid(os.getuid()).pw_name
    same = {"at": AT, "user": user, "chain": "proef"}
    assert logged(home) == [
        {**same, "command": "measure", "purpose": "jaarverslag", "measure": "stock", "id": "politie"},
        {**same, "command": "case", "case": case_name(home, "proef", "S-geheim-1")},
        {**same, "command": "conflicts"},
    ]


def test_the_log_says_no_identifier_and_no_value(home: Home) -> None:
    ask("case", home.path, "proef", "S-geheim-1", "--json")
    with pytest.raises(NotFoundError):
        ask("case", home.path, "proef", "S-geheim-2")
    ask("measure", home.path, "proef", "lead-time", "--where", "minderjarig=true", "--format", "json")
    text = (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8")
    assert "geheim" not in text
    assert "minderjarig" not in text
    assert len(logged(home)) == 3  # who asks for a case that is not there learns so: that is in it too


def test_the_same_case_has_another_name_in_another_home(home: Home, tmp_path: Path) -> None:
    other = home_of(tmp_path / "other")
    assert case_name(home, "proef", "S1") == case_name(home, "proef", "S1")
    assert case_name(home, "proef", "S1") != case_name(other, "proef", "S1")
    assert case_name(home, "proef", "S1") != case_name(home, "proef", "S2")


def test_the_user_is_not_who_the_environment_says(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "somebody-else")
    ask("conflicts", home.path, "proef", "--json")
    assert logged(home)[0]["user"] == pwd.getpwuid(os.getuid()).pw_name != "somebody-else"


@pytest.mark.parametrize("words", [("measure", "stock"), ("case", "S-geheim-1"), ("conflicts",)])
def test_what_cannot_be_logged_is_not_shown(home: Home, words: tuple[str, ...], capsys: Any) -> None:
    (home.path / "log").write_text("a file where the folder must be", encoding="utf-8")
    with pytest.raises(StorageError, match=r"internal\.jsonl: cannot be written: .*nothing was shown"):
        ask(words[0], home.path, "proef", *words[1:])
    assert capsys.readouterr().out == ""


def test_a_question_that_is_not_one_leaves_no_line(home: Home) -> None:
    with pytest.raises(UsageError):
        ask("measure", home.path, "proef", "S-geheim-1")
    assert logged(home) == []


def test_a_line_that_a_crash_left_half_does_not_spoil_the_next(home: Home) -> None:
    permit(home, Asker("a"), "conflicts", "proef", None, instant(AT))
    place = home.path / "log" / "internal.jsonl"
    place.write_bytes(place.read_bytes() + b'{"at": "2024')
    permit(home, Asker("b"), "conflicts", "proef", None, instant(AT))
    first, half, second = place.read_text(encoding="utf-8").splitlines()
    assert [json.loads(first)["user"], half, json.loads(second)["user"]] == ["a", '{"at": "2024', "b"]


def test_a_purpose_stays_on_its_line(home: Home) -> None:
    ask("conflicts", home.path, "proef", "--purpose", "een\ntwee " + "x" * 1000, "--json")
    (line,) = logged(home)
    assert line["purpose"].startswith("een\ntwee x")
    assert len(line["purpose"]) == 200


def test_only_its_owner_reads_the_log(home: Home) -> None:
    ask("conflicts", home.path, "proef", "--json")
    assert (home.path / "log" / "internal.jsonl").stat().st_mode & 0o777 == 0o600
