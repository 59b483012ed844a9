"""The questions that pm4py answers, on pandas or on Polars: `python -m benchmarks.sizes.with_pm4py FOLDER pandas|polars`.

Its own best way: `format_dataframe` puts the rows in order, so the paths are asked without sorting again, counts and
medians in one go (the function below `discover_dfg` takes that). It has no answer to open cases, stocks and flows.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.sizes.questions import ENDS, Asked

DAY_S = 86_400


def main(folder: Path, library: str) -> None:
    """Read the log, and answer what it can."""
    asked = Asked()
    with asked.step("start"):
        import pm4py

        graph_of = _graph_of(library)
    with asked.step("load"):
        frame = pm4py.format_dataframe(_read(folder / "log.parquet", library))
    ask(asked, pm4py, frame, graph_of)
    with asked.step("durations"):
        tell_durations(asked, pm4py, pm4py.filter_end_activities(frame, list(ENDS)))
    asked.finish()


def _read(log: Path, library: str) -> Any:
    if library == "polars":
        import polars as pl

        return pl.scan_parquet(log)
    import pandas as pd

    return pd.read_parquet(log)


def _graph_of(library: str) -> Any:
    if library == "polars":
        from pm4py.algo.discovery.dfg.adapters.polars.df_statistics import get_dfg_graph
    else:
        from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph
    return get_dfg_graph


def ask(asked: Asked, pm4py: Any, frame: Any, graph_of: Any) -> None:
    """Paths and variants of a frame in order."""
    with asked.step("paths"):
        counts, waits = graph_of(
            frame,
            measure="both",
            perf_aggregation_key="median",
            sort_caseid_required=False,
            sort_timestamp_along_case_id=False,
        )
        asked.say(
            path_pairs=len(counts), path_times=sum(counts.values()), path_medians_days=sum(waits.values()) / DAY_S
        )
    with asked.step("variants"):
        variants = pm4py.get_variants(frame)
        asked.say(variants=len(variants), variant_top=max(variants.values()))


def tell_durations(asked: Asked, pm4py: Any, ended: Any) -> None:
    """The median time from the first event to the last of cases that ended."""
    asked.say(duration_median_days=median(pm4py.get_all_case_durations(ended)) / DAY_S)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
