"""All answers of a release together: one value for every cell, wherever it stands, and tables of stocks that add up."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import Title
from ketenmonitor.disclosure import Question, answer, lattice, protect_all, with_record_keys
from ketenmonitor.disclosure.rules import RULES
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Figures, prepare
from ketenmonitor.release.dataset import About, State
from ketenmonitor.release.datasets import dataset_of
from ketenmonitor.release.formats import data_files
from ketenmonitor.store import open_view
from tests.chain import DEFINITION, deliver, home_of, received
from tests.unit.disclosure.tables import SECRETS

OF_STOCKS = ("stock", "flow")
METHODS = ("cell-key", "rounding", "suppression")
PUBLICATION = """
[publication]
breakdowns = ["eenheid", ["eenheid", "minderjarig"]]
periods = ["month", "year"]
"""
PERIOD = {"delivered_from": "2024-01-01T00:00:00+01:00", "delivered_until": "2025-01-01T00:00:00+01:00"}
LATE = "2025-02-01T00:00:00+01:00"
ON = date(2024, 6, 30), date(2024, 7, 15)
ABOUT = About("proef", Title("Proef", "Trial"), Title("Proef", "Trial"), date(2025, 1, 1), "Proef", "", "CC0-1.0")
Place = tuple[Any, ...]


@dataclass(frozen=True)
class Release:
    """What is asked, the figures, and what is published of them by one method."""

    cases: Cases
    answers: dict[Question, Figures]
    method: str

    @cached_property
    def published(self) -> dict[Question, Any]:
        return protect_all(self.answers, self.method, SECRETS)

    def cells(self) -> Iterator[tuple[Place, tuple[int, int], Any]]:
        """Every count: where it stands logically, its true cell, and what is published."""
        for question, figures in self.answers.items():
            mine = {(r["id"], r["period"], r.get("date"), _by(r)): r for r in self.published[question].records}
            for was in figures.records:
                now = mine.get((was["id"], was["period"], was.get("date"), _by(was)))
                rule = RULES[question.measure]
                for name in rule.counts if now else ():
                    if was[name] is not None:
                        when = was.get("date") or was["period"]
                        place = (question.measure, was["id"], when, _by(was), name)
                        yield place, was.get("cells", {}).get(name, (was[name], 0)), now[name]


def _by(record: Any) -> frozenset[Any]:
    return frozenset(record["by"].items())


def deliveries(folder: Path) -> tuple[Path, Path]:
    """Some 200 reports over a year in two regions, a part sent on and decided, with few of some kinds."""
    reports: list[dict[str, Any]] = []
    cases: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    regions: list[dict[str, Any]] = []
    young: list[dict[str, Any]] = []
    for n in range(200):
        month, day = n % 12 + 1, n * 7 % 27 + 1

        def event(activity: str, month: int, id: str, n: int = n, day: int = day) -> dict[str, Any]:
            when = f"2024-{month:02}-{day:02}T10:00:00+01:00"
            return {"event_id": f"{activity}{n}", "activity": activity, "time": when, "object_id": id}

        reports.append(event("aangifte", month, f"m{n}"))
        region = {} if n % 41 == 0 else {"eenheid": "Noord" if n % 3 else "Zuid"}
        regions.append({"object_type": "melding", "object_id": f"m{n}", **region})
        if n % 4 and month < 11:
            reports.append(event("inzending", month + n % 2 + 1, f"m{n}"))
        if n % 4 > 1 and month < 9:
            cases.append(event("inschrijving", month + 3, f"z{n}"))
            cases += [event("besluit", month + 4, f"z{n}")] if n % 4 == 2 else []
            young.append({"object_type": "strafzaak", "object_id": f"z{n}", "minderjarig": str(n % 9 == 0).lower()})
            link = {"from_type": "melding", "from_id": f"m{n}", "to_type": "strafzaak", "to_id": f"z{n}"}
            links.append({**link, "time": cases[-1]["time"]})
    return (
        deliver(folder, "p", events=reports, objects=regions, made_at=LATE, **PERIOD),
        deliver(folder, "o", "om", events=cases, objects=young, links=links, made_at=LATE, **PERIOD),
    )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cases, dict[Question, Figures]]:
    folder = tmp_path_factory.mktemp("whole")
    home = home_of(folder, DEFINITION + PUBLICATION)
    for delivery in deliveries(folder):
        outcome = received(home, delivery, LATE)
        assert outcome.status == "accepted"
        assert not outcome.quarantined, outcome
    prepare(home, "proef")
    cases = with_record_keys(Cases(open_view(home, "proef")), SECRETS.record_key)
    everything = lattice(cases.view.definition.publication, ON)
    return cases, {
        q: answer(cases, q) for q in everything if q.measure in OF_STOCKS or (len(q.by) < 2 and not q.period)
    }


@pytest.fixture(scope="module", params=METHODS)
def release(request: pytest.FixtureRequest, asked: tuple[Cases, dict[Question, Figures]]) -> Release:
    return Release(*asked, request.param)


def test_there_is_something_to_protect(release: Release) -> None:
    measures = {q.measure for q in release.answers}
    assert measures == set(RULES)
    counts = [count for _, (count, _), _ in release.cells()]
    assert sum(0 < n < 10 for n in counts) > 100
    assert sum(n > 30 for n in counts) > 20


def test_a_cell_is_published_once_wherever_it_stands(release: Release) -> None:
    """A stock by month, by year, on a day, and at the ends of a flow; totals in every breakdown."""
    shown: defaultdict[Place, set[Any]] = defaultdict(set)
    true: defaultdict[Place, set[Any]] = defaultdict(set)
    for place, cell, value in release.cells():
        shown[place].add(value)
        true[place].add(cell)
    assert {place for place, values in shown.items() if len(values) > 1} == set()
    assert {place for place, values in true.items() if len(values) > 1} == set()
    for question, figures in release.published.items():
        for record in figures.records if question.measure == "flow" else ():
            month = record["period"]
            if len(month) == 7 and month != "2024-12":
                after = f"2024-{int(month[5:]) + 1:02}"
                assert (
                    shown["flow", record["id"], month, _by(record), "end"]
                    == shown["flow", record["id"], after, _by(record), "start"]
                )


def test_the_same_cases_have_one_value_in_all_tables_of_one_method(release: Release) -> None:
    """Also where it is a coincidence that the same cases stand in two cells."""
    shown: defaultdict[tuple[int, int], set[Any]] = defaultdict(set)
    for _, cell, value in release.cells():
        if value is not None:  # in a small row of which all are alike it is hidden
            shown[cell].add(value)
    assert all(len(values) == 1 for values in shown.values())


def test_stocks_are_not_protected_in_two_ways(release: Release) -> None:
    """The end of a month stands in a table of stocks and in one of flows: the same cases, the same value."""
    stocks = {}
    for (measure, id, when, by, name), cell, value in release.cells():
        if measure == "stock" and name == "stock":
            stocks[id, when[:7], by] = (cell, value) if when != "2024-07-15" else stocks.get((id, when[:7], by))
    seen = 0
    for (measure, id, when, by, name), cell, value in release.cells():
        if measure == "flow" and len(when) == 7 and name in ("end", "entered", "left"):
            its_cell, its_value = stocks[id, when, by]
            assert name != "end" or its_cell == cell
            if its_cell == cell and cell[0]:
                assert its_value == value
                seen += 1
    assert seen > 10


def test_stocks_add_up_over_breakdowns_unless_they_have_noise(release: Release) -> None:
    if release.method == "cell-key":
        pytest.skip("the cell-key method gives up that tables add up")
    checked = 0
    for question, figures in release.published.items():
        totals = {(r["id"], r.get("date")): r for r in figures.records if not r["by"]}
        if question.measure != "stock" or not question.by:
            continue
        for place, total in totals.items():
            groups = [r for r in figures.records if r["by"] and (r["id"], r["date"]) == place]
            for name in ("stock", "old"):
                parts = [r[name] for r in groups]
                if total[name] is not None and None not in parts:
                    assert total[name] == sum(parts)
                else:
                    assert release.method == "suppression"
                    assert parts.count(None) + (total[name] is None) > 1
                checked += 1
    assert checked


def test_rounded_stocks_are_next_to_the_truth_and_suppressed_ones_null(release: Release) -> None:
    hidden = 0
    for (measure, _, _, _, name), (count, _), value in release.cells():
        if measure != "stock" or name not in ("stock", "old"):
            continue
        if release.method == "rounding":
            assert value % 5 == 0
            assert abs(value - count) < 5
        if release.method == "suppression":
            assert value in (None, count)
            assert value is None or not 0 < count < 10
            hidden += value is None
    assert bool(hidden) == (release.method == "suppression")


def test_what_is_suppressed_of_a_stock_is_suppressed_in_its_flow(release: Release) -> None:
    if release.method != "suppression":
        pytest.skip("only suppression hides counts")
    for question, figures in release.published.items():
        for record in figures.records:
            if question.measure == "flow":
                for name in ("start", "end"):
                    assert (record[name] is None) == (name in record["suppressed"])
                if record["end"] is None:
                    assert record["disposition_time_days"] is None
            if question.measure == "stock" and record["stock"] is None:
                assert {record["missing"][n] for n in ("stock", "counted", "median_age_days")} == {"suppressed"}
    assert any(r["end"] is None for q, f in release.published.items() if q.measure == "flow" for r in f.records)


def test_every_cell_of_a_table_is_a_protected_value_or_its_reason(release: Release) -> None:
    for question, figures in release.published.items():
        table = dataset_of(release.cases.view.definition, question, figures)
        kinds = {"integer": (int,), "number": (int, float), "string": (str,), "date": (date,)}
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                assert type(value) in (State, *kinds[column.datatype]), (table.id, column.name)
                assert not (column.is_key and isinstance(value, State))
        if question.measure == "lead-time-curve":
            continue
        names = [column.name for column in table.columns]
        for record, row in zip(figures.records, table.rows, strict=True):
            said = dict(zip(names, row, strict=True))
            for name in RULES[question.measure].counts:
                if name in said:
                    assert said[name] == (record["missing"].get(name) if record[name] is None else record[name])


def test_nothing_of_the_cells_is_in_a_file(release: Release) -> None:
    tables = [dataset_of(release.cases.view.definition, q, f) for q, f in list(release.published.items())[:12]]
    kept = {t.id: t for t in tables}
    files = data_files(ABOUT, tuple(kept.values()))
    texts = {p: c.decode() for p, c in files.items() if p.endswith((".csv", ".json", ".ttl"))}
    assert len(texts) > len(kept)
    keys = {str(key) for _, (_, key), _ in release.cells() if key > 10**6}
    for path, text in texts.items():
        assert "cells" not in text, path
        assert "record_key" not in text, path
        cells = {c for line in csv.reader(io.StringIO(text)) for c in line} if path.endswith(".csv") else {text}
        assert not keys & cells
    assert not any("cells" in record for figures in release.published.values() for record in figures.records)
