"""A case of a hundred thousand events, a report that thousands of cases share, a chain of thousands of activities."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from ketenmonitor.casefile import look_up
from ketenmonitor.linking import Cases
from ketenmonitor.store import open_view
from tests.chain import DEFINITION, deliver, figures, home_of, measure_everything, received

ENOUGH_SECONDS = 120  # on a busy machine; what grows with the square takes far longer
DAY = "2024-01-05T10:{:02d}:{:02d}+01:00"


def rows_into(delivery: Path, kind: str, columns: list[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Put many rows in a delivery that was written before."""
    path = delivery / f"{kind}.csv"
    every = list(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *every])
    said = json.loads((delivery / "delivery.json").read_text())
    said["files"][path.name] = {"rows": len(every), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (delivery / "delivery.json").write_text(json.dumps(said))


def events_of(delivery: Path, rows: Iterable[tuple[str, ...]]) -> Path:
    rows_into(delivery, "events", ["event_id", "activity", "time", "object_id"], rows)
    return delivery


def test_a_case_of_a_hundred_thousand_events_is_measured_and_shown(tmp_path: Path) -> None:
    home = home_of(tmp_path / "at")
    n = 100_000
    many = ((f"e{i}", "inschrijving", DAY.format(i // 60 % 60, i % 60), "s1") for i in range(n - 1))
    rows = [*many, ("last", "besluit", "2024-01-06T10:00:00+01:00", "s1")]
    started = time.monotonic()
    assert received(home, events_of(deliver(tmp_path, partner="om"), rows)).counts == {"events": n}
    view = open_view(home, "proef")
    measure_everything(Cases(view))
    assert len(look_up(view, "s1")["events"]) == n
    assert time.monotonic() - started < ENOUGH_SECONDS


def test_a_report_that_five_thousand_cases_share_counts_in_each_and_no_more(tmp_path: Path) -> None:
    home = home_of(tmp_path / "at")
    n = 5000
    reports = [(f"e{i}", "aangifte", DAY.format(0, i), "m1") for i in range(20)]
    received(home, events_of(deliver(tmp_path), reports))
    cases = [(f"e{i}", "besluit", "2024-01-06T10:00:00+01:00", f"s{i}") for i in range(n)]
    delivery = events_of(deliver(tmp_path, "d2", "om"), cases)
    links = [("melding", "m1", "strafzaak", f"s{i}", "2024-01-06") for i in range(n)]
    rows_into(delivery, "links", ["from_type", "from_id", "to_type", "to_id", "time"], links)
    started = time.monotonic()
    assert received(home, delivery).counts == {"events": n, "links": n}
    view = open_view(home, "proef")
    assert view.engine.run(Cases(view).events("strafzaak").count().as_table())[0][0].as_py() == n + 20 * n
    measure_everything(Cases(view))
    (lead,) = figures(home, "lead-time")
    assert (lead["completed"], lead["open"]) == (n, 0)
    assert time.monotonic() - started < ENOUGH_SECONDS


@pytest.mark.slow
def test_a_chain_of_two_thousand_activities_receives_and_measures(tmp_path: Path) -> None:
    more = "".join(f'[activities.stap_{i}]\npartner = "politie"\nobject = "melding"\n' for i in range(2000))
    home = home_of(tmp_path / "at", DEFINITION + more)
    rows = [(f"e{i}", f"stap_{i % 2000}", DAY.format(i // 60 % 60, i % 60), f"m{i % 300}") for i in range(20_000)]
    started = time.monotonic()
    assert received(home, events_of(deliver(tmp_path), rows)).counts == {"events": 20_000}
    view = open_view(home, "proef")
    measure_everything(Cases(view))
    assert time.monotonic() - started < ENOUGH_SECONDS
