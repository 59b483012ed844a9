"""The chart of a lead time: which share of cases was done by when, with the open cases and without them.

Comes in: the points of a protected curve. Goes out: an Altair chart. The promise: the two lines differ in dash and
carry their names, so that it can be read in grey; a point that is missing is left out and never drawn as 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from ketenmonitor.charts.svg import BLUE, INK, PAPER, QUIET, RUST, Drawing, table
from ketenmonitor.definition import Norm
from ketenmonitor.wording.language import Language

SERIES = ("to", "completed_only")
COLOURS = {"to": BLUE, "completed_only": RUST}
DASHES = {"to": [1, 0], "completed_only": [7, 4]}
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 250, 500, 1000, 2000, 5000)
Points = Sequence[Mapping[str, Any]]
LETTER = 6.6  # about the width of one, in pixels
HALO = 4  # of paper around words that stand on a line


@dataclass(frozen=True)
class Size:
    """Width and height of the plot, how many numbers fit on the day axis, and the room that a label needs."""

    width: int
    height: int
    ticks: int
    labels: str


WIDE, NARROW = Size(520, 300, 8, "wide"), Size(196, 250, 4, "narrow")


def can_be_drawn(points: Points | None) -> bool:
    """Whether there is a line at all: two points of all cases."""
    return sum(point["to"] is not None for point in points or ()) > 1


def curve_chart(
    points: Points, at_norm: Mapping[str, float | None], norm: Norm | None, language: Language, size: Size
) -> Drawing:
    """The chart; `at_norm` has the share of each series at the norm's days."""
    lines = {name: [(p["days"], _share(p[name])) for p in points if p[name] is not None] for name in SERIES}
    last = max(point["days"] for point in points)
    known = {name: _share(share) for name, share in at_norm.items() if share is not None}
    layers = [_line(name, lines[name], last, language, size) for name in reversed(SERIES) if lines[name]]
    if norm is not None:
        layers = [*_norm(norm, list(known.values()), last, language, size), *layers]
        layers += _at_norm(known, norm, last, language)
    layers += _names(lines, language, size)
    return alt.layer(*layers).properties(width=size.width, height=size.height)


def _share(value: float) -> float:
    """Within the plot, also where counts that the door changed a little each divide to more than all."""
    return min(max(value, 0), 1)


def _x(last: int, language: Language, size: Size) -> alt.X:
    step = next((t for t in TICKS if last / t <= size.ticks), TICKS[-1])
    separator = "." if language.code == "nl" else ","
    shown = f"replace(format(datum.value, ','), ',', '{separator}')"
    ticks = list(range(0, last + 1, step))
    axis = alt.Axis(title=language.say("axis_days"), values=ticks, labelExpr=shown, grid=False, titlePadding=8)
    return alt.X("days:Q", scale=alt.Scale(domain=[0, last], nice=False), axis=axis)


def _y(language: Language) -> alt.Y:
    axis = alt.Axis(
        title=language.say("axis_share"), titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-36, titleY=-24,
        values=[0, 0.2, 0.4, 0.6, 0.8, 1], labelExpr="round(datum.value * 100) + '%'", ticks=False, domain=False,
    )  # fmt: skip
    return alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)


def _line(name: str, line: list[tuple[int, float]], last: int, language: Language, size: Size) -> alt.Chart:
    width = 3 if name == "to" else 2.5
    mark = table([{"days": day, "share": share} for day, share in line]).mark_line(
        stroke=COLOURS[name], strokeDash=DASHES[name], strokeWidth=width, strokeCap="butt"
    )
    line_chart: alt.Chart = mark.encode(x=_x(last, language, size), y=_y(language))
    return line_chart


def _norm(norm: Norm, values: Sequence[float], last: int, language: Language, size: Size) -> list[alt.Chart]:
    """A line at the norm's days, an open diamond at its share, and its words: at the foot or above the plot, whichever
    the curves leave free."""
    row = {"days": norm.days, "share": norm.share, "top": 1, "zero": 0}
    rule = table([row]).mark_rule(stroke=QUIET, strokeDash=[2, 3], strokeWidth=1.5)
    target = table([row]).mark_point(
        shape="diamond", size=110, filled=True, fill=PAPER, stroke=INK, strokeWidth=2, opacity=1
    )
    words = language.say(f"norm_{size.labels}", share=language.target(norm.share), days=language.number(norm.days))
    is_late = norm.days > 0.6 * last
    place: dict[str, Any] = {"align": "right", "dx": -7} if is_late else {"align": "left", "dx": 7}
    if min(values, default=0) > 0.3:
        label = table([{"days": norm.days, "share": 0.09, "words": words}])
        place["dy"] = -7
    else:
        words = words.replace("\n", " ")
        label = table([{"days": norm.days, "share": 1, "words": words}])
        over = max(len(words) * LETTER - size.width * (1 - norm.days / last), 0)  # the names of lines begin there
        place |= {"dx": 4 if is_late else -4 - over, "dy": -10}
    return [
        rule.encode(x=alt.X("days:Q"), y=alt.Y("zero:Q"), y2=alt.Y2("top")),
        target.encode(x=alt.X("days:Q"), y=alt.Y("share:Q")),
        *_text(label, {**place, "fontWeight": "normal"}, INK, 13),
    ]


def _at_norm(values: dict[str, float], norm: Norm, last: int, language: Language) -> list[alt.Chart]:
    """A dot with its value where each line meets the norm's days: the higher value above, the lower one below."""
    highest = max(values, key=lambda name: values[name], default=None)
    charts = []
    for name, value in values.items():
        is_above = name == highest and len(values) > 1
        is_left = is_above or norm.days > 0.8 * last
        data = table([{"days": norm.days, "share": value, "words": language.share(value)}])
        dot = data.mark_point(filled=True, size=70, color=COLOURS[name], opacity=1)
        place = {"align": "right" if is_left else "left", "dx": -9 if is_left else 9, "dy": -10 if is_above else 12}
        charts += [dot.encode(x=alt.X("days:Q"), y=alt.Y("share:Q")), *_text(data, place, COLOURS[name], 15)]
    return charts


def _names(lines: dict[str, list[tuple[int, float]]], language: Language, size: Size) -> list[alt.Chart]:
    """The name of each line at its end, moved apart when the ends are close."""
    ends = {name: line[-1] for name, line in lines.items() if line}
    words = {name: language.say(f"line_{name}_{size.labels}") for name in ends}
    room = 17 * max((w.count("\n") + 1 for w in words.values()), default=1) / size.height
    at = _apart({name: share for name, (_, share) in ends.items()}, room)
    charts = []
    for name, (day, _) in ends.items():
        data = table([{"days": day, "share": at[name], "words": words[name]}])
        charts += _text(data, {"align": "left", "dx": 8, "dy": -7 * words[name].count("\n")}, COLOURS[name], 13)
    return charts


def _apart(shares: dict[str, float], room: float) -> dict[str, float]:
    """The same heights, at least `room` apart."""
    if len(shares) < 2:
        return shares
    low, high = sorted(shares, key=lambda name: shares[name])
    short = max(room - (shares[high] - shares[low]), 0)
    return {low: shares[low] - short / 2, high: shares[high] + short / 2}


def _text(data: alt.Chart, place: dict[str, Any], colour: str, size: int) -> list[alt.Chart]:
    """Words with a rim of paper, so that a line behind them does not run through them."""
    style = {"baseline": "middle", "fontSize": size, "fontWeight": "bold", "lineBreak": "\n", **place}
    rim = data.mark_text(stroke=PAPER, strokeWidth=HALO, strokeJoin="round", color=PAPER, **style)
    words = data.mark_text(color=colour, **style)
    return [layer.encode(x=alt.X("days:Q"), y=alt.Y("share:Q"), text=alt.Text("words:N")) for layer in (rim, words)]
