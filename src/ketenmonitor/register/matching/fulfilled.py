"""Which commitment a later paper may have fulfilled: a hint for a person, never a decision.

Comes in: the points of a register and the texts of its papers. Goes out: `Fulfilment`s by point. The promise: only a later paper is
looked at, in sentences that say that something comes or has come; each says its rule, how sure it is, and the words both share.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ketenmonitor.register.matching.points import Point, points
from ketenmonitor.register.matching.words import Weighed, formal_words, weighed, words_of
from ketenmonitor.register.records import Kind, Register, Spot, Texts, papers, state_of, texts_of
from ketenmonitor.register.records.keys import folded

# How much of what the commitment is about the sentence has, how near the two are, and how many words both share.
LEAST_SHARE, LEAST_SAME, LEAST_WORDS = 0.5, 0.25, 3
LONGEST = (
    60  # words of a sentence that are looked at: a longer one is a table or a list that has something of everything
)
MOST = 3  # of one commitment: who wants to judge more reads the paper
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


@dataclass(frozen=True)
class Fulfilment:
    """A sentence of a later paper that may say that a commitment was fulfilled."""

    paper: int
    source: str
    date: date
    text: str
    spot: Spot
    rule: str
    confidence: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Said:
    """A sentence that says that something comes or came; `about`: with the one after it, which often names what."""

    paper: int
    source: str
    date: date
    text: str
    about: str
    spot: Spot
    rule: str
    confidence: float


def possibly_fulfilled(register: Register) -> Mapping[str, tuple[Fulfilment, ...]]:
    """By the id of a commitment, the sentences that may fulfil it, the likeliest first."""
    return _fulfilled(register, state_of(register))


@lru_cache(maxsize=4)
def _fulfilled(register: Register, _state: tuple[int, int]) -> Mapping[str, tuple[Fulfilment, ...]]:
    said = {f"sentence {number}": one for number, one in enumerate(_all_said(register))}
    promised = {one.id: one for one in points(register) if one.kind is Kind.COMMITMENT and one.first}
    weights = weighed(
        {name: one.about for name, one in said.items()} | {id: _about(one) for id, one in promised.items()}
    )
    found: dict[str, list[Fulfilment]] = {}
    for id, name in weights.candidates_between(promised, said):
        if fulfilment := _judged(promised[id], said[name], name, weights):
            found.setdefault(id, []).append(fulfilment)
    return {id: tuple(sorted(some, key=lambda one: -one.confidence)[:MOST]) for id, some in found.items()}


def _judged(point: Point, said: _Said, name: str, weights: Weighed) -> Fulfilment | None:
    """Only a paper after the last one that still promises it."""
    promising = [one for one in point.mentions if not (one.paper == said.paper and _is_said_in(one.text, said.text))]
    last = max((one.date for one in promising if one.date), default=None)
    named = weights.words[point.id] - formal_words()
    both = named & weights.words[name]
    whole = weights.weight(named)
    share = weights.weight(both) / whole if whole else 0.0
    if last is None or said.date <= last or len(both) < LEAST_WORDS or share < LEAST_SHARE:
        return None
    if weights.same(point.id, name) < LEAST_SAME:
        return None
    reasons = weights.shared(point.id, name)
    return Fulfilment(
        said.paper, said.source, said.date, said.text, said.spot, said.rule, share * said.confidence, reasons
    )


def _is_said_in(text: str, sentence: str) -> bool:
    """Whether a mention is that very sentence, or a part of it: that it came may itself have been read as a promise."""
    return folded(text) in folded(sentence)


def _about(point: Point) -> str:
    return " ".join(f"{one.body.get('what') or ''} {one.text}" for one in point.mentions[:3])


def _all_said(register: Register) -> Iterator[_Said]:
    for one in papers(register):
        if one.date is None:
            continue
        texts = texts_of(register, one.id)
        sentences = list(_sentences(texts))
        for place, (text, spot) in enumerate(sentences):
            if says := _says(folded(text)):
                after = sentences[place + 1][0] if place + 1 < len(sentences) and _only_points(text) else ""
                about = " ".join([*text.split()[:LONGEST], *after.split()[:LONGEST]])
                yield _Said(one.id, one.source, one.date, text, about, spot, *says)


def _only_points(text: str) -> bool:
    """Whether a sentence names nothing itself ("Hierbij informeer ik u daarover."), so that the next one may."""
    return len(words_of(text) - formal_words()) < LEAST_WORDS


def _sentences(texts: Texts) -> Iterator[tuple[str, Spot]]:
    """The sentences of a paper, roughly: lines joined to paragraphs at blank lines. Each with its place in the raw text."""
    starts = [0, *(match.end() for match in re.finditer("\n", texts.raw))]
    lines, first = texts.repaired.split("\n"), 0
    held: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            first = first if held else number
            held.append(line.strip())
        elif held:
            yield from _split(held, first, starts, texts)
            held = []


def _split(held: list[str], first: int, starts: list[int], texts: Texts) -> Iterator[tuple[str, Spot]]:
    ends, at = [], 0
    for line in held:
        at += len(line) + 1
        ends.append(at)
    begin = 0
    for sentence in SENTENCE_END.split(" ".join(held)):
        number = first + bisect_right(ends, begin)
        offset = starts[min(number, len(starts) - 1)]
        page = 1 + bisect_right(texts.page_breaks, offset) if texts.page_breaks else None
        yield sentence, Spot(number + 1, None, None, page)
        begin += len(sentence) + 1


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("delivering.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    said = _told()
    done = f"(?:{'|'.join(said['done'])})"
    return tuple(
        (one["rule"], float(one["confidence"]), re.compile(_one_of(one, said["between"], done))) for one in said["says"]
    )


def _one_of(says: Mapping[str, Any], between: str, done: str) -> str:
    """What was done stands after the verb with it ("is ... ingediend") or, in a clause, before it ("ingediend is")."""
    forms = "|".join(says.get("with_done", ()))
    whole = [rf"(?:{forms}){between}{done}\b", rf"{done} (?:{forms})\b"] if forms else []
    return "|".join(rf"\b(?:{one})" for one in (*says["patterns"], *whole))


@cache
def _still_open() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_told()['still_open'])})\b")


def _says(text: str) -> tuple[str, float] | None:
    if _still_open().search(text):
        return None
    return next(((rule, confidence) for rule, confidence, pattern in _patterns() if pattern.search(text)), None)
