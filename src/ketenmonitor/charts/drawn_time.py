"""The chart of a lead time to publish: the share of cases that was done by when.

Comes in: protected records of `lead-time` and its `lead-time-curve`. Goes out: `Drawn`. The promise: the line of
completed cases never stands without the line of all cases.
"""

from __future__ import annotations

from dataclasses import replace

from ketenmonitor.charts.drawn import Data, Drawn, Value, drawn, nothing
from ketenmonitor.charts.panels_time import curve_panel
from ketenmonitor.charts.plain import Panel
from ketenmonitor.wording import Record
from ketenmonitor.wording.language import code_of
from ketenmonitor.wording.said import Speaker

SERIES = ("to", "completed_only", "other", "open")


def draw_lead_time(speaker: Speaker, record: Record, curve: Record) -> Drawn:
    """The curve of one lead time with its norm."""
    panel = curve_panel(speaker, record, curve)
    if panel is None:
        panel = Panel("", (), nothing(speaker, curve, "points", "share"), speaker.foot([record], []))
    caption = _caption(speaker, record)
    panel = replace(panel, title=speaker.say("curve_title"), about=(caption, *panel.about))
    id, heading, said = f"lead-time-{record['id']}", speaker.figure(record), (caption, _text(speaker, record, curve))
    return drawn(speaker, id, heading, panel, said, _data(curve), [record, curve])


def norm_says(speaker: Speaker, record: Record) -> tuple[str, ...]:
    """What was done within the norm, by both ways of counting; nothing when one of them is missing."""
    figure, language = speaker.chain.lead_times[record["id"]], speaker.language
    shares = [record["within_norm"], record["within_norm_completed_only"]]
    if figure.norm is None or None in shares:
        return ()
    everyone, only = (language.share(share) for share in shares)
    days, share = language.number(figure.norm.days), language.target(figure.norm.share)
    return (speaker.say("norm_says", days=days, all=everyone, only=only, share=share),)


def _caption(speaker: Speaker, record: Record) -> str:
    figure, language = speaker.chain.lead_times[record["id"]], speaker.language
    said = [speaker.say("curve_caption")]
    if figure.norm:
        share, days = language.target(figure.norm.share), language.number(figure.norm.days)
        said.append(speaker.say("curve_norm", share=share, days=days))
    if figure.other_ends:
        said.append(speaker.say("curve_other"))
    return " ".join(said)


def _text(speaker: Speaker, record: Record, curve: Record) -> str:
    """The norm, and the lines at a third, two thirds and the end of the days."""
    language = speaker.language
    shown = [p for p in curve["points"] or () if p["to"] is not None and p["completed_only"] is not None]
    some = [shown[len(shown) * n // 3 - 1] for n in (1, 2, 3)] if len(shown) > 2 else shown
    said = [
        speaker.say("curve_text_point", days=language.number(p["days"]), all=language.share(p["to"]),
                    only=language.share(p["completed_only"]))
        for p in some
    ]  # fmt: skip
    return " ".join([speaker.say("curve_text"), *norm_says(speaker, record), *said])


def _data(curve: Record) -> Data:
    rows: list[tuple[Value, ...]] = [
        (point["days"], *(code_of(curve, name, "share") if point[name] is None else point[name] for name in SERIES))
        for point in curve["points"] or ()
    ]
    return Data(("days", *SERIES), tuple(rows))
