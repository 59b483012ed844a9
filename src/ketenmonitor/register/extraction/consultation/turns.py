"""Who asks and who answers, turn by turn, within one section of a consultation.

In go the paragraphs under one heading; out come turns: what a party asks, and what the minister answers to it. Three ways:
by the word "Antwoord:" before each answer, by who speaks, and by the order of questions and answers in two parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ketenmonitor.register.extraction.consultation.headings import OPENS_ANSWER
from ketenmonitor.register.extraction.consultation.speaker import is_asked, speaks
from ketenmonitor.register.extraction.text.pdf_paragraphs import Paragraph
from ketenmonitor.register.traced import Traced

_NUMBER = re.compile(r"\s*(\d{1,2})[.)]\s")
_SWITCH = (
    0.6  # What it costs that another begins to speak: less than what a paragraph without any sign of a party weighs.
)


@dataclass(frozen=True)
class Turn:
    """A question as the paragraphs in which it is asked, and the paragraphs that answer it."""

    party: Traced | None
    subject: Traced | None
    question: tuple[Paragraph, ...]
    answer: tuple[Paragraph, ...]
    rule: str
    confidence: float

    def question_text(self) -> Traced:
        return Traced.join(each.text for each in self.question)

    def answer_text(self) -> Traced:
        """The answer without the word that opens it."""
        if not self.answer:
            return Traced("", ())
        first = self.answer[0].text
        opening = OPENS_ANSWER.match(first.text)
        rest = first[opening.end() :].strip() if opening else first
        return Traced.join(each for each in (rest, *(each.text for each in self.answer[1:])) if each)


def by_marks(party: Traced | None, subject: Traced | None, found: list[Paragraph]) -> list[Turn]:
    """Each answer opens with a word; where it ends is weighed: at the first paragraph from which a party speaks again."""
    opens = [i for i, each in enumerate(found) if OPENS_ANSWER.match(each.text.text)]
    turns, begin = [], 0
    for at, following in zip(opens, [*opens, len(found)][1:], strict=True):
        bare = OPENS_ANSWER.sub("", found[at].text.text)
        first = at + 1 if bare else min(at + 2, following)
        end = first + _end_of_answer([speaks(each.text.text) for each in found[first:following]])
        question = _asking(found[begin:at])
        turns.append(
            Turn(
                party, subject, question, tuple(found[at:end]), "question before 'Antwoord'", 0.95 if question else 0.3
            )
        )
        begin = end
    if not opens and any(is_asked(each.text.text) for each in found):
        turns.append(Turn(party, subject, _asking(found), (), "question without answer", 0.6))
    return [one for turn in turns if turn.question for one in _by_numbers(turn)]


def _by_numbers(turn: Turn) -> list[Turn]:
    """A numbered list of questions and one of as many answers, as a turn each; anything else as it is."""
    answer = turn.answer[1:] if turn.answer and not OPENS_ANSWER.sub("", turn.answer[0].text.text) else turn.answer
    asked, said = _numbered(turn.question), _numbered(answer)
    if len(asked) < 2 or len(asked) != len(said):
        return [turn]
    return [
        replace(turn, question=question, answer=one, rule="question and answer of one number")
        for question, one in zip(asked, said, strict=True)
    ]


def _numbered(found: tuple[Paragraph, ...]) -> list[tuple[Paragraph, ...]]:
    """The items of a list that counts from 1, each with the paragraphs up to the next; nothing if it is none."""
    items: list[list[Paragraph]] = []
    for each in found:
        number = _NUMBER.match(each.text.text)
        if number and int(number[1]) == len(items) + 1:
            items.append([each])
        elif items:
            items[-1].append(each)
    return [tuple(item) for item in items]


def _end_of_answer(weights: list[float]) -> int:
    """How many of the paragraphs still belong to the answer: the split that fits the weights best."""
    return max(range(len(weights) + 1), key=lambda split: sum(weights[split:]) - sum(weights[:split]))


def _asking(found: list[Paragraph]) -> tuple[Paragraph, ...]:
    """The question in what a party says: from the first paragraph that asks; what it states before that is outside."""
    first = next((i for i, each in enumerate(found) if is_asked(each.text.text)), 0)
    return tuple(found[first:])


def by_speakers(party: Traced | None, subject: Traced | None, found: list[Paragraph]) -> list[Turn]:
    """No word opens an answer: runs of paragraphs in which a party speaks, each followed by a run of the minister."""
    runs: list[tuple[bool, list[Paragraph]]] = []
    for each, is_party in zip(found, _speakers([speaks(each.text.text) for each in found]), strict=True):
        if not runs or runs[-1][0] != is_party:
            runs.append((is_party, []))
        runs[-1][1].append(each)
    turns: list[Turn] = []
    for i, (is_party, run) in enumerate(runs):
        if is_party and any(is_asked(each.text.text) for each in run):
            answer = tuple(runs[i + 1][1]) if i + 1 < len(runs) else ()
            turns.append(Turn(party, subject, _asking(run), answer, "a party speaks, then the minister", 0.7))
    return turns


def _speakers(weights: list[float]) -> list[bool]:
    """For each paragraph whether a party speaks: the cheapest reading of all together."""
    best: dict[bool, tuple[float, list[bool]]] = {True: (0.0, []), False: (0.0, [])}
    for weight in weights:
        step = {}
        for who in (True, False):
            origin = max((True, False), key=lambda before: best[before][0] - (_SWITCH if before != who else 0.0))
            value = best[origin][0] - (_SWITCH if origin != who else 0.0) + (weight if who else -weight)
            step[who] = (value, [*best[origin][1], who])
        best = step
    return max(best.values(), key=lambda path: path[0])[1]


def in_order(party: Traced | None, questions: list[Paragraph], answers: list[Paragraph]) -> tuple[list[Turn], bool]:
    """Questions and answers of one party in two parts: paired where there are as many of each, and else kept together."""
    asked = [each for each in questions if is_asked(each.text.text)]
    if not asked:
        return [], not answers
    if len(asked) == len(answers):
        rule = "the answers in the order of the questions"
        return [Turn(party, None, (one,), (other,), rule, 0.7) for one, other in zip(asked, answers, strict=True)], True
    return [Turn(party, None, tuple(asked), tuple(answers), "all answers to a party together", 0.4)], False
