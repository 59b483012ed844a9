"""Single values of an extract in the words of the definition: codes looked up, attributes in the form of their type.

Comes in: a part of an extract and a `Cell`. Goes out: a column of values, and the reason where there is none. The promise: a code
that is not listed is not guessed; a value that is not of its type is left out and told.
"""

from __future__ import annotations

import polars as pl

from ketenmonitor.definition import Attribute
from ketenmonitor.logs import times
from ketenmonitor.source.mapping import Cell
from ketenmonitor.source.pack.moments import Clocks, instants

NO_CODE, UNKNOWN_CODE, IGNORED = "no-code", "unknown-code", "ignored-code"
# The same codes as at the gate, for the same faults.
OF_TYPE = {
    "category": "not-in-list",
    "boolean": "not-a-truth-value",
    "integer": "not-an-integer",
    "number": "not-a-number",
    "date": "not-a-date",
}
INTEGER = r"^[+-]?[0-9]{1,18}(\.0+)?$"
NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
THOUSANDS = r"^[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?$"
TRUE, FALSE = ["true", "1"], ["false", "0"]


def looked_up(part: pl.DataFrame, cell: Cell) -> tuple[pl.Series, pl.Series]:
    """The values of a cell, and why there is none: no code, a code that is not listed, or one to be left out."""
    if cell.column is None:
        return pl.repeat(cell.value, part.height, eager=True, dtype=pl.String), _none(part.height)
    given = pl.col(cell.column)
    meant = given if cell.codes is None else given.replace_strict(cell.codes, default=None, return_dtype=pl.String)
    is_ignored = given.is_in(list(cell.ignore)) | (meant == "").fill_null(False)
    reason = (
        pl.when(given.is_null())
        .then(pl.lit(NO_CODE))
        .when(is_ignored)
        .then(pl.lit(IGNORED))
        .when(meant.is_null())
        .then(pl.lit(UNKNOWN_CODE))
        .otherwise(pl.lit(None, pl.String))
    )
    read = part.select(meant.alias("value"), reason.alias("reason"))
    read = read.select(pl.when(pl.col("reason").is_null()).then(pl.col("value")).alias("value"), "reason")
    return read["value"], read["reason"]


def typed(values: pl.Series, attribute: Attribute, decimal: str, clocks: Clocks) -> pl.Series:
    """The values in the form of their type; null for what is not of it."""
    value = pl.col("value")
    frame = values.alias("value").to_frame()
    if attribute.type == "category":
        return frame.select(pl.when(value.is_in(list(attribute.values))).then(value))["value"]
    if attribute.type == "boolean":
        low = value.str.to_lowercase()
        said = pl.when(low.is_in(TRUE)).then(pl.lit("true")).when(low.is_in(FALSE)).then(pl.lit("false"))
        return frame.select(said.alias("value"))["value"]
    if attribute.type == "date":
        at_us = instants(values, clocks)["at_us"]
        return at_us.to_frame("at").select(times.local_day(pl.col("at"), clocks.timezone).alias("value"))["value"]
    number = _with_point(value) if decimal == "," else value
    form = INTEGER if attribute.type == "integer" else NUMBER
    is_number = number.str.contains(form).fill_null(False) & number.cast(pl.Float64, strict=False).is_finite()
    return frame.select(pl.when(is_number).then(number).alias("value"))["value"]


def _with_point(value: pl.Expr) -> pl.Expr:
    """A number with a decimal comma; points may only stand between thousands, else it is left as it is not one."""
    bare = pl.when(value.str.contains(THOUSANDS)).then(value.str.replace_all(".", "", literal=True)).otherwise(value)
    has_point = bare.str.contains(".", literal=True)
    return pl.when(~has_point).then(bare.str.replace(",", ".", literal=True))


def _none(height: int) -> pl.Series:
    return pl.repeat(None, height, eager=True, dtype=pl.String)
