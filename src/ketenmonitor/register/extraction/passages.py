"""A paper in passages: running text with its role, made by the segmentation of each kind of paper, read by all extractions."""

from __future__ import annotations

from dataclasses import dataclass

from ketenmonitor.register.items import Question, QuestionSet
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

ROLES = ("question", "answer", "body", "heading", "footnote", "table", "planning", "signature")


@dataclass(frozen=True)
class Passage:
    """A paragraph, its lines joined. `role`: one of ROLES; `section`: the heading it stands under; `question`: index in
    `Segments.questions` of the question that it asks or answers, if any; `notes`: footnotes called in this passage."""

    text: Traced
    role: str
    section: Traced | None = None
    question: int | None = None
    notes: tuple[Traced, ...] = ()


@dataclass(frozen=True)
class Segments:
    """A paper, segmented: its kind and how sure that is, its passages in reading order, its questions."""

    paper: Paper
    kind: str
    passages: tuple[Passage, ...]
    questions: tuple[Question, ...] = ()
    sets: tuple[QuestionSet, ...] = ()
    notes: tuple[str, ...] = ()
