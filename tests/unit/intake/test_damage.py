"""What is damaged, or is no delivery at all: a sentence, and nothing else changes."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.intake import refusals, retry
from ketenmonitor.store import Home, open_home
from tests.chain import deliver, figures, home_of, instant, n_events, received

ONE = [("e1", "aangifte", "2024-01-05T10:00:00+01:00", "m1")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_of(tmp_path)
    received(made, deliver(tmp_path, events=ONE))
    return made


@pytest.mark.parametrize("lost", ["ledger", "ledger/_delta_log"])
def test_a_lost_ledger_is_damage_and_not_a_new_chain(home: Home, tmp_path: Path, lost: str) -> None:
    shutil.rmtree(home.tables_path("proef") / lost)
    with pytest.raises(StorageError, match="ledger of this chain is gone"):
        n_events(home)
    with pytest.raises(StorageError, match="from a backup"):
        received(home, deliver(tmp_path, "d2", events=ONE))
    assert list((home.tables_path("proef") / "events").glob("*.parquet"))


def test_a_lost_table_is_told(home: Home) -> None:
    for file in (home.tables_path("proef") / "events").glob("*.parquet"):
        file.unlink()
    with pytest.raises(StorageError, match="cannot be read"):
        figures(home, "stock", "politie")


def test_a_lost_reason_of_a_refusal_stops_nobody(home: Home, tmp_path: Path) -> None:
    received(home, deliver(tmp_path, "d2", "niemand", events=ONE))
    (home.path / "refused" / "0001" / "refusal.json").unlink()
    later = [("e2", "aangifte", "2024-01-06", "m2")]
    assert received(home, deliver(tmp_path, "d3", events=later, follows="d1")).status == "accepted"
    assert "lost" in refusals(home)[0].reasons[0]


@pytest.mark.parametrize("text", ["[monitor", "monitor = 1", '[monitor]\nlock_timeout_seconds = "x"'])
def test_settings_that_cannot_be_read_are_told(home: Home, text: str) -> None:
    (home.path / "monitor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StorageError, match=r"monitor\.toml"):
        figures(open_home(home.path), "stock", "politie")


def test_a_folder_that_holds_the_home_is_not_taken_for_a_delivery(home: Home, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="not a delivery"):
        received(home, home.path.parent)
    assert refusals(home) == ()


def test_a_damaged_zip_is_kept_and_can_be_offered_again(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "d2.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.csv", "event_id,activity,time,object_id\n" * 1000)
    damaged = bytearray(path.read_bytes())
    damaged[45:60] = bytes(15)
    path.write_bytes(damaged)
    with pytest.raises(DeliveryError, match="damaged or locked"):
        received(home, path)
    assert refusals(home)[0].delivery.read_bytes() == bytes(damaged)
    assert [outcome.status for outcome in retry(home, instant("2024-06-01"))] == ["refused"]
    assert len(refusals(home)) == 1


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"delivery_id": "\\ud800"}', json.dumps({"a": 1}), "null"],
    ids=["deep", "half", "other", "no"],
)
def test_a_manifest_of_any_make_is_refused_with_reasons(home: Home, tmp_path: Path, text: str) -> None:
    place = deliver(tmp_path, "d2", events=ONE)
    (place / "delivery.json").write_text(text, encoding="utf-8")
    found = received(home, place)
    assert found.status == "refused"
    assert all(reason.startswith("delivery.json") for reason in found.reasons)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_ends_of_the_calendar_are_no_coverage(home: Home, tmp_path: Path, moment: str) -> None:
    said: dict[str, Any] = {"delivered_from": moment, "delivered_until": moment}
    found = received(home, deliver(tmp_path, "d2", events=ONE, follows="d1", **said))
    assert found.status == "refused"
    assert "delivered_from is not a time" in found.reasons[0]


def test_a_mended_delivery_ends_the_refusal_of_what_it_mends(home: Home, tmp_path: Path) -> None:
    later = [("e2", "aangifte", "2024-01-06", "m2")]
    wrong = deliver(tmp_path / "wrong", "d2", events=later, follows="d1", kind="deel")
    assert received(home, wrong).status == "refused"
    assert received(home, deliver(tmp_path, "d2", events=later, follows="d1")).status == "accepted"
    assert refusals(home) == ()
    assert retry(home, instant("2024-06-01")) == ()
    assert [p.name for p in (home.path / "refused").iterdir()] == ["0001.mended"]
    assert received(home, deliver(tmp_path, "d3", "niemand", events=later)).status == "refused"
    assert [r.folder.name for r in refusals(home)] == ["0002"]


def test_partners_may_use_the_same_name_for_a_delivery(home: Home, tmp_path: Path) -> None:
    decided = [("e1", "inschrijving", "2024-01-06", "s1")]
    assert received(home, deliver(tmp_path / "om", "d1", "om", events=decided)).status == "accepted"


def test_files_that_are_no_data_do_not_make_a_delivery_another(home: Home, tmp_path: Path) -> None:
    (tmp_path / "d1" / ".DS_Store").write_bytes(b"\0")
    assert received(home, tmp_path / "d1").status == "known"


@pytest.mark.parametrize("head", ['event_id,"activity' + "x" * 200_000, "event_id,activity,time,object_id\r1,2,3,4\r"])
def test_a_first_line_that_is_no_header_is_told(home: Home, tmp_path: Path, head: str) -> None:
    place = deliver(tmp_path, "d2", events=ONE, follows="d1")
    (place / "events.csv").write_text(head, encoding="utf-8", newline="")
    reasons = received(home, place).reasons
    assert any("not a header" in reason for reason in reasons)


def test_an_offset_that_no_clock_has_is_not_a_time(home: Home, tmp_path: Path) -> None:
    odd = [("e2", "aangifte", "2024-01-06T10:00:00+99:00", "m2")]
    found = received(home, deliver(tmp_path, "d2", events=odd, follows="d1"))
    assert [str(q["reason"]).split(":")[0] for q in found.quarantined] == ["not-a-time"]


def test_a_parquet_file_that_misses_a_piece_is_refused_and_no_fault_of_the_disk(home: Home, tmp_path: Path) -> None:
    place = tmp_path / "d2"
    place.mkdir()
    names = ("event_id", "activity", "time", "object_id")
    rows = [dict(zip(names, (f"x{i}", "aangifte", "2024-01-06", f"m{i}"), strict=True)) for i in range(5000)]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows), place / "events.parquet")
    whole = (place / "events.parquet").read_bytes()
    footer = int.from_bytes(whole[-8:-4], "little") + 8
    damaged = whole[:100] + whole[-footer:]  # the places that the footer names lie behind the end
    (place / "events.parquet").write_bytes(damaged)
    said = json.loads((tmp_path / "d1" / "delivery.json").read_text())
    files = {"events.parquet": {"rows": 5000, "sha256": hashlib.sha256(damaged).hexdigest()}}
    (place / "delivery.json").write_text(json.dumps({**said, "delivery_id": "d2", "follows": "d1", "files": files}))
    found = received(home, place)
    assert found.status == "refused"
    assert "events.parquet" in found.reasons[0]
    assert len(refusals(home)) == 1
