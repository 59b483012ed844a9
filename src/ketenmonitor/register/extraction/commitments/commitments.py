"""Commitments: sentences by which a minister, the cabinet or a government body undertakes something that can be checked.

In: the passages of a paper. Out: `Commitment`s in reading order, each with the rule that found it and the moment by which it is
due. Promise: nothing is invented; what is asked, quoted or stands in headings and footnotes is no commitment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ketenmonitor.register.extraction.commitments.clauses import Clause, clauses
from ketenmonitor.register.extraction.commitments.cues import Judgement, judged, weights_by_name
from ketenmonitor.register.extraction.commitments.kinds import kind_of
from ketenmonitor.register.extraction.commitments.parts import only_says_when, parts, shortened, with_moment
from ketenmonitor.register.extraction.commitments.undertaker import signed_by, what, who
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.extraction.sets.days import set_days
from ketenmonitor.register.extraction.text.data import phrase
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.grammar.due import due
from ketenmonitor.register.items import Commitment, Moment
from ketenmonitor.register.paper import Place
from ketenmonitor.register.traced import Traced

SPEAKING = ("answer", "body")
LONGEST = 2000  # characters: what is longer is a table or a list, and no sentence
ASKED = re.compile(r"\?[\"'”’»)\]]*\d{0,3}\s*$")
ASKING = re.compile(
    r"\W*(?!(?:ik|wij|we)\b)(?:\w+ ){0,2}(?:vragen )?(?:de|deze|genoemde|voornoemde) leden\b", re.IGNORECASE
)
QUOTED = re.compile(r"^\s*[‘“«\"].{80,}", re.DOTALL)
SETTLED = re.compile(
    r"\bafgedaan\b|\bdoe ik\b.{0,80}\baf\b|geef ik\b.{0,60}\binvulling|invulling (?:gegeven )?aan (?:die|deze) toezegging",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Around:
    """What stands around a sentence: its paper and passage, the day of the passage, whether its section is settled, who signed."""

    segments: Segments
    passage: Passage
    on: date | None
    settled: bool
    signed: tuple[str, ...]


def commitments(segments: Segments) -> tuple[Commitment, ...]:
    """All commitments of a paper."""
    settled, days, signed = _settled_sections(segments), set_days(segments), signed_by(segments)
    found: list[Commitment] = []
    for passage in segments.passages:
        if passage.role == "planning":
            found.append(_planned(segments, passage, signed))
        elif passage.role in SPEAKING and not QUOTED.match(passage.text.text):
            on = days.get(_set(segments, passage), segments.paper.dated.date)
            found.extend(_of_passage(_Around(segments, passage, on, _section(passage) in settled, signed)))
    return _with_repeats(found)


def _with_repeats(found: list[Commitment]) -> tuple[Commitment, ...]:
    """Each commitment, with the places where the paper says it in the very same words."""
    places: dict[str, list[Place]] = {}
    for one in found:
        places.setdefault(_said(one), []).append(one.place)
    return tuple(replace(one, also=tuple(place for place in places[_said(one)] if place != one.place)) for one in found)


def _said(one: Commitment) -> str:
    return re.sub(r"\W+", " ", one.text).lower().strip()


def best_clause(sentence: str, on: date | None = None) -> tuple[Clause, Judgement] | None:
    """The clause of a sentence that is most of a commitment, and how much it is."""
    if len(sentence) > LONGEST or ASKED.search(sentence) or ASKING.match(sentence):
        return None
    found = [(clause, judgement) for clause in clauses(sentence) if (judgement := judged(clause, sentence, on))]
    return max(found, key=lambda pair: pair[1].score, default=None)


def _of_passage(around: _Around) -> Iterator[Commitment]:
    listed, on = sentences(around.passage.text), around.on
    enough, said = weights_by_name()["threshold"], False
    for at, sentence in enumerate(listed):
        best = best_clause(sentence.text, on)
        said = bool(best and best[1].score >= enough and not (said and only_says_when(sentence.text)))
        if best is None or not said:
            continue
        for piece in parts(sentence, on):
            own = best_clause(piece.text, on)
            clause, judgement = own if own and own[1].score >= enough else best
            text, moment = with_moment(shortened(piece, clause), listed[at + 1 : at + 2], on)
            act = what(piece.text if own and own[0] is clause else sentence.text, clause)
            yield _commitment(around, text, act, clause, judgement, moment)


def _commitment(
    around: _Around, text: Traced, act: str, clause: Clause, judgement: Judgement, moment: Moment | None
) -> Commitment:
    kept = judgement.rule == "as_promised" and bool(phrase("here").search(text.text))
    done = kept or (around.settled and judgement.rule == "promised_before")
    return Commitment(
        who=who(around.segments, around.passage, clause, judgement.rule, around.signed),
        what=act,
        text=text.text,
        due=moment,
        kind=kind_of(clause, judgement.rule, text.text),
        status="done" if done else "open",
        place=around.segments.paper.place(text),
        rule=judgement.rule,
        confidence=round(min(0.99, 0.5 + 0.25 * (judgement.score - weights_by_name()["threshold"])), 2),
    )


def _planned(segments: Segments, passage: Passage, signed: tuple[str, ...]) -> Commitment:
    """An item of a planning: due when the heading above it says."""
    moment = due(passage.section, segments.paper.dated.date) if passage.section else None
    named = re.sub(r"\s+", " ", passage.text.text).strip()
    place = segments.paper.place(passage.text)
    return Commitment(
        ", ".join(signed) or None, named, passage.text.text, moment, "deliver law", "open", place, "planned_item", 0.95
    )


def _set(segments: Segments, passage: Passage) -> int:
    """The set of questions to which a passage belongs; 0 for none."""
    return (segments.questions[passage.question].set or 0) if passage.question is not None else 0


def _section(passage: Passage) -> int | None:
    return passage.section.begin if passage.section else None


def _settled_sections(segments: Segments) -> frozenset[int | None]:
    """Sections (by where their heading begins) in which the paper declares something settled."""
    return frozenset(
        _section(passage) for passage in segments.passages if passage.section and SETTLED.search(passage.text.text)
    )
