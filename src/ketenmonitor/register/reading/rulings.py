"""The lines that are drawn on a page of a PDF, and whether there is a picture: what shows where the cells of a table are."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# A drawing (a map, a chart) has many lines that are no table; more than this on one page is a drawing.
MOST_LINES = 20_000
# In points: lines shorter than this are decoration; ends this close together touch.
SHORTEST = 4.0
STRAIGHT = 1.0


@dataclass(frozen=True)
class Ruling:
    """A straight line: upright at `at` from `begin` to `end` (heights), or level at `at` (a height) from left to right."""

    upright: bool
    at: float
    begin: float
    end: float


def rulings_of(page: Any, turn: Callable[[float, float], tuple[float, float]]) -> tuple[tuple[Ruling, ...], bool]:
    """The upright and level lines of a page; whether anything but text is drawn on it."""
    import pypdfium2.raw as pdfium

    lines: list[Ruling] = []
    drawn = False
    for thing in page.get_objects(max_depth=5):
        if thing.type in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            drawn = True
        elif thing.type == pdfium.FPDF_PAGEOBJ_PATH and len(lines) < MOST_LINES:
            drawn = True
            _lines_of(thing, turn, lines)
    return tuple(lines), drawn


def _lines_of(path: Any, turn: Callable[[float, float], tuple[float, float]], lines: list[Ruling]) -> None:
    import pypdfium2.raw as pdfium

    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = None
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MOST_LINES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = turn(*matrix.on_point(x.value, y.value))
        sort = pdfium.FPDFPathSegment_GetType(segment)
        if sort == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif sort == pdfium.FPDF_SEGMENT_LINETO and last is not None:
            _add(last, here, lines)
        if pdfium.FPDFPathSegment_GetClose(segment) and first is not None:
            _add(here, first, lines)
        last = here


def _add(one: tuple[float, float], other: tuple[float, float], lines: list[Ruling]) -> None:
    across, up = abs(one[0] - other[0]), abs(one[1] - other[1])
    if across <= STRAIGHT and up >= SHORTEST:
        lines.append(Ruling(True, (one[0] + other[0]) / 2, min(one[1], other[1]), max(one[1], other[1])))
    elif up <= STRAIGHT and across >= SHORTEST:
        lines.append(Ruling(False, (one[1] + other[1]) / 2, min(one[0], other[0]), max(one[0], other[0])))
