"""Figures that a paper states: a number with its unit, what it is about and the period it is for.

In: `Segments`. Out: `StatedFigure`s in the order of the source. Promise: a year, a date, the number of a paper, question,
article or footnote is no figure. A change in percent has the sign of its direction: "gedaald met 8 %" is -8, relative. A term or a threshold
is marked as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ketenmonitor.register.extraction.figures.about import about, subject
from ketenmonitor.register.extraction.figures.amounts import amounts, merged, ones
from ketenmonitor.register.extraction.figures.bare import Counted, bare, counted_in
from ketenmonitor.register.extraction.figures.context import Amount, When, against, owned_by, period, when_told
from ketenmonitor.register.extraction.figures.shares import shares
from ketenmonitor.register.extraction.figures.tables import table_figures
from ketenmonitor.register.extraction.figures.terms import is_term
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.extraction.text.cleared import Cleared, Paragraph, cleared
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.items import StatedFigure
from ketenmonitor.register.traced import Traced

# Who says what stands in a passage; of other passages the kind of the paper says it.
SAID_BY = {"question": "member", "answer": "government"}
OF_GOVERNMENT = ("policy_letter", "progress_annex")


def figures(segments: Segments, on: date | None) -> tuple[StatedFigure, ...]:
    """What figures a paper states."""
    paper = cleared(segments)
    found = [
        figure
        for paragraph in paper.paragraphs
        if paragraph.role != "table"
        for figure in _in_paragraph(paper, paragraph, _said_by(segments.kind, paragraph.role), on)
    ]
    tables = [replace(one, said_by=_said_by(segments.kind, "table")) for one in table_figures(paper)]
    inside = {(figure.place.begin, figure.place.end) for figure in tables}
    kept = [figure for figure in found if not any(begin <= figure.place.begin < end for begin, end in inside)]
    return tuple(sorted([*kept, *tables], key=lambda figure: figure.place.begin))


def _said_by(kind: str, role: str) -> str | None:
    return SAID_BY.get(role) or ("government" if kind in OF_GOVERNMENT else None)


def _in_paragraph(paper: Cleared, paragraph: Paragraph, said_by: str | None, on: date | None) -> Iterator[StatedFigure]:
    """The figures of a paragraph, sentence by sentence: what one counts, the next may mean."""
    counted: Counted | None = None
    named: str | None = None
    for sentence in sentences(paragraph.text):
        amounts_told, when = _told(sentence, on, counted)
        found = list(_in_sentence(paper, sentence, amounts_told, when, named))
        yield from (replace(one, said_by=said_by) for one in found)
        counted = counted_in(sentence.text, amounts_told) or (counted if found else None)
        named = next((one.about for one in reversed(found) if one.about), None) or subject(sentence.text)


def _told(sentence: Traced, on: date | None, counted: Counted | None) -> tuple[list[Amount], list[When]]:
    """The amounts of a sentence that are not part of the name of a paper, and its periods."""
    found = merged(list(shares(sentence.text)), iter(amounts(sentence.text)), ones(sentence.text))
    if not found and not re.search(r"\d", sentence.text):
        return [], []
    when = when_told(sentence, found, on)
    every = merged(found, bare(sentence.text, found, when, counted))
    papers = [(one.begin, one.end) for one in cited(sentence)] if every else []
    kept = [one for one in every if not any(begin <= one.begin < end for begin, end in papers)]
    return kept, when_told(sentence, kept, on) if len(kept) != len(found) else when


def _in_sentence(
    paper: Cleared, sentence: Traced, found: list[Amount], when: list[When], named: str | None
) -> Iterator[StatedFigure]:
    owned = owned_by(found, when, sentence.text)
    here: str | None = None
    for amount in found:
        here = about(sentence.text, amount, when, here, named)
        moment = period(sentence.text, amount, when, owned)
        yield StatedFigure(
            value=amount.value,
            unit=amount.unit,
            period=moment.text if moment else None,
            text=sentence.text,
            place=paper.paper.place(sentence[amount.begin : amount.end]),
            rule=amount.rule,
            confidence=amount.confidence,
            about=here,
            period_begin=moment.earliest if moment else None,
            period_end=moment.latest if moment else None,
            change=amount.change,
            against=against(sentence.text, amount, found),
            is_term=is_term(sentence.text, amount),
        )
