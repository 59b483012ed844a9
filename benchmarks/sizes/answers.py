"""Hold the answers of all contenders on one log against each other: who is quick and wrong is not quick."""

from __future__ import annotations

from math import isclose

from benchmarks.sizes.run import Run

WITHIN = 1e-9  # of the value: sums of medians are added up in another order


def differences(runs: list[Run]) -> list[str]:
    """A sentence for each answer that two contenders do not agree on; the first who gave it is the measure."""
    first: dict[tuple[str, int, str], Run] = {}
    found = []
    for run in runs:
        for name, value in run.answers.items():
            other = first.setdefault((run.kind, run.size, name), run)
            if not isclose(value, other.answers[name], rel_tol=WITHIN):
                found.append(
                    f"{run.kind} {run.size:,}: {name} is {value!r} by {run.contender}, "
                    f"but {other.answers[name]!r} by {other.contender}"
                )
    return found
