"""The picture of one lead time to stand by itself: with its title, its subject and its source in it.

Comes in: protected figures. Goes out: SVG. The promise: the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import altair as alt

from ketenmonitor.charts import PAPER, picture
from ketenmonitor.charts.curve_chart import WIDE, can_be_drawn, curve_chart
from ketenmonitor.definition import Definition, LeadTime
from ketenmonitor.disclosure import ProtectedFigures
from ketenmonitor.errors import NotFoundError
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.tables import Record, count
from ketenmonitor.release.words import page_language
from ketenmonitor.wording import Language


def lead_time_image(
    chain: Definition,
    protected: Mapping[str, ProtectedFigures] | Iterable[ProtectedFigures],
    lead_time: str,
    language: str = "nl",
) -> str:
    """The curve of one lead time with open cases, against completed cases only.

    Raises NotFoundError when the curve is not among the figures, or has too few points to draw.
    """
    shelf, words = shelve(chain, protected), page_language(language)
    records, curves = shelf.records("lead-time", lead_time), shelf.records("lead-time-curve", lead_time)
    if not records or not curves or not can_be_drawn(curves[0]["points"]):
        raise NotFoundError(
            f"There is no curve of {lead_time} to draw. Give its protected `lead-time` and `lead-time-curve` figures."
        )
    record, figure = records[0], chain.lead_times[lead_time]
    at_norm = {"to": record["within_norm"], "completed_only": record["within_norm_completed_only"]}
    chart = curve_chart(curves[0]["points"], at_norm, figure.norm, words, WIDE)
    title = _title(record, figure, words)
    about = words.say(
        "image_subtitle",
        chain=chain.title.in_language(language),
        title=figure.title.in_language(language),
        counted=count(words, record, "counted").text,
    )
    partners = shelf.titles([chain.activities[a].partner for a in figure.activities], words)
    source = words.say("image_source", partners=partners, until=words.until(record["complete_until"]))
    heading = alt.TitleParams(title, subtitle=[about, source], subtitlePadding=6)
    whole = chart.properties(background=PAPER, padding=16, title=heading)
    return picture(whole, f"image-{lead_time}", title, f"{about}. {words.say('curve_caption')}")


def _title(record: Record, figure: LeadTime, words: Language) -> str:
    """What the picture says, when both lines have a value at the norm."""
    shares = [record["within_norm"], record["within_norm_completed_only"]]
    if figure.norm is None or None in shares:
        return words.say("image_title_plain")
    everyone, only = (words.share(share) for share in shares)
    return words.say("image_title", days=words.number(figure.norm.days), all=everyone, only=only)
