"""The picture of a chain: partners as boxes with their stock, arrows between them with what is on its way.

Comes in: a `ChainMap`. Goes out: an Altair chart, and the same as lines of text. The promise: nothing is said by colour:
a box has a band and an edge, a hand-over an arrow, and what is not measured a dotted line and the reason in words.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from ketenmonitor.charts.map_layout import Layout, Words, layout_of
from ketenmonitor.charts.plain import ChainMap, Held
from ketenmonitor.charts.svg import BLUE, GRID, INK, PAPER, QUIET, Drawing, table

LOOKS: dict[str, dict[str, Any]] = {
    "name": {"fontSize": 15, "fontWeight": "bold", "color": PAPER},
    "title": {"fontSize": 13, "color": INK},
    "amount": {"fontSize": 17, "fontWeight": "bold", "color": INK, "align": "right"},
    "strong": {"fontSize": 13, "fontWeight": "bold", "color": INK},
    "quiet": {"fontSize": 13, "color": QUIET},
    "reason": {"fontSize": 13, "fontStyle": "italic", "color": QUIET},
}
HEAD = 9  # of an arrow


def map_chart(shape: ChainMap, width: int) -> Drawing:
    """The map at this width, as high as it needs."""
    layout = layout_of(shape, width)
    layers = [*_boxes(layout), *_ways(layout), *_words(layout)]
    return alt.layer(*layers).properties(width=width, height=layout.height)


def map_lines(shape: ChainMap) -> list[str]:
    """The map in sentences: each partner with what it holds, and then what it sends."""
    lines = []
    for n, station in enumerate(shape.stations):
        held = "; ".join(_held(one) for one in station.held) or station.reason
        lines.append(f"{station.name}: {held}.")
        lines += [f"{p.title}: {'; '.join(p.says)}." for p in shape.passings if p.start == n]
    return lines


def _held(held: Held) -> str:
    return ", ".join([f"{held.title}: {held.amount}", *held.says])


def _at(layout: Layout, name: str, field: str) -> Any:
    """A place in pixels, from the left or from the top."""
    if name == "x":
        return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, layout.width], nice=False), axis=None)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, layout.height], reverse=True, nice=False), axis=None)


def _boxes(layout: Layout) -> list[alt.Chart]:
    rows = [{"x": 0, "right": layout.box_width, "y": b.top, "band": b.band, "foot": b.foot} for b in layout.boxes]
    rules = [{"x": 0, "right": layout.box_width, "y": y} for b in layout.boxes for y in b.rules]
    x, y, right = _at(layout, "x", "x"), _at(layout, "y", "y"), alt.X2("right")
    bodies = table(rows).mark_rect(fill=PAPER, stroke=INK, strokeWidth=1.25)
    bands = table(rows).mark_rect(fill=BLUE, stroke=INK, strokeWidth=1.25)
    return [
        bodies.encode(x=x, x2=right, y=y, y2=alt.Y2("foot")),
        bands.encode(x=x, x2=right, y=y, y2=alt.Y2("band")),
        table(rules).mark_rule(stroke=GRID).encode(x=x, x2=right, y=y),
    ]


def _ways(layout: Layout) -> list[alt.Chart]:
    """Lines with their heads; the last stretch of each points where it goes."""
    rows = [
        {"way": n, "step": k, "x": x, "y": y, "dotted": not way.is_measured}
        for n, way in enumerate(layout.ways)
        for k, (x, y) in enumerate(way.points)
    ]
    drawn = []
    for is_dotted, dash in ((False, [1, 0]), (True, [2, 4])):
        some = table([row for row in rows if row["dotted"] == is_dotted])
        line = some.mark_line(stroke=INK, strokeWidth=2, strokeDash=dash, strokeJoin="round")
        places = {"x": _at(layout, "x", "x"), "y": _at(layout, "y", "y")}
        drawn.append(line.encode(**places, order=alt.Order("step:Q"), detail=alt.Detail("way:N")))
    return [*drawn, *_heads(layout)]


def _heads(layout: Layout) -> list[alt.Chart]:
    drawn = []
    ends = [way.points[-2:] for way in layout.ways if way.is_measured]
    for form in ("triangle-down", "triangle-left"):
        is_down = form == "triangle-down"
        rows = [
            {"x": x if is_down else x + HEAD / 2, "y": y - HEAD / 2 if is_down else y}
            for (from_x, _), (x, y) in ends
            if (from_x == x) == is_down
        ]
        mark = table(rows).mark_point(shape=form, size=HEAD * HEAD * 1.6, filled=True, color=INK, opacity=1)
        drawn.append(mark.encode(x=_at(layout, "x", "x"), y=_at(layout, "y", "y")))
    return drawn


def _words(layout: Layout) -> list[alt.Chart]:
    def drawn(look: str, some: list[Words]) -> alt.Chart:
        rows = [{"x": one.x, "y": one.y, "words": one.text} for one in some]
        mark = table(rows).mark_text(**{"align": "left", "baseline": "middle", **LOOKS[look]})
        layer: alt.Chart = mark.encode(x=_at(layout, "x", "x"), y=_at(layout, "y", "y"), text=alt.Text("words:N"))
        return layer

    found = {look: [one for one in layout.words if one.look == look] for look in LOOKS}
    return [drawn(look, some) for look, some in found.items() if some]
