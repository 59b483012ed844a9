"""How a motion fares by the words around its mentions: done, in progress, not executed, or only mentioned.

In: a `Cleared` paper and the mentions of one motion. Out: `Told`, with the sentence it rests on. Only what the government says
counts; what a member says in a question says nothing of how a motion fares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from ketenmonitor.register.extraction.motions import words as say
from ketenmonitor.register.extraction.motions.headings import ItemHeading
from ketenmonitor.register.extraction.motions.mentions import Mention
from ketenmonitor.register.extraction.text.cleared import Cleared, Paragraph
from ketenmonitor.register.traced import Traced

MEMBERS_SPEAK = re.compile(
    r"\b(?:[Ll]eden|[Ll]id|[Ff]ractie)\b[^.?]{0,80}\b(?:vragen|vraagt|constateren|constateert|wijzen|wijst|vernemen|lezen|merken|verzoeken|willen|zijn\s+van\s+mening)\b|\b[Dd]eze\s+leden\b|\b(?:[Kk]unt|[Bb]ent|[Dd]eelt|[Hh]eeft|[Hh]erinnert)\s+u\b"
)
ASKED = re.compile(r"\?\W*\d{0,2}\W*$")
NUMBERED_QUESTION = re.compile(r"\s*\d{1,3}\s+[A-Z]")
LONGEST_ANSWER = 6
SURE = 0.85


@dataclass(frozen=True)
class Told:
    """A status with the sentence and the rule."""

    status: str
    rule: str
    confidence: float
    text: str


class Gathered(Protocol):
    """The mentions of one motion."""

    mentions: list[Mention]
    back: list[Mention]


def told(paper: Cleared, headings: tuple[ItemHeading, ...], row: Gathered, rows: Sequence[Gathered]) -> Told:
    """How a motion fares."""
    titles = {heading.at for heading in headings}
    spoken = [mention for mention in (*row.mentions, *row.back) if mention.paragraph not in titles]
    said = [
        (mention, sentence)
        for mention, sentence in ((one, sentence_of(paper, one)) for one in spoken)
        if not asked(paper.paragraphs[mention.paragraph], sentence)
    ]
    evidence = [one for mention, sentence in said if (one := _read(sentence, mention))]
    best = (
        _best(evidence)
        or _best([one for mention, sentence in said for one in _goes_on(paper, mention, sentence)])
        or _in_answer(paper, row)
        or _impossible(paper, headings, row, rows)
    )
    if best:
        return best
    if said:
        return _only_spoken_of(paper, headings, row, *said[0])
    first = sentence_of(paper, row.mentions[0])
    governed = any(mention.paragraph in titles for mention in row.mentions)
    return Told(
        "in progress" if governed else "mentioned",
        "under its heading" if governed else "only asked about",
        0.5 if governed else 0.8,
        first.text,
    )


def _only_spoken_of(
    paper: Cleared, headings: tuple[ItemHeading, ...], row: Gathered, mention: Mention, sentence: Traced
) -> Told:
    """The government names it and does not say how it fares: under its own heading it is being worked on."""
    only_told = say.ONLY_TOLD.search(sentence.text)
    governed = any(
        heading.at == row.mentions[0].paragraph
        and any(heading.at < one.paragraph < heading.until for one in (*row.mentions, *row.back))
        for heading in headings
    )
    status = "mentioned" if only_told and not governed and not _taken_up(paper, mention, sentence) else "in progress"
    return Told(status, "government speaks of it", 0.5, sentence.text)


def _goes_on(paper: Cleared, mention: Mention, sentence: Traced) -> Iterator[Told]:
    """What is said of it without naming it: refused in the next sentence, or of "this request" further on in the paragraph."""
    after = [one for one in paper.paragraphs[mention.paragraph].sentences if one.begin > sentence.begin]
    for at, one in enumerate(after):
        if say.BACK.search(one.text):
            return
        by_request = say.REQUEST.search(one.text)
        if by_request or (at == 0 and say.POINTS_BACK.search(one.text)):
            told = next((rule for rule in say.STATUS if rule[3].search(one.text)), None)
            if told and (by_request or told[0] == "not executed"):
                yield Told(told[0], f"{told[1]}, without its name", round(told[2] - 0.2, 2), one.text)


def _taken_up(paper: Cleared, mention: Mention, sentence: Traced) -> bool:
    """Whether the government says in the next sentence what it does with it."""
    after = [one for one in paper.paragraphs[mention.paragraph].sentences if one.begin > sentence.begin][:1]
    return any(say.TAKEN_UP.search(one.text) and say.POINTS_BACK.search(one.text) for one in after)


def sentence_of(paper: Cleared, mention: Mention) -> Traced:
    """The sentence in which a motion is mentioned."""
    paragraph = paper.paragraphs[mention.paragraph]
    begin = mention.piece.begin
    held = [sentence for sentence in paragraph.sentences if sentence.begin <= begin < sentence.end]
    return held[0] if held else paragraph.text


def asked(paragraph: Paragraph, sentence: Traced) -> bool:
    """Whether a member of parliament says it."""
    if paragraph.role in ("question", "answer"):
        return paragraph.role == "question"
    return bool(ASKED.search(sentence.text) or MEMBERS_SPEAK.search(sentence.text) or _all_asked(paragraph))


def _all_asked(paragraph: Paragraph) -> bool:
    """A paragraph that ends in a question and does not answer one."""
    return bool(ASKED.search(paragraph.words)) and not paragraph.words.startswith("Antwoord")


def _read(sentence: Traced, mention: Mention) -> Told | None:
    """What the clause of the motion says of it, else what the whole sentence says."""
    for text in (clause_of(sentence, mention.piece), sentence.text):
        for status, rule, confidence, pattern in say.STATUS:
            if pattern.search(text):
                return Told(status, rule, confidence, sentence.text)
    return None


def clause_of(sentence: Traced, piece: Traced) -> str:
    """The part of a sentence that speaks of one motion, where it goes on to another."""
    at = sentence.at.index(piece.at[0]) if piece.at[0] in sentence.at else 0
    cuts = [0, *(match.end() for match in say.ANOTHER.finditer(sentence.text)), len(sentence.text)]
    return next((sentence.text[begin:end] for begin, end in pairwise(cuts) if begin <= at < end), sentence.text)


def _best(evidence: list[Told]) -> Told | None:
    """Declared settled goes before all; then a refusal, what was done, what goes on."""
    order = {"declared settled": 0, "not executed": 1}

    def weight(one: Told) -> tuple[int, float]:
        rank = order.get(one.rule, order.get(one.status, 2 if one.status == "done" and one.confidence >= SURE else 3))
        return rank, -one.confidence

    return min(evidence, key=weight, default=None)


def _in_answer(paper: Cleared, row: Gathered) -> Told | None:
    """What the answer to a question about the motion says of it without naming it."""
    for mention in row.mentions:
        for paragraph in _answer(paper, mention.paragraph):
            for sentence in paragraph.sentences:
                if say.GOES_ON.search(sentence.text):
                    return Told("in progress", "its answer says that work goes on", 0.6, sentence.text)
    return None


def _answer(paper: Cleared, at: int) -> Iterator[Paragraph]:
    """The paragraphs that answer the question in paragraph `at`."""
    question = paper.paragraphs[at]
    if question.question is not None:
        yield from (one for one in paper.paragraphs if one.question == question.question and one.role == "answer")
        return
    if not ASKED.search(question.words):
        return
    for paragraph in paper.paragraphs[at + 1 : at + 1 + LONGEST_ANSWER]:
        if ASKED.search(paragraph.words) or NUMBERED_QUESTION.match(paragraph.words):
            return
        yield paragraph


def _impossible(
    paper: Cleared, headings: tuple[ItemHeading, ...], row: Gathered, rows: Sequence[Gathered]
) -> Told | None:
    """Under a heading that names the motion: what it asks proved impossible, said after it was last spoken of."""
    heading = next((heading for heading in headings if heading.at == row.mentions[0].paragraph), None)
    if heading is None or len(row.mentions) < 2:
        return None
    for at in range(row.mentions[-1].paragraph, heading.until):
        for sentence in paper.paragraphs[at].sentences:
            if say.IMPOSSIBLE.search(sentence.text):
                return Told("not executed", "said to be impossible under its heading", 0.5, sentence.text)
    return None
