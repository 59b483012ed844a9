"""Unpack a zip that anybody may have made: only what makes a delivery, and no more of it than is sane.

Comes in: the path of a zip and an empty folder. Goes out: the files of the delivery in that folder, and how many
others were left in the zip. The promise: nothing is written outside the folder, a zip within the zip is not opened,
and what unpacks to far more than it weighs is refused before it fills the disk. Bytes are counted as they come: what
the zip itself says of its size is not believed.
"""

from __future__ import annotations

import io
import lzma
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from ketenmonitor.errors import StorageError
from ketenmonitor.store.tables import storage_errors

# A zip may unpack to this many bytes, or to this many times its own size when that is more.
MOST_BYTES, MOST_TIMES = 1 << 30, 100
MOST_LIST = 1 << 20  # bytes of the list of files in a zip: thousands of files, where a delivery has a few
CHUNK = 1 << 12  # of bzip2 and lzma zipfile unpacks all that it reads at once: at most a hundred megabytes so
# What `zipfile` and the libraries below it raise for a zip that is damaged, locked, or packed in a way they do not know.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, EOFError, NotImplementedError, ValueError,
    OverflowError, OSError,
)  # fmt: skip
LONGEST_NAME = 200  # in bytes; file systems have 255
OF_FINDER = "__MACOSX"


class Unsound(Exception):
    """A zip that is not unpacked; the message is the reason."""


def unpack(path: Path, folder: Path, is_part: Callable[[str], bool]) -> int:
    """Unpack the files whose name `is_part`; returns how many others there are. Raises `Unsound` or StorageError."""
    with _opened(path) as archive:
        parts, others = _parts(archive, is_part)
        if not parts:
            raise Unsound("a zip without a delivery in it. Right is delivery.json and its files. Zip their folder.")
        most = max(MOST_BYTES, MOST_TIMES * path.stat().st_size)
        declared = sum(entry.file_size for entry in parts.values())
        if declared > most:
            raise _too_large()
        with storage_errors(folder):
            free = shutil.disk_usage(folder).free
        if declared > free:
            raise StorageError(
                f"{path.name}: needs more room than the disk of the monitor has left. Nothing was taken in. "
                "Make room, and offer it again."
            )
        for name, entry in parts.items():
            most -= _unpack_one(archive, entry, folder / name, most)
    return others


class _Careful(io.BufferedReader):
    """A zip that does not give more at once than a list of files is long: `zipfile` reads that list whole."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MOST_LIST:
            raise zipfile.BadZipFile
        return super().read(size)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip. Raises `Unsound` when it is damaged, or lists more files than anybody delivers."""
    with _Careful(io.FileIO(path)) as file:
        try:
            archive = zipfile.ZipFile(file)
        except DAMAGE:
            raise _damaged() from None
        with archive:
            yield archive


def read_one(path: Path, name: str, is_part: Callable[[str], bool], most: int) -> bytes | None:
    """One of the files that `unpack` would write, without writing anything; None when there is none. Raises `Unsound`."""
    with _opened(path) as archive:
        parts, _ = _parts(archive, is_part)
        found = bytearray()
        for chunk in _chunks(archive, parts[name]) if name in parts else ():
            found += chunk
            if len(found) > most:
                raise _too_large()
    return bytes(found) if name in parts else None


def _parts(archive: zipfile.ZipFile, is_part: Callable[[str], bool]) -> tuple[dict[str, zipfile.ZipInfo], int]:
    """The entries of the delivery by file name, and how many other files there are. One folder around all is usual."""
    entries = [(_steps(entry), entry) for entry in archive.infolist()]
    files = [(steps, entry) for steps, entry in entries if not entry.is_dir() and steps[:1] != (OF_FINDER,)]
    tops = {steps[0] for steps, _ in files}
    around = tuple(tops) if len(tops) == 1 and all(len(steps) > 1 for steps, _ in files) else ()
    parts: dict[str, zipfile.ZipInfo] = {}
    for steps, entry in files:
        if steps[:-1] == around and is_part(steps[-1]) and len(steps[-1].encode()) <= LONGEST_NAME:
            if steps[-1] in parts:
                raise Unsound("a zip with two files of the same name. Right is each file once. Zip the folder again.")
            parts[steps[-1]] = entry
    return parts, len(files) - len(parts)


def _steps(entry: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name of an entry; some programs write the separator of Windows."""
    place = PureWindowsPath(entry.filename)
    steps = tuple(step for step in place.parts if step != ".")
    if place.anchor or ".." in steps or not steps or stat.S_ISLNK(entry.external_attr >> 16):
        raise Unsound("a zip with paths that lead out of it, or links. Right is files alone. Zip the folder again.")
    return steps


def _unpack_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, most: int) -> int:
    """Write one file, and say how large it is."""
    size = 0
    with storage_errors(place.parent), place.open("wb") as file:
        for chunk in _chunks(archive, entry):
            size += len(chunk)
            if size > most:
                raise _too_large()
            file.write(chunk)
    return size


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as packed:
            while chunk := packed.read(CHUNK):
                yield chunk
    except DAMAGE:
        raise _damaged() from None


def _damaged() -> Unsound:
    return Unsound("a damaged or locked zip. Zip the folder again, without a password.")


def _too_large() -> Unsound:
    return Unsound(
        f"a zip that unpacks to more than {MOST_BYTES >> 30} GB and {MOST_TIMES} times its own size. "
        "Right is a delivery of its true size. Send the files as Parquet, or in a folder."
    )
