"""`python -m benchmarks.fuzz --minutes 60 [--seed N] [--kept FOLDER] [FORMAT...]`; without a format all in turn.

Prints runs and outcomes per format; the exit status is 1 when something crashed. `--again FILE FORMAT` reads one kept
input once more, with the traceback of what goes wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from benchmarks.fuzz.slices import Slice, run_apart

SLICE_SECONDS = 30.0


def main() -> int:
    """Run until the time is over, and report."""
    from benchmarks.fuzz.formats import FORMATS

    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description="Throw anything at the readers.")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=f"of: {', '.join(FORMATS)}")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--kept", type=Path, default=Path(gettempdir()) / "ketenmonitor-fuzz", help="where crashing inputs go"
    )
    parser.add_argument("--again", type=Path, help="read this one input once more")
    said = parser.parse_args()
    if unknown := set(said.formats) - set(FORMATS):
        parser.error(f"not a format: {', '.join(sorted(unknown))}. Formats are: {', '.join(FORMATS)}.")
    names = said.formats or list(FORMATS)
    if said.again:
        with TemporaryDirectory() as folder:
            (Path(folder) / "in").mkdir()
            sys.stdout.write(FORMATS[names[0]].read(Path(folder) / "in", said.again.read_bytes()) + "\n")
        return 0
    return _run(names, said.minutes * 60, said.seed, said.kept)


def _run(names: list[str], seconds: float, seed: int, kept: Path) -> int:
    found = {name: Slice() for name in names}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for name in names:
            left = until - time.monotonic()
            if left <= 0:
                break
            # Not by the clock, so that the same seed tries the same inputs in the same order.
            found[name].add(run_apart(name, seed, found[name].runs, min(SLICE_SECONDS, left), kept))
        _report(found)
    crashed = any(one.crashes for one in found.values())
    sys.stdout.write(f"Crashing inputs are in {kept}\n" if crashed else "No crash.\n")
    return int(crashed)


def _report(found: dict[str, Slice]) -> None:
    for name, one in found.items():
        outcomes = ", ".join(f"{n} {outcome}" for outcome, n in sorted(one.outcomes.items()))
        sys.stdout.write(
            f"{name}: {one.runs} runs; {outcomes}; slowest {one.slowest_seconds:.1f} s of computing; {one.memory_mb} MB\n"
        )
        for place, n in one.crashes.most_common():
            sys.stdout.write(f"  {n} x {place}\n")
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
