"""The questions on an object-centric log that pm4py answers: `python -m benchmarks.sizes.objects_pm4py FOLDER`.

It is asked for cases: it takes them out of the log by `ocel_flattening`, which the log makes possible by naming the case
with each event, and goes on as with a log of cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.sizes.questions import ENDS, START, Asked
from benchmarks.sizes.with_pm4py import ask, tell_durations


def main(folder: Path) -> None:
    """Read the log, and answer what it can."""
    asked = Asked()
    with asked.step("start"):
        import pm4py
        from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph
    with asked.step("load"):
        log = pm4py.read_ocel2_sqlite(str(folder / "log.sqlite"))
        frame = pm4py.format_dataframe(pm4py.ocel_flattening(log, "case"))
    ask(asked, pm4py, frame, get_dfg_graph)
    with asked.step("durations"):
        # Not those whose last event is the end: the file of two cases may have events after the end of one.
        tell_durations(asked, pm4py, pm4py.filter_between(frame, START, ENDS[0]))
    asked.finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
