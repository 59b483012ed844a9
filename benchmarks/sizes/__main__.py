"""Everything: `python -m benchmarks.sizes [--events N...] [--objects N...] [--repeat N] [--out DIR]`.

Makes the logs, runs all contenders in turn, and writes into DIR: `result.json`, `result.md` and the plots. Ends with status
1 when two contenders gave different answers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.sizes.answers import differences
from benchmarks.sizes.contenders import CONTENDERS
from benchmarks.sizes.run import ROOT, Run, run
from benchmarks.sizes.tables import middle, page

PACKAGES = ("ketenmonitor", "duckdb", "polars", "pandas", "pm4py", "r4pm")


def main() -> None:
    """Run what is asked for and write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--events", type=int, nargs="*", default=[100_000, 1_000_000], help="logs of about so many events"
    )
    parser.add_argument(
        "--objects", type=int, nargs="*", default=[1_000, 10_000], help="object-centric, of so many reports"
    )
    parser.add_argument("--only", nargs="*", help="only contenders with one of these texts in their names")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=1800.0, help="seconds that one process may take")
    parser.add_argument("--out", type=Path, default=Path("bench"))
    asked = parser.parse_args()
    asked.out = asked.out.resolve()
    asked.out.mkdir(parents=True, exist_ok=True)
    runs: list[Run] = []
    for kind in CONTENDERS:
        for size in getattr(asked, kind):
            runs += _of_log(asked, kind, size)
            wrong = differences(runs)
            _write(asked.out, middle(runs), asked.repeat, wrong)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.sizes.plots", str(asked.out / "result.json")], cwd=ROOT, check=True
    )
    print((asked.out / "result.md").read_text(encoding="utf-8"))
    if wrong:
        sys.exit("Answers differ, see above: at least one contender is wrong, so the figures mean nothing.")


def _of_log(asked: argparse.Namespace, kind: str, size: int) -> list[Run]:
    """All contenders on one log, which is made first and removed at the end."""
    work = asked.out / f"work-{kind}-{size}"
    shutil.rmtree(work, ignore_errors=True)
    log = work / "log"
    generate = [sys.executable, "-m", "benchmarks.sizes.generate", str(log), f"--{kind}", str(size)]
    subprocess.run(generate, cwd=ROOT, check=True)
    runs = []
    for _ in range(asked.repeat):
        for contender in CONTENDERS[kind]:
            if asked.only and not any(text in contender.name for text in asked.only):
                continue
            store = work / contender.store
            if contender.fills:
                shutil.rmtree(store, ignore_errors=True)
            found = run(contender, kind, size, log, store, asked.timeout)
            if contender.fills and found.failed:
                shutil.rmtree(store, ignore_errors=True)
            said = found.failed or f"{found.whole:.1f} s, {found.peak_mb:,.0f} MB"
            print(f"{kind} {size:,}: {contender.name}: {said}", file=sys.stderr)
            runs.append(found)
    shutil.rmtree(work)
    return runs


def _write(out: Path, runs: list[Run], repeat: int, wrong: list[str]) -> None:
    machine = _machine()
    result = {"machine": machine, "repeat": repeat, "differences": wrong, "runs": [asdict(run) for run in runs]}
    (out / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (out / "result.md").write_text(page(machine, runs, repeat, wrong), encoding="utf-8")


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = {}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            continue
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 2**30),
        "python": platform.python_version(),
        "versions": versions,
    }


if __name__ == "__main__":
    main()
