"""Tables of the runs in Markdown: seconds, memory, and ratios of this one run."""

from __future__ import annotations

from statistics import median
from typing import Any

from benchmarks.sizes.contenders import OURS, OURS_FILLED
from benchmarks.sizes.run import Run

STEPS = ("start", "load", "prepare", "open", "write", "paths", "variants", "durations", "lead_time", "stock", "flow")
WHAT = {"events": "cases and events", "objects": "objects of five types"}


def middle(runs: list[Run]) -> list[Run]:
    """One run a contender and log: the median of each number over its repetitions."""
    groups: dict[tuple[str, int, str], list[Run]] = {}
    for run in runs:
        groups.setdefault((run.kind, run.size, run.contender), []).append(run)
    return [_of(group) for group in groups.values()]


def _of(group: list[Run]) -> Run:
    one = group[0]
    if any(run.failed for run in group):
        return next(run for run in group if run.failed)
    numbers = {name: median(getattr(run, name) for run in group) for name in ("whole", "processor", "peak_mb")}
    steps = {name: median(run.steps[name] for run in group) for name in one.steps}
    return Run(
        one.kind,
        one.size,
        one.events,
        one.contender,
        **numbers,
        steps=steps,
        answers=one.answers,
        is_asked=one.is_asked,
    )


def page(machine: dict[str, Any], runs: list[Run], repeat: int, wrong: list[str]) -> str:
    """The whole page."""
    parts = [
        "# Sizes\n",
        f"{machine['cores']} cores, {machine['memory_gb']} GB, Python {machine['python']}; "
        + ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
        + f". Whole processes in turn, medians of {repeat}. A ratio is this project divided by the row; below 1 this "
        "project is quicker or smaller. A contender without an answer to a question has `-` there, and its whole is of "
        "fewer questions.\n",
    ]
    if wrong:
        parts.append(
            "**Answers differ; these figures mean nothing:**\n\n" + "\n".join(f"- {one}" for one in wrong) + "\n"
        )
    logs = dict.fromkeys((run.kind, run.size) for run in runs)
    parts += [_table([run for run in runs if (run.kind, run.size) == log]) for log in logs]
    return "\n".join(parts)


def _table(runs: list[Run]) -> str:
    by_name = {run.contender: run for run in runs}
    steps = [step for step in STEPS if any(step in run.steps for run in runs)]
    lines = [
        f"## {runs[0].events:,} events: {WHAT[runs[0].kind]}\n",
        f"| | whole (s) | processor (s) | peak (MB) | ratio | ratio, filled | ratio of memory | {' | '.join(steps)} |",
        "|---|" + "---:|" * (6 + len(steps)),
    ]
    for run in runs:
        if run.failed:
            lines.append(f"| {run.contender} | {run.failed} |" + " |" * (5 + len(steps)))
            continue
        ratios = [
            _ratio(by_name.get(OURS), run, "whole"),
            _ratio(by_name.get(OURS_FILLED), run, "whole"),
            _ratio(by_name.get(OURS_FILLED if "prepared" in run.contender else OURS), run, "peak_mb"),
        ]
        numbers = [f"{run.whole:.2f}", f"{run.processor:.2f}", f"{run.peak_mb:,.0f}", *ratios]
        numbers += [f"{run.steps[step]:.2f}" if step in run.steps else "-" for step in steps]
        lines.append(f"| {run.contender} | {' | '.join(numbers)} |")
    return "\n".join(lines) + "\n"


def _ratio(ours: Run | None, other: Run, of: str) -> str:
    if ours is None or ours.failed or not other.is_asked or ours is other:
        return "-"
    return f"{getattr(ours, of) / getattr(other, of):.2f}"
