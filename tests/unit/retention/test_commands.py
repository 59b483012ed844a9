"""The commands: what they print, what they refuse, and that no identifier is on the screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.measures import MEASURES
from ketenmonitor.whatif import begin_run, forget_runs, runs_of
from tests.chain import DEFINITION, instant
from tests.searching import found_in
from tests.unit.retention.policies import AFTER_5, AFTER_10, BEFORE, OLD_CASE, OLD_REPORT, TABLE, filled

NAMES = (OLD_REPORT, OLD_CASE)


def run(*words: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["retention", *map(str, words)])
    return done.exit_code, done.stdout, done.stderr + str(done.exception or "")


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_NOW", AFTER_5)


def test_a_plan_tells_what_and_why_and_names_nobody(tmp_path: Path) -> None:
    home, _ = filled(tmp_path)
    code, out, err = run("plan", home.path, "proef", "--json")
    said = json.loads(out)
    assert code == 0
    assert [
        (one["rule"], one["before"], one["after"], one["start_year"], one["objects"]) for one in said["leaving"]
    ] == [
        ("melding", "actief", "verwijderd_bewaard", 2024, 1),
        ("zaak", "actief", "vernietigd", 2024, 1),
    ]
    assert said["leaving"][0]["article"] == "Wpg art. 8 en 14"
    assert said["staying"] == [{"rule": "onopgelost", "objects": 1}, {"rule": None, "objects": 1}]
    assert (said["cases"], said["rows_set_apart"], said["refused"], said["day"]) == (2, 1, 1, "2029-06-01")
    assert "jurist must" in err
    assert run("plan", home.path, "proef", "--lang", "en")[0] == 0
    for text in (out, err, run("plan", home.path, "proef")[1]):
        assert not any(name in text for name in NAMES)
    assert json.loads(run("plan", home.path, "proef", "--now", AFTER_10, "--json")[1])["plan"] != said["plan"]


def test_identifiers_are_in_a_file_for_its_owner_only(tmp_path: Path) -> None:
    home, _ = filled(tmp_path)
    said = json.loads(run("plan", home.path, "proef", "--identifiers", "--json")[1])
    place = Path(said["identifiers"])
    assert place.is_relative_to(home.path)
    assert place.stat().st_mode & 0o777 == 0o600
    assert all(name in place.read_text(encoding="utf-8") for name in NAMES)


def test_only_with_the_code_of_a_plan_something_goes(tmp_path: Path) -> None:
    home, _ = filled(tmp_path)
    code, _, err = run("apply", home.path, "proef", "--plan", "0123456789ab")
    assert code != 0
    assert "not the code of what would go now" in err
    plan = tmp_path / "plan.json"
    plan.write_text(run("plan", home.path, "proef", "--json")[1], encoding="utf-8")
    code, out, _ = run("apply", home.path, "proef", "--plan", plan, "--json")
    assert code == 0
    assert json.loads(out) == {
        "chain": "proef", "moves": {"vernietigd": 1, "verwijderd_bewaard": 1}, "rows_set_apart": 1, "refused": 1, "events": 0,
        "scenarios": 0,
    }  # fmt: skip


def test_who_had_a_scenario_played_is_forgotten_in_time_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    home, _ = filled(tmp_path)
    text = '[scenario]\ntitle = "Meer"\nuntil = 2029-12-31\n'
    old = begin_run(home, "proef", text, "local:vroeger", instant("2026-05-01T12:00:00+02:00"))
    (old.place / "files").mkdir()
    (old.place / "files" / "scenario.json").write_text("{}", encoding="utf-8")
    new = begin_run(home, "proef", text, "local:later", instant("2026-06-02T00:00:00+02:00"))
    assert json.loads(run("plan", home.path, "proef", "--now", BEFORE, "--json")[1])["scenarios"] == 0
    said = json.loads(run("plan", home.path, "proef", "--json")[1])
    assert (said["scenarios"], len(runs_of(home, "proef"))) == (1, 2)
    assert json.loads(run("apply", home.path, "proef", "--plan", said["plan"], "--json")[1])["scenarios"] == 1
    assert runs_of(home, "proef") == [new]
    assert list(old.place.iterdir()) == []
    assert found_in(home.path, ["local:vroeger"]) == []
    forget_runs([new])
    assert begin_run(home, "proef", text, "x", instant(AFTER_5)).number == 3


@pytest.mark.parametrize("name", MEASURES)
def test_figures_that_cannot_be_known_any_more_can_be_printed(tmp_path: Path, name: str) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    words = [
        "measure",
        str(home.path),
        "proef",
        name,
        "--as-known-at",
        BEFORE,
        *(["--period", "year"] if name == "flow" else []),
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.exception
    if name != "reconcile":  # of which nothing was published here
        assert "destroyed-by-policy" in done.stdout
    done = CliRunner().invoke(app, [*words[:4], *words[6:]])
    assert done.exit_code == 0, done.exception


def test_a_table_is_checked_against_its_chain(tmp_path: Path) -> None:
    table, definition = tmp_path / "retention.toml", tmp_path / "chain.toml"
    definition.write_text(DEFINITION, encoding="utf-8")
    table.write_text(TABLE.replace("BWBR0014194", "de wet"), encoding="utf-8")
    code, _, err = run("check", table, definition)
    assert code == 1
    assert f"{table}:26: rules.zaak.reference" in err
    table.write_text(TABLE.replace('version = "1"', 'version = "1"\nverified = "mr. A, 2026-11-01"'), encoding="utf-8")
    code, out, err = run("check", table, definition)
    assert (code, "3 rules" in out, "jurist" in err) == (0, True, False)


def test_who_asks_cannot_decide(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_5)
    code, out, _ = run("request", home.path, "proef", "melding", OLD_REPORT, "--reason", "Klacht 12")
    assert (code, OLD_REPORT in out) == (0, False)
    code, _, err = run("decide", home.path, "proef", 1, "--grant", "--reason", "Ja")
    assert code != 0
    assert "Somebody else has to decide" in err
    code, _, err = run("show", home.path, "proef", 1, OLD_REPORT)
    assert code != 0
    assert "does not let you see this now" in err
    assert OLD_REPORT not in err
    (request,) = json.loads(run("requests", home.path, "proef", "--json")[1])["requests"]
    assert (request["state"], request["reason"], "object" in request) == ("asked", "Klacht 12", False)
    assert run("requests", home.path, "proef")[0] == 0
