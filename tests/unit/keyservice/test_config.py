"""The configuration of a key service, and the commands that read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketenmonitor.cli import main
from ketenmonitor.errors import StorageError
from ketenmonitor.keyservice import read_config
from tests.services import PHRASE
from tests.unit.keyservice.services import FIRST, RECIPIENT, SECOND, STRANGER, World, register
from tests.unit.keyservice.tokens import LABEL, MODULE, PIN, softhsm

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)

    def type_(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["ketenmonitor", "keyservice", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return int(str(stopped.value.code or 0)), said.out + said.err

    return type_


def test_a_sound_configuration_is_read_whole(world: World) -> None:
    found = read_config(world.config("first"))
    assert (found.oin, found.port, found.workers, found.requests_a_minute) == (FIRST, 0, 1, 1000)
    assert (set(found.peers), set(found.recipients)) == ({SECOND}, {RECIPIENT})
    assert found.tls is not None
    assert found.tls.authorities == world.folder / "authorities.pem"


FAULTS = [
    (f'oin = "{FIRST}"', 'oin = "12"', "service.oin"),
    ('address = "https:', 'address = "http:', "service.address"),
    ("port = 0", "port = 70000", "service.port"),
    ("port = 0", 'port = "8443"', "service.port"),
    ("workers = 1", "wokers = 1", "service.wokers"),
    ("server.key", "absent.key", "tls.key"),
    ("authorities.pem", "absent.pem", "identity.authorities"),
    ("authorities = ", "authority = ", "identity"),
    ("evaluating = ", "other = ", "keys"),
    ('evaluating = "', 'pkcs11 = { module = "/absent", token = "x", label = "y" }\nevaluating = "', "keys.pkcs11.module"),
    ("purposes.toml", "absent.toml", "register.file"),
    ("signed_by = [", 'signed_by = ["x", ', "register.signed_by[1]"),
    (f"[peers.{SECOND}]", "[peers.second]", "peers.second"),
    (f"[peers.{SECOND}]", f"[peers.{FIRST}]", f"peers.{FIRST}"),
    (f"[recipients.{RECIPIENT}]", f"[receivers.{RECIPIENT}]", "recipients"),
    ("[tls]", "[tsl]", "identity"),
    ("[register]", '[[keys.former]]\nperiods = ["old"]\n[register]', "keys.former[1]"),
    ("[register]", '[[keys.former]]\nperiods = ["old"]\nevaluating = "absent"\n[register]', "keys.former[1].evaluating"),
    ("[register]", '[[keys.former]]\nperiods = ["a b"]\n[register]', "keys.former[1].periods[1]"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place"), FAULTS, ids=[f"{place}-{n}" for n, (*_, place) in enumerate(FAULTS)])
def test_a_fault_is_told_by_name(old: str, new: str, place: str, world: World, tmp_path: Path) -> None:
    text = world.config("first").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "x.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StorageError) as error:
        read_config(tmp_path / "x.toml")
    assert f": {place}: " in str(error.value)


def test_all_that_is_wrong_is_told_at_once(world: World, tmp_path: Path) -> None:
    text = world.config("first").read_text(encoding="utf-8")
    for old, new, _ in (FAULTS[0], FAULTS[1], FAULTS[2], FAULTS[5], FAULTS[7], FAULTS[8], FAULTS[10], FAULTS[12]):
        text = text.replace(old, new, 1)
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StorageError) as error:
        read_config(tmp_path / "x.toml")
    assert len(str(error.value).splitlines()) == 9  # one of them is two: an unknown key, and no master


def test_check_opens_all_and_says_so(world: World, typed: Typed) -> None:
    status, said = typed(world.config("first"), "--check")
    assert (status, f"Key service {FIRST}, register version 1." in said, world.public(FIRST) in said) == (0, True, True)


def test_check_tells_for_whom_there_is_no_public_key(own_world: World, typed: Typed) -> None:
    own_world.permit(register().replace(SECOND, STRANGER).replace(RECIPIENT, SECOND))
    assert typed(own_world.config("first"), "--check")[1].count(STRANGER) == 1
    status, said = typed(own_world.config("second"), "--check")
    assert (status, said) == (0, said)  # it is in no order of this register


def test_nothing_is_served_with_another_passphrase(world: World, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", "another passphrase")
    status, said = typed(world.config("first"))
    assert (status, "does not open" in said, "another passphrase" in said) == (1, True, False)


def test_a_master_key_is_made_in_the_token_only_when_it_belongs_there(
    own_world: World, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    softhsm()
    config = own_world.config("first")
    assert typed(config, "--make-key")[0] == 2
    text = config.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("evaluating"))
    config.write_text(
        text.replace(line, f'pkcs11 = {{ module = "{MODULE}", token = "{LABEL}", label = "by-command" }}'),
        encoding="utf-8",
    )
    monkeypatch.setenv("KETENMONITOR_PKCS11_PIN", PIN)
    assert typed(config, "--check")[0] == 1
    assert typed(config, "--make-key") == (0, f'Made key "by-command" in token "{LABEL}"; it cannot be taken out.\n')
    assert typed(config, "--check")[0] == 0
