"""The ways of forecasting, all of one library: three that learn level, trend and season, and two naive ones to be better than.

Comes in: numbers a month. Goes out: what is expected of later months, with intervals. The promise: no number is below zero, an interval
holds its expectation, and the same numbers give the same forecast.

Sources: exponential smoothing in state-space form, Hyndman et al. 2008; ARIMA chosen by AICc, Hyndman and Khandakar 2008; Theta,
Assimakopoulos and Nikolopoulos 2000 (Fiorucci et al. 2016).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from statsforecast import StatsForecast

LEARNED = ("AutoETS", "AutoARIMA", "AutoTheta")
NAIVE, SEASONAL_NAIVE = "Naive", "SeasonalNaive"
LEVELS = (80, 95)  # per cent
SEASON = 12
FEWEST_FOR_SEASON = 2 * SEASON  # of a shorter row nobody can tell a season from chance


@dataclass(frozen=True)
class Expected:
    """One month to come: the mean, and the intervals in which it lies with 80 and 95 per cent."""

    month: str
    mean: float
    low_80: float
    high_80: float
    low_95: float
    high_95: float


def season_of(values: Sequence[int]) -> int:
    """Months in a season: 1 when too few are known."""
    return SEASON if len(values) >= FEWEST_FOR_SEASON else 1


def forecaster(season: int) -> StatsForecast:
    """Every way at once; a way that cannot be fitted gives what the naive one gives, and so never wins by failing."""
    # Only where something is forecast: loading it takes longer than all else.
    from statsforecast import StatsForecast, models

    ways: list[Any] = [getattr(models, name)(season_length=season) for name in LEARNED]
    ways += [models.Naive(), models.SeasonalNaive(season_length=season)]
    return StatsForecast(models=ways, freq=1, fallback_model=models.SeasonalNaive(season_length=season))


def table_of(values: Sequence[int]) -> Any:
    """The values as the library wants them: a row for each month, which has a number."""
    import polars as pl

    return pl.DataFrame({"unique_id": ["x"] * len(values), "ds": range(len(values)), "y": [float(v) for v in values]})


def expected_from(row: dict[str, Any], way: str, month: str) -> Expected:
    """One row of the library, of one way."""
    low_80, high_80, low_95, high_95 = (
        float(row[f"{way}-{side}-{level}"]) for level in LEVELS for side in ("lo", "hi")
    )
    mean, *sides = (max(0.0, value) for value in (float(row[way]), low_80, high_80, low_95, high_95))
    return Expected(month, mean, *sides)
