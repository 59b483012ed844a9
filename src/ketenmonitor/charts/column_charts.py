"""Columns: the stock at the end of each period with its old part, and what entered and left with what there was then.

Comes in: `Columns` or `Flow`. Goes out: Altair charts. The promise: a value that is missing is said in words where its
column would be; parts differ in lightness, so that they can be told apart in grey; a line is broken where it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from ketenmonitor.charts.plain import Bar, Columns, Flow, Moved
from ketenmonitor.charts.svg import BLUE, INK, PALE, PAPER, QUIET, SAND, Drawing, table
from ketenmonitor.wording.language import Language


@dataclass(frozen=True)
class Frame:
    """The room there is: width and height of the plot, which labels fit, and parts in a row of the legend."""

    width: int
    height: int
    labels: str
    legend_columns: int


WIDE, NARROW = Frame(560, 260, "wide", 5), Frame(218, 220, "narrow", 1)
FLOWS = {"entered": BLUE, "left": SAND}


def stock_chart(shape: Columns, language: Language, frame: Frame) -> Drawing:
    """A bar per period, the old part dark at the foot; the total above it where there is room.

    A bar of which the old part is not known, in a figure that has one, is empty with a dashed edge.
    """
    x = _periods([bar.name for bar in shape.bars], frame)
    shown = [bar for bar in shape.bars if bar.stock is not None]
    bars = [(b, {"name": b.name, "stock": b.stock, "old": b.old, "words": _number(b, language)}) for b in shown]
    split = table([row for bar, row in bars if bar.old is not None or shape.old_after_days is None])
    whole = table([row for bar, row in bars if bar.old is None and shape.old_after_days is not None])
    y = _amount(shape.most, language, language.say("axis_stock"))
    layers = [
        split.mark_bar(fill=PALE, stroke=BLUE, strokeWidth=1).encode(x=x, y=y),
        whole.mark_bar(fill=PAPER, stroke=BLUE, strokeWidth=1, strokeDash=[3, 3]).encode(x=x, y=y),
        split.mark_bar(fill=BLUE).encode(x=x, y=alt.Y("old:Q")),
        _reasons(shape.bars, x),
    ]
    if frame.width / max(len(shape.bars), 1) >= 42:
        numbers = table([row for _, row in bars]).mark_text(dy=-8, fontSize=12)
        layers.append(numbers.encode(x=x, y=alt.Y("stock:Q"), text=alt.Text("words:N")))
    if shown and shown[-1].old is not None:
        layers += _part_names(shown[-1], shape, language, frame)
    return alt.layer(*layers).properties(width=frame.width, height=frame.height)


def flow_chart(shape: Flow, language: Language, frame: Frame) -> Drawing:
    """Two bars per period, what entered and what left, and the stock at its end as a line with dots."""
    x = _periods([period.name for period in shape.periods], frame)
    names = {kind: language.say(f"flow_{kind}") for kind in FLOWS}
    values = [(p.name, kind, getattr(p, kind)) for p in shape.periods for kind in FLOWS]
    rows = [{"name": name, "kind": names[kind], "stock": value} for name, kind, value in values if value is not None]
    legend = alt.Legend(
        orient="top", direction="horizontal", title=None, labelFontSize=13, labelLimit=300, symbolType="square",
        symbolSize=180, symbolStrokeWidth=1, symbolStrokeColor=INK, offset=24,
    )  # fmt: skip
    domain = list(names.values())
    colour = alt.Color("kind:N", scale=alt.Scale(domain=domain, range=list(FLOWS.values())), legend=legend)
    y = _amount(shape.most, language, language.say("axis_number"))
    bars = table(rows).mark_bar(stroke=INK, strokeWidth=0.75)
    layers = [
        bars.encode(x=x, y=y, color=colour, xOffset=alt.XOffset("kind:N", sort=domain)),
        *_ends(shape.periods, x, language, frame),
        _reasons(shape.periods, x),
    ]
    return alt.layer(*layers).properties(width=frame.width, height=frame.height)


def _ends(periods: Sequence[Moved], x: alt.X, language: Language, frame: Frame) -> list[alt.Chart]:
    """The stock at the end of each period, with the last one in words; the line breaks where it is not known."""
    ends = table([{"name": p.name, "stock": p.end} for p in periods])
    known = table([{"name": p.name, "stock": p.end} for p in periods if p.end is not None])
    last = [p for p in periods if p.end is not None][-1:]
    said = table([{"stock": p.end, "words": language.say("flow_end", n=language.number(p.end or 0))} for p in last])
    words = said.mark_text(align="left", baseline="middle", dy=-16, lineBreak="\n", fontWeight="bold")
    dot: dict[str, Any] = {"shape": "circle", "size": 50, "filled": True, "fill": PAPER, "stroke": INK, "opacity": 1}
    return [
        ends.mark_line(stroke=INK, strokeWidth=2.5, strokeDash=[6, 3]).encode(x=x, y=alt.Y("stock:Q")),
        known.mark_point(**dot, strokeWidth=2).encode(x=x, y=alt.Y("stock:Q")),
        words.encode(x=alt.value(frame.width + 10), y=alt.Y("stock:Q"), text=alt.Text("words:N")),
    ]


def _number(bar: Bar, language: Language) -> str:
    return language.number(bar.stock or 0)


def _periods(names: list[str], frame: Frame) -> alt.X:
    """One place per period; as many names on the axis as fit beside each other, the last one always."""
    needed = 8 * max((len(name) for name in names), default=1) + 8
    every = -(-needed * len(names) // frame.width)
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, labelPadding=6, values=names[::-1][::every])
    scale = alt.Scale(domain=names, paddingInner=0.25, paddingOuter=0.15)
    return alt.X("name:N", scale=scale, axis=axis)


def _amount(most: int, language: Language, title: str) -> alt.Y:
    separator = "." if language.code == "nl" else ","
    axis = alt.Axis(
        title=title, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-48, titleY=-20,
        labelExpr=f"replace(replace(format(datum.value, ',d'), ',', '{separator}'), ',', '{separator}')",
        tickCount=5, tickMinStep=1, ticks=False, domain=False,
    )  # fmt: skip
    return alt.Y("stock:Q", scale=alt.Scale(domain=[0, (most or 1) * 1.08], nice=False), axis=axis)


def _reasons(bars: Sequence[Bar | Moved], x: alt.X) -> alt.Chart:
    rows = [{"name": bar.name, "stock": 0, "words": bar.reason} for bar in bars if bar.reason]
    mark = table(rows).mark_text(angle=270, align="left", dx=6, fontSize=12, fill=QUIET)
    words: alt.Chart = mark.encode(x=x, y=alt.Y("stock:Q"), text=alt.Text("words:N"))
    return words


def _part_names(last: Bar, shape: Columns, language: Language, frame: Frame) -> list[alt.Chart]:
    """The names of the two parts, right of the plot at the height of each part of the last bar."""
    stock, old = last.stock or 0, last.old or 0
    days = language.number(shape.old_after_days or 0)
    room = (shape.most or 1) * 1.08 * 48 / frame.height
    heights = {"old": old / 2, "young": max((old + stock) / 2, old / 2 + room)}
    charts = []
    for name, height in heights.items():
        words = language.say(f"label_{name}_{frame.labels}", days=days)
        mark = table([{"stock": height, "words": words}]).mark_text(
            align="left", baseline="middle", dy=-8 * words.count("\n"), lineBreak="\n", fontWeight="bold", color=BLUE
        )
        charts.append(mark.encode(x=alt.value(frame.width + 10), y=alt.Y("stock:Q"), text=alt.Text("words:N")))
    return charts
