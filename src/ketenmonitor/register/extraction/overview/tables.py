"""Overview tables of ministries: one motion or commitment a row, with how it stands and when the Chamber hears more.

In: the rows of the overview tables of a paper. Out: its motions, commitments and what is settled, beside those that the text itself
names. Promise: one item a row, with the number the row gives; nothing is settled but by a word of the last column.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ketenmonitor.register.extraction.commitments.commitments import best_clause
from ketenmonitor.register.extraction.commitments.kinds import kind_of
from ketenmonitor.register.extraction.motions.spans import party_of, people_of, spans
from ketenmonitor.register.extraction.motions.words import TOPIC
from ketenmonitor.register.extraction.overview.rows import OverviewRow
from ketenmonitor.register.extraction.overview.words import (
    MOTION,
    NOT_YET,
    NUMBER,
    OFFICE,
    PROMISED,
    REFUSED,
    REPORTED,
    SETTLED,
)
from ketenmonitor.register.extraction.text.alike import overlap, same_paper, same_people
from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.grammar.due import due
from ketenmonitor.register.grammar.moments import moments
from ketenmonitor.register.items import Commitment, Moment, Motion, Reference, Settled
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_RULE = "row of an overview"
_ALIKE = 0.5


def row_motions(paper: Paper, rows: tuple[OverviewRow, ...], named: tuple[Motion, ...]) -> tuple[Motion, ...]:
    """The motions of a paper: those of the rows, and those of the text; a motion of both has what its row says."""
    found = list(named)
    for row in rows:
        if not is_motion(row):
            continue
        made = _motion(paper, row)
        at = next((at for at, one in enumerate(found) if _same(one, made)), None)
        if at is None:
            found.append(made)
        else:
            found[at] = _brought_together(found[at], made)
    return tuple(sorted(found, key=lambda one: one.place.begin))


def row_commitments(paper: Paper, rows: tuple[OverviewRow, ...]) -> tuple[Commitment, ...]:
    """A commitment a row that is no motion."""
    return tuple(_commitment(paper, row) for row in rows if not is_motion(row))


def row_settled(paper: Paper, rows: tuple[OverviewRow, ...]) -> tuple[Settled, ...]:
    """What the last column declares settled."""
    return tuple(_settled(paper, row) for row in rows if _standing(row)[1] == "declared settled")


def row_references(paper: Paper, rows: tuple[OverviewRow, ...]) -> tuple[Reference, ...]:
    """Every paper that a row names."""
    return tuple(
        one.reference for row in rows for part in (row.what, row.where, row.state) for one in cited(part, paper)
    )


def is_motion(row: OverviewRow) -> bool:
    """By how the row begins, else by what stands over it, else by where it was found: a motion is a numbered paper."""
    text = _text(row).text
    if MOTION.match(text) or PROMISED.match(text):
        return bool(MOTION.match(text))
    heading = row.heading.lower()
    if ("motie" in heading) != ("toezegging" in heading):
        return "motie" in heading
    return any(one.reference.kind == "kamerstuk" and one.reference.number for one in cited(row.where))


def _motion(paper: Paper, row: OverviewRow) -> Motion:
    text = _text(row)
    span = next(iter(spans(text.text)), None)
    about = TOPIC.match(text.text[span.end :]) if span else None
    own, others = _references(paper, row)
    status, rule, sure = _standing(row)
    return Motion(
        name=span.name if span else f"motie {_mover(row.by)}" if row.by else text.text,
        party=(span.party if span else None) or (party_of(row.by.text) if row.by else None),
        topic=re.sub(r"\s*\([^()]*$", "", " ".join(about["topic"].split())).rstrip(" ,")
        if about
        else None
        if span
        else text.text,
        reference=own,
        status=status,
        text=row.state.text or text.text,
        place=paper.place(text),
        rule=f"{_RULE}; {rule}",
        confidence=round(row.sure * sure, 2),
        other_references=others,
    )


def _mover(by: Traced) -> str:
    """Who moved it, without the party."""
    return " ".join(re.sub(r"\s*\([^()]*\)", "", by.text).split())


def _commitment(paper: Paper, row: OverviewRow) -> Commitment:
    text, on = _text(row), paper.dated.date
    status, rule, sure = _standing(row)
    best = best_clause(text.text, on)
    return Commitment(
        who=_who(text),
        what=" ".join(text.text.split()).rstrip(" ."),
        text=text.text,
        due=_moment(row, on),
        kind=kind_of(best[0], best[1].rule, text.text) if best else "other",
        status="done" if status == "done" else "open",
        place=paper.place(text),
        rule=f"{_RULE}; {rule}",
        confidence=round(row.sure * sure, 2),
        reference=_references(paper, row)[0],
        found_in=" ".join(row.where.text.split()).strip(" ,;") or None,
    )


def _settled(paper: Paper, row: OverviewRow) -> Settled:
    own, others = _references(paper, row)
    text = _text(row)
    kind, place = "motion" if is_motion(row) else "commitment", paper.place(row.state)
    said = " ".join(text.text.split()).rstrip(" .")
    name = f"motie {_mover(row.by)}: {said}" if row.by and kind == "motion" and not MOTION.match(said) else said
    return Settled(
        kind, name, own, row.state.text, place, paper.place(text), f"{_RULE}; declared settled", row.sure, others
    )


def _text(row: OverviewRow) -> Traced:
    """The item without the number of its row."""
    number = NUMBER.match(row.what.text)
    return row.what[number.end() :] if number and number.end() < len(row.what) else row.what


def _who(text: Traced) -> str | None:
    said = PROMISED.match(text.text) or OFFICE.match(text.text)
    return said["who"] if said and said["who"] else None


def _standing(row: OverviewRow) -> tuple[str, str, float]:
    """Status, the rule that gave it and how sure that is, by the words of the last column."""
    said = row.state.text
    if row.when and SETTLED.search(row.when.text) and not NOT_YET.search(row.when.text):
        return "done", "declared settled", 0.97
    if not said.strip(" -–."):
        return "mentioned", "nothing is said of how it stands", 0.8
    if REFUSED.search(said):
        return "not executed", "said not to be carried out", 0.9
    if any(SETTLED.search(one) and not NOT_YET.search(one) for one in re.split(r"(?<=[.;])\s+", said)):
        return "done", "declared settled", 0.97
    if REPORTED.search(said):
        return "done", "reported to the Chamber", 0.8
    return "in progress", "said to go on", 0.9


def _moment(row: OverviewRow, on: date | None) -> Moment | None:
    """When it is due: as the last column says, unless it is done; else as the item itself says."""
    if _standing(row)[0] == "done":
        return due(_text(row), on)
    planned = next((moment for moment, _ in moments(row.when, on)), None) if row.when else None
    return planned or due(row.state, on) or due(_text(row), on)


def _references(paper: Paper, row: OverviewRow) -> tuple[Reference | None, tuple[Reference, ...]]:
    """The number by which the item is known, and the other papers that its row names."""
    there = [one.reference for part in (row.where, _text(row)) for one in cited(part, paper)]
    order = ("kamerstuk",) if is_motion(row) else ("toezegging", "kamerstuk")
    own = next((one for kind in order for one in there if one.kind == kind), there[0] if there else None)
    others = [*there, *(one.reference for one in cited(row.state, paper))]
    return own, tuple(one for one in others if one is not own and not (own and same_paper(one, own)))


def _same(one: Motion, other: Motion) -> bool:
    if one.reference and other.reference:
        return same_paper(one.reference, other.reference)
    movers = [people_of(motion.name) for motion in (one, other)]
    alike = overlap(one.topic, other.topic)
    return bool(movers[0]) and same_people(*movers) and (alike is None or alike >= _ALIKE)


def _brought_together(named: Motion, row: Motion) -> Motion:
    """A motion that the text names too: the row says how it stands unless it says nothing."""
    first, later = sorted((named, row), key=lambda one: one.place.begin)
    told = named if row.status == "mentioned" else row
    return replace(
        told,
        name=named.name,
        party=named.party or row.party,
        topic=named.topic or row.topic,
        reference=row.reference or named.reference,
        place=first.place,
        also=tuple(sorted((*named.also, later.place), key=lambda place: place.begin)),
    )
