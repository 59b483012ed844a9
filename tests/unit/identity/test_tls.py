"""A real server with real TLS: who may connect, what the other side hears of it, and what stands in our log."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from ketenmonitor.errors import StorageError
from ketenmonitor.identity import PEER, Tls, Unproven, caller_of, trust_of, uvicorn_options
from ketenmonitor.identity.tls import context_of
from ketenmonitor.instants import to_us
from tests.certificates import NOW, OINS, Authority, Holder, expired

POLITIE = OINS["politie"]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def tls(authority: Authority, folder: Path) -> Tls:
    certificate, key = authority.server().written(folder, "server")
    return Tls(certificate, key, authority.written(folder))


@contextmanager
def served(tls: Tls | None) -> Iterator[str]:
    """A server that says who calls."""
    trust = trust_of({"authorities": str(tls.authorities)} if tls else {}, "x")

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        try:
            said = caller_of(scope, trust, to_us(NOW)).oin
        except Unproven as refusal:
            said = str(refusal)
        body = json.dumps({"who": said, "peer": scope["state"][PEER]}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})

    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", **uvicorn_options(tls))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def address(tls: Tls) -> Iterator[str]:
    with served(tls) as address:
        yield address


def client_context(tls: Tls, folder: Path, holder: Holder | None, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(tls.authorities))
    context.minimum_version = context.maximum_version = version
    if holder:
        context.load_cert_chain(*holder.written(folder, "client"))
    return context


def asked(address: str, context: ssl.SSLContext | bool) -> dict[str, str]:
    answer: dict[str, str] = httpx.get(address, verify=context, timeout=10).json()
    return answer


VERSIONS = pytest.mark.parametrize(
    "version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=lambda one: one.name
)


@VERSIONS
def test_who_has_a_certificate_is_known_and_who_has_none_can_still_come(
    version: ssl.TLSVersion, authority: Authority, tls: Tls, folder: Path, address: str
) -> None:
    known = asked(address, client_context(tls, folder, authority.vouched(POLITIE), version))
    assert known == {"who": POLITIE, "peer": "127.0.0.1"}
    below = Authority("Tussen", authority).vouched(OINS["om"])
    assert asked(address, client_context(tls, folder, below, version))["who"] == OINS["om"]
    assert "Nothing says who calls" in asked(address, client_context(tls, folder, None, version))["who"]


def talk(line: ssl.SSLSocket) -> None:
    """Ask something, until an answer or an alert comes: in TLS 1.3 it comes after the handshake."""
    with line:
        line.do_handshake()
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        line.recv(1)


@VERSIONS
@pytest.mark.parametrize(
    ("kind", "alert", "reason"),
    [
        ("expired", "certificate expired", "certificate has expired"),
        ("stranger", "unknown ca", "local issuer certificate"),
    ],
)
def test_a_certificate_that_is_not_right_ends_with_an_alert_and_a_line(
    version: ssl.TLSVersion, kind: str, alert: str, reason: str, authority: Authority, tls: Tls, folder: Path, address: str,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    holder = expired(authority, POLITIE) if kind == "expired" else Authority().vouched(POLITIE)
    context = client_context(tls, folder, holder, version)
    host, port = address.removeprefix("https://").split(":")
    with (
        caplog.at_level(logging.WARNING, "ketenmonitor.identity"),
        socket.create_connection((host, int(port)), 10) as line,
        pytest.raises(ssl.SSLError, match=f"(?i){alert}"),
    ):
        talk(context.wrap_socket(line, server_hostname=host, do_handshake_on_connect=False))
    said = [one.getMessage() for one in caplog.records]
    assert len(said) == 1
    assert reason in said[0]


def test_where_a_certificate_is_demanded_nobody_comes_without(
    authority: Authority, tls: Tls, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    demanding = Tls(tls.certificate, tls.key, tls.authorities, demand=True)
    with served(demanding) as address:
        with pytest.raises(httpx.HTTPError, match=r"(?i)certificate required|handshake failure|disconnected"):
            asked(address, client_context(tls, folder, None, ssl.TLSVersion.TLSv1_3))
        assert "did not return a certificate" in caplog.text.replace("_", " ")
        with_one = client_context(tls, folder, authority.vouched(POLITIE), ssl.TLSVersion.TLSv1_3)
        assert asked(address, with_one)["who"] == POLITIE


def test_old_versions_and_plain_words_are_refused_and_logged(
    tls: Tls, folder: Path, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    host, port = address.removeprefix("https://").split(":")
    with socket.create_connection((host, int(port)), 10) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        line.settimeout(10)
        line.recv(1000)
    assert "no TLS" in caplog.text


def test_without_tls_the_application_knows_from_where_a_connection_comes() -> None:
    with served(None) as address:
        assert asked(address, True)["peer"] == "127.0.0.1"


def test_files_that_are_not_right_are_refused_before_anything_is_served(tls: Tls, folder: Path) -> None:
    (folder / "leeg.pem").write_bytes(b"")
    for wrong in (
        Tls(folder / "nergens.pem", tls.key), Tls(tls.certificate, folder / "leeg.pem"),
        Tls(tls.certificate, tls.key, folder / "leeg.pem"),
    ):  # fmt: skip
        with pytest.raises(StorageError, match="cannot be used for TLS"):
            context_of(wrong)
