"""Keys of items, that stay the same when a paper is read anew.

Comes in: what a reading found, and what earlier readings of the paper found. Goes out: the key of each item. The promise:
the same sentence has the same key; a sentence of which the words or the boundaries changed a little inherits the key of what it
was, if nothing else comes near it; no two items of a reading have the same key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rapidfuzz import fuzz

from ketenmonitor.register.records.shapes import LETTERS, Kind

# References that differ in one digit are two.
EVERY_KIND_WITH_WORDS = tuple(kind for kind in Kind if kind is not Kind.REFERENCE)
NUMBER = re.compile(r"\d+")
COMBINING = re.compile(r"[\u0300-\u036f]")
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
# Of two texts that are the same for a reader, and of two of which one has a piece more.
NEAR, WITHIN = 88.0, 92.0
# A shorter text lies within another too easily.
LEAST_WITHIN = 40
LETTERS_OF_KEY = 10


@dataclass(frozen=True)
class Known:
    """An item that some reading found, or a person added."""

    key: str
    kind: Kind
    fingerprint: str
    folded: str


def folded(text: str) -> str:
    """The words of a text without case, accents and punctuation: what is compared and searched."""
    plain = COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return NOT_A_WORD.sub(" ", plain).strip()


def fingerprint_of(kind: Kind, text: str) -> str:
    """What names a sentence: the same whatever its spaces, hyphens and capitals."""
    return sha256(f"{kind} {folded(text).replace(' ', '')}".encode()).hexdigest()[:16]


def keys_of(
    found: Sequence[tuple[Kind, str, str]], known: Iterable[Known], origin: str, taken: Iterable[str] = ()
) -> list[str]:
    """The key of each (kind, fingerprint, folded); `origin` tells this paper from all others, `taken` are their keys."""
    free: dict[Kind, list[Known]] = {}
    for one in known:
        free.setdefault(one.kind, []).append(one)
    keys = [_taken_exactly(free, kind, fingerprint) for kind, fingerprint, _ in found]
    for kind in EVERY_KIND_WITH_WORDS:
        left = [i for i, one in enumerate(found) if one[0] is kind and not keys[i]]
        for i, key in _taken_nearly([(i, found[i][2]) for i in left], free.get(kind, [])):
            keys[i] = key
    used = {*taken, *keys, *(one.key for held in free.values() for one in held)}
    for i, coming in enumerate(found):
        if not keys[i]:
            keys[i] = _new_key(coming[0], f"{origin} {coming[1]}", used)
            used.add(keys[i])
    return keys


def _taken_exactly(free: Mapping[Kind, list[Known]], kind: Kind, fingerprint: str) -> str:
    held = free.get(kind, [])
    for place, one in enumerate(held):
        if one.fingerprint == fingerprint:
            return held.pop(place).key
    return ""


def _taken_nearly(left: list[tuple[int, str]], held: list[Known]) -> Iterator[tuple[int, str]]:
    """The nearest pairs first; each item and each key once."""
    scored = [(_nearness(text, one.folded), i, one) for i, text in left for one in held]
    done: set[int | str] = set()
    for score, i, one in sorted(scored, key=lambda pair: -pair[0]):
        if score > 0 and i not in done and one.key not in done:
            done |= {i, one.key}
            held.remove(one)
            yield i, one.key


def _nearness(one: str, other: str) -> float:
    """How near two texts are, 0 for not near enough. Of equals, those with the same numbers are nearer."""
    score = fuzz.ratio(one, other, score_cutoff=NEAR)
    if not score and min(len(one), len(other)) >= LEAST_WITHIN:
        score = fuzz.partial_ratio(one, other, score_cutoff=WITHIN) / 2
    return score if NUMBER.findall(one) == NUMBER.findall(other) else score / 4


def _new_key(kind: Kind, named: str, used: set[str]) -> str:
    for again in range(10_000):
        digest = sha256(f"{kind} {named} {again or ''}".encode()).hexdigest()[:LETTERS_OF_KEY]
        if (key := f"{LETTERS[kind]}-{digest}") not in used:
            return key
    raise AssertionError("a paper has fewer items than there are keys")


def sketch_of(text: str, size: int = 256) -> list[int]:
    """The smallest hashes of all runs of five words: two sketches tell how much of two texts is the same (bottom-k)."""
    words = folded(text).split()
    runs = {" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))}
    # 48 bits: whole numbers that every JSON reader keeps exact.
    return sorted(int.from_bytes(sha256(run.encode()).digest()[:6], "big") for run in runs)[:size]


def alike(one: Sequence[int], other: Sequence[int]) -> float:
    """The estimated share of runs that two texts have in common, 0 to 1."""
    smallest = sorted({*one, *other})[: max(len(one), len(other), 1)]
    both = {*one} & {*other}
    return sum(hash_ in both for hash_ in smallest) / len(smallest) if smallest else 0.0
