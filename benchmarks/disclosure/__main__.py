"""`python -m benchmarks.disclosure [--targets N]`: a line of JSON for each table and each attack, with seconds."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.disclosure.cube import cube, reader_of_noise, reader_of_thresholds
from benchmarks.disclosure.tables import table
from ketenmonitor.disclosure.audit import exposed, known
from ketenmonitor.disclosure.rounding import rounded
from ketenmonitor.disclosure.suppression import suppress

MINIMUM, BASE, MEAN = 10, 5, 20.0
TABLES = ((12, 10), (12, 10, 6), (26, 12, 6))  # 143, 1,001 and 2,457 cells with their margins


def main() -> None:
    """Measure, and print what was measured as it comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=25, help="how many small cells are attacked")
    asked = parser.parse_args()
    for sizes in TABLES:
        print(json.dumps(_protect(sizes)), flush=True)
    print(json.dumps(_attack(asked.targets)), flush=True)
    print(json.dumps(_thresholding()), flush=True)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = time.perf_counter()
    return work(), round(time.perf_counter() - begin, 2)


def _protect(sizes: tuple[int, ...]) -> dict[str, Any]:
    made = table(sizes, MEAN)
    found, seconds = _timed(lambda: suppress(made, MINIMUM))
    small = sorted(found.primary)
    unsafe, audit = _timed(lambda: exposed(made, found.suppressed, small, MINIMUM))
    alone = known(made, set(small), MINIMUM).ranges(small)
    result, rounding = _timed(lambda: rounded(made, BASE))
    return {
        "table": "x".join(map(str, sizes)), "cells": len(made.counts), "small": len(small),
        "exact_without_secondaries": sum(r.is_exact for r in alone),
        "narrower_without_secondaries": sum(r.low > 0 or r.high < MINIMUM for r in alone),
        "secondary": len(found.secondary), "unsafe": len(unsafe), "suppress_seconds": seconds, "audit_seconds": audit,
        "rounding_seconds": rounding, "moved": sum(abs(a - b) for a, b in zip(result, made.counts, strict=True)),
    }  # fmt: skip


def _attack(targets: int) -> dict[str, Any]:
    """Small cells of a lattice with noise: how much closer all tables together bring a reader than one."""
    made = cube()
    small = [key for key, count in made.true.items() if 0 < count < MINIMUM]
    chosen = [small[i] for i in np.random.default_rng(3).permutation(len(small))[:targets]]
    (reader, cells), build = _timed(lambda: reader_of_noise(made))
    ranges, seconds = _timed(lambda: reader.ranges([cells[key] for key in chosen]))
    wrong = sum(not r.low <= made.true[key] <= r.high for key, r in zip(chosen, ranges, strict=True))
    return {
        "attack": "noise", "published": len(made.true), "small": len(small), "targets": len(chosen),
        "exact": sum(r.is_exact for r in ranges), "width_at_most_2": sum(r.width <= 2 for r in ranges),
        "mean_width": float(np.mean([r.width for r in ranges])), "true_outside": wrong,
        "build_seconds": build, "seconds": seconds,
    }  # fmt: skip


def _thresholding() -> dict[str, Any]:
    """The same lattice with every small count hidden, nothing else hidden and no noise: how many come back."""
    made = cube()
    small = [key for key, count in made.true.items() if 0 < count < MINIMUM]
    reader, cells = reader_of_thresholds(made, MINIMUM)
    ranges, seconds = _timed(lambda: reader.ranges([cells[key] for key in small]))
    return {
        "attack": "thresholding", "published": len(made.true) - len(small), "small": len(small),
        "exact": sum(r.is_exact for r in ranges), "width_at_most_2": sum(r.width <= 2 for r in ranges),
        "seconds": seconds,
    }  # fmt: skip


if __name__ == "__main__":
    main()
