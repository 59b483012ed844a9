"""Lead times on the page: the usual figure, the honest one beside it, and why they differ.

Comes in: protected records of `lead-time` and `lead-time-curve`. Goes out: a `Block` per lead time. The promise: no
figure over completed cases stands without the figure over all cases, open ones included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ketenmonitor.charts import draw_lead_time
from ketenmonitor.charts.curve_chart import TICKS
from ketenmonitor.charts.drawn_time import norm_says
from ketenmonitor.definition import LeadTime
from ketenmonitor.release import tables as t
from ketenmonitor.release.counted import counted, way
from ketenmonitor.release.notes import notes_of
from ketenmonitor.release.parts import Block, Card
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.tables import Cell, Record, Row, Table
from ketenmonitor.wording import Language

COUNTS = ("counted", "completed", "other_ends", "open", "open_dormant", "open_past_norm", "before_history")
MOST_ROWS = 11
ALMOST = 0.01  # medians that differ less are called almost equal
Points = Sequence[Mapping[str, Any]]


def lead_time_block(shelf: Shelf, figure: LeadTime, language: Language) -> Block | None:
    """One lead time; None when it is not on the shelf."""
    records, curves = shelf.records("lead-time", figure.id), shelf.records("lead-time-curve", figure.id)
    if not records:
        return None
    record, curve = records[0], curves[0] if curves else None
    speaker = shelf.speaker(language)
    partners = [shelf.chain.activities[a].partner for a in figure.activities]
    tables = _tables(shelf, record, curve, figure, language)
    return Block(
        id=f"lead-time-{figure.id}",
        figure=figure.id,
        title=figure.title.in_language(language.code),
        lead=way(shelf.chain, figure, language),
        cards=_cards(shelf, record, language),
        says=(language.say(_why(record, figure)), *norm_says(speaker, record)),
        chart=draw_lead_time(speaker, record, curve) if curve else None,
        tables=tables,
        counted=counted(shelf.chain, figure, language),
        notes=notes_of(shelf, [record, *curves], tables, language),
        source=shelf.source(record, partners, language),
    )


def _cards(shelf: Shelf, record: Record, language: Language) -> tuple[Card, ...]:
    cards = []
    for field, name in (("median_completed_only_days", "card_only"), ("median_days", "card_all")):
        cell = t.days(language, record, field)
        value = cell.text if cell.is_missing else language.say("n_days_value", n=cell.text)
        says = "card_all_says_other" if name == "card_all" and record["other_ends"] else f"{name}_says"
        cards.append(Card(language.say(name), value, language.say(says), cell.is_missing, is_main=name == "card_all"))
    is_open, dormant, counted = (t.count(language, record, name) for name in ("open", "open_dormant", "counted"))
    said = {"counted": counted.text, "dormant": dormant.text, "dormant_for": language.stretch(shelf.chain.dormant_days)}
    says = "card_open_says_not" if dormant.is_missing or counted.is_missing else "card_open_says"
    if record["open_dormant"] == 0 and not counted.is_missing:
        says = "card_open_says_none"
    cards.append(Card(language.say("card_open"), is_open.text, language.say(says, **said), is_open.is_missing))
    return tuple(cards)


def _why(record: Record, figure: LeadTime) -> str:
    """The name of the sentence that says why the usual figure differs from the one over all cases."""
    everyone, completed = record["median_days"], record["median_completed_only_days"]
    if completed is not None and everyone is None and "not-reached" in record["notes"]:
        return "why_not_reached"
    if completed is None or everyone is None:
        return "why_missing"
    if abs(everyone - completed) <= ALMOST * completed:
        return "why_equal"
    if everyone > completed:
        return "why_longer"
    return "why_other" if figure.other_ends and record["other_ends"] != 0 else "why_shorter"


def _tables(
    shelf: Shelf, record: Record, curve: Record | None, figure: LeadTime, language: Language
) -> tuple[Table, ...]:
    title = figure.title.in_language(language.code)
    found = [_times(shelf, record, figure, title, language), _counts(record, figure, title, language)]
    if curve is not None and curve["points"]:
        found.append(_by_day(curve, title, language))
    return tuple(found)


def _times(shelf: Shelf, record: Record, figure: LeadTime, title: str, language: Language) -> Table:
    """Both ways of counting side by side."""

    def days(name: str) -> Cell:
        return t.days(language, record, name)

    never = Cell(language.say("not-applicable"), is_missing=True)
    rows = [
        Row(language.say("row_median"), (days("median_days"), days("median_completed_only_days"))),
        Row(language.say("row_ci"), (_interval(record, language), never)),
        Row(language.say("row_p90"), (days("p90_days"), days("p90_completed_only_days"))),
    ]
    if shelf.chain.pauses:
        rows += [Row(language.say(f"row_{n}_net"), (days(f"{n}_days_net"), never)) for n in ("median", "p90")]
    if figure.norm:
        said = {"days": language.number(figure.norm.days), "share": language.target(figure.norm.share)}
        shares = [t.share(language, record, name) for name in ("within_norm", "within_norm_completed_only")]
        rows.append(Row(language.say("row_within", **said), tuple(shares)))
        if shelf.chain.pauses:
            net = t.share(language, record, "within_norm_net")
            rows.append(Row(language.say("row_within_net", **said), (net, never)))
    columns = (language.say("column_all"), language.say("column_only"))
    return Table(language.say("times_table", title=title), language.say("figure"), columns, tuple(rows))


def _interval(record: Record, language: Language) -> Cell:
    low, high = record["ci95_median"] or (None, None)
    if low is None:
        return Cell(language.missing(record, "ci95_median", "time"), is_missing=True)
    if high is None:
        return Cell(language.say("open_range", low=language.days(low)))
    return Cell(language.say("range", low=language.days(low), high=language.days(high)))


def _counts(record: Record, figure: LeadTime, title: str, language: Language) -> Table:
    left_out = {"other_ends": not figure.other_ends, "open_past_norm": figure.norm is None}
    names = [name for name in COUNTS if not left_out.get(name)]
    rows = tuple(Row(language.say(f"count_{name}"), (t.count(language, record, name),)) for name in names)
    caption = language.say("counts_table", title=title)
    return Table(caption, language.say("figure"), (language.say("number"),), rows)


def _by_day(curve: Record, title: str, language: Language) -> Table:
    """The chart as numbers, at round days."""
    points: Points = curve["points"]
    days = {point["days"]: point for point in points}
    last = max(days)
    steps = (s for s in TICKS if last // s < MOST_ROWS and all(day in days for day in range(0, last + 1, s)))
    step = next(steps, last or 1)
    names = ("to", "completed_only", "open", *(("other",) if curve["other_ends"] != 0 else ()))
    rows = [
        Row(language.number(day), tuple(t.point(language, curve, name, days[day][name]) for name in names))
        for day in range(0, last + 1, step)
    ]
    columns = tuple(language.say(f"column_{name}") for name in names)
    return Table(language.say("curve_table", title=title), language.say("after_days"), columns, tuple(rows))
