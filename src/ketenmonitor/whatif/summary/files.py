"""The page on a scenario as files: PDF to send, JSON for who shows it in a browser, and every picture, in both languages.

Comes in: an answer. Goes out: bytes by name. The promise: every name begins with `scenario`; the same answer gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from ketenmonitor.release import letter_pdf_of
from ketenmonitor.whatif import words
from ketenmonitor.whatif.summary.page import LESS, Less, Told, summary_language, summary_of
from ketenmonitor.whatif.summary.pictures import pictures_of
from ketenmonitor.whatif.warnings import said_of

if TYPE_CHECKING:
    from ketenmonitor.whatif.ask import Answer

CODES = ("nl", "en")
PAGES = re.compile(rb"/Type/Pages/Count (\d+)")  # as the typesetter writes the one tree of pages


def summary_files(answer: Answer) -> dict[str, bytes]:
    """The files of both languages."""
    return {name: content for code in CODES for name, content in _of(answer, code).items()}


def on_one_page(pdf_of: Callable[[Less], bytes]) -> bytes:
    """As much as fits; of a chain with so many partners that even the least does not, the least."""
    pdf = b""
    for less in LESS:
        pdf = pdf_of(less)
        if PAGES.findall(pdf) == [b"1"]:
            break
    return pdf


def _of(answer: Answer, code: str) -> dict[str, bytes]:
    sides, said, language = answer.sides, words.language(code), summary_language(code)
    definition, last_day = sides.definition, sides.until - timedelta(days=1)
    told = Told(
        sides.scenario.title, words.asked_of(sides.scenario, definition, said),
        [said_of(one, definition, code) for one in answer.warnings], sides.start, last_day,
        words.searched_of(answer.searched, definition, said) if answer.searched else (),
    )  # fmt: skip
    letter = summary_of(told, answer.outcome, sides.baseline, definition, language)

    def pdf_of(less: Less) -> bytes:
        small = summary_of(told, answer.outcome, sides.baseline, definition, language, less)
        return letter_pdf_of(small, language, sides.baseline.last_trained_day or sides.start)

    pictures = pictures_of(answer.outcome, definition, language)
    return {
        f"scenario-{code}.pdf": on_one_page(pdf_of),
        f"scenario-page-{code}.json": json.dumps(asdict(letter), ensure_ascii=False).encode(),
        **{f"scenario-{code}-{name}.svg": one.svg.encode() for name, one in pictures.items()},
    }
