"""A zip that anybody may have made: nothing outside the folder, nothing without end, and a sentence that says why."""

from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.intake import announced, refusals, zips
from ketenmonitor.store import Home
from tests.chain import deliver, home_of, n_events, received

ONE = [("e1", "aangifte", "2024-01-05T10:00:00+01:00", "m1")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path / "at")


def zipped(folder: Path, *more: tuple[str | zipfile.ZipInfo, bytes], around: str = "") -> Path:
    """A sound delivery in a zip, and other entries."""
    place = deliver(folder, events=ONE)
    path = folder / "d1.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(place.iterdir()):
            archive.write(part, around + part.name)
        for name, content in more:
            archive.writestr(name, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def everything_in(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if "home" not in p.relative_to(folder).parts}


@pytest.mark.parametrize(
    "entry",
    [
        "../out.csv",
        "/out.csv",
        "a/../../out.csv",
        "..\\out.csv",
        "C:\\out.csv",
        "../events.csv",
        link("events.parquet"),
    ],
    ids=["up", "absolute", "around", "windows", "drive", "part", "link"],
)
def test_a_zip_that_leads_out_of_itself_is_refused_and_writes_nothing(
    home: Home, tmp_path: Path, entry: str | zipfile.ZipInfo
) -> None:
    path = zipped(tmp_path, (entry, b"../../secret"))
    before = everything_in(tmp_path)
    with pytest.raises(DeliveryError, match=r"lead out of it, or links.*Zip the folder again"):
        received(home, path)
    assert everything_in(tmp_path) == before
    assert not list(home.path.glob(".unpacked-*"))
    assert refusals(home)[0].delivery.read_bytes() == path.read_bytes()
    assert n_events(home) == 0


def test_other_files_and_zips_within_the_zip_stay_in_it_and_are_counted(home: Home, tmp_path: Path) -> None:
    path = zipped(tmp_path, ("more.zip", b"PK"), ("deeper/events.csv", b"x"), ("__MACOSX/events.csv", b"x"))
    found = received(home, path)
    assert (found.status, found.findings) == ("accepted", {"file-not-in-manifest": 2})


@pytest.mark.parametrize("around", ["map/", "map\\", "./"], ids=["folder", "windows", "dot"])
def test_one_folder_around_all_files_is_usual(home: Home, tmp_path: Path, around: str) -> None:
    assert received(home, zipped(tmp_path, around=around)).status == "accepted"


def test_two_files_of_the_same_name_are_no_guess(home: Home, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path, ("events.csv", b"other"))
    with pytest.raises(DeliveryError, match="two files of the same name"):
        received(home, path)


@pytest.mark.parametrize("lies", [False, True], ids=["honest", "lying"])
def test_a_zip_that_unpacks_to_far_more_than_it_weighs_is_refused(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lies: bool
) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 1 << 20)
    path = zipped(tmp_path, ("links.csv", bytes(20 << 20)))
    if lies:  # what the zip says of the size is the same four bytes, twice
        data = path.read_bytes()
        said = (20 << 20).to_bytes(4, "little")
        assert data.count(said) == 2
        path.write_bytes(data.replace(said, (1000).to_bytes(4, "little")))
    with pytest.raises(DeliveryError, match="damaged or locked" if lies else "unpacks to more than"):
        received(home, path)
    assert not list(home.path.glob(".unpacked-*"))


def test_a_zip_that_lists_more_files_than_anybody_delivers_is_not_read(home: Home, tmp_path: Path) -> None:
    """Of each file in its list Python keeps some five hundred bytes; a list of half a gigabyte would fill the machine."""
    path = zipped(tmp_path / "d", *((f"{n}-{'x' * 200}.txt", b"") for n in range(4500)))
    assert "damaged" in announced(path)[1][0]
    with pytest.raises(DeliveryError, match="damaged"):
        received(home, path)


def test_bytes_are_counted_as_they_come(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 100)
    monkeypatch.setattr(zips, "MOST_TIMES", 0)
    path = zipped(tmp_path)
    monkeypatch.setattr(zips, "sum", lambda _: 0, raising=False)  # as if it declared nothing
    with pytest.raises(DeliveryError, match="unpacks to more than"):
        received(home, path)


def test_a_zip_for_which_there_is_no_room_is_not_begun(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(zips.shutil, "disk_usage", lambda _: usage._replace(free=10))
    with pytest.raises(StorageError, match="more room than the disk"):
        received(home, path)
    assert refusals(home) == ()


def test_a_zip_with_nothing_of_a_delivery_is_kept_and_told(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/b/events.csv", b"")
        archive.writestr("notes.txt", b"")
    with pytest.raises(DeliveryError, match="without a delivery in it"):
        received(home, path)
    assert refusals(home)[0].delivery.read_bytes() == path.read_bytes()
