"""One case over time: a lane for each partner, a mark for each event, and how long it was still between two.

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

from ketenmonitor.charts.said import Speaker
from ketenmonitor.charts.svg import BLUE, GRID, PAPER, QUIET, RUST, Drawing, picture, table

WIDTH, LANE = 640, 64
NOTABLE = 0.12  # of the whole time: from where a gap is said in the picture
SECONDS_IN_DAY = 86_400


def draw_case(speaker: Speaker, found: Mapping[str, Any]) -> str:
    """The timeline; a case without events has lanes only."""
    partners = {id: p.title.in_language(speaker.language.code) for id, p in speaker.chain.partners.items()}
    events = [(datetime.fromisoformat(e["time"]), e["partner"], e["activity"]) for e in found["events"]]
    gaps = _gaps(events)
    chart = _chart(partners, events, gaps, speaker)
    words = [f"{speaker.language.date(at.date())}: {speaker.activity(a)} ({partners.get(p, p)})" for at, p, a in events]
    words += [speaker.say("case_gap", days=speaker.language.in_days(days)) for _, _, _, days in gaps]
    return picture(chart, "case", speaker.say("case_title"), "\n".join(words) or speaker.say("nothing"))


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


def _chart(partners: dict[str, str], events: list[Any], gaps: list[Any], speaker: Speaker) -> Drawing:
    lanes = list(partners)
    places = {name: number * LANE + LANE / 2 for number, name in enumerate(lanes)}
    x = alt.X(
        "at:T",
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(title=None, format="%d-%m-%Y", tickCount=5, labelOverlap=True, grid=False),
    )
    y = alt.Y("place:Q", scale=alt.Scale(domain=[0, LANE * len(lanes)], reverse=True), axis=None)
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
        table(lines).mark_rule(color=GRID, strokeWidth=2).encode(y=y),
        table(lines).mark_text(align="left", dy=-20, fontWeight="bold").encode(x=alt.value(0), y=y, text="name:N"),
        table(silent).mark_rule(color=RUST, strokeWidth=4, opacity=0.8).encode(x=x, x2="until:T", y=y),
        table(silent).mark_text(dy=14, color=QUIET).encode(x=alt.X("middle:T"), y=y, text="words:N"),
        table(marks).mark_point(filled=True, fill=BLUE, stroke=PAPER, size=110, opacity=1).encode(x=x, y=y),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=LANE * max(len(lanes), 1)).resolve_axis(x="shared")


def _ms(at: datetime) -> int:
    """For Vega: the local time of the chain as if it were UTC, so that a day stands under its own date everywhere."""
    return round(at.replace(tzinfo=UTC).timestamp() * 1000)
