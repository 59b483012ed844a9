"""The ledger stays quick to read however many receipts it has, and says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.store import ledger, tables
from ketenmonitor.store.ledger import Receipt


def receipt(n: int) -> Receipt:
    return Receipt(n, "politie", f"d{n}", n, "c", "increment", "1", n, "2024-01-01")


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ledger, "ONE_FILE_EACH", 5)
    ledger.start(tmp_path)
    for n in range(1, 13):
        ledger.write(tmp_path, receipt(n))
    return tmp_path


def files(root: Path) -> set[str]:
    return {place.name for place in (root / "ledger").glob("*.parquet")}


def in_force(root: Path) -> list[str]:
    version = tables.version_of(root, "ledger")
    assert version is not None
    return tables.files_of(root, "ledger", version)


def test_receipts_are_put_together_and_are_the_same(filled: Path) -> None:
    assert ledger.read(filled) == tuple(receipt(n) for n in range(1, 13))
    assert len(in_force(filled)) == 1 + 2


def test_the_next_writer_removes_the_files_that_were_replaced(filled: Path) -> None:
    assert len(files(filled)) > 3
    tables.roll_back(filled, "ledger", tables.version_of(filled, "ledger"))
    assert len(files(filled)) == 3
    assert ledger.read(filled) == tuple(receipt(n) for n in range(1, 13))


def test_who_was_reading_while_files_were_put_together_reads_again(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tables._small_files
    asked: list[int] = []

    def slow(path: Path) -> object:
        asked.append(1)
        if len(asked) == 1:
            before = tables._places(path, tables.DeltaTable(path))
            tables.put_together(filled, "ledger")
            tables.roll_back(filled, "ledger", tables.version_of(filled, "ledger"))
            return [tables.pq.ParquetFile(file).read() for file in before]
        return listed(path)

    monkeypatch.setattr(tables, "_small_files", slow)
    assert ledger.read(filled) == tuple(receipt(n) for n in range(1, 13))
    assert len(asked) == 2


def test_a_receipt_is_in_when_files_cannot_be_put_together(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(root: Path, table: str) -> None:
        raise StorageError("no space")

    monkeypatch.setattr(tables, "put_together", full)
    for n in (13, 14, 15):
        ledger.write(filled, receipt(n))
    assert len(ledger.read(filled)) == 15
