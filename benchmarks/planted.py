"""Whether calibration finds what was planted: made-up chains simulated by Ciw, a hundred seeds.

`python -m benchmarks.planted [--seeds 100] [--replications 40] [--only intervals|effects]`. For each planted number: in how many seeds it
lies in the stated interval of 95 %, and how far the value is from it; for times in hand that are not exponential too. For two planted
measures: in how many seeds what Ciw says of it lies in the band of scenario minus baseline.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from tests.unit.whatif.ciw_chain import Truth
from tests.unit.whatif.planted import CHAIN, DEPARTURES, STOCK, Found, effect_bands, found_by, true_effect

CHAINS = {
    "exponential": CHAIN,
    "exponential, 5 % more each year": replace(CHAIN, growth=0.05, places=(40, 50, 200)),
    "Erlang of four": replace(CHAIN, service=("erlang",) * 3),
    "deterministic": replace(CHAIN, service=("deterministic",) * 3),
    "lognormal, five times the variance": replace(CHAIN, service=("lognormal",) * 3),
}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--replications", type=int, default=40)
    parser.add_argument("--only", choices=("intervals", "effects"))
    asked = parser.parse_args(arguments)
    if asked.only != "effects":
        for name, truth in CHAINS.items():
            intervals(name, truth, asked.seeds)
    if asked.only != "intervals":
        for service in ("exponential", "erlang", "deterministic", "lognormal"):
            effects(service, asked.seeds, asked.replications)


def intervals(name: str, truth: Truth, seeds: int) -> None:
    """One table."""
    runs: list[dict[str, Found]] = spread(partial(found_by, truth), range(seeds))
    print(
        f"\n{name}: {seeds} seeds\n\n| number | planted | covered | told | value / planted |\n|---|---:|---:|---:|---:|"
    )
    for number in dict.fromkeys(n for run in runs for n in run):
        found = [run[number] for run in runs if number in run]
        ratios = sorted(
            f.said.value / f.truth for f in found if f.truth and f.said.is_bounded and f.said.source != "capacity-only"
        )
        spread_of = f"{ratios[0]:.3f} to {ratios[-1]:.3f}" if ratios else "-"
        print(
            f"| {number} | {found[0].truth:.3f} | {sum(f.is_covered for f in found)} | {len(found)} | {spread_of} |",
            flush=True,
        )


def effects(service: str, seeds: int, replications: int) -> None:
    """The other table."""
    truths = {measure: true_effect(measure, range(100), service) for measure in (DEPARTURES, STOCK)}
    bands = spread(partial(effect_bands, replications=replications, service=service), range(seeds))
    head = "| what | by Ciw | its error | in the band | mean |\n|---|---:|---:|---:|---:|"
    print(f"\nmeasures, {service}: {seeds} seeds, {replications} replications\n\n{head}")
    for measure, (truth, error) in truths.items():
        inside = sum(low <= truth <= high for run in bands for _, low, high in [run[measure]])
        mean = sum(run[measure][0] for run in bands) / len(bands)
        what = "departures in two years" if measure.counts_departures else "mean stock of the second year"
        print(f"| {what}, {measure.more} places more | {truth:.1f} | {error:.1f} | {inside} | {mean:.1f} |", flush=True)


def spread(one: Callable[[int], Any], seeds: Iterable[int]) -> list[Any]:
    """On both cores."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(one, seeds))


if __name__ == "__main__":
    main(sys.argv[1:])
