"""The parties of a hit/no-hit check for tests: holders, an asker, an auditor and a mirror, with keys, certificates and a register."""

from __future__ import annotations

import http.server
import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from ketenmonitor.hosting import ZONE
from ketenmonitor.inquiry import escrow
from ketenmonitor.inquiry.holder.app import create_app
from ketenmonitor.inquiry.holder.config import read_config
from ketenmonitor.inquiry.holder.keys import PeriodKeys
from ketenmonitor.inquiry.holder.publish import publish
from ketenmonitor.inquiry.holder.service import Node
from ketenmonitor.inquiry.listed import Listed
from ketenmonitor.inquiry.question import Claim, Question, new_id, read, signed
from ketenmonitor.instants import to_us
from ketenmonitor.keys import Signer
from ketenmonitor.lawful import sign_register
from ketenmonitor.pseudonyms import suite, verifiable
from tests.services import PHRASE, Parties, by_header, decided, served

ASKER, OTHER, HOLDER, SECOND, STRANGER = (f"000000990000000{n}000" for n in (10, 20, 50, 60, 99))
TODAY = date.today()
PERSONS = [f"99990{n:04}" for n in range(1, 2_000)]
running = partial(served, "node", "serve")


def is_bsn(text: str) -> bool:
    return sum(int(c) * w for c, w in zip(text, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


BSNS = [one for one in PERSONS if is_bsn(one)]
KNOWN, UNKNOWN, HIDDEN, CANARY = BSNS[:20], BSNS[20:40], BSNS[40], BSNS[41]
EXTRACT = "\n".join(
    [
        "kind,identifier,contact,state,canary",
        *(f"bsn,{one},recherche,active," for one in KNOWN[:10]),
        *(f"bsn,{one},wijk,comparison," for one in KNOWN[10:]),
        f"bsn,{HIDDEN},recherche,gatekeeper,",
        f"bsn,{CANARY},recherche,active,true",
    ]
)


def register(version: int = 1, **limits: int) -> str:
    """Who may ask: the asker both holders, the other one the first only, and only for another purpose."""
    year = timedelta(days=365)
    day = {"officer": 1_000, "case": 1_000, "organisation": 100_000, **limits}
    text = f"[register]\nversion = {version}\n"
    for purpose in ("opsporing", "toezicht"):
        text += f'[purposes.{purpose}]\ntitle = "Proef"\nground = "Een grondslag"\nfrom = {TODAY - year}\nuntil = {TODAY + year}\n'
    for purpose, holder, askers in (
        ("opsporing", HOLDER, [ASKER]), ("opsporing", SECOND, [ASKER]), ("toezicht", HOLDER, [OTHER, ASKER]),
    ):  # fmt: skip
        text += f"""
[[inquiries]]
purpose = "{purpose}"
holder = "{holder}"
askers = {json.dumps(askers)}
grounds = ["wpg-8", "wpg-13"]
auditor = "AUDITOR"
questions_a_day_officer = {day["officer"]}
questions_a_day_case = {day["case"]}
questions_a_day_organisation = {day["organisation"]}
periods = [
  {{ period = "before", from = {TODAY - year}, until = {TODAY - timedelta(days=2)} }},
  {{ period = "now", from = {TODAY - timedelta(days=1)}, until = {TODAY + timedelta(days=7)} }},
]
"""
    return text


@dataclass
class World(Parties):
    """All parties of a hit/no-hit check."""

    refusals: str = "open"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.register_signer = Signer(self.key("register", "signing"))
        self.key("auditor", "receiving")
        for name in ("asker", "other", "holder", "second"):
            self.key(f"{name}/signing", "signing")
            self.key(f"{name}/hashing", "hashing")
        for name in ("holder", "second"):
            self.key(f"{name}/periods/now", "evaluating")
        for oin in (ASKER, OTHER, HOLDER):
            self.authority.vouched(oin).written(self.folder / "clients", oin)
        self.permit(register())
        for name, oin in (("holder", HOLDER), ("second", SECOND)):
            (self.folder / name / "node.toml").write_text(self._node(name, oin), encoding="utf-8")
        (self.folder / "extract.csv").write_text(EXTRACT, encoding="utf-8")

    def permit(self, text: str) -> None:
        """Put a register in place for all."""
        place = self.folder / "purposes.toml"
        place.write_text(text.replace("AUDITOR", self.public("auditor")), encoding="utf-8")
        sign_register(place, self.register_signer)

    def state(self, name: str = "holder") -> Path:
        return self.folder / name / "state"

    def node(self, name: str = "holder") -> Path:
        return self.folder / name / "node.toml"

    def asker(self, mirror: str, nodes: dict[str, str], name: str = "asker", oin: str = ASKER) -> Path:
        """The configuration of who asks, with the addresses of these holders by name."""
        holders = "".join(
            f'[holders.{HOLDER if one == "holder" else SECOND}]\nname = "{one.title()}"\nurl = "{url}"\n'
            f'public = "{self.public(f"{one}/signing")}"\n'
            for one, url in nodes.items()
        )
        place = self.folder / name / "ask.toml"
        place.write_text(
            f"""\
[asker]
oin = "{oin}"
folder = "{self.folder}/{name}/state"
[keys]
signing = "{self.folder}/{name}/signing.key"
hashing = "{self.folder}/{name}/hashing.key"
[register]
file = "{self.folder}/purposes.toml"
signed_by = ["{self.register_signer.public}"]
[tls]
certificate = "{self.folder}/clients/{oin}.pem"
key = "{self.folder}/clients/{oin}.key"
authorities = "{self.folder}/authorities.pem"
[mirror]
url = "{mirror}"
{holders}""",
            encoding="utf-8",
        )
        return place

    def context(self, oin: str) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.folder / "authorities.pem"))
        context.load_cert_chain(self.folder / "clients" / f"{oin}.pem", self.folder / "clients" / f"{oin}.key")
        return context

    def lines(self, name: str = "holder") -> list[dict[str, Any]]:
        """What a holder decided."""
        return [line for line in decided(self.state(name)) if line["decision"] != "publish"]

    def _node(self, name: str, oin: str) -> str:
        return f"""\
[service]
oin = "{oin}"
address = "https://{name}.example.nl"
contact = "mailto:bevragingen@example.nl"
folder = "{self.folder}/{name}/state"
mirror = "{self.folder}/mirror"
port = 0
refusals = "{self.refusals}"
[tls]
certificate = "{self.folder}/server.pem"
key = "{self.folder}/server.key"
[identity]
authorities = "{self.folder}/authorities.pem"
[keys]
evaluating = "{self.folder}/{name}/periods"
signing = "{self.folder}/{name}/signing.key"
hashing = "{self.folder}/{name}/hashing.key"
[register]
file = "{self.folder}/purposes.toml"
signed_by = ["{self.register_signer.public}"]
[askers.{ASKER}]
public = "{self.public("asker/signing")}"
[askers.{OTHER}]
public = "{self.public("other/signing")}"
[contacts]
recherche = "Team Recherche, 088 000 00 00"
wijk = "De wijkagent"
"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []  # of this process, for tests

    def log_message(self, *_: Any) -> None:
        self.asked.append(self.path)


@contextmanager
def mirror(folder: Path) -> Iterator[str]:
    """A static file server of somebody else."""
    folder.mkdir(exist_ok=True)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@dataclass
class Here:
    """A node within this process; who calls is what the header `x-oin` says, and the clock stands still."""

    world: World
    name: str = "holder"
    now: datetime = field(default_factory=lambda: datetime.combine(TODAY, time(12), ZONE))

    def __post_init__(self) -> None:
        config = read_config(self.world.node(self.name))
        self.keys = PeriodKeys(config.periods, config.oin, PHRASE.encode())
        self.node = Node(config, self.keys, lambda: to_us(self.now.astimezone(UTC)), by_header)
        from starlette.testclient import (
            TestClient,  # only here: it warns when it is imported, also of who needs no client
        )

        self.client = TestClient(create_app(self.node), raise_server_exceptions=False)

    def publish(self) -> None:
        secrets = self.world.secrets[f"{self.name}/signing"], self.world.secrets[f"{self.name}/hashing"]
        publish(self.world.folder / "extract.csv", self.node, self.keys, secrets, self.now)

    def listed(self, purpose: str = "opsporing") -> str:
        """The hash of the list that there is now."""
        oin = self.node.config.oin
        place = self.world.folder / "mirror" / oin / purpose / "now.jws"
        if not place.is_file():
            return "0" * 64
        return read(Listed, place.read_text(), self.world.public(f"{self.name}/signing")).sha256

    @property
    def at(self) -> int:
        return int(self.now.timestamp())

    def question(self, text: str = "NL:bsn:999900006", **said: Any) -> tuple[Question, bytes]:
        """A question that is right, but for what is said otherwise; and its blind."""
        blind, jti, who = suite.random_scalar(), new_id(), said.pop("by", "asker")
        hashing = self.world.secrets[f"{who}/hashing"]
        case, salt = escrow.case_of(hashing, said.pop("reference", "2026-000123"))
        contents = escrow.Contents(text, blind.hex(), "2026-000123", salt)
        about: dict[str, Any] = {
            "jti": jti, "iss": ASKER if who == "asker" else OTHER, "aud": HOLDER if self.name == "holder" else SECOND,
            "iat": self.at, "officer": escrow.officer_of(hashing, said.pop("name", "agent")), "ground": "wpg-8",
            "purpose": "opsporing", "case": case, "period": "now", "listed": self.listed(said.get("purpose", "opsporing")),
            "element": b64encode(verifiable.blinded(text.encode(), blind)).decode(),
            "escrow": escrow.sealed(self.world.public("auditor"), contents, jti),
        }  # fmt: skip
        return Question(**{**about, **said}), blind

    def ask(self, question: Question, by: str = "asker", oin: str | None = None) -> httpx.Response:
        return self.post(
            "bevragingen", {"question": signed(question, self.world.secrets[f"{by}/signing"])}, oin or question.iss
        )

    def claimed(self, question: Question, output: bytes, by: str = "asker", **said: Any) -> str:
        """A claim that is right, but for what is said otherwise."""
        about = {
            "jti": new_id(), "iss": question.iss, "aud": question.aud, "iat": self.at, "question": question.jti,
            "tag": b64encode(output[:16]).decode(),
        }  # fmt: skip
        return signed(Claim(**{**about, **said}), self.world.secrets[f"{by}/signing"])

    def claim(self, question: Question, output: bytes, by: str = "asker", **said: Any) -> httpx.Response:
        body = {"claim": self.claimed(question, output, by, **said)}
        return self.post("contactpunten", body, said.get("iss", question.iss))

    def post(self, where: str, body: Any, oin: str | None = ASKER) -> httpx.Response:
        return self.client.post(f"/v1/{where}", json=body, headers={} if oin is None else {"x-oin": oin})

    def output(self, text: str) -> bytes:
        return verifiable.output_by(self.keys.of("opsporing", "now").value, text.encode())

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self.world.lines(self.name)


def published_now(world: World) -> Here:
    """A holder of which the clock is right and that published, for who asks a node that runs."""
    here = Here(world, now=datetime.now(UTC))
    here.publish()
    return here
