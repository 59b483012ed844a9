"""Whether two mentions are of the same motion: the same paper, the same movers, the same subject."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from ketenmonitor.register.extraction.motions.words import EMPTY_WORDS
from ketenmonitor.register.items import Reference

STEM = 5
NEARLY = 0.8
SHORTEST_NEARLY = 5


def same_paper(one: Reference, other: Reference) -> bool:
    """The same number in the same dossier; a dossier written without its chapter (36800 for 36800-VI) is the same."""
    if one.identifier or other.identifier:
        return one.identifier == other.identifier
    return (
        one.number == other.number
        and bool(one.dossier and other.dossier)
        and (one.dossier or "")[:5] == (other.dossier or "")[:5]
    )


def plain(word: str) -> str:
    """A word in small letters without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter))


def same_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same movers, or only the first of several."""
    left, right = [plain(word) for word in one], [plain(word) for word in other]
    if not left or not right:
        return False
    shorter, longer = sorted((left, right), key=len)
    return set(left) == set(right) or longer[: len(shorter)] == shorter


def nearly_same_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """The same movers but for a slip of the pen in a longer name."""
    left, right = "-".join(sorted(map(plain, one))), "-".join(sorted(map(plain, other)))
    if min(len(left), len(right)) < SHORTEST_NEARLY or not one or not other:
        return False
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= NEARLY


def overlap(one: str | None, other: str | None) -> float | None:
    """How much of the shorter subject is in the other, from 0 to 1; None where one is not told. One word in common of several
    is chance."""
    left, right = stems(one), stems(other)
    if not left or not right:
        return None
    common = left & right
    share = len(common) / min(len(left), len(right))
    return share if len(common) > 1 or share == 1 else min(share, 0.25)


def telling(texts: list[str]) -> dict[str, frozenset[int]]:
    """For every stem the texts it stands in, to know which words are rare in this paper."""
    held: dict[str, set[int]] = {}
    for at, text in enumerate(texts):
        for stem in stems(text):
            held.setdefault(stem, set()).add(at)
    return {stem: frozenset(where) for stem, where in held.items()}


def stems(text: str | None) -> frozenset[str]:
    """The first letters of the words that tell something."""
    words = (plain(word) for word in re.findall(r"[^\W\d_]{4,}", text or ""))
    return frozenset(word[:STEM] for word in words if word not in EMPTY_WORDS)
