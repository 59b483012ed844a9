"""The annex to a letter: the stocks that the definition names, at the last days of its periods.

Comes in: protected figures. Goes out: a `Letter`. The promise: its numbers are those of the release, not protected again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ketenmonitor.definition import Definition, Stock
from ketenmonitor.disclosure import ProtectedFigures, Question
from ketenmonitor.release.letter import Letter
from ketenmonitor.release.tables import Cell, Record, Row, Table, count, part
from ketenmonitor.wording import Language

ENDS = {"month": tuple(range(1, 13)), "quarter": (3, 6, 9, 12), "half-year": (6, 12), "year": (12,)}


def letter_of(
    chain: Definition, answers: Mapping[Question, ProtectedFigures], as_of: date, language: Language
) -> Letter:
    """The annex of this release; without tables when no stock is published at such a day."""
    wanted = chain.publication.letter
    tables = [table for id in wanted.stocks if (table := _table(chain.stocks[id], answers, wanted.period, language))]
    least = max((figures.least for figures in answers.values()), default=0)
    return Letter(
        title=wanted.title.in_language(language.code),
        intro=(language.say("letter_intro", date=language.date(as_of), chain=chain.title.in_language(language.code)),),
        tables=tuple(tables),
        notes=(language.say(f"letter_method_{chain.publication.stock_method}"), language.say("total_reason")),
        source=language.say("letter_source", least=least, version=chain.version),
        chain=chain.title.in_language(language.code),
    )


def _table(stock: Stock, answers: Mapping[Question, ProtectedFigures], period: str, language: Language) -> Table | None:
    records = {r["date"]: r for r in _records(stock.id, answers) if _is_end(r, period)}
    if not records:
        return None
    has_age = stock.old_after_days is not None
    rows = [
        Row(language.date(date.fromisoformat(day)), _cells(record, has_age, language))
        for day, record in sorted(records.items())
    ]
    names = ["stock", *(["old", "old_share"] if has_age else [])]
    heads = tuple(language.say(f"column_{name}", days=language.number(stock.old_after_days or 0)) for name in names)
    caption = stock.title.in_language(language.code)
    return Table(caption, language.say("reference_date"), heads, tuple(rows))


def _records(id: str, answers: Mapping[Question, ProtectedFigures]) -> list[Record]:
    """The totals of a stock at every day at which it is published."""
    found = [f for q, f in answers.items() if q.measure == "stock" and not q.by]
    return [r for figures in found for r in figures.records if r["id"] == id and r["date"] is not None]


def _is_end(record: Record, period: str) -> bool:
    if record["period"] is None:
        return False
    day = date.fromisoformat(record["date"])
    return day.month in ENDS[period]


def _cells(record: Record, has_age: bool, language: Language) -> tuple[Cell, ...]:
    cells = [count(language, record, "stock")]
    if has_age:
        cells += [count(language, record, "old"), part(language, record, "old", "stock")]
    return tuple(cells)
