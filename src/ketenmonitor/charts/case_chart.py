"""One case over time: a lane for each partner, a mark for each event, how long it was still between two, and when a clock
stood still.

Comes in: a case as `casefile.look_up` gives it. Goes out: SVG. The promise: partners stand in the order of the chain, every
event is there, and all that the picture says stands in its words too. Case-level: for who may see the case, and never for
a release.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import altair as alt

from ketenmonitor.charts.svg import BLUE, GRID, PAPER, QUIET, RUST, Drawing, picture, table
from ketenmonitor.wording.said import Speaker

WIDTH, LANE, LEGEND = 640, 64, 28
NOTABLE = 0.12  # of the whole time: from where a gap is said in the picture
PAUSE = "#f1eee6"
SECONDS_IN_DAY = 86_400


def draw_case(speaker: Speaker, found: Mapping[str, Any]) -> str:
    """The timeline; a case without events has lanes only."""
    partners = {id: p.title.in_language(speaker.language.code) for id, p in speaker.chain.partners.items()}
    events = [(datetime.fromisoformat(e["time"]), e["partner"], e["activity"]) for e in found["events"]]
    gaps = _gaps(events)
    pauses = pauses_of(found)
    chart = _chart(partners, events, gaps, pauses, speaker)
    words = [f"{speaker.language.date(at.date())}: {speaker.activity(a)} ({partners.get(p, p)})" for at, p, a in events]
    words += [speaker.say("case_gap", days=speaker.language.in_days(days)) for _, _, _, days in gaps]
    words += [_of_pause(speaker, begin, end) for begin, end in pauses]
    return picture(chart, "case", speaker.say("case_title"), "\n".join(words) or speaker.say("nothing"))


def pauses_of(found: Mapping[str, Any]) -> list[tuple[datetime, datetime | None]]:
    """When a clock of the case stood still, in order, of all lead times together; without an end: it still does."""
    every = {(one["from"], one["until"]) for clock in found["lead_times"] for one in clock["pauses"]}
    read = [(datetime.fromisoformat(a), datetime.fromisoformat(b) if b else None) for a, b in every]
    merged: list[tuple[datetime, datetime | None]] = []
    for begin, end in sorted(read, key=lambda one: one[0]):
        last = merged[-1] if merged else None
        if last and (last[1] is None or begin <= last[1]):
            merged[-1] = (last[0], None if end is None or last[1] is None else max(last[1], end))
        else:
            merged.append((begin, end))
    return merged


def _of_pause(speaker: Speaker, begin: datetime, end: datetime | None) -> str:
    start = speaker.language.date(begin.date())
    if end is None:
        return speaker.say("case_paused_since", start=start)
    return speaker.say("case_paused", start=start, until=speaker.language.date(end.date()))


def _gaps(events: list[tuple[datetime, str, str]]) -> list[tuple[datetime, datetime, str, int]]:
    """The longest silences: from when until when, in whose lane, how many days."""
    if len(events) < 2:
        return []
    whole = (events[-1][0] - events[0][0]).total_seconds() or 1
    return [
        (at, then, partner, round((then - at).total_seconds() / SECONDS_IN_DAY))
        for (at, partner, _), (then, _, _) in pairwise(events)
        if (then - at).total_seconds() / whole >= NOTABLE
    ]


def _chart(
    partners: dict[str, str], events: list[Any], gaps: list[Any], pauses: list[Any], speaker: Speaker
) -> Drawing:
    lanes = list(partners)
    places = {name: number * LANE + LANE / 2 for number, name in enumerate(lanes)}
    above = LEGEND if pauses else 0
    x = alt.X(
        "at:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=None, format="%d-%m-%Y", tickCount=5, labelOverlap=True, grid=False),
    )
    y = alt.Y("place:Q", scale=alt.Scale(domain=[-above, LANE * len(lanes)], reverse=True, nice=False), axis=None)
    marks = [{"at": _ms(at), "place": places[p]} for at, p, _ in events if p in places]
    silent = [
        {
            "at": _ms(a), "until": _ms(b), "middle": (_ms(a) + _ms(b)) / 2, "place": places[p],
            "words": speaker.language.in_days(days),
        }
        for a, b, p, days in gaps
        if p in places
    ]  # fmt: skip
    lines = [{"place": places[name], "name": title} for name, title in partners.items()]
    layers = [
        *_bands(pauses, max((at for at, _, _ in events), default=None), above, speaker),
        table(lines).mark_rule(color=GRID, strokeWidth=2).encode(y=y),
        table(lines).mark_text(align="left", dy=-20, fontWeight="bold").encode(x=alt.value(0), y=y, text="name:N"),
        table(silent).mark_rule(color=RUST, strokeWidth=4, opacity=0.8).encode(x=x, x2="until:T", y=y),
        table(silent).mark_text(dy=14, color=QUIET).encode(x=alt.X("middle:T"), y=y, text="words:N"),
        table(marks).mark_point(filled=True, fill=BLUE, stroke=PAPER, size=110, opacity=1).encode(x=x, y=y),
    ]
    height = LANE * max(len(lanes), 1) + above
    return alt.layer(*layers).properties(width=WIDTH, height=height).resolve_axis(x="shared")


def _bands(pauses: list[Any], last: datetime | None, above: int, speaker: Speaker) -> list[Any]:
    """A band over all lanes for each time that a clock stood still, and above them what that means."""
    if not pauses or last is None:
        return []
    spans = [{"at": _ms(begin), "until": _ms(max(end or last, begin))} for begin, end in pauses]
    legend = table([{"words": speaker.say("case_clock_still")}])
    band: dict[str, Any] = {"color": PAUSE, "stroke": QUIET, "strokeDash": [3, 3]}
    return [
        table(spans).mark_rect(**band).encode(x=alt.X("at:T"), x2="until:T", y=alt.value(above)),
        legend.mark_rect(**band).encode(x=alt.value(0), x2=alt.value(22), y=alt.value(2), y2=alt.value(16)),
        legend.mark_text(align="left", baseline="middle").encode(x=alt.value(30), y=alt.value(9), text="words:N"),
    ]


def _ms(at: datetime) -> int:
    """For Vega: the local time of the chain as if it were UTC, so that a day stands under its own date everywhere."""
    return round(at.replace(tzinfo=UTC).timestamp() * 1000)
