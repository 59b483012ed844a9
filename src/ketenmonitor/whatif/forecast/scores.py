"""How good each way of forecasting was: on months that were held out, one origin after the other.

Comes in: numbers a month. Goes out: a `Score` for each way. The promise: no way was told anything of the months that it is judged on.

From each of the last months as an origin (as many as half of what is known, at most `ORIGINS`) each way is fitted to what came before,
and foretells up to `AHEAD` months. `mae`: the mean of |value - expected|; `mase`: the same over that of the naive way within what it was
fitted to (Hyndman and Koehler 2006); `coverage_80`, `coverage_95`: the share of values that lay in the interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ketenmonitor.whatif.forecast.models import LEARNED, LEVELS, NAIVE, SEASONAL_NAIVE, forecaster, table_of

ORIGINS, AHEAD = 12, 12
DIGITS = 6


@dataclass(frozen=True)
class Score:
    """How far one way was off, over `months` months foretold; `mase` None: a row that never changed gives no measure to divide by."""

    way: str
    months: int
    mae: float
    mase: float | None
    coverage_80: float
    coverage_95: float


def scores_of(values: Sequence[int], season: int) -> tuple[Score, ...]:
    """The score of each way, the best first."""
    ahead = min(AHEAD, max(1, len(values) // 4))
    origins = max(1, min(ORIGINS, len(values) // 2 - ahead))
    with np.errstate(divide="ignore", invalid="ignore"):  # an infinite interval is dealt with below
        found = forecaster(season).cross_validation(
            h=ahead, df=table_of(values), step_size=1, n_windows=origins, level=list(LEVELS)
        )
    real = found["y"].to_numpy()
    before = np.asarray(values[: len(values) - ahead - origins + 1], float)
    scale = float(np.abs(before[season:] - before[:-season]).mean()) if len(before) > season else 0.0
    scores = []
    for way in (*LEARNED, NAIVE, SEASONAL_NAIVE):
        mae = float(np.abs(found[way].to_numpy() - real).mean())
        sides = np.concatenate([found[f"{way}-{side}-{level}"].to_numpy() for side in ("lo", "hi") for level in LEVELS])
        if not np.isfinite([mae, *sides]).all():
            continue  # fitted to too little to say how sure it is: it cannot be chosen
        inside = [
            float(((found[f"{way}-lo-{level}"] <= found["y"]) & (found["y"] <= found[f"{way}-hi-{level}"])).mean())  # type: ignore[arg-type]  # a share
            for level in LEVELS
        ]
        scores.append(Score(way, len(real), mae, mae / scale if scale else None, *inside))
    # Who is as good as a naive way, but for the last bits of a number, is not better.
    return tuple(sorted(scores, key=lambda score: (round(score.mae, DIGITS), score.way in LEARNED)))
