"""Which folder holds the tables of a chain: rewriting them makes another one, and one small file says which counts.

    HOME/chains/CHAIN/tables/         the first
    HOME/chains/CHAIN/tables-0002/    after what had to go was left out, see `rewriting`
    HOME/chains/CHAIN/tables.now      the name of the folder that counts; the first one while there is no such file

Comes in: the folder of a chain. Goes out: the folder of its tables. The promise: the file is replaced whole, when everything that
the new folder holds is on disk; so a crash at any moment leaves the old tables or the new ones, and never a part of each.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ketenmonitor.errors import StorageError

FIRST, SAID = "tables", "tables.now"
NAME = re.compile(r"tables(-\d{4,})?")


def current(chain: Path) -> Path:
    """The folder that counts. Raises StorageError for a file that names none."""
    try:
        name = (chain / SAID).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return chain / FIRST
    except (OSError, UnicodeDecodeError):
        name = ""
    if not NAME.fullmatch(name):
        raise StorageError(
            f"{chain / SAID}: this file is damaged. Put it back from a backup, with the folder it names."
        )
    return chain / name


def number_of(root: Path) -> int:
    """How many-th folder of a chain's tables this is."""
    return int(root.name.partition("-")[2] or 1)


def begin_next(root: Path) -> Path:
    """A new and empty folder for the tables of the chain of which `root` are the present ones."""
    remove_others(root)
    place = root.with_name(f"{FIRST}-{number_of(root) + 1:04d}")
    place.mkdir()
    return place


def switch(to: Path) -> None:
    """From now on `to` counts: all of it is on disk before that is said."""
    for place in (*sorted(to.rglob("*")), to):
        _sync(place)
    beside = to.with_name(f".{SAID}")
    beside.write_text(to.name, encoding="ascii")
    _sync(beside)
    os.replace(beside, to.with_name(SAID))
    _sync(to.parent)


def remove_others(root: Path) -> None:
    """Remove the folders that do not count: what was left out is gone then. Only the one writer may call this."""
    for place in root.parent.glob(f"{FIRST}*"):
        if place.is_dir() and place != root:
            shutil.rmtree(place)


def _sync(place: Path) -> None:
    file = os.open(place, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
