"""A bill or a report that two commitments name, whatever each says about it: one will send it, the other will consult on it.

Comes in: commitments. Goes out: links. The promise: both speak of a thing of one sort; what is left of the shorter one, without the
words that every such commitment has, stands nearly whole in the other; and at least two words of it do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ketenmonitor.register.matching.link import Link
from ketenmonitor.register.matching.names import differ, references_of
from ketenmonitor.register.matching.words import Weighed, formal_words, things_in, weighed
from ketenmonitor.register.records import Item, Kind

# After a name in full: it names nothing that is not named yet.
ABBREVIATION = re.compile(r"\([A-Z]\w{1,8}\)")
LEAST_SHARE, LEAST_SHARED = 0.7, 2
# More texts than this that have a word: then it names no one thing.
MOST_HAVING = 12
# A word that begins another one, such as "strafbaar" and "strafbaarstelling": from so many letters on.
BEGINNING = 7


def naming_one_thing(items: Mapping[str, Item]) -> Iterator[Link]:
    """Links between commitments about the same bill, report or plan."""
    said = {key: one for key, one in items.items() if one.kind is Kind.COMMITMENT and things_in(one.text)}
    weights = weighed({key: ABBREVIATION.sub(" ", one.text) for key, one in said.items()})
    names = {key: frozenset(w for w in weights.words[key] - formal_words() if not w.isdigit()) for key in said}
    having: dict[str, list[str]] = defaultdict(list)
    for key, words in names.items():
        for word in words:
            having[word].append(key)
    for one, words in names.items():
        rare = [word for word in sorted(words) if len(having[word]) <= MOST_HAVING]
        for other in sorted({key for word in rare for key in having[word] if key != one}):
            if link := _judged(said[one], said[other], names, weights):
                yield link


def _judged(one: Item, other: Item, names: Mapping[str, frozenset[str]], weights: Weighed) -> Link | None:
    """The first has the fewer words; each pair is judged once, that way round."""
    mine, theirs = names[one.key], names[other.key]
    if (len(mine), one.key) > (len(theirs), other.key) or differ(references_of(one), references_of(other)):
        return None
    both = frozenset(word for word in mine if any(_same(word, another) for another in theirs))
    share = weights.weight(both) / weights.weight(mine) if mine else 0.0
    if len(both) < LEAST_SHARED or share < LEAST_SHARE or not things_in(one.text) & things_in(other.text):
        return None
    reasons = tuple(sorted(both, key=lambda word: (-weights.weights[word], word))[:6])
    return Link(one.key, other.key, "named-thing", 0.75 * share, reasons)


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= BEGINNING and long.startswith(short))
