"""What a text is about: its words without those that say nothing, each weighing more the fewer other texts have it.

Comes in: texts. Goes out: weighted words, and how much of two texts is the same. The promise: a word weighs what it weighs in the
whole of the texts given, whatever their order (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log, sqrt
from typing import Any

from ketenmonitor.register.records.keys import folded

# Endings of Dutch words that make no other word of it, longest first; what is left has at least LEAST letters.
ENDINGS = ("ingen", "eren", "en", "es", "er", "s", "e", "t", "n")
LEAST = 4
# A word that this many texts have finds no candidates: all texts would be candidates of all.
TOO_COMMON = 200
# So many of the words that weigh most in a text find the others.
HEAVIEST = 8
# Among fewer texts than this it does not show which words are common: then all weigh about the same.
FEWEST = 100
# Of so many texts the words are kept: a list asks for them more than once.
KEPT = 200_000


@cache
def _empty() -> frozenset[str]:
    return frozenset(stem(word) for name in ("common", "parliament") for word in folded(_said()[name]).split())


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def formal_words() -> frozenset[str]:
    """Words of every commitment to bring a bill or a report: they do not say which."""
    return frozenset(stem(word) for word in folded(_said()["formal"]).split())


@lru_cache(maxsize=KEPT)
def things_in(text: str) -> frozenset[str]:
    """Which things a text is about: law, report, plan, letter; also at the end of a longer word."""
    words = folded(text).split()
    things: dict[str, list[str]] = _said()["things"]
    return frozenset(thing for thing, names in things.items() if any(word.endswith(tuple(names)) for word in words))


@cache
def stem(word: str) -> str:
    """A word without its ending: crude, and the same for both texts that are compared."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=KEPT)
def words_of(text: str) -> frozenset[str]:
    """The words that say what a text is about; numbers of one digit say nothing."""
    found = (stem(word) for word in folded(text).split() if len(word) > 2 or (word.isdigit() and len(word) > 1))
    return frozenset(word for word in found if word not in _empty())


@dataclass(frozen=True)
class Weighed:
    """Texts by a name, each as its words, and what each word weighs."""

    words: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    lengths: Mapping[str, float]

    def weight(self, words: Iterable[str]) -> float:
        """The weight of some words together."""
        return sum(self.weights.get(word, 0.0) ** 2 for word in words)

    def same(self, one: str, other: str) -> float:
        """How much two texts are about the same, 0 to 1: the cosine of their weighted words."""
        length = self.lengths[one] * self.lengths[other]
        return self.weight(self.words[one] & self.words[other]) / length if length else 0.0

    def shared(self, one: str, other: str, most: int = 6) -> tuple[str, ...]:
        """The words that two texts share, those that weigh most first."""
        both = self.words[one] & self.words[other]
        return tuple(sorted(both, key=lambda word: (-self.weights[word], word))[:most])

    def candidates(self, least: float = 0.0) -> Iterator[tuple[str, str]]:
        """Pairs of which one has, among the words that weigh most in it, a word of the other; each once.

        Texts that are about the same share such a word; all pairs that share any word would be nearly all pairs. Left out are those
        that cannot be the same by `least`, however much of their other words they share.
        """
        having: dict[str, list[str]] = defaultdict(list)
        for name, words in self.words.items():
            for word in words:
                having[word].append(name)
        pairs = set()
        for one, words in self.words.items():
            ordered = sorted(words, key=lambda word: (-self.weights[word], word))
            looked_up = [word for word in ordered[:HEAVIEST] if len(having[word]) <= TOO_COMMON]
            rest = self.weight(words.difference(looked_up))
            shared: dict[str, float] = defaultdict(float)
            for word in looked_up:
                weight = self.weights[word] ** 2
                for other in having[word]:
                    shared[other] += weight
            length = self.lengths[one] * least * (1 - 1e-9)
            near = (other for other, weight in shared.items() if weight + rest >= length * self.lengths[other])
            pairs |= {(min(one, other), max(one, other)) for other in near if other != one}
        yield from sorted(pairs)

    def candidates_between(self, ones: Iterable[str], others: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Pairs of one and other that share a word, each once."""
        having: dict[str, list[str]] = defaultdict(list)
        for name in others:
            for word in self.words[name]:
                having[word].append(name)
        for one in ones:
            for other in sorted({name for word in self.words[one] for name in having.get(word, ())}):
                yield one, other


def weighed(texts: Mapping[str, str]) -> Weighed:
    """Weigh the words of texts against each other."""
    words = {name: words_of(text) for name, text in texts.items()}
    return _weighed(words, words.values())


def _weighed(words: Mapping[str, frozenset[str]], all_words: Iterable[frozenset[str]]) -> Weighed:
    held: Sequence[frozenset[str]] = list(all_words)
    having = Counter(word for one in held for word in one)
    of = max(len(held), FEWEST)
    weights = {word: max(log((of + 1) / (n + 0.5)), 0.05) for word, n in having.items()}
    lengths = {name: sqrt(sum(weights[word] ** 2 for word in one)) for name, one in words.items()}
    return Weighed(words, weights, lengths)
