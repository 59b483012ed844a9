"""The secret with which the logs name persons and cases.

    HOME/logbook.toml   subject_key (64 hexadecimal digits)

Comes in: a home. Goes out: the key, made on first use. The promise: it is not a secret of publication, is readable for its owner
only, and never replaced: with another one the logs could not be asked any more who looked at whom.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.store import write_secret

FILE = "logbook.toml"
BYTES = 32
REMEDY = "Put it back from a backup: with another key nobody finds in the logs who looked at whom."


def subject_key(home: Path) -> bytes:
    """The key of this home. Raises StorageError for a file that cannot be read or does not hold one."""
    place = home / FILE
    if not os.path.lexists(place):
        _make(place)
    try:
        key = bytes.fromhex(tomllib.loads(place.read_text(encoding="utf-8"))["logbook"]["subject_key"])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        raise StorageError(f"{place}: this does not hold the key of the logs. {REMEDY}") from None
    if len(key) != BYTES:
        raise StorageError(f"{place}: the key is not {BYTES} bytes long. {REMEDY}")
    return key


def _make(place: Path) -> None:
    if (place.parent / "log" / "processing").exists() and not os.path.lexists(place):  # not: made meanwhile by another
        raise StorageError(f"{place}: this is missing, and there are logs that were made with it. {REMEDY}")
    lines = (
        "# Never publish or change this file. With it the logs of this monitor name persons and cases.",
        "[logbook]",
    )
    try:
        write_secret(place, "\n".join((*lines, f'subject_key = "{secrets.token_hex(BYTES)}"', "")))
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"{place}: cannot be written: {reason}. Check free space and your rights to it.") from None
