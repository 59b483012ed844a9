"""Tables to write: one by hand with every kind of cell, and drawn ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import TOTAL, UNKNOWN, About, Column, Dataset, State, Value
from ketenmonitor.release.formats.cells import FIRST_DAY, LARGEST_INTEGER, LIKE_A_FORMULA

ABOUT = About(
    chain="voorbeeld",
    title=Title("Cijfers van de voorbeeldketen", "Figures of the example chain"),
    description=Title("Hoe lang zaken duren.", "How long cases take."),
    as_of=date(2026, 7, 1),
    publisher="Voorbeeld",
    contact="team@example.nl",
    licence="http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    periodicity="quarter",
)
WORDS = (("adult", Title("meerderjarig", "adult")), ("minor", Title("minderjarig", "under age")))
COLUMNS = (
    Column("period", Title("Periode", "Period"), "string", is_key=True),
    Column("age", Title("Leeftijd", "Age"), "string", is_key=True, words=WORDS),
    Column("cases", Title("Zaken", "Cases"), "integer", "cases"),
    Column("median_days", Title("Mediaan in dagen", "Median in days"), "number", "days"),
    Column("within_norm", Title("Binnen de norm", "Within the target"), "number", "share"),
    Column("until", Title("Tot en met", "Until"), "date"),
    Column("remark", Title("Opmerking", "Remark"), "string"),
)
ROWS: tuple[tuple[Value, ...], ...] = (
    ("2025", TOTAL, 1234, 12.5, 1 / 3, date(2025, 12, 31), 'zegt "ja", of "nee"'),
    ("2025", "adult", 0, 0.0, 1, date(2025, 12, 31), "één – 100 % ✓"),
    ("2025", "minor", *(State.SUPPRESSED,) * 3, State.NOT_DELIVERED, State.NOT_APPLICABLE),
    ("2025", UNKNOWN, 7, State.NOT_REACHED, State.NOT_YET_KNOWN, date(2025, 6, 30), "-18"),
)
TABLE = Dataset(
    id="lead-times",
    title=Title("Doorlooptijden", "Lead times"),
    columns=COLUMNS,
    rows=ROWS,
    method="cell-key",
    notes=(Title("Zaken die nog open zijn, tellen mee.", "Cases that are still open count."),),
    source=Title("Wat de partners leverden.", "What the partners delivered."),
)
LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=12)
CODES = {str(state) for state in State}
TEXT = LINE.filter(lambda text: not LIKE_A_FORMULA.match(text) and text not in CODES)
TITLES = st.builds(Title, nl=TEXT, en=TEXT)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "string": TEXT | st.sampled_from(["adult", "-18", " x ", "'tis", "NULL", "0", "true", "1.5", "2025-01-01"]),
    "integer": st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | st.just(0),
    "number": st.floats(allow_nan=False, allow_infinity=False) | st.floats(0, 1) | st.integers(0, 10_000),
    "date": st.dates(FIRST_DAY),
}
UNITS = st.sampled_from([None, "cases", "days", "share", "ratio"])


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    """A table with one or two key columns and some others, of any type, with states anywhere but in keys."""
    keys = tuple(draw(_column(f"key_{n}", is_key=True)) for n in range(draw(st.integers(1, 2))))
    others = tuple(draw(_column(f"field_{n}", is_key=False)) for n in range(draw(st.integers(0, 4))))
    names = st.tuples(*(KINDS["string"] | st.sampled_from([TOTAL, UNKNOWN]) for _ in keys))
    named = draw(st.lists(names, unique=True, max_size=6))
    rows = tuple((*key, *(draw(KINDS[c.datatype] | st.sampled_from(State)) for c in others)) for key in named)
    return Dataset("drawn", draw(TITLES), (*keys, *others), rows, "rounding")


@st.composite
def _column(draw: st.DrawFn, name: str, is_key: bool) -> Column:
    kind = "string" if is_key else draw(st.sampled_from(list(KINDS)))
    words = draw(st.sampled_from([(), WORDS, (("adult", Title("onbekend", "unknown")),)])) if kind == "string" else ()
    return Column(name, draw(TITLES), kind, draw(UNITS) if kind in ("integer", "number") else None, is_key, words)
