"""The page as plain values, for who builds pages of their own: the same words and numbers, and each chart as a picture.

Comes in: a `Page`, and what the tables of the release are about. Goes out: JSON. The promise: it has everything that is on
the page and nothing else, and the same page gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from ketenmonitor.charts import ChainMap, Drawn
from ketenmonitor.disclosure import Question
from ketenmonitor.release.around import changes_table
from ketenmonitor.release.dataset import Dataset
from ketenmonitor.release.parts import Block, Page
from ketenmonitor.release.pdf import table_data
from ketenmonitor.wording import Language

FORMAT = 1
PAGE_VALUES = "page-{code}.json"


def values_of(page: Page, questions: Iterable[Question], tables: Iterable[Dataset], language: Language) -> bytes:
    """The page and what its tables are about."""
    changed = changes_table(page.changes, language)
    titles = {table.id: table.title.in_language(language.code) for table in tables}
    asked = {question.id: question for question in questions}
    said = {
        "format": FORMAT,
        **asdict(replace(page, sections=())),
        "map": next((found for chart in page.charts if (found := _map(chart))), None),
        "sections": [
            {"id": s.id, "title": s.title, "intro": s.intro, "blocks": [_block(b) for b in s.blocks]}
            for s in page.sections
        ],
        "changes": page.changes and {"intro": page.changes.intro, "table": changed and table_data(changed)},
        "tables": [
            {"id": id, "title": title, "measure": asked[id].measure, "by": asked[id].by, "period": asked[id].period}
            if id in asked
            else {"id": id, "title": title, "measure": None, "by": (), "period": None}
            for id, title in titles.items()
        ],
    }
    return (json.dumps(said, ensure_ascii=False) + "\n").encode()


def _block(block: Block) -> dict[str, Any]:
    chart = block.chart
    drawn = chart and {name: getattr(chart, name) for name in ("id", "title", "caption", "reason", "wide", "narrow")}
    return {**asdict(replace(block, chart=None)), "chart": drawn, "tables": [table_data(t) for t in block.tables]}


def _map(chart: Drawn) -> dict[str, Any] | None:
    """What the map of the chain shows; None for another chart."""
    shape = chart.sheet.panels[0].shape
    return asdict(shape) if isinstance(shape, ChainMap) else None
