"""A batch gives what its values give one by one, in their order."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.pseudonyms import batches, keyed, suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, opened
from ketenmonitor.pseudonyms.suite import NotAnElement
from tests.unit.pseudonyms.parties import NOW, RECIPIENT, claims, receiving_key

ONE = (1).to_bytes(32, "little")  # the scalar that changes nothing
TEXTS = st.lists(st.text(min_size=1, max_size=20), max_size=12)


def parts(values: bytes) -> list[bytes]:
    return [values[at : at + 32] for at in range(0, len(values), 32)]


@settings(max_examples=25, deadline=None)
@given(TEXTS, st.integers(min_value=1, max_value=5))
def test_a_batch_is_what_one_by_one_would_give(texts: list[str], a_turn: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batches, "A_TURN", a_turn)
        elements, blinds = batches.blinded(texts)
        one, other = suite.random_scalar(), suite.random_scalar()
        evaluated = batches.evaluated(batches.evaluated(elements, one), other)
        found = batches.unblinded(evaluated, blinds)
    both = suite.product(one, other)
    assert parts(elements) == [suite.blinded(t.encode(), r) for t, r in zip(texts, parts(blinds), strict=True)]
    assert parts(found) == [suite.multiplied(suite.hashed_to_group(text.encode()), both) for text in texts]


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=1, max_value=20))
def test_inverses_together_are_inverses_one_by_one(n: int) -> None:
    scalars = [suite.random_scalar() for _ in range(n)]
    assert batches.inverses(scalars) == [suite.inverse(scalar) for scalar in scalars]


def test_a_blind_is_used_once() -> None:
    _, blinds = batches.blinded(["NL:bsn:1"] * 1_000)
    assert len(set(parts(blinds))) == 1_000


@pytest.mark.parametrize("place", [0, 299, 599])
def test_one_value_that_is_none_refuses_its_batch(place: int) -> None:
    elements, blinds = batches.blinded([f"NL:bsn:{n}" for n in range(600)])
    bad = bytearray(elements)
    bad[32 * place : 32 * place + 32] = bytes(32)
    with pytest.raises(NotAnElement) as told:
        batches.evaluated(bytes(bad), suite.random_scalar())
    assert "NL" not in str(told.value)
    no_blind = bytearray(blinds)
    no_blind[32 * place : 32 * place + 32] = bytes(32)
    with pytest.raises(NotAnElement):
        batches.unblinded(elements, bytes(no_blind))


def test_what_is_cut_is_refused() -> None:
    elements, blinds = batches.blinded(["NL:bsn:1", "NL:bsn:2"])
    with pytest.raises(NotAnElement):
        batches.evaluated(elements[:-1], suite.random_scalar())
    with pytest.raises(NotAnElement):
        batches.unblinded(elements, blinds[:32])


def test_the_batches_of_a_source_follow_each_other_and_only_the_recipient_opens_the_blinds() -> None:
    key, texts = receiving_key(), [f"NL:bsn:{n}" for n in range(25)]
    made = list(batches.blinded_batches(texts, key.public or "", claims(), size=10))
    assert [(b.first, b.count) for b in made] == [(0, 10), (10, 10), (20, 5)]
    assert len({b.batch for b in made}) == 3
    for b in made:
        said, blinds = opened(key, b.blinds, typ=BLINDS, aud=RECIPIENT, now=NOW)
        assert (said.batch, said.count) == (b.batch, b.count)
        own = b"".join(suite.hashed_to_group(t.encode()) for t in texts[b.first : b.first + b.count])
        scalar = suite.random_scalar()
        assert batches.unblinded(batches.evaluated(b.elements, scalar, b.seed), blinds) == batches.evaluated(
            own, scalar
        )


def test_who_saw_the_elements_cannot_take_the_blinds_off_with_what_the_recipient_has() -> None:
    key = receiving_key()
    (made,) = batches.blinded_batches(["NL:bsn:1", "NL:bsn:2"], key.public or "", claims())
    _, blinds = opened(key, made.blinds, typ=BLINDS, aud=RECIPIENT, now=NOW)
    hashes = batches.evaluated(b"".join(suite.hashed_to_group(f"NL:bsn:{n}".encode()) for n in (1, 2)), ONE)
    assert batches.unblinded(made.elements, blinds) != hashes
    assert batches.unblinded(batches.evaluated(made.elements, ONE, made.seed), blinds) == hashes


def test_masks_are_of_their_batch_and_place_and_always_the_same() -> None:
    seed, other = bytes(32), bytes([1]) * 32
    assert suite.masks(seed, 5)[:3] == suite.masks(seed, 3)
    assert len({*suite.masks(seed, 100), *suite.masks(other, 100)}) == 200
    assert all(any(mask) for mask in suite.masks(seed, 100))


def test_batches_are_made_when_they_are_asked_for() -> None:
    taken: list[int] = []

    def endless() -> object:
        for n in range(1_000_000):
            taken.append(n)
            yield f"NL:bsn:{n}"

    made = batches.blinded_batches(endless(), receiving_key().public or "", claims(), size=10)  # type: ignore[arg-type]
    assert len(list(islice(made, 2))) == 2
    assert len(taken) == 20


def test_keys_change_and_elements_follow() -> None:
    mac = keyed.mac_of(receiving_key())
    old, new = (keyed.scalar_for(mac, RECIPIENT, "keten", year) for year in ("2026", "2027"))
    elements, _ = batches.blinded(["NL:bsn:1", "NL:bsn:2"])
    kept = batches.evaluated(elements, old)
    assert batches.evaluated(kept, keyed.change_of(old, new)) == batches.evaluated(elements, new)
