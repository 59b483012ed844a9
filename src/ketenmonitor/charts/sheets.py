"""From a sheet of panels to one picture with its title, what is counted, and its source.

Comes in: a `Sheet`. Goes out: an Altair chart. The promise: no words are cut off: what is long goes on in a next line.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt

from ketenmonitor.charts.language import Language
from ketenmonitor.charts.plain import Panel, Sheet
from ketenmonitor.charts.rooms import SHEET, plot
from ketenmonitor.charts.svg import INK, PAPER, QUIET, Drawing

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
    chart = plot(panel.shape, language, SHEET).properties(title=heading)
    if not panel.foot:
        return _under(chart)
    return _under(chart).properties(title=_words(panel.foot, 12, orient="bottom", color=QUIET, offset=8))


def _words(lines: Iterable[str], size: int, **more: Any) -> alt.TitleParams:
    style: dict[str, Any] = {"color": INK, "fontWeight": "normal", **more}
    return alt.TitleParams(
        _wrapped(lines, size), anchor="start", frame="bounds", fontSize=size, lineHeight=size + 5, **style
    )


def _wrapped(lines: Iterable[str], size: int) -> list[str]:
    return [part for line in lines for part in wrap(line, LETTERS[size])]
