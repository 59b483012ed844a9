"""From a sheet of panels to one picture with its title, what is counted, and its source.

Comes in: a `Sheet`. Goes out: an Altair chart. The promise: no words are cut off: what is long goes on in a next line.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt

from ketenmonitor.charts.column_charts import Frame, flow_chart, stock_chart
from ketenmonitor.charts.curve_chart import WIDE as CURVE
from ketenmonitor.charts.curve_chart import curve_chart
from ketenmonitor.charts.language import Language
from ketenmonitor.charts.plain import Bars, Columns, Curve, Dots, Flow, Nothing, Panel, Shape, Sheet
from ketenmonitor.charts.row_charts import bars_chart, dots_chart, table
from ketenmonitor.charts.svg import INK, PAPER, QUIET, Drawing

WIDTH = 600  # of the part of a picture in which values are drawn
COLUMNS = Frame(WIDTH, 260, "wide", 5)
LETTERS = {17: 84, 15: 98, 14: 104, 12: 128}  # that fit in a line, by the size of the letters
Concat = alt.VConcatChart


def sheet_chart(sheet: Sheet, language: Language) -> Concat:
    """The whole picture."""
    panels = [_panel(panel, language) for panel in sheet.panels]
    heading = _words([sheet.title], 17, fontWeight="bold")
    body: Concat = _under(*panels, spacing=34).properties(title=heading)
    foot = _words(sheet.foot, 12, orient="bottom", color=QUIET)
    return _under(body).properties(title=foot, padding=16, background=PAPER)


def _under(*charts: Drawing, spacing: int = 0) -> Concat:
    """Charts under each other, each with its own legend at its own place."""
    stacked = alt.vconcat(*charts, spacing=spacing)
    whole: Concat = stacked.resolve_scale(color="independent", shape="independent", fill="independent")
    return whole.resolve_legend(color="independent", shape="independent", fill="independent")


def _panel(panel: Panel, language: Language) -> Concat:
    lines = _wrapped([panel.title], 15)
    about = _wrapped(panel.about, 14)
    heading = alt.TitleParams(
        lines, subtitle=about, anchor="start", frame="bounds", fontSize=15, subtitleFontSize=14, subtitlePadding=6,
        subtitleLineHeight=18, offset=16,
    )  # fmt: skip
    chart = _drawn(panel.shape, language).properties(title=heading)
    if not panel.foot:
        return _under(chart)
    return _under(chart).properties(title=_words(panel.foot, 12, orient="bottom", color=QUIET, offset=8))


def _drawn(shape: Shape, language: Language) -> Drawing:
    match shape:
        case Bars():
            return bars_chart(shape, language, WIDTH)
        case Dots():
            return dots_chart(shape, language, WIDTH)
        case Columns():
            return stock_chart(shape, language, COLUMNS)
        case Flow():
            return flow_chart(shape, language, COLUMNS)
        case Curve():
            return curve_chart(shape.points, shape.at_norm, shape.norm, language, CURVE)
        case Nothing():
            words = table([{"words": shape.reason}]).mark_text(align="left", fontStyle="italic", color=QUIET)
            place = words.encode(x=alt.value(0), y=alt.value(10), text=alt.Text("words:N"))
            return alt.layer(place).properties(width=WIDTH, height=24)


def _words(lines: Iterable[str], size: int, **more: Any) -> alt.TitleParams:
    style: dict[str, Any] = {"color": INK, "fontWeight": "normal", **more}
    return alt.TitleParams(
        _wrapped(lines, size), anchor="start", frame="bounds", fontSize=size, lineHeight=size + 5, **style
    )


def _wrapped(lines: Iterable[str], size: int) -> list[str]:
    return [part for line in lines for part in wrap(line, LETTERS[size])]
