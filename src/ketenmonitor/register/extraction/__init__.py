"""What a paper says, as items: first its kind and passages, then what each extraction finds in the passages.

- `extract`: a `Paper` -> `Extraction`.
"""

from __future__ import annotations

from typing import TypeVar

from ketenmonitor.register.extraction import kinds
from ketenmonitor.register.extraction.commitments.commitments import commitments
from ketenmonitor.register.extraction.commitments.fulfilments import fulfilments
from ketenmonitor.register.extraction.figures.figures import figures
from ketenmonitor.register.extraction.motions.motions import motions
from ketenmonitor.register.extraction.motions.settled import settled
from ketenmonitor.register.extraction.overview.rows import overview_lines, overview_rows
from ketenmonitor.register.extraction.overview.tables import (
    row_commitments,
    row_motions,
    row_references,
    row_settled,
)
from ketenmonitor.register.extraction.references import references
from ketenmonitor.register.items import Commitment, Extraction, Reference, Settled
from ketenmonitor.register.paper import Paper

__all__ = ["extract"]

Item = TypeVar("Item", Commitment, Settled, Reference)


def extract(paper: Paper) -> Extraction:
    """All that is found in a paper."""
    rows = overview_rows(paper)
    segments = kinds.segment(paper, overview_lines(paper, rows))
    named = motions(segments)
    return Extraction(
        paper,
        segments.kind,
        questions=segments.questions,
        sets=segments.sets,
        motions=row_motions(paper, rows, named),
        commitments=_in_order(*commitments(segments), *row_commitments(paper, rows)),
        settled=_in_order(*settled(segments, named), *row_settled(paper, rows)),
        figures=figures(segments, paper.dated.date),
        references=_in_order(*references(segments), *row_references(paper, rows)),
        notes=segments.notes,
        fulfilments=fulfilments(segments),
    )


def _in_order(*items: Item) -> tuple[Item, ...]:
    """As they stand in the paper; those of one place as they come."""
    return tuple(sorted(items, key=lambda item: item.place.begin if item.place else -1))
