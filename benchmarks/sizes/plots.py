"""Plots of the runs: seconds and memory against size, a line a contender: `python -m benchmarks.sizes.plots RESULT.json`.

Dashed: only the questions, on what was prepared before. Both axes are logarithmic: what takes ten times as long for ten
times as much is a straight line that rises by one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import altair as alt

COLOURS = {
    "this project": "#c1121f",
    "this project, filled": "#f28482",
    "pm4py on pandas": "#1d3557",
    "pm4py": "#1d3557",
    "pm4py on Polars": "#457b9d",
    "r4pm": "#8d5524",
    "DuckDB by hand": "#2a9d8f",
    "DuckDB by hand, prepared": "#90d5c8",
    "Polars by hand": "#7b2cbf",
    "Polars by hand, prepared": "#cdb4db",
}
WHAT = {"whole": "seconds of the whole process", "peak_mb": "memory at most (MB)"}
FILES = {"whole": "time", "peak_mb": "memory"}


def main(result: Path) -> None:
    """Draw everything beside the result."""
    runs = [
        run for run in json.loads(result.read_text(encoding="utf-8"))["runs"] if run["is_asked"] and not run["failed"]
    ]
    for kind in dict.fromkeys(run["kind"] for run in runs):
        for measure in WHAT:
            chart = draw([run for run in runs if run["kind"] == kind], measure)
            for form in ("svg", "png"):
                chart.save(result.parent / f"{FILES[measure]}-{kind}.{form}", ppi=144)


def draw(runs: list[dict[str, Any]], measure: str) -> alt.LayerChart:
    """One plot, with the names of the contenders in the order of the last size."""
    largest = max(run["events"] for run in runs)
    last = {run["contender"]: run[measure] for run in sorted(runs, key=lambda run: run["events"])}
    names = sorted(last, key=lambda name: -last[name])
    fields = ("contender", "events", measure)
    rows = [{name: run[name] for name in fields} for run in runs]
    for row in rows:
        row["is_ours"] = row["contender"].startswith("this project")
        row["is_ready"] = row["contender"].endswith(("filled", "prepared"))
    data = alt.Data(values=rows)
    colour = alt.Color(
        "contender:N",
        sort=names,
        scale=alt.Scale(domain=names, range=[COLOURS.get(name, "#555555") for name in names]),
        legend=alt.Legend(title=f"from high to low at {largest:,} events", labelLimit=300, symbolStrokeWidth=3),
    )
    base = alt.Chart(data).encode(
        x=alt.X("events:Q", scale=alt.Scale(type="log", nice=False, padding=12), axis=_axis("events")),
        y=alt.Y(f"{measure}:Q", scale=alt.Scale(type="log", nice=False, padding=12), axis=_axis(WHAT[measure])),
        color=colour,
    )
    width = alt.condition(alt.datum.is_ours, alt.value(4), alt.value(2))
    dash = alt.condition(alt.datum.is_ready, alt.value([8, 4]), alt.value([1, 0]))
    return (
        alt.layer(
            base.mark_line().encode(strokeWidth=width, strokeDash=dash),
            base.mark_point(filled=True, size=60, opacity=1),
        )
        .properties(width=560, height=380, background="white")
        .configure_axis(labelFontSize=12, titleFontSize=13, titleFontWeight="normal")
        .configure_legend(labelFontSize=12, titleFontSize=12, titleFontWeight="normal", titleLimit=300)
    )


def _axis(title: str) -> alt.Axis:
    return alt.Axis(title=title, format=",~g", tickCount=6, gridColor="#e5e5e5")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
