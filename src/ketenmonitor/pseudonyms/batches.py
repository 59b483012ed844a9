"""Many identifiers at once: blinding, evaluating and taking blinds off, on all the cores there are.

Comes in: texts, or n x 32 bytes. Goes out: n x 32 bytes in the same order. The promise: what `suite` gives for each of them;
one batch is in memory, never all; a value that is no element refuses its batch.

Threads do the work, not processes: libsodium works outside the lock of the interpreter, so that two threads take half the
time of one (docs/performance.md), and no key or blind leaves the process.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from ketenmonitor.pseudonyms import suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, MOST, Claims, new_id, sealed_for
from ketenmonitor.pseudonyms.suite import BYTES, NotAnElement

SEED_BYTES = 32
A_TURN = 250  # values that a thread takes at once: some 10 ms
T = TypeVar("T")


@dataclass(frozen=True)
class Blinded:
    """One batch of a source: elements for the first key service, the seed of their masks for the last one, and the envelope
    for the recipient with what takes off both: each blind times its mask.
    """

    batch: str
    first: int
    count: int
    elements: bytes
    seed: bytes
    blinds: str


def blinded_batches(texts: Iterable[str], public: str, claims: Claims, size: int = MOST) -> Iterator[Blinded]:
    """The batches of a source, one after the other: blinds are, masked, in an envelope for the recipient, and nowhere else.

    Who sees the elements and is told the masked blinds cannot take a blind off without the seed.

    `claims` says from whom, for whom and for what; kind, batch, count and id are filled in here.
    """
    rest, first = iter(texts), 0
    while part := list(islice(rest, size)):
        elements, blinds = blinded(part)
        seed = secrets.token_bytes(SEED_BYTES)
        masked = b"".join(map(suite.product, _parts(blinds), suite.masks(seed, len(part))))
        said = replace(claims, typ=BLINDS, batch=new_id(), count=len(part), jti=new_id())
        yield Blinded(said.batch, first, len(part), elements, seed, sealed_for(public, masked, said))
        first += len(part)


def blinded(texts: Sequence[str]) -> tuple[bytes, bytes]:
    """Blinded elements, and a blind for each of them."""
    blinds = [suite.random_scalar() for _ in texts]
    elements = _in_turns(
        lambda part: [suite.blinded(text.encode(), r) for text, r in part], list(zip(texts, blinds, strict=True))
    )
    return b"".join(elements), b"".join(blinds)


def evaluated(elements: bytes, scalar: bytes, seed: bytes | None = None) -> bytes:
    """Elements times one scalar: what a key service does, and what a rotation is; the last service also times the masks of a
    seed. Raises NotAnElement.
    """
    values = _parts(elements)
    scalars = (
        [scalar] * len(values) if seed is None else [suite.product(scalar, m) for m in suite.masks(seed, len(values))]
    )
    pairs = list(zip(values, scalars, strict=True))
    return b"".join(_in_turns(lambda part: [suite.multiplied(*pair) for pair in part], pairs))


def unblinded(elements: bytes, blinds: bytes) -> bytes:
    """Elements divided by their blinds: what a recipient does. Raises NotAnElement."""
    if len(elements) != len(blinds):
        raise NotAnElement("there are not as many blinds as elements")
    pairs = list(zip(_parts(elements), _parts(blinds), strict=True))
    return b"".join(_in_turns(_quotients, pairs))


def inverses(scalars: Sequence[bytes]) -> list[bytes]:
    """The inverse of each scalar for the price of one, by Montgomery's trick. Raises NotAnElement for a 0 among them."""
    if not all(map(any, scalars)):
        raise NotAnElement("a blind of 0 hides nothing")
    upto = [scalars[0]]
    for scalar in scalars[1:]:
        upto.append(suite.product(upto[-1], scalar))
    found, rest = [b""] * len(scalars), suite.inverse(upto[-1])
    for place in range(len(scalars) - 1, 0, -1):
        found[place] = suite.product(rest, upto[place - 1])
        rest = suite.product(rest, scalars[place])
    found[0] = rest
    return found


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _quotients(pairs: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    undoing = inverses([blind for _, blind in pairs])
    return [suite.multiplied(element, scalar) for (element, _), scalar in zip(pairs, undoing, strict=True)]


def _parts(values: bytes) -> list[bytes]:
    if len(values) % BYTES:
        raise NotAnElement(f"{len(values)} bytes are not a number of elements of {BYTES} bytes each")
    return [values[at : at + BYTES] for at in range(0, len(values), BYTES)]


def _in_turns(work: Callable[[Sequence[T]], list[bytes]], items: Sequence[T]) -> list[bytes]:
    """`work` on slices of the items, by as many threads as there are cores; results in the order of the items."""
    slices = [items[at : at + A_TURN] for at in range(0, len(items), A_TURN)]
    with ThreadPoolExecutor(cores()) as pool:
        return [value for part in pool.map(work, slices) for value in part]
