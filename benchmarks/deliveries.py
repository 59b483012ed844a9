"""A thousand deliveries in parallel from twenty senders, over TLS with client certificates, with the server killed and started again in
the middle; and events one by one. It fails when anything is lost or comes in twice.

    python -m benchmarks.deliveries [--deliveries 1000] [--senders 20] [--events 20000]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import ssl
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx

from ketenmonitor.inbox import Event, Events, Happened, Inbox
from ketenmonitor.store import Home, ledger
from tests.faults.test_deliveries_killed import FOLLOWING, Place
from tests.unit.web.organisations import AT, CLOUDEVENT, DELIVERIES, EVENTS, ZIP, delivery, event
from tests.web import process
from tests.web.process import Server, served

LONG = 24 * 3600.0


def main() -> None:
    """Do all of it, and say how long it took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--deliveries", type=int, default=1000)
    asked.add_argument("--senders", type=int, default=20)
    asked.add_argument("--events", type=int, default=20_000)
    said = asked.parse_args()
    process.SOON = 600.0  # a busy machine takes a while to start a server
    with tempfile.TemporaryDirectory() as folder:
        commits(Path(folder), said.events)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder))
        with (place.home.path / "monitor.toml").open("r+", encoding="utf-8") as file:
            text = file.read()
            file.seek(0)
            file.write(text.replace("[web]", "[web]\nevents_a_minute = 0", 1))
        over_http(place, said.events, said.senders)
        many(place, said.deliveries, said.senders)


def commits(folder: Path, n: int) -> None:
    """Events into the store itself: many in a commit, and beside it one commit for each."""
    for name, most, n_events in (("one commit for each", 1, max(n // 10, 1)), ("as it is: many in a commit", 1000, n)):
        root = folder / name.split(":")[0].replace(" ", "-")
        root.mkdir()
        events = Events(root, most)
        began = time.perf_counter()
        asyncio.run(_put_all(events, n_events))
        report(f"events into the store, {name}", n_events, time.perf_counter() - began)


async def _put_all(events: Events, n: int) -> None:
    turn = asyncio.Semaphore(200)  # so many wait at once

    async def put(number: int) -> None:
        async with turn:
            happened = Happened(f"e{number}", "aangifte", AT, 0, f"m{number}")
            await events.put(Event("urn:x", f"e{number}", "x", "proef", "politie", 0, 0, "x", happened=happened))

    await asyncio.gather(*(put(number) for number in range(n)))


def over_http(place: Place, n: int, senders: int) -> None:
    """Events over HTTP, each sender on one connection."""
    with served(place.home, 2, tls=place.anybody) as server:

        def send(sender: int) -> None:
            with client(server, place.politie) as line:
                for number in range(n // senders):
                    content = json.dumps(event(f"e{sender}-{number}", objectId=f"m{sender}-{number}")).encode()
                    answer = line.post(EVENTS, content=content, headers=CLOUDEVENT)
                    assert answer.status_code == 202, answer.text

        began = time.perf_counter()
        with ThreadPoolExecutor(senders) as hands:
            list(hands.map(send, range(senders)))
        report(
            "events over HTTP, TLS with a client certificate, two processes",
            n // senders * senders,
            time.perf_counter() - began,
        )


def many(place: Place, n: int, senders: int) -> None:
    """Deliveries from all senders at once; the server is killed when half of them were answered, and started again."""
    names = [f"s{sender}-{number}" for sender in range(senders) for number in range(n // senders)]
    made = {name: delivery(place.folder / "sent", name, **FOLLOWING) for name in names}
    address: dict[str, str] = {}
    answered: list[str] = []

    def send(sender: int) -> None:
        for name in names[sender * (n // senders) : (sender + 1) * (n // senders)]:
            while True:
                with suppress(httpx.TransportError), httpx.Client(verify=place.politie, timeout=120) as line:
                    answer = line.post(f"{address['now']}{DELIVERIES}", content=made[name], headers=ZIP)
                    if answer.status_code in (200, 202):
                        break
                    assert answer.status_code == 503, answer.text
                time.sleep(0.2)
            answered.append(name)

    with served(place.home, 2, tls=place.anybody) as server, ThreadPoolExecutor(senders) as hands:
        with client(server, place.politie) as line:
            assert line.post(DELIVERIES, content=delivery(place.folder / "sent", "d0"), headers=ZIP).status_code == 202
        wait(lambda: accepted(place.home)["d0"] == 1)
        began = time.perf_counter()
        address["now"] = server.address
        sending = [hands.submit(send, sender) for sender in range(senders)]
        wait(lambda: len(answered) >= len(names) // 2)
        server.kill()
        print(
            f"killed when {len(answered)} were answered and {sum(accepted(place.home).values()) - 1} received",
            flush=True,
        )
        with served(place.home, 2, tls=place.anybody) as next_server:
            address["now"] = next_server.address
            for one in sending:
                one.result()
            report("deliveries kept", len(names), time.perf_counter() - began)
            wait(lambda: not Inbox(place.home).waiting())
            report("deliveries received", len(names), time.perf_counter() - began)
    found = accepted(place.home)
    assert found == dict.fromkeys(["d0", *names], 1), "lost, or twice"
    print(f"{len(names)} deliveries, none lost and none twice", flush=True)


def client(server: Server, tls: ssl.SSLContext) -> httpx.Client:
    return httpx.Client(base_url=server.address, verify=tls, timeout=120)


def accepted(home: Home) -> Counter[str]:
    return Counter(receipt.delivery_id for receipt in ledger.read(home.tables_path("proef")))


def wait(holds: object) -> None:
    until = time.monotonic() + LONG
    while not holds():  # type: ignore[operator]  # a function without parameters
        assert time.monotonic() < until
        time.sleep(0.2)


def report(what: str, n: int, seconds: float) -> None:
    print(f"{what}: {n:,} in {seconds:,.1f} s, {n / seconds:,.1f} a second", flush=True)


if __name__ == "__main__":
    main()
