"""The words of a text that make a mention of a motion, of seven sorts: by name, by who moved it, by number, and so on.

In: a text. Out: `Span`s in order; of two readings of the same words the more telling one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.extraction.motions import words as say
from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.traced import Traced

NAMED, SUBMITTED, NUMBERED, MINE = "named", "submitted", "numbered", "mine"
UNNAMED, PARTY, BACK = "unnamed", "of a party", "back"


@dataclass(frozen=True)
class Span:
    """One mention: its sort, where it stands, and whose motion it says it is."""

    how: str
    begin: int
    end: int
    name: str
    people: str
    party: str | None
    many: bool


def spans(words: str) -> list[Span]:
    """Mentions in a text; of two readings of the same words the more telling one."""
    found: list[Span] = []
    for reading in (_submitted, _named, _numbered, _of_party, _mine, _unnamed, _back):
        for span in reading(words):
            if all(span.end <= other.begin or span.begin >= other.end for other in found):
                found.append(span)
    return sorted(found, key=lambda span: span.begin)


def _named(words: str) -> Iterator[Span]:
    for match in say.SEVERAL.finditer(words):
        yield from _each(match)
    for match in say.NAMED.finditer(words):
        names = match["names"]
        if names_nobody(names):
            continue
        if match["many"]:
            yield from _each(match)
        else:
            yield Span(NAMED, match.start(), match.end("names"), _tidy(match[0]), names, party_of(names), False)


def _each(match: re.Match[str]) -> Iterator[Span]:
    """Each of several motions named after one "moties"."""
    bare = re.sub(r"\([^)]*\d{3}[^)]*\)", lambda reference: " " * len(reference[0]), match["names"])
    for one in re.finditer(rf"(?P<one>{say.ONE})(?:\s+c\.?\s?s\.?)?", bare):
        begin = match.start("names") + one.start()
        name = f"motie {_tidy(one[0])}"
        yield Span(NAMED, begin, match.start("names") + one.end(), name, one[0], party_of(one[0]), True)


def _submitted(words: str) -> Iterator[Span]:
    for match in say.SUBMITTED.finditer(words):
        names = next(match[name] for name in ("names", "names_before", "names_after", "names_in") if match[name])
        if not names_nobody(names):
            yield Span(SUBMITTED, match.start(), match.end(), f"motie {_tidy(names)}", names, party_of(names), False)


def _numbered(words: str) -> Iterator[Span]:
    for match in say.NUMBERED.finditer(words):
        after = [one for one in cited(Traced.of(words[match.end() :])) if one.begin <= 1]
        if after:
            name = f"motie {after[0].reference.text}"
            yield Span(NUMBERED, match.start(), match.end(), _tidy(name), "", None, False)


def _of_party(words: str) -> Iterator[Span]:
    for match in say.OF_PARTY.finditer(words):
        yield Span(PARTY, match.start(), match.end(), _tidy(match[0]), "", match["party"], False)


def _mine(words: str) -> Iterator[Span]:
    for match in say.MINE.finditer(words):
        yield Span(MINE, match.start(), match.end(), match[0], "", None, False)


def _unnamed(words: str) -> Iterator[Span]:
    for match in say.UNNAMED.finditer(words):
        yield Span(UNNAMED, match.start(), match.end(), _tidy(match[0]), "", None, False)


def _back(words: str) -> Iterator[Span]:
    for match in say.BACK.finditer(words):
        yield Span(BACK, match.start(), match.end(), match[0], "", None, bool(match["many"]))


def names_nobody(names: str) -> bool:
    """Whether what stands where a name is expected is none: "Kamer", or a party in capitals."""
    first = re.sub(rf"^{say.PARTICLE}", "", names).split()
    word = re.split(r"[\s(]", first[0])[0] if first else ""
    return not word or word.lower().strip("-") in say.NO_NAME or (word.isupper() and len(word) > 1)


def party_of(names: str) -> str | None:
    """The party told in brackets, if it is one and the same."""
    told = {match["party"] for match in re.finditer(say.PARTY, names)}
    return told.pop() if len(told) == 1 else None


def people_of(names: str) -> tuple[str, ...]:
    """The words by which the movers are known, in order: with a capital, without particles and parties."""
    bare = re.sub(say.NAMELESS_PARTY, "", names)
    return tuple(
        word.lower()
        for word in re.findall(r"[^\W\d_]+", bare)
        if word[0].isupper() and word.lower() not in say.PARTICLES
    )


def _tidy(text: str) -> str:
    return re.sub(r"-\s+", "-", " ".join(re.sub(say.NAMELESS_PARTY, "", text).split()))
