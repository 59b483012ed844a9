"""What the gate writes: files of exactly the declared types, and a log that holds nothing of a row."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from ketenmonitor.store import ledger, tables
from tests.chain import deliver, home_of, received
from tests.faults.crash import WITH_ATTRIBUTE, first_delivery, second_delivery


def test_every_file_has_the_types_of_its_table(tmp_path: Path) -> None:
    home = home_of(tmp_path, WITH_ATTRIBUTE)
    for delivery in (first_delivery(tmp_path), second_delivery(tmp_path)):
        assert received(home, delivery).status == "accepted"
    for table in tables.SCHEMAS.keys() - tables.OF_RETENTION:
        schema = tables.SCHEMAS[table]
        files = list((home.tables_path("proef") / table).glob("*.parquet"))
        assert files, table
        for file in files:
            assert pq.read_schema(file).remove_metadata() == schema, table


def test_the_log_of_a_table_does_not_repeat_what_stands_in_rows(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    received(home, deliver(tmp_path, events=[("secret-event", "aangifte", "2024-01-02", "secret-case")]))
    logs = (home.tables_path("proef") / "events" / "_delta_log").glob("*.json")
    assert all("secret" not in log.read_text() for log in logs)


def test_a_file_without_rows_makes_a_table_and_is_not_kept(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    assert received(home, deliver(tmp_path, events=[])).status == "accepted"
    root = home.tables_path("proef")
    assert "events" in ledger.read(root)[-1].versions
    assert list((root / "events").glob("*.parquet")) == []
