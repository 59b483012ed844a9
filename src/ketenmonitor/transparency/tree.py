"""The Merkle tree of RFC 9162, section 2.1: roots, proofs, and the checking of proofs by who does not have the tree.

Comes in: the hashes of leaves, in order. Goes out: the root of the first so many, that one leaf is among them (inclusion), and
that an older tree is the beginning of a newer one (consistency). The promise: who holds nothing but two roots can check what it
is told, and what is not so is False, never an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

HASH = 32  # bytes
EMPTY = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one leaf (2.1.1): its first byte differs from that of a node, so that neither passes for the other."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes (2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows. Of each level one row of hashes: only those of nodes whose leaves are all there, which never change."""

    def __init__(self) -> None:
        self._rows = [bytearray()]

    def __len__(self) -> int:
        return len(self._rows[0]) // HASH

    def extend(self, leaves: bytes) -> None:
        """Add the hashes of leaves, one after the other."""
        assert len(leaves) % HASH == 0, len(leaves)
        self._rows[0] += leaves
        level, pair = 0, 2 * HASH
        while len(self._rows[level]) >= pair:
            if len(self._rows) == level + 1:
                self._rows.append(bytearray())
            below, row = self._rows[level], self._rows[level + 1]
            todo = range(2 * len(row), len(below) - pair + 1, pair)
            row += b"".join([sha256(b"\x01" + below[at : at + pair]).digest() for at in todo])
            level += 1

    def root(self, size: int) -> bytes:
        """The root of the first `size` leaves: MTH of 2.1.1."""
        return self._root(0, size) if size else EMPTY

    def inclusion(self, number: int, size: int) -> list[bytes]:
        """What proves that leaf `number` is among the first `size`: PATH of 2.1.3.1."""
        assert 0 <= number < size <= len(self), (number, size, len(self))
        return self._path(number, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """What proves that the tree of `old` leaves is the beginning of that of `new`: PROOF of 2.1.4.1; of nothing, nothing."""
        assert 0 <= old <= new <= len(self), (old, new, len(self))
        return self._proof(old, 0, new, True) if old else []

    def _root(self, start: int, end: int) -> bytes:
        """MTH(D[start:end])."""
        half = _half(end - start)
        if half * 2 == end - start or end - start == 1:  # a node of which all leaves are there
            level = (end - start).bit_length() - 1
            at = (start >> level) * HASH
            return bytes(self._rows[level][at : at + HASH])
        return node_hash(self._root(start, start + half), self._root(start + half, end))

    def _path(self, number: int, start: int, end: int) -> list[bytes]:
        """PATH(number, D[start:end]), from the leaf up."""
        if end - start == 1:
            return []
        middle = start + _half(end - start)
        if number < middle:
            return [*self._path(number, start, middle), self._root(middle, end)]
        return [*self._path(number, middle, end), self._root(start, middle)]

    def _proof(self, old: int, start: int, end: int, is_known: bool) -> list[bytes]:
        """SUBPROOF(old, D[start:end], is_known): whether who asks has the root of exactly these leaves."""
        if old == end:
            return [] if is_known else [self._root(start, end)]
        middle = start + _half(end - start)
        if old <= middle:
            return [*self._proof(old, start, middle, is_known), self._root(middle, end)]
        return [*self._proof(old, middle, end, False), self._root(start, middle)]


def is_included(leaf: bytes, number: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the hash of leaf `number` to the root of a tree of `size` (2.1.3.2)."""
    if not 0 <= number < size:
        return False
    at, last, found = number, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `old` leaves is the beginning of that of `new` (2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if (
        old == 0
    ):  # everything begins with nothing: there is no proof of it (of another root than that of nothing neither)
        return not path and old_root == EMPTY
    known = (
        [old_root] if old & (old - 1) == 0 else []
    )  # the root of a whole tree is a node of the newer one, and not sent
    path = [*known, *path]
    if not 0 < old < new or not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node_hash(other, was), node_hash(other, now)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            now = node_hash(now, other)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root


def _half(size: int) -> int:
    """The largest power of two below `size`; 0 of 1."""
    return 1 << (size - 1).bit_length() - 1 if size > 1 else 0
