"""The page of a release as a PDF that screen readers can read (PDF/UA-1) and archives can keep (PDF/A-2a).

Comes in: a `Page`. Goes out: bytes. The promise: the same page gives the same bytes on every machine: typefaces come
with the program, and the only date is that of the release.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import typst

from ketenmonitor.release.around import changes_table, downloads_table
from ketenmonitor.release.glyphs import drawable
from ketenmonitor.release.parts import Block, Page
from ketenmonitor.release.tables import Table
from ketenmonitor.wording import Language

HERE = Path(__file__).parent
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
WORDS = (
    "changes", "contents_document", "definitions", "downloads", "known_head", "notice", "protection", "warning_head",
    "words",
)  # fmt: skip


def pdf_of(page: Page, language: Language, as_of: date) -> bytes:
    """The page as a PDF. `as_of`: the day of the release, also the date of the document."""
    changed = changes_table(page.changes, language)
    files = downloads_table(page.downloads, language)
    data = {
        **asdict(replace(page, sections=())),
        "header": page.chain or page.title,
        "words": {name: language.say(name) for name in WORDS},
        "sections": [
            {"title": one.title, "intro": one.intro, "blocks": [_block(block) for block in one.blocks]}
            for one in page.sections
        ],
        "changes": page.changes and {"intro": page.changes.intro, "table": changed and table_data(changed)},
        "downloads": files and table_data(files),
    }
    return typeset("page.typ", data, language, as_of)


def _block(block: Block) -> dict[str, Any]:
    chart = block.chart
    return {
        **asdict(replace(block, chart=None)),
        "picture": chart and {"svg": chart.wide, "text": chart.text, "caption": chart.caption},
        "tables": [table_data(table) for table in block.tables],
        "notes": [
            *(text for text in block.counted if text not in block.lead),
            *block.notes,
            *([block.source] if block.source else []),
        ],
    }


def table_data(table: Table) -> dict[str, Any]:
    """A table for a template."""
    return {**asdict(table), "wordy": table.wordy, "weights": table.weights}


def typeset(template: str, data: Mapping[str, Any], language: Language, as_of: date) -> bytes:
    """A document from one of the templates of this room, as PDF. `data` has at least a title and a header."""
    words = {
        **data.get("words", {}),
        "as_of": language.say("as_of", date=language.date(as_of)),
        "page_of": language.say("page_of", page="{page}", pages="{pages}"),  # filled in where pages are counted
    }
    given = {**data, "words": words, "language": language.code, "as_of": [as_of.year, as_of.month, as_of.day]}
    made = typst.compile(
        HERE / "templates" / template,
        root=HERE / "templates",
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"]),
        sys_inputs={"data": drawable(json.dumps(given, ensure_ascii=False))},
        pdf_standards=STANDARDS,
        format="pdf",
    )
    return bytes(made)
