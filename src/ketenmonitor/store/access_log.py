"""The log of who asked for what is internal: figures before the door, and single cases.

    HOME/log/internal.jsonl   a JSON object a line: at, user, command, chain, purpose, and what of `measure`, `id`, `case`, `delivery`

Comes in: a home, a moment, who asks and what. Goes out: nothing. The promise: a line is there, on disk, before anything is
shown, or a StorageError; no line has a value, a figure or an identifier: a case is named by a keyed hash, so that who has
the secrets can check whether a given case was looked at, and nobody can read from the log which ones were.
"""

from __future__ import annotations

import hmac
import json
import os
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.instants import to_iso
from ketenmonitor.store.home import Home
from ketenmonitor.store.secrets import publication_secrets

FILE = Path("log") / "internal.jsonl"
LONGEST = 200  # of a purpose, so that it stays one


def log_access(home: Home, at_us: int, user: str, command: str, chain: str, **about: str | None) -> None:
    """Add a line. `about`: `purpose`, `measure`, `id`, `delivery`, or a `case`, of which a keyed hash is written."""
    said = {name: text[:LONGEST] for name, text in about.items() if text is not None}
    if "case" in said:
        said["case"] = case_name(home, chain, said["case"])
    at = to_iso(at_us, home.definition(chain).zone)
    line = {"at": at, "user": user, "command": command, "chain": chain, **said}
    place = home.path / FILE
    try:
        _append(place, json.dumps(line, ensure_ascii=False).encode() + b"\n")
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: cannot be written: {reason}. What is internal is shown only when that is logged, so nothing was"
            " shown. Check free space and your rights to this file, and ask again."
        ) from None


def case_name(home: Home, chain: str, case_id: str) -> str:
    """What the log calls a case."""
    secret = publication_secrets(home.path).record_key
    return hmac.digest(secret, f"access|{chain}|{case_id}".encode(), "sha256").hex()[:32]


def _append(place: Path, line: bytes) -> None:
    """One write to the end, so that lines of two commands never mix; what a crash left half gets its own line."""
    place.parent.mkdir(exist_ok=True)
    file = os.open(place, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(file).st_size
        whole = line if not size or os.pread(file, 1, size - 1) == b"\n" else b"\n" + line
        if os.write(file, whole) < len(whole):
            raise OSError("there is no room for the whole line")
        os.fsync(file)
    finally:
        os.close(file)
