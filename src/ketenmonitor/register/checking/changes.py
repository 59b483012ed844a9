"""A stated change beside the two figures that it is a change of: "gestegen met 8 %" and two columns of a table.

Comes in: stated figures. Goes out: a `Check` for each change. The promise: the row is the one whose every word the change has, and
the only one that fits so well; the days come from the paper; a change is computed as (new - old) / old, and compared within what the
printed digits of all three hide. Where one of the two is missing, that is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ketenmonitor.register.answering import AGREES, DIFFERS, NOT_COMPARABLE, Check, tolerance_of
from ketenmonitor.register.checking.words import hidden_in, is_percent, part_of, place_of, says, subject
from ketenmonitor.register.records import Item
from ketenmonitor.register.records.keys import folded

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Of the words of a row, and of those of a change: so much has to be in the other.
LEAST_OF_ROW, LEAST_OF_CHANGE = 0.99, 0.2


@dataclass(frozen=True)
class Row:
    """Figures about one thing by the last day of their period: a row of a table, or what sentences state of it."""

    label: str
    words: frozenset[str]
    cells: Mapping[date, Item]


def changes_checked(figures: Sequence[Item]) -> Iterator[Check]:
    """Each stated change, checked against the figures of its own paper first, then of others."""
    rows = rows_of(figures)
    for one in figures:
        if one.body.get("change") == "relative":
            yield _checked(one, figures, rows)


def rows_of(figures: Iterable[Item]) -> dict[int, list[Row]]:
    """By paper, the figures about one thing at two days or more."""
    found: dict[tuple[int, str, str], dict[date, Item]] = defaultdict(dict)
    for one in figures:
        end, about = one.body.get("period_end"), str(one.body.get("about") or "")
        if one.body.get("change") == "absolute" and end and subject(about):
            found[one.paper, folded(about), str(one.body.get("unit"))].setdefault(date.fromisoformat(end), one)
    rows: dict[int, list[Row]] = defaultdict(list)
    for (paper, label, _), cells in found.items():
        rows[paper].append(Row(label, subject(label), cells))
    return rows


def _checked(item: Item, figures: Sequence[Item], rows: Mapping[int, list[Row]]) -> Check:
    about = subject(str(item.body.get("about") or "")) or subject(item.text)
    own, others = rows.get(item.paper, []), [row for paper, some in rows.items() if paper != item.paper for row in some]
    row = _best(about, own) or _best(about, others)
    if row is None:
        return _not(item, "a change: no row of a table and no two figures in the papers read are about just this")
    when = _when(item, figures)
    if when is None:
        return _not(item, f"a change of which no day is named; the row is there: {row.label}")
    before = _before(item, when)
    if before is None:
        return _not(item, f"a change that does not say since when; the row is there: {row.label}")
    new, old = _cell(row, when), _cell(row, before)
    if new is None or old is None or float(old.body["value"]) == 0:
        missing = when if new is None else before
        return _not(item, f"a change of which one of the two is not stated: {row.label}, {missing}")
    return _compared(item, new, old)


def _best(about: frozenset[str], rows: Iterable[Row]) -> Row | None:
    """The row whose words the change has, all of them; none where two fit as well."""
    scored = [(part_of(about, row.words), len(row.words), row) for row in rows if _fits(about, row)]
    scored.sort(key=lambda one: (-one[0], -one[1], one[2].label))
    if not scored or (len(scored) > 1 and scored[0][:2] == scored[1][:2]):
        return None
    return scored[0][2]


def _fits(about: frozenset[str], row: Row) -> bool:
    is_whole = part_of(row.words, about) >= LEAST_OF_ROW
    return len(row.cells) > 1 and is_whole and part_of(about, row.words) >= LEAST_OF_CHANGE


def _when(item: Item, figures: Sequence[Item]) -> date | None:
    """The day of the change, or that of another figure of the same sentence."""
    said = [item, *(one for one in figures if one.paper == item.paper and one.text == item.text)]
    ends = [end for one in said if (end := one.body.get("period_end"))]
    return date.fromisoformat(ends[0]) if ends else None


def _before(item: Item, when: date) -> date | None:
    """The day with which it is compared: a year that is named, or the same day a year earlier."""
    against = str(item.body.get("against") or "")
    if says("year_before", against):
        return _in_year(when, when.year - 1)
    named = YEAR.findall(against)
    return _in_year(when, int(named[-1])) if named else None


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _cell(row: Row, day: date) -> Item | None:
    """The figure of that day, or the only one of a whole year."""
    of_year = [one for end, one in row.cells.items() if end.year == day.year]
    return row.cells.get(day) or (of_year[0] if len(of_year) == 1 and _is_year(of_year[0]) else None)


def _is_year(item: Item) -> bool:
    begin, end = str(item.body.get("period_begin") or ""), str(item.body.get("period_end") or "")
    return begin.endswith("-01-01") and end.endswith("-12-31") and begin[:4] == end[:4]


def _compared(item: Item, new: Item, old: Item) -> Check:
    stated, now, then = float(item.body["value"]), float(new.body["value"]), float(old.body["value"])
    hidden_now, hidden_then = hidden_in(new), hidden_in(old)
    if is_percent(item):
        change = (now - then) / then * 100
        hidden = 100 * (hidden_now + hidden_then * abs(now / then)) / abs(then)
    else:
        change, hidden = now - then, hidden_now + hidden_then
    tolerance = tolerance_of(stated, item.text) + hidden
    difference = stated - change
    verdict = AGREES if abs(difference) <= tolerance * (1 + 1e-9) else DIFFERS
    compared = f"{place_of(old)} and {place_of(new)}"
    return Check(item, verdict, stated, compared, change, difference, tolerance, "")


def _not(item: Item, why: str) -> Check:
    stated = float(item.body["value"])
    return Check(item, NOT_COMPARABLE, stated, "", None, None, tolerance_of(stated, item.text), why)
