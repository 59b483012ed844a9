"""A key in three shares: any two make it again, and nothing less does."""

from __future__ import annotations

from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.keys import kind_of, make_shares, open_key, open_shares, sealed, shares

PHRASES = [f"the passphrase of person {n}".encode() for n in range(3)]
BYTES = st.integers(min_value=0, max_value=255)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})


def made(folder: Path, name: str = "one") -> tuple[list[Path], str | None]:
    places = [folder / f"{name}-{n}.key" for n in range(3)]
    return places, make_shares(places, "receiving", PHRASES)


def test_any_two_make_the_key_and_all_make_the_same(tmp_path: Path) -> None:
    places, public = made(tmp_path)
    found = {open_shares([places[i], places[j]], [PHRASES[i], PHRASES[j]]) for i, j in permutations(range(3), 2)}
    assert [(one.kind, one.public) for one in found] == [("receiving", public)]
    assert {kind_of(place) for place in places} == {"share"}


def test_one_share_is_no_key_nor_twice_the_same_nor_of_two_keys(tmp_path: Path) -> None:
    places, _ = made(tmp_path)
    others, _ = made(tmp_path, "other")
    with pytest.raises(StorageError):
        open_key(places[0], "receiving", PHRASES[0])
    for pair in ([places[0]], [places[0], places[0]], [places[0], others[1]], places):
        with pytest.raises(UsageError):
            open_shares(pair, [PHRASES[(places + others).index(one) % 3] for one in pair])


def test_a_share_opens_with_the_passphrase_of_who_has_it_only(tmp_path: Path) -> None:
    places, _ = made(tmp_path)
    with pytest.raises(StorageError):
        open_shares(places[:2], [PHRASES[0], PHRASES[0]])


def test_nothing_is_written_over_and_nothing_is_left_half_done(tmp_path: Path) -> None:
    (tmp_path / "one-2.key").write_text("kept")
    with pytest.raises(UsageError):
        made(tmp_path)
    assert [place.name for place in tmp_path.iterdir()] == ["one-2.key"]


@given(BYTES, BYTES, BYTES)
def test_one_byte_of_one_share_fits_every_key(secret: int, line: int, other: int) -> None:
    """For the byte of a share and any key there is a line that gives both: so a share says nothing of the key."""
    points = {n: secret ^ shares._times(n, line) for n in (1, 2, 3)}
    for i, j in combinations(points, 2):
        assert shares._at_zero(i, points[i], j, points[j]) == secret
    through = shares._times(points[1] ^ other, shares._inverse(1))
    assert other ^ shares._times(1, through) == points[1]


@pytest.mark.parametrize("one", [1, 2, 3, 0x53, 0xFF])
def test_the_field_is_that_of_aes(one: int) -> None:
    assert shares._times(0x57, 0x83) == 0xC1  # FIPS 197, section 4.2
    assert shares._times(one, shares._inverse(one)) == 1
