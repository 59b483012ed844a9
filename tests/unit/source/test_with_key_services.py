"""What a partner does, with the two key services of the project itself: processes with TLS, a signed register and a log."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.keys import make_key, sealed
from ketenmonitor.pseudonyms import batches, keyed, suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, EVALUATION, KEPT_SECONDS, Claims, opened
from ketenmonitor.source.pseudonymising import PENDING
from tests.unit.keyservice import services as theirs
from tests.unit.keyservice.services import FIRST, OTHER, RECIPIENT, SECOND, SOURCE, STRANGER

PURPOSE, PERIOD = "doorlooptijden", "now"
TEXTS = [keyed.text_of("bsn", f"{999_900_000 + n}") for n in range(25)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})
        return theirs.World(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def services(world: Any) -> Iterator[tuple[Any, Any]]:
    with theirs.running(world.config("first")) as first, theirs.running(world.config("second")) as second:
        yield first, second


def partner(world: Any, services: tuple[Any, Any], oin: str, folder: Path, texts: list[str]) -> Path:
    """The folder of a partner: a delivery that is blinded, a mapping, a certificate and a key to sign with."""
    blinded, now = folder / "d" / "blinded", int(time.time())
    blinded.mkdir(parents=True)
    said = Claims(BLINDS, oin, RECIPIENT, oin, PURPOSE, PERIOD, "", 0, now, now + KEPT_SECONDS, "")
    for number, one in enumerate(batches.blinded_batches(texts, world.public(RECIPIENT), said, 10)):
        (blinded / f"{number:04d}.elements").write_bytes(one.elements)
        (blinded / f"{number:04d}.seed").write_bytes(one.seed)
        (blinded / f"{number:04d}.blinds").write_text(one.blinds)
    (folder / "d" / PENDING).write_text(json.dumps({"delivery_id": "d", "files": {}}))
    world.caller(oin)
    place = world.folder / "callers" / oin
    urls = json.dumps([f"https://localhost:{one.port}" for one in services])
    (folder / "mapping.toml").write_text(
        f'[delivery]\nsigning_key = "sign.key"\n[send]\ncertificate = "{place}.pem"\nkey = "{place}.key"\n'
        f'authorities = "{world.folder}/authorities.pem"\n[pseudonyms]\nservices = {urls}\n'
    )
    make_key(folder / "sign.key", "signing", theirs.PHRASE.encode())
    return folder


def pseudonymised(folder: Path) -> tuple[int, str]:
    words = ["pseudonymise", str(folder / "d"), "--mapping", str(folder / "mapping.toml"), "--json"]
    result = CliRunner().invoke(app, words, env={"KETENMONITOR_PASSPHRASE": theirs.PHRASE})
    return result.exit_code, result.stdout if result.exit_code == 0 else str(result.exception)


def found(world: Any, folder: Path) -> list[bytes]:
    values, secret, now = [], world.secrets[RECIPIENT], int(time.time())
    for row in pyarrow.parquet.read_table(folder / "d" / "pseudonyms.parquet").to_pylist():
        _, evaluations = opened(secret, row["evaluations"], typ=EVALUATION, aud=RECIPIENT, now=now)
        _, blinds = opened(secret, row["blinds"], typ=BLINDS, aud=RECIPIENT, now=now)
        payload = batches.unblinded(evaluations, blinds)
        values += [payload[at : at + 32] for at in range(0, len(payload), 32)]
    return values


def test_two_partners_find_the_same_and_both_services_wrote_it_down(
    world: Any, services: tuple[Any, Any], tmp_path: Path
) -> None:
    one = partner(world, services, SOURCE, tmp_path / "one", TEXTS)
    other = partner(world, services, OTHER, tmp_path / "other", TEXTS[::-1])
    for folder in (one, other):
        status, said = pseudonymised(folder)
        assert (status, json.loads(said)["batches"]) == (0, 3)
    k1, k2 = (
        keyed.scalar_for(keyed.mac_of(world.secrets[f"master of {oin}"]), RECIPIENT, PURPOSE, PERIOD)
        for oin in (FIRST, SECOND)
    )
    expected = [suite.multiplied(suite.hashed_to_group(text.encode()), suite.product(k1, k2)) for text in TEXTS]
    assert found(world, one) == expected
    assert found(world, other) == expected[::-1]
    for name in ("first", "second"):
        permitted = [line for line in theirs.lines_of(world, name) if line["decision"] == "permit"]
        assert sum(line["count"] for line in permitted) == 50


def test_who_is_not_in_the_register_is_told_why(world: Any, services: tuple[Any, Any], tmp_path: Path) -> None:
    status, said = pseudonymised(partner(world, services, STRANGER, tmp_path, TEXTS))
    assert status == 1
    assert said.startswith("localhost: refuses to evaluate: ")


def test_a_limit_of_a_day_stops_and_what_was_done_is_kept(
    world: Any, services: tuple[Any, Any], tmp_path: Path
) -> None:
    folder = partner(world, services, SOURCE, tmp_path, TEXTS)
    world.permit(theirs.register(version=2, a_day=40))
    status, said = pseudonymised(folder)
    assert status == 1
    assert "it is asked too much" in said or "refuses" in said
    world.permit(theirs.register(version=3, a_day=1_000))
    status, said = pseudonymised(folder)
    assert status == 0
    assert len(found(world, folder)) == len(TEXTS)
