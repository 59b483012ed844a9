"""`ketenmonitor log`: looking in the logs, which is itself logged before anything is shown, and holding them against the standards."""

from __future__ import annotations

import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ketenmonitor.cli import app
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.logbook import Logbook
from tests.unit.logbook.made import ACTIVITY, audit, decision, lines, logbook_in, statistics, view_of

NOW = "2026-11-24T12:00:00+01:00"


@pytest.fixture
def logbook(tmp_path: Path) -> Logbook:
    logbook = logbook_in(tmp_path)
    logbook.confirm(view_of(logbook, "S-geheim-1", "S-geheim-2"), decision(), audit(actor="om-00123"))
    logbook.confirm([statistics()], None, audit(actor="om-00456", operation="measure"))
    return logbook


def run(*words: object, given: str | None = None) -> Result:
    result = CliRunner().invoke(app, ["log", *map(str, words)], input=given, env={"KETENMONITOR_NOW": NOW})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def subject_of(tmp_path: Path, identifier: str) -> str:
    return run("subject", tmp_path / "home", "proef", given=f"{identifier}\n").stdout.strip()


def shown(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_who_looked_at_a_person(logbook: Logbook, tmp_path: Path) -> None:
    name = subject_of(tmp_path, "S-geheim-2")
    assert name == logbook.subject_id("proef", "S-geheim-2")
    found = shown(run("query", tmp_path / "home", "--subject", name, "--json"))
    assert [one["log"] for one in found] == ["decisions", "processing", "audit"]
    assert found[-1]["record"]["actor"] == "om-00123"


def test_all_of_an_activity_as_a_table_in_two_languages(logbook: Logbook, tmp_path: Path) -> None:
    dutch = run("query", tmp_path / "home", "--activity", ACTIVITY).stdout
    english = run("query", tmp_path / "home", "--activity", ACTIVITY, "--lang", "en").stdout
    assert "7 regels" in dutch
    assert "verwerking" in dutch
    assert "person concerned" in english
    for text in (dutch, english):
        assert "om-00456" in text
        assert "geheim" not in text


def test_the_look_is_in_the_audit_log_before_it_is_shown_and_in_no_other(logbook: Logbook, tmp_path: Path) -> None:
    name, before = subject_of(tmp_path, "S-geheim-1"), len(lines(logbook, "processing"))
    run("query", tmp_path / "home", "--subject", name, "--reason", "inzageverzoek")
    line = lines(Logbook(logbook_home(tmp_path)), "audit")[-1]
    assert (line["operation"], line["reason"], line["object"]) == ("log-query", "inzageverzoek", name)
    assert line["actor"] == pwd.getpwuid(os.getuid()).pw_name
    assert len(lines(logbook, "processing")) == before


def logbook_home(tmp_path: Path) -> Any:
    from ketenmonitor.store import Home

    return Home(tmp_path / "home")


def test_without_a_line_in_the_audit_log_nothing_is_shown(
    logbook: Logbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise StorageError("there is no room")

    from ketenmonitor.transparency import Log

    monkeypatch.setattr(Log, "confirm", full)
    for words in (("query", "--activity", ACTIVITY, "--json"), ("export", "processing")):
        with pytest.raises(StorageError, match="no room"):
            run(words[0], tmp_path / "home", *words[1:])
    assert capsys.readouterr().out == ""


def test_everything_at_once_cannot_be_asked(logbook: Logbook, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Name what you look for"):
        run("query", tmp_path / "home", "--json")


def test_between_two_moments(logbook: Logbook, tmp_path: Path) -> None:
    ask = ("query", tmp_path / "home", "--activity", ACTIVITY, "--json")
    assert len(shown(run(*ask, "--since", "2026-11-23T10:00:00+01:00", "--until", "2026-11-23T10:00:01+01:00"))) == 7
    assert shown(run(*ask, "--until", "2026-11-23T10:00:00+01:00")) == []
    with pytest.raises(UsageError, match="--since is not a time"):
        run(*ask, "--since", "gisteren")


def test_the_index_and_the_logs_say_the_same(logbook: Logbook, tmp_path: Path) -> None:
    ask = ("query", tmp_path / "home", "--activity", ACTIVITY, "--json", "--until", "2026-11-23T12:00:00+01:00")
    assert len(shown(run(*ask))) == 7
    assert shown(run(*ask)) == shown(run(*ask, "--from-log"))


def test_no_more_lines_than_asked(logbook: Logbook, tmp_path: Path) -> None:
    result = run("query", tmp_path / "home", "--activity", ACTIVITY, "--json", "--most", "2")
    assert len(shown(result)) == 2
    assert "There are more than 2 lines. Ask a shorter time" in result.stderr
    assert "There are more" not in run("query", tmp_path / "home", "--activity", ACTIVITY, "--most", "100").stderr


def test_no_identifier_on_standard_input(logbook: Logbook, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nothing came on standard input"):
        run("subject", tmp_path / "home", "proef", given="\n")
    with pytest.raises(UsageError):
        run("subject", tmp_path / "home", "anders", given="S-1\n")


def test_what_is_exported_has_no_faults(logbook: Logbook, tmp_path: Path) -> None:
    for log, count in (("processing", 4), ("decisions", 1), ("audit", 5)):
        place = tmp_path / f"{log}.jsonl"
        place.write_text(run("export", tmp_path / "home", log).stdout)
        assert run("check", place).stdout == f"{place}: {count} lines of the {log} log, no faults.\n"


def test_faults_of_a_file_are_said_by_line_and_rule(logbook: Logbook, tmp_path: Path) -> None:
    place = tmp_path / "lines.jsonl"
    text = run("export", tmp_path / "home", "processing").stdout
    place.write_text(text.replace('"Unset"', '"OK"', 1))
    result = run("check", place)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"{place}: line 1: L8: status is not right. Right is one of Unset, Ok, Error.",
        f"{place}: line 2: L5: the action above it is not here, and no dpl.core.foreign_operation.processor says who called.",
        f"{place}: 2 faults.",
    ]


def test_a_part_of_a_log(logbook: Logbook, tmp_path: Path) -> None:
    place = tmp_path / "lines.jsonl"
    place.write_text("".join(run("export", tmp_path / "home", "processing").stdout.splitlines(keepends=True)[1:]))
    assert run("check", place).exit_code == 1
    assert run("check", place, "--part").exit_code == 0


def test_the_logs_of_a_monitor(logbook: Logbook, tmp_path: Path) -> None:
    result = run("check", tmp_path / "home")
    assert result.exit_code == 0
    assert "log/processing: 4 records looked at." in result.stdout
    logbook.logs["decisions"].confirm([json.dumps(lines(logbook, "decisions")[0] | {"trace_id": "ab" * 16}).encode()])
    assert f"trace {'ab' * 16}: cut off before anything was answered" in run("check", tmp_path / "home").stdout


def test_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no file and no monitor here"):
        run("check", tmp_path / "nothing")
