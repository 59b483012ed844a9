"""Every delivery that is refused leaves a line: who offered it, when, whose it was said to be and why; no value of it."""

from __future__ import annotations

import json
import os
import pwd
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.intake import receive, retry
from ketenmonitor.store import Home
from tests.chain import NOW, deliver, home_of, instant, received
from tests.unit.intake.seen import on

EVENTS = [("a", "aangifte", on(2), "m-geheim")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path)


def logged(home: Home) -> list[dict[str, Any]]:
    place = home.path / "log" / "internal.jsonl"
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()] if place.exists() else []


def test_the_line_says_who_when_whose_and_why(tmp_path: Path, home: Home) -> None:
    place = deliver(tmp_path, events=EVENTS, kind="half")
    done = CliRunner().invoke(app, ["receive", str(home.path), str(place)], env={"KETENMONITOR_NOW": NOW})
    assert done.exit_code == 1
    user = pwd.getpwuid(os.getuid()).pw_name
    asked, line = logged(home)
    assert (asked["user"], asked["command"], "refused" in asked) == (user, "receive", False)
    (kept,) = (json.loads(p.read_text()) for p in (home.path / "refused").rglob("refusal.json"))
    assert line == {
        "at": NOW, "user": user, "command": "receive", "chain": "proef", "partner": "politie", "refused": ["manifest"],
        "content": kept["content"],
    }  # fmt: skip


def test_offered_again_it_is_a_line_again(tmp_path: Path, home: Home) -> None:
    received(home, deliver(tmp_path, events=EVENTS, kind="half"))
    retry(home, instant(NOW), "iemand")
    assert [line["user"] for line in logged(home)] == ["", "iemand"]


def test_all_kinds_of_reasons_are_in_one_line(tmp_path: Path, home: Home) -> None:
    place = deliver(tmp_path, events=EVENTS, delivered_from=None)
    (place / "events.csv").write_text("event_id\n1\n")
    received(home, place)
    assert [line["refused"] for line in logged(home)] == [["manifest", "files"]]


@pytest.mark.parametrize(
    ("said", "partner", "chain"),
    [
        ({"partner": "Jan Geheim"}, None, "proef"),
        ({"chain": "geheim"}, None, None),
        ({"partner": ["geheim"]}, None, "proef"),
        ({"chain": {"geheim": 1}}, None, None),
    ],
    ids=str,
)
def test_what_a_delivery_says_of_itself_is_not_believed(
    tmp_path: Path, home: Home, said: dict[str, Any], partner: str | None, chain: str | None
) -> None:
    received(home, deliver(tmp_path, events=EVENTS, **said))
    (line,) = logged(home)
    assert (line["partner"], line["chain"]) == (partner, chain)
    assert "geheim" not in json.dumps(line).lower()


def test_what_is_no_delivery_is_a_line(tmp_path: Path, home: Home) -> None:
    (tmp_path / "empty").mkdir()
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr("../delivery.json", "{}")
    for name in ("empty", "odd.zip"):
        with pytest.raises(DeliveryError):
            receive(home, tmp_path / name, instant(NOW), "iemand")
    assert [(line["user"], line["refused"]) for line in logged(home)] == [("iemand", ["unreadable"])] * 2


def test_what_is_taken_in_or_known_is_none(tmp_path: Path, home: Home) -> None:
    place = deliver(tmp_path, events=EVENTS)
    assert [received(home, place).status for _ in range(2)] == ["accepted", "known"]
    assert logged(home) == []


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path, home: Home) -> None:
    (home.path / "log" / "internal.jsonl").mkdir(parents=True)
    with pytest.raises(StorageError, match="that a delivery was refused must be logged"):
        received(home, deliver(tmp_path, events=EVENTS, kind="half"))
