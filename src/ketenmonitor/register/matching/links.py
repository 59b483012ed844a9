"""Why two items are one point: links between motions, commitments and questions.

Comes in: items. Goes out: `Link`s, each with its rule, score and reasons. The promise: a link of rule `reference` or `number` is
certain; others are as sure as their score, and below the threshold of their rule there is none; two items with different references
are never one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from ketenmonitor.register.matching.context import in_context
from ketenmonitor.register.matching.declared import declared_here, promise_settled_here
from ketenmonitor.register.matching.link import Link
from ketenmonitor.register.matching.named import naming_one_thing
from ketenmonitor.register.matching.names import differ, name_of, names_fit, references_of, sort_of, topic_of
from ketenmonitor.register.matching.words import Weighed, formal_words, weighed
from ketenmonitor.register.records import Item, Kind
from ketenmonitor.register.records.keys import folded

# Score from which a rule holds. Questions of one set are about one subject, and yet are not one question; a minister who points
# to the answer to another question says himself that it comes to the same.
NAME_AND_TOPIC, TOPIC_ALONE, COMMITTED, DECLARED, ASKED, ASKED_IN_ONE_SET, SAME_ANSWER = (
    0.5,
    0.75,
    0.62,
    0.55,
    0.55,
    0.9,
    0.25,
)
# Of a question or commitment less than this says nothing by itself ("Zo nee, waarom niet?").
LEAST_WORDS = 4
# A whole promise of so many words, word for word the same, is the same whatever is in it.
LONG = 12
# Of the words of two commitments that say which thing it is, so much has to be the same.
LEAST_OF_NAMES = 0.4


def links_of(items: Iterable[Item]) -> tuple[Link, ...]:
    """All links between these items."""
    by_sort: dict[Kind, dict[str, Item]] = defaultdict(dict)
    for one in items:
        by_sort[sort_of(one)][one.key] = one
    finders = {Kind.MOTION: _of_motions, Kind.COMMITMENT: _of_commitments, Kind.QUESTION: _of_questions}
    return tuple(link for sort, find in finders.items() for link in find(by_sort.get(sort, {})))


def _by_reference(items: Mapping[str, Item]) -> Iterator[Link]:
    """The same official name; a heading may name two motions with two numbers, so the persons have to fit too."""
    having: dict[str, list[str]] = defaultdict(list)
    for key, item in items.items():
        for name in references_of(item):
            having[name].append(key)
    for name, keys in having.items():
        for one, other in combinations(keys, 2):
            if names_fit(items[one], items[other]):
                yield Link(one, other, "reference", 1.0, (name,))


def _of_motions(items: Mapping[str, Item]) -> Iterator[Link]:
    """The same reference; or, where one has none, the same name and topic; or the very topic, where one has no name."""
    yield from _by_reference(items)
    yield from declared_here(items)
    weights = weighed({key: topic_of(one) for key, one in items.items()})
    for one, other in weights.candidates(NAME_AND_TOPIC):
        if differ(references_of(items[one]), references_of(items[other])) or not names_fit(items[one], items[other]):
            continue
        names = name_of(items[one]), name_of(items[other])
        if (score := weights.same(one, other)) >= (NAME_AND_TOPIC if all(names) else TOPIC_ALONE):
            rule = "name-and-topic" if all(names) else "topic"
            yield Link(one, other, rule, min(score, 0.99), (" / ".join(names), *weights.shared(one, other)))


def _of_commitments(items: Mapping[str, Item]) -> Iterator[Link]:
    """The same official number, the same sentence, or the same undertaking in other words."""
    yield from _by_reference(items)
    yield from _in_words(items, {key: _undertaking(one) for key, one in items.items()})
    yield from in_context(items)
    yield from naming_one_thing(items)
    yield from promise_settled_here(items)


def _undertaking(item: Item) -> str:
    if item.kind is Kind.SETTLED:
        return f"{item.body.get('name') or ''} {item.text}"
    return f"{item.body.get('what') or ''} {item.text}"


def _of_questions(items: Mapping[str, Item]) -> Iterator[Link]:
    """A literal repeat that the paper's own reading found, the same words, or nearly the same."""
    place = {(one.paper, one.body.get("set"), one.body.get("index")): key for key, one in items.items()}
    for key, one in items.items():
        repeated = one.body.get("repeat_of")
        if repeated and (other := place.get((one.paper, repeated[0], repeated[1]))) and other != key:
            yield Link(other, key, "repeated-set", 1.0, ("a literal repeat in this paper",))
    yield from _in_words(items, {key: str(one.body.get("question") or "") for key, one in items.items()})


def _in_words(items: Mapping[str, Item], texts: Mapping[str, str]) -> Iterator[Link]:
    weights, plain = weighed(texts), {key: folded(text) for key, text in texts.items()}
    named = {key: references_of(one) for key, one in items.items()}
    telling = {key for key in texts if len(weights.words[key]) >= LEAST_WORDS}
    are_questions = any(one.kind is Kind.QUESTION for one in items.values())
    for one, other in weights.candidates(SAME_ANSWER if are_questions else DECLARED):
        is_same = (
            plain[one] == plain[other] and len(plain[one].split()) >= LONG and items[one].kind is not Kind.QUESTION
        )
        if not (is_same or (one in telling and other in telling)) or differ(named[one], named[other]):
            continue
        if found := _judged(items[one], items[other], plain, weights):
            yield found


def _judged(one: Item, other: Item, texts: Mapping[str, str], weights: Weighed) -> Link | None:
    if texts[one.key] == texts[other.key]:
        return Link(one.key, other.key, "same-words", 1.0, ("word for word",))
    score, reasons = weights.same(one.key, other.key), weights.shared(one.key, other.key)
    if score >= _threshold(one, other) and not _name_two_things(one, other, weights):
        return Link(one.key, other.key, "in-other-words", min(score, 0.99), reasons)
    if score >= SAME_ANSWER and _has_same_answer(one, other):
        return Link(one.key, other.key, "same-answer", score, ("one answer points to the other", *reasons))
    return None


def _name_two_things(one: Item, other: Item, weights: Weighed) -> bool:
    """Two bills are alike in all that bills have: then what is left says whether they are one."""
    if one.kind is not Kind.COMMITMENT or other.kind is not Kind.COMMITMENT:
        return False
    mine, theirs = weights.words[one.key] - formal_words(), weights.words[other.key] - formal_words()
    fewest = min(len(mine), len(theirs))
    return fewest >= 2 and len(mine & theirs) < LEAST_OF_NAMES * fewest


def _threshold(one: Item, other: Item) -> float:
    """A declaration names what it settles in its own words, and shorter."""
    if one.kind is not Kind.QUESTION:
        return DECLARED if Kind.SETTLED in (one.kind, other.kind) else COMMITTED
    is_one_set = one.paper == other.paper and one.body.get("set") is not None
    return ASKED_IN_ONE_SET if is_one_set and one.body.get("set") == other.body.get("set") else ASKED


def _has_same_answer(one: Item, other: Item) -> bool:
    """Whether the answer to one does no more than point to the answer to the other."""
    if one.kind is not Kind.QUESTION or one.paper != other.paper or one.body.get("set") != other.body.get("set"):
        return False
    return any(
        mine.body.get("resolved") and theirs.body.get("number") in (mine.body.get("refers_to") or ())
        for mine, theirs in ((one, other), (other, one))
    )
