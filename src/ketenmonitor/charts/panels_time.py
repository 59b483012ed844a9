"""Panels of lead times, and of what partners publish beside what was computed.

Comes in: records of `lead-time`, `lead-time-curve` and `reconcile`. Goes out: panels. The promise: no figure over
completed cases stands without the figure over all cases, open ones included.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ketenmonitor.charts.curve_chart import can_be_drawn
from ketenmonitor.charts.plain import Curve, Dots, Panel, Row, Series
from ketenmonitor.wording import Record
from ketenmonitor.wording.said import Speaker

FIELDS = ("median_days", "median_completed_only_days", "p90_days")
LOOKS = ("dark", "deep", "pale")


def curve_panel(speaker: Speaker, record: Record, curve: Record) -> Panel | None:
    """The curve of one lead time; None when there are too few points."""
    if not can_be_drawn(curve["points"]):
        return None
    figure = speaker.chain.lead_times[record["id"]]
    at_norm = {"to": record["within_norm"], "completed_only": record["within_norm_completed_only"]}
    about = (*_counts(speaker, record), _medians(speaker, record))
    foot = speaker.foot(
        [record], [*about, *([speaker.say("not-yet-known")] if "not-yet-known" in curve["notes"] else [])]
    )
    return Panel(speaker.figure(record), about, Curve(curve["points"], at_norm, figure.norm), foot)  # fmt: skip


def _counts(speaker: Speaker, record: Record) -> tuple[str, ...]:
    names = ("counted", "completed", "other_ends", "open", "open_dormant")
    counts = {name: speaker.number(record, name) for name in names}
    before = record.get("before_history")
    left_out = [speaker.say("lead_before", n=speaker.number(record, "before_history"))] if before else []
    return (speaker.say("lead_counts", **counts), *left_out)


def _medians(speaker: Speaker, record: Record) -> str:
    margin = _margin(speaker, record)
    return speaker.say(
        "lead_medians",
        all=speaker.days(record, "median_days") + (f" ({speaker.say('sure', margin=margin)})" if margin else ""),
        only=speaker.days(record, "median_completed_only_days"),
        p90=speaker.days(record, "p90_days"),
    )


def _margin(speaker: Speaker, record: Record) -> str:
    low, high = record["ci95_median"] or (None, None)
    if low is None:
        return ""
    if high is None:
        return speaker.say("open_range", low=speaker.language.days(low))
    return speaker.say("range", low=speaker.language.days(low), high=speaker.language.days(high))


def lead_time_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """Medians with their margin, beside those over completed cases and the 90th percentile: a row per period or group."""
    series = tuple(Series(speaker.say(f"dots_{name}"), look) for name, look in zip(FIELDS, LOOKS, strict=True))
    rows = tuple(_lead_time_row(speaker, record) for record in records)
    norm = next((r["norm_days"] for r in records if r["norm_days"]), None)
    values = [v for row in rows for v in (*row.values, *(row.interval or ())) if v is not None]
    most = max([*values, norm or 0, 1]) * 1.04
    norm_says = speaker.say("norm_line", days=speaker.language.number(norm)) if norm else ""
    shape = Dots(series, rows, speaker.say("axis_lead_days"), most, norm_days=norm, norm_says=norm_says)
    about = (speaker.unit(records), *speaker.broken_down(records))
    return Panel(title, about, shape, speaker.foot(records, _texts(rows)))


def _lead_time_row(speaker: Speaker, record: Record) -> Row:
    title = speaker.row(record)
    values = tuple(record[name] for name in FIELDS)
    if all(value is None for value in values):
        counted = record["counted"]
        reason = speaker.days(record, "median_days")
        return Row(
            title,
            reason=reason
            if counted is None
            else speaker.say("none_counted", reason=reason, n=speaker.language.number(counted)),
        )
    texts = {name: speaker.days(record, name) for name in FIELDS}
    size = speaker.say("dots_size", n=speaker.number(record, "counted"), open=speaker.number(record, "open"))
    low, high = record["ci95_median"] or (None, None)
    return Row(title, values, (speaker.say("dots_says", **texts), size), interval=None if low is None else (low, high))  # fmt: skip


def reconcile_panel(speaker: Speaker, records: Sequence[Record], title: str) -> Panel:
    """What was published and what was computed, at the same dates."""
    series = (Series(speaker.say("was_computed"), "dark"), Series(speaker.say("was_published"), "deep"))
    rows = tuple(_pair(speaker, record) for record in records)
    values = [v for row in rows for v in row.values if v is not None]
    low, high = min(values, default=0), max(values, default=1)
    room = (high - low) * 0.15 or 1
    # Differences are what matters here, and positions can be compared without zero; the axis says so.
    least = 0 if low < high * 0.5 else max(low - room, 0)
    axis = speaker.say("axis_pairs" if least else "axis_number")
    shape = Dots(series, rows, axis, high + room, least)
    return Panel(
        title, (speaker.unit(records), *speaker.broken_down(records)), shape, speaker.foot(records, _texts(rows))
    )


def _pair(speaker: Speaker, record: Record) -> Row:
    day = record["date"]
    title = speaker.language.date(date.fromisoformat(str(day)[:10])) if day else speaker.row(record)
    title = f"{title}, {speaker.group(record)}" if record["by"] else title
    values = (record["computed"], record["published"])
    said = {name: _value(speaker, record, name) for name in ("published", "computed", "difference")}
    if values == (None, None):
        return Row(title, reason=said["computed"])
    known = [value for value in values if value is not None]
    lines = (speaker.say("pair_says", **said), speaker.say("pair_difference", **said))
    return Row(title, values, lines, interval=(min(known), max(known)) if len(known) == 2 else None)


def _value(speaker: Speaker, record: Record, field: str) -> str:
    value = record[field]
    if value is None:
        return speaker.language.missing(record, field, "share")
    sign = "−" if value < 0 else "+" if value > 0 and field == "difference" else ""
    return sign + speaker.language.number(abs(value), 0 if float(value).is_integer() else 1)


def _texts(rows: Sequence[Row]) -> list[str]:
    return [text for row in rows for text in (*row.says, row.reason)]
