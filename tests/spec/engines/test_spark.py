"""Every measure gives on Spark what it gives on DuckDB: from the same files, by the same expressions."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import read_definition, shipped_definition
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure
from ketenmonitor.store import Engine, Home, connect, make_home, open_view
from ketenmonitor.synth import make_deliveries
from tests.chain import instant

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, which is not on this machine", allow_module_level=True)

pytestmark = pytest.mark.spark
# All measures, and each way of asking at least once.
QUESTIONS: list[tuple[str, Selection]] = [
    ("lead-time", Selection()),
    ("lead-time", Selection(by=("eenheid",), period="year")),
    ("lead-time", Selection(basis="exit", theme="jeugd")),
    ("stock", Selection(period="year")),
    ("flow", Selection(by=("minderjarig",), period="year")),
    ("handover", Selection(period="year")),
    ("term", Selection(by=("minderjarig",))),
    ("linkage", Selection()),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A monitor of the shipped chain `zeden` with made-up deliveries."""
    folder: Path = tmp_path_factory.mktemp("spark")
    source = shipped_definition("zeden")
    make_deliveries(read_definition(source), folder / "sent", 300, 7, months=15)
    home = make_home(folder / "home", [source])
    for path in sorted(p for p in (folder / "sent").iterdir() if p.is_dir()):
        assert receive(home, path, instant("2026-11-01T00:00:00+01:00")).status in ("accepted", "known")
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
    here = measure(Cases(open_view(home, "zeden")), name, selection=selection)
    there = measure(Cases(open_view(home, "zeden", engine=spark)), name, selection=selection)
    assert len(here.records) == len(there.records) > 0
    for one, other in zip(here.records, there.records, strict=True):
        assert close(one, other), [(k, one[k], other[k]) for k in one if not close(one[k], other[k])]


def test_figures_are_equal_digit_for_digit_from_run_to_run(home: Home) -> None:
    first, second = (measure(Cases(open_view(home, "zeden")), "lead-time", selection=Selection(period="quarter")) for _ in range(2))
    assert first == second
