"""A sheet as lines of text, for a terminal of any width and for who reads with their ears.

Comes in: a sheet and a width. Goes out: lines without any colour: parts differ in letter, and each number stands beside
its bar. The promise: no line is longer than the width (from 40 up), and what is missing is words, never a bar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from ketenmonitor.charts.map_chart import map_lines
from ketenmonitor.charts.plain import (
    Bar,
    Bars,
    ChainMap,
    Columns,
    Curve,
    Dots,
    Flow,
    Nothing,
    Row,
    Series,
    Shape,
    Sheet,
)
from ketenmonitor.wording.language import Language

LETTERS = {"dark": "█", "light": "▒", "deep": "▓", "pale": "░", "faint": "·"}
DOTS = {"dark": "●", "deep": "◇", "pale": "▸"}
NORM = "┆"
NARROWEST = 40
MOST_DAYS = 10  # of a curve
WIDEST_BAR = 60


def lines_of(sheet: Sheet, language: Language, width: int) -> list[str]:
    """The lines of a sheet."""
    width = max(width, NARROWEST)
    lines = [*wrap(sheet.title, width)]
    for panel in sheet.panels:
        lines += ["", *wrap(panel.title, width), *(part for text in panel.about for part in wrap(text, width)), ""]
        lines += _drawn(panel.shape, language, width)
        lines += ["", *(part for text in panel.foot for part in wrap(text, width))]
    return [*lines, "", *(part for text in sheet.foot for part in wrap(text, width))]


def _drawn(shape: Shape, language: Language, width: int) -> list[str]:
    match shape:
        case Bars():
            return _bars(shape.series, shape.rows, shape.most, shape.form, language, width)
        case Dots():
            return _dots(shape, language, width)
        case Columns():
            return _columns(shape, language, width)
        case Flow():
            return _flow(shape, language, width)
        case Curve():
            return _curve(shape, language, width)
        case ChainMap():
            return [part for line in map_lines(shape) for part in wrap(line, width, subsequent_indent="  ")]
        case Nothing():
            return [shape.reason]


def _bars(
    series: Sequence[Series], rows: Sequence[Row], most: float, form: str, language: Language, width: int
) -> list[str]:
    """Title, bar, and the value of each part in words below it."""
    legend = [f"{LETTERS[one.look]} {one.name}" for one in series] if len(series) > 1 else []
    lines = [*wrap("   ".join(legend), width), ""] if legend else []
    room = min(width, WIDEST_BAR)
    for row in rows:
        lines += wrap(row.title, width)
        if row.reason:
            lines += wrap(row.reason, width, initial_indent="  ", subsequent_indent="  ")
            continue
        pairs = [(one, value) for one, value in zip(series, row.values, strict=False) if value is not None]
        bar = _parts([(LETTERS[one.look], value) for one, value in pairs], most, room - 2)
        values = [
            f"{one.name} {language.share(value) if form == 'share' else language.number(value)}"
            for one, value in pairs
            if value and len(series) > 1
        ]
        lines += [f"  {bar}"] if bar else []
        said = "; ".join([*row.says, *values])
        lines += wrap(said, width, initial_indent="  ", subsequent_indent="  ")
    return lines


def _parts(parts: Sequence[tuple[str, float]], most: float, room: int) -> str:
    """A bar whose parts end where their sum does, so that rounding does not add up; what is there at all is seen."""
    drawn, so_far = "", 0.0
    for letter, value in parts:
        so_far += value
        end = round(so_far / (most or 1) * room)
        drawn += letter * max(end - len(drawn), 1 if value and len(drawn) < room else 0)
    return drawn


def _dots(shape: Dots, language: Language, width: int) -> list[str]:
    """A line per row: the margin as a dash, the values as letters of different form."""
    room = min(width, WIDEST_BAR) - 2
    lines = wrap("   ".join(f"{DOTS[one.look]} {one.name}" for one in shape.series), width)
    lines += [f"{NORM} {shape.norm_says}"] if shape.norm_says else []
    lines += [""]
    for row in shape.rows:
        lines += wrap(row.title, width)
        lines += [] if row.reason else [f"  {_scale(shape, row, room)}".rstrip()]
        lines += wrap(row.reason or "; ".join(row.says), width, initial_indent="  ", subsequent_indent="  ")
    ends = (language.number(shape.least), language.number(shape.most))
    scale = f"  {ends[0]}{ends[1]:>{room - len(ends[0])}}"
    return [*lines, scale, *wrap(shape.axis, width, initial_indent="  ", subsequent_indent="  ")]


def _scale(shape: Dots, row: Row, room: int) -> str:
    """One row: the norm lies under the margin, and the margin under the values."""
    span = (shape.most - shape.least) or 1

    def at(value: float) -> int:
        return min(max(round((value - shape.least) / span * (room - 1)), 0), room - 1)

    cells = [" "] * room
    if shape.norm_days is not None:
        cells[at(shape.norm_days)] = NORM
    if row.interval:
        low, high = row.interval
        for n in range(at(low), room if high is None else at(high) + 1):
            cells[n] = "─"
    for one, value in reversed([*zip(shape.series, row.values, strict=False)]):
        if value is not None:
            cells[at(value)] = DOTS[one.look]
    return "".join(cells)


def _columns(shape: Columns, language: Language, width: int) -> list[str]:
    """A bar per period, in its parts when the figure has them."""
    has_limit = shape.old_after_days is not None
    looks = {"old": "dark", "young": "pale", "age_unknown": "faint"} if has_limit else {"stock": "dark"}
    rows = [_column(bar, has_limit, language) for bar in shape.bars]
    if all(len(row.values) < 3 for row in rows):
        looks.pop("age_unknown", None)
    series = tuple(Series(language.say(name), look) for name, look in looks.items())
    return _bars(series, rows, shape.most, "count", language, width)


def _column(bar: Bar, has_limit: bool, language: Language) -> Row:
    if bar.stock is None:
        return Row(bar.name, reason=bar.reason)
    values: tuple[float | None, ...] = (bar.stock,)
    if has_limit:
        values = (None, None, bar.stock) if bar.old is None else (bar.old, bar.stock - bar.old)
    return Row(bar.name, values, (language.number(bar.stock),))


def _flow(shape: Flow, language: Language, width: int) -> list[str]:
    """Three bars per period."""
    kinds: Mapping[str, str] = {"entered": "dark", "left": "light", "end": "pale"}
    names = {kind: language.say(f"flow_{kind}_short") for kind in kinds}
    longest = max(len(name) for name in names.values())
    lines = []
    for period in shape.periods:
        lines += [period.name]
        for kind, look in kinds.items():
            value = getattr(period, kind)
            if value is None:
                lines += wrap(f"{names[kind]}: {period.reason}", width, initial_indent="  ", subsequent_indent="  ")
                continue
            number = language.number(value)
            room = min(width, WIDEST_BAR + 20) - longest - len(number) - 5
            bar = _parts([(LETTERS[look], value)], shape.most, max(room, 5))
            lines += [f"  {names[kind]:<{longest}} {bar} {number}".replace("  0", " 0")]
    return lines


def _curve(shape: Curve, language: Language, width: int) -> list[str]:
    """Both lines at round days, as bars under each other."""
    lines = [f"{LETTERS['dark']} {language.say('dots_to')}   {LETTERS['pale']} {language.say('dots_only')}"]
    lines = [*wrap(lines[0], width), ""]
    for point in _some(shape):
        after = language.say("after", days=language.number(point["days"]))
        is_norm = shape.norm is not None and point["days"] == shape.norm.days
        lines += [
            f"{after} ({language.say('target', share=language.target(shape.norm.share))})"
            if is_norm and shape.norm
            else after
        ]
        for name, look in (("to", "dark"), ("completed_only", "pale")):
            value = point[name]
            words = language.say("not-yet-known") if value is None else language.share(value)
            room = min(width, WIDEST_BAR) - 10
            bar = "" if value is None else _parts([(LETTERS[look], value)], 1, room)
            lines += [f"  {bar} {words}" if bar else f"  {words}"]
    return lines


def _some(shape: Curve) -> list[Mapping[str, Any]]:
    """About ten points at even distance, and the one at the norm."""
    points = list(shape.points)[1:]
    step = max(-(-len(points) // MOST_DAYS), 1)
    some = {point["days"]: point for n, point in enumerate(points, start=1) if n % step == 0 or n == len(points)}
    if shape.norm is not None:
        some[shape.norm.days] = {"days": shape.norm.days, **shape.at_norm}
    return [some[days] for days in sorted(some)]
