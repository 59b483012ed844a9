"""Taking pseudonyms is set up with one command, once for a chain, and shown without a passphrase."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.keys import open_key
from ketenmonitor.store import Home, open_home
from tests.chain import home_of, received
from tests.pseudonymous import PHRASE, POLITIE, PURPOSE, RECIPIENT, WITH_OIN, Source, pseudonymised
from tests.unit.intake.seen import on

SETUP = ("--recipient", RECIPIENT, "--purpose", PURPOSE, "--period", "2025")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
    return home_of(tmp_path, WITH_OIN)


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_set_up_it_takes_what_is_made_for_the_key_that_it_prints(tmp_path: Path, home: Home) -> None:
    said = json.loads(run("pseudonyms", "setup", home.path, "proef", *SETUP, "--json"))
    secret = open_key(home.path / "keys" / "receiving.key", "receiving", PHRASE.encode())
    assert said == {
        "recipient": RECIPIENT,
        "purpose": PURPOSE,
        "period": "2025",
        "public": secret.public,
        "identifiers": 0,
    }
    place = pseudonymised(tmp_path, Source(said["public"], sub=POLITIE), events=[("a", "aangifte", on(2), "NL:bsn:1")])
    assert received(open_home(home.path), place).status == "accepted"
    assert json.loads(run("pseudonyms", "show", home.path, "proef", "--json")) == {**said, "identifiers": 1}


def test_the_settings_stay_what_they_were_but_for_a_table(home: Home) -> None:
    settings = home.path / "monitor.toml"
    before = settings.read_text(encoding="utf-8")
    run(
        "pseudonyms",
        "setup",
        home.path,
        "proef",
        "--recipient",
        RECIPIENT,
        "--purpose",
        'zo "gezegd" \\',
        "--period",
        "2025",
    )
    after = settings.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert tomllib.loads(after)["pseudonyms"] == {
        "proef": {"recipient": RECIPIENT, "purpose": 'zo "gezegd" \\', "period": "2025"}
    }


def test_show_needs_no_passphrase(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run("pseudonyms", "setup", home.path, "proef", *SETUP)
    monkeypatch.delenv("KETENMONITOR_PASSPHRASE")
    lines = run("pseudonyms", "show", home.path, "proef").splitlines()
    assert lines[:3] == [f"recipient: {RECIPIENT}", f"purpose: {PURPOSE}", "period: 2025"]


def test_a_second_time_nothing_changes(home: Home) -> None:
    run("pseudonyms", "setup", home.path, "proef", *SETUP)
    before = {p.name: p.read_bytes() for p in (home.path / "keys").iterdir()}
    with pytest.raises(UsageError, match="is there already"):
        run("pseudonyms", "setup", home.path, "proef", *SETUP)
    assert {p.name: p.read_bytes() for p in (home.path / "keys").iterdir()} == before


def test_after_a_crash_between_keys_and_settings_the_same_keys_are_used(home: Home) -> None:
    first = json.loads(run("pseudonyms", "setup", home.path, "proef", *SETUP, "--json"))
    settings = home.path / "monitor.toml"
    settings.write_text(settings.read_text().partition("[pseudonyms")[0])
    assert json.loads(run("pseudonyms", "setup", home.path, "proef", *SETUP, "--json")) == first


def test_keys_of_another_passphrase_stop_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    run("pseudonyms", "setup", home.path, "proef", *SETUP)
    settings = home.path / "monitor.toml"
    settings.write_text(settings.read_text().partition("[pseudonyms")[0])
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", "een heel andere zin dan die")
    with pytest.raises(StorageError, match="does not open"):
        run("pseudonyms", "setup", home.path, "proef", *SETUP)
    assert "[pseudonyms" not in settings.read_text()


@pytest.mark.parametrize(
    ("option", "said", "sentence"),
    [
        ("--recipient", "123", "not an OIN"),
        ("--purpose", "a|b", r"without \|"),
        ("--purpose", "", r"without \|"),
        ("--period", " 2025", r"without \|"),
        ("--period", "20\n25", r"without \|"),
        ("--purpose", "x" * 101, r"without \|"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_made(home: Home, option: str, said: str, sentence: str) -> None:
    words = list(SETUP)
    words[words.index(option) + 1] = said
    with pytest.raises(UsageError, match=sentence):
        run("pseudonyms", "setup", home.path, "proef", *words)
    assert not (home.path / "keys").exists()


def test_a_chain_that_is_not_there_or_takes_none(home: Home) -> None:
    with pytest.raises(NotFoundError, match="no chain of this name"):
        run("pseudonyms", "setup", home.path, "elders", *SETUP)
    with pytest.raises(NotFoundError, match="no pseudonyms are taken"):
        run("pseudonyms", "show", home.path, "proef")


@pytest.mark.parametrize(
    "said",
    [
        "pseudonyms.proef = 1",
        "[pseudonyms.proef]",
        '[pseudonyms.proef]\nrecipient = "1"\npurpose = "x"\nperiod = "y"',
        f'[pseudonyms.proef]\nrecipient = "{RECIPIENT}"\npurpose = "x"\nperiod = 2025',
        f'[pseudonyms.proef]\nrecipient = "{RECIPIENT}"\npurpose = "x"\nperiod = "y"\nperoid = "z"',
        f'[pseudonyms.proef]\nrecipient = "{RECIPIENT}"\npurpose = "x"\nperiod = "y"\nservices = "z"',
    ],
)
def test_a_table_that_is_not_right_is_told_with_what_is(home: Home, said: str) -> None:
    settings = home.path / "monitor.toml"
    settings.write_text(
        said + "\n" + settings.read_text() if "=" in said.splitlines()[0] else settings.read_text() + "\n" + said
    )
    with pytest.raises(StorageError, match=r"\[pseudonyms\.proef\].*Right is recipient, purpose, period"):
        run("pseudonyms", "show", home.path, "proef")
