"""Commands of who answers citizens: pseudonyms come in over standard input or a file and go nowhere; what is late is shown as late."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from ketenmonitor.citizens import Ground, overview
from ketenmonitor.cli import app
from ketenmonitor.cli.citizen_tables import print_overview
from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.lawful import Purpose
from ketenmonitor.store import Home
from tests.searching import found_in
from tests.unit.citizens.homes import MINE, MY_REPORT, OFFICE, home_with_citizen
from tests.unit.citizens.homes import NOW as NOW_US

NOW = "2024-03-04T12:00:00+01:00"
LATE = "2024-04-03T12:00:00+01:00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_with_citizen(tmp_path)


def ask(*words: object, typed: str = "", at: str = NOW) -> Result:
    return CliRunner().invoke(app, ["citizen", *map(str, words)], input=typed, env={"KETENMONITOR_NOW": at})


def done(*words: object, typed: str = "", at: str = NOW) -> Any:
    result = ask(*words, "--json", typed=typed, at=at)
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def refused(*words: object, typed: str = "") -> str:
    result = ask(*words, typed=typed)
    assert isinstance(result.exception, KetenmonitorError), result.output
    assert MINE not in str(result.exception)
    return str(result.exception)


def kept(home: Home, kind: str = "access") -> int:
    made = done("request", home.path, "proef", "--kind", kind, "--received", "2024-03-01", typed=MINE)
    number: int = made["requests"][0]["request"]
    return number


def test_no_command_takes_a_pseudonym_as_an_argument() -> None:
    commands = typer.main.get_command(app).commands["citizen"].commands  # type: ignore[attr-defined]  # a group
    assert set(commands) == {"overview", "request", "list", "decide", "letter"}
    given = {p.name for command in commands.values() for p in command.params if p.param_type_name == "argument"}
    assert given == {"home", "chain", "number", "step", "out"}


def test_an_overview_is_logged_by_keyed_hash_before_it_is_shown(home: Home) -> None:
    found = done("overview", home.path, "proef", "--purpose", "inzage", typed=f"\n {MINE} \n{MINE}\n")
    assert [len(one["held"]) for one in found["partners"]] == [3, 3]
    log = (home.path / "log" / "internal.jsonl").read_text(encoding="utf-8")
    [line] = [json.loads(one) for one in log.splitlines()]
    assert (line["command"], line["purpose"]) == ("citizen", "inzage")
    assert MINE not in log
    (home.path / "log" / "internal.jsonl").unlink()
    (home.path / "log" / "internal.jsonl").mkdir()
    assert "nothing was shown" in refused("overview", home.path, "proef", typed=MINE)


def test_a_purpose_of_several_activities_is_told_once(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    purpose = Purpose("p7", "Klachten behandelen", "Awb hoofdstuk 9", date(2024, 1, 1), date(2099, 12, 31))
    grounds = (Ground(purpose, ("case",)), Ground(purpose, ("citizen",)))
    print_overview(replace(overview(home, "proef", [MINE], NOW_US), grounds=grounds), "nl")
    assert capsys.readouterr().out.count("Klachten behandelen") == 1


def test_pseudonyms_come_from_a_file_too_and_an_empty_one_is_refused(home: Home, tmp_path: Path) -> None:
    place = tmp_path / "subjects.txt"
    place.write_text(f"{MINE}\n{MY_REPORT}\n", encoding="utf-8")
    assert done("overview", home.path, "proef", "--subjects", place)["chain"] == "proef"
    assert "at least one" in refused("overview", home.path, "proef", typed=" \n")
    assert "cannot be read" in refused("overview", home.path, "proef", "--subjects", tmp_path / "nergens")


def test_a_request_that_is_late_is_shown_as_late(home: Home) -> None:
    kept(home)
    [one] = done("list", home.path, at=LATE)["requests"]
    assert (one["open"], one["days_late"]) == (True, 2)
    assert [(part["partner"], part["days_late"]) for part in one["parts"]] == [("politie", 0), ("om", 2)]
    assert "TE LAAT: 2 dagen" in ask("list", home.path, at=LATE).stdout
    assert "LATE: 2 days" in ask("list", home.path, "--lang", "en", at=LATE).stdout
    assert "nog 9 dagen" in ask("list", home.path, at=LATE).stdout


def test_from_request_to_letter(home: Home, tmp_path: Path) -> None:
    number = kept(home)
    [item, *_] = done("overview", home.path, "proef", typed=MINE)["partners"][0]["held"]
    done("decide", home.path, number, "withhold", "--item", item["item"], "--ground", "wpg-27-1-a")
    done("decide", home.path, number, "grant", "--reason", "Dit mag verteld worden.")
    places = [tmp_path / f"brief.{format}" for format in ("docx", "pdf", "json")]
    for place in places:
        assert ask("letter", home.path, number, place, typed=MINE).exit_code == 0
        assert place.stat().st_mode & 0o077 == 0
    assert len(json.loads(places[2].read_text(encoding="utf-8"))["partners"][0]["held"]) == 2
    done("decide", home.path, number, "done")
    assert done("list", home.path, "--open")["requests"] == []
    [one] = done("list", home.path)["requests"]
    assert [entry["step"] for entry in one["history"]] == [
        "receive",
        "withhold",
        "grant",
        "letter",
        "letter",
        "letter",
        "done",
    ]
    assert all(MINE not in file.read_text("utf-8") for file in (home.path / "citizens").rglob("*.jsonl"))


def test_a_letter_about_somebody_else_is_refused_and_no_file_is_replaced(home: Home, tmp_path: Path) -> None:
    number, place = kept(home), tmp_path / "brief.json"
    assert "not the pseudonyms of request" in refused("letter", home.path, number, place, typed=MY_REPORT)
    assert not place.exists()
    place.write_text("van een ander", encoding="utf-8")
    assert "such a file already" in refused("letter", home.path, number, place, typed=MINE)
    assert "format" in refused("letter", home.path, number, tmp_path / "brief.txt", typed=MINE)


def test_no_pseudonym_is_kept_in_what_is_typed(home: Home) -> None:
    words = ("request", home.path, "proef", "--kind", "access", "--received", "2024-03-01", "--reference")
    assert "pseudonym stands in the text" in refused(*words, f"brief over {MINE}", typed=MINE)
    assert done("list", home.path) == {"requests": []}
    number = kept(home)
    for text in (MINE, f"Betreft ({MINE})."):
        assert "pseudonym stands in the text" in refused("decide", home.path, number, "grant", "--reason", text)
    assert found_in(home.path / "citizens", [MINE]) == []
    assert done("decide", home.path, number, "grant", "--reason", "Dit mag.")


def test_what_is_not_known_is_refused_with_what_is(home: Home) -> None:
    (home.path / "citizens.toml").write_text(OFFICE[: OFFICE.index("[partners.om]")], encoding="utf-8")
    words = ("request", home.path, "proef", "--kind", "access", "--received")
    assert "citizens.toml says nothing of om" in refused(*words, "2024-03-01", typed=MINE)
    assert "in the future" in refused(*words, "2024-03-05", typed=MINE)
    assert "not a day" in refused(*words, "gisteren", typed=MINE)
    assert "access" in refused(*words[:3], "--kind", "anders", "--received", "2024-03-01", typed=MINE)
    made = done(*words, "2024-03-01", "--partner", "politie", typed=MINE)
    assert [part["partner"] for part in made["requests"][0]["parts"]] == ["politie"]
