"""From a sheet of panels to one picture with its title, what is counted, and its source.

Comes in: a `Sheet`. Goes out: what Vega-Lite draws. The promise: no words are cut off: what is long goes on in a next line.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

from ketenmonitor.charts.plain import Panel, Sheet
from ketenmonitor.charts.rooms import SHEET, plot
from ketenmonitor.charts.svg import INK, PAPER, QUIET, Spec, plain_spec
from ketenmonitor.wording.language import Language

LETTERS = {17: 84, 15: 98, 14: 104, 12: 128}  # that fit in a line, by the size of the letters
APART: Spec = {"color": "independent", "shape": "independent", "fill": "independent"}


def sheet_chart(sheet: Sheet, language: Language) -> Spec:
    """The whole picture."""
    datasets: Spec = {}
    panels = [_panel(panel, language, datasets) for panel in sheet.panels]
    heading = _words([sheet.title], 17, fontWeight="bold")
    foot = _words(sheet.foot, 12, orient="bottom", color=QUIET)
    whole = _under([_under(panels, heading, spacing=34)], foot)
    return {**whole, "padding": 16, "background": PAPER, "datasets": datasets}


def _under(charts: list[Spec], title: Spec, spacing: int = 0) -> Spec:
    """Charts under each other, each with its own legend at its own place.

    Put together as plain values: Altair copies all that is in a chart at every step, and a sheet is made in many.
    """
    return {"vconcat": charts, "spacing": spacing, "title": title, "resolve": {"scale": APART, "legend": APART}}


def _panel(panel: Panel, language: Language, datasets: Spec) -> Spec:
    heading = {
        "text": _wrapped([panel.title], 15), "subtitle": _wrapped(panel.about, 14), "anchor": "start", "frame": "bounds",
        "fontSize": 15, "subtitleFontSize": 14, "subtitlePadding": 6, "subtitleLineHeight": 18, "offset": 16,
    }  # fmt: skip
    chart = plain_spec(plot(panel.shape, language, SHEET))
    datasets |= chart.pop("datasets", {})
    return _under([{**chart, "title": heading}], _words(panel.foot, 12, orient="bottom", color=QUIET, offset=8))


def _words(lines: Iterable[str], size: int, **more: Any) -> Spec:
    style: Spec = {"color": INK, "fontWeight": "normal", **more}
    text = _wrapped(lines, size)
    return {"text": text, "anchor": "start", "frame": "bounds", "fontSize": size, "lineHeight": size + 5, **style}


def _wrapped(lines: Iterable[str], size: int) -> list[str]:
    return [part for line in lines for part in wrap(line, LETTERS[size])]
