"""A made-up chain of a wanted size: `python -m benchmarks.sizes.generate DIR --events 8000000` (or `--objects 100000`).

Goes out, in DIR: `definition.toml`; `deliveries/PARTNER/` for this project; the same events as `log.parquet` for its
peers (`log.csv` too with `--csv`), or with `--objects` as `log.sqlite` (OCEL 2.0); `facts.json`. The promise: the same
numbers make the same files, and a log of cases takes a few gigabytes of memory at most, however many events.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.sizes.cases import make_log
from benchmarks.sizes.objects import make_objects
from benchmarks.sizes.process import EVENTS_PER_CASE


def main() -> None:
    """Make one log."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    size = parser.add_mutually_exclusive_group(required=True)
    size.add_argument("--events", type=int, help="about so many events, of cases")
    size.add_argument("--objects", type=int, metavar="CASES", help="object-centric, of so many reports")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--csv", action="store_true", help="write log.csv too")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.events:
        make_log(asked.folder, round(asked.events / EVENTS_PER_CASE), asked.seed, asked.csv)
    else:
        make_objects(asked.folder, asked.objects, asked.seed)


if __name__ == "__main__":
    main()
