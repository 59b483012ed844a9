"""Every measure gives on Spark what it gives on DuckDB: from the same files, by the same expressions."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.casefile import conflicts, placeholders
from ketenmonitor.definition import Condition
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure, prepare
from ketenmonitor.store import Engine, Home, connect, open_view
from tests.chain import DEFINITION, deliver, home_of, received

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, which is not on this machine", allow_module_level=True)

pytestmark = pytest.mark.spark
PAUSE = """
[pauses.wacht]
from = ["inzending"]
to = ["inschrijving"]
"""
# All measures, and each way of asking at least once.
QUESTIONS: list[tuple[str, Selection]] = [
    ("lead-time", Selection(by=("eenheid",), period="month")),
    ("stock", Selection(period="month")),
    ("flow", Selection(by=("minderjarig",), period="month")),
    ("handover", Selection()),
    ("term", Selection(where=(Condition("minderjarig", ("true",)),))),
    ("linkage", Selection()),
    ("linkage", Selection(by=("eenheid",), period="month")),
    ("path", Selection(by=("minderjarig",))),
    ("variant", Selection(period="month")),
    ("reconcile", Selection()),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Forty reports over two partners, with links, attributes, a correction and a withdrawal."""
    return filled(tmp_path_factory.mktemp("spark"), lambda _: None)


@pytest.fixture(scope="module")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The same, with prepared tables that were refreshed when the correction came."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KETENMONITOR_PREPARE_FROM", "0")
        how: list[str] = []
        yield filled(tmp_path_factory.mktemp("prepared"), lambda home: how.append(prepare(home, "proef")))
        assert how == ["rebuilt", "refreshed"]


def filled(folder: Path, after_each: Callable[[Home], None]) -> Home:
    limited = DEFINITION.replace("[objects.melding]", "[objects.melding]\nmost_links = 6", 1)
    home = home_of(folder, limited + PAUSE)
    numbers = range(40)
    politie = [(f"a{i}", "aangifte", f"2024-01-{i % 20 + 1:02d}T{i % 24:02d}:00:00+01:00", f"m{i}") for i in numbers]
    politie += [(f"i{i}", "inzending", f"2024-01-{i % 20 + 5:02d}T12:00:00+01:00", f"m{i}") for i in numbers if i % 3]
    units = [{"object_type": "melding", "object_id": f"m{i}", "eenheid": ("Noord", "Zuid", "")[i % 3]} for i in numbers]
    om = [(f"r{i}", "inschrijving", f"2024-01-{i % 20 + 6:02d}T09:30:00+01:00", f"s{i}") for i in numbers if i % 5]
    om += [(f"b{i}", "besluit", f"2024-01-{i % 20 + 11:02d}T17:00:00+01:00", f"s{i}") for i in numbers if i % 4 == 1]
    links = [
        {"from_type": "melding", "from_id": f"m{i}", "to_type": "strafzaak", "to_id": f"s{j}", "time": "2024-01-20"}
        for i in numbers
        for j in {i, i - i % 7}
    ]
    links += [{**link, "from_id": "m1"} for link in links[20:30]]  # typed where the report is not known
    cases = [{"object_type": "strafzaak", "object_id": f"s{i}", "minderjarig": i % 2 == 0} for i in numbers if i % 5]
    said = [{"measure": "stock", "id": "politie", "field": "old", "date": "2024-01-20", "period": "", "value": 7}]
    received(home, deliver(folder, "p1", "politie", events=politie, objects=units, figures=said))
    received(home, deliver(folder, "o1", "om", events=om, links=links, objects=cases))
    after_each(home)
    mend = [
        {"event_id": "a3", "activity": "aangifte", "time": "2024-01-02", "object_id": "m3", "withdrawn": ""},
        {"event_id": "a4", "activity": "", "time": "", "object_id": "", "withdrawn": "true"},
    ]
    until = "2024-03-01T00:00:00+01:00"
    received(
        home, deliver(folder, "p2", "politie", events=mend, follows="p1", delivered_from=None, delivered_until=until)
    )
    after_each(home)
    return home


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    engine = connect("local[2]")
    yield engine
    engine.connection.disconnect()


def close(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(close(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(close(x, y) for x, y in zip(a, b, strict=True))
    return bool(a == b)


@pytest.mark.parametrize(("name", "selection"), QUESTIONS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(QUESTIONS)])
def test_spark_gives_the_figures_of_duckdb(home: Home, spark: Engine, name: str, selection: Selection) -> None:
    here = measure(Cases(open_view(home, "proef")), name, selection=selection)
    there = measure(Cases(open_view(home, "proef", engine=spark)), name, selection=selection)
    assert len(here.records) == len(there.records) > 0
    for one, other in zip(here.records, there.records, strict=True):
        assert close(one, other), [(k, one[k], other[k]) for k in one if not close(one[k], other[k])]


@pytest.mark.parametrize(("name", "selection"), QUESTIONS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(QUESTIONS)])
def test_spark_reads_what_duckdb_prepared(
    home: Home, prepared_home: Home, spark: Engine, name: str, selection: Selection
) -> None:
    view = open_view(prepared_home, "proef", engine=spark)
    assert set(view.prepared) > {"events", "paths", "steps", "stock.politie"}
    here = measure(Cases(open_view(home, "proef")), name, selection=selection)
    there = measure(Cases(view), name, selection=selection)
    assert close(here.records, there.records)


def test_spark_lists_the_conflicts_of_duckdb(home: Home, spark: Engine) -> None:
    here, there = (open_view(home, "proef", engine=engine) for engine in (None, spark))
    assert conflicts(here) == conflicts(there)
    assert placeholders(here) == placeholders(there)
    assert [one["object_id"] for one in placeholders(here)] == ["m1"]


def test_figures_are_equal_digit_for_digit_from_run_to_run(home: Home) -> None:
    first, second = (
        measure(Cases(open_view(home, "proef")), "lead-time", selection=Selection(period="month")) for _ in range(2)
    )
    assert first == second
