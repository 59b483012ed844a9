"""This project: `python -m benchmarks.sizes.ours FOLDER HOME [--filled]`.

Without `--filled` the deliveries go through the gate into a new home, and then every question is asked; with it the home is
there and only the questions are asked. The program is loaded inside `main`, because the time that takes counts.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from benchmarks.sizes.questions import CUT_OFF_US, Asked

CHAIN = "made-up"
Records = list[dict[str, Any]]


def main(folder: Path, place: Path, is_filled: bool) -> None:
    """Fill a home unless it is filled, and ask."""
    asked = Asked()
    with asked.step("start"):
        from ketenmonitor.intake import receive
        from ketenmonitor.linking import Cases
        from ketenmonitor.measures import Selection, measure, prepare
        from ketenmonitor.store import Home, make_home, open_view
    if is_filled:
        home = Home(place)
    else:
        home = make_home(place, [folder / "definition.toml"])
        with asked.step("load"):
            for delivery in sorted((folder / "deliveries").iterdir()):
                outcome = receive(home, delivery, CUT_OFF_US)
                assert outcome.status == "accepted", outcome.reasons
                assert not outcome.n_quarantined
        with asked.step("prepare"):
            prepare(home, CHAIN)
    with asked.step("open"):
        cases = Cases(open_view(home, CHAIN))
    for step, (name, period, answer) in QUESTIONS.items():
        with asked.step(step):
            records = list(measure(cases, name, selection=Selection(period=period)).records)
            asked.say(**answer(records))
    asked.finish()


def _paths(records: Records) -> dict[str, float]:
    return {
        "path_pairs": len(records),
        "path_times": sum(r["times"] for r in records),
        "path_medians_days": sum(r["median_days"] for r in records),
    }


def _variants(records: Records) -> dict[str, float]:
    return {"variants": len(records), "variant_top": max(r["cases"] for r in records)}


def _lead_time(records: Records) -> dict[str, float]:
    (one,) = records
    names = ("completed", "other_ends", "open")
    return {
        **{name: one[name] for name in names},
        "km_median_days": one["median_days"],
        "duration_median_days": one["median_completed_only_days"],
    }


def _stock(records: Records) -> dict[str, float]:
    return {
        "stock_sum": sum(r["stock"] for r in records),
        "stock_old": sum(r["old"] for r in records),
        "stock_ages_days": sum(r["median_age_days"] or 0 for r in records),
    }


def _flow(records: Records) -> dict[str, float]:
    assert all(r["residual"] == 0 for r in records)
    last = max(r["period"] for r in records)
    return {
        "flow_entered": sum(r["entered"] for r in records),
        "flow_left": sum(r["left"] for r in records),
        "flow_end": sum(r["end"] for r in records if r["period"] == last),
    }


QUESTIONS = {
    "paths": ("path", None, _paths),
    "variants": ("variant", None, _variants),
    "lead_time": ("lead-time", None, _lead_time),
    "stock": ("stock", "month", _stock),
    "flow": ("flow", "month", _flow),
}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--filled" in sys.argv)
