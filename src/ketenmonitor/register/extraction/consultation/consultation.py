"""A written consultation: parties ask and remark, the minister answers, under a heading a party.

In goes a `Paper`; out come a question with its answer for every answer that is given, the asker (a party) and the subject under
which it stands. What a party states before it asks is outside the question. Layouts: each question followed by "Antwoord:";
questions first and "II Reactie van de minister" after them, with the questions repeated or in the same order; and answers that
follow questions without a word between them. Who speaks is weighed (`consultation_speaker`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ketenmonitor.register.extraction.answers import resolve
from ketenmonitor.register.extraction.consultation.headings import (
    ALONE,
    OPENS_ANSWER,
    REPLY_PART,
    asker,
    is_part_heading,
    is_party_heading,
    is_subject,
)
from ketenmonitor.register.extraction.consultation.pointers import with_pointers
from ketenmonitor.register.extraction.consultation.speaker import is_asked
from ketenmonitor.register.extraction.consultation.turns import Turn, by_marks, by_speakers, in_order
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.extraction.text.pdf_paragraphs import Paragraph, calls, paragraphs
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.items import Question
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_ADDRESSEE = re.compile(
    r"\b(?:heeft|hebben) (?:de )?((?:minister|staatssecretaris)[^.?;]{0,90}?)\s+(?:de|deze) (?:vragen|gemaakte|gestelde)\b"
)
_WORDS_FOR_NOTE = (
    "Party '{}': the questions ({}) and the answers ({}) could not be paired; they are kept as one question."
)


@dataclass(frozen=True)
class Section:
    """What stands under one heading: the party, the subject, and the paragraphs in order."""

    party: Traced | None
    subject: Traced | None
    reply: bool
    paragraphs: list[Paragraph] = field(default_factory=list)
    repeated: list[Paragraph] = field(default_factory=list)  # of the paragraphs: what a reply repeats of a question


def segment(paper: Paper) -> Segments:
    """The questions, answers and passages of a consultation."""
    found = list(paragraphs(paper, ALONE))
    notes = {each.note: each.text for each in found if each.note is not None}
    text = [each for each in found if each.note is None]
    sections = _sections(text)
    turns, remarks = _turns(sections)
    addressee = _addressee(text)
    questions = [_question(paper, turn, number, addressee) for number, turn in enumerate(turns, 1)]
    resolved, pointing = resolve(questions)
    passages = _passages(sections, turns, notes)
    passages.extend(Passage(note, "footnote") for note in notes.values())
    return Segments(paper, "consultation", tuple(passages), with_pointers(resolved), notes=(*remarks, *pointing))


def _sections(text: list[Paragraph]) -> list[Section]:
    """The paragraphs under their headings; first what stands before the first party."""
    sections = [Section(None, None, False)]
    for i, each in enumerate(text):
        words = each.text.text
        last = sections[-1]
        if is_party_heading(words):
            sections.append(Section(each.text, None, last.reply))
        elif is_part_heading(words):
            sections.append(Section(None, None, bool(REPLY_PART.match(words))))
        elif last.party is not None and is_subject(text, i):
            sections.append(Section(last.party, each.text, last.reply))
        else:
            apart = _repeated_apart(each) if last.reply and last.party is not None else [each]
            last.paragraphs.extend(apart)
            last.repeated.extend(apart[:-1])
    return sections


def _repeated_apart(each: Paragraph) -> list[Paragraph]:
    """In a part of replies: the question that a paragraph repeats, apart from the answer that follows it there."""
    said = sentences(each.text)
    asking = next((at for at, one in enumerate(said) if not is_asked(one.text)), len(said))
    if each.note is not None or not 0 < asking < len(said):
        return [each]
    cut = each.text.at.index(said[asking].at[0])
    return [Paragraph(part.strip(), each.lines) for part in (each.text[:cut], each.text[cut:])]


def _turns(sections: list[Section]) -> tuple[list[Turn], list[str]]:
    """Question and answer, in the way that this paper goes: with marks, with a part of replies, or by who speaks."""
    asked = [each for each in sections if each.party is not None]
    if any(OPENS_ANSWER.match(each.text.text) for section in asked for each in section.paragraphs):
        return [turn for section in asked for turn in by_marks(section.party, section.subject, section.paragraphs)], []
    replies = [each for each in asked if each.reply]
    if not replies:
        return [
            turn for section in asked for turn in by_speakers(section.party, section.subject, section.paragraphs)
        ], []
    repeated = [turn for section in replies for turn in _replied(section)]
    if sum(bool(turn.question) for turn in repeated) >= 0.5 * len(replies):
        return [turn for turn in repeated if turn.question], []
    return _in_order(asked)


def _replied(section: Section) -> list[Turn]:
    """The turns of a part of replies: each question that is repeated with what follows it, else by who speaks."""
    begins = [at for at, each in enumerate(section.paragraphs) if any(each is one for one in section.repeated)]
    if not begins or begins[0]:
        return by_speakers(section.party, section.subject, section.paragraphs)
    return [
        Turn(
            section.party,
            section.subject,
            (section.paragraphs[at],),
            tuple(section.paragraphs[at + 1 : end]),
            "question repeated by the reply",
            0.85,
        )
        for at, end in zip(begins, [*begins[1:], len(section.paragraphs)], strict=True)
    ]


def _in_order(asked: list[Section]) -> tuple[list[Turn], list[str]]:
    """A part with questions and a part with answers, party by party in the same order."""
    turns, remarks = [], []
    parties = dict.fromkeys(asker(section.party.text) for section in asked if section.party is not None)
    for party in parties:
        own = [section for section in asked if section.party is not None and asker(section.party.text) == party]
        questions = [each for section in own if not section.reply for each in section.paragraphs]
        answers = [each for section in own if section.reply for each in section.paragraphs]
        made, paired = in_order(own[0].party, questions, answers)
        turns.extend(made)
        if not paired:
            remarks.append(_WORDS_FOR_NOTE.format(party[1] if party else "?", len(questions), len(answers)))
    return turns, remarks


def _addressee(text: list[Paragraph]) -> tuple[str, ...]:
    found = (_ADDRESSEE.search(each.text.text) for each in text)
    return tuple(dict.fromkeys(" ".join(match[1].split()) for match in found if match))[:1]


def _question(paper: Paper, turn: Turn, number: int, addressee: tuple[str, ...]) -> Question:
    question, answer = turn.question_text(), turn.answer_text()
    who = asker(turn.party.text) if turn.party is not None else None
    return Question(
        question=question.text,
        answer=answer.text or None,
        place=paper.place(question),
        rule=turn.rule,
        confidence=turn.confidence,
        index=number,
        section=turn.subject.text if turn.subject is not None else None,
        asker=who[0] if who else None,
        party=who[1] if who else None,
        addressee=addressee,
        answer_place=paper.place(answer) if answer else None,
    )


def _passages(sections: list[Section], turns: list[Turn], notes: dict[int, Traced]) -> list[Passage]:
    """All paragraphs in order, with what they are and the question they belong to."""
    role: dict[int, tuple[str, int]] = {}
    for number, turn in enumerate(turns):
        role.update({id(each): ("question", number) for each in turn.question})
        role.update({id(each): ("answer", number) for each in turn.answer})
    passages: list[Passage] = []
    for section in sections:
        for heading in (section.party if section.subject is None else None, section.subject):
            if heading is not None:
                passages.append(Passage(heading, "heading"))
        for each in section.paragraphs:
            name, question = role.get(id(each), ("body", None))
            passages.append(
                Passage(each.text, name, section.subject or section.party, question, calls(each.text.text, notes))
            )
    return passages
