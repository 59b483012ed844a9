"""Motions that a paper names, one item a motion: its mentions brought together, and how it fares by the words of this paper.

In: `Segments`. Out: `Motion`s in the order of their first mention. Promise: a motion that is mentioned by name, by its number
or by its subject is there; a status other than "mentioned" comes from a sentence of this paper that is not a question.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import log

from ketenmonitor.register.extraction.motions import spans as found
from ketenmonitor.register.extraction.motions.faring import Told, told
from ketenmonitor.register.extraction.motions.headings import ItemHeading, item_headings
from ketenmonitor.register.extraction.motions.mentions import IS_ABOUT, Mention, mentions
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.alike import (
    STEM,
    nearly_same_people,
    overlap,
    plain,
    same_paper,
    same_people,
    telling,
)
from ketenmonitor.register.extraction.text.cleared import Cleared, cleared
from ketenmonitor.register.items import Motion, Reference

NEAR = 12  # paragraphs within which a slip of the pen is taken for the same name
ALIKE = 0.5
IN_COMMON = 10.0  # weight of the shared words: for each the logarithm of how rare it is
Rare = dict[str, frozenset[int]]
CONFIDENCE = {
    found.NAMED: 0.95,
    found.SUBMITTED: 0.9,
    found.NUMBERED: 0.9,
    found.PARTY: 0.8,
    found.MINE: 0.7,
    found.UNNAMED: 0.7,
}


@dataclass
class Row:
    """A motion while its mentions are gathered."""

    mentions: list[Mention] = field(default_factory=list)
    back: list[Mention] = field(default_factory=list)
    reference: Reference | None = None
    others: list[Reference] = field(default_factory=list)

    @property
    def people(self) -> tuple[str, ...]:
        return max((mention.people for mention in self.mentions), key=len, default=())

    @property
    def party(self) -> str | None:
        return next((mention.party for mention in self.mentions if mention.party), None)

    @property
    def topics(self) -> list[str]:
        return [mention.topic for mention in self.mentions if mention.topic]

    @property
    def last(self) -> int:
        return self.mentions[-1].paragraph

    def alike(self, topic: str | None) -> float | None:
        """How much a subject is like this motion's, at best."""
        return max((value for own in self.topics if (value := overlap(own, topic)) is not None), default=None)


def motions(segments: Segments) -> tuple[Motion, ...]:
    """The motions of a paper."""
    paper = cleared(segments)
    headings = item_headings(paper)
    rows = gathered(paper, headings)
    return tuple(_motion(paper, row, told(paper, headings, row, rows)) for row in rows)


def gathered(paper: Cleared, headings: tuple[ItemHeading, ...]) -> list[Row]:
    """The mentions, each under its motion."""
    rows: list[Row] = []
    titles = {heading.at for heading in headings}
    rare = telling([paragraph.words for paragraph in paper.paragraphs])
    for mention in mentions(paper):
        if mention.paragraph in titles and mention.reference is None and mention.maybe:
            mention = replace(mention, reference=mention.maybe[0], maybe=mention.maybe[1:])
        scope = scope_of(paper, headings, mention.paragraph)
        row = _row_of(mention, rows, scope, rare)
        if row is None and mention.how != found.BACK:
            row = Row()
            rows.append(row)
        if row is not None:
            _add(row, mention, rows)
    return rows


def scope_of(paper: Cleared, headings: tuple[ItemHeading, ...], at: int) -> frozenset[int]:
    """The paragraphs that belong together with paragraph `at`: under one heading, or one question with its answer."""
    for heading in headings:
        if heading.at <= at < heading.until:
            return frozenset(range(heading.at, heading.until))
    question = paper.paragraphs[at].question
    if question is not None:
        return frozenset(index for index, paragraph in enumerate(paper.paragraphs) if paragraph.question == question)
    return frozenset(range(max(0, at - 3), at + 1))


def _add(row: Row, mention: Mention, rows: list[Row]) -> None:
    if mention.how == found.BACK:
        row.back.append(mention)
        return
    row.mentions.append(mention)
    taken = [other.reference for other in rows if other is not row and other.reference]
    for reference in (*([mention.reference] if mention.reference else []), *mention.maybe):
        if row.reference is None and not any(same_paper(reference, one) for one in taken):
            row.reference = reference
        elif row.reference and not any(same_paper(reference, one) for one in (row.reference, *row.others, *taken)):
            row.others.append(reference)


def _row_of(mention: Mention, rows: list[Row], scope: frozenset[int], rare: Rare) -> Row | None:
    """The motion that a mention belongs to; None for a new one."""
    near = [row for row in rows if row.last in scope]
    if mention.how == found.BACK:
        return None if mention.many else _spoken_of(mention, near)
    own = [mention.reference] if mention.reference else list(mention.maybe)
    for row in rows:
        if row.reference and any(same_paper(row.reference, one) for one in own) and _may_be(mention, row):
            return row
    if mention.how == found.NUMBERED:
        return _just_named(mention, near)
    if not mention.people:
        return _unnamed_row(mention, rows, near)
    return _row_by_name(mention, rows, near, scope, rare)


def _may_be(mention: Mention, row: Row) -> bool:
    """A number in common decides, unless it stands in a note with other numbers and the names are other people's."""
    if mention.reference or not mention.people or not row.people:
        return True
    same_party = bool(mention.party and row.party and mention.party.lower() == row.party.lower())
    return same_party or same_people(mention.people, row.people) or nearly_same_people(mention.people, row.people)


def _spoken_of(mention: Mention, near: list[Row]) -> Row | None:
    """What "the motion" points back to: the motion spoken of last."""
    return max(near, key=lambda row: (row.last, row.mentions[-1].begin), default=None)


def _just_named(mention: Mention, near: list[Row]) -> Row | None:
    """ "(motie 12 345, nr. 6)" right after a motion that had no number yet is that motion."""
    last = _spoken_of(mention, near)
    if (
        last
        and last.reference is None
        and last.last == mention.paragraph
        and mention.begin - last.mentions[-1].end < 160
    ):
        return last if not IS_ABOUT.search(mention.piece.text) and last.mentions[-1].how != found.BACK else None
    return None


def _unnamed_row(mention: Mention, rows: list[Row], near: list[Row]) -> Row | None:
    alike = [(value, row) for row in rows if (value := row.alike(mention.topic)) is not None and value >= ALIKE]
    if mention.party:
        alike = [(value, row) for value, row in alike if row.party in (None, mention.party)]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _row_by_name(mention: Mention, rows: list[Row], near: list[Row], scope: frozenset[int], rare: Rare) -> Row | None:
    """By the movers; of several motions of theirs the one on the same subject, else the one spoken of last."""
    fits = [row for row in rows if row.people and _fits(mention, row, near)]
    if not fits:
        return _only_unnamed(mention, rows, scope)
    told_of = [row for row in fits if (row.alike(mention.topic) or 0) >= ALIKE]
    if told_of:
        return max(told_of, key=lambda row: row.alike(mention.topic) or 0)
    fits = [row for row in fits if row in near or _same_context(mention, row, rare)]
    fits = [
        row
        for row in fits
        if not (row in near and row.mentions[-1].paragraph == mention.paragraph and _other(mention, row))
    ]
    return max(fits, key=lambda row: (row.last, row.mentions[-1].begin), default=None)


def _same_context(mention: Mention, row: Row, rare: Rare) -> bool:
    """A bare name elsewhere in the paper is the same motion only if the paragraphs share words that are rare in the paper."""
    names = {plain(word)[:STEM] for word in mention.people}
    there = {other.paragraph for other in (*row.mentions, *row.back)}
    paragraphs = 1 + max(max(where) for where in rare.values())
    common = (
        where for stem, where in rare.items() if stem not in names and mention.paragraph in where and where & there
    )
    return sum(log(paragraphs / len(where)) for where in common) >= IN_COMMON


def _other(mention: Mention, row: Row) -> bool:
    """Two subjects of one mover in one paragraph that have nothing in common are two motions."""
    value = row.alike(mention.topic)
    return value is not None and value == 0


def _fits(mention: Mention, row: Row, near: list[Row]) -> bool:
    if mention.reference and row.reference and not same_paper(mention.reference, row.reference):
        return False
    if mention.party and row.party and mention.party.lower() != row.party.lower():
        return False
    if same_people(mention.people, row.people):
        return True
    close = row in near or abs(row.last - mention.paragraph) <= NEAR
    return nearly_same_people(mention.people, row.people) and (close or bool(mention.maybe))


def _only_unnamed(mention: Mention, rows: list[Row], scope: frozenset[int]) -> Row | None:
    """A motion that a question or heading spoke of without a name, and that its answer or text names."""
    before = [row for row in rows if row.mentions[0].paragraph in scope or row.last in scope]
    if len(before) == 1 and not before[0].people and before[0].last < mention.paragraph:
        alike = before[0].alike(mention.topic)
        return before[0] if alike is None or alike >= ALIKE / 2 else None
    return None


def _motion(paper: Cleared, row: Row, fared: Told) -> Motion:
    named = next((mention for mention in row.mentions if mention.people), row.mentions[0])
    first = row.mentions[0]
    also = tuple(
        paper.paper.place(mention.piece)
        for mention in sorted((*row.mentions[1:], *row.back), key=lambda one: one.piece.begin)
    )
    name = named.name if named.people or not row.topics or named.how != found.UNNAMED else f"motie over {row.topics[0]}"
    return Motion(
        name=name,
        party=row.party,
        topic=row.topics[0] if row.topics else None,
        reference=row.reference,
        status=fared.status,
        text=fared.text,
        place=paper.paper.place(first.piece),
        rule=f"{named.how}; {fared.rule}",
        confidence=round(CONFIDENCE[named.how] * fared.confidence, 2),
        also=also,
        other_references=tuple(row.others),
    )
