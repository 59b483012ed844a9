"""Times of a log are read as the gate reads them, so that coverage and rows agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir
import polars as pl
import pyarrow as pa
import pytest

from ketenmonitor.instants import parse_instant
from ketenmonitor.intake import times as gate
from ketenmonitor.logs import times
from ketenmonitor.store import Engine, connect
from tests.unit.intake.logs_samples import chain

ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "UTC")
QUARTERS = [datetime(2025, 1, 1) + timedelta(minutes=15 * n) for n in range(4 * 24 * 365)]
FORMS = [
    "2025-03-30",
    "2025-03-30T01:30",
    "2025-03-30 01:30:15",
    "2025-03-30T01:30:15.5",
    "2025-03-30T01:30:15.123456789Z",
    "2025-03-30T01:30:15.000001+01:00",
    "2025-03-30 01:30:15-0530",
    "2025-03-30 01:30:15+02",
    "1999-12-31T23:59:59.999999-11:30",
    "1582-10-15T00:00:00Z",
    "2025-03-30T24:00:00",
    "2025-03-30T24:00:00.000Z",
    "2025-02-29T00:00:00",
    "2025-03-30T24:00:01",
    "2025-03-30T23:59:60",
    "2025-03-30T24:00:00.5",
    "2025-03-30T25:00:00",
    "2025-03-30T1:30:00",
    "20250330T013015",
    "30-03-2025 01:30",
    " 2025-03-30",
    "2025-03-30T 1:30:15+01:00",
    "2025-03-30T\t1:30:15+01:00",
    "2025-03-30T01:30:1.+01:00",
    "  25-03-30T01:30:15+01:00",
    " 025-03-30T01:30:15+01:00",
    "+025-03-30T01:30:15+01:00",
    "2025-13-30T01:30:15+01:00",
    "2025-03-30T01:30:15.١٢٣",
    "2025-03-30T01:30:15+0١:00",
    "2025-03-30Z",
    "2025-03-30T01:30:15 +01:00",
    "",
]


def read(texts: list[str | None], zone: str) -> list[int | None]:
    return pl.DataFrame({"text": texts}).select(at_us=times.instants(pl.col("text"), zone))["at_us"].to_list()


def read_by_the_gate(texts: list[str | None], zone: str) -> list[int | None]:
    engine = connect()
    table = ibis.memtable({"n": range(len(texts)), "text": texts}, schema={"n": "int64", "text": "string"})
    read = gate.with_instants(engine, table.rename(time="text"), ZoneInfo(zone))
    found = engine.run(read.select("n", "at_us").order_by("n"))
    return found["at_us"].to_pylist()


def test_of_texts_that_are_no_days_none_leaves_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    run = Engine.run

    def counted(engine: Engine, expression: ir.Table) -> pa.Table:
        given.append((found := run(engine, expression)).num_rows)
        return found

    monkeypatch.setattr(Engine, "run", counted)
    engine = connect()
    rows = ibis.memtable({"time": ["2025-03-30T01:30:15Z", *(f"nobody {i}" for i in range(1000))]})
    gate.with_instants(engine, rows, ZoneInfo("Europe/Amsterdam"))
    assert given == [1]


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_a_year_is_read_as_python_and_the_gate_read_it(zone: str) -> None:
    texts: list[str | None] = [quarter.isoformat() for quarter in QUARTERS]
    assert read(texts, zone) == [parse_instant(str(text), ZoneInfo(zone)) for text in texts]
    assert read(texts, zone) == read_by_the_gate(texts, zone)


def test_every_form_is_read_as_the_gate_reads_it() -> None:
    zone = "Europe/Amsterdam"
    assert read([*FORMS, None], zone) == read_by_the_gate([*FORMS, None], zone)
    known = [at_us for at_us in read([*FORMS], zone) if at_us is not None]
    assert len(known) == FORMS.index("2025-02-29T00:00:00")
    assert read(["2025-03-30 01:30:15-0530"], zone) == [parse_instant("2025-03-30T01:30:15-05:30", chain().zone)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("2025-01-01T00:00:00.123456789Z", "2025-01-01T00:00:00.123456Z"),
        ("2025-01-01T00:00:00.1234567890123", "2025-01-01T00:00:00.123456"),
        ("2025-01-01T00:00:00.1234560+01:00", "2025-01-01T00:00:00.123456+01:00"),
        ("2025-01-01T00:00:00.123", "2025-01-01T00:00:00.123"),
        ("2025-01-01", "2025-01-01"),
    ],
)
def test_only_what_is_finer_than_microseconds_is_cut(text: str, cut: str) -> None:
    found = pl.DataFrame({"t": [text]}).select(times.cut(pl.col("t")), lost=times.loses_precision(pl.col("t")))
    assert found.row(0) == (cut, "789" in text)
