"""All parties on this machine: two partners, two key services, a register of purposes that is signed, and a monitor with TLS.

Everything that any of them writes is below one folder, which is also the home and the place of temporary files of all of them.
What may hold an identifier or a key as it is, is named by `given`: the extracts, and the keys of TLS.
"""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.intake import set_up
from ketenmonitor.keys import Secret, make_key, sealed
from ketenmonitor.store import Home, make_home
from tests.certificates import expired
from tests.services import PHRASE, Running
from tests.source.extracts import CHAIN, PARTNERS, RULES, SOURCES
from tests.unit.keyservice.services import FIRST, RECIPIENT, SECOND, World, running
from tests.web.process import SRC, Server, served

PURPOSE = "doorlooptijden"
ROOT = SRC.parent


@dataclass
class Said:
    """How a command ended, and what it said."""

    status: int
    text: str

    @property
    def data(self) -> Any:
        """What it printed as JSON, before what it says besides."""
        return json.JSONDecoder().raw_decode(self.text[self.text.index("{") :])[0]


@dataclass
class Parties:
    """Who takes part. `folder` is the root of all that is written."""

    folder: Path
    home: Home
    world: World
    secrets: dict[str, Secret]
    commands: subprocess.Popen[str]
    environment: dict[str, str]
    urls: list[str] = field(default_factory=list)
    n_said: int = 0

    @property
    def given(self) -> list[Path]:
        """What is there before anything is done, and holds what must not be found elsewhere."""
        return [*self.folder.rglob("zaken.*"), *self.folder.rglob("*.key")]

    def run(self, *words: object, broken: str = "") -> Said:
        """Give a command, in a process of its own."""
        said = self.folder / "said" / f"{self.n_said}.txt"
        self.n_said += 1
        order = {"words": [*map(str, words)], "folder": str(self.folder), "said": str(said), "broken": broken}
        assert self.commands.stdin
        assert self.commands.stdout
        self.commands.stdin.write(json.dumps(order) + "\n")
        self.commands.stdin.flush()
        return Said(int(self.commands.stdout.readline()), said.read_text(encoding="utf-8"))

    def mapping(self, name: str, url: str = "", *, certificate: str = "", **other: str) -> Path:
        """Write the mapping of a partner. `other`: of [pseudonyms], for another purpose or period."""
        place, oin = self.folder / name, PARTNERS[name]
        holder = self.world.folder / "callers" / (certificate or oin)
        pseudonyms = {
            "mode": "oprf", "purpose": PURPOSE, "period": "now", "recipient": RECIPIENT,
            "recipient_key": self.world.public(RECIPIENT), "services": self.urls, **other,
        }  # fmt: skip
        told = "\n".join(f"{key} = {json.dumps(value)}" for key, value in pseudonyms.items())
        (place / "mapping.toml").write_text(
            f'[delivery]\ndefinition = "../chain.toml"\npartner = "{name}"\nfrom = "2024-01-01"\nstate = "state"\nout = "out"\n'
            f'signing_key = "signing.key"\n[send]\nurl = "{url}"\ncertificate = "{holder}.pem"\nkey = "{holder}.key"\n'
            f'authorities = "{self.world.folder}/authorities.pem"\n[pseudonyms]\n{told}\n{SOURCES[name]}{RULES[name]}',
            encoding="utf-8",
        )
        return place / "mapping.toml"

    def delivered(self, name: str, until: str, url: str, **other: str) -> Path:
        """The whole way of one delivery: packed, made pseudonymous, sent and accepted."""
        folder = self.finished(name, until, url, **other)
        sent = self.run("send", folder, "--mapping", self.folder / name / "mapping.toml", "--json")
        assert (sent.status, sent.data["deliveries"][0]["status"]) == (0, "accepted"), sent.text
        return folder

    def finished(self, name: str, until: str, url: str, **other: str) -> Path:
        """A delivery that only has to be sent."""
        mapping = self.mapping(name, url, **other)
        packed = self.run("pack", mapping, "--until", until, "--json")
        assert packed.status == 0, packed.text
        folder = self.folder / name / "out" / packed.data["delivery_id"]
        made = self.run("pseudonymise", folder, "--mapping", mapping, "--json")
        assert made.status == 0, made.text
        return folder

    @contextmanager
    def monitor(self) -> Iterator[Server]:
        """The monitor, served with TLS and certificates of those who call."""
        trusted = ssl.create_default_context(cafile=str(self.world.folder / "authorities.pem"))
        with served(self.home, tls=trusted, **self.environment) as server:
            server.address = server.address.replace("127.0.0.1", "localhost")
            yield server

    @contextmanager
    def services(self) -> Iterator[tuple[Running, Running]]:
        """Both key services."""
        with ExitStack() as both:
            first, second = (
                both.enter_context(running(self.world.config(name), **self.environment)) for name in ("first", "second")
            )
            self.urls = [f"https://localhost:{one.port}" for one in (first, second)]
            (self.folder / "said").mkdir(exist_ok=True)
            try:
                yield first, second
            finally:
                for name, one in (("first", first), ("second", second)):
                    with (self.folder / "said" / f"{name}.txt").open("a", encoding="utf-8") as file:
                        file.writelines(one.said)


def _settings(home: Home, world: World, secrets: dict[str, Secret]) -> str:
    place = world.folder
    world.caller(RECIPIENT)
    signing = "\n".join(f'{name} = ["{secrets[name].public}"]' for name in PARTNERS)
    return (
        f'\ncertificate = "{place}/callers/{RECIPIENT}.pem"\nkey = "{place}/callers/{RECIPIENT}.key"\n'
        f'authorities = "{place}/authorities.pem"\n[signatures]\n{signing}\n[web]\nrequests_a_minute = 0\n'
        f'[web.tls]\ncertificate = "{place}/server.pem"\nkey = "{place}/server.key"\n'
        f'[identity]\nauthorities = "{place}/authorities.pem"\n'
    )


@contextmanager
def parties(folder: Path) -> Iterator[Parties]:
    """Everybody, with keys and certificates, and nothing delivered yet."""
    environment = {"TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home"), "KETENMONITOR_PASSPHRASE": PHRASE}
    environment |= {"OM_DATABASE": f"sqlite:///{folder}/om/zaken.sqlite", "PYTHONFAULTHANDLER": "1"}
    for name in ("tmp", "home", "said", *PARTNERS):
        (folder / name).mkdir(parents=True)
    (folder / "chain.toml").write_text(CHAIN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
        patch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        world = World(folder / "world")
        home = make_home(folder / "monitor", [folder / "chain.toml"])
        secrets = {name: make_key(folder / name / "signing.key", "signing", PHRASE.encode()) for name in PARTNERS}
        secrets |= {f"master of {oin}": world.secrets[f"master of {oin}"] for oin in (FIRST, SECOND)}
        (home.path / "keys").mkdir()
        (home.path / "keys" / "receiving.key").write_bytes((world.folder / "recipient" / "receiving.key").read_bytes())
        set_up(home, "proef", RECIPIENT, PURPOSE, "now")
        with (home.path / "monitor.toml").open("a", encoding="utf-8") as file:
            file.write(_settings(home, world, secrets))
        for oin in PARTNERS.values():
            world.caller(oin)
        expired(world.authority, PARTNERS["politie"]).written(world.folder / "callers", "expired")
        commands = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.source.commands"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}", **environment},
        )  # fmt: skip
        try:
            yield Parties(folder, home, world, secrets, commands, environment)
        finally:
            assert commands.stdin
            commands.stdin.close()
            commands.wait(30)
