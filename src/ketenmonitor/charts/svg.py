"""From an Altair chart to a picture that can stand in a page: the same bytes for the same chart.

Comes in: a chart, and what it shows in words. Goes out: SVG with `role="img"`, a title and a description. The promise:
no script, no outside file, and no id that another picture in the page has too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import altair as alt
import vl_convert

INK, QUIET, GRID, PAPER = "#1a1a1a", "#595959", "#dedede", "#ffffff"
BLUE, RUST, PALE, SAND, MIST = "#154273", "#a34a00", "#b8d0e8", "#f0b27a", "#f2f2f2"
FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
# Of marks: parts of a picture that has a name, and that need none themselves.
ROLES = re.compile(r' (?:role|aria-roledescription|aria-label)="[^"]*"')
START = re.compile(r"<svg ([^>]*)>")
Drawing = alt.LayerChart | alt.FacetChart | alt.VConcatChart  # what layering and stacking charts gives
Spec = dict[str, Any]  # what Vega-Lite draws
STYLES: dict[str, Any] = {
    "aria": False,  # the picture as a whole has a text; its hundreds of marks need none
    "background": None,
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "domainColor": QUIET, "gridColor": GRID, "labelColor": INK, "labelFontSize": 13, "tickColor": QUIET,
        "titleColor": INK, "titleFontSize": 13, "titleFontWeight": "normal",
    },
    "text": {"fontSize": 13, "color": INK},
    "title": {
        "anchor": "start", "color": INK, "fontSize": 17, "subtitleColor": INK, "subtitleFontSize": 14, "offset": 14,
    },
}  # fmt: skip


def table(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    """A chart of these rows, from which marks are made."""
    # A tuple, because Altair copies lists again and again while charts are put together: that took most of the time.
    return alt.Chart(alt.InlineData(values=tuple(rows)))


def picture(chart: Drawing | Spec, name: str, title: str, text: str) -> str:
    """The SVG of a chart. `name` makes its ids unique in a page; `text` is its alternative for who cannot see it."""
    svg = str(vl_convert.vegalite_to_svg(spec_of(chart)))
    svg = ROLES.sub("", svg)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-")
    found = START.search(svg)
    assert found is not None, "vl-convert gave something that is not SVG"
    head = f'<svg role="img" aria-labelledby="{name}-title {name}-text" {found[1]}>'
    words = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-text">{escape(text)}</desc>'
    return svg[: found.start()] + head + words + svg[found.end() :]


def plain_spec(chart: Drawing | Spec) -> Spec:
    """What Vega-Lite draws, without any style."""
    if isinstance(chart, dict):
        return chart
    spec = dict(chart.to_dict(validate=False))  # the tests validate every kind; here it would take most of the time
    return {key: value for key, value in spec.items() if key not in ("$schema", "config")}


def spec_of(chart: Drawing | Spec) -> Spec:
    """What vl-convert draws, in the style of the house."""
    spec = plain_spec(chart)
    padding = {"padding": spec["padding"]} if "padding" in spec else {}
    return {"$schema": alt.SCHEMA_URL, **spec, "config": {**STYLES, **padding, "background": spec.get("background")}}
