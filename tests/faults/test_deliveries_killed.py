"""What was said to be received is received once, whatever happens to the server: over real TLS, with a server that is killed."""

from __future__ import annotations

import json
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

from ketenmonitor.inbox import Drain, Inbox, entry_of, streams
from ketenmonitor.inbox.entries import ZIP as NAME
from ketenmonitor.inbox.events import Events
from ketenmonitor.store import Home, ledger
from tests.certificates import OINS, Authority, expired
from tests.chain import NOW, deliver, home_of, instant, n_events, received
from tests.unit.web.organisations import (
    CLOUDEVENT,
    DELIVERIES,
    EVENTS,
    WITH_OINS,
    ZIP,
    delivery,
    event,
    mark,
)
from tests.unit.web.uploads import left, zipped
from tests.web.process import SOON, Server, served, wait_until

SENDERS, EACH, EVENTS_EACH = 20, 1, 10
FOLLOWING = {"delivered_from": None, "follows": "d0"}


class Place:
    """A home that is served over TLS, and who may deliver to it."""

    def __init__(self, folder: Path) -> None:
        self.home, self.folder, self.authority = home_of(folder, WITH_OINS), folder, Authority()
        self.authorities = self.authority.written(folder / "tls")
        certificate, key = self.authority.server().written(folder / "tls", "server")
        with (self.home.path / "monitor.toml").open("a", encoding="utf-8") as file:
            file.write(
                f'[web]\nrequests_a_minute = 0\n[web.tls]\ncertificate = "{certificate}"\nkey = "{key}"\n'
                f'[identity]\nauthorities = "{self.authorities}"\n'
            )
        self.anybody = ssl.create_default_context(cafile=str(self.authorities))
        self.politie = self.context("politie")

    def context(self, name: str) -> ssl.SSLContext:
        """TLS of an organisation."""
        context = ssl.create_default_context(cafile=str(self.authorities))
        holder = expired(self.authority, OINS["politie"]) if name == "expired" else self.authority.vouched(OINS[name])
        context.load_cert_chain(*holder.written(self.folder / "tls", name))
        return context

    def client(self, server: Server, name: str = "politie") -> httpx.Client:
        verify = self.politie if name == "politie" else self.context(name)
        return httpx.Client(base_url=server.address, verify=verify, timeout=SOON)

    def accepted(self) -> Counter[str]:
        """How often each delivery is in."""
        return Counter(receipt.delivery_id for receipt in ledger.read(self.home.tables_path("proef")))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def until_all_in(place: Place, server: Server, wanted: set[str]) -> None:
    last = time.monotonic() + 4 * SOON
    while set(place.accepted()) < wanted:
        assert time.monotonic() < last, set(wanted) - set(place.accepted())
        assert server.process.poll() is None, server.log.read_text(encoding="utf-8")
        time.sleep(0.05)


def insist(address: dict[str, str], tls: ssl.SSLContext, path: str, content: bytes, headers: dict[str, str]) -> None:
    """As a sender does: again and again until it hears that it was received."""
    while True:
        with suppress(httpx.TransportError), httpx.Client(verify=tls, timeout=SOON) as client:
            answer = client.post(f"{address['now']}{path}", content=content, headers=headers)
            if answer.status_code in (200, 202):
                return
            assert answer.status_code == 503, answer.text
        time.sleep(0.05)


def post(client: httpx.Client, content: Any) -> httpx.Response:
    return client.post(DELIVERIES, content=content, headers=ZIP)


def test_who_may_and_who_may_not_over_tls_and_several_workers(place: Place, tmp_path: Path) -> None:
    with served(place.home, 2, tls=place.anybody) as server:
        answer = post(place.client(server), delivery(tmp_path))
        assert answer.status_code == 202
        assert post(place.client(server, "om"), delivery(tmp_path, "d2")).status_code == 403
        assert server.visitor().get("/v1/ketens").status_code == 200
        assert server.visitor().post(DELIVERIES, content=b"", headers=ZIP).status_code == 401
        with pytest.raises(httpx.TransportError, match=r"(?i)certificate expired"):
            post(place.client(server, "expired"), delivery(tmp_path, "d3"))
        until_all_in(place, server, {"d1"})
        assert any("certificate has expired" in line["what"] for line in server.lines())
    assert place.accepted() == {"d1": 1}


def test_half_a_body_brings_nothing_and_the_others_go_on(place: Place, tmp_path: Path) -> None:
    content = delivery(tmp_path, n=2000)
    with served(place.home, tls=place.anybody) as server:
        line = place.politie.wrap_socket(server.connection(), server_hostname="127.0.0.1")
        head = f"POST {DELIVERIES} HTTP/1.1\r\nHost: x\r\nContent-Type: application/zip\r\nContent-Length: {len(content)}\r\n\r\n"
        line.sendall(head.encode() + content[: len(content) // 2])
        wait_until(lambda: left(place.home), server)
        assert post(place.client(server), delivery(tmp_path, "d2")).status_code == 202
        line.close()
        wait_until(lambda: not left(place.home), server)
        until_all_in(place, server, {"d2"})
    assert place.accepted() == {"d2": 1}


def test_killed_while_it_comes_in_nothing_is_kept(place: Place, tmp_path: Path) -> None:
    content = delivery(tmp_path, n=2000)
    with served(place.home, tls=place.anybody) as server:

        def pieces() -> Iterator[bytes]:
            yield content[: len(content) // 2]
            server.kill()
            yield content[len(content) // 2 :]

        with pytest.raises(httpx.TransportError):
            post(place.client(server), pieces())
    assert Inbox(place.home).waiting() == []
    with served(place.home, tls=place.anybody) as server:
        wait_until(lambda: not left(place.home), server)
        assert post(place.client(server), content).status_code == 202
        until_all_in(place, server, {"d1"})
    assert place.accepted() == {"d1": 1}


def test_killed_after_the_answer_it_is_received_by_the_next_server(place: Place, tmp_path: Path) -> None:
    with (
        served(place.home, tls=place.anybody) as server,
        FileLock(place.home.path / "lock"),
    ):  # so that none is received
        for name in ("d1", "d2"):
            assert post(place.client(server), delivery(tmp_path, name)).status_code == 202
        server.kill()
    assert (place.accepted(), len(Inbox(place.home).waiting())) == ({}, 2)
    with served(place.home, 2, tls=place.anybody) as server:
        until_all_in(place, server, {"d1", "d2"})
        wait_until(lambda: not Inbox(place.home).waiting(), server)
    assert place.accepted() == {"d1": 1, "d2": 1}


def unpacking(home: Home) -> Callable[[], bool]:
    return lambda: any(home.path.glob(".unpacked-*"))


def written(home: Home) -> Callable[[], bool]:
    """Whether the rows of events are written, and not yet in the ledger."""
    before = len(list((home.tables_path("proef") / "events").rglob("*.parquet")))
    return lambda: len(list((home.tables_path("proef") / "events").rglob("*.parquet"))) > before


@pytest.mark.parametrize("moment", [unpacking, written])
def test_killed_while_it_is_received_it_is_received_once(
    moment: Callable[[Home], Callable[[], bool]], place: Place, tmp_path: Path
) -> None:
    is_then = moment(place.home)
    with served(place.home, tls=place.anybody) as server:
        answer = post(place.client(server), delivery(tmp_path, n=20_000))
        wait_until(is_then, server)
        server.kill()
    with served(place.home, tls=place.anybody) as server:
        until_all_in(place, server, {"d1"})
        client = place.client(server)
        wait_until(lambda: client.get(answer.headers["location"]).json()["status"] != "received", server)
        said = client.get(answer.headers["location"]).json()
    assert (said["status"], said["counts"], said["n_quarantined"]) == ("accepted", {"events": 20_000}, 1)
    assert (place.accepted(), n_events(place.home)) == ({"d1": 1}, 20_000)


def test_received_and_killed_before_it_could_be_noted_it_still_says_accepted(place: Place, tmp_path: Path) -> None:
    home, inbox = place.home, Inbox(place.home)
    made = deliver(
        tmp_path, "d1", events=[("a1", "aangifte", "2024-01-05T10:00:00+01:00", "m1"), ("a2", "x", "x", "m1")]
    )
    said = json.loads((made / "delivery.json").read_text(encoding="utf-8"))
    with inbox.incoming() as folder:
        (folder / NAME).write_bytes(zipped(made))
        entry, is_new = inbox.place(folder, entry_of(said, "x", "oin:x", instant(NOW)))
    assert is_new
    assert received(home, made).status == "accepted"
    assert Drain(home, inbox).run(lambda: instant(NOW))
    found = inbox.find(entry.id)
    assert found
    assert found.outcome
    assert (found.status, found.outcome.counts, found.n_quarantined) == ("accepted", {"events": 1}, 1)
    assert [(one["row"], one["column"]) for one in found.outcome.quarantined] == [(2, "activity")]


def test_twenty_senders_and_a_server_that_is_killed_none_lost_none_twice(place: Place, tmp_path: Path) -> None:
    names = [f"s{sender}-{n}" for sender in range(SENDERS) for n in range(EACH)]
    made = {name: delivery(tmp_path, name, **FOLLOWING) for name in names}
    first = delivery(tmp_path, "d0")
    address: dict[str, str] = {}

    def send(sender: int) -> None:
        for n in range(EACH):
            insist(address, place.politie, DELIVERIES, made[f"s{sender}-{n}"], ZIP)

    with served(place.home, 2, tls=place.anybody) as server, ThreadPoolExecutor(SENDERS) as hands:
        assert post(place.client(server), first).status_code == 202
        until_all_in(place, server, {"d0"})
        address["now"] = server.address
        senders = [hands.submit(send, sender) for sender in range(SENDERS)]
        wait_until(lambda: len(place.accepted()) > 2, server)
        server.kill()
        with served(place.home, 2, tls=place.anybody) as next_server:
            address["now"] = next_server.address
            for sender in senders:
                sender.result(4 * SOON)
            until_all_in(place, next_server, {"d0", *names})
            wait_until(lambda: not Inbox(place.home).waiting(), next_server)
    assert place.accepted() == dict.fromkeys(["d0", *names], 1)
    assert n_events(place.home) == len(names) + 1
    assert left(place.home) == []


def test_events_of_twenty_senders_and_a_server_that_is_killed(place: Place) -> None:
    address: dict[str, str] = {}
    answered: list[str] = []

    def send(sender: int) -> None:
        for n in range(EVENTS_EACH):
            content = json.dumps(event(f"e{sender}-{n}", objectId=f"m{sender}-{n}")).encode()
            insist(address, place.politie, EVENTS, content, CLOUDEVENT)
            answered.append(f"e{sender}-{n}")

    with served(place.home, 2, tls=place.anybody) as server, ThreadPoolExecutor(SENDERS) as hands:
        address["now"] = server.address
        senders = [hands.submit(send, sender) for sender in range(SENDERS)]
        wait_until(lambda: len(answered) > SENDERS * EVENTS_EACH // 3, server)
        server.kill()
        kept = streams(Events(place.home.path / "inbox"))[0].waiting
        assert kept >= len(answered) - SENDERS  # one more may have been answered meanwhile
        with served(place.home, 2, tls=place.anybody) as next_server:
            address["now"] = next_server.address
            for sender in senders:
                sender.result(4 * SOON)
            vouched = mark("k", "2024-02-01T00:00:00+01:00", volledigVanaf="2024-01-01T00:00:00+01:00")
            with place.client(next_server) as client:
                assert client.post(EVENTS, content=json.dumps(vouched), headers=CLOUDEVENT).status_code == 202
            until_all_in(place, next_server, {"stroom-000001"})
    assert len(set(answered)) == SENDERS * EVENTS_EACH
    assert n_events(place.home) == SENDERS * EVENTS_EACH


@pytest.mark.parametrize("step", ["_place", "after"])
def test_killed_between_events_and_their_increment_each_comes_into_one(
    step: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An increment is decided, then put in the inbox, then noted: a crash between any two of these makes the same one again."""
    from ketenmonitor.inbox import batches
    from tests.unit.web.organisations import Organisations, reported

    parties = Organisations(place.home, place.folder / "trust")
    parties.desk._is_stopped = True
    client = parties.program()
    for n in range(3):
        reported(client, event(f"e{n}", objectId=f"m{n}"))
    reported(client, mark("k1", "2024-02-01T00:00:00+01:00", volledigVanaf="2024-01-01T00:00:00+01:00"))
    inbox, events, real = parties.desk.inbox, parties.desk.events, batches._place

    def dying(*given: Any) -> None:
        if step == "after":
            real(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as now:
        now.setattr(batches, "_place", dying)
        with pytest.raises(KeyboardInterrupt):
            batches.hand_over(place.home, inbox, events)
    reported(client, event("e9", objectId="m9"))  # too late for this increment
    batches.hand_over(place.home, inbox, events)
    batches.hand_over(place.home, inbox, events)
    assert Drain(place.home, inbox).run(lambda: instant(NOW))
    assert (place.accepted(), n_events(place.home)) == ({"stroom-000001": 1}, 3)
