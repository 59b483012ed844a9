"""How each shape is drawn in the room that there is: by itself, on a wide page, or on a telephone.

Comes in: a shape and a `Room`. Goes out: an Altair chart. The promise: one shape is drawn by one function, wherever it
stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import altair as alt

from ketenmonitor.charts import column_charts, curve_chart
from ketenmonitor.charts.map_chart import map_chart
from ketenmonitor.charts.plain import Bars, ChainMap, Columns, Curve, Dots, Flow, Nothing, Shape
from ketenmonitor.charts.row_charts import NO_LIMIT, bars_chart, dots_chart, fitted
from ketenmonitor.charts.svg import QUIET, Drawing, table
from ketenmonitor.wording.language import Language


@dataclass(frozen=True)
class Room:
    """`width`: of a map. `rows`: of bars and dots, which have words at their right, in lines of at most so many
    `letters`. `beside`: titles may stand left of bars."""

    name: str
    width: int
    rows: int
    columns: column_charts.Frame
    curve: curve_chart.Size
    letters: int = NO_LIMIT
    beside: bool | None = False


SHEET = Room("sheet", 600, 600, column_charts.Frame(600, 260, "wide", 5), curve_chart.WIDE, beside=None)
WIDE = Room("wide", 660, 440, column_charts.WIDE, curve_chart.WIDE, letters=34)
NARROW = Room("narrow", 318, 170, column_charts.NARROW, curve_chart.NARROW, letters=24)


def plot(shape: Shape, language: Language, room: Room) -> Drawing:
    """The drawing of one shape."""
    match shape:
        case Bars():
            return bars_chart(shape, language, room.rows, room.columns.legend_columns, room.beside, room.letters)
        case Dots():
            rows = tuple(replace(row, says=fitted(row.says, room.letters)) for row in shape.rows)
            return dots_chart(
                replace(shape, rows=rows), language, room.rows, min(room.columns.legend_columns, 3), room.beside
            )
        case Columns():
            return column_charts.stock_chart(shape, language, room.columns)
        case Flow():
            return column_charts.flow_chart(shape, language, room.columns)
        case Curve():
            return curve_chart.curve_chart(shape.points, shape.at_norm, shape.norm, language, room.curve)
        case ChainMap():
            return map_chart(shape, room.width)
        case Nothing():
            words = table([{"words": shape.reason}]).mark_text(align="left", fontStyle="italic", color=QUIET)
            place = words.encode(x=alt.value(0), y=alt.value(10), text=alt.Text("words:N"))
            return alt.layer(place).properties(width=room.width, height=24)
