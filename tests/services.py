"""Services for tests, of whatever kind: one as a process of its own, a command as somebody gives it, what it decided, and who calls."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ketenmonitor.hosting import LOG, lines_in
from ketenmonitor.identity import Caller, Unproven
from ketenmonitor.keys import Secret, make_key
from ketenmonitor.transparency import Log
from tests.certificates import Authority

PHRASE = "a passphrase of tests"
SECONDS_TO_START = 60
LISTENS = re.compile(r"running on https?://127\.0\.0\.1:(\d+)")


@dataclass
class Parties:
    """Organisations in a folder, with certificates of one authority. `secrets`: the keys that were made, by a name."""

    folder: Path
    authority: Authority = field(default_factory=Authority)
    secrets: dict[str, Secret] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.authority.written(self.folder)
        self.authority.server().written(self.folder, "server")

    def key(self, name: str, kind: str) -> Secret:
        """A new key, in the file of this name."""
        self.secrets[name] = made = make_key(self.folder / f"{name}.key", kind, PHRASE.encode())
        return made

    def public(self, name: str) -> str:
        found = self.secrets[name].public
        assert found is not None
        return found


@dataclass
class Running:
    """A service that runs, and what it says on its standard error."""

    process: subprocess.Popen[str]
    port: int
    said: list[str]

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def command(
    *words: object, stdin: str = "", timeout: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    """A command of the program, as somebody gives it."""
    return subprocess.run(
        [sys.executable, "-m", "ketenmonitor", *map(str, words)], input=stdin, text=True, capture_output=True, check=False,
        env={**os.environ, "KETENMONITOR_PASSPHRASE": PHRASE, **environment}, timeout=timeout,
    )  # fmt: skip


@contextmanager
def served(*words: object, **environment: str) -> Iterator[Running]:
    """A command that serves, as a process, until the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ketenmonitor", *map(str, words)], text=True, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "KETENMONITOR_PASSPHRASE": PHRASE, **environment},
    )  # fmt: skip
    said: list[str] = []
    listens, port = threading.Event(), [0]

    def hear() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line)
            if found := LISTENS.search(line):
                port[0] = int(found[1])
            if "startup complete" in line:
                listens.set()
        listens.set()

    ear = threading.Thread(target=hear)
    ear.start()
    try:
        assert listens.wait(SECONDS_TO_START), said
        assert port[0], said
        yield Running(process, port[0], said)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(SECONDS_TO_START)
        ear.join()


def decided(state: Path) -> list[dict[str, Any]]:
    """What a service decided, by its log."""
    return list(lines_in(state / LOG)) if (state / LOG).is_dir() else []


@contextmanager
def without_log(state: Path) -> Iterator[None]:
    """Meanwhile no decision can be written down."""
    (state / LOG).rename(state / "kept")
    (state / LOG).write_bytes(b"")
    yield
    (state / LOG).unlink()
    (state / "kept").rename(state / LOG)


def written_anew(state: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """The log of a service, as who has its disk can write it: all of it again, changed."""
    lines = decided(state)
    origin = Log(state / LOG).origin
    change(lines)
    (state / LOG).rename(state / "as it was")
    Log(state / LOG, origin).confirm([json.dumps(line).encode() for line in lines])


def by_header(scope: Mapping[str, Any], now_us: int) -> Caller:
    """Who calls is what the header `x-oin` says; after a slash on whose behalf."""
    found = dict(scope["headers"]).get(b"x-oin")
    if found is None:
        raise Unproven("Nothing says who calls.")
    oin, _, behalf = found.decode().partition("/")
    return Caller(oin, "fsc" if behalf else "certificate", behalf or None)
