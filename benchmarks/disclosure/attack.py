"""The attacker on a made-up chain: twelve monthly releases of 60,000 cases in all tables by at most three attributes.

    python -m benchmarks.disclosure.attack [--cases 60000] [--releases 12] [--steep 1.0] [--seed 1] [--json FILE]

Comes in: sizes. Goes out: what the attacker found with noise, and what it finds when small counts are only left out; what
readers see of a change by one; and how many counts are found by averaging if readers could group as they like.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.disclosure.made_up import Cube, cube, released, thresholded
from ketenmonitor.disclosure import Perturbation, Seen, attempt, same_cases_other_number

SIZES = (12, 8, 2, 5, 4)
GROUPINGS = (0, 16, 64)


def differences(seen: Sequence[Seen]) -> dict[str, float]:
    """Of the counts that grew by one between two months: which share shows one, none, less."""
    at = {one.place: one for one in seen}
    shown = []
    for one in seen:
        before = at.get(replace(one.place, release=one.place.release - 1))
        if before and one.true - before.true == 1:
            shown.append((one.shown or 0) - (before.shown or 0))
    many = np.array(shown)
    return {"pairs": len(many), "one": (many == 1).mean(), "none": (many == 0).mean(), "less": (many < 0).mean()}


def regrouped(made: Cube, noise: Perturbation, groupings: int) -> float:
    """The share of counts of two attributes found exactly by who may split each in two as often as wished.

    Each split gives two numbers of which the sum is another look at the same count; their mean is rounded.
    """
    chance = np.random.default_rng(7)
    group_of = np.ravel_multi_index(tuple(made.values[:2]), made.sizes[:2])
    found = []
    for group in np.unique(group_of):
        inside = group_of == group
        looks = [_shown(made, noise, inside)]
        for _ in range(groupings):
            half = chance.random(len(inside)) < 0.5
            looks.append(_shown(made, noise, inside & half) + _shown(made, noise, inside & ~half))
        found.append(round(float(np.mean(looks))) == inside.sum())
    return float(np.mean(found))


def _shown(made: Cube, noise: Perturbation, which: Any) -> int:
    return noise.protected(int(which.sum()), int(made.keys[which].sum()) % 2**32)


def main() -> None:
    """Run it and say what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--releases", type=int, default=12)
    parser.add_argument("--steep", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    said = parser.parse_args()
    noise = Perturbation()
    made = cube(said.cases, SIZES, said.releases, said.cases // 60, said.steep, said.seed)
    results: dict[str, Any] = {}
    for name, seen in (
        ("noise", released(made, said.releases, noise)),
        ("thresholding", thresholded(made, said.releases)),
    ):
        begun = time.perf_counter()
        results[name] = {**asdict(attempt(seen, noise)), "seconds": round(time.perf_counter() - begun, 1)}
        if name == "noise":
            results["same_cases_other_number"] = same_cases_other_number(seen)
            results["grew_by_one"] = differences(seen)
    results["found_by_regrouping"] = {n: regrouped(made, noise, n) for n in GROUPINGS}
    text = json.dumps(results, indent=2)
    print(text)
    if said.json:
        said.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
