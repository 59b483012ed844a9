"""A commitment that only says "the bill" or "the report": what stands before it says which.

Comes in: commitments. Goes out: links to commitments of other papers that name the thing itself. The promise: the thing that is promised
has to be of one sort, and nearly all that names it in the one has to stand in the paragraph of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ketenmonitor.register.matching.link import Link
from ketenmonitor.register.matching.words import TOO_COMMON, Weighed, things_in, weighed
from ketenmonitor.register.records import Item

# How much of what names a thing has to stand around the other, and in how many words.
LEAST_SHARE, LEAST_WORDS = 0.65, 5
# A commitment with at most this many words of its own, numbers left out, does not name what it is about.
MOST_OWN_WORDS = 4
NEAR = 600  # characters before it


def in_context(items: Mapping[str, Item]) -> Iterator[Link]:
    """Links between a commitment that points and one that names."""
    own = weighed({key: one.text for key, one in items.items()})
    pointing = {key: one for key, one in items.items() if _points(own.words[key], one)}
    around = weighed({key: f"{one.context[-NEAR:]} {one.text}" for key, one in pointing.items()})
    having: dict[str, set[str]] = defaultdict(set)
    for key, words in own.words.items():
        for word in words:
            having[word].add(key)
    for key, one in pointing.items():
        near = {other for word in around.words[key] if len(having[word]) <= TOO_COMMON for other in having[word]}
        for other in sorted(near):
            if (
                items[other].paper != one.paper
                and other not in pointing
                and (link := _judged(one, items[other], own, around))
            ):
                yield link


def _points(words: frozenset[str], item: Item) -> bool:
    return bool(item.context) and len(_telling(words)) <= MOST_OWN_WORDS


def _telling(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not word.isdigit())


def _judged(pointing: Item, naming: Item, own: Weighed, around: Weighed) -> Link | None:
    named = _telling(own.words[naming.key])
    both, whole = named & around.words[pointing.key], own.weight(named)
    share = own.weight(both) / whole if whole else 0.0
    if len(both) < LEAST_WORDS or share < LEAST_SHARE or not things_in(pointing.text) & things_in(naming.text):
        return None
    reasons = tuple(sorted(both, key=lambda word: (-own.weights[word], word))[:6])
    return Link(pointing.key, naming.key, "in-context", 0.8 * share, reasons)
