"""What changed since the last release, as a part of the page and as a table.

Comes in: revisions. Goes out: `Changes` and a `Dataset`. The promise: the table has every revised cell; the page has
those of totals, and says how many there are in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketenmonitor.definition import Definition, Title, changes_between
from ketenmonitor.release.dataset import TOTAL, Column, Dataset, State, Value
from ketenmonitor.release.formats.cells import text_of
from ketenmonitor.release.parts import Change, Changes
from ketenmonitor.release.revisions import CAUSES, Before, Revision, key_columns
from ketenmonitor.release.tables import Cell
from ketenmonitor.wording import Language

NAME = "revisions"
MOST_ON_PAGE = 40
COLUMNS = (
    Column("table", Title("Tabel", "Table"), "string", is_key=True),
    Column("row", Title("Rij", "Row"), "string", is_key=True),
    Column("column", Title("Kolom", "Column"), "string", is_key=True),
    Column("old", Title("Was", "Was"), "string"),
    Column("new", Title("Is nu", "Is now"), "string"),
    Column("cause", Title("Oorzaak", "Cause"), "string"),
)


def revisions_dataset(revisions: Sequence[Revision]) -> Dataset:
    """Every revised cell: the table and row it stands in, what it was, what it is, and why."""
    rows = tuple(
        (one.table, row_of(one.key), one.column, shown(one.old), shown(one.new), "; ".join(one.causes))
        for one in revisions
    )
    title = Title("Wat er veranderd is sinds de vorige uitgave", "What changed since the last release")
    return Dataset(NAME, title, COLUMNS, rows, "cell-key")


def changes_of(
    chain: Definition,
    tables: Sequence[Dataset],
    revisions: Sequence[Revision],
    before: Before | None,
    language: Language,
) -> Changes | None:
    """What the page says of it; None in a first release."""
    if before is None:
        return None
    said = {"since": language.date(before.as_of), "n": language.number(len(revisions))}
    other = _other_definition(before.chain, chain, language)
    if not revisions:
        return Changes((language.say("changes_none", **said), *other))
    by_id = {table.id: table for table in tables}
    totals = [one for one in revisions if _is_total(one, by_id[one.table])]
    rows = tuple(_change(one, by_id[one.table], language) for one in totals[:MOST_ON_PAGE])
    counted = [
        language.say("changes_by_cause", n=language.number(n), cause=title.in_language(language.code))
        for code, title in CAUSES.items()
        if (n := sum(code in one.causes for one in revisions))
    ]
    more = [language.say("changes_more")] if len(rows) < len(revisions) else []
    return Changes((language.say("changes_some", **said), *counted, *other, *more), rows)


def _other_definition(old: Definition, new: Definition, language: Language) -> tuple[str, ...]:
    """What the definition says otherwise, in the words in which its maintainers are told; these are English."""
    changes = changes_between(old, new)
    if not changes:
        return ()
    return (language.say("changes_definition", old=old.version, new=new.version), *changes)


def row_of(key: tuple[Value, ...]) -> str:
    """The key of a row in one text."""
    return " | ".join(map(str, key))


def shown(value: Value) -> Value:
    """A cell in a column of texts."""
    return value if isinstance(value, State) else text_of(value)


def _is_total(one: Revision, table: Dataset) -> bool:
    pairs = zip(key_columns(table), one.key, strict=True)
    return all(value == TOTAL for column, value in pairs if column.name not in ("id", "period"))


def _change(one: Revision, table: Dataset, language: Language) -> Change:
    column = next(column for column in table.columns if column.name == one.column)
    said = dict(zip((c.name for c in key_columns(table)), one.key, strict=True))
    words = {code: title for c in table.columns for code, title in c.words}
    subject = words.get(str(said["id"]), Title(str(said["id"]), str(said["id"]))).in_language(language.code)
    causes = ", ".join(CAUSES[cause].in_language(language.code) for cause in one.causes)
    period = language.period(str(said["period"])) if "period" in said else language.say("all_time")
    figure = f"{subject}: {column.title.in_language(language.code).lower()}"
    return Change(figure, period, _cell(one.old, column, language), _cell(one.new, column, language), causes)


def _cell(value: Value, column: Column, language: Language) -> Cell:
    if isinstance(value, State):
        return Cell(language.say(str(value)), is_missing=True)
    if isinstance(value, date):
        return Cell(language.date(value))
    if column.unit in ("share", "ratio"):
        return Cell({"share": language.share, "ratio": language.ratio}[column.unit](float(value)))
    return Cell(language.number(float(value)))
