"""The charts of a scenario: a stock for each partner, and the share within the norm for each lead time that has one.

Comes in: an outcome. Goes out: pictures by name. The promise: each is labelled as of a scenario, in the picture's words too; a month that
cannot be known yet breaks the line.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketenmonitor.charts import Bands, draw_bands
from ketenmonitor.definition import Definition
from ketenmonitor.release import Picture
from ketenmonitor.whatif.outcome import Band, Figure, Outcome
from ketenmonitor.whatif.outcome.reduced import LEAD_TIME, PARTNER
from ketenmonitor.wording import Language


def pictures_of(outcome: Outcome, definition: Definition, language: Language) -> dict[str, Picture]:
    """Every picture by a name that can be part of a file's: `stock-PARTNER`, `norm-LEAD_TIME`."""
    found = {}
    for id, partner in definition.partners.items():
        about = language.say("summary_stock_chart", partner=partner.title.in_language(language.code))
        found[f"stock-{id}"] = _picture(f"stock-{id}", about, outcome.series(PARTNER, id, "stock"), language, None)
    for id, lead_time in definition.lead_times.items():
        if lead_time.norm:
            about = language.say("summary_share_chart", title=lead_time.title.in_language(language.code))
            series = outcome.series(LEAD_TIME, id, "within_norm")
            found[f"norm-{id}"] = _picture(f"norm-{id}", about, series, language, lead_time.norm.share)
    return {name: one for name, one in found.items() if one is not None}


def _picture(name: str, about: str, series: Sequence[Figure], language: Language, norm: float | None) -> Picture | None:
    """None: no month has a value on either side."""
    last = next((one for one in reversed(series) if one.baseline and one.scenario), None)
    if last is None or last.baseline is None or last.scenario is None:
        return None
    is_share = norm is not None
    values = [language.share(b.mean) if is_share else language.number(b.mean) for b in (last.baseline, last.scenario)]
    text = language.say(
        "summary_chart_text", about=about, month=language.period(str(last.period)), without=values[0], with_it=values[1]
    )
    bands = Bands(
        name, about, text, language.say("summary_axis_share" if is_share else "summary_axis_cases"),
        tuple(str(one.period) for one in series), tuple(_three(one.baseline) for one in series),
        tuple(_three(one.scenario) for one in series), (language.say("summary_without"), language.say("summary_with")), is_share, norm,
    )  # fmt: skip
    return Picture(draw_bands(bands, language), text, language.say("summary_caption", about=about))


def _three(band: Band | None) -> tuple[float, float, float] | None:
    return None if band is None else (band.mean, band.low, band.high)
