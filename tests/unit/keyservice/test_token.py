"""The master key in a token: the same keys as from a file, and it cannot be taken out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.keys import Secret
from ketenmonitor.keyservice import make_master
from ketenmonitor.keyservice.config import Pkcs11
from ketenmonitor.keyservice.scalars import Scalars, mac_of_master
from ketenmonitor.pseudonyms import keyed, suite
from tests.unit.keyservice.services import RECIPIENT, SECOND, SOURCE, Source, World, lines_of, running, unfinished
from tests.unit.keyservice.tokens import LABEL, MODULE, PIN, softhsm

pkcs11 = pytest.importorskip("pkcs11")
MASTER = bytes(range(32))


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KETENMONITOR_PKCS11_PIN", PIN)
    return softhsm()


def at(label: str) -> Pkcs11:
    return Pkcs11(MODULE, LABEL, label)


def kept(label: str, **attributes: Any) -> Pkcs11:
    """A known key in the token."""
    known = pkcs11.Attribute
    said = {
        known.CLASS: pkcs11.ObjectClass.SECRET_KEY, known.KEY_TYPE: pkcs11.KeyType.GENERIC_SECRET, known.LABEL: label,
        known.VALUE: MASTER, known.TOKEN: True, known.SIGN: True, known.PRIVATE: True, known.SENSITIVE: True,
        known.EXTRACTABLE: False,
    }  # fmt: skip
    said |= {known[name]: value for name, value in attributes.items()}
    found = pkcs11.lib(str(MODULE)).get_token(token_label=LABEL)
    try:
        session = found.open(user_pin=PIN, rw=True)
    except pkcs11.UserAlreadyLoggedIn:
        session = found.open(rw=True)
    with session:
        session.create_object(said)
    return at(label)


def test_the_same_master_gives_the_same_key_in_a_token_as_in_a_file() -> None:
    in_token, in_file = Scalars(mac_of_master(kept("known"))), Scalars(keyed.mac_of(Secret("evaluating", None, MASTER)))
    for about in (
        (RECIPIENT, "doorlooptijden", "2026"),
        (RECIPIENT, "recidive", "2026"),
        (RECIPIENT, "recidive", "2027"),
    ):
        assert in_token.of(*about) == in_file.of(*about)
    assert in_token.change(RECIPIENT, "recidive", "2026", "2027") == in_file.change(
        RECIPIENT, "recidive", "2026", "2027"
    )


def test_a_key_is_derived_in_the_token_once() -> None:
    asked: list[bytes] = []

    def mac(message: bytes) -> bytes:
        asked.append(message)
        return MASTER

    scalars = Scalars(mac)
    assert scalars.of(RECIPIENT, "doel", "2026") == scalars.of(RECIPIENT, "doel", "2026")
    assert len(asked) == 1


def test_a_key_that_is_made_cannot_be_taken_out_nor_made_again() -> None:
    make_master(at("made"))
    assert len(mac_of_master(at("made"))(b"x")) == 32
    session = pkcs11.lib(str(MODULE)).get_token(token_label=LABEL).open()
    key = session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY, label="made")
    assert key[pkcs11.Attribute.NEVER_EXTRACTABLE]
    with pytest.raises(pkcs11.PKCS11Error):
        key[pkcs11.Attribute.VALUE]
    with pytest.raises(UsageError, match="never written over"):
        make_master(at("made"))


@pytest.mark.parametrize("loose", [{"EXTRACTABLE": True}, {"SENSITIVE": False}], ids=str)
def test_a_key_that_could_be_taken_out_is_not_used(loose: dict[str, bool]) -> None:
    place = kept(f"loose-{next(iter(loose)).lower()}", **loose)
    with pytest.raises(StorageError, match="can be taken out"):
        mac_of_master(place)


@pytest.mark.parametrize(
    "place",
    [at("absent"), Pkcs11(MODULE, "another", "x"), Pkcs11(Path("/absent.so"), LABEL, "x")],
    ids=["key", "token", "module"],
)
def test_what_is_not_there_is_told_in_words(place: Pkcs11) -> None:
    with pytest.raises(StorageError, match="cannot be used now"):
        mac_of_master(place)


def test_a_token_wants_its_pin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KETENMONITOR_PKCS11_PIN")
    with pytest.raises(UsageError, match="no PIN"):
        mac_of_master(at("absent"))
    with pytest.raises(StorageError, match="PIN cannot be read"):
        mac_of_master(Pkcs11(MODULE, LABEL, "absent", tmp_path / "pin"))


def test_a_service_with_its_key_in_a_token_gives_what_it_gives_with_the_same_key_in_a_file(own_world: World) -> None:
    place, config = kept("serving"), own_world.config("first")
    (own_world.folder / "pin").write_text(f"{PIN}\n", encoding="utf-8")
    text = config.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("evaluating"))
    table = f'pkcs11 = {{ module = "{MODULE}", token = "{LABEL}", label = "{place.label}", pin_file = "{own_world.folder}/pin" }}'
    config.write_text(text.replace(line, table), encoding="utf-8")
    with running(config) as first, running(own_world.config("second")) as second:
        blinds, envelope = Source(own_world, SOURCE, first, second).evaluated(["een"])
    masters = [Secret("evaluating", None, MASTER), own_world.secrets[f"master of {SECOND}"]]
    keys = [keyed.scalar_for(keyed.mac_of(one), RECIPIENT, "doorlooptijden", "now") for one in masters]
    expected = suite.multiplied(suite.hashed_to_group(b"een"), suite.product(*keys))
    assert unfinished(own_world, blinds, envelope) == [expected]
    assert [line["decision"] for line in lines_of(own_world, "first")] == ["permit"]
