"""Packing needs no network, and loads little: no engine of measures, no charts, no web."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ketenmonitor.cli import main
from ketenmonitor.cli.at_source import NAMES
from tests.unit.source.extract import ROWS, mapping_of, write_rows

ROOT = Path(__file__).parents[3]
HEAVY = (
    "ibis",
    "altair",
    "fastapi",
    "starlette",
    "uvicorn",
    "httpx",
    "deltalake",
    "rdflib",
    "highspy",
    "sqlalchemy",
    "vl_convert",
    "rbcl",
)
SCRIPT = """
import sys
seen = []
sys.addaudithook(lambda event, args: event.startswith("socket.") and seen.append(event))
from ketenmonitor.cli import main
sys.argv = ["ketenmonitor", *sys.argv[1:]]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
sys.stderr.write("\\nsockets: %s; modules: %s\\n" % (seen, sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_packing_opens_no_connection_and_loads_little(tmp_path: Path) -> None:
    mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "KETENMONITOR_NOW": "2024-03-01T06:00:00+01:00"}
    command = [sys.executable, "-c", SCRIPT, "pack", "mapping.toml", "--until", "2024-02-01"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    sockets, _, modules = done.stderr.rpartition("sockets: ")[2].partition("; modules: ")
    assert sockets == "[]"
    assert "polars" in modules
    assert [name for name in HEAVY if f"'{name}'" in modules] == []


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["ketenmonitor", *words])
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0


def test_keys_are_made_shown_and_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "signing.key")
    assert run(monkeypatch, "key", "new", "signing", place) == 0
    made = capsys.readouterr().out
    assert made.startswith("kind: signing\npublic: ")
    assert run(monkeypatch, "key", "show", place) == 0
    assert capsys.readouterr().out == made
    assert run(monkeypatch, "key", "new", "signing", place) == 2
    assert "never written over" in capsys.readouterr().err
    assert run(monkeypatch, "key", "new", "hashing", str(tmp_path / "hash.key")) == 0
    assert capsys.readouterr().out == "kind: hashing\n"
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", "een andere wachtwoordzin")
    assert run(monkeypatch, "key", "show", place) == 1
    assert "does not open" in capsys.readouterr().err
    assert run(monkeypatch, "key", "show", __file__) == 1


def test_a_report_is_shown_in_dutch_and_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", [*ROWS, ("9", "?", *ROWS[0][2:])])
    place = str(tmp_path / "mapping.toml")
    assert run(monkeypatch, "pack", place, "--until", "2024-02-10") == 0
    shown = capsys.readouterr()
    assert "Wat niet of anders meeging" in shown.out
    assert "unknown-code" in shown.out
    assert "ready to be sent" in shown.err
    assert run(monkeypatch, "pack", place) == 2
    name = capsys.readouterr().err.partition("whether ")[2].partition(" ")[0]
    assert run(monkeypatch, "pack", place, "--forget", name) == 0
    capsys.readouterr()
    assert run(monkeypatch, "pack", place, "--until", "2024-02-10", "--lang", "en") == 0
    assert "What did not go out" in capsys.readouterr().out
    assert run(monkeypatch, "pack", place, "--accepted", "a", "--forget", "a") == 2
    assert run(monkeypatch, "pack", place, "--until", "gisteren") == 2


def test_the_commands_at_the_source_are_among_all_commands() -> None:
    from ketenmonitor.cli import app

    names = {info.name for info in (*app.registered_commands, *app.registered_groups)}
    assert set(NAMES) <= names
