"""Key services for tests: their keys, certificates, register and configuration in a folder, and each as a process of its own."""

from __future__ import annotations

import os
import secrets
import ssl
import time as clock
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx

from ketenmonitor.hosting import ZONE
from ketenmonitor.instants import to_us
from ketenmonitor.keys import Signer
from ketenmonitor.keyservice import read_config
from ketenmonitor.keyservice.app import create_app
from ketenmonitor.keyservice.scalars import scalars_of
from ketenmonitor.keyservice.service import Service
from ketenmonitor.lawful import sign_register
from ketenmonitor.pseudonyms import envelopes, suite
from tests.services import PHRASE, Parties, Running, by_header, decided, served

SOURCE, OTHER, FIRST, SECOND, RECIPIENT, STRANGER = (f"000000990000000{n}000" for n in (10, 20, 30, 40, 90, 99))
TODAY = date.today()
SEED = b64encode(bytes(range(32))).decode()
BATCH = "0123456789abcdef0123456789abcdef"
ABOUT = {"recipient": RECIPIENT, "purpose": "doorlooptijden", "period": "now", "batch": BATCH}
running = partial(served, "keyservice")


@dataclass
class World(Parties):
    """Two key services, sources and a recipient, who know each other."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.signer = Signer(self.key("signing", "signing"))
        for name, oin in (("first", FIRST), ("second", SECOND), ("recipient", RECIPIENT)):
            self.secrets[oin] = self.key(f"{name}/receiving", "receiving")
        self.permit(register())
        for name, oin, other in (("first", FIRST, SECOND), ("second", SECOND, FIRST)):
            self.secrets[f"master of {oin}"] = self.key(f"{name}/evaluating", "evaluating")
            self.config(name).write_text(self._settings(name, oin, other), encoding="utf-8")

    def config(self, name: str) -> Path:
        return self.folder / name / "keyservice.toml"

    def permit(self, text: str) -> None:
        """Put a register in place for both."""
        (self.folder / "purposes.toml").write_text(text, encoding="utf-8")
        sign_register(self.folder / "purposes.toml", self.signer)

    def caller(self, oin: str) -> ssl.SSLContext:
        """How somebody with this OIN connects."""
        place = self.folder / "callers"
        if not (place / f"{oin}.pem").exists():
            self.authority.vouched(oin).written(place, oin)
        context = ssl.create_default_context(cafile=str(self.folder / "authorities.pem"))
        context.load_cert_chain(place / f"{oin}.pem", place / f"{oin}.key")
        return context

    def _settings(self, name: str, oin: str, other: str) -> str:
        return f"""\
[service]
oin = "{oin}"
address = "https://{name}.example.nl"
contact = "mailto:sleutels@example.nl"
folder = "{self.folder}/{name}/state"
port = 0
workers = 1
requests_a_minute = 1000
[tls]
certificate = "{self.folder}/server.pem"
key = "{self.folder}/server.key"
[identity]
authorities = "{self.folder}/authorities.pem"
[keys]
receiving = "{self.folder}/{name}/receiving.key"
evaluating = "{self.folder}/{name}/evaluating.key"
[register]
file = "{self.folder}/purposes.toml"
signed_by = ["{self.signer.public}"]
[peers.{other}]
public = "{self.public(other)}"
[recipients.{RECIPIENT}]
public = "{self.public(RECIPIENT)}"
"""


def register(version: int = 1, a_day: int = 100_000, day: date = TODAY) -> str:
    """A register in which last year's period is over, and this one's is now."""
    year = timedelta(days=365)
    periods = f"""[
  {{ period = "old", from = {day - year}, until = {day - timedelta(days=1)} }},
  {{ period = "now", from = {day - timedelta(days=1)}, until = {day + year} }},
  {{ period = "late", from = {day - timedelta(days=1)}, until = {day + year} }},
]"""
    text = f"[register]\nversion = {version}\n"
    for purpose in ("doorlooptijden", "recidive"):
        text += f"""
[purposes.{purpose}]
title = "Proef"
ground = "Een grondslag"
from = {day - year}
until = {day + year}

[[pseudonyms]]
purpose = "{purpose}"
recipient = "{RECIPIENT}"
sources = ["{SOURCE}", "{OTHER}"]
key_services = ["{FIRST}", "{SECOND}"]
identifiers_a_day = {a_day}
periods = {periods}
"""
    return text


class Clock:
    """The moment that a service in this process believes it is, in microseconds."""

    def __init__(self) -> None:
        # Noon, so that no test is at the end of a day.
        self.now = datetime.combine(TODAY, time(12, 0, 10), ZONE)

    def __call__(self) -> int:
        return to_us(self.now.astimezone(UTC))


@dataclass
class Here:
    """A key service within this process; who calls is what the header `x-oin` says."""

    world: World
    name: str
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        config = read_config(self.world.config(self.name))
        with patch.dict(os.environ, {"KETENMONITOR_PASSPHRASE": PHRASE}):
            scalars = scalars_of(config)
        self.service = Service(config, self.world.secrets[config.oin], scalars, self.clock, by_header)
        self.app = create_app(self.service)
        from starlette.testclient import (
            TestClient,  # only here: it warns when it is imported, also of who needs no client
        )

        self.client = TestClient(self.app, raise_server_exceptions=False)

    def evaluate(self, oin: str | None = SOURCE, **body: Any) -> httpx.Response:
        own = {"seed": SEED} if "envelope" in body and "elements" not in body else {}
        return self.post("evaluaties", oin, {**ABOUT, **own, **body})

    def post(self, where: str, oin: str | None = SOURCE, body: Any = None, **more: Any) -> httpx.Response:
        headers = {} if oin is None else {"x-oin": oin}
        return self.client.post(f"/v1/{where}", json=body, headers=headers, **more)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return lines_of(self.world, self.name)


def elements_of(texts: list[str]) -> str:
    """Blinded, in base64."""
    return b64encode(b"".join(suite.blinded(text.encode(), suite.random_scalar()) for text in texts)).decode()


@dataclass
class Source:
    """Who has identifiers and has pseudonyms made of them; `seen` is all that it got to see."""

    world: World
    oin: str
    first: Running
    second: Running
    seen: list[str] = field(default_factory=list)
    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def asked(self, service: Running, **body: Any) -> httpx.Response:
        with httpx.Client(verify=self.world.caller(self.oin)) as client:
            answer = client.post(f"{service.url}/v1/evaluaties", json=body, timeout=30)
        self.seen.append(answer.text)
        return answer

    def evaluated(
        self, texts: list[str], purpose: str = "doorlooptijden", period: str = "now", batch: str = BATCH
    ) -> tuple[list[bytes], str]:
        """The blinds times their masks, and what the recipient gets."""
        blinds = [suite.random_scalar() for _ in texts]
        elements = b"".join(suite.blinded(text.encode(), blind) for text, blind in zip(texts, blinds, strict=True))
        about = {"recipient": RECIPIENT, "purpose": purpose, "period": period, "batch": batch}
        passed = self.asked(self.first, **about, elements=b64encode(elements).decode())
        assert passed.status_code == 200, passed.text
        answer = self.asked(
            self.second, **about, envelope=passed.json()["envelope"], seed=b64encode(self.seed).decode()
        )
        assert answer.status_code == 200, answer.text
        return list(map(suite.product, blinds, suite.masks(self.seed, len(blinds)))), answer.json()["envelope"]


def lines_of(world: World, name: str) -> list[dict[str, Any]]:
    """What a service decided."""
    return decided(world.folder / name / "state")


def parts_of(payload: bytes) -> list[bytes]:
    return [payload[at : at + 32] for at in range(0, len(payload), 32)]


def unfinished(world: World, blinds: list[bytes], envelope: str) -> list[bytes]:
    """What the recipient makes of what the source and the last service gave it."""
    claims, payload = envelopes.opened(
        world.secrets[RECIPIENT], envelope, typ=envelopes.EVALUATION, aud=RECIPIENT, now=int(clock.time())
    )
    assert (claims.iss, claims.count) == (SECOND, len(blinds))
    return [suite.multiplied(one, suite.inverse(blind)) for one, blind in zip(parts_of(payload), blinds, strict=True)]
