"""The kind of a paper, by evidence that can be read, and its segmentation by the reader of that kind.

In: a paper. Out: points for each kind with what they were given for, and the paper in `Segments`. Promise: a kind is chosen only
where enough speaks for it; else the paper is read as plain text, and a note says so. Nothing is a matter of names or numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ketenmonitor.register.extraction import plain
from ketenmonitor.register.extraction.budget import answers as budget_answers
from ketenmonitor.register.extraction.budget.rows import shows_cells
from ketenmonitor.register.extraction.consultation import consultation
from ketenmonitor.register.extraction.letters import letters
from ketenmonitor.register.extraction.official import questions as official_questions
from ketenmonitor.register.extraction.official.blocks import is_official
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.sets import question_sets
from ketenmonitor.register.extraction.text.hyphenation import made_whole
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_ENOUGH = 3.0
_READERS = {
    "budget_answers": budget_answers.segment,
    "question_sets": question_sets.segment,
    "consultation": consultation.segment,
    "official_questions": official_questions.segment,
}


@dataclass(frozen=True)
class Sign:
    """What speaks for a kind: a pattern, how often it must be found, and its points."""

    kind: str
    points: float
    says: str
    pattern: re.Pattern[str]
    times: int = 1


def _sign(kind: str, points: float, says: str, pattern: str, times: int = 1) -> Sign:
    # What opens a line is looked for in that line: over line ends, a paper with thousands of empty lines would take hours.
    in_line = pattern.replace(r"^\W*", r"^[^\w\n]*")
    return Sign(kind, points, says, re.compile(in_line, re.IGNORECASE | re.MULTILINE), times)


_FRACTION = r"(?:de\s+leden\s+van\s+de\s+(?:fractie\s+van\s+(?:de\s+)?)?[\w’'-]+|het\s+lid\s+[\w’' -]{1,60}|de\s+[\w’'-]+-fractie)"
# General phrases of Dutch parliamentary papers; the points are how seldom the phrase stands in papers of another kind.
SIGNS = (
    _sign(
        "budget_answers",
        2,
        "labels of a table of answers",
        r"^\W*(?:nr\.?\s+)?vraag\s+antwoord\b|^\W*(?:bewinds-?|bewindspersoon)\W*$",
    ),
    _sign(
        "budget_answers",
        1,
        "answers after the first term of a debate",
        r"eerste\s+termijn|begrotings?(?:behandeling|debat)",
    ),
    _sign("budget_answers", 2, "rows that open with a number", r"(?-i:^ ?\d{1,3}\s+[A-ZÀ-Þ][^\n]{5,45}$)", 8),
    _sign(
        "budget_answers",
        3,
        "askers in a column of their own",
        r"(?-i:^[A-ZÀ-Þ][^\n,]{1,30},\s+(?:[A-Z]\.)+(?:[ ,].{0,25})?\s*$)",
        3,
    ),
    _sign(
        "question_sets",
        2,
        "questions that open with what is known",
        r"^\W*(?:\d+\W+)?(?:bent u bekend met|kent u|heeft u kennisgenomen)\b",
        1,
    ),
    _sign(
        "question_sets",
        3,
        "questions put to a minister",
        r"^\W*(?:\d+\W+)?(?:bent|kunt|deelt|kent|heeft|hebt|wilt|gaat|vindt|erkent|ziet)\s+u\b",
        6,
    ),
    _sign(
        "question_sets",
        1,
        "written questions",
        r"\bschriftelijke\s+vragen\b|\bvragen\s+van\s+(?:het\s+lid|de\s+leden)\b",
    ),
    _sign("official_questions", 1.5, "a question under its number", r"^\W*vraag\s+\d{1,3}\s*(?:[.:]|$)"),
    _sign("official_questions", 1.5, "questions under their numbers", r"^\W*vraag\s+\d{1,3}\s*(?:[.:]|$)", 2),
    _sign(
        "official_questions",
        2,
        "answers under the numbers of questions",
        r"^\W*(?-i:A)ntwoord(?:\s+op)?(?:\s+(?:de\s+)?vra(?:ag|gen))?\s+\d",
    ),
    _sign(
        "official_questions",
        1,
        "members ask a minister",
        r"\bvragen\s+van\s+(?:het\s+lid|de\s+leden)\b[^.?]{3,160}\baan\s+de\s",
    ),
    _sign(
        "consultation",
        3,
        "a written consultation",
        r"(?:verslag|inbreng)\s+(?:van\s+een\s+)?(?:nader\s+)?schriftelijk\s+overleg",
    ),
    _sign(
        "consultation",
        3,
        "questions by party",
        rf"\b{_FRACTION}[^.?]{{0,80}}?\b(?:vragen|lezen|constateren|hebben|zijn|merken)\b",
        5,
    ),
    _sign("consultation", 2, "remarks by party", r"^\W*(?:[IVX\d.]{1,12}\s+)?vragen\s+en\s+opmerkingen\s+van", 2),
    _sign(
        "policy_letter",
        1.5,
        "an address to a chamber",
        r"^\W*aan\s+de\s+voorzitter\s+van\s+de\s+(?:eerste|tweede)\s+kamer|^\W*(?:zeer\s+)?geachte\s+voorzitter\b",
    ),
    _sign(
        "policy_letter", 1, "a letterhead", r"^\W*(?:betreft|onderwerp)\b|^\W*(?:onze|uw)\s+(?:referentie|kenmerk)\W*"
    ),
    _sign(
        "policy_letter",
        1,
        "a letter that speaks of itself",
        r"\b(?:met|in|via|bij)\s+deze\s+(?:beleids|kamer|voortgangs)?brief\b",
    ),
    _sign(
        "policy_letter",
        1,
        "a minister who signs",
        r"^\W*(?:de\s+)?(?:minister|staatssecretaris)\s+van\s[^.\n]{3,60},\s*$",
    ),
    _sign(
        "policy_letter",
        1.5,
        "a planning by quarter",
        r"^\W*(?:kwartaal\s+[1-4]|[1-4]e\s+kwartaal|q[1-4])\s+(?:van\s+)?20\d\d\W*$",
        2,
    ),
    _sign(
        "progress_annex",
        3,
        "headings that name motions and commitments",
        r"^\W*(?:\[[^\]\n]{0,80}\]\s*)*(?:moties?|toezegging(?:en)?)\b",
        4,
    ),
    _sign(
        "progress_annex",
        2,
        "declarations that they are settled",
        r"\b(?:beschouw|doe|acht)\b[^.]{0,160}\b(?:afgedaan|af|voldaan)\b",
        2,
    ),
    _sign(
        "progress_annex",
        1,
        "a report on progress",
        r"\b(?:halfjaar|voortgangs)(?:bericht|brief|rapportage)\w*\b|\bstand\s+van\s+zaken\b",
    ),
)
_AGAINST = {
    # A letter in which members ask is no policy letter, and an annex is no letter.
    "policy_letter": (("question_sets", 3.0), ("consultation", 3.0), ("progress_annex", 5.0), ("budget_answers", 5.0)),
}


@dataclass(frozen=True)
class Score:
    """The points of a kind and what they were given for."""

    kind: str
    points: float
    evidence: tuple[str, ...]


def scores(paper: Paper) -> tuple[Score, ...]:
    """The points of all kinds, the best first."""
    text = "\n".join(line.text for line in paper.lines)
    found = {kind: Score(kind, 0.0, ()) for kind in dict.fromkeys(sign.kind for sign in SIGNS)}
    for sign in SIGNS:
        times = sum(1 for _ in sign.pattern.finditer(text))
        if times >= sign.times:
            held = found[sign.kind]
            found[sign.kind] = Score(sign.kind, held.points + sign.points, (*held.evidence, sign.says))
    if shows_cells(paper):
        held = found["budget_answers"]
        found["budget_answers"] = Score(held.kind, held.points + 3, (*held.evidence, "a table with numbered questions"))
    if is_official(paper):
        held = found["question_sets"]
        found["question_sets"] = Score(held.kind, held.points + 3, (*held.evidence, "questions with their numbers"))
    for kind, others in _AGAINST.items():
        if any(found[other].points >= points for other, points in others):
            found[kind] = replace(found[kind], points=found[kind].points / 2)
    if paper.tree is not None and is_official(paper):
        found["official_questions"] = Score("official_questions", 10.0, ("tags of official questions",))
    # Questions under their numbers speak for both kinds of questions; as much for either, they are official ones.
    return tuple(sorted(found.values(), key=lambda score: (-score.points, score.kind != "official_questions")))


def kind_of(paper: Paper) -> Score:
    """The kind of a paper; unknown if not enough speaks for any."""
    best = scores(paper)[0]
    return best if best.points >= _ENOUGH else Score("unknown", best.points, best.evidence)


def segment(paper: Paper, apart: frozenset[int] = frozenset()) -> Segments:
    """The paper, read as its kind. `apart`: lines (from 0) of overview tables, which are read as tables; where nothing else
    speaks for a kind, a paper that has them is an annex of progress."""
    found = kind_of(paper)
    if apart:
        paper = _without(paper, apart)
        found = replace(found, kind="progress_annex") if found.kind == "unknown" else found
    if found.kind != "budget_answers":  # Its columns are known by the widths of its lines.
        paper = made_whole(paper)
    if found.kind in _READERS:
        return _READERS[found.kind](paper)
    if found.kind in ("policy_letter", "progress_annex"):
        return letters.segment(paper, found.kind)
    return replace(plain.segment(paper), notes=tuple(_unknown(found)))


def _without(paper: Paper, apart: frozenset[int]) -> Paper:
    """The paper with these lines empty, and in no table."""
    rows = tuple(None if at in apart else row for at, row in enumerate(paper.rows))
    lines = tuple(Traced("", ()) if at in apart else line for at, line in enumerate(paper.lines))
    return replace(paper, lines=lines, rows=rows)


def _unknown(found: Score) -> Iterator[str]:
    yield "The kind of this paper is not known: it was read as plain text, and what could be found in it is given."
    if found.evidence:
        yield f"What speaks for a kind, but too little: {'; '.join(found.evidence)}."
