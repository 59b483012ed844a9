"""Whatever way somebody who was destroyed comes again, and wherever else it was written: it is nowhere in the home."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.intake import import_log, retry
from ketenmonitor.retention import plan, policy_of
from ketenmonitor.store import open_home
from tests.chain import deliver, instant, received
from tests.searching import found_in
from tests.unit.retention.policies import AFTER_10, OLD_CASE, OLD_REPORT, OPEN_CASE, applied, day, filled, police

NAMES = [OLD_REPORT, OLD_CASE]
LOG = (
    "case id,activity,time\n"
    + f"{OLD_CASE},inschrijving,{day(5)}\n{OLD_CASE},besluit,{day(6)}\nZAAK-nieuw,inschrijving,{day(7)}\n"
)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_NOW", AFTER_10)


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(map(str, words)))
    return done.exit_code, done.output + str(done.exception or "")


def test_a_log_that_is_imported_does_not_bring_it_back(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    log = f"case id,activity,time\n{OLD_REPORT},aangifte,{day(2)}\nMELDING-nieuw,aangifte,{day(3)}\n"
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    police, *_ = import_log(home, "proef", tmp_path / "log.csv", instant(AFTER_10))
    assert (police.status, police.counts["events"]) == ("accepted", 1)
    assert police.findings["destroyed-by-policy"] >= 1
    assert found_in(home.tables_path("proef"), NAMES) == []
    assert found_in(home.tables_path("proef"), ["MELDING-nieuw"]) != []


def test_what_a_killed_import_or_zip_left_goes_too(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    for name in (".imported-abc", ".unpacked-abc", "refused/.0009"):
        (home.path / name).mkdir(parents=True)
        (home.path / name / "events.csv").write_text(LOG, encoding="utf-8")
    applied(home, policy, AFTER_10)
    assert found_in(home.path, NAMES) == []


def test_a_correction_of_its_event_does_not_bring_it_back(tmp_path: Path) -> None:
    home, _ = filled(tmp_path, AFTER_10)
    again = [(f"{OLD_CASE}-2", "besluit", day(8), OLD_CASE), ("nieuw", "inschrijving", day(8), OPEN_CASE)]
    late = deliver(tmp_path, "o2", "om", events=again, follows="o1", delivered_from=None)
    outcome = received(home, late, AFTER_10)
    assert (outcome.findings, outcome.counts) == ({"destroyed-by-policy": 1}, {"events": 1})
    assert found_in(home.path, NAMES) == []


def test_what_is_offered_again_from_quarantine_and_refusals_does_not_bring_it_back(tmp_path: Path) -> None:
    home, policy = filled(tmp_path, AFTER_10)
    assert received(home, police(tmp_path, "later", kind="deel"), AFTER_10).status == "refused"
    kept = next(home.path.glob("refused/[0-9]*/delivery/delivery.json"))
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "kind": "full"}), encoding="utf-8")
    assert [one.status for one in retry(home, instant(AFTER_10))] == ["accepted"]
    assert found_in(home.tables_path("proef"), NAMES) == []
    # The partner's own files lie with what was refused until the policy is applied again; the plan says so.
    assert plan(home, policy, instant(AFTER_10)).refused == 1
    assert applied(home, policy, AFTER_10).refused == 1
    assert found_in(home.path, NAMES) == []


def test_a_backup_that_is_put_back_is_due_at_once_and_goes_again(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    shutil.copytree(home.path, tmp_path / "backup")
    applied(home, policy, AFTER_10)
    shutil.rmtree(home.path)
    shutil.copytree(tmp_path / "backup", home.path)
    home = open_home(home.path)
    assert not plan(home, policy_of(home, "proef"), instant(AFTER_10)).is_empty
    applied(home, policy_of(home, "proef"), AFTER_10)
    assert found_in(home.path, NAMES) == []
    assert received(home, police(tmp_path, "p2", kind="full"), AFTER_10).findings == {"destroyed-by-policy": 4}


def test_only_the_tables_put_back_from_a_backup_do_not_count(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    shutil.copytree(home.tables_path("proef"), tmp_path / "tables")
    applied(home, policy, AFTER_10)
    shutil.copytree(tmp_path / "tables", home.chain_path("proef") / "tables")
    assert OLD_CASE not in run("case", home.path, "proef", OPEN_CASE, "--json")[1]
    applied(home, policy, AFTER_10)
    assert found_in(home.path, NAMES) == []


def test_looking_and_asking_leaves_nothing_that_is_found_after(tmp_path: Path) -> None:
    home, policy = filled(tmp_path)
    asked: list[tuple[object, ...]] = [
        ("case", home.path, "proef", OLD_CASE, "--json", "--reason", "Klacht 12"),
        ("conflicts", home.path, "proef", "--json"),
        ("status", home.path),
        ("measure", home.path, "proef", "variant", "--format", "csv"),
        ("retention", "plan", home.path, "proef", "--identifiers"),
        ("retention", "request", home.path, "proef", "melding", OLD_REPORT, "--reason", "Klacht 12"),
    ]
    for words in asked:
        code, out = run(*words)
        assert code == 0, out
    assert OLD_CASE in run("case", home.path, "proef", OLD_CASE, "--json")[1]
    code, out = run("case", home.path, "proef", OLD_CASE, "--reason", f"Over {OLD_CASE}")
    assert (code, OLD_CASE in out, "stands in the reason" in out) == (1, False, True)
    applied(home, policy, AFTER_10)
    for words in asked[:4]:
        run(*words)
    assert found_in(home.path, NAMES) == []
