"""Two lines over months, each within the band in which 95 % of what was played lies: without a measure, and with it.

Comes in: `Bands`. Goes out: SVG. The promise: the lines differ in dash and carry their names, so that it can be read in grey; a month
that is not known breaks the line and is never drawn as 0; the picture says of itself that it is of a scenario.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import altair as alt

from ketenmonitor.charts.svg import BLUE, INK, QUIET, RUST, Drawing, picture, table
from ketenmonitor.wording.language import Language

WITHOUT, WITH = "without", "with"
COLOURS, DASHES = {WITHOUT: RUST, WITH: BLUE}, {WITHOUT: [7, 4], WITH: [1, 0]}
SHADE = 0.16  # of a band: two that lie over each other can both be seen
WIDTH, HEIGHT = 560, 150
APART = 38 / HEIGHT  # between two names of two lines each, at the ends of lines
YEARS_FROM = 30  # months: a longer axis has the years only
Three = tuple[float, float, float]  # mean, low, high


@dataclass(frozen=True)
class Bands:
    """What is drawn. `months`: names, as 2026-05; `without`, `with_it`: of each month mean, low and high, or None.

    `axis`: what is on the upright axis; `is_share`: shares from 0 to 1; `norm`: a share that should be reached; `names` of the two
    lines; `title` and `text`: for who cannot see it.
    """

    name: str
    title: str
    text: str
    axis: str
    months: tuple[str, ...]
    without: tuple[Three | None, ...]
    with_it: tuple[Three | None, ...]
    names: tuple[str, str]
    is_share: bool = False
    norm: float | None = None


def draw_bands(bands: Bands, language: Language) -> str:
    """The picture."""
    return picture(_chart(bands, language), bands.name, bands.title, bands.text)


def _chart(bands: Bands, language: Language) -> Drawing:
    series = {WITHOUT: bands.without, WITH: bands.with_it}
    numbers = [_number(month) for month in bands.months]
    highest = max((three[2] for each in series.values() for three in each if three), default=1.0)
    x, y = _x(numbers), _y(bands, 1.0 if bands.is_share else highest * 1.06 or 1.0, language)
    layers = []
    for name, each in series.items():
        for part in _parts(numbers, each):
            area = table(part).mark_area(color=COLOURS[name], opacity=SHADE)
            layers.append(area.encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high")))
    for name, each in series.items():
        for part in _parts(numbers, each):
            line = table(part).mark_line(stroke=COLOURS[name], strokeDash=DASHES[name], strokeWidth=2.5)
            layers.append(line.encode(x=x, y=y))
    layers += _norm(bands, numbers, language) + _names(bands, numbers, series, highest)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _parts(numbers: Sequence[int], each: Sequence[Three | None]) -> Iterator[list[dict[str, float]]]:
    """The months that are known, broken where one is not."""
    part: list[dict[str, float]] = []
    for month, three in zip(numbers, each, strict=True):
        if three is not None:
            part.append({"month": month, "value": three[0], "low": three[1], "high": three[2]})
        elif part:
            yield part
            part = []
    if part:
        yield part


def _x(numbers: Sequence[int]) -> alt.X:
    first, last = numbers[0], max(numbers[-1], numbers[0] + 1)
    if len(numbers) >= YEARS_FROM:
        ticks, words = [n for n in range(first, last + 1) if n % 12 == 0], "format(datum.value / 12, 'd')"
    else:
        ticks = [n for n in range(first, last + 1) if n % 3 == 0]
        words = "format(floor(datum.value / 12), 'd') + '-' + format(datum.value % 12 + 1, '02d')"
    axis = alt.Axis(title=None, values=ticks, labelExpr=words, grid=False, labelAngle=0)
    return alt.X("month:Q", scale=alt.Scale(domain=[first, last], nice=False), axis=axis)


def _y(bands: Bands, most: float, language: Language) -> alt.Y:
    separator = "." if language.code == "nl" else ","
    number = f"replace(replace(format(datum.value, ',~f'), ',', '{separator}'), ',', '{separator}')"
    words = "round(datum.value * 100) + '%'" if bands.is_share else number
    axis = alt.Axis(
        title=bands.axis, titleAngle=0, titleAlign="left", titleAnchor="end", titleX=-48, titleY=-18, labelExpr=words, tickCount=5,
        ticks=False, domain=False,
    )  # fmt: skip
    return alt.Y("value:Q", scale=alt.Scale(domain=[0, most], nice=False), axis=axis)


def _norm(bands: Bands, numbers: Sequence[int], language: Language) -> list[alt.Chart]:
    if bands.norm is None:
        return []
    words = language.say("band_norm", share=language.target(bands.norm))
    row = table([{"value": bands.norm, "month": numbers[0], "words": words}])
    text = row.mark_text(align="left", dx=6, dy=-8, fontSize=13, color=INK)
    return [
        row.mark_rule(stroke=QUIET, strokeDash=[2, 3], strokeWidth=1.5).encode(y=alt.Y("value:Q")),
        text.encode(x=alt.X("month:Q"), y=alt.Y("value:Q"), text=alt.Text("words:N")),
    ]


def _names(
    bands: Bands, numbers: Sequence[int], series: dict[str, tuple[Three | None, ...]], highest: float
) -> list[alt.Chart]:
    """The name of each line at its end, moved apart when the ends are close."""
    most = 1.0 if bands.is_share else highest * 1.06 or 1.0
    ends = {name: next((three[0] for three in reversed(each) if three), None) for name, each in series.items()}
    known = sorted((value, name) for name, value in ends.items() if value is not None)
    at = {name: value for value, name in known}
    if len(known) == 2 and (short := APART * most - (known[1][0] - known[0][0])) > 0:
        low = max(known[0][0] - short / 2, 0)
        at = {known[0][1]: low, known[1][1]: low + APART * most}
    # Over two lines: a browser without these typefaces would cut off a longer one.
    said = dict(zip((WITHOUT, WITH), (name.replace(" ", "\n", 1) for name in bands.names), strict=True))
    rows = {name: table([{"value": value, "words": said[name]}]) for name, value in at.items()}
    return [
        row.mark_text(
            align="left", baseline="middle", dy=-8, fontSize=13, fontWeight="bold", lineBreak="\n", color=COLOURS[name]
        ).encode(x=alt.value(WIDTH + 8), y=alt.Y("value:Q"), text=alt.Text("words:N"))
        for name, row in rows.items()
    ]
