"""What left after its term is learned from no more, and whoever asks what will be is told so first."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.retention import adopt, apply, plan, policy_of
from ketenmonitor.store import Home
from tests.chain import deliver, home_of, instant, received

POLICY = """
[policy]
chain = "proef"
version = "1"
set_apart = "P3Y"
[rules.melding]
object = "melding"
article = "Wpg art. 8 en 14"
reference = "jci1.3:c:BWBR0022463&artikel=8"
start = ["inzending"]
counts_from = "last"
period = "P1Y"
then = "destroy"
"""
AT = "2024-06-01T12:00:00+02:00"
SCENARIO = '[scenario]\ntitle = "Meer"\nuntil = 2024-12-31\nreplications = 2\n[[arrivals]]\nper_cent = 50\n'
SAID = "After their term 120 objects are gone."


def destroyed(home: Home, folder: Path) -> Home:
    (folder / "retention.toml").write_text(POLICY, encoding="utf-8")
    adopt(home, "proef", folder / "retention.toml")
    policy = policy_of(home, "proef")
    assert policy is not None
    apply(home, policy, instant(AT), "eerste", plan(home, policy, instant(AT)).code)
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two years of reports, of which those are destroyed that were sent on more than a year ago."""
    folder = tmp_path_factory.mktemp("gone")
    made, rows, later = home_of(folder), [], []
    for n in range(300):
        came = date(2022, 1, 3) + timedelta(days=int(n * 2.6))
        rows.append((f"a{n}", "aangifte", f"{came}T09:00:00", f"m{n}"))
        if n % 3:
            rows.append((f"i{n}", "inzending", f"{came + timedelta(days=40 + n % 17)}T09:00:00", f"m{n}"))
            later.append((f"b{n}", "inschrijving", f"{came + timedelta(days=60)}T09:00:00", f"z{n}"))
    span = {"delivered_from": "2022-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}
    for name, partner, events in (("p", "politie", rows), ("o", "om", later)):
        known = [row for row in events if row[2] < "2024-02-01"]
        assert received(made, deliver(folder, name, partner, events=known, **span)).status == "accepted"
    return destroyed(made, folder)


def told(home: Home, *asked: str) -> tuple[str, object]:
    """The first lines, and the document."""
    command, *more = asked
    runs = [
        CliRunner().invoke(app, [command, str(home.path), "proef", *more, *how])
        for how in (("--lang", "en"), ("--json",))
    ]
    assert [run.exit_code for run in runs] == [0, 0], [run.output for run in runs]
    return runs[0].stdout, json.loads(runs[1].stdout)


@pytest.mark.parametrize("until", [(), ("--train-until", "2023-01-31")], ids=["now", "before-it"])
def test_a_forecast_says_so(home: Home, until: tuple[str, ...]) -> None:
    text, records = told(home, "forecast", "politie", "--months", "2", *until)
    assert text.startswith(SAID)
    assert isinstance(records, list)
    assert {json.dumps(record["gone"]) for record in records} == {'{"melding": 120}'}


@pytest.mark.parametrize("until", [(), ("--train-until", "2023-01-31")], ids=["now", "before-it"])
def test_a_calibration_says_so(home: Home, until: tuple[str, ...]) -> None:
    text, document = told(home, "calibrate", "--replications", "2", *until)
    assert text.startswith(SAID)
    assert isinstance(document, dict)
    assert document["warnings"] == [{"code": "gone-after-term", "values": {"count": 120}}]


def test_a_scenario_warns_of_it_before_anything_else(home: Home, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(SCENARIO, encoding="utf-8")
    text, document = told(home, "whatif", str(tmp_path / "s.toml"))
    assert SAID in text
    assert isinstance(document, dict)
    assert (document["warnings"][0]["code"], document["warnings"][0]["values"]) == ("gone-after-term", {"count": 120})
