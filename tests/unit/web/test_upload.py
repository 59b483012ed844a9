"""Handing in a delivery: it is received as by the command, only by whose it is, and nothing else is written or kept."""

from __future__ import annotations

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from starlette.testclient import TestClient

from ketenmonitor.intake import refusals
from ketenmonitor.store import Home, ledger, open_home
from ketenmonitor.web import create_app
from ketenmonitor.web.deliveries import incoming
from ketenmonitor.web.deliveries.desk import MOST_AT_ONCE, Desk
from ketenmonitor.web.deliveries.upload import ODD
from ketenmonitor.web.limits import FORM_BYTES
from ketenmonitor.web.pages import page_words
from tests.chain import DEFINITION, deliver, home_of
from tests.unit.web.sites import LATE, PASSWORD, settings, visitor
from tests.unit.web.uploads import ADDRESS, EDGE, HEADERS, body, handed_in, in_pieces, left, part, token_of, zipped

ROOT = Path(__file__).parents[3]
SPAN = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2024-02-01T00:00:00+01:00", "made_at": LATE}
AT = "2024-01-05T10:00:00+01:00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path, DEFINITION)


def delivery(folder: Path, name: str = "d1", partner: str = "politie", **manifest: Any) -> bytes:
    """Two rows, of which one has an activity that is not there."""
    rows = [("a1", "aangifte", AT, "m1"), ("a2", "geheime-daad", AT, "m2")]
    return zipped(deliver(folder / "made", name, partner, events=rows, **{**SPAN, **manifest}))


def accepted(home: Home) -> list[str]:
    return [receipt.delivery_id for receipt in ledger.read(home.tables_path("proef"))]


def limited(home: Home, upload_mb: int) -> TestClient:
    """An engineer of a monitor that takes deliveries of at most so many MB."""
    app = create_app(home, replace(settings(), upload_mb=upload_mb))
    client = TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 1), raise_server_exceptions=False)
    client.post("/inloggen", data={"name": "engineer", "password": PASSWORD, "to": "/"})
    return client


def test_a_delivery_comes_in_and_the_page_says_what_was_in_it_and_not_what_was_wrong(
    home: Home, tmp_path: Path
) -> None:
    answer = handed_in(visitor(home, "engineer"), delivery(tmp_path))
    assert answer.status_code == 200
    for said in ("De levering is aangenomen", "Gebeurtenissen: 1", "apart zijn gezet: 1", "events.csv", "activity"):
        assert said in answer.text
    assert "geheime-daad" not in answer.text
    assert accepted(home) == ["d1"]
    assert left(home) == []


def test_the_same_delivery_again_changes_nothing(home: Home, tmp_path: Path) -> None:
    client, content = visitor(home, "engineer"), delivery(tmp_path)
    handed_in(client, content)
    answer = handed_in(client, content, f"/en{ADDRESS}")
    assert "This delivery was here already" in answer.text
    assert accepted(home) == ["d1"]


def test_a_refused_delivery_says_all_reasons_and_is_kept(home: Home, tmp_path: Path) -> None:
    answer = handed_in(visitor(home, "engineer"), delivery(tmp_path, kind="geheim", made_at="gisteren"))
    assert answer.status_code == 422
    assert 'ul lang="en"' in answer.text
    for said in ("kind is not known", "made_at is not a time"):
        assert said in answer.text
    assert "geheim<" not in answer.text
    assert [one.delivery_id for one in refusals(home)] == ["d1"]
    assert (accepted(home), left(home)) == ([], [])


@pytest.mark.parametrize("manifest", [{"partner": "om"}, {"chain": "andere"}, {"partner": "reclassering"}])
def test_a_delivery_of_others_gets_one_answer_and_nothing_of_it_is_kept(
    manifest: dict[str, str], home: Home, tmp_path: Path
) -> None:
    answer = handed_in(visitor(home, "engineer"), delivery(tmp_path, **manifest))
    assert answer.status_code == 422
    assert "geen levering van uw organisatie" in answer.text
    assert all(name not in answer.text for name in ("reclassering", "andere"))
    assert (accepted(home), refusals(home), left(home)) == ([], (), [])


def test_a_chain_of_others_takes_nothing_and_does_not_say_that_it_is_there(home: Home, tmp_path: Path) -> None:
    stranger = visitor(home, "engineer", partner="reclassering")
    for address in (ADDRESS, "/leveringen/andere/inzending"):
        answer = stranger.post(address, content=body("x", b"PK"), headers=HEADERS)
        assert (answer.status_code, left(home)) == (404, [])


@pytest.mark.parametrize("content", [b"", b"geen zip", b"PK\x03\x04half"])
def test_what_is_no_zip_is_refused_and_not_kept(content: bytes, home: Home) -> None:
    answer = handed_in(visitor(home, "engineer"), content)
    assert answer.status_code == 422
    assert "Not a zip" in answer.text
    assert str(home.path) not in answer.text
    assert (refusals(home), left(home)) == ((), [])


def test_a_zip_without_a_manifest_or_with_one_that_is_no_json_is_refused_and_not_kept(home: Home) -> None:
    for files, said in (({"events.csv": b""}, "delivery.json is missing"), ({"delivery.json": b"{"}, "not JSON")):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        answer = handed_in(visitor(home, "engineer"), packed.getvalue())
        assert (answer.status_code, said in answer.text, refusals(home)) == (422, True, ())


def test_who_handed_in_what_is_in_the_log(home: Home, tmp_path: Path) -> None:
    handed_in(visitor(home, "engineer"), delivery(tmp_path))
    line = json.loads((home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert {name: line[name] for name in ("user", "command", "chain", "delivery")} == {
        "user": "local:engineer", "command": "receive", "chain": "proef", "delivery": "d1",
    }  # fmt: skip


class Seen(incoming.Incoming):
    """Tells of each file that is begun."""

    begun: list[Path] = []

    def _described(self) -> None:
        super()._described()
        if self._file:
            Seen.begun.append(self._place)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr("ketenmonitor.web.deliveries.upload.Incoming", Seen)
    monkeypatch.setattr(Seen, "begun", [])
    return Seen.begun


def test_nothing_is_written_before_the_token_of_the_session_was_seen(
    home: Home, tmp_path: Path, begun: list[Path]
) -> None:
    client, content = visitor(home, "engineer"), delivery(tmp_path)
    token = token_of(client)
    file, end = part("delivery", content, "x.zip"), f"--{EDGE}--\r\n".encode()
    for form in (file + end, part("token", b"geraden") + file + end, file + part("token", token.encode()) + end):
        assert client.post(ADDRESS, content=form, headers=HEADERS).status_code == 403
    elsewhere = {**HEADERS, "origin": "https://elders.nl"}
    assert client.post(ADDRESS, content=body(token, content), headers=elsewhere).status_code == 403
    assert (begun, accepted(home)) == ([], [])
    assert client.post(ADDRESS, content=body(token, content), headers=HEADERS).status_code == 200
    assert len(begun) == 1  # so the test would have seen it
    assert begun[0].is_relative_to(home.path / "inbox" / "incoming")


@pytest.mark.parametrize("cut", [1, 5, 40, 300])
def test_a_form_that_was_cut_off_brings_nothing(cut: int, home: Home, tmp_path: Path) -> None:
    client = visitor(home, "engineer")
    form = body(token_of(client), delivery(tmp_path))
    assert client.post(ADDRESS, content=form[: -cut - 2], headers=HEADERS).status_code == 400
    assert (accepted(home), left(home)) == ([], [])


def test_forms_of_another_kind_or_with_two_files_or_none_are_refused(home: Home, tmp_path: Path) -> None:
    client = visitor(home, "engineer")
    token = part("token", token_of(client).encode())
    end, file = f"--{EDGE}--\r\n".encode(), part("delivery", delivery(tmp_path), "x.zip")
    assert client.post(ADDRESS, data={"token": "x"}).status_code == 415
    assert client.post(ADDRESS, content=b"x", headers={"content-type": "multipart/form-data"}).status_code == 415
    assert client.post(ADDRESS, content=b"geen formulier", headers=HEADERS).status_code == 400
    assert client.post(ADDRESS, content=token + end, headers=HEADERS).status_code == 400
    assert client.post(ADDRESS, content=token + file + file + end, headers=HEADERS).status_code == 400
    assert client.post(ADDRESS, content=part("x", b"") * 20 + token + file + end, headers=HEADERS).status_code == 400
    other = part("token", "é".encode())
    assert client.post(ADDRESS, content=other + file + end, headers=HEADERS).status_code == 403
    assert (accepted(home), left(home)) == ([], [])


def test_what_is_too_large_is_refused_by_what_it_says_and_by_what_it_is(home: Home, begun: list[Path]) -> None:
    client = limited(home, upload_mb=1)
    token = token_of(client)
    form = body(token, bytes(1_100_000))
    assert client.post(ADDRESS, content=form, headers=HEADERS).status_code == 413
    assert begun == []
    answer = client.post(ADDRESS, content=in_pieces(form, 60_000), headers=HEADERS)
    assert (answer.status_code, "Dit is te groot" in answer.text) == (413, True)
    assert left(home) == []


def test_a_delivery_larger_than_a_form_may_be_comes_in(home: Home, tmp_path: Path) -> None:
    rows = [(f"a{n}", "aangifte", AT, f"m{n}") for n in range(20_000)]
    content = zipped(deliver(tmp_path / "made", "d1", events=rows, **SPAN))
    assert len(content) > FORM_BYTES
    client = limited(home, upload_mb=1)
    form = body(token_of(client), content)
    assert "Gebeurtenissen: 20.000" in client.post(ADDRESS, content=in_pieces(form, 7919), headers=HEADERS).text


def test_while_another_command_writes_it_is_kept_and_waits(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENMONITOR_LOCK_TIMEOUT_SECONDS", "0.1")
    monkeypatch.setattr("ketenmonitor.web.deliveries.upload.SECONDS_TO_WAIT", 0.3)
    client = visitor(open_home(home.path), "engineer")
    with FileLock(home.path / "lock"):
        answer = handed_in(client, delivery(tmp_path))
        assert (answer.status_code, "bewaard en wacht" in answer.text) == (202, True)
        assert (accepted(home), left(home)) == ([], [])
    monkeypatch.setattr("ketenmonitor.web.deliveries.upload.SECONDS_TO_WAIT", 30.0)
    assert handed_in(client, delivery(tmp_path)).status_code == 200
    assert accepted(home) == ["d1"]


def test_other_content_under_the_name_of_one_that_is_in_is_refused(home: Home, tmp_path: Path) -> None:
    client = visitor(home, "engineer")
    assert handed_in(client, delivery(tmp_path)).status_code == 200
    answer = handed_in(client, delivery(tmp_path, contact="x", kind="full"))
    assert (answer.status_code, "used before with other content" in answer.text) == (422, True)


def test_many_at_once_are_sent_away_before_they_take_room(home: Home) -> None:
    client = visitor(home, "engineer")
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]  # what the application keeps there
    desk._n = MOST_AT_ONCE
    answer = handed_in(client, b"x")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    desk._n -= 1
    assert handed_in(client, b"x").status_code == 422


def test_uploads_at_the_same_time_all_come_in(home: Home, tmp_path: Path) -> None:
    first = handed_in(visitor(home, "engineer"), delivery(tmp_path, "d0"))
    assert first.status_code == 200
    names = ("d1", "d2", "d3")
    made = [delivery(tmp_path, name, follows="d0", delivered_from=None) for name in names]
    clients = [visitor(home, "engineer") for _ in names]
    with ThreadPoolExecutor(3) as hands:
        answers = list(hands.map(handed_in, clients, made))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert sorted(accepted(home)) == ["d0", "d1", "d2", "d3"]


def test_every_finding_of_a_delivery_has_words() -> None:
    """The table of the reference, which tests hold against what the gate finds."""
    table = (ROOT / "docs/reference/findings.md").read_text(encoding="utf-8").split("## Of an imported log")[0]
    assert sorted(ODD) == sorted(line.split("`")[1] for line in table.splitlines() if line.startswith("| `"))
    for code in ("nl", "en"):
        assert all(page_words(code).say(f"finding_{name}", n="1") for name in ODD)
