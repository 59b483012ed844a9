"""Killed before any step that changes a file, what a partner does is gone on with: nothing lost, nothing asked twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import DeliveryError
from ketenmonitor.keys import Signer, is_signed_by
from ketenmonitor.source import sha256_of
from ketenmonitor.source.outgoing import checked
from ketenmonitor.source.sending import Polling, send
from ketenmonitor.source.services import Road, Service
from tests.unit.source.folders import finished, packed, texts
from tests.unit.source.mortal import SIGNING
from tests.unit.source.servers import Receiver, Running, receiver_app, served
from tests.unit.source.test_pseudonymising import Parties, parties, run

__all__ = ["parties"]  # the fixture
KILLED, DONE = 9, 0


class Mortal:
    """A process whose children carry orders out, and die."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.source.mortal"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, **order: Any) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    one = Mortal()
    yield one
    assert one.process.stdin
    one.process.stdin.close()
    one.process.wait(timeout=30)


def is_whole(folder: Path) -> bool:
    """Whether it is a delivery that can be sent; one that is not signed, or lacks a file, fails here."""
    try:
        said = checked(folder)
    except DeliveryError:
        return False
    assert said["files"]["pseudonyms.parquet"]["sha256"] == sha256_of(folder / "pseudonyms.parquet")
    signed = json.loads((folder / "delivery.sig").read_text())
    assert is_signed_by(SIGNING.public or "", (folder / "delivery.json").read_bytes(), signed["signature"])
    return True


def test_pseudonymise_is_killed_before_every_step(tmp_path: Path, parties: Parties, mortal: Mortal) -> None:
    packed_one = packed(tmp_path / "packed", texts(3), parties.recipient, size=2)
    expected = [parties.pseudonym(text) for text in texts(3)]
    urls, states, died = [one.url for one in parties.running], set(), KILLED
    step = 0
    while died == KILLED:
        step += 1
        folder = Path(shutil.copytree(packed_one, tmp_path / f"{step}"))
        died = mortal.order(root=str(folder), folder=str(folder), urls=urls, state=None, step=step)
        assert died in (KILLED, DONE)
        kept, was_whole = len(list((folder / "blinded").glob("*.evaluations"))), is_whole(folder)
        states.add((kept, was_whole))
        missing = 2 - kept if (folder / "delivery.pending.json").exists() else 0
        before = parties.running[1].asked("POST")
        run(parties, folder, Signer(SIGNING))
        assert parties.running[1].asked("POST") - before == missing
        assert is_whole(folder)
        assert parties.read(folder, int(time.time())) == expected
    assert {(0, False), (1, False), (2, False), (0, True)} == states
    assert step > 15


def test_send_is_killed_before_every_step(tmp_path: Path, mortal: Mortal) -> None:
    running, receiver = Running(), Receiver(delay=1)
    died, step, statuses = KILLED, 0, set()
    with served(receiver_app(receiver, running), running), Service(Road(running.url)) as client:
        while died == KILLED:
            step += 1
            folder = finished(tmp_path / f"d{step}", delivery_id=f"d-{step}")
            state = tmp_path / f"state{step}"
            order = {"root": str(state), "folder": str(folder), "urls": [running.url], "state": str(state)}
            died = mortal.order(**order, step=step)
            assert died in (KILLED, DONE)
            place = state / "outbox" / f"d-{step}.json"
            status = json.loads(place.read_text())["status"] if place.exists() else None
            statuses.add(status)
            posted = running.asked("POST")
            assert send(folder, state, client, Polling(first=0.01)).status == "accepted"
            assert running.asked("POST") - posted == (1 if status in (None, "sending") else 0)
            assert sorted(p.name for p in (state / "outbox").iterdir() if not p.name.startswith(".")) == [place.name]
    assert len(receiver.taken) == step
    assert statuses == {None, "sending", "acknowledged", "accepted"}
