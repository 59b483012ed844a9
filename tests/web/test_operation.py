"""Running the monitor for real: it stops well, each worker gives the same answers, and its log is for programs."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ketenmonitor.store import Home, ledger, prepared
from tests.chain import deliver
from tests.unit.web.sites import PASSWORD, filled_home, let_out, let_out_whole
from tests.unit.web.uploads import ADDRESS, FORM, HEADERS, body, token_of, zipped
from tests.web.process import Server, served, wait_until, with_accounts

PUBLIC = (
    "/",
    "/en/",
    "/cijfers/proef/2024-02-01/bestanden/index.html",
    "/cijfers/proef/2024-02-01/bestanden/charts/chain-nl.svg",
    "/cijfers/proef/2024-03-01/doorlooptijd/keten",
    "/health",
)
OF_ANALYSTS = ("/werkbank", "/werkbank/proef/stock?format=json", "/werkbank/proef/lead-time?format=csv")
SECRET = "zaak-van-iemand"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = filled_home(tmp_path_factory.mktemp("operation"))
    let_out(home, "2024-02-01")
    let_out_whole(home)
    with_accounts(home)
    return home


@pytest.fixture
def home(filled: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(filled.path, tmp_path / "home")))


@pytest.fixture(scope="module")
def server(filled: Home) -> Iterator[Server]:
    """One with two workers, for what does not end it."""
    with served(filled, 2, KETENMONITOR_WEB_UPLOAD_MB="1") as server:
        yield server


def begun(server: Server, length: int) -> Iterator[bytes]:
    """A login of which the end is still to come: first what was sent, then, when asked on, the answer."""
    said = f"name=niemand&password={SECRET}&to=/".encode().ljust(length, b"&")
    with server.connection() as line:
        head = (
            f"POST /inloggen HTTP/1.1\r\nHost: {server.address[7:]}\r\nConnection: close\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n"
        )
        line.sendall(head.encode() + said[: length // 2])
        yield b"half"
        line.sendall(said[length // 2 :])
        yield b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize("workers", [1, 2])
def test_who_is_being_answered_gets_the_answer_before_the_server_stops(workers: int, home: Home) -> None:
    with served(home, workers) as server:
        slow = begun(server, 100)
        next(slow)
        time.sleep(0.5)  # until a worker has what there is of it
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: server.log.read_text(encoding="utf-8").count("Shutting down") == workers)
        assert server.process.poll() is None
        answer = next(slow)
        assert answer.startswith(b"HTTP/1.1 401")
        assert b"horen niet bij elkaar" in answer
        assert server.process.wait(10) == 0
        assert SECRET not in server.log.read_text(encoding="utf-8")


def test_each_worker_gives_the_same_answers_and_knows_who_logged_in_at_the_other(server: Server) -> None:
    """One is held still while the other is asked, so that it is known who answers."""
    first, second = server.workers()
    found = {}
    client = None
    for asked, still in ((first, second), (second, first)):
        os.kill(still, signal.SIGSTOP)
        try:
            client = client or server.visitor("analyst")
            found[asked] = [plain(client.get(address)) for address in PUBLIC + OF_ANALYSTS]
        finally:
            os.kill(still, signal.SIGCONT)
    assert [status for status, _ in found[first]] == [200] * len(PUBLIC + OF_ANALYSTS)
    assert found[first] == found[second]


def plain(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.text


def test_the_log_is_json_and_holds_nothing_that_was_asked(home: Home) -> None:
    with served(home) as server:
        client = server.visitor("analyst")
        for address in ("/werkbank/proef/stock", "/nergens", "/werkbank/proef/nergens", "/inloggen"):
            client.get(address, params={"case": SECRET, "where": SECRET})
        server.visitor("handler").post("/zaken/proef", data={"case": SECRET, "token": "x"})
        (home.path / "chains" / "proef" / "definitions" / "0001.toml").write_bytes(b"\xff")
        assert client.get("/werkbank/proef/stock", params={"case": SECRET}).status_code in (400, 500)
        (home.path / "monitor.toml").write_bytes(b"\xff")
        server.process.terminate()
        assert server.process.wait(10) == 0  # with nothing to do it stops at once
        lines = server.lines()
        assert lines
        assert all({"at", "level", "what"} <= set(line) for line in lines)
        assert not re.search(f"{SECRET}|{PASSWORD}|[?]case", server.log.read_text(encoding="utf-8"))


def test_health_says_when_the_home_cannot_be_read_and_when_it_can_again(server: Server, filled: Home) -> None:
    away = filled.path.with_name("elders")
    filled.path.rename(away)
    answer = httpx.get(f"{server.address}/health")
    away.rename(filled.path)
    assert (answer.status_code, answer.json()) == (503, {"status": "unreadable"})
    assert httpx.get(f"{server.address}/health").json() == {"status": "ok", "chains": 1}


def test_only_a_proxy_that_is_named_may_say_where_a_visitor_comes_from(home: Home) -> None:
    """With a limit of three requests for each place: who is believed comes from a new one each time."""
    environment = {
        "ADDRESS": "https://monitor.example.nl",
        "REQUESTS_A_MINUTE": "3",
        "PROXIES": "127.0.0.1, 10.0.0.0/8",
    }
    with served(home, **{f"KETENMONITOR_WEB_{name}": value for name, value in environment.items()}) as server:
        for proxy, last in (("127.0.0.1", 200), ("127.0.0.2", 429)):
            client = httpx.Client(transport=httpx.HTTPTransport(local_address=proxy), base_url=server.address)
            said = [{"x-forwarded-for": f"203.0.113.9, 198.51.100.{n}"} for n in range(5)]
            assert [client.get("/static/icon.svg", headers=one).status_code for one in said][-1] == last


def test_an_address_without_end_is_refused(server: Server) -> None:
    with server.connection() as line:
        line.sendall(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 400")


def test_an_upload_that_is_too_large_gets_its_answer_also_when_it_does_not_say_how_large(server: Server) -> None:
    client = server.visitor("engineer")
    form = body(token_of(client), bytes(8_000_000))
    for content in (form, (form[i : i + 50_000] for i in range(0, len(form), 50_000))):
        answer = client.post(ADDRESS, content=content, headers=HEADERS)
        assert (answer.status_code, "Dit is te groot" in answer.text) == (413, True)
    assert client.get(FORM).status_code == 200


def test_tables_are_prepared_beside_the_server_at_its_start_and_after_a_delivery(home: Home, tmp_path: Path) -> None:
    def prepared_of() -> int:
        state = prepared.state_of(home, "proef", ledger.read(home.tables_path("proef")))
        return state.receipts if state else 0

    at, until = "2024-02-02T10:00:00+01:00", "2024-03-01T00:00:00+01:00"
    span = {"follows": "d1", "delivered_from": None, "delivered_until": until}
    delivery = deliver(tmp_path, "d2", events=[("x", "aangifte", at, "mx")], **span)
    with served(home, KETENMONITOR_PREPARE_FROM="1") as server:
        wait_until(lambda: prepared_of() == 1, server)
        client = server.visitor("engineer")
        answer = client.post(ADDRESS, content=body(token_of(client), zipped(delivery)), headers=HEADERS)
        assert answer.status_code == 200, answer.text
        wait_until(lambda: prepared_of() == 2, server)
        server.process.terminate()
        assert server.process.wait(10) == 0
        assert {line["how"] for line in server.lines() if line["what"] == "prepared"} <= {"rebuilt", "refreshed"}
