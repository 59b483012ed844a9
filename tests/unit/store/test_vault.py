"""The vault: the same element has the same id for ever, two have never the same, and nothing is readable without the key."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import StorageError
from ketenmonitor.keys import Secret
from ketenmonitor.store import About, look, open_vault
from ketenmonitor.store.vault import FILE, Vault

KEY = Secret("vault", None, b"\x07" * 32)
ABOUT = About("00000099000000000001", "proef", "2025")
ONE, TWO, THREE = (bytes([n]) * 32 for n in (1, 2, 3))


def ids(folder: Path, *elements: bytes, chain: str = "proef", key: Secret = KEY) -> list[str]:
    with open_vault(folder, key, chain, ABOUT) as vault, vault.changing():
        return vault.ids(elements)


def test_ids_stay(tmp_path: Path) -> None:
    first = ids(tmp_path, ONE, TWO, ONE)
    assert first[0] == first[2] != first[1]
    assert ids(tmp_path, TWO, THREE, ONE)[::2] == first[1::-1]


@settings(max_examples=30)
@given(asked=st.lists(st.lists(st.integers(0, 20), max_size=12), max_size=5))
def test_an_id_is_an_element_whatever_is_asked_together(
    asked: list[list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    known: dict[int, str] = {}
    for numbers in asked:
        for number, id in zip(numbers, ids(folder, *(bytes([n]) * 32 for n in numbers)), strict=True):
            assert known.setdefault(number, id) == id
    assert len(set(known.values())) == len(known)
    assert (look(folder) or (ABOUT, 0))[1] == len(known)


def test_two_chains_have_other_ids_and_other_lookups(tmp_path: Path) -> None:
    assert ids(tmp_path / "a", ONE) != ids(tmp_path / "b", ONE, chain="ander")
    with pytest.raises(StorageError, match="not the key of this vault"):
        ids(tmp_path / "a", ONE, chain="ander")


def test_what_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    with open_vault(tmp_path, KEY, "proef", ABOUT) as vault:
        with pytest.raises(ZeroDivisionError):
            failing(vault)
        assert vault.n_elements() == 0
        with vault.changing():
            assert vault.claim(["a"], "y", {"x", "y"})


def failing(vault: Vault) -> None:
    with vault.changing():
        vault.ids([ONE])
        vault.claim(["a"], "x", ())
        raise ZeroDivisionError


def test_an_envelope_is_for_one_accepted_delivery(tmp_path: Path) -> None:
    with open_vault(tmp_path, KEY, "proef", ABOUT) as vault:
        assert vault.claim(["a", "b"], "one", set())
        assert vault.claim(["a"], "two", set())  # the first was never accepted
        assert not vault.claim(["c", "a"], "three", {"two"})
        assert vault.claim(["c"], "four", {"two", "three"})  # of what was refused nothing is kept
        assert vault.claim(["a"], "two", {"two"})  # again the same


def test_a_vault_that_is_gone_is_not_begun_anew(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is gone"), open_vault(tmp_path, KEY, "proef"):
        pass
    assert look(tmp_path) is None


def test_another_key_is_found_before_anything_is_asked(tmp_path: Path) -> None:
    ids(tmp_path, ONE)
    with pytest.raises(StorageError, match="not the key of this vault"):
        ids(tmp_path, ONE, key=Secret("vault", None, b"\x08" * 32))
    assert look(tmp_path) == (ABOUT, 1)


@pytest.mark.parametrize("content", [b"", b"no database", bytes(5_000)])
def test_what_is_no_vault_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StorageError), open_vault(tmp_path, KEY, "proef"):
        pass


def test_a_row_that_was_changed_does_not_open(tmp_path: Path) -> None:
    ids(tmp_path, ONE, TWO)
    with sqlite3.connect(tmp_path / FILE) as database:
        (sealed,) = database.execute("SELECT sealed FROM elements WHERE place = 1").fetchone()
        database.execute("UPDATE elements SET sealed = ? WHERE place = 2", (sealed,))
    with open_vault(tmp_path, KEY, "proef") as vault:
        with vault.changing():
            vault.turn_to("2026")
        with pytest.raises(StorageError, match="is damaged"):
            vault.to_turn(10)


def test_a_rotation_that_is_begun_with_another_period_begins_anew(tmp_path: Path) -> None:
    before = ids(tmp_path, ONE, TWO)
    with open_vault(tmp_path, KEY, "proef") as vault:
        turn(vault, "2026", most=1)
        with vault.changing():
            assert vault.turn_to("2027") == 0
        turn(vault, "2027", most=2)
        with vault.changing():
            vault.take_turn()
        vault.shrink()
        assert vault.about.period == "2027"
        assert vault.ids([turned(ONE), turned(TWO)]) == before
        assert vault.ids([ONE])[0] not in before


def turn(vault: Vault, period: str, most: int) -> None:
    with vault.changing():
        vault.turn_to(period)
        vault.keep_turned([(place, id, turned(element)) for place, id, element in vault.to_turn(most)])


def turned(element: bytes) -> bytes:
    return bytes(255 - byte for byte in element)


def test_only_its_owner_may_look_into_the_folder(tmp_path: Path) -> None:
    ids(tmp_path / "vault", ONE)
    assert (tmp_path / "vault").stat().st_mode & 0o077 == 0
