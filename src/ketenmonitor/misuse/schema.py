"""The form of the settings of an assessment, as data; and what can be wrong with them besides.

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is in no settings.
"""

from __future__ import annotations

from ketenmonitor.misuse.components import COMPONENTS
from ketenmonitor.misuse.explanations import EXPLANATIONS
from ketenmonitor.misuse.tables import TABLES, Column, Form
from ketenmonitor.toml import (
    LINE,
    NAME,
    TIMEZONE,
    Key,
    Kind,
    Objection,
    Table,
    Wordings,
    choice,
    list_of,
    shown,
)
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": ("there is no such file.", "Check the path of the settings."),
    "file-empty": ("nothing is said.", "Begin with [looks], its file and its columns."),
    "file-too-large": ("the file has more than {most} MB.", "Give the settings, and no data."),
    "number-out-of-range": ("{shown} is not from {least} to {most}.", "Write a number in between."),
    "one-of-missing": ("none of {names} is said.", "Name the column of at least one of them."),
    "nothing-explains": (
        "no table explains any look, so each would go to a person.",
        "Add [handlers], or another table that explains.",
    ),
    "hours-in-order": ("working hours begin at {begin} and end at {end}.", "Let them begin before they end."),
    "user-twice": ("this officer is declared as a reviewer before.", "Name each officer once."),
}


def _between(least: int, most: int, *, whole: bool = True) -> Kind:
    def rule(number: float) -> Objection | None:
        said = {"shown": shown(number), "least": str(least), "most": str(most)}
        return None if least <= number <= most else ("number-out-of-range", said)

    return Kind("a whole number" if whole else "a number", (int,) if whole else (int, float), str(max(least, 1)), rule)


def _column(column: Column) -> Key:
    return Key(LINE, required=column.required)


def _table(name: str, form: Form) -> Table:
    keys = {"file": Key(LINE, required=True)} | {key: _column(column) for key, column in form.columns.items()}
    return Table("one", f"table of {name}", keys, required=form.required)


SCHEMA: dict[str, Table] = {name: _table(name, form) for name, form in TABLES.items()} | {
    "assess": Table(
        "one",
        "table of what is assessed",
        {
            "timezone": Key(TIMEZONE),
            "folder": Key(LINE),
            "explained_by": Key(list_of(choice("explanation", tuple(EXPLANATIONS)), '["handler", "team"]')),
            "days_before": Key(_between(0, 366)),
            "days_after": Key(_between(0, 3660)),
            "most": Key(_between(1, 100_000)),
            "work_begins": Key(_between(0, 23)),
            "work_ends": Key(_between(1, 24)),
            "most_namesakes": Key(_between(1, 1_000_000)),
            "follow_up_days": Key(_between(0, 3660)),
        },
    ),
    "reviewers": Table("named", "reviewer", {"user": Key(NAME, required=True), "person": Key(NAME)}),
    "score": Table(
        "one",
        "table of weights",
        {
            name: Key(
                Kind(
                    "a weight", (dict,), f"{{ points = {one.points:g}, full = {one.full} }}",
                    keys={"points": Key(_between(0, 100, whole=False)), "full": Key(_between(1, 10_000))},
                )
            )
            for name, one in COMPONENTS.items()
        },
    ),
}  # fmt: skip
