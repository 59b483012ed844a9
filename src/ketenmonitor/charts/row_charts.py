"""Rows: bars in parts, and dots on a scale, each row with its title and with words beside it.

Comes in: `Bars` or `Dots`. Goes out: Altair charts. The promise: a title is never cut off: a long one stands above its
row; parts differ in lightness and have an edge, dots differ in form; what is missing is said in words and not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt

from ketenmonitor.charts.plain import Bars, Dots, Row
from ketenmonitor.charts.svg import BLUE, GRID, INK, MIST, PALE, PAPER, QUIET, RUST, SAND, Drawing, table
from ketenmonitor.wording.language import Language

COLOURS = {"dark": BLUE, "light": SAND, "deep": RUST, "pale": PALE, "faint": MIST}
LIGHT_WORDS = {BLUE: PAPER, RUST: PAPER}
FORMS = {"dark": "circle", "deep": "diamond", "pale": "triangle-right"}
BESIDE = 26  # the longest title that stands left of its row, in letters
LETTER = 7.0  # about the width of one, in pixels
LINE = 17
BAR = 26
NO_LIMIT = 1000  # letters in a line


@dataclass(frozen=True)
class Place:
    """Where a row stands: its title, its bar, and its end, in pixels from the top."""

    title: tuple[str, ...]
    top: float
    bar: float
    foot: float

    @property
    def centre(self) -> float:
        return self.bar + BAR / 2


def are_beside(rows: Sequence[Row]) -> bool:
    """Whether all titles are short enough to stand left of their rows."""
    return all(len(row.title) <= BESIDE for row in rows)


def bars_chart(
    shape: Bars, language: Language, width: int, columns: int = 5, beside: bool | None = None, letters: int = NO_LIMIT
) -> Drawing:
    """A bar per row in parts, with the value of a part in it where it fits and beside the bar where it does not."""
    rests = [_said_beside(row, shape, language, width, letters) for row in shape.rows]
    places = _places(rests, width, are_beside(shape.rows) if beside is None else beside)
    names = [series.name for series in shape.series]
    pairs = zip(shape.rows, places, strict=True)
    pieces = [piece for row, place in pairs for piece in _pieces(row, place, shape, language, width)]
    ends = [sum(value or 0 for value in row.values) for row in shape.rows]
    legend = alt.Legend(
        orient="top", direction="horizontal", columns=columns, title=None, labelFontSize=13, labelLimit=400,
        symbolType="square", symbolSize=180, symbolStrokeWidth=1, symbolStrokeColor=INK, offset=10,
    )  # fmt: skip
    scale = alt.Scale(domain=names, range=[COLOURS[series.look] for series in shape.series])
    colour = alt.Color("part:N", scale=scale, legend=legend if len(names) > 1 else None)
    x = alt.X("low:Q", scale=alt.Scale(domain=[0, shape.most or 1], nice=False), axis=_axis(shape, language))
    bars = table(pieces).mark_bar(stroke=INK, strokeWidth=0.75)
    words = table([p for p in pieces if p["words"]]).mark_text(fontSize=13, fontWeight="bold")
    layers = [
        *_titles(places),
        bars.encode(x=x, x2=alt.X2("high"), y=_y("top", places), y2=alt.Y2("foot"), color=colour),
        words.encode(x=alt.X("middle:Q"), y=_y("centre", places), text=alt.Text("words:N"), fill=alt.Fill("ink:N", scale=None)),
        _reasons(shape.rows, places),
        _words_beside(rests, places, ends, "low"),
    ]  # fmt: skip
    return alt.layer(*layers).properties(width=width, height=places[-1].foot if places else 1)


def _axis(shape: Bars, language: Language) -> alt.Axis | None:
    """Below the bars, when it has a name."""
    if not shape.axis:
        return None
    separator = "." if language.code == "nl" else ","
    number = f"replace(format(datum.value, ',d'), /,/g, '{separator}')"
    said = "round(datum.value * 100) + '%'" if shape.form == "share" else number
    least = 0.01 if shape.form == "share" else 1
    return alt.Axis(
        title=shape.axis, labelExpr=said, tickCount=5, tickMinStep=least, titlePadding=8, grid=False, orient="bottom"
    )


def _said_beside(row: Row, shape: Bars, language: Language, width: int, letters: int) -> Row:
    """The words beside a bar: its own, and the parts that are too small for theirs; no line longer than fits."""
    small = [
        f"{series.name}: {_value(value, shape, language)}"
        for series, value in zip(shape.series, row.values, strict=False)
        if value and len(shape.series) > 1 and not _fits(value, shape, language, width)
    ]
    says = row.says
    if small and says:
        says = (f"{says[0]} ({'; '.join(small)})", *says[1:])
    return Row(row.title, says=fitted(says, letters))


def fitted(lines: Sequence[str], letters: int) -> tuple[str, ...]:
    """Lines of words of at most so many letters each."""
    return tuple(part for line in lines for part in wrap(line, letters))


def _value(value: float, shape: Bars, language: Language) -> str:
    return language.share(value) if shape.form == "share" else language.number(value)


def _fits(value: float, shape: Bars, language: Language, width: int) -> bool:
    """Whether a part is wide enough for its words."""
    return value / (shape.most or 1) * width >= len(_value(value, shape, language)) * LETTER + 12


def _pieces(row: Row, place: Place, shape: Bars, language: Language, width: int) -> list[dict[str, Any]]:
    """The parts of one bar from left to right, with words in those where they fit."""
    found: list[dict[str, Any]] = []
    low = 0.0
    for series, value in zip(shape.series, row.values, strict=False):
        if not value:
            continue
        is_said = len(shape.series) > 1 and _fits(value, shape, language, width)
        colour = COLOURS[series.look]
        found.append({
            "part": series.name, "low": low, "high": low + value, "middle": low + value / 2, "top": place.bar,
            "foot": place.bar + BAR, "centre": place.centre, "ink": LIGHT_WORDS.get(colour, INK),
            "words": _value(value, shape, language) if is_said else "",
        })  # fmt: skip
        low += value
    return found


def dots_chart(shape: Dots, language: Language, width: int, columns: int = 3, beside: bool | None = None) -> Drawing:
    """A row per figure: its margin as a bar, its values as dots of different form, and the numbers beside it."""
    places = _places(shape.rows, width, are_beside(shape.rows) if beside is None else beside)
    height = places[-1].foot if places else 1
    scale = alt.Scale(domain=[shape.least, shape.most or 1], nice=False, zero=False)
    separator = "." if language.code == "nl" else ","
    axis = alt.Axis(
        title=shape.axis, orient="bottom", tickCount=6, gridColor=GRID, titlePadding=8, tickMinStep=1,
        labelExpr=f"replace(format(datum.value, ','), /,/g, '{separator}')",
    )  # fmt: skip
    x = alt.X("value:Q", scale=scale, axis=axis)
    names, looks = [s.name for s in shape.series], [s.look for s in shape.series]
    legend = alt.Legend(
        orient="top", direction="horizontal", columns=columns, title=None, labelFontSize=13, labelLimit=400,
        offset=10 if shape.norm_days is None else 28,
        symbolSize=130, symbolStrokeWidth=2,
    )  # fmt: skip
    form = alt.Shape("what:N", scale=alt.Scale(domain=names, range=[FORMS[look] for look in looks]), legend=legend)
    fills = alt.Fill("what:N", scale=alt.Scale(domain=names, range=[_fill(look) for look in looks]), legend=legend)
    dots = table(list(reversed(_dots(shape, places)))).mark_point(size=130, stroke=INK, strokeWidth=1.75, opacity=1)
    layers = [
        *_titles(places, on_lines=True),
        *_norm_line(shape, height),
        _margins(shape, places).encode(x=alt.X("low:Q"), x2=alt.X2("high"), y=_y("centre", places)),
        dots.encode(x=x, y=_y("centre", places), shape=form, fill=fills),
        _reasons(shape.rows, places),
        _words_beside(shape.rows, places, [shape.most or 1] * len(places), "value"),
    ]
    return alt.layer(*layers).properties(width=width, height=height)


def _fill(look: str) -> str:
    return {"dark": BLUE, "deep": PAPER, "pale": PALE}[look]


def _dots(shape: Dots, places: Sequence[Place]) -> list[dict[str, Any]]:
    """The first series last, so that it lies on top where dots coincide."""
    return [
        {"what": series.name, "value": value, "centre": place.centre}
        for place, row in zip(places, shape.rows, strict=True)
        for series, value in zip(shape.series, row.values, strict=False)
        if value is not None
    ]


def _margins(shape: Dots, places: Sequence[Place]) -> alt.Chart:
    """The margin of the first value; one without an upper bound runs to the edge."""
    rows = [
        {"low": row.interval[0], "high": shape.most if row.interval[1] is None else row.interval[1], "centre": place.centre}
        for place, row in zip(places, shape.rows, strict=True)
        if row.interval
    ]  # fmt: skip
    return table(rows).mark_rule(stroke=BLUE, strokeWidth=5, opacity=0.45)


def _norm_line(shape: Dots, height: float) -> list[alt.Chart]:
    if shape.norm_days is None:
        return []
    data = table([{"value": shape.norm_days, "words": shape.norm_says}])
    rule = data.mark_rule(stroke=QUIET, strokeDash=[2, 3], strokeWidth=1.5).encode(x=alt.X("value:Q"))
    is_late = shape.norm_days > 0.6 * shape.most
    words = data.mark_text(align="right" if is_late else "left", dx=-5 if is_late else 5, dy=-9, fontSize=13)
    return [rule, words.encode(x=alt.X("value:Q"), y=alt.value(0), text=alt.Text("words:N"))]


def _places(rows: Sequence[Row], width: int, beside: bool) -> list[Place]:
    places, top = [], 0.0
    for row in rows:
        lines = (row.title,) if beside else tuple(wrap(row.title, int(width / LETTER) + 6))
        height = LINE * len(row.says)  # of the words beside the bar, which stand around its middle
        bar = top + (6 if beside else LINE * len(lines) + 8 + max((height - BAR) / 2, 0))
        foot = bar + max(BAR, height) + 6 if beside else bar + (BAR + max(BAR, height)) / 2 + 10
        places.append(Place(lines, top, bar, foot))
        top = foot
    return places


def _y(field: str, places: Sequence[Place]) -> alt.Y:
    """Heights in pixels, counted down."""
    foot = places[-1].foot if places else 1
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, foot], reverse=True, nice=False), axis=None)


def _titles(places: Sequence[Place], on_lines: bool = False) -> list[alt.Chart]:
    """Left of the rows when every title is as high as its bar, else above them; with a rim where lines run behind."""
    is_beside = all(place.bar - place.top <= 6 for place in places)
    rows = [
        {"y": p.centre if is_beside else p.top + LINE * (n + 0.5) + 4, "words": words}
        for p in places
        for n, words in enumerate(p.title)
    ]
    style: dict[str, Any] = {"align": "right" if is_beside else "left", "baseline": "middle", "fontSize": 13}
    rim = table(rows).mark_text(**style, color=PAPER, stroke=PAPER, strokeWidth=4, strokeJoin="round")
    place = {"x": alt.value(-10 if is_beside else 0), "y": _y("y", places), "text": alt.Text("words:N")}
    return [layer.encode(**place) for layer in (*([rim] if on_lines else []), table(rows).mark_text(**style))]


def _reasons(rows: Sequence[Row], places: Sequence[Place]) -> alt.Chart:
    missing = [{"y": p.centre, "words": row.reason} for row, p in zip(rows, places, strict=True) if row.reason]
    mark = table(missing).mark_text(align="left", baseline="middle", fontSize=13, fontStyle="italic", color=QUIET)
    words: alt.Chart = mark.encode(x=alt.value(2), y=_y("y", places), text=alt.Text("words:N"))
    return words


def _words_beside(rows: Sequence[Row], places: Sequence[Place], ends: Sequence[float], field: str) -> alt.Chart:
    """The words of each row, right of where its bar or its scale ends; `field` is what lies along the scale."""
    lines = [
        {field: end, "y": place.centre + LINE * (n - (len(row.says) - 1) / 2), "words": words}
        for row, place, end in zip(rows, places, ends, strict=True)
        for n, words in enumerate(row.says)
    ]
    mark = table(lines).mark_text(align="left", baseline="middle", fontSize=13, dx=9)
    words: alt.Chart = mark.encode(x=alt.X(f"{field}:Q"), y=_y("y", places), text=alt.Text("words:N"))
    return words
