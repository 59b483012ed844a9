"""The questions that r4pm answers: `python -m benchmarks.sizes.by_r4pm FOLDER`.

A log of cases becomes its EventLog; it counts paths (without waits) and variants. Rows are given in order of case and time,
because it takes them as they come. It has no answer to durations, open cases, stocks and flows.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.sizes.questions import Asked


def main(folder: Path) -> None:
    """Read the log, and answer what it can."""
    asked = Asked()
    with asked.step("start"):
        import polars as pl
        import r4pm
        from r4pm import bindings
    with asked.step("load"):
        columns = ["case:concept:name", "concept:name", "time:timestamp"]
        rows = pl.scan_parquet(folder / "log.parquet").select(columns).sort("case:concept:name", "time:timestamp")
        log = r4pm.import_item_from_df("EventLog", rows.collect())
    with asked.step("paths"):
        graph = bindings.discover_dfg(log)
        counts = [times for _, times in graph["directly_follows_relations"]]
        asked.say(path_pairs=len(counts), path_times=sum(counts))
    with asked.step("variants"):
        ways = bindings.log_to_activity_projection(log)
        (top,) = bindings.get_top_n_variants(ways, 1)
        asked.say(variants=bindings.get_num_variants(ways), variant_top=top["count"])
    asked.finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
