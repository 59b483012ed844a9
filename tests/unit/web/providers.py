"""A provider that says whatever a test wants it to, also what no real one would: for what a real one says see tests/web."""

from __future__ import annotations

import hmac
import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.testclient import TestClient

from ketenmonitor.store import Home
from ketenmonitor.web.settings import Account, Login, WebSettings
from ketenmonitor.web.visitor import Role
from tests.unit.web.sites import ADDRESS, settings, site_with

CLIENT, SECRET, AUDIENCE = "monitor", "een geheim: 100%", "https://monitor.example.nl/v1"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("een", "twee"))


class Pretended:
    """What the provider has, says and was asked; a test changes it before it asks."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.keys: list[RSAKey] = [KEY]
        self.claims: dict[str, Any] = {}  # of the next ID token, over those that are right
        self.key, self.header = KEY, {"alg": "RS256", "kid": "een"}
        self.metadata: dict[str, Any] = {}  # over those that are right
        self.userinfo: dict[str, Any] = {}
        self.asked: list[tuple[str, str, str]] = []  # path, authorization, body
        self.status = 200

    def id_token(self, **claims: Any) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "sub": "anna", "aud": CLIENT, "iat": now, "exp": now + 60, "name": "Anna"}
        said = {name: one for name, one in {**right, **self.claims, **claims}.items() if one is not None}
        if self.header["alg"] == "HS256":
            return with_what_is_public(self.header, said)
        return jwt.encode(dict(self.header), said, self.key, algorithms=[self.header["alg"]])

    def access_token(self, **claims: Any) -> str:
        before, self.header = self.header, {"typ": "at+jwt", **self.header}
        right = {"aud": AUDIENCE, "client_id": "programma", "jti": "1", "roles": ["om-analist"]}
        try:
            return self.id_token(**{**right, **claims})
        finally:
            self.header = before

    def answer(self, path: str, body: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            places = {"authorization": "auth", "token": "token", "end_session": "einde", "userinfo": "wie"}
            said = {f"{name}_endpoint": f"{self.issuer}/{place}" for name, place in places.items()}
            return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/sleutels", **said, **self.metadata}
        if path == "/sleutels":
            return dict(KeySet(list(self.keys)).as_dict(private=False))
        if path == "/wie":
            return self.userinfo
        nonce = self.claims.get("nonce", parse_qs(body)["code"][0])  # the code that a test brings is the nonce
        return {"token_type": "Bearer", "access_token": "toegang", "id_token": self.id_token(nonce=nonce)}


def with_what_is_public(header: dict[str, str], claims: dict[str, Any]) -> str:
    """A token of which the key is the public key of the provider, as if that were a secret: libraries do not make one."""
    parts = [urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in (header, claims)]
    seal = hmac.new(KEY.as_pem(private=False), b".".join(parts), "sha256").digest()
    return b".".join([*parts, urlsafe_b64encode(seal).rstrip(b"=")]).decode()


@contextmanager
def pretended() -> Iterator[Pretended]:
    """A provider on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            path = urlsplit(self.path).path
            provider.asked.append((path, self.headers.get("authorization", ""), body))
            said = json.dumps(provider.answer(path, body)).encode()
            self.send_response(provider.status)
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_GET  # noqa: N815  # the name that the library calls

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = Pretended(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def login_at(issuer: str, **said: Any) -> Login:
    roles = {"om-analist": frozenset({Role.ANALYST}), "agent": frozenset({Role.HANDLER, Role.ENGINEER})}
    return Login(issuer, CLIENT, SECRET, **{"audience": AUDIENCE, "roles": roles, **said})


def browser(home: Home, login: Login) -> TestClient:
    """A browser that is not logged in, at a monitor with this provider and with local accounts."""
    return site_with(home, WebSettings(address=ADDRESS, login=login, accounts=_accounts()))


@cache
def _accounts() -> tuple[Account, ...]:
    return settings().accounts


def sent(client: TestClient, to: str = "/werkbank") -> dict[str, str]:
    """Go to the provider; what the browser says there."""
    answer = client.get("/inloggen/aanbieder", params={"naar": to})
    assert answer.status_code == 303, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def came_back(client: TestClient, asked: dict[str, str], **said: str) -> Any:
    """Come back from the provider with what it would say."""
    return client.get("/inloggen/terug", params={"state": asked["state"], "code": asked["nonce"], **said})


def basic(header: str) -> str:
    """What stands in a header of Basic authentication."""
    return b64decode(header.removeprefix("Basic ")).decode()
