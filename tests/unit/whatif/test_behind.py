"""What holds back what is learned is said: a partner that delivered less far than others, a definition that lost an activity."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, home_of, received

SCENARIO = '[scenario]\ntitle = "Meer"\nuntil = 2024-12-31\nreplications = 2\n[[arrivals]]\nper_cent = 50\n'
BARE = DEFINITION[: DEFINITION.index("[lead_times.")]  # no lead time, no norm, no stock
SINCE = "2022-01-01T00:00:00+01:00"


def filled(folder: Path, definition: str, om_until: str) -> Home:
    made = home_of(folder, definition)
    came = [date(2022, 1, 3) + timedelta(days=3 * n) for n in range(200)]
    police = [(f"a{n}", "aangifte", f"{day}T09:00:00", f"m{n}") for n, day in enumerate(came)]
    court = [(f"b{n}", "inschrijving", f"{day}T09:00:00", f"z{n}") for n, day in enumerate(came) if f"{day}" < om_until]
    for name, partner, events, until in (("p", "politie", police, "2024-02-01"), ("o", "om", court, om_until)):
        span = {"delivered_from": SINCE, "delivered_until": f"{until}T00:00:00+01:00"}
        assert received(made, deliver(folder, name, partner, events=events, **span)).status == "accepted"
    return made


@pytest.mark.parametrize("command", ["whatif", "calibrate"])
def test_it_is_said_who_and_since_when(tmp_path: Path, command: str) -> None:
    home, scenario = filled(tmp_path, DEFINITION, "2022-11-01"), tmp_path / "s.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    asked = [command, str(home.path), "proef", *([str(scenario)] if command == "whatif" else [])]
    told = CliRunner().invoke(app, [*asked, "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "om delivered up to and including 31 October 2022, 457 days less far than whoever is furthest" in told.stdout
    found = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)["warnings"]
    values = {"partner": "om", "day": "2022-10-31", "days": 457}
    assert (found[0]["code"], found[0]["values"]) == ("partner-behind", values)


def test_events_that_a_later_definition_knows_no_more_are_said(tmp_path: Path) -> None:
    home = filled(tmp_path, DEFINITION, "2024-02-01")
    later = tmp_path / "later.toml"
    later.write_text(
        DEFINITION.replace("aangifte", "gemeld").replace('version = "1"', 'version = "2"'), encoding="utf-8"
    )
    assert CliRunner().invoke(app, ["definition", "adopt", str(home.path), str(later)]).exit_code == 0
    told = CliRunner().invoke(app, ["calibrate", str(home.path), "proef", "--lang", "en"])
    assert "Of 200 events this version of the definition has the activity no more" in told.stdout


def test_a_chain_without_lead_times_and_stocks_has_no_empty_tables_and_nobody_behind(tmp_path: Path) -> None:
    home, scenario = filled(tmp_path, BARE, "2024-02-01"), tmp_path / "s.toml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    told = CliRunner().invoke(app, ["whatif", str(home.path), "proef", str(scenario), "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "At each partner" in told.stdout
    for absent in ("Lead time, by the year", "Stocks at the end", "less far"):
        assert absent not in told.stdout
