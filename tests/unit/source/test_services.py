"""Certificates that are wrong, on either side, are sentences that say what to do; and nothing is sent."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ketenmonitor.errors import ServiceError, UsageError
from ketenmonitor.source import tls
from ketenmonitor.source.services import Answer, Pace, Road, Service
from ketenmonitor.source.tls import Identity
from tests.certificates import DAY, NOW, OINS, Authority, Holder, expired
from tests.unit.source.servers import Receiver, Running, receiver_app, served


class World:
    """An authority and a server that it vouches for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.authority, self.other = folder, Authority("Een"), Authority("Ander")
        self.authorities = self.authority.written(folder)

    def server(self, name: str = "localhost", **dates: datetime) -> Holder:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        return self.authority._holder(subject, ExtendedKeyUsageOID.SERVER_AUTH, [x509.DNSName(name)], **dates)

    def client(self, holder: Holder | None, authorities: Path | None = None) -> Identity:
        pair = holder.written(self.folder, "client") if holder else (None, None)
        return Identity(*pair, authorities or self.authorities)

    @contextmanager
    def served(self, holder: Holder) -> Iterator[Running]:
        running = Running()
        certificate, key = holder.written(self.folder, "server")
        with served(receiver_app(Receiver(), running), running, (certificate, key, self.authorities)):
            yield running


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world"))


def asked(running: Running, identity: Identity, body: bytes = b"x" * 1_000_000) -> Answer:
    with Service(Road(running.url, identity), Pace(patience=5, sleep=lambda s: None)) as service:
        return service.ask("POST", "/v1/leveringen", body)


def test_both_sides_show_who_they_are(world: World) -> None:
    with world.served(world.server()) as running:
        assert asked(running, world.client(world.authority.vouched(OINS["politie"]))).status == 202


@pytest.mark.parametrize(
    ("server", "sentence"),
    [
        ({"until": NOW - DAY, "since": NOW - 2 * DAY}, "its certificate has expired"),
        ({"since": NOW + DAY}, "its certificate is not valid yet"),
        ({"name": "elsewhere.example.nl"}, "its certificate is of another name"),
    ],
    ids=["expired", "not_yet", "another_name"],
)
def test_a_server_that_is_not_who_it_should_be(world: World, server: dict[str, object], sentence: str) -> None:
    with world.served(world.server(**server)) as running:  # type: ignore[arg-type]
        with pytest.raises(ServiceError, match=f"^localhost: {sentence}"):
            asked(running, world.client(world.authority.vouched(OINS["politie"])))
        assert running.seen == []


def test_a_server_of_an_unknown_authority(world: World, tmp_path: Path) -> None:
    with world.served(world.server()) as running:
        identity = world.client(world.authority.vouched(OINS["politie"]), world.other.written(tmp_path))
        with pytest.raises(ServiceError, match="authority that is not believed here"):
            asked(running, identity)
        assert running.seen == []


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ("nothing", "none was shown"),
        ("of another authority", "the authority that issued it is not one that they believe"),
        ("expired", "it has expired"),
        ("of a server", "it is not one of a client"),
    ],
)
def test_what_they_say_of_our_certificate_is_told(world: World, shown: str, sentence: str) -> None:
    """A server of OpenSSL says what is wrong before it shuts the door."""
    holder = {
        "nothing": None,
        "of another authority": world.other.vouched(OINS["politie"]),
        "expired": expired(world.authority, OINS["politie"]),
        "of a server": world.authority.server(),
    }[shown]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tls, "_check_dates", lambda certificate, now: None)  # whose clock is slow
        identity = world.client(holder)
        with (
            shut_door(world) as url,
            Service(Road(url, identity), Pace(sleep=lambda s: None)) as service,
            pytest.raises(ServiceError, match=f"^localhost: our certificate is refused: {sentence}"),
        ):
            service.ask("POST", "/v1/leveringen", b"x" * 1_000_000)


def test_a_door_that_is_shut_without_a_word_is_told_of_when_patience_is_over(world: World) -> None:
    with world.served(world.server()) as running, pytest.raises(ServiceError, match="does not take our certificate"):
        asked(running, world.client(None))
    assert running.seen == []


@contextmanager
def shut_door(world: World) -> Iterator[str]:
    """A server that asks for certificates, and never comes to an answer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*world.server().written(world.folder, "door"))
    context.load_verify_locations(world.authorities)
    context.verify_mode = ssl.CERT_REQUIRED
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def open_up() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as tied:
                    tied.recv(1)

        thread = threading.Thread(target=open_up, daemon=True)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=10)


def test_a_certificate_of_ours_that_expired_is_seen_before_anything_is_sent(world: World) -> None:
    identity = world.client(expired(world.authority, OINS["politie"]))
    with pytest.raises(UsageError, match=r"this certificate expired on \d{4}-\d\d-\d\d"):
        Service(Road("https://localhost:1", identity))


@pytest.mark.parametrize("which", ["authorities", "certificate", "key"])
def test_files_that_are_none(world: World, tmp_path: Path, which: str) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("none")
    good = world.client(world.authority.vouched(OINS["politie"]))
    with pytest.raises(UsageError, match=r"in PEM"):
        Service(Road("https://localhost:1", Identity(**{**good.__dict__, which: bad})))


@pytest.mark.parametrize(
    "url", ["http://example.nl", "ftp://localhost", "localhost:8000", "http://127.0.0.1.example.nl"]
)
def test_an_address_without_tls_is_only_of_this_machine(url: str) -> None:
    with pytest.raises(UsageError, match="begins with https"):
        Service(Road(url))


def test_an_outway_is_told_by_which_contract(world: World) -> None:
    running = Running()
    with (
        served(receiver_app(Receiver(), running), running),
        Service(Road(running.url, grant="$1$4$abc")) as service,
    ):
        for _ in range(2):
            service.ask("POST", "/v1/leveringen", b"x")
    one, other = (headers for _, _, headers in running.seen)
    assert one["fsc-grant-hash"] == "$1$4$abc"
    ids = [headers["fsc-transaction-id"] for headers in (one, other)]
    assert all(len(text) == 36 and text[14] == "7" and text[19] in "89ab" for text in ids)
    assert ids[0] != ids[1]


def test_a_date_to_come_back_is_understood() -> None:
    running, waits = Running(), []
    running.trouble.answers = [(503, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=90))})]
    with (
        served(receiver_app(Receiver(), running), running),
        Service(Road(running.url), Pace(sleep=waits.append)) as service,
    ):
        assert service.ask("POST", "/v1/leveringen", b"x").status == 202
    assert 60 < waits[0] <= 90
