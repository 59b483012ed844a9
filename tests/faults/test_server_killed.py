"""A server that is killed while a delivery comes in leaves the old or the new; the next one clears up, and takes it again."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from ketenmonitor.inbox import Inbox
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, home_of, received
from tests.faults.crash import state
from tests.unit.web.sites import LATE
from tests.unit.web.uploads import ADDRESS, HEADERS, body, left, token_of, zipped
from tests.web.process import SOON, Server, served, wait_until, with_accounts

ROWS, SIZE = 20_000, 2_000_000
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills a whole group of processes")


def large(folder: Path, name: str, follows: str | None) -> Path:
    """A delivery that takes a while to receive."""
    at = "2024-01-05T10:00:00+01:00"
    rows = [(f"{name}-{n}", "aangifte", at, f"{name}-m{n}") for n in range(ROWS)]
    start = None if follows else "2024-01-01T00:00:00+01:00"
    return deliver(folder, name, events=rows, follows=follows, delivered_from=start, made_at=LATE)


def seen(home: Home) -> dict[str, Any]:
    """All that can be seen of a home but since when it is known."""
    found = state(home)
    return found | {"linkage": [{n: v for n, v in one.items() if n != "known_at"} for one in found["linkage"]]}


def coming_in(home: Home) -> Callable[[], bool]:
    return lambda: any(p.stat().st_size > SIZE // 4 for p in (home.path / "inbox" / "incoming").glob("*/delivery.zip"))


def unpacking(home: Home) -> Callable[[], bool]:
    return lambda: any(home.path.glob(".unpacked-*"))


def writing(home: Home) -> Callable[[], bool]:
    """Whether there are more files of events than when this was asked first."""

    def files() -> int:
        return len(list((home.tables_path("proef") / "events").rglob("*.parquet")))

    before = files()
    return lambda: files() > before


def killed(server: Server, client: httpx.Client, pieces: Iterable[bytes], is_then: Callable[[], bool]) -> None:
    """Hand in, and kill the server as soon as something holds."""
    answers: list[httpx.Response] = []

    def hand_in() -> None:
        with suppress(httpx.TransportError):
            answers.append(client.post(ADDRESS, content=pieces, headers=HEADERS))

    hand = threading.Thread(target=hand_in)
    hand.start()
    wait_until(is_then, server)
    server.kill()
    hand.join(SOON)
    assert answers == []  # it was on its way


def stuck(form: bytes) -> Iterator[bytes]:
    """Half a form, and then nothing for long."""
    yield form[: len(form) // 2]
    for _ in range(100):
        time.sleep(0.1)
        yield b"x"


MOMENTS = {"d1": coming_in, "d2": unpacking, "d3": writing}


def test_whenever_it_is_killed_the_old_or_the_new_is_there_and_the_same_delivery_comes_in_again(tmp_path: Path) -> None:
    home, clean = home_of(tmp_path / "a", DEFINITION), home_of(tmp_path / "b", DEFINITION)
    with_accounts(home)
    old, follows = seen(home), None
    for name, moment in MOMENTS.items():
        delivery = large(tmp_path / "made", name, follows)
        content = zipped(delivery)
        assert received(clean, delivery, LATE).status == "accepted"
        new = seen(clean)
        with served(home) as server:
            client = server.visitor("engineer")
            token = token_of(client)
            pieces = stuck(body(token, bytes(SIZE))) if moment is coming_in else [body(token, content)]
            killed(server, client, pieces, moment(home))
        assert seen(home) in (old, new)
        is_kept = moment is not coming_in
        assert (len(left(home)), len(Inbox(home).waiting())) == (
            (0, 1) if is_kept else (1, 0)
        )  # what it was killed over
        with served(home) as server:
            wait_until(lambda: left(home) == [] and Inbox(home).waiting() == [], server)
            assert seen(home) == (new if is_kept else old)
            client = server.visitor("engineer")
            answer = client.post(ADDRESS, content=body(token_of(client), content), headers=HEADERS)
            assert answer.status_code == 200
        assert seen(home) == new
        assert not unpacking(home)()
        old, follows = new, name
