"""The command that answers what if: what it prints, writes, refuses and loads."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ketenmonitor.cli import app
from ketenmonitor.errors import ScenarioError, UsageError
from ketenmonitor.store import Home
from tests.chain import deliver, home_of, received
from tests.docs.blocks import ROOT
from tests.unit.whatif.outcome.made_up import CHAIN, made_up

START, UNTIL = date(2024, 1, 1), date(2025, 7, 1)
SCENARIO = """
[scenario]
title = "Meer zaken"
until = 2025-12-31
replications = 2
[[arrivals]]
per_cent = 50
from = 2025-08-01
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A year and a half of a made-up chain of two partners."""
    made, folder = made_up(1, START, UNTIL, n_stood=0), tmp_path_factory.mktemp("chain")
    home = home_of(folder, CHAIN)
    reporter = {one.id: one.partner for one in made.definition.activities.values()}
    span = {"delivered_from": f"{START}T00:00:00Z", "delivered_until": f"{UNTIL}T00:00:00Z"}
    for partner in made.definition.partners:
        events = [row for row in made.events() if reporter[row[1]] == partner]
        place = deliver(folder, partner, partner, events=events, made_at=f"{UNTIL}T06:00:00Z", **span)
        assert received(home, place, "2026-01-01T00:00:00Z").status == "accepted"
    return home


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    place = tmp_path / "scenario.toml"
    place.write_text(SCENARIO, encoding="utf-8")
    return place


def run(home: Home, scenario: Path, *options: object) -> Result:
    return CliRunner().invoke(app, ["whatif", str(home.path), "proef", str(scenario), *map(str, options)])


def document(home: Home, scenario: Path, *options: object) -> dict[str, Any]:
    result = run(home, scenario, "--json", *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("nl", ("SCENARIO, geen gemeten cijfers", "Instroom van alle zaken: +50% vanaf 1 augustus 2025", "Knelpunt", "Aannamen")),
        ("en", ("SCENARIO, not measured figures", "Cases that begin, of any kind: +50% from 1 August 2025", "Bottleneck", "arrivals.begin")),
    ],
)  # fmt: skip
def test_the_first_screen_says_what_it_is_and_what_was_asked(
    home: Home, scenario: Path, lang: str, parts: tuple[str, ...]
) -> None:
    result = run(home, scenario, "--lang", lang)
    assert result.exit_code == 0, result.output
    assert "Meer zaken" in result.stdout.splitlines()[0]
    assert parts[0] in result.stdout.splitlines()[1]
    for part in parts:
        assert part in result.stdout
    assert "Internal" in result.stderr


def test_half_more_cases_are_half_more_cases(home: Home, scenario: Path) -> None:
    """The only thing that changes is what comes in, and from the day on that was said."""
    found = document(home, scenario)
    records = {(r["about"], r["id"], r["figure"], r["period"]): r for r in found["figures"]}
    before, after = (records["lead_time", "keten", "started", month] for month in ("2025-07", "2025-12"))
    assert before["difference"] == {"mean": 0, "low": 0, "high": 0}
    assert after["difference"]["low"] > 0
    ratio = after["difference"]["mean"] / after["baseline"]["mean"]
    assert 0.3 < ratio < 0.7


def test_every_record_is_of_a_scenario_and_every_field_is_explained(home: Home, scenario: Path) -> None:
    found = document(home, scenario)
    page = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8").partition("\n## whatif\n")[2]
    names = {*found}
    for part in ("warnings", "assumptions", "at_start", "bottlenecks", "figures"):
        assert found[part]
        for record in found[part]:
            assert record["kind"] == "scenario"
            assert "measure" not in record
            names |= record.keys()
    for name in sorted(names | {r["figure"] for r in found["figures"]}):
        assert f"`{name}`" in page, f"json.md says nothing of {name}"


def test_the_same_seed_gives_the_same_and_another_seed_something_else(home: Home, scenario: Path) -> None:
    first = document(home, scenario)
    assert document(home, scenario) == first
    other = document(home, scenario, "--seed", 2)
    assert (first["seed"], other["seed"]) == (1, 2)
    assert other["figures"] != first["figures"]
    assert other["assumptions"] == first["assumptions"]


def test_what_is_typed_goes_before_what_the_file_says(home: Home, scenario: Path) -> None:
    assert document(home, scenario, "--replications", 3)["replications"] == 3


def test_files_are_those_of_the_document(home: Home, scenario: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = document(home, scenario, "--out", out)
    assert json.loads((out / "scenario.json").read_text(encoding="utf-8")) == found
    with (out / "scenario-figures.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found["figures"])
    assert {row["kind"] for row in rows} == {"scenario"}
    assert {path.name.partition(".")[0].partition("-")[0] for path in out.iterdir()} == {"scenario"}


def test_a_folder_with_something_in_it_is_refused_before_anything_is_played(
    home: Home, scenario: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "kept.txt").write_text("mine", encoding="utf-8")
    before = (home.path / "log" / "internal.jsonl").read_bytes() if (home.path / "log").is_dir() else b""
    result = run(home, scenario, "--out", tmp_path / "out")
    assert isinstance(result.exception, UsageError)
    after = (home.path / "log" / "internal.jsonl").read_bytes() if (home.path / "log").is_dir() else b""
    assert after == before
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["kept.txt"]


def test_a_scenario_with_faults_is_refused_with_every_line(home: Home, scenario: Path) -> None:
    scenario.write_text(
        SCENARIO.replace("50", "0") + '[[closed]]\npartner = "drie"\nfrom = 2025-08-01\nuntil = 2025-07-01\n'
    )
    result = run(home, scenario)
    assert isinstance(result.exception, ScenarioError)
    assert result.stdout == ""
    lines = str(result.exception)
    for line in (7, 10):
        assert f"scenario.toml:{line}:" in lines, lines


@pytest.mark.parametrize("words", [["whatif", "--help"], ["--help"]])
def test_help_loads_nothing_that_reckons(words: list[str]) -> None:
    code = "import sys; from ketenmonitor.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert not {"scipy", "statsforecast", "ketenmonitor.whatif"} & set(done.stderr.split())


def alive_in(group: int) -> list[str]:
    """The processes of a group that still do something: one that ended and that nobody asked about does not."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = place.read_text(encoding="utf-8").rpartition(")")
            state, _, in_group, *_ = rest.split()
            found += [name] if int(in_group) == group and state not in "ZX" else []
    return found


def test_ctrl_c_ends_it_with_nothing_left_behind(home: Home, scenario: Path, tmp_path: Path) -> None:
    words = ["whatif", home.path, "proef", scenario, "--replications", 1000, "--out", tmp_path / "out"]
    command = [sys.executable, "-m", "ketenmonitor", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as process:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(6)
        os.kill(process.pid, signal.SIGINT)
        said, wrong = process.communicate(timeout=30)
    assert process.returncode
    assert (said, b"Traceback" in wrong) == (b"", False), wrong.decode()
    assert not list(tmp_path.glob("*out*"))
    until = time.monotonic() + 30
    while left := alive_in(process.pid):
        assert time.monotonic() < until, left
        time.sleep(0.1)
