"""The log of who asked for what is internal: figures before the door, and single cases.

    HOME/log/internal.jsonl   a JSON object a line: at, user, command, chain, purpose, and what of `through` (not for commands),
                              `measure`, `id`, `case`, `delivery`, `for` (in whose name), `transaction` (of FSC), `reason`,
                              `refused` (why); with a register of purposes also `permitted`, `policy` (version and hash of the
                              register), `activity`, `roles` and `trace`

Comes in: a home, a moment, who asks and what. Goes out: nothing. The promise: a line is there, on disk, before anything is
shown, or a StorageError; no line has a value, a figure or an identifier: a case is named by a keyed hash, so that who has
the secrets can check whether a given case was looked at, and nobody can read from the log which ones were.
"""

from __future__ import annotations

import hmac
import json
from pathlib import Path
from typing import Any

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import StorageError
from ketenmonitor.instants import to_iso
from ketenmonitor.store.home import Home
from ketenmonitor.store.secrets import publication_secrets

FILE = Path("log") / "internal.jsonl"


def log_access(home: Home, line: dict[str, Any]) -> None:
    """Add a line. Only `access` does so: who asks for what is internal passes that gate."""
    place = home.path / FILE
    try:
        append_line(place, json.dumps(line, ensure_ascii=False).encode())
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: cannot be written: {reason}. What is internal is shown only when that is logged, so nothing was"
            " shown. Check free space and your rights to this file, and ask again."
        ) from None


def log_refusal(
    home: Home,
    at_us: int,
    user: str,
    codes: tuple[str, ...],
    chain: object = None,
    partner: object = None,
    content: str = "",
) -> None:
    """Add a line that a delivery was refused: who offered it, whose it was said to be, why in codes, and the hash of what it held.

    What a delivery says of its chain and partner is written only when there is such a one: it could say anything.
    """
    known = str(chain) if chain in home.chains() else None
    definition = home.definition(known or home.chains()[0])
    named = str(partner) if known and isinstance(partner, str) and partner in definition.partners else None
    line = {"at": to_iso(at_us, definition.zone), "user": user, "command": "receive", "chain": known, "partner": named}
    place = home.path / FILE
    try:
        append_line(place, json.dumps({**line, "refused": codes, "content": content}, ensure_ascii=False).encode())
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: cannot be written: {reason}. A delivery was refused, and that must be logged. Check free space and your "
            "rights to this file, and offer it again."
        ) from None


def case_name(home: Home, chain: str, case_id: str) -> str:
    """What the log calls a case."""
    secret = publication_secrets(home.path).record_key
    return hmac.digest(secret, f"access|{chain}|{case_id}".encode(), "sha256").hex()[:32]
