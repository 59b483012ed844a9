"""Two key services over real HTTP: what comes out is what only the recipient can turn into pseudonyms."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from ketenmonitor.errors import DeliveryError, KetenmonitorError, ServiceError, UsageError
from ketenmonitor.keys import Secret, Signer, is_signed_by, make_key
from ketenmonitor.pseudonyms import batches, keyed, suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, EVALUATION, claims_of, opened, sealed_for
from ketenmonitor.source import sha256_of
from ketenmonitor.source.pseudonymising import Pseudonymised, pseudonymise
from ketenmonitor.source.services import Pace, Road, Service
from tests.unit.pseudonyms.parties import FIRST, RECIPIENT, SECOND, SOURCE, receiving_key
from tests.unit.source.folders import PERIOD, PURPOSE, packed, texts
from tests.unit.source.servers import BROKEN_OFF, KeyService, Running, key_service_app, served

PHRASE = b"a phrase of the tests"


@dataclass(frozen=True)
class Parties:
    """Both services, running, and the key of the recipient."""

    recipient: Secret
    services: tuple[KeyService, KeyService]
    running: tuple[Running, Running]
    clients: tuple[Service, Service]
    waits: list[float]

    def pseudonym(self, text: str) -> bytes:
        """What one who held all keys would compute."""
        element = suite.hashed_to_group(text.encode())
        for service in self.services:
            element = suite.multiplied(
                element, keyed.scalar_for(keyed.mac_of(service.master), RECIPIENT, PURPOSE, PERIOD)
            )
        return element

    def read(self, folder: Path, now: int) -> list[bytes]:
        """What the recipient finds, by token."""
        found = []
        for row in pyarrow.parquet.read_table(folder / "pseudonyms.parquet").to_pylist():
            assert row["first"] == len(found)
            _, evaluations = opened(self.recipient, row["evaluations"], typ=EVALUATION, aud=RECIPIENT, now=now)
            _, blinds = opened(self.recipient, row["blinds"], typ=BLINDS, aud=RECIPIENT, now=now)
            values = batches.unblinded(evaluations, blinds)
            found += [values[at : at + 32] for at in range(0, len(values), 32)]
        return found


@pytest.fixture
def parties() -> Iterator[Parties]:
    recipient, keys, waits = receiving_key(), [receiving_key(), receiving_key()], []
    masters = [Secret("evaluating", None, bytes([n]) * 32) for n in (1, 2)]
    first = KeyService(FIRST, masters[0], keys[0], SECOND, keys[1].public or "")
    second = KeyService(SECOND, masters[1], keys[1], RECIPIENT, recipient.public or "")
    running = (Running(), Running())
    with ExitStack() as stack:
        for service, one in zip((first, second), running, strict=True):
            stack.enter_context(served(key_service_app(service, SOURCE, one), one))
        pace = Pace(patience=30, sleep=waits.append)
        clients = tuple(stack.enter_context(Service(Road(one.url), pace)) for one in running)
        yield Parties(recipient, (first, second), running, (clients[0], clients[1]), waits)


def run(parties: Parties, folder: Path, signer: Signer | None = None, now: int | None = None) -> Pseudonymised:
    return pseudonymise(folder, parties.clients, signer, seconds() if now is None else now, lambda done, total: None)


def seconds() -> int:
    return int(time.time())


def test_the_recipient_finds_the_pseudonym_of_each_token(tmp_path: Path, parties: Parties) -> None:
    folder, values = packed(tmp_path / "d", texts(25), parties.recipient), texts(25)
    assert run(parties, folder) == Pseudonymised("d-1", 25, 3, 3, False)
    assert parties.read(folder, seconds()) == [parties.pseudonym(text) for text in values]


def test_it_is_a_whole_delivery_then_and_signed(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    secret = make_key(tmp_path / "sign.key", "signing", PHRASE)
    run(parties, folder, Signer(secret))
    assert sorted(p.name for p in folder.iterdir()) == [
        "delivery.json", "delivery.sig", "events.parquet", "pseudonyms.parquet"
    ]  # fmt: skip
    said = json.loads((folder / "delivery.json").read_text())
    assert {name: facts["sha256"] for name, facts in said["files"].items()} == {
        name: sha256_of(folder / name) for name in ("events.parquet", "pseudonyms.parquet")
    }
    assert said["files"]["pseudonyms.parquet"]["rows"] == 1
    signed = json.loads((folder / "delivery.sig").read_text())
    assert is_signed_by(secret.public or "", (folder / "delivery.json").read_bytes(), signed["signature"])


def test_two_partners_find_the_same_for_the_same_person_and_another_for_another_purpose(
    tmp_path: Path, parties: Parties
) -> None:
    values = texts(3)
    for name, order in (("one", values), ("other", values[::-1])):
        run(parties, packed(tmp_path / name, order, parties.recipient))
    one, other = (parties.read(tmp_path / name, seconds()) for name in ("one", "other"))
    assert one == other[::-1]
    element = suite.hashed_to_group(values[0].encode())
    for service in parties.services:
        scalar = keyed.scalar_for(keyed.mac_of(service.master), RECIPIENT, "onderzoek", PERIOD)
        element = suite.multiplied(element, scalar)
    assert element not in one


TROUBLES = [
    (503, {"Retry-After": "7"}, 7.0), (429, {"Retry-After": "3"}, 3.0), (503, {}, None), (502, {}, None),
    (BROKEN_OFF, {}, None),
]  # fmt: skip


@pytest.mark.parametrize(("status", "headers", "wait"), TROUBLES, ids=["later", "too_much", "503", "502", "broken_off"])
def test_what_passes_by_itself_is_waited_for(
    tmp_path: Path, parties: Parties, status: int, headers: dict[str, str], wait: float | None
) -> None:
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    parties.running[1].trouble.answers = [(status, headers), (status, headers)]
    assert run(parties, folder).asked == 1
    assert len(parties.waits) == 2
    if wait is not None:
        assert parties.waits == [wait, wait]
    else:
        assert 0.25 <= parties.waits[0] <= 0.5
        assert 0.5 <= parties.waits[1] <= 1
    assert parties.read(folder, seconds()) == [parties.pseudonym(text) for text in texts(5)]


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    parties.running[0].trouble.answers = [(403, {})]
    with pytest.raises(ServiceError, match=r"localhost: refuses to evaluate: Not now\. This is number 403\."):
        run(parties, folder)
    assert (parties.waits, parties.running[0].asked("POST")) == ([], 1)


def test_what_was_answered_is_not_asked_again(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(95), parties.recipient)
    run_until_trouble(parties, folder, 4)
    kept = {place.name: place.read_bytes() for place in (folder / "blinded").glob("*.evaluations")}
    assert 0 < len(kept) < 10
    before = parties.running[0].asked("POST")
    assert run(parties, folder).asked == 10 - len(kept)
    assert parties.running[0].asked("POST") - before == 10 - len(kept)
    rows = pyarrow.parquet.read_table(folder / "pseudonyms.parquet").to_pylist()
    assert {
        f"{n:04d}.evaluations" for n, row in enumerate(rows) if row["evaluations"].encode() in kept.values()
    } == set(kept)


def run_until_trouble(parties: Parties, folder: Path, n: int) -> None:
    """Stop after some batches, as one who presses Ctrl-C does."""

    def done(one: int, total: int) -> None:
        if one == n:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pseudonymise(folder, parties.clients, None, seconds(), done)


def test_what_is_too_old_is_asked_again(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(25), parties.recipient)
    run_until_trouble(parties, folder, 3)
    with pytest.raises(ServiceError, match="too old"):  # the services of this test close for an hour
        run(parties, folder, now=seconds() + 3_601)
    assert not (folder / "delivery.json").exists()
    assert run(parties, folder).asked == 0


def test_a_finished_one_is_left_as_it_is(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    run(parties, folder)
    before = {place.name: place.read_bytes() for place in folder.iterdir()}
    assert run(parties, folder) == Pseudonymised("d-1", 0, 0, 0, False)
    assert {place.name: place.read_bytes() for place in folder.iterdir()} == before


def test_services_in_the_wrong_order_are_found_out(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    with pytest.raises(KetenmonitorError):
        pseudonymise(folder, parties.clients[::-1], None, seconds(), lambda done, total: None)
    assert not (folder / "delivery.json").exists()


@pytest.mark.parametrize("lie", ["batch", "purpose", "period", "no envelope"])
def test_an_answer_about_something_else_is_refused(
    tmp_path: Path, parties: Parties, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = KeyService.answer

    def lying(self: KeyService, said: dict[str, Any], source: str) -> dict[str, Any]:
        return {"envelope": "x"} if lie == "no envelope" else honest(self, {**said, lie: "ander"}, source)

    monkeypatch.setattr(KeyService, "answer", lying)
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    with pytest.raises(ServiceError, match="something else than an envelope of this batch"):
        run(parties, folder)


def broken(folder: Path, what: str) -> None:
    blinded = folder / "blinded"
    if what == "cut":
        (blinded / "0000.elements").write_bytes((blinded / "0000.elements").read_bytes()[:-1])
    elif what == "missing":
        (blinded / "0000.blinds").unlink()
    elif what == "other blinds":
        (blinded / "0000.blinds").write_bytes((blinded / "0001.blinds").read_bytes())
    elif what == "no elements":
        (blinded / "0001.elements").unlink()
    elif what == "no seed":
        (blinded / "0001.seed").unlink()
    elif what == "a seed that is cut":
        (blinded / "0001.seed").write_bytes(bytes(31))
    elif what == "a gap":
        for place in blinded.glob("0000.*"):
            place.unlink()
    elif what == "of another purpose":
        claims = replace(claims_of((blinded / "0001.blinds").read_text()), purpose="ander")
        text = sealed_for(receiving_key().public or "", bytes(32 * claims.count), claims)
        (blinded / "0001.blinds").write_text(text)
    else:
        raise AssertionError(what)


@pytest.mark.parametrize(
    "what",
    ["cut", "missing", "other blinds", "no elements", "no seed", "a seed that is cut", "a gap", "of another purpose"],
)
def test_files_that_do_not_agree_are_not_sent_anywhere(tmp_path: Path, parties: Parties, what: str) -> None:
    folder = packed(tmp_path / "d", texts(15), parties.recipient)
    broken(folder, what)
    with pytest.raises(DeliveryError, match="Pack the delivery again"):
        run(parties, folder)
    assert parties.running[0].seen == []


def test_what_was_packed_too_long_ago_is_told_before_anything_is_asked(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", texts(5), parties.recipient)
    with pytest.raises(DeliveryError, match="packed too long ago"):
        run(parties, folder, now=seconds() + 86_401)
    assert parties.running[0].seen == []


def test_a_delivery_without_identifiers_is_finished_as_well(tmp_path: Path, parties: Parties) -> None:
    folder = packed(tmp_path / "d", [], parties.recipient)
    assert run(parties, folder) == Pseudonymised("d-1", 0, 0, 0, False)
    assert parties.read(folder, seconds()) == []


def test_a_folder_without_anything_to_do_is_told(tmp_path: Path, parties: Parties) -> None:
    with pytest.raises(UsageError, match="as `pack` leaves it"):
        run(parties, tmp_path)


def test_nothing_that_a_service_sees_is_an_identifier_or_the_same_twice(tmp_path: Path, parties: Parties) -> None:
    values = texts(5)
    for name in ("one", "other"):
        run(parties, packed(tmp_path / name, values, parties.recipient))
    said = [json.loads(body) for running in parties.running for body in running.bodies]
    assert all(value.split(":")[-1] not in json.dumps(said) for value in values)
    elements = [one["elements"] for one in said if "elements" in one]
    assert len(elements) == len(set(elements)) == 2
