"""What a paper says, as items: first its kind and passages, then what each extraction finds in the passages.

- `extract`: a `Paper` -> `Extraction`.
"""

from __future__ import annotations

from ketenmonitor.register.extraction import plain
from ketenmonitor.register.items import Extraction
from ketenmonitor.register.paper import Paper

__all__ = ["extract"]


def extract(paper: Paper) -> Extraction:
    """All that is found in a paper."""
    segments = plain.segment(paper)
    return Extraction(paper, segments.kind, questions=segments.questions, sets=segments.sets, notes=segments.notes)
