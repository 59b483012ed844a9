"""A declaration that a motion or commitment is settled, and what in the same paper it settles.

Comes in: motions or commitments, and declarations about them. Goes out: at most one link a declaration. The promise: names and numbers may not
contradict each other; the sentence has to be the same, or to stand near with the same name or topic; the nearest one is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from ketenmonitor.register.matching.link import Link
from ketenmonitor.register.matching.names import differ, name_of, names_fit, references_of, topic_of
from ketenmonitor.register.matching.words import words_of
from ketenmonitor.register.records import Item, Kind
from ketenmonitor.register.records.keys import folded

# How a paper tells that something was promised before.
TOLD = re.compile(r"\b(?:toegezegd\w*|toezegging|beloofd)\b", re.IGNORECASE)
NEAR_BY = 12  # lines above a declaration that stands under no heading
NEAR = 40  # lines: an answer, or what stands under one heading
LEAST_TOPIC = 0.5  # of the words of the shorter topic
SURE, LIKELY = 0.97, 0.9


def declared_here(items: Mapping[str, Item]) -> Iterator[Link]:
    """Links between declarations and motions of one paper."""
    motions: dict[int, list[Item]] = defaultdict(list)
    for one in items.values():
        if one.kind is Kind.MOTION:
            motions[one.paper].append(one)
    for said in items.values():
        if said.kind is Kind.SETTLED:
            fitting = [(fit, one.key, one) for one in motions[said.paper] if (fit := _fit(said, one))]
            if fitting:
                (is_same, topic, _), _, best = max(fitting)
                score = SURE if is_same and topic else LIKELY
                yield Link(best.key, said.key, "declared-here", score, (best.text if is_same else name_of(best),))


def _fit(said: Item, motion: Item) -> tuple[bool, float, int] | None:
    """How well they fit: the same sentence first, then the topic, then how near; None when they are two."""
    if differ(references_of(said), references_of(motion)) or not names_fit(said, motion):
        return None
    is_same = folded(said.text) == folded(motion.text)
    apart = abs((said.spot.line or 0) - (motion.spot.line or 0))
    topic = _topic_shared(said, motion)
    is_known = topic >= LEAST_TOPIC or bool(name_of(said) and name_of(motion))
    return (is_same, topic, -apart) if is_known and (is_same or apart <= NEAR) else None


def _topic_shared(said: Item, motion: Item) -> float:
    mine, theirs = words_of(topic_of(said)), words_of(topic_of(motion))
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def promise_settled_here(items: Mapping[str, Item]) -> Iterator[Link]:
    """Links between declarations and the sentence, under the same heading, that tells what was promised."""
    told: dict[int, list[Item]] = defaultdict(list)
    for one in items.values():
        if one.kind is Kind.COMMITMENT and TOLD.search(one.text):
            told[one.paper].append(one)
    for said in items.values():
        if said.kind is Kind.SETTLED:
            above = [(_shared(said, one), one.spot.line or 0, one) for one in told[said.paper] if _is_above(said, one)]
            if above:
                share, _, best = max(above, key=lambda one: one[:2])
                if share or len(above) == 1:
                    yield Link(
                        best.key, said.key, "declared-here", SURE if share >= LEAST_TOPIC else LIKELY, (best.text,)
                    )


def _is_above(said: Item, promise: Item) -> bool:
    """Between the heading and the declaration; where no heading is known, near above it."""
    if differ(references_of(said), references_of(promise)):
        return False
    line = said.spot.line or 0
    heading = said.body.get("heading") or {}
    return (heading.get("line") or line - NEAR_BY) <= (promise.spot.line or 0) <= line


def _shared(said: Item, promise: Item) -> float:
    mine, theirs = words_of(str(said.body.get("name") or "")), words_of(promise.text)
    return len(mine & theirs) / len(mine) if mine else 0.0
