"""Delivering over HTTP: answered when it is kept, received once, and only from who may deliver for whom it is."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from ketenmonitor import intake
from ketenmonitor.definition import read_definition
from ketenmonitor.errors import StorageError
from ketenmonitor.inbox import Drain, Inbox
from ketenmonitor.keys import sealed
from ketenmonitor.store import Home, ledger, open_home
from ketenmonitor.web.deliveries.desk import MOST_AT_ONCE
from tests import loops
from tests.certificates import OINS, Authority, expired
from tests.chain import NOW, home_of, instant, received
from tests.pseudonymous import PHRASE, pseudonymised, with_pseudonyms
from tests.unit.web.organisations import (
    AT,
    DELIVERIES,
    SPAN,
    WITH_OINS,
    ZIP,
    Organisations,
    delivery,
    finished,
    refusals,
    sent,
)
from tests.unit.web.sites import visitor
from tests.unit.web.uploads import in_pieces, left, zipped

TRANSACTION = "019564c2-7b1e-7a3c-9f6e-2d5a9c0b1e77"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, WITH_OINS)


@pytest.fixture
def parties(home: Home, tmp_path: Path) -> Organisations:
    return Organisations(home, tmp_path / "trust")


def accepted(home: Home) -> list[str]:
    return [receipt.delivery_id for receipt in ledger.read(home.tables_path("proef"))]


def waits(home: Home) -> list[str]:
    return [one.delivery_id for one in Inbox(home).waiting()]


def test_a_delivery_is_kept_and_then_received_and_says_what_became_of_it(
    parties: Organisations, home: Home, tmp_path: Path
) -> None:
    client = parties.program()
    with FileLock(home.path / "lock"):  # so that it waits
        answer = sent(client, delivery(tmp_path, n=3))
        said = answer.json()
        assert (answer.status_code, said["status"], said["delivery_id"]) == (202, "received", "d1")
        assert answer.headers["location"] == f"{DELIVERIES}/{said['id']}"
        assert (waits(home), accepted(home)) == (["d1"], [])
    said = finished(client, answer)
    assert (said["status"], said["counts"], said["n_quarantined"]) == ("accepted", {"events": 3}, 1)
    assert [(one["file"], one["row"], one["column"]) for one in said["quarantined"]] == [("events.csv", 4, "activity")]
    assert "geheime-daad" not in json.dumps(said)
    assert (accepted(home), waits(home), left(home)) == (["d1"], [], [])
    assert not list((home.path / "inbox").rglob("*.zip"))


def test_the_same_delivery_again_is_the_same_resource(parties: Organisations, home: Home, tmp_path: Path) -> None:
    client, content = parties.program(), delivery(tmp_path)
    first = sent(client, content)
    finished(client, first)
    again = sent(client, delivery(tmp_path / "elsewhere", made_at="2024-02-02T00:00:00+01:00", contact="iemand"))
    assert (again.status_code, again.headers["location"]) == (200, first.headers["location"])
    assert again.json()["status"] == "accepted"
    assert accepted(home) == ["d1"]


def test_the_same_from_twenty_at_once_comes_in_once(parties: Organisations, home: Home, tmp_path: Path) -> None:
    content = delivery(tmp_path)
    clients = [parties.program() for _ in range(20)]
    with ThreadPoolExecutor(20) as hands:
        answers = list(hands.map(sent, clients, [content] * 20))
    assert {answer.status_code for answer in answers} <= {200, 202}
    assert len({answer.headers["location"] for answer in answers}) == 1
    finished(clients[0], answers[0])
    assert accepted(home) == ["d1"]


def test_other_content_under_the_same_name_is_a_conflict_while_it_waits_and_after(
    parties: Organisations, home: Home, tmp_path: Path
) -> None:
    client = parties.program()
    other = delivery(tmp_path / "other", n=5)
    with FileLock(home.path / "lock"):
        answer = sent(client, delivery(tmp_path))
        assert sent(client, other).status_code == 409
    assert finished(client, answer)["counts"] == {"events": 1}
    conflict = sent(client, other)
    assert (conflict.status_code, "new delivery_id" in conflict.json()["detail"]) == (409, True)
    assert left(home) == []
    assert "other content than before" in refusals(home)


def test_what_was_refused_says_all_reasons_and_may_come_again_mended(
    parties: Organisations, home: Home, tmp_path: Path
) -> None:
    client, wrong = parties.program(), delivery(tmp_path, kind="geheim", made_at="gisteren")
    answer = sent(client, wrong)
    said = finished(client, answer)
    assert said["status"] == "refused"
    assert all(any(word in one for one in said["reasons"]) for word in ("kind is not known", "made_at is not a time"))
    again = sent(client, wrong)
    assert (again.status_code, again.json()["status"]) == (200, "refused")
    mended = sent(client, delivery(tmp_path / "mended"))
    assert (mended.status_code, mended.headers["location"]) == (202, answer.headers["location"])
    assert finished(client, mended)["status"] == "accepted"


def test_the_very_same_comes_in_when_what_it_was_refused_for_was_ours(
    parties: Organisations, home: Home, tmp_path: Path
) -> None:
    client, content = parties.program(), delivery(tmp_path, definition_version="2")
    first = sent(client, content)
    assert finished(client, first)["status"] == "refused"
    (tmp_path / "2.toml").write_text(WITH_OINS.replace('version = "1"', 'version = "2"'), encoding="utf-8")
    home.add_definition(tmp_path / "2.toml", read_definition(tmp_path / "2.toml"), instant(NOW))
    again = sent(client, content)
    assert (again.status_code, again.headers["location"]) == (202, first.headers["location"])
    assert finished(client, again)["status"] == "accepted"
    assert (sent(client, content).status_code, accepted(home)) == (200, ["d1"])


def test_a_delivery_with_pseudonyms_waits_for_the_passphrase(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs the monitor must act, and the partner need not: it is not told that it did anything wrong."""
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
    source = replace(with_pseudonyms(home), sub=OINS["politie"], exp=4_000_000_000)
    place = pseudonymised(tmp_path, source, **SPAN, events=[("a", "aangifte", AT, "NL:bsn:111")])
    with monkeypatch.context() as now:
        now.delenv("KETENMONITOR_PASSPHRASE")
        inbox = Inbox(home)
        parties = Organisations(home, tmp_path / "trust")
        answer = sent(parties.program(), zipped(place))
        drain = Drain(home, inbox)
        while not drain.run(lambda: instant(NOW)):  # the other one is at it
            time.sleep(0.01)
        assert drain.is_stuck
        assert (waits(home), parties.program().get(answer.headers["location"]).json()["status"]) == (["d1"], "received")
        assert "d1" not in refusals(home)
    parties.desk.kick()
    assert finished(parties.program(), answer)["status"] == "accepted"
    assert accepted(home) == ["d1"]


def test_what_came_by_another_way_is_known(parties: Organisations, home: Home, tmp_path: Path) -> None:
    content = delivery(tmp_path)
    assert received(home, tmp_path / "made" / "d1").status == "accepted"
    client = parties.program()
    assert finished(client, sent(client, content))["status"] == "known"


@pytest.mark.parametrize("manifest", [{"partner": "om"}, {"chain": "andere"}, {"partner": "nergens"}, {"chain": 5}])
def test_a_delivery_of_others_is_refused_before_anything_is_kept(
    manifest: dict[str, Any], parties: Organisations, home: Home, tmp_path: Path
) -> None:
    answer = sent(parties.program(), delivery(tmp_path, **manifest))
    assert answer.status_code == 403
    assert "not a delivery of a partner for which you deliver" in answer.json()["detail"]
    assert (waits(home), left(home), accepted(home), intake.refusals(home)) == ([], [], [], ())
    assert refusals(home) == ["a delivery of others"]


def test_somebody_who_was_asked_to_delivers_for_others_and_for_nobody_else(home: Home, tmp_path: Path) -> None:
    parties = Organisations(home, tmp_path / "trust", deliverers={OINS["dienst"]: frozenset({"politie", "elders"})})
    client = parties.program("dienst")
    assert finished(client, sent(client, delivery(tmp_path)))["status"] == "accepted"
    assert sent(client, delivery(tmp_path, "o1", "om")).status_code == 403
    assert sent(parties.program("om"), delivery(tmp_path, "o1", "om")).status_code == 202


def test_an_engineer_delivers_for_their_own_partner(home: Home, tmp_path: Path) -> None:
    client = visitor(home, "engineer")
    assert finished(client, sent(client, delivery(tmp_path)))["status"] == "accepted"
    assert sent(client, delivery(tmp_path, "o1", "om")).status_code == 403
    elsewhere = sent(client, delivery(tmp_path, "d2"), origin="https://elders.nl")
    assert (elsewhere.status_code, "Another site" in elsewhere.json()["detail"]) == (403, True)
    assert sent(visitor(home, "analyst"), b"PK").status_code == 403


def test_who_does_not_prove_who_it_is_gets_nowhere_and_hears_why(
    parties: Organisations, home: Home, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    content = delivery(tmp_path)
    who = {
        "has expired": expired(parties.authority, OINS["politie"]),
        "not issued by an authority": Authority().vouched(OINS["politie"]),
        "no OIN": parties.authority.vouched(None),
    }
    with caplog.at_level(logging.WARNING, "ketenmonitor.web"):
        for reason, holder in who.items():
            answer = sent(parties.program(holder=holder), content)
            assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
            assert reason in answer.json()["detail"]
            assert answer.headers["www-authenticate"] == "Mutual"
            assert reason in caplog.text
    assert sent(parties.program(None), content).status_code == 401
    spoofed = parties.authority.vouched(OINS["politie"]).header
    assert sent(parties.program(None), content, **{"client-cert": spoofed}).status_code == 401
    assert sent(parties.program(None, peer="10.0.0.5"), content, **{"client-cert": spoofed}).status_code == 202
    assert OINS["politie"] not in caplog.text


def test_pages_for_everybody_do_not_ask_for_a_certificate(parties: Organisations) -> None:
    for client in (parties.program(None), parties.program(holder=Authority().vouched(OINS["om"]))):
        assert client.get("/v1/ketens").status_code == 200
        assert client.get("/health").status_code == 200
    assert parties.program().get("/v1/ketens/proef/maten").status_code == 401


def test_others_do_not_see_it_or_whether_it_is_there(parties: Organisations, tmp_path: Path) -> None:
    own, other = parties.program("politie"), parties.program("om")
    answer = sent(own, delivery(tmp_path))
    finished(own, answer)
    assert other.get(answer.headers["location"]).status_code == 404
    assert (
        other.get(f"{DELIVERIES}/{'0' * 32}").json()["detail"] == other.get(answer.headers["location"]).json()["detail"]
    )
    assert other.get(DELIVERIES).json()["total"] == 0
    assert own.get(DELIVERIES).json()["deliveries"][0]["delivery_id"] == "d1"
    assert parties.program(None).get(answer.headers["location"]).status_code == 401


def test_the_list_has_pages_the_latest_first(
    parties: Organisations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketenmonitor.web.api.deliveries.PAGE_SIZE", 2)
    client = parties.program()
    parties.desk._is_stopped = True  # nothing is received
    for n in range(3):
        sent(client, delivery(tmp_path, f"d{n}"))
    first = client.get(DELIVERIES)
    assert [one["delivery_id"] for one in first.json()["deliveries"]] == ["d2", "d1"]
    assert f'<{DELIVERIES}?page=2>; rel="next"' in first.headers["link"]
    last = client.get(f"{DELIVERIES}?page=2")
    assert ([one["delivery_id"] for one in last.json()["deliveries"]], last.json()["total"]) == (["d0"], 3)


def digest(content: bytes, name: str = "sha-256") -> str:
    made = {"sha-256": sha256, "sha-512": sha512}[name](content).digest()
    return f"{name}=:{base64.b64encode(made).decode()}:"


def test_what_came_damaged_is_refused_when_its_hash_was_said(
    parties: Organisations, home: Home, tmp_path: Path
) -> None:
    client, content = parties.program(), delivery(tmp_path)
    wrong = [
        digest(content + b"x"),
        f"{digest(content)}, {digest(b'x', 'sha-512')}",
        "sha-256=x",
        "md5=:QUJD:",
        "sha-256=:QQ:",
    ]
    for said in wrong:
        answer = sent(client, content, **{"content-digest": said})
        assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "Content-Digest")
    assert (waits(home), left(home)) == ([], [])
    right = f"{digest(content)}, {digest(content, 'sha-512')}, unixsum=:AA==:"
    assert sent(client, content, **{"content-digest": right}).status_code == 202


@pytest.mark.parametrize("content", [b"", b"geen zip", b"PK\x03\x04half"])
def test_what_is_no_delivery_is_a_bad_request_and_not_kept(content: bytes, parties: Organisations, home: Home) -> None:
    answer = sent(parties.program(), content)
    assert answer.status_code == 400
    assert "Not a zip" in answer.json()["errors"][0]["detail"]
    assert (left(home), waits(home), intake.refusals(home)) == ([], [], ())


def test_other_media_types_and_too_much_are_refused(home: Home, tmp_path: Path) -> None:
    parties = Organisations(home, tmp_path / "trust", upload_mb=1)
    client, content = parties.program(), bytes(1_100_000)
    for said in ("text/plain", "multipart/form-data; boundary=x", ""):
        answer = client.post(DELIVERIES, content=b"PK", headers={"content-type": said})
        assert (answer.status_code, "application/zip" in answer.json()["detail"]) == (415, True)
    assert sent(client, content).status_code == 413
    answer = client.post(DELIVERIES, content=in_pieces(content, 60_000), headers=ZIP)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert left(home) == []


def test_many_at_once_and_a_full_disk_are_told_when_to_come_back(
    parties: Organisations, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, content = parties.program(), delivery(tmp_path)
    parties.desk._n = MOST_AT_ONCE
    answer = sent(client, content)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    parties.desk._n = 0

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as now:
        now.setattr("ketenmonitor.inbox.box._sync_file", full)
        answer = sent(client, content)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "was not" in answer.json()["detail"]
    assert (left(home), waits(home)) == ([], [])
    assert sent(client, content).status_code == 202


def test_a_log_that_cannot_be_written_lets_nothing_in(parties: Organisations, home: Home, tmp_path: Path) -> None:
    (home.path / "log").write_bytes(b"")
    assert sent(parties.program(), delivery(tmp_path)).status_code == 503
    assert waits(home) == []


def test_who_delivered_what_for_whom_is_in_the_log(parties: Organisations, home: Home, tmp_path: Path) -> None:
    sent(parties.program(), delivery(tmp_path))
    line = json.loads((home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert {name: line[name] for name in ("user", "command", "chain", "delivery")} == {
        "user": f"oin:{OINS['politie']}", "command": "receive", "chain": "proef", "delivery": "d1",
    }  # fmt: skip


def test_a_delivery_waits_for_the_one_that_it_follows(parties: Organisations, home: Home, tmp_path: Path) -> None:
    client = parties.program()
    with FileLock(home.path / "inbox" / "drain.lock"):
        last = [
            sent(client, delivery(tmp_path, name, follows=follows, delivered_from=None))
            for name, follows in (("d3", "d2"), ("d2", "d1"))
        ]
        sent(client, delivery(tmp_path, "d1"))
    parties.desk.kick()
    assert finished(client, last[0])["status"] == "accepted"
    assert accepted(home) == ["d1", "d2", "d3"]


def test_a_delivery_that_makes_us_fail_does_not_hold_up_the_others(
    parties: Organisations, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intake.receive

    def failing(home: Home, path: Path, *more: Any) -> intake.Outcome:
        if Inbox(home).find(path.parent.name).delivery_id == "d1":  # type: ignore[union-attr]  # it waits
            raise ZeroDivisionError
        return real(home, path, *more)

    client = parties.program()
    with monkeypatch.context() as now:
        now.setattr("ketenmonitor.inbox.drain.receive", failing)
        first = sent(client, delivery(tmp_path, "d1"))
        second = sent(client, delivery(tmp_path, "d2"))
        assert finished(client, second)["status"] == "accepted"
        assert client.get(first.headers["location"]).json()["status"] == "received"
    assert sent(client, delivery(tmp_path, "d1")).status_code == 202
    assert finished(client, first)["status"] == "accepted"


def test_a_delivery_that_is_too_much_for_us_does_not_hold_up_the_others(
    parties: Organisations, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = intake.receive
    tried: list[str] = []

    def failing(home: Home, path: Path, *more: Any) -> intake.Outcome:
        name = Inbox(home).find(path.parent.name).delivery_id  # type: ignore[union-attr]  # it waits
        tried.append(name)
        if name in too_much:
            raise StorageError("more memory than there is")
        return real(home, path, *more)

    client, too_much = parties.program(), {"d1"}
    with monkeypatch.context() as now:
        now.setattr("ketenmonitor.inbox.drain.receive", failing)
        with FileLock(home.path / "inbox" / "drain.lock"):
            first, *others = [sent(client, delivery(tmp_path, name)) for name in ("d1", "d2", "d3")]
        parties.desk.kick()
        assert [finished(client, one)["status"] for one in others] == ["accepted", "accepted"]
        assert client.get(first.headers["location"]).json()["status"] == "received"
    assert tried.index("d1") < tried.index("d2")
    parties.desk.kick()
    assert finished(client, first)["status"] == "accepted"


def test_when_nothing_can_be_kept_not_each_of_them_is_tried(
    home: Home, parties: Organisations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def full(home: Home, path: Path, *more: Any) -> intake.Outcome:
        tried.append(path.parent.name)
        raise StorageError("there is no room")

    monkeypatch.setattr("ketenmonitor.inbox.drain.receive", full)
    with FileLock(home.path / "inbox" / "drain.lock"):
        for name in ("d1", "d2", "d3"):
            sent(parties.program(), delivery(tmp_path, name))
        inbox = Inbox(home)
        drain = Drain(home, inbox)
        drain._lock = FileLock(tmp_path / "other.lock", timeout=0)
        assert drain.run(lambda: instant(NOW))
    assert drain.is_stuck
    assert len(tried) == 2
    assert waits(home) == ["d1", "d2", "d3"]


def test_after_a_month_nobody_remembers_what_became_of_it(parties: Organisations, home: Home, tmp_path: Path) -> None:
    client = parties.program()
    answer = sent(client, delivery(tmp_path))
    finished(client, answer)
    inbox, day = Inbox(home), 86_400_000_000
    now_us = (home.path / "inbox" / "done").stat().st_mtime_ns // 1000
    inbox.remove_old(now_us + 29 * day)
    assert client.get(answer.headers["location"]).status_code == 200
    inbox.remove_old(now_us + 31 * day)
    assert client.get(answer.headers["location"]).status_code == 404
    assert finished(client, sent(client, delivery(tmp_path)))["status"] == "known"


def test_the_number_of_a_request_by_fsc_is_kept_and_given_back(home: Home, tmp_path: Path) -> None:
    from tests.unit.identity import test_fsc as fsc

    place = tmp_path / "fsc.jwks"
    place.write_text(json.dumps(fsc.KeySet([fsc.KEY]).as_dict(private=False)), encoding="utf-8")
    said = {
        "inways": fsc.INWAY, "keys": str(place), "group": "fsc.proef", "peer": fsc.OURS, "service": "ketenmonitor",
        "audience": "https://inway.example.nl:443",
    }  # fmt: skip
    parties = Organisations(home, tmp_path / "trust")
    with (home.path / "monitor.toml").open("a", encoding="utf-8") as file:
        file.write("[identity.fsc]\n" + "".join(f'{name} = "{value}"\n' for name, value in said.items()))
    from ketenmonitor.web.settings import web_settings

    parties.app.state.site = type(parties.app.state.site)(
        home, web_settings(open_home(home.path)), parties.app.state.site.sessions
    )
    now = int(time.time())  # not when these tests were begun
    headers = {
        "fsc-authorization": f"Bearer {fsc.token(act={'sub': fsc.DIENST}, nbf=now - 60, exp=now + 60)}",
        "fsc-transaction-id": TRANSACTION,
    }
    client = parties.program(None, peer=fsc.INWAY)
    answer = sent(client, delivery(tmp_path), **headers)
    assert (answer.status_code, answer.headers["fsc-transaction-id"]) == (202, TRANSACTION)
    line = json.loads((home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["user"], line["for"], line["transaction"]) == (f"oin:{fsc.DIENST}", fsc.POLITIE, TRANSACTION)
    wrong = sent(client, delivery(tmp_path), **{**headers, "fsc-transaction-id": "x"})
    assert (wrong.status_code, wrong.headers["www-authenticate"]) == (401, "Bearer")


def test_who_stalls_is_not_waited_for(
    parties: Organisations, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender of which nothing more comes, as a server sees it."""
    monkeypatch.setattr("ketenmonitor.api.body.PATIENCE_SECONDS", 0.05)
    pieces = [{"type": "http.request", "body": delivery(tmp_path)[:100], "more_body": True}]
    answer: list[Any] = []

    async def receive() -> Any:
        if not pieces:
            await asyncio.Event().wait()
        return pieces.pop()

    async def send(message: Any) -> None:
        answer.append(message)

    headers = [(name.encode(), value.encode()) for name, value in {"host": "x", **ZIP}.items()]
    said = {
        "method": "POST",
        "path": DELIVERIES,
        "raw_path": b"",
        "query_string": b"",
        "headers": headers,
        "scheme": "https",
    }
    scope = {
        "type": "http",
        "http_version": "1.1",
        "root_path": "",
        "server": ("x", 443),
        "client": ("192.0.2.1", 1),
        **said,
    }
    loops.run(parties.program().app(scope, receive, send))
    assert answer[0]["status"] == 408
    assert left(home) == []
