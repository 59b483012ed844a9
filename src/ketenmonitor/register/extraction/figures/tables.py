"""Figures of tables that came out as lines: a cell a line, or a row a line.

In: a `Cleared` paper. Out: a `StatedFigure` for every number that stands under a column with a date or year and behind a label.
Promise: a row with another number of cells than the table has columns gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ketenmonitor.register.extraction.text.cleared import BOOKMARK, CALL, Cleared
from ketenmonitor.register.grammar import moments
from ketenmonitor.register.items import StatedFigure
from ketenmonitor.register.traced import Traced

NUMERIC = re.compile(r"[-–]?\s?(?:€\s?)?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?\s?%?")
DAY = re.compile(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d\d)(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
WHEN = re.compile(rf"(?:{DAY.pattern}|{YEAR.pattern})\*?$")
NOTE = re.compile(r"\[\d{1,3}:\s.*\]\s*$")
LEAST_COLUMNS = 2
LONGEST_LABEL = 120


@dataclass(frozen=True)
class Column:
    """A column: what stands over it, and the period it is for."""

    title: str
    begin: date | None
    end: date | None


def table_figures(paper: Cleared) -> list[StatedFigure]:
    """The figures of all tables of a paper."""
    cells = list(_cells(paper))
    found: list[StatedFigure] = []
    at = 0
    while at < len(cells):
        columns = _columns(cells, at)
        if not columns:
            at += 1
            continue
        at += len(columns)
        while row := _row(cells, at, len(columns)):
            label, numbers = row
            found.extend(_figure(paper, label, number, column) for number, column in zip(numbers, columns, strict=True))
            at += 1 + len(columns)
    return found


def _cells(paper: Cleared) -> Iterator[Traced]:
    """Lines as cells: without notes; a title that was broken over two lines is one; a row on one line is cut at its numbers."""
    held: Traced | None = None
    for line in paper.paper.lines:
        text = line.sub(BOOKMARK, "").sub(NOTE, "").sub(CALL, "")
        filled = text.strip()
        if held is not None and filled and not line.text.startswith("\t") and DAY.fullmatch(filled.text):
            yield Traced.join([held, filled])
            held = None
            continue
        if held is not None:
            yield held
        held = None
        if filled and text.text.startswith("\t") and text.text.endswith(" ") and len(filled) < 12:
            held = filled
        elif filled:
            yield from _cut(filled)
    if held is not None:
        yield held


def _cut(line: Traced) -> Iterator[Traced]:
    """ "Instroom 1.200 1.310 1.290" as a label and its numbers; "2022 2023 2024" as years; else the line as it is."""
    match = re.fullmatch(r"(?P<label>[^\d]{3,80}?)?\s*(?P<numbers>(?:[\d.,]+\s?%?(?:\s+|$)){2,})", line.text)
    if match is None:
        yield line
        return
    if match["label"]:
        yield line[match.start("label") : match.end("label")].strip()
    for number in re.finditer(r"[\d.,]+\s?%?", line.text[match.start("numbers") :]):
        begin = match.start("numbers") + number.start()
        yield line[begin : begin + len(number[0].rstrip())]


def _columns(cells: list[Traced], at: int) -> list[Column]:
    """The columns that begin with cell `at`: two or more cells that are dates or years, in order of time."""
    columns: list[Column] = []
    titles: set[str] = set()
    for place in range(at, len(cells)):
        column = _column(cells[place])
        if column is None:
            break
        if column.title in titles:
            return []
        columns.append(column)
        titles.add(column.title)
    return columns if len(columns) >= LEAST_COLUMNS else []


def _column(cell: Traced) -> Column | None:
    text = " ".join(cell.text.split())
    if len(text) > 25 or not WHEN.search(text):
        return None
    day = DAY.search(text)
    if day:
        try:
            on = date(int(day[3]), int(day[2]), int(day[1]))
        except ValueError:
            return None
        return Column(text, on, on)
    told = [moment for moment, _ in moments(cell, None) if moment.earliest and moment.latest]
    if told:
        return Column(text, told[0].earliest, told[0].latest)
    year = int(text[-4:]) if text[-4:].isdigit() else None
    return Column(text, date(year, 1, 1), date(year, 12, 31)) if year else None


def _row(cells: list[Traced], at: int, columns: int) -> tuple[Traced, list[Traced]] | None:
    label, numbers = cells[at : at + 1], cells[at + 1 : at + 1 + columns]
    if not label or len(numbers) != columns or NUMERIC.fullmatch(label[0].text) or len(label[0]) > LONGEST_LABEL:
        return None
    if any(not NUMERIC.fullmatch(number.text) for number in numbers):
        return None
    after = cells[at + 1 + columns : at + 2 + columns]
    return None if after and NUMERIC.fullmatch(after[0].text) else (label[0], numbers)


def _figure(paper: Cleared, label: Traced, number: Traced, column: Column) -> StatedFigure:
    told = re.sub(r"[€%\s]", "", number.text).replace("–", "-").replace(".", "").replace(",", ".")
    unit = "%" if "%" in number.text else "euro" if "€" in number.text else "aantal"
    about = " ".join(label.text.split())
    text = f"{about}, {column.title}: {number.text}"
    return StatedFigure(
        float(told),
        unit,
        column.title,
        text,
        paper.paper.place(number),
        "cell of a table",
        0.9,
        about,
        column.begin,
        column.end,
    )
