"""Programs of organisations, with a certificate as TLS would tell of it, at a monitor that trusts who issued it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from ketenmonitor.identity import PEER, trust_of
from ketenmonitor.store import Home
from ketenmonitor.web import create_app
from ketenmonitor.web.settings import WebSettings
from tests.certificates import OINS, Authority, Holder
from tests.chain import DEFINITION, deliver
from tests.unit.web.uploads import zipped

WITH_OINS = DEFINITION
for _partner in ("politie", "om"):
    WITH_OINS = WITH_OINS.replace(f"[partners.{_partner}]", f'[partners.{_partner}]\noin = "{OINS[_partner]}"')
ADDRESS = "https://monitor.example.nl"
DELIVERIES, EVENTS = "/v1/leveringen", "/v1/gebeurtenissen"
ZIP, CLOUDEVENT = {"content-type": "application/zip"}, {"content-type": "application/cloudevents+json; charset=utf-8"}
SPAN = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00"}
AT = "2024-01-05T10:00:00+01:00"
SOON = 30.0


class OverTls:
    """An application as a server with TLS calls it."""

    def __init__(self, app: Any, holder: Holder | None, peer: str = "192.0.2.1") -> None:
        self.app, self._holder, self._peer = app, holder, peer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            said = {"tls": {"client_cert_chain": self._holder.chain if self._holder else []}}
            scope = {**scope, "extensions": said, "state": {**scope.get("state", {}), PEER: self._peer}}
        await self.app(scope, receive, send)


class Organisations:
    """A monitor, and who calls it."""

    def __init__(self, home: Home, folder: Path, **settings: Any) -> None:
        self.home, self.authority = home, Authority()
        said = {"authorities": str(self.authority.written(folder)), "proxies": "10.0.0.5"}
        self.app = create_app(home, WebSettings(address=ADDRESS, trust=trust_of(said, "x"), **settings))
        self.desk = self.app.state.desk

    def program(
        self, name: str | None = "politie", holder: Holder | None = None, peer: str = "192.0.2.1"
    ) -> TestClient:
        """A program of an organisation; with a certificate of its own when none is given."""
        holder = holder or (self.authority.vouched(OINS[name]) if name else None)
        return TestClient(OverTls(self.app, holder, peer), base_url=ADDRESS, raise_server_exceptions=False)


def delivery(folder: Path, name: str = "d1", partner: str = "politie", n: int = 1, **manifest: Any) -> bytes:
    """A zip of so many events, and one of an activity that is not there."""
    activity, kind = ("besluit", "z") if partner == "om" else ("aangifte", "m")
    rows = [(f"{name}-{i}", activity, AT, f"{kind}{name}-{i}") for i in range(n)]
    rows.append((f"{name}-x", "geheime-daad", AT, "m0"))
    return zipped(deliver(folder / "made", name, partner, events=rows, **{**SPAN, **manifest}))


def sent(client: TestClient, content: bytes, **headers: str) -> Response:
    return client.post(DELIVERIES, content=content, headers={**ZIP, **headers})


def finished(client: TestClient, answer: Response) -> dict[str, Any]:
    """What became of a delivery."""
    until = time.monotonic() + SOON
    while True:
        said: dict[str, Any] = client.get(answer.headers["location"]).json()
        if said["status"] != "received":
            return said
        assert time.monotonic() < until, "it was not received"
        time.sleep(0.02)


def event(id: str, partner: str = "politie", **said: Any) -> dict[str, Any]:
    """An event; what is not an attribute of CloudEvents is in `data`."""
    attributes = {name: said.pop(name) for name in ("type", "time", "source", "subject", "dataschema") if name in said}
    data = {"gebeurtenisMoment": AT, "objectId": "m1", **said}
    return {
        "specversion": "1.0", "id": id, "source": f"urn:nld:oin:{OINS[partner]}:systeem:proef", "time": "2024-03-17T09:30:02Z",
        "type": "nl.proef.aangifte.v1", "datacontenttype": "application/json", **attributes,
        "data": {name: value for name, value in data.items() if value is not None},
    }  # fmt: skip


def mark(id: str, until: str, partner: str = "politie", **said: Any) -> dict[str, Any]:
    """That all before a moment was reported."""
    nothing = {"gebeurtenisMoment": None, "objectId": None}
    more = {"type": "nl.ketenmonitor.volledig-tot.v1", "keten": "proef", "volledigTot": until}
    return event(id, partner, **nothing, **more, **said)


def reported(client: TestClient, said: Any) -> Response:
    content = said if isinstance(said, bytes) else json.dumps(said).encode()
    return client.post(EVENTS, content=content, headers=CLOUDEVENT)


def refusals(home: Home) -> list[str]:
    """Why the log of the home says that something was refused."""
    place = home.path / "log" / "internal.jsonl"
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    return [one["refused"] for line in lines if "refused" in (one := json.loads(line))]
