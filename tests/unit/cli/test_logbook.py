"""`ketenmonitor log`: looking in the logs, which is itself logged before anything is shown, and holding them against the standards."""

from __future__ import annotations

import json
import os
import pwd
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ketenmonitor.cli import app
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import case_name, case_names, publication_secrets
from tests.unit.logbook.made import ACTIVITY, audit, decision, home_with, lines, logbook_in, statistics, view_of

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
    assert name == case_name(logbook.home, "proef", "S-geheim-2")
    found = shown(run("query", tmp_path / "home", "--subject", name, "--json"))
    assert [one["log"] for one in found] == ["decisions", "processing", "audit", "internal"]
    assert found[-2]["record"]["actor"] == "om-00123"
    assert found[-1]["record"]["command"] == "logs"  # this question itself, which is logged before it is answered


def test_all_of_an_activity_as_a_table_in_two_languages(logbook: Logbook, tmp_path: Path) -> None:
    dutch = run("query", tmp_path / "home", "--activity", ACTIVITY).stdout
    english = run("query", tmp_path / "home", "--activity", ACTIVITY, "--lang", "en").stdout
    assert "7 regels" in dutch
    assert "verwerking" in dutch
    assert "person concerned" in english
    for text in (dutch, english):
        assert "om-00456" in text
        assert "geheim" not in text


def test_the_trace_of_a_line_on_the_screen_can_be_asked_for(logbook: Logbook, tmp_path: Path) -> None:
    line = next(
        one for one in run("query", tmp_path / "home", "--activity", ACTIVITY).stdout.splitlines() if "om-00456" in one
    )
    trace = line.strip("│ ").split()[-1]
    found = shown(run("query", tmp_path / "home", "--trace", trace, "--json"))
    assert {one["record"]["trace_id"] for one in found} == {trace}


def test_the_look_is_logged_before_it_is_shown_and_in_no_processing_log(logbook: Logbook, tmp_path: Path) -> None:
    name, before = subject_of(tmp_path, "S-geheim-1"), {log: len(lines(logbook, log)) for log in logbook.logs}
    run("query", tmp_path / "home", "--subject", name, "--reason", "inzageverzoek")
    (line,) = internal_lines(tmp_path)
    assert (line["command"], line["reason"], line["case"]) == ("logs", "inzageverzoek", name)
    assert line["user"] == pwd.getpwuid(os.getuid()).pw_name
    assert {log: len(lines(logbook, log)) for log in logbook.logs} == before


def internal_lines(tmp_path: Path) -> list[dict[str, Any]]:
    place = tmp_path / "home" / "log" / "internal.jsonl"
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()]


def test_lines_from_before_there_was_a_register_are_found_with_the_others(logbook: Logbook, tmp_path: Path) -> None:
    publication_secrets(tmp_path / "home")  # with which version 0.2.0 named cases
    name, former = case_names(logbook.home, "proef", "S-geheim-1")
    said = {"at": "2026-11-22T10:00:00+01:00", "user": "jansen", "command": "case", "chain": "proef"}
    with (tmp_path / "home" / "log" / "internal.jsonl").open("w", encoding="utf-8") as file:
        for one in ({**said, "case": name}, {**said, "case": former, "user": "pietersen"}):
            file.write(json.dumps(one) + "\n")
    ask = ("query", tmp_path / "home", "--until", "2026-11-24T00:00:00+01:00")
    found = shown(run(*ask, "--subject", name, "--json"))
    assert [one["log"] for one in found] == ["internal", "decisions", "processing", "audit"]  # in order of time
    assert [one["record"]["user"] for one in shown(run(*ask, "--subject", former, "--json"))] == ["pietersen"]
    assert "jansen" in run(*ask, "--subject", name).stdout
    told = run("subject", tmp_path / "home", "proef", given="S-geheim-1\n")
    assert (told.stdout.strip(), former in told.stderr) == (name, True)
    nobody_looked = run("subject", tmp_path / "home", "proef", given="S-geheim-2\n").stderr
    other = case_names(logbook.home, "proef", "S-geheim-2")[1]
    assert nobody_looked.replace(other, former) == told.stderr, "whether anybody looked is not said without a purpose"


def test_in_a_monitor_that_has_no_logs_looking_begins_none(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    assert shown(run("query", home.path, "--activity", ACTIVITY, "--json")) == []
    assert not (home.path / "log" / "audit").exists()
    with pytest.raises(NotFoundError, match="there are no logs here"):
        run("check", home.path)


def test_without_a_line_in_the_log_nothing_is_shown(
    logbook: Logbook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "home" / "log" / "internal.jsonl").mkdir()
    for words in (("query", "--activity", ACTIVITY, "--json"), ("export", "processing")):
        with pytest.raises(StorageError, match="nothing was shown"):
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
    for log, count in (("processing", 4), ("decisions", 1), ("audit", 2)):
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


@pytest.mark.parametrize(("log", "count"), [("decisions", 1), ("processing", 3)])
def test_lines_that_were_taken_out_of_one_log_are_missed_by_another(
    logbook: Logbook, tmp_path: Path, log: str, count: int
) -> None:
    """Also by who runs the monitor, and without anything that was signed: an older copy of one of the logs is put in its place."""
    shutil.copytree(tmp_path / "home" / "log" / log, tmp_path / "older")
    logbook.confirm(view_of(logbook, "S-geheim-1", "S-geheim-2"), decision(), audit())
    assert run("check", tmp_path / "home").exit_code == 0
    shutil.rmtree(tmp_path / "home" / "log" / log)
    (tmp_path / "older").rename(tmp_path / "home" / "log" / log)
    result = run("check", tmp_path / "home")
    assert result.exit_code == 1
    assert f"log/{log}: {count} records that the audit log counts are not there, and were not erased." in result.stderr


def test_lines_that_were_erased_are_not_missed(logbook: Logbook, tmp_path: Path) -> None:
    logbook.erase("processing", [1, 2])
    assert run("check", tmp_path / "home").exit_code == 0


def test_there_is_nothing_to_check(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no file and no monitor here"):
        run("check", tmp_path / "nothing")
