"""From the records of one measure to a sheet: which panels there are, and who makes each.

Comes in: records of one measure, as `measure` gives them (those of `lead-time-curve` may be among them), and the
definition. Goes out: a `Sheet`. The promise: every record is in a panel, or counted in its words; groups of one figure
have one scale, so that they can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ketenmonitor.charts.panels_parts import handover_panel, linkage_panel, path_panel, term_panel, variant_panel
from ketenmonitor.charts.panels_stock import flow_panel, stock_panel
from ketenmonitor.charts.panels_time import curve_panel, lead_time_panel, reconcile_panel
from ketenmonitor.charts.plain import Nothing, Panel, Sheet
from ketenmonitor.definition import Definition
from ketenmonitor.wording import Record
from ketenmonitor.wording.language import Language
from ketenmonitor.wording.said import Speaker

CURVE = "lead-time-curve"
# Counts of which the largest sets the scale of all groups of a figure.
SCALED = {"stock": ("stock",), "flow": ("entered", "left", "end"), "handover": ("sent", "received")}
COUNTED: dict[str, Callable[[Speaker, Sequence[Record], str, int], Panel]] = {
    "stock": stock_panel, "flow": flow_panel, "handover": handover_panel,
}  # fmt: skip
OTHERS: dict[str, Callable[[Speaker, Sequence[Record], str], Panel]] = {
    "lead-time": lead_time_panel, "term": term_panel, "linkage": linkage_panel, "path": path_panel,
    "variant": variant_panel, "reconcile": reconcile_panel,
}  # fmt: skip
MEASURES = (*COUNTED, *OTHERS)
LISTS = ("path", "variant")  # a record is a row of its own, so that each period and group has its panel


def sheet_of(records: Iterable[Record], chain: Definition, language: Language, *, is_internal: bool = True) -> Sheet:
    """Everything of one measure; `is_internal` says so on it."""
    speaker, given = Speaker(chain, language), list(records)
    curves = {record["id"]: record for record in given if record["measure"] == CURVE}
    figures = [record for record in given if record["measure"] != CURVE]
    title = chain.title.in_language(language.code)
    if not figures:
        nothing = Panel(title, (), Nothing(speaker.say("nothing")))
        return Sheet(title, (nothing,), speaker.source([], is_internal))
    measure = figures[0]["measure"]
    if measure == "term" and not any(record["period"] or record["by"] for record in figures):
        panels = [(None, term_panel(speaker, figures, speaker.say("term_title")))]
    else:
        panels = [
            (part[0]["id"], _panel(speaker, part, curves.get(part[0]["id"]), figures))
            for part in _parts(figures, measure)
        ]
    heading = speaker.say("sheet_title", chain=title, measure=speaker.say(f"measure_{measure}"))
    return Sheet(heading, _once(panels), speaker.source(figures, is_internal))


def _once(panels: Sequence[tuple[Any, Panel]]) -> tuple[Panel, ...]:
    """The panels without their ids; what stands with a figure is not said again with the groups that follow it."""
    said: dict[Any, set[str]] = {}
    found = []
    for id, panel in panels:
        known = said.setdefault(id, set())
        about, foot = (tuple(line for line in lines if line not in known) for lines in (panel.about, panel.foot))
        found.append(replace(panel, about=about, foot=foot))
        known.update(panel.about, panel.foot)
    return tuple(found)


def _parts(figures: Sequence[Record], measure: str) -> list[list[Record]]:
    """The records of each panel: a figure, and a group of it where the rows are periods, in the order of the records."""
    with_period = any(record["period"] for record in figures)
    found: dict[Any, list[Record]] = {}
    for record in figures:
        key: list[Any] = [record["id"], record.get("measure_id")]
        if (with_period and measure != "reconcile") or measure in LISTS:
            key.append(tuple(record["by"].items()))
        if measure in LISTS:
            key.append(record["period"])
        found.setdefault(tuple(key), []).append(record)
    order = list(dict.fromkeys(record["id"] for record in figures))
    return sorted(found.values(), key=lambda part: order.index(part[0]["id"]))


def _panel(speaker: Speaker, part: Sequence[Record], curve: Record | None, figures: Sequence[Record]) -> Panel:
    first, measure = part[0], part[0]["measure"]
    if measure == "lead-time" and curve is not None and len(part) == 1 and not (first["by"] or first["period"]):
        drawn = curve_panel(speaker, first, curve)
        if drawn is not None:
            return drawn
    title = _title(speaker, part, figures)
    if measure in COUNTED:
        return COUNTED[measure](speaker, part, title, _most(part, figures))
    return OTHERS[measure](speaker, part, title)


def _title(speaker: Speaker, part: Sequence[Record], figures: Sequence[Record]) -> str:
    """The figure, with the period and the group where the panel is of one of several."""
    first = part[0]
    title = first.get("measure_id") or speaker.figure(first)
    by_group = (
        len({str(r["by"]) for r in figures if r["id"] == first["id"]}) > 1 and len({str(r["by"]) for r in part}) == 1
    )
    more = [speaker.group(first)] if by_group else []
    if first["measure"] in LISTS and first["period"]:
        more.append(speaker.language.period(first["period"]))
    return ": ".join([title, ", ".join(more)]) if more else title


def _most(part: Sequence[Record], figures: Sequence[Record]) -> int:
    """The end of the scale: of a total its own, of groups the largest of all groups of the figure."""
    first = part[0]
    same = [r for r in figures if r["id"] == first["id"] and r["by"]] if first["by"] else part
    return max((r[name] or 0 for r in same for name in SCALED[first["measure"]]), default=0)
