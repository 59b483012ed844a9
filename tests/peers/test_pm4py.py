"""Paths, variants and durations are those of pm4py, exactly, when the chain's timezone is UTC."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pm4py
import pytest

from ketenmonitor.instants import DAY_US
from ketenmonitor.store import Home
from tests.peers import logs

DAY_SECONDS = 86_400


@pytest.fixture(scope="module", params=logs.NAMES)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Any, list[str]]:
    path = logs.log_named(request.param)
    frame = logs.read_by_pm4py(path)
    names = logs.names_in(frame)
    folder = tmp_path_factory.mktemp("log")
    return logs.imported(folder, path, logs.definition_of(names, "UTC")), frame, names


def test_paths(both: tuple[Home, Any, list[str]]) -> None:
    home, frame, names = both
    counts, _, _ = pm4py.discover_dfg(frame)
    found = {
        (names_of(r["from_activity"], names), names_of(r["to_activity"], names)): r for r in logs.records(home, "path")
    }
    assert {pair: r["times"] for pair, r in found.items()} == dict(counts)
    waits = steps_of(frame)
    for pair, r in found.items():
        assert r["event_pairs"] == r["times"]
        assert r["cases"] == len({case for case, _ in waits[pair]})
        assert r["median_days"] == median([us for _, us in waits[pair]])


def test_median_waits_are_those_of_the_performance_graph(both: tuple[Home, Any, list[str]]) -> None:
    home, frame, names = both
    performance, _, _ = pm4py.discover_performance_dfg(frame)
    for r in logs.records(home, "path"):
        pair = names_of(r["from_activity"], names), names_of(r["to_activity"], names)
        # pm4py gives seconds as floats, so equal to within what a float of seconds can hold.
        assert r["median_days"] * DAY_SECONDS == pytest.approx(performance[pair]["median"], abs=2e-6, rel=1e-12)


def test_variants_and_how_long_their_cases_lasted(both: tuple[Home, Any, list[str]]) -> None:
    home, frame, names = both
    theirs = {sequence: int(n) for sequence, n in pm4py.get_variants(frame).items()}
    found = {tuple(names_of(a, names) for a in r["activities"]): r for r in logs.records(home, "variant")}
    assert {sequence: r["cases"] for sequence, r in found.items()} == theirs
    lasted = durations_by_variant(frame)
    whole = sum(theirs.values())
    for sequence, r in found.items():
        assert r["median_days"] == median(lasted[sequence])
        assert r["share"] == theirs[sequence] / whole


def test_all_case_durations(both: tuple[Home, Any, list[str]]) -> None:
    _, frame, _ = both
    ours = sorted(us for some in durations_by_variant(frame).values() for us in some)
    assert np.array(ours) / 1e6 == pytest.approx(sorted(pm4py.get_all_case_durations(frame)), abs=2e-6)


def names_of(activity: str, names: list[str]) -> str:
    return names[int(activity[1:])]


def median(microseconds: list[int]) -> float:
    return float(np.quantile(np.array(microseconds), 0.5)) / DAY_US


def steps_of(frame: Any) -> dict[tuple[str, str], list[tuple[str, int]]]:
    """From pm4py's own frame: for each step the case and the microseconds in between, as whole numbers."""
    found: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for case, rows in sequences(frame).items():
        for (a, at), (b, then) in zip(rows, rows[1:], strict=False):
            found[a, b].append((case, then - at))
    return found


def durations_by_variant(frame: Any) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for rows in sequences(frame).values():
        found[tuple(name for name, _ in rows)].append(rows[-1][1] - rows[0][1])
    return found


def sequences(frame: Any) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    at = frame[logs.TIME].astype("datetime64[us, UTC]").astype("int64")
    for case, name, us in zip(frame[logs.CASE], frame[logs.ACTIVITY], at, strict=True):
        found[case].append((name, us))
    return found


def test_under_local_time_a_day_stays_a_day(tmp_path: Path) -> None:
    """The difference with pm4py under local time: it counts seconds between instants, we what clocks and dates show."""
    log = tmp_path / "log.csv"
    rows = ["1,a,2025-03-29T12:00:00+01:00", "1,b,2025-03-30T12:00:00+02:00", "1,c,2025-03-30T18:00:00+02:00"]
    log.write_text("case:concept:name,concept:name,time:timestamp\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = {}
    for zone in ("UTC", "Europe/Amsterdam"):
        (tmp_path / zone[:3]).mkdir()
        home = logs.imported(tmp_path / zone[:3], log, logs.definition_of(["a", "b", "c"], zone))
        found[zone] = [(r["from_activity"], r["median_days"]) for r in logs.records(home, "path")]
    assert found["UTC"] == [("a0", 23 / 24), ("a1", 0.25)]
    assert found["Europe/Amsterdam"] == [("a0", 1.0), ("a1", 0.25)]
    performance, _, _ = pm4py.discover_performance_dfg(logs.read_by_pm4py(log))
    assert performance["a", "b"]["median"] == 23 * 3600


def test_only_what_spans_a_change_of_the_clocks_differs_under_local_time(tmp_path: Path) -> None:
    path = logs.log_named("receipt.csv")
    names = logs.names_in(logs.read_by_pm4py(path))
    medians = []
    for zone in ("UTC", "Europe/Amsterdam"):
        (tmp_path / zone[:3]).mkdir()
        home = logs.imported(tmp_path / zone[:3], path, logs.definition_of(names, zone))
        medians.append({(r["from_activity"], r["to_activity"]): r for r in logs.records(home, "path")})
    utc, local = medians
    assert {pair: r["times"] for pair, r in utc.items()} == {pair: r["times"] for pair, r in local.items()}
    gaps = Counter(round((local[pair]["median_days"] - r["median_days"]) * 24, 6) for pair, r in utc.items())
    # A median of two waits may hold half of the hour that clocks went forward or back.
    assert set(gaps) <= {-1.0, -0.5, 0.0, 0.5, 1.0}
    assert gaps[0.0] > len(utc) / 2


@pytest.mark.parametrize("seed", range(4))
def test_made_up_logs_with_ties_and_loops(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    names = ["aangifte", "Besluit; hoger, beroep", "NA", "1"]
    log = tmp_path / "log.csv"
    with log.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([logs.CASE, logs.ACTIVITY, logs.TIME])
        for _ in range(300):
            at = f"2025-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}T0{chance.randint(0, 9)}:00:00+00:00"
            writer.writerow([f"c{chance.randint(1, 60)}", chance.choice(names), at])
    # pm4py reads the text NA as missing unless it is told not to.
    frame = pandas.read_csv(log, dtype=str, keep_default_na=False)
    frame = pm4py.format_dataframe(frame, case_id=logs.CASE, activity_key=logs.ACTIVITY, timestamp_key=logs.TIME)
    both = logs.imported(tmp_path, log, logs.definition_of(sorted(names), "UTC")), frame, sorted(names)
    test_paths(both)
    test_variants_and_how_long_their_cases_lasted(both)
