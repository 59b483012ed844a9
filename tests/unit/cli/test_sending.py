"""The commands of a partner that go over the line, with real servers; and nothing of an identifier anywhere afterwards."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.keys import Secret, make_key
from ketenmonitor.pseudonyms import suite
from tests.unit.pseudonyms.parties import FIRST, RECIPIENT, SECOND, SOURCE, receiving_key
from tests.unit.source.folders import packed, texts
from tests.unit.source.servers import KeyService, Receiver, Running, key_service_app, receiver_app, served

PHRASE = "a phrase of the tests"
RECIPIENT_KEY = receiving_key()
REASON = "events.parquet row 1: not an activity of this partner."


@contextmanager
def chain_of(receiver: Receiver) -> Iterator[tuple[list[Running], str]]:
    """Two key services and a receiver, and the tables of a mapping that lead there."""
    keys = [receiving_key(), receiving_key()]
    first = KeyService(FIRST, Secret("evaluating", None, b"1" * 32), keys[0], SECOND, keys[1].public or "")
    second = KeyService(SECOND, Secret("evaluating", None, b"2" * 32), keys[1], RECIPIENT, RECIPIENT_KEY.public or "")
    running = [Running(), Running(), Running()]
    apps = [key_service_app(service, SOURCE, one) for service, one in zip((first, second), running, strict=False)]
    with ExitStack() as stack:
        for app_, one in zip([*apps, receiver_app(receiver, running[2])], running, strict=True):
            stack.enter_context(served(app_, one))
        urls = [one.url for one in running]
        yield running, f'[send]\nurl = "{urls[2]}"\n[pseudonyms]\nservices = ["{urls[0]}", "{urls[1]}"]\n'


def mapping_of(folder: Path, tables: str) -> Path:
    place = folder / "mapping.toml"
    place.write_text('[delivery]\nstate = "state"\nsigning_key = "sign.key"\n' + tables, encoding="utf-8")
    make_key(folder / "sign.key", "signing", PHRASE.encode())
    return place


def command(*parts: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(part) for part in parts], env={"KETENMONITOR_PASSPHRASE": PHRASE})
    if isinstance(result.exception, KetenmonitorError):
        return result.exception.exit_status, result.stdout, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def test_from_packed_to_accepted(tmp_path: Path) -> None:
    with chain_of(Receiver()) as (_, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", texts(25), RECIPIENT_KEY)
        status, said, _ = command("pseudonymise", folder, "--mapping", mapping, "--json")
        assert (status, json.loads(said)) == (
            0, {"delivery_id": "d-1", "identifiers": 25, "batches": 3, "asked": 3, "is_signed": True}
        )  # fmt: skip
        status, said, _ = command("send", folder, "--mapping", mapping, "--json")
        assert (status, json.loads(said)) == (
            0, {"deliveries": [{"delivery_id": "d-1", "status": "accepted", "reasons": []}]}
        )  # fmt: skip


def test_people_read_a_table(tmp_path: Path) -> None:
    with chain_of(Receiver()) as (_, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", texts(5), RECIPIENT_KEY)
        assert "identificatoren" in command("pseudonymise", folder, "--mapping", mapping)[1]
        assert "accepted" in command("send", folder, "--mapping", mapping, "--lang", "en")[1]


def test_a_refusal_is_told_and_counts_as_one(tmp_path: Path) -> None:
    with chain_of(Receiver(outcomes=[{"status": "refused", "reasons": [REASON]}])) as (_, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", texts(5), RECIPIENT_KEY)
        command("pseudonymise", folder, "--mapping", mapping)
        status, _, told = command("send", folder, "--mapping", mapping)
        assert (status, told) == (1, f"d-1: {REASON}\n")


def test_what_does_not_get_through_is_told_for_each(tmp_path: Path) -> None:
    with chain_of(Receiver()) as (running, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", texts(5), RECIPIENT_KEY)
        command("pseudonymise", folder, "--mapping", mapping)
        running[2].trouble.answers = [(403, {})]
        status, said, _ = command("send", folder, folder, "--mapping", mapping, "--json")
        assert status == 1
        assert [one["status"] for one in json.loads(said)["deliveries"]] == ["unanswered", "unanswered"]
        assert command("send", folder, "--mapping", mapping)[0] == 0


def test_a_delivery_that_is_not_finished_is_not_sent(tmp_path: Path) -> None:
    with chain_of(Receiver()) as (running, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", texts(5), RECIPIENT_KEY)
        status, _, told = command("send", folder, "--mapping", mapping)
        assert status == 1
        assert "Give `ketenmonitor pseudonymise` first." in told
        assert running[2].seen == []


def test_a_key_that_does_not_open_stops_before_anything_is_asked(tmp_path: Path) -> None:
    with chain_of(Receiver()) as (running, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", texts(5), RECIPIENT_KEY)
        (tmp_path / "sign.key").unlink()
        make_key(tmp_path / "sign.key", "signing", b"another passphrase")
        status, _, told = command("pseudonymise", folder, "--mapping", mapping)
        assert status == 1
        assert "does not open" in told
        assert running[0].seen == []


@pytest.mark.parametrize("trouble", [None, 403, 500])
def test_nothing_of_an_identifier_is_anywhere(tmp_path: Path, trouble: int | None) -> None:
    """Planted identifiers, and what follows from one without a key, in files, output and what services were sent."""
    planted = texts(25)
    with chain_of(Receiver()) as (running, tables):
        mapping, folder = mapping_of(tmp_path, tables), packed(tmp_path / "d", planted, RECIPIENT_KEY)
        running[1].trouble.answers = [(200, {})] if trouble is None else [(trouble, {})]
        told = [*command("pseudonymise", folder, "--mapping", mapping), *command("send", folder, "--mapping", mapping)]
        running[1].trouble.answers = []
        told += [*command("pseudonymise", folder, "--mapping", mapping), *command("send", folder, "--mapping", mapping)]
        everything = b"\n".join(
            [repr(told).encode()]
            + [place.read_bytes() for place in tmp_path.rglob("*") if place.is_file()]
            + [body for one in running for body in one.bodies]
        )
    elements = [suite.hashed_to_group(text.encode()) for text in planted]
    traces = [text.rpartition(":")[2].encode() for text in planted]
    traces += [form for one in elements for form in (one, one.hex().encode(), b64encode(one).rstrip(b"="))]
    assert not [trace for trace in traces if trace in everything]
    assert (folder / "pseudonyms.parquet").is_file()
