"""The tree beside an independent implementation: roots and proofs of pymerkle, which is not part of what we ship."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any

import pytest

from ketenmonitor.transparency.tree import Tree, is_consistent, is_included, leaf_hash

pymerkle: Any = pytest.importorskip("pymerkle", reason="pymerkle is installed apart: pip install pymerkle")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 100, 257, 1000])
def test_roots_and_proofs_are_those_of_pymerkle(size: int) -> None:
    rng = random.Random(size)
    entries = [rng.randbytes(rng.randrange(60)) for _ in range(size)]
    ours, theirs = Tree(), pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries:
        ours.extend(leaf_hash(entry))
        theirs.append_entry(entry)
    assert theirs.get_root(size) == ours.root(size)
    for _ in range(20):
        number, old = rng.randrange(size), rng.randint(1, size)
        assert theirs.get_leaf(number + 1) == leaf_hash(entries[number])
        theirs_in = theirs.prove_inclusion(number + 1, size)
        pymerkle.verify_inclusion(leaf_hash(entries[number]), ours.root(size), theirs_in)
        # pymerkle puts the leaf (or the older tree's last node) itself first in a path.
        path = [bytes(one) for one in theirs_in.path]
        assert path[1:] == ours.inclusion(number, size)
        assert is_included(leaf_hash(entries[number]), number, size, path[1:], theirs.get_root(size))
        pymerkle.verify_consistency(theirs.get_root(old), ours.root(size), theirs.prove_consistency(old, size))
        assert is_consistent(old, theirs.get_root(old), size, theirs.get_root(size), ours.consistency(old, size))
    assert sha256(b"").digest() == Tree().root(0)
