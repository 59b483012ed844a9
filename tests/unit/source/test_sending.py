"""A delivery goes to a real receiver once, and what it answers is told."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import DeliveryError, ServiceError
from ketenmonitor.source.outbox import Letter, put_in_outbox, zipped
from ketenmonitor.source.sending import Polling, reasons_of, send
from ketenmonitor.source.services import Pace, Road, Service
from tests.unit.source.folders import finished
from tests.unit.source.servers import BROKEN_OFF, Receiver, Running, receiver_app, served


@dataclass
class Office:
    """A receiver that runs, and a client that does not really wait."""

    receiver: Receiver
    running: Running
    client: Service
    waits: list[float] = field(default_factory=list)

    def send(self, folder: Path, state: Path) -> Letter:
        return send(folder, state, self.client, Polling(sleep=self.waits.append))


@contextmanager
def office_of(receiver: Receiver) -> Iterator[Office]:
    running, waits = Running(), []
    with (
        served(receiver_app(receiver, running), running),
        Service(Road(running.url), Pace(patience=20, sleep=waits.append)) as client,
    ):
        yield Office(receiver, running, client, waits)


@pytest.fixture
def office() -> Iterator[Office]:
    with office_of(Receiver()) as one:
        yield one


def test_it_is_sent_and_heard_of(tmp_path: Path, office: Office) -> None:
    letter = office.send(finished(tmp_path / "d"), tmp_path / "state")
    assert (letter.delivery_id, letter.status) == ("d-1", "accepted")
    assert [(method, path) for method, path, _ in office.running.seen] == [
        ("POST", "/v1/leveringen"), ("GET", "/v1/leveringen/n1"), ("GET", "/v1/leveringen/n1"),
    ]  # fmt: skip


def test_what_goes_over_the_line_is_the_delivery_and_nothing_else(tmp_path: Path, office: Office) -> None:
    folder = finished(tmp_path / "d")
    (folder / "notes.txt").write_text("not for others")
    office.send(folder, tmp_path / "state")
    body, headers = office.running.bodies[0], office.running.seen[0][2]
    assert headers["content-type"] == "application/zip"
    assert headers["content-digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: (folder / name).read_bytes() for name in ("delivery.json", "events.parquet")
        }


def test_the_same_delivery_is_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "other"):
        folder = finished(tmp_path / name)
        found.append(
            zipped(tmp_path / f"s{name}", put_in_outbox(folder, tmp_path / f"s{name}", "https://x")).read_bytes()
        )
    assert found[0] == found[1]


def test_what_was_answered_is_not_sent_again(tmp_path: Path, office: Office) -> None:
    folder = finished(tmp_path / "d")
    first = office.send(folder, tmp_path / "state")
    asked = len(office.running.seen)
    assert office.send(folder, tmp_path / "state") == first
    assert len(office.running.seen) == asked


def test_what_was_refused_goes_again_when_one_asks_for_it(tmp_path: Path) -> None:
    """The cause may have lain with the receiver; one that has not changed its mind says so again."""
    outcomes: list[dict[str, Any]] = [{"status": "refused", "reasons": ["x"]}]
    with office_of(Receiver(outcomes=outcomes)) as office:
        folder, state = finished(tmp_path / "d"), tmp_path / "state"
        assert [office.send(folder, state).status for _ in range(2)] == ["refused", "refused"]
        outcomes[0] = {"status": "accepted", "reasons": []}
        assert [office.send(folder, state).status for _ in range(2)] == ["accepted", "accepted"]
        assert office.running.asked("POST") == 3


def test_a_mended_delivery_is_sent_again(tmp_path: Path) -> None:
    reason = "events row 1: no such activity. Name one that is declared."
    outcomes = [{"status": "refused", "reasons": [reason]}, {"status": "accepted", "reasons": []}]
    with office_of(Receiver(outcomes=outcomes)) as office:
        refused = office.send(finished(tmp_path / "d"), tmp_path / "state")
        assert (refused.status, reasons_of(refused)) == ("refused", (reason,))
        mended = finished(tmp_path / "mended", made_at="2026-02-02T08:00:00+01:00")
        assert office.send(mended, tmp_path / "state").status == "accepted"
        assert office.running.asked("POST") == 2


def test_what_is_known_is_an_answer(tmp_path: Path) -> None:
    with office_of(Receiver(delay=0, outcomes=[{"status": "known", "reasons": []}])) as office:
        assert office.send(finished(tmp_path / "d"), tmp_path / "state").status == "known"


@pytest.mark.parametrize("status", [BROKEN_OFF, 429, 503, 504])
def test_what_passes_by_itself_is_tried_again(tmp_path: Path, office: Office, status: int) -> None:
    office.running.trouble.answers = [(status, {"Retry-After": "2"} if status > 0 else {})] * 3
    assert office.send(finished(tmp_path / "d"), tmp_path / "state").status == "accepted"
    assert office.running.asked("POST") == 4
    assert len(set(office.running.bodies[:4])) == 1
    assert office.waits[:3] == [2.0] * 3 if status > 0 else sorted(office.waits[:3]) == office.waits[:3]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 415, 422, 500])
def test_what_does_not_pass_is_told_and_may_be_sent_later(tmp_path: Path, office: Office, status: int) -> None:
    office.running.trouble.answers = [(status, {})]
    folder = finished(tmp_path / "d")
    with pytest.raises(ServiceError) as told:
        office.send(folder, tmp_path / "state")
    assert str(told.value) == f"localhost: does not take the delivery: Not now. This is number {status}."
    assert office.running.asked("POST") == 1
    assert office.send(folder, tmp_path / "state").status == "accepted"


def test_a_service_that_asks_for_more_patience_than_there_is_is_told_at_once(tmp_path: Path, office: Office) -> None:
    office.running.trouble.answers = [(503, {"Retry-After": "3600"})]
    with pytest.raises(ServiceError, match="may be asked again in 3600 s"):
        office.send(finished(tmp_path / "d"), tmp_path / "state")
    assert office.waits == []


def test_a_receiver_that_takes_its_time_is_asked_later(tmp_path: Path) -> None:
    with office_of(Receiver(delay=2)) as office:
        folder = finished(tmp_path / "d")
        with pytest.raises(ServiceError, match="has not dealt with it yet"):
            send(folder, tmp_path / "state", office.client, Polling(patience=0))
        assert office.send(folder, tmp_path / "state").status == "accepted"
        assert office.running.asked("POST") == 1


def test_a_redirect_is_not_followed(tmp_path: Path, office: Office) -> None:
    office.running.trouble.answers = [(307, {"Location": office.running.url + "/elsewhere"})]
    with pytest.raises(ServiceError, match="we do not go"):
        office.send(finished(tmp_path / "d"), tmp_path / "state")
    assert len(office.running.seen) == 1


def test_another_version_of_the_interface_is_not_guessed_at(tmp_path: Path, office: Office) -> None:
    office.running.trouble.answers = [(202, {"API-Version": "2.0.0"})]
    with pytest.raises(ServiceError, match=r"speaks version 2\.0\.0"):
        office.send(finished(tmp_path / "d"), tmp_path / "state")


def test_no_server_is_a_sentence(tmp_path: Path) -> None:
    with (
        Service(Road("http://localhost:1"), Pace(patience=1, sleep=lambda s: None, first=2)) as nobody,
        pytest.raises(ServiceError, match="cannot be reached, or broke off"),
    ):
        send(finished(tmp_path / "d"), tmp_path / "state", nobody)


def test_a_zip_is_sent_as_it_is(tmp_path: Path, office: Office) -> None:
    folder = finished(tmp_path / "d")
    put_in_outbox(folder, tmp_path / "first", "https://x")
    packed = shutil.copy(tmp_path / "first" / "outbox" / "d-1.zip", tmp_path / "d-1.zip")
    assert office.send(Path(packed), tmp_path / "state").status == "accepted"
    assert office.running.bodies[0] == Path(packed).read_bytes()


@pytest.mark.parametrize("place", [0, 200, -30])
def test_a_zip_that_was_changed_is_not_sent(tmp_path: Path, office: Office, place: int) -> None:
    put_in_outbox(finished(tmp_path / "d"), tmp_path / "first", "https://x")
    content = bytearray((tmp_path / "first" / "outbox" / "d-1.zip").read_bytes())
    content[place] ^= 1
    (tmp_path / "d.zip").write_bytes(content)
    with pytest.raises(DeliveryError):
        office.send(tmp_path / "d.zip", tmp_path / "state")
    assert office.running.seen == []


def spoiled(folder: Path, how: str) -> None:
    if how == "changed":
        content = bytearray((folder / "events.parquet").read_bytes())
        content[-1] ^= 1
        (folder / "events.parquet").write_bytes(content)
    elif how == "unfinished":
        (folder / "delivery.pending.json").write_text("{}")
    elif how == "outside":
        said = json.loads((folder / "delivery.json").read_text())
        said["files"]["../secret"] = {"rows": 1, "sha256": "0"}
        (folder / "delivery.json").write_text(json.dumps(said))
    else:
        (folder / "delivery.json").write_text("[]")


@pytest.mark.parametrize("how", ["changed", "unfinished", "outside", "no manifest"])
def test_what_is_not_a_delivery_is_not_sent(tmp_path: Path, office: Office, how: str) -> None:
    folder = finished(tmp_path / "d")
    spoiled(folder, how)
    with pytest.raises(DeliveryError):
        office.send(folder, tmp_path / "state")
    assert office.running.seen == []


def test_ids_of_deliveries_cannot_leave_the_outbox(tmp_path: Path, office: Office) -> None:
    for name, delivery_id in {"one": "../../x", "other": "a/b", "long": "x" * 200}.items():
        office.send(finished(tmp_path / name, delivery_id=delivery_id), tmp_path / "state")
    assert {p.parent for p in (tmp_path / "state").rglob("*") if p.is_file()} == {tmp_path / "state" / "outbox"}
