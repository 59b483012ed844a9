"""An outcome by hand, for tests of what is made of one."""

from __future__ import annotations

from datetime import date

from ketenmonitor.definition import Definition
from ketenmonitor.whatif import Model
from ketenmonitor.whatif.outcome import Band, Bottleneck, Figure, Key, Outcome, Tight
from ketenmonitor.whatif.summary.page import Told

MONTHS = tuple(f"{year}-{month:02}" for year in (2026, 2027, 2028) for month in range(1, 13))
YEARS = ("2026", "2027", "2028")
MODEL = Model("proef", "1", {}, (), trained_from=date(2022, 1, 1), trained_until=date(2025, 12, 31))
TOLD = Told(
    "Meer plaatsen", ("Politie: 20 plaatsen meer.",), ("De wachtrij raakt leeg.",), date(2026, 1, 1), date(2028, 12, 31)
)


def band(mean: float, width: float) -> Band:
    return Band(mean, mean - width, mean + width)


def outcome_of(definition: Definition, known_until: str = "2027-12") -> Outcome:
    """Stocks that fall with the measure, and shares within the norm that are known until a month."""
    figures: list[Figure] = []
    for place, period in enumerate((*MONTHS, *YEARS, None)):
        for partner in definition.partners:
            bands = (band(900 + place, 20), band(700 + place, 20), band(-200, 15))
            figures.append(Figure(Key("partner", partner, "stock"), period, "cases", *bands, 0.9, 0.1, None, 50))
            waits = (None, None, None) if partner == "om" else (band(40, 4), band(25.5, 4), band(-14.5, 3))
            figures.append(Figure(Key("partner", partner, "waiting_days"), period, "days", *waits, 0.9, 0.1, None, 50))
        for lead_time in definition.lead_times:
            is_known = period is not None and period <= known_until
            shares = (band(0.4, 0.03), band(0.55, 0.03), band(0.15, 0.02)) if is_known else (None, None, None)
            missing = None if is_known else "not-yet-known"
            figures.append(
                Figure(Key("lead_time", lead_time, "within_norm"), period, "share", *shares, 0.9, 0.1, missing, 50)
            )
    tight = Bottleneck(
        "2026-09", Tight("aangifte", "politie", 0.97, 100, 30), Tight("inschrijving", "om", 0.96, 80, 20)
    )
    return Outcome((*MONTHS, *YEARS, None), tuple(figures), (tight,), tight, {}, 50)
