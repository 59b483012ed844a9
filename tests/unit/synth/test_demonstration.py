"""The made-up chain of the demonstration gives what was published, within the margin that its parameter file states."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from ketenmonitor.instants import parse_instant
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure, prepare
from ketenmonitor.store import make_home, open_view
from ketenmonitor.synth import Demonstration, demonstration, make_deliveries
from tests.docs.blocks import ROOT
from tests.unit.synth.chains import FILES, chain
from tests.unit.synth.fitting import Key, counted, definition_of, made, off_by

PAGE = ROOT / "docs" / "explanation" / "demonstration.md"
SEEDS = range(40, 48)  # not those of the fit


@pytest.fixture(scope="module")
def demo() -> Demonstration:
    return demonstration()


def measured(demo: Demonstration, cases: Cases, days: list[date], *, few: bool = False) -> dict[Key, list[int]]:
    """The published figures by the measures of the monitor itself; if few, those of the publisher's own stocks."""
    found: dict[Key, list[int]] = {}
    stocks = cases.view.definition.stocks
    for one in demo.published:
        if few and (one.id not in stocks or stocks[one.id].partner != demo.publisher):
            continue
        if one.measure == "stock":
            records = [measure(cases, "stock", one.id, Selection(last_day=day)).records[0] for day in days]
            found[one.measure, one.id, one.field] = [record[one.field] for record in records]
        elif one.measure == "flow":
            monthly = measure(cases, "flow", one.id, Selection(period="month")).records
            by_month = {record["period"]: record[one.field] for record in monthly}
            found[one.measure, one.id, one.field] = [
                sum(by_month[name] for name in months_before(day, demo.months_of_flows)) for day in days
            ]
    return found


def months_before(day: date, count: int) -> list[str]:
    """The names of the whole months before that of a date."""
    names: list[str] = []
    for _ in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        names.append(f"{day:%Y-%m}")
    return names


def received(demo: Demonstration, folder: Path, *, few: bool) -> Cases:
    """A monitor that was sent the demonstration: all of it, or the first deliveries of the publisher alone.

    The first delivery holds all but the last year; what was late for it comes in the two that follow.
    """
    definition, home = definition_of(demo), make_home(folder / "home", [FILES[demo.chain]])
    made_in = folder / "made"
    make_deliveries(definition, made_in, seed=demo.seed, months=demo.months, pace=demo.pace)
    seen: Counter[str] = Counter()
    for delivery in sorted(p for p in made_in.iterdir() if p.is_dir()):
        manifest = json.loads((delivery / "delivery.json").read_text(encoding="utf-8"))
        seen[manifest["partner"]] += 1
        if not few or (manifest["partner"] == demo.publisher and seen[demo.publisher] <= 3):
            receive(home, delivery, parse_instant(manifest["made_at"], definition.zone))
    prepare(home, demo.chain)
    return Cases(open_view(home, demo.chain))


def assert_within(demo: Demonstration, found: dict[Key, list[int]], margin: float) -> None:
    assert len(found) == 4
    for key, shares in off_by(demo, found).items():
        assert max(map(abs, shares)) <= margin, f"{key}: {found[key]} is off by {np.round(shares, 3)}"


def test_the_process_itself_gives_what_was_published(demo: Demonstration) -> None:
    """Not only one lucky world: the mean of some others."""
    found = [counted(demo, made(demo, demo.pace, seed)) for seed in SEEDS]
    means = {key: np.mean([one[key] for one in found], axis=0).tolist() for key in found[0]}
    assert_within(demo, means, margin=0.04)


def test_the_demonstration_gives_what_was_published(demo: Demonstration) -> None:
    assert_within(demo, counted(demo, made(demo, demo.pace, demo.seed)), demo.margin)


def test_fewer_cases_are_the_same_work(demo: Demonstration) -> None:
    small = made(demo, replace(demo.pace, per_month=tuple(n / 4 for n in demo.pace.per_month)), demo.seed)
    found = {key: [4 * n for n in values] for key, values in counted(demo, small).items()}
    assert_within(demo, found, margin=0.2)


def test_what_differs_by_period_changes_on_its_date(demo: Demonstration) -> None:
    steps = [step for step in demo.pace.steps if step.activity == "inzending"]
    assert all(before.until_us == after.since_us for before, after in pairwise(steps))
    assert len({step.wait_days for step in steps}) == len(demo.pace.since) == len(steps)


def test_every_published_figure_names_what_the_chain_has(demo: Demonstration) -> None:
    definition = chain(demo.chain)
    assert demo.publisher in definition.partners
    assert {one.id for one in demo.published if one.measure in ("stock", "flow")} <= set(definition.stocks)


def test_the_monitor_measures_what_was_published(demo: Demonstration, tmp_path: Path) -> None:
    """At full scale, from the publisher's first deliveries only: up to and with the last date but one."""
    days = list(demo.published[0].values)[:-1]
    cases = received(demo, tmp_path, few=True)
    found = measured(demo, cases, days, few=True)
    assert len(found) == 3
    for key, shares in off_by(demo, found).items():
        assert max(map(abs, shares)) <= demo.margin, f"{key} is off by {np.round(shares, 3)}"


@pytest.mark.slow
def test_the_monitor_measures_what_the_page_says(demo: Demonstration, tmp_path: Path) -> None:
    """All deliveries, all dates; and the table on the page is what comes out."""
    days = list(demo.published[0].values)
    found = measured(demo, received(demo, tmp_path, few=False), days)
    assert_within(demo, found, demo.margin)
    page = PAGE.read_text(encoding="utf-8")
    for one in demo.published:
        if (key := (one.measure, one.id, one.field)) in found:
            pairs = zip(one.values.values(), found[key], strict=True)
            cells = " | ".join(f"{published:,} / {computed:,}" for published, computed in pairs)
            assert f"| {cells} |" in page, f"{key}: the page must say | {cells} |"
