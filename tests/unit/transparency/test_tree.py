"""The tree is that of RFC 9162: the vectors of Certificate Transparency, and every proof of every small tree by definition."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.transparency.tree import EMPTY, Tree, is_consistent, is_included, leaf_hash

# The reference tree of Certificate Transparency: its leaves, the root at each size, and worked proofs.
ENTRIES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INNER = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"  # of leaves 2 and 3
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
INCLUSIONS = [
    (0, 1, []),
    (0, 8, [SECOND, INNER, LAST_FOUR]),
    (5, 8, [FIFTH, LAST_TWO, ROOTS[4]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], INNER, FIFTH]),
]
CONSISTENCIES = [
    (1, 1, []),
    (1, 8, [SECOND, INNER, LAST_FOUR]),
    (6, 8, ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a", LAST_TWO, ROOTS[4]]),
    (2, 5, [INNER, FIFTH]),
]
MOST = 40  # leaves of the trees of which everything is tried


def tree_of(leaves: list[bytes]) -> Tree:
    tree = Tree()
    tree.extend(b"".join(leaves))
    return tree


def mth(leaves: list[bytes]) -> bytes:
    """MTH of 2.1.1, as it is written there, of hashes of leaves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = max(2**power for power in range(20) if 2**power < len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


LEAVES = [leaf_hash(bytes([n])) for n in range(MOST)]
TREE = tree_of(LEAVES)
MTHS = [mth(LEAVES[:size]) for size in range(MOST + 1)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_tree(size: int) -> None:
    assert tree_of([leaf_hash(entry) for entry in ENTRIES]).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("number", "size", "path"), INCLUSIONS)
def test_the_worked_proofs_of_inclusion(number: int, size: int, path: list[str]) -> None:
    tree, leaf = tree_of([leaf_hash(entry) for entry in ENTRIES]), leaf_hash(ENTRIES[number])
    found = tree.inclusion(number, size)
    assert [one.hex() for one in found] == path
    assert is_included(leaf, number, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCIES)
def test_the_worked_proofs_of_consistency(old: int, new: int, path: list[str]) -> None:
    found = tree_of([leaf_hash(entry) for entry in ENTRIES]).consistency(old, new)
    assert [one.hex() for one in found] == path
    assert is_consistent(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), found)


def test_the_root_is_that_of_the_definition_however_the_tree_grew() -> None:
    grown = Tree()
    for size in range(MOST + 1):
        assert [grown.root(size), TREE.root(size)] == [MTHS[size]] * 2
        grown.extend(b"".join(LEAVES[size : size + 1]))


def test_every_inclusion_is_proven_and_no_other() -> None:
    for size in range(1, MOST + 1):
        for number in range(size):
            path = TREE.inclusion(number, size)
            for other in range(size):
                assert is_included(LEAVES[other], number, size, path, MTHS[size]) == (other == number)
            assert not is_included(LEAVES[number], number, size, path, MTHS[size - 1])
            assert not is_included(LEAVES[number], number, size, [*path, LEAVES[0]], MTHS[size])
            assert not is_included(LEAVES[number], number, size, path[:-1], MTHS[size]) or not path


def test_every_consistency_is_proven_and_no_other() -> None:
    for new in range(MOST + 1):
        for old in range(new + 1):
            path = TREE.consistency(old, new)
            assert is_consistent(old, MTHS[old], new, MTHS[new], path)
            for other in range(MOST + 1):
                if other != old:
                    assert not is_consistent(old, MTHS[other], new, MTHS[new], path)
                if other != new:
                    assert not is_consistent(old, MTHS[old], new, MTHS[other], path) or old == 0
            assert not is_consistent(old, MTHS[old], new, MTHS[new], [*path, LEAVES[0]])


def test_what_is_no_number_of_a_leaf_is_not_included() -> None:
    assert not is_included(LEAVES[0], 1, 1, [], MTHS[1])
    assert not is_included(LEAVES[0], -1, 1, [], MTHS[1])
    assert not is_consistent(2, MTHS[2], 1, MTHS[1], [])
    assert not is_consistent(0, MTHS[1], 2, MTHS[2], [])
    assert TREE.root(0) == EMPTY


@given(st.integers(1, MOST), st.data())
def test_a_changed_path_proves_nothing(size: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    change = data.draw(st.binary(min_size=32, max_size=32).filter(any))
    for path, holds in (
        (TREE.inclusion(number, size), lambda path: is_included(LEAVES[number], number, size, path, MTHS[size])),
        (TREE.consistency(old, size), lambda path: is_consistent(old, MTHS[old], size, MTHS[size], path)),
    ):
        assert holds(path)
        if path:
            at = data.draw(st.integers(0, len(path) - 1))
            path[at] = bytes(a ^ b for a, b in zip(path[at], change, strict=True))
            assert not holds(path)
