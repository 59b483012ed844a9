"""A closed run: a folder of its own for everything, and input that can be gone when the run is done.

Comes in: where the outputs go. Goes out: a folder that is there whole or not at all, and a database in memory. The promise:
what the run writes stands in that folder, readable by its owner alone; the outputs are on disk before any input is removed;
nothing is left elsewhere. What was there before is refused, not replaced.
"""

from __future__ import annotations

import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ketenmonitor.errors import RecordsError

UNFINISHED = ".unfinished"
SPILL = ".spill"
PRIVATE = 0o700
# Nothing is fetched from elsewhere
QUIET: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


@contextmanager
def closed_run(out: Path) -> Iterator[tuple[Path, duckdb.DuckDBPyConnection]]:
    """A folder to write in, that becomes `out` when all went well, and a database that spills into it."""
    if out.exists() or out.is_symlink():
        raise RecordsError(f"{out}: this is there already. Outputs are not replaced: give the folder of a new run.")
    folder = out.with_name(f".{out.name}{UNFINISHED}")
    _begin(folder)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no picture of the memory on disk when the program dies
    connection = duckdb.connect(":memory:", config=QUIET | {"temp_directory": str(folder / SPILL)})
    connection.execute("SET enable_progress_bar = false")
    try:
        yield folder, connection
        connection.close()
        shutil.rmtree(folder / SPILL, ignore_errors=True)
        durable(folder)
        folder.rename(out)
        _sync(out.parent)
    except duckdb.Error as error:
        # Its messages may quote what stands in a cell
        raise RecordsError(
            f"{out}: the database stopped ({type(error).__name__}). Is there enough memory and disk?"
        ) from None
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _begin(folder: Path) -> None:
    """An empty folder; what a run that was cut off left in it is removed."""
    if folder.is_symlink():
        raise RecordsError(f"{folder}: this is a link. Remove it.")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=PRIVATE, parents=True)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise RecordsError(f"{folder.parent}: no folder can be made here ({reason}). Choose another place.") from None
    folder.chmod(PRIVATE)


def write(folder: Path, name: str, text: str) -> None:
    """A file that its owner alone can read."""
    with open(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def replace(folder: Path, name: str, text: str) -> None:
    """Put another text in the place of a file's: after a crash the old one stands there or the new one."""
    beside = f".{name}"
    try:
        (folder / beside).unlink(missing_ok=True)
        write(folder, beside, text)
        _sync(folder / beside)
        os.replace(folder / beside, folder / name)
        _sync(folder)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise RecordsError(
            f"{folder / name}: it could not be replaced ({reason}), and says that the input is there still: the input was "
            "removed. The other outputs are as they should be."
        ) from None


def durable(folder: Path) -> None:
    """Everything in a folder is on disk."""
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)


def refuse_to_destroy(paths: list[Path]) -> None:
    """Raises `RecordsError` when removing one of these names would leave what it names, or cannot be done."""
    for path in paths:
        if path.is_symlink():
            raise RecordsError(f"{path}: this is a link, and removing it would leave the file. Give the file itself.")
        if path.is_file() and path.stat().st_nlink > 1:
            raise RecordsError(f"{path}: this file has another name as well, and would stay. Remove that name first.")
        if not os.access(path.parent, os.W_OK | os.X_OK):
            raise RecordsError(f"{path.parent}: nothing can be removed here. Move the input to a folder of your own.")


def destroy(paths: list[Path]) -> None:
    """Remove files; when this returns, no name leads to them, also after the power fails."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise RecordsError(
                f"{path}: it could not be removed ({reason}). The outputs are there; remove the input yourself."
            ) from None
        _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
