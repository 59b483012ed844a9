"""Charts to publish of what passes and of terms: a row for each.

Comes in: protected records of `handover` or `term`, one of each figure. Goes out: `Drawn`. The promise: no bar is drawn
from which a hidden number could be read; waiting never stands without what is still on its way.
"""

from __future__ import annotations

from collections.abc import Sequence

from ketenmonitor.charts.drawn import Data, Drawn, cell, drawn
from ketenmonitor.charts.panels_parts import STATES, term_panel
from ketenmonitor.charts.panels_waits import waits_panel
from ketenmonitor.charts.plain import Bars, Dots
from ketenmonitor.wording import Record
from ketenmonitor.wording.language import Language
from ketenmonitor.wording.said import Speaker

COUNTS, DAYS = ("sent", "in_transit"), ("median_days", "p90_days")


def draw_waits(speaker: Speaker, records: Sequence[Record]) -> Drawn:
    """How long work waits between partners, with what is on its way: all hand-overs."""
    panel = waits_panel(speaker, records, speaker.say("waits_title"))
    assert isinstance(panel.shape, Dots)
    said = [f"{row.title}: {row.reason or '; '.join(row.says)}." for row in panel.shape.rows]
    rows = tuple((r["id"], *(cell(r, n) for n in COUNTS), *(cell(r, n, "time") for n in DAYS)) for r in records)
    data = Data(("handover", *COUNTS, *DAYS), rows)
    words = (speaker.say("waits_caption"), " ".join([speaker.say("dots_text"), *said]))
    return drawn(speaker, "handovers", _chain(speaker), panel, words, data, records)


def draw_terms(speaker: Speaker, records: Sequence[Record]) -> Drawn:
    """How often each term was met."""
    panel = term_panel(speaker, records, speaker.say("term_title"))
    assert isinstance(panel.shape, Bars)
    said = _rows_say(panel.shape, speaker.language)
    rows = tuple((r["id"], *(cell(r, name) for name in ("due", *STATES))) for r in records)
    data = Data(("term", "due", *STATES), rows)
    words = (speaker.say("terms_caption"), " ".join([speaker.say("bars_text"), *said]))
    return drawn(speaker, "terms", _chain(speaker), panel, words, data, records)


def _chain(speaker: Speaker) -> str:
    return speaker.chain.title.in_language(speaker.language.code)


def _rows_say(shape: Bars, language: Language) -> list[str]:
    found = []
    for row in shape.rows:
        pairs = [(one.name, share) for one, share in zip(shape.series, row.values, strict=False) if share]
        shares = ", ".join(f"{name} {language.share(share)}" for name, share in pairs)
        found.append(f"{row.title}: {shares or row.reason}.")
    return found
