"""Bars: the stock at the end of each period with its old part, and what became of work as parts of a whole.

Comes in: values already protected. Goes out: Altair charts. The promise: a value that is missing is said in words where
its bar would be; parts differ in lightness and have their order in common, so that they can be told apart in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from ketenmonitor.release.language import Language
from ketenmonitor.release.svg import BLUE, INK, PALE, PAPER, QUIET, RUST, Drawing

ROW = 62  # the height of one row of parts: its words above its bar
SAND, MIST = "#f0b27a", "#f2f2f2"
# For a number of parts: from what went well to what is over, dark and light by turns.
PART_COLOURS = {2: (BLUE, SAND), 5: (BLUE, SAND, RUST, PALE, MIST)}
LIGHT_WORDS = {BLUE: PAPER, RUST: PAPER}


@dataclass(frozen=True)
class Bar:
    """The stock at one moment: null with the reason when it is missing. `old` is null when the figure has no limit."""

    name: str
    stock: int | None
    old: int | None
    reason: str = ""


@dataclass(frozen=True)
class Parts:
    """A whole in named parts; without shares the reason why there are none."""

    title: str
    shares: tuple[tuple[str, float], ...]
    reason: str = ""


@dataclass(frozen=True)
class Frame:
    """The room there is: width and height of the plot, which labels fit, and parts in a row of the legend."""

    width: int
    height: int
    labels: str
    legend_columns: int


WIDE, NARROW = Frame(560, 260, "wide", 5), Frame(218, 220, "narrow", 1)


def stock_chart(bars: Sequence[Bar], old_after_days: int | None, language: Language, frame: Frame) -> Drawing:
    """A bar per period, the old part dark at the foot; the total above it where there is room."""
    x = _periods([bar.name for bar in bars], frame)
    shown = [bar for bar in bars if bar.stock is not None]
    most = max([bar.stock or 0 for bar in shown], default=0) or 1
    table = _table(
        [{"name": b.name, "stock": b.stock, "old": b.old or 0, "words": _number(b, language)} for b in shown]
    )
    total = table.mark_bar(fill=PALE, stroke=BLUE, strokeWidth=1).encode(x=x, y=_amount(most, language))
    layers = [total, table.mark_bar(fill=BLUE).encode(x=x, y=alt.Y("old:Q")), _reasons(bars, x)]
    if frame.width / max(len(bars), 1) >= 42:
        layers.append(table.mark_text(dy=-8, fontSize=12).encode(x=x, y=alt.Y("stock:Q"), text=alt.Text("words:N")))
    if shown and shown[-1].old is not None:
        layers += _part_names(shown[-1], most, language.number(old_after_days or 0), language, frame)
    return alt.layer(*layers).properties(width=frame.width, height=frame.height)


def _number(bar: Bar, language: Language) -> str:
    return language.number(bar.stock or 0)


def _periods(names: list[str], frame: Frame) -> alt.X:
    """One place per period; as many names on the axis as fit beside each other, the last one always."""
    needed = 8 * max((len(name) for name in names), default=1) + 8
    every = -(-needed * len(names) // frame.width)
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, labelPadding=6, values=names[::-1][::every])
    scale = alt.Scale(domain=names, paddingInner=0.25, paddingOuter=0.15)
    return alt.X("name:N", scale=scale, axis=axis)


def _amount(most: int, language: Language) -> alt.Y:
    separator = "." if language.code == "nl" else ","
    axis = alt.Axis(
        title=language.say("axis_stock"), titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-48, titleY=-20,
        labelExpr=f"replace(replace(format(datum.value, ',d'), ',', '{separator}'), ',', '{separator}')",
        tickCount=5, tickMinStep=1, ticks=False, domain=False,
    )  # fmt: skip
    return alt.Y("stock:Q", scale=alt.Scale(domain=[0, most * 1.08], nice=False), axis=axis)


def _reasons(bars: Sequence[Bar], x: alt.X) -> alt.Chart:
    rows = [{"name": bar.name, "stock": 0, "words": bar.reason} for bar in bars if bar.stock is None]
    mark = _table(rows).mark_text(angle=270, align="left", dx=6, fontSize=12, fill=QUIET)
    words: alt.Chart = mark.encode(x=x, y=alt.Y("stock:Q"), text=alt.Text("words:N"))
    return words


def _part_names(last: Bar, most: int, days: str, language: Language, frame: Frame) -> list[alt.Chart]:
    """The names of the two parts, right of the plot at the height of each part of the last bar."""
    stock, old = last.stock or 0, last.old or 0
    room = most * 1.08 * 48 / frame.height
    heights = {"old": old / 2, "young": max((old + stock) / 2, old / 2 + room)}
    charts = []
    for name, height in heights.items():
        words = language.say(f"label_{name}_{frame.labels}", days=days)
        mark = _table([{"stock": height, "words": words}]).mark_text(
            align="left", baseline="middle", dy=-8 * words.count("\n"), lineBreak="\n", fontWeight="bold", color=BLUE
        )
        charts.append(mark.encode(x=alt.value(frame.width + 10), y=alt.Y("stock:Q"), text=alt.Text("words:N")))
    return charts


def parts_chart(rows: Sequence[Parts], names: Sequence[str], language: Language, frame: Frame) -> Drawing:
    """A whole bar per row, in parts of which `names` gives the order; its title stands above it."""
    colours = PART_COLOURS[len(names)]
    pieces = [piece for place, row in enumerate(rows) for piece in _pieces(row, place, names, colours, language, frame)]
    legend = alt.Legend(
        orient="top", direction="horizontal", columns=frame.legend_columns, title=None, labelFontSize=13,
        labelLimit=300, symbolType="square", symbolSize=180, symbolStrokeWidth=1, symbolStrokeColor=INK, offset=10,
    )  # fmt: skip
    colour = alt.Color("part:N", scale=alt.Scale(domain=list(names), range=list(colours)), legend=legend)
    x = alt.X("low:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    y = alt.Y("top:Q", scale=alt.Scale(domain=[0, len(rows) * ROW], reverse=True), axis=None)
    bars = _table(pieces).mark_bar(stroke=INK, strokeWidth=0.75)
    words = _table([p for p in pieces if p["words"]]).mark_text(fontSize=13, fontWeight="bold")
    titles = _table([{"top": n * ROW + 14, "words": row.title} for n, row in enumerate(rows)])
    layers = [
        titles.mark_text(align="left", baseline="middle", fontSize=13).encode(
            x=alt.value(0), y=y, text=alt.Text("words:N")
        ),
        bars.encode(x=x, x2=alt.X2("high"), y=y, y2=alt.Y2("foot"), color=colour),
        words.encode(
            x=alt.X("middle:Q"), y=alt.Y("centre:Q"), text=alt.Text("words:N"), fill=alt.Fill("ink:N", scale=None)
        ),
        _without(rows),
    ]
    return alt.layer(*layers).properties(width=frame.width + 100, height=len(rows) * ROW)


def _pieces(
    row: Parts, place: int, names: Sequence[str], colours: Sequence[str], language: Language, frame: Frame
) -> list[dict[str, Any]]:
    """The parts of one bar, from left to right, with their share in words where it fits."""
    found: list[dict[str, Any]] = []
    low = 0.0
    for name, share in row.shares:
        colour = colours[list(names).index(name)]
        fits = share * (frame.width + 100) >= 48
        found.append({
            "part": name, "low": low, "high": low + share, "middle": low + share / 2, "top": place * ROW + 25,
            "foot": place * ROW + 51, "centre": place * ROW + 38, "ink": LIGHT_WORDS.get(colour, INK),
            "words": language.share(share) if fits else "",
        })  # fmt: skip
        low += share
    return [piece for piece in found if piece["high"] > piece["low"]]


def _without(rows: Sequence[Parts]) -> alt.Chart:
    missing = [{"top": n * ROW + 38, "words": row.reason} for n, row in enumerate(rows) if not row.shares]
    mark = _table(missing).mark_text(align="left", baseline="middle", fontSize=13, fontStyle="italic", color=QUIET)
    words: alt.Chart = mark.encode(x=alt.value(0), y=alt.Y("top:Q"), text=alt.Text("words:N"))
    return words


def _table(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))
