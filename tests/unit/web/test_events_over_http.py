"""Events one by one: by the profile, from who may say it, kept once, and in the figures when their partner vouches for them."""

from __future__ import annotations

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from ketenmonitor.cli.inbox import inbox
from ketenmonitor.inbox import Events, Kept, streams
from ketenmonitor.linking import Cases
from ketenmonitor.measures import state_of
from ketenmonitor.store import Home, ledger, open_view
from ketenmonitor.web.api.event_rules import Faulty, said_in
from ketenmonitor.web.api.event_shapes import data_schema
from tests import loops
from tests.certificates import OINS
from tests.chain import deliver, home_of, instant, received
from tests.unit.web.organisations import (
    AT,
    CLOUDEVENT,
    DELIVERIES,
    EVENTS,
    SOON,
    SPAN,
    WITH_OINS,
    Organisations,
    delivery,
    event,
    finished,
    mark,
    refusals,
    reported,
    sent,
)
from tests.unit.web.sites import visitor

FROM, UNTIL = "2024-01-01T00:00:00+01:00", "2024-02-01T00:00:00+01:00"
DEFINITION = WITH_OINS.replace(
    '[activities.aangifte]\npartner = "politie"\nobject = "melding"',
    '[activities.aangifte]\npartner = "politie"\nobject = "melding"\nattributes = ["eenheid", "ernst"]',
).replace("[attributes.minderjarig]", '[attributes.ernst]\ntype = "integer"\n[attributes.minderjarig]')


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, DEFINITION)


@pytest.fixture
def parties(home: Home, tmp_path: Path) -> Organisations:
    return Organisations(home, tmp_path / "trust")


@pytest.fixture
def client(parties: Organisations) -> TestClient:
    return parties.program()


def rows(home: Home) -> list[dict[str, Any]]:
    """What the monitor knows happened."""
    view = open_view(home, "proef")
    found = view.engine.run(view.events).to_pylist()
    return sorted(found, key=lambda row: row["event_id"])


def until_received(home: Home, n: int) -> list[Any]:
    """The receipts, when there are so many."""
    last = time.monotonic() + SOON
    while len(found := ledger.read(home.tables_path("proef"))) < n:
        assert time.monotonic() < last, "it was not received"
        time.sleep(0.02)
    return list(found)


def told(client: TestClient) -> dict[str, Any]:
    """What is said of the last delivery, when it is more than that it came: its receipt is there a moment before."""
    last = time.monotonic() + SOON
    while (said := client.get(DELIVERIES).json()["deliveries"][0])["status"] == "received":
        assert time.monotonic() < last, "nothing was said of it"
        time.sleep(0.02)
    return dict(said)


def waiting(client: TestClient) -> tuple[int, str | None]:
    (found,) = client.get(EVENTS).json()["streams"]
    return found["waiting"], found["complete_until"]


def test_what_happened_before_the_mark_counts_and_the_rest_waits(client: TestClient, home: Home) -> None:
    for n, at in enumerate((AT, "2024-01-31T23:59:59+01:00", UNTIL, "2024-02-03T10:00:00Z")):
        assert reported(client, event(f"e{n}", gebeurtenisMoment=at, objectId=f"m{n}")).status_code == 202
    assert waiting(client) == (4, None)
    assert ledger.read(home.tables_path("proef")) == ()
    assert reported(client, mark("k1", UNTIL, volledigVanaf=FROM)).status_code == 202
    (receipt,) = until_received(home, 1)
    assert (receipt.delivered_from_us, receipt.delivered_until_us) == (instant(FROM), instant(UNTIL))
    assert [row["event_id"] for row in rows(home)] == ["e0", "e1"]
    assert waiting(client) == (2, "2024-01-31T23:00:00Z")
    reported(client, mark("k2", "2024-02-03T00:00:00+01:00"))
    later = until_received(home, 2)[1]
    assert (later.follows, later.delivered_from_us) == (receipt.delivery_id, None)
    assert [row["event_id"] for row in rows(home)] == ["e0", "e1", "e2"]
    covered = ledger.coverage(ledger.read(home.tables_path("proef")), "politie")
    assert covered
    assert (covered.until_us, covered.gaps) == (instant("2024-02-03T00:00:00+01:00"), ())
    assert told(client)["delivery_id"] == "stroom-000002"
    found = client.get(DELIVERIES).json()["deliveries"]
    assert [(one["delivery_id"], one["status"]) for one in found] == [
        ("stroom-000002", "accepted"), ("stroom-000001", "accepted"),
    ]  # fmt: skip


def test_the_same_event_is_kept_once_and_another_with_its_id_is_a_conflict(client: TestClient, home: Home) -> None:
    said = event("e1")
    answers = [reported(client, said) for _ in range(3)]
    assert [(one.status_code, one.json()["status"]) for one in answers] == [
        (202, "received"),
        (200, "known"),
        (200, "known"),
    ]
    other = reported(client, {**said, "time": "2024-03-18T09:30:02Z"})
    assert (other.status_code, "gebeurtenisId" in other.json()["detail"]) == (409, True)
    reordered = dict(reversed(said.items()))
    assert reported(client, reordered).status_code == 200
    taken = reported(client, {**said, "source": f"urn:nld:oin:{OINS['politie']}:systeem:ander"})
    assert (taken.status_code, "Another source" in taken.json()["detail"]) == (409, True)
    assert waiting(client)[0] == 1


def test_the_same_from_twenty_at_once_is_kept_once(parties: Organisations) -> None:
    clients = [parties.program() for _ in range(20)]
    with ThreadPoolExecutor(20) as hands:
        answers = list(hands.map(reported, clients, [event("e1")] * 20))
    assert sorted(one.status_code for one in answers) == [200] * 19 + [202]


def test_a_correction_replaces_and_a_withdrawal_removes_whatever_the_order(client: TestClient, home: Home) -> None:
    """Within one increment and over two; of two corrections the one that was registered last counts."""
    day = "2024-03-{}T09:00:00Z"
    for n in range(1, 5):
        reported(client, event(f"e{n}", objectId=f"m{n}", time=day.format("01")))
    reported(client, event("c2b", objectId="m2b", gebeurtenisId="e2", time=day.format("09")))
    reported(client, event("c2a", objectId="m2a", gebeurtenisId="e2", time=day.format("08")))
    reported(client, event("w3", objectId="m3", gebeurtenisId="e3", ingetrokken=True, time=day.format("08")))
    reported(client, mark("k1", UNTIL, volledigVanaf=FROM))
    until_received(home, 1)
    assert [(row["event_id"], row["object_id"]) for row in rows(home)] == [("e1", "m1"), ("e2", "m2b"), ("e4", "m4")]
    reported(client, event("c1", objectId="m1c", gebeurtenisId="e1", time=day.format("10")))
    reported(client, event("c2c", objectId="m2c", gebeurtenisId="e2", time=day.format("07")))  # older than what counts
    reported(client, event("w4", objectId="m4", gebeurtenisId="e4", ingetrokken=True, time=day.format("10")))
    reported(client, mark("k2", UNTIL))
    until_received(home, 2)
    assert [(row["event_id"], row["object_id"]) for row in rows(home)] == [("e1", "m1c"), ("e2", "m2b")]


def test_attributes_and_links_come_along_as_in_a_delivery(
    client: TestClient, home: Home, parties: Organisations
) -> None:
    reported(client, event("e1", kenmerken={"eenheid": "Noord", "ernst": 3}))
    reported(client, event("e2", objectId="m2", kenmerken={"eenheid": None, "ernst": "veel"}))
    reported(client, mark("k1", UNTIL, volledigVanaf=FROM))
    until_received(home, 1)
    said = told(client)
    assert (said["counts"], [one["column"] for one in said["quarantined"]]) == ({"events": 1}, ["ernst"])
    om = parties.program("om")
    link = {"vanSoort": "melding", "van": "m1", "naarSoort": "strafzaak", "naar": "z1"}
    reported(om, event("z1", "om", type="nl.proef.inschrijving.v1", objectId="z1", koppelingen=[link, link]))
    reported(om, mark("k1", UNTIL, "om", volledigVanaf=FROM))
    until_received(home, 2)
    assert told(om)["counts"] == {"events": 1, "links": 1}
    state = state_of(Cases(open_view(home, "proef")))
    assert {one["partner"]: one["delivered_until"][:10] for one in state["partners"]} == {
        "politie": "2024-02-01", "om": "2024-02-01",
    }  # fmt: skip


def test_a_stream_may_follow_a_delivery_and_a_delivery_a_stream(client: TestClient, home: Home, tmp_path: Path) -> None:
    zipped = delivery(tmp_path, "d1", **SPAN)
    finished(client, sent(client, zipped))
    reported(client, event("e1", gebeurtenisMoment="2024-02-05T10:00:00+01:00"))
    reported(client, mark("k1", "2024-03-01T00:00:00+01:00", volgt="d1"))
    until_received(home, 2)
    more = {"follows": "stroom-000001", "delivered_from": None, "delivered_until": "2024-04-01T00:00:00+02:00"}
    finished(client, sent(client, delivery(tmp_path, "d2", **more)))
    reported(client, mark("k2", "2024-05-01T00:00:00+02:00", volgt="d2"))
    receipts = until_received(home, 4)
    assert [one.follows for one in receipts] == [None, "d1", "stroom-000001", "d2"]
    covered = ledger.coverage(tuple(receipts), "politie")
    assert covered
    assert (covered.until_us, covered.gaps) == (instant("2024-05-01T00:00:00+02:00"), ())


def test_a_stream_after_a_delivery_that_never_came_shows_the_gap(client: TestClient, home: Home) -> None:
    reported(client, event("e1"))
    reported(client, mark("k1", UNTIL, volledigVanaf=FROM))
    reported(client, mark("k2", "2024-03-01T00:00:00+01:00", volgt="d-zoek"))
    covered = ledger.coverage(tuple(until_received(home, 2)), "politie")
    assert covered
    assert (covered.until_us, [gap.missing for gap in covered.gaps]) == (instant(UNTIL), ["d-zoek"])


def test_the_first_mark_says_from_when_and_no_mark_lies_in_the_future(client: TestClient) -> None:
    answer = reported(client, mark("k1", UNTIL))
    assert [one["name"] for one in answer.json()["errors"]] == ["data.volledigVanaf"]
    answer = reported(client, mark("k1", "2999-01-01T00:00:00Z", volledigVanaf=FROM))
    assert [one["name"] for one in answer.json()["errors"]] == ["data.volledigTot"]
    assert client.get(EVENTS).json() == {"streams": []}


def test_an_event_may_vouch_by_itself(client: TestClient, home: Home) -> None:
    reported(client, event("e1", volledigTot=UNTIL, volledigVanaf=FROM))
    until_received(home, 1)
    assert [row["event_id"] for row in rows(home)] == ["e1"]


def test_only_own_activities_by_own_sources(home: Home, tmp_path: Path) -> None:
    parties = Organisations(home, tmp_path / "trust", deliverers={OINS["dienst"]: frozenset({"politie"})})
    politie, om, dienst = (parties.program(name) for name in ("politie", "om", "dienst"))
    assert reported(politie, event("e1", type="nl.proef.besluit.v1")).status_code == 403
    assert reported(om, event("e1")).status_code == 403
    assert reported(om, event("e1", "om")).status_code == 403
    assert reported(politie, event("e1", "om", type="nl.proef.aangifte.v1")).status_code == 403  # the source of another
    assert reported(politie, event("e1", type="nl.andere.aangifte.v1")).status_code == 403
    assert reported(dienst, event("e1", "dienst")).status_code == 202
    assert reported(dienst, event("e2", "politie")).status_code == 202
    assert reported(dienst, event("e3", "om", type="nl.proef.besluit.v1")).status_code == 403
    assert reported(parties.program(None), event("e4")).status_code == 401
    assert [one[0].waiting for one in [streams(parties.desk.events)]] == [2]
    assert len(refusals(home)) == 6
    assert om.get(EVENTS).json() == {"streams": []}


def test_an_engineer_reports_with_the_oin_of_their_partner(home: Home) -> None:
    client = visitor(home, "engineer")
    assert reported(client, event("e1")).status_code == 202
    assert reported(client, event("e2", "om", type="nl.proef.aangifte.v1")).status_code == 403


@pytest.mark.parametrize(
    ("settings", "word"), [({"signing": {"politie"}}, "signs"), ({"blinding": {"proef"}}, "key services")]
)
def test_what_has_to_be_signed_or_blinded_comes_as_a_delivery(
    settings: dict[str, set[str]], word: str, home: Home, tmp_path: Path
) -> None:
    answer = reported(Organisations(home, tmp_path / "trust", **settings).program(), event("e1"))
    assert (answer.status_code, word in answer.json()["detail"]) == (403, True)


WRONG: list[tuple[str, dict[str, Any]]] = [
    ("specversion", {"specversion": "0.3"}), ("id", {"id": ""}), ("id", {"id": 5}), ("id", {"id": None}),
    ("id", {"id": "x" * 201}), ("source", {"source": "https://politie.nl"}), ("source", {"source": "urn:nld:oin:123"}),
    ("source", {"source": f"urn:nld:kvk:{OINS['politie']}"}), ("source", {"source": None}), ("type", {"type": "aangifte"}),
    ("type", {"type": "nl.proef.Aangifte.v1"}), ("type", {"type": "nl.proef.aangifte"}), ("type", {"type": "nl.v1.aangifte.v1"}),
    ("type", {"type": "nl.proef.aangifte.v0"}), ("type", {"type": "nl.proef.aangifte.1"}), ("time", {"time": None}),
    ("time", {"time": "2024-03-17"}), ("time", {"time": "2024-03-17T09:30:02"}), ("time", {"time": "2024-03-17T09:30:02-00:00"}),
    ("time", {"time": "2024-02-30T09:30:02Z"}), ("time", {"time": 5}), ("datacontenttype", {"datacontenttype": "text/xml"}),
    ("dataschema", {"dataschema": "schema"}), ("dataschema", {"dataschema": ""}), ("data_base64", {"data_base64": "QUJD"}),
    ("extension", {"Hoofd": "x"}), ("extension", {"a_b": "x"}), ("extension", {"x" * 21: "x"}), ("subject", {"subject": ""}),
    ("data", {"data": None}), ("data", {"data": "x"}), ("data", {"data": []}),
]  # fmt: skip
WRONG_DATA: list[tuple[str, dict[str, Any]]] = [
    ("data.gebeurtenisMoment", {"gebeurtenisMoment": None}), ("data.gebeurtenisMoment", {"gebeurtenisMoment": "gisteren"}),
    ("data.gebeurtenisMoment", {"gebeurtenisMoment": 1704447600}), ("data.objectId", {"objectId": None}),
    ("data.objectId", {"objectId": 5}), ("data.objectId", {"objectId": ""}), ("data.activiteit", {"activiteit": "moord"}),
    ("data.kenmerken", {"kenmerken": {"bsn": "x"}}), ("data.kenmerken", {"kenmerken": {"eenheid": {"a": 1}}}),
    ("data", {"naam": "Jansen"}), ("data.ingetrokken", {"ingetrokken": "ja"}), ("data.gebeurtenisId", {"ingetrokken": True}),
    ("data.volledigTot", {"volledigTot": "nu"}), ("data.volledigTot", {"volledigVanaf": FROM}),
    ("data.koppelingen", {"koppelingen": [{"van": "x"}]}),
    ("data.koppelingen", {"koppelingen": [{"vanSoort": "a", "van": "b", "naarSoort": "c", "naar": "d", "moment": "x"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change"), WRONG)
def test_each_rule_of_the_profile_is_kept(name: str, change: dict[str, Any], client: TestClient) -> None:
    answer = reported(client, {**event("e1"), **change})
    assert answer.status_code == 400
    assert [one["name"] for one in answer.json()["errors"]] == [name]
    assert client.get(EVENTS).json() == {"streams": []}


@pytest.mark.parametrize(("name", "change"), WRONG_DATA)
def test_each_rule_of_the_data_is_kept(name: str, change: dict[str, Any], client: TestClient) -> None:
    answer = reported(client, event("e1", **change))
    assert answer.status_code == 400
    assert {one["name"] for one in answer.json()["errors"]} == {name}
    assert client.get(EVENTS).json() == {"streams": []}


@pytest.mark.parametrize(
    "change",
    [
        {"datacontenttype": "application/json; charset=utf-8"}, {"dataschema": "https://schemas.example.nl/x/1.0.0"},
        {"time": "2024-03-17T09:30:02.123456+01:00"}, {"sequence": "00000042"}, {"subject": "x"}, {"dataref": None},
        {"type": "nl.strafzaken.iets-anders.v2", "data": {**event("x")["data"], "keten": "proef", "activiteit": "aangifte"}},
        {"source": f"urn:nld:oin:{OINS['politie']}"},
    ],
)  # fmt: skip
def test_what_the_profile_allows_is_taken(change: dict[str, Any], client: TestClient) -> None:
    answer = reported(client, {**event("e1"), **change})
    assert answer.status_code == 202, answer.text


def test_all_faults_are_said_at_once_and_no_value_of_any(client: TestClient) -> None:
    said = {"specversion": "geheim", "id": "", "source": "geheim", "type": "geheim", "time": "geheim", "geheim_e": 1}
    answer = reported(client, {**said, "data": {"geheim": "geheim", "objectId": ["geheim"]}})
    assert len(answer.json()["errors"]) == 8
    assert "geheim" not in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"\xff", b'{"a":1,"a":2}', b'{"a":NaN}', b'{"a":"\\ud800"}', b"[" * 60_000]
)
def test_what_is_no_object_is_refused(body: bytes, client: TestClient) -> None:
    assert reported(client, body).status_code == 400


def test_other_media_types_batches_and_too_much_are_refused(client: TestClient) -> None:
    content = json.dumps(event("e1")).encode()
    for said in ("application/json", "application/cloudevents-batch+json", ""):
        assert client.post(EVENTS, content=content, headers={"content-type": said}).status_code == 415
    large = json.dumps(event("e1", objectId="x" * 65_000)).encode()
    assert client.post(EVENTS, content=large + b" " * 2000, headers=CLOUDEVENT).status_code == 413


def test_too_many_are_told_when_to_come_back(home: Home, tmp_path: Path) -> None:
    client = Organisations(home, tmp_path / "trust", events_a_minute=3, requests_a_minute=5).program()
    answers = [reported(client, event(f"e{n}")) for n in range(4)]
    assert [one.status_code for one in answers] == [202, 202, 202, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert client.get(EVENTS).status_code == 200  # which are counted apart


def test_a_disk_that_is_full_is_said_and_nothing_is_kept(
    client: TestClient, parties: Organisations, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Kept:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as now:
        now.setattr("ketenmonitor.inbox.events._put", full)
        answer = reported(client, event("e1"))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert reported(client, event("e1")).status_code == 202


def test_the_schema_is_published_and_is_what_is_asked(client: TestClient) -> None:
    said = client.get("/v1/schemas/gebeurtenis-v1").json()
    Draft202012Validator.check_schema(said)
    checks = Draft202012Validator(said)
    assert checks.is_valid(event("e1")["data"])
    assert not checks.is_valid({"naam": "x"})
    assert said == data_schema("https://monitor.example.nl/v1/schemas/gebeurtenis-v1")


def test_many_share_a_commit_and_each_hears_of_its_own(parties: Organisations, monkeypatch: pytest.MonkeyPatch) -> None:
    events: Events = parties.desk.events
    commits, changed = [], Events.changed

    def counted(self: Events, rows: Any) -> Any:
        commits.append(1)
        return changed(self, rows)

    monkeypatch.setattr(Events, "changed", counted)
    from ketenmonitor.inbox import Event, Mark

    def one(n: int) -> Event:
        return Event("urn:x", f"e{n % 80}", "same", "proef", "politie", 0, 0, "x", mark=Mark(1, 0) if n % 2 else None)

    async def all_at_once() -> list[Kept]:
        return list(await asyncio.gather(*(events.put(one(n)) for n in range(100))))

    found = loops.run(all_at_once())
    assert [found.count(kept) for kept in (Kept.NEW, Kept.KNOWN)] == [80, 20]
    assert len(commits) < 20


@given(st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "source", "type", "time", "data", "specversion", "objectId", "x"]), more, max_size=5
    ),
).map(lambda said: json.dumps(said).encode()))  # fmt: skip
def test_whatever_comes_gets_faults_and_never_a_mistake_of_ours(body: bytes) -> None:
    with pytest.raises(Faulty) as faulty:
        said_in(body)
    assert faulty.value.faults
    assert all(re.fullmatch(r"[a-zA-Z_.0-9]*", name) and text for name, text in faulty.value.faults)


def test_a_full_delivery_replaces_what_the_stream_brought(client: TestClient, home: Home, tmp_path: Path) -> None:
    reported(client, event("e1"))
    reported(client, mark("k1", UNTIL, volledigVanaf=FROM))
    until_received(home, 1)
    made = deliver(tmp_path, "geheel", events=[("n1", "aangifte", AT, "m9")], kind="full", **SPAN)
    assert received(home, made, "2026-01-01T00:00:00+01:00").status == "accepted"
    assert [row["event_id"] for row in rows(home)] == ["n1"]


def test_a_command_shows_what_waits(
    client: TestClient, home: Home, parties: Organisations, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parties.desk._is_stopped = True
    reported(client, event("e1"))
    sent(client, delivery(tmp_path, "d1"))
    inbox(home.path, json=True)
    found = json.loads(capsys.readouterr().out)
    assert [(one["partner"], one["delivery_id"]) for one in found["deliveries"]] == [("politie", "d1")]
    assert found["events"] == [
        {"chain": "proef", "partner": "politie", "waiting": 1, "delivery_id": None, "complete_until": None}
    ]
    inbox(home.path)
    assert "wachten" in capsys.readouterr().out
    empty = home_of(tmp_path / "leeg", DEFINITION)
    inbox(empty.path, json=True)
    assert json.loads(capsys.readouterr().out) == {"deliveries": [], "events": []}
    assert not (empty.path / "inbox").exists()
