"""A full disk stops a receive with a sentence, changes nothing, and the same delivery comes in once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.intake import refusals
from ketenmonitor.store import Home, tables
from ketenmonitor.transparency import Log, verify
from tests.chain import deliver, home_of, received
from tests.faults.crash import state, unvouched

SIZE = 2_000_000
SMALL = [("a", "aangifte", "2024-01-02T09:00:00+01:00", "M1")]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    mounted = subprocess.run(command, capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let its root mount a disk")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.fixture
def home(disk: Path, tmp_path: Path) -> Home:
    home = home_of(disk)
    assert received(home, deliver(tmp_path, "d0", events=SMALL)).status == "accepted"
    return home


def large(folder: Path, kind: str = "increment") -> Path:
    """A delivery that takes more than the disk has, as its identifiers can hardly be made smaller."""
    time = "2024-01-02T09:00:00+01:00"
    rows = [(os.urandom(24).hex(), "aangifte", time, os.urandom(24).hex()) for _ in range(30_000)]
    return deliver(folder, "large", events=rows, follows="d0", kind=kind)


def filled(disk: Path, leave: int) -> Path:
    """Fill the disk with something else, except for the last bytes."""
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free - leave))
    return filler


def test_a_delivery_that_does_not_fit(home: Home, disk: Path, tmp_path: Path) -> None:
    before, delivery = state(home), large(tmp_path)
    with pytest.raises(StorageError, match="Check free space"):
        received(home, delivery)
    assert state(home) == before
    # What it wrote goes first, so a smaller one fits without anybody mending anything.
    small = deliver(tmp_path, "small", events=[("b", *SMALL[0][1:])], follows="d0")
    assert received(home, small).status == "accepted"
    assert unvouched(home) == []
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    assert received(home, delivery).status == "accepted"
    assert len(state(home)["events"]) == 30_002


@pytest.mark.parametrize("leave", [0, 4_096, 12_288, 20_480])
def test_a_disk_that_is_full_at_another_step(home: Home, disk: Path, tmp_path: Path, leave: int) -> None:
    delivery = deliver(tmp_path, events=[("b", *SMALL[0][1:]), ("c", "nergens", *SMALL[0][2:]), SMALL[0]], follows="d0")
    before, filler = state(home), filled(disk, leave)
    with pytest.raises(StorageError, match="Check free space"):
        received(home, delivery)
    assert state(home) == before
    filler.unlink()
    assert received(home, delivery).status == "accepted"
    assert unvouched(home) == []


def test_a_disk_that_is_full_of_what_a_crash_left(home: Home, disk: Path, tmp_path: Path) -> None:
    root = home.tables_path("proef")
    row = {**dict.fromkeys(tables.SCHEMAS["events"].names), "receipt": 2, "row": 1}
    tables.append(root, "events", pa.Table.from_pylist([row], schema=tables.SCHEMAS["events"]))
    filled(disk, leave=0).rename(root / "events" / "part-left.parquet")
    small = deliver(tmp_path, "small", events=[("b", *SMALL[0][1:])], follows="d0")
    assert received(home, small).status == "accepted"
    assert unvouched(home) == []
    assert len(state(home)["events"]) == 2


def test_no_room_to_keep_a_refused_delivery(home: Home, disk: Path, tmp_path: Path) -> None:
    delivery = large(tmp_path, kind="deel")
    filler = filled(disk, 100_000)
    with pytest.raises(StorageError, match="Check free space"):
        received(home, delivery)
    assert refusals(home) == ()
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
    assert received(home, delivery).status == "refused"
    assert [r.folder.name for r in refusals(home)] == ["0001"]
    assert unvouched(home) == []


def test_no_room_to_unpack_a_zip(home: Home, disk: Path, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "large"), "zip", large(tmp_path)))
    before = state(home)
    with pytest.raises(StorageError, match="needs more room than the disk"):
        received(home, archive)
    assert (state(home), unvouched(home)) == (before, [])


def confirmed_until_full(log: Log) -> int:
    """Confirm until that is refused: how many records were confirmed."""
    for _ in range(1_000):
        before = log.size()
        try:
            log.confirm([os.urandom(300)] * 2)
        except StorageError:
            return before
    pytest.fail("the disk never became full")


@pytest.mark.parametrize("leave", [0, 4_096, 8_192, 20_480])
def test_a_log_on_a_full_disk_confirms_nothing_and_goes_on_when_there_is_room(disk: Path, leave: int) -> None:
    """Records fill their last page before the leaves do, or the other way round."""
    log = Log(disk / "log", "monitor.example/log")
    log.confirm([b"before"])
    filler = filled(disk, leave)
    confirmed = confirmed_until_full(log)
    assert log.size() == confirmed
    with pytest.raises(StorageError, match="Check free space"):
        log.confirm([bytes(5_000)])
    assert not verify(disk / "log", []).findings
    filler.unlink()
    (last,) = log.confirm([b"after"])
    assert confirmed <= last <= confirmed + 2  # what was refused may be there: nobody was told that it is
    assert [Log(disk / "log").record(n) for n in (0, last)] == [b"before", b"after"]
    assert not verify(disk / "log", []).findings
