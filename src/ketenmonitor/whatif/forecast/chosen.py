"""The forecast itself: by the way that was best on the months held out, or by the naive one when none was better.

Comes in: a series. Goes out: a `Forecast`. The promise: it says which way it took, how far each was off so far, and whether that is
better than saying that nothing changes, or that next year will be as this one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ketenmonitor.errors import UsageError
from ketenmonitor.whatif.forecast.models import (
    LEARNED,
    LEVELS,
    Expected,
    expected_from,
    forecaster,
    season_of,
    table_of,
)
from ketenmonitor.whatif.forecast.scores import Score, scores_of
from ketenmonitor.whatif.forecast.series import Series

FEWEST = 12  # months to learn from and be judged on
MOST_AHEAD = 60


@dataclass(frozen=True)
class Forecast:
    """The months to come. `way`: by which of `scores`; `naive`: the better of the two naive ways; `is_better`: than that one."""

    series: Series
    way: str
    naive: str
    is_better: bool
    months: tuple[Expected, ...]
    scores: tuple[Score, ...]


def forecast(series: Series, months: int) -> Forecast:
    """What is expected of the next months. Raises UsageError when too little is known or too much is asked."""
    if not 1 <= months <= MOST_AHEAD:
        raise UsageError(f"--months {months} is out of range. Right is 1 to {MOST_AHEAD}.")
    if len(series.values) < FEWEST:
        raise UsageError(
            f"Of stock {series.stock} {len(series.values)} whole months are known; a forecast needs {FEWEST} to learn from and be judged on."
        )
    season = season_of(series.values)
    scores = scores_of(series.values, season)
    way, naive = scores[0].way, next(score.way for score in scores if score.way not in LEARNED)
    with np.errstate(divide="ignore", invalid="ignore"):  # as of a row that never changes: that is no news to who asks
        found = forecaster(season).forecast(df=table_of(series.values), h=months, level=list(LEVELS))
    rows = found.to_dicts()
    expected = tuple(expected_from(row, way, series.month_after(n + 1)) for n, row in enumerate(rows))
    return Forecast(series, way, naive, way in LEARNED, expected, scores)
