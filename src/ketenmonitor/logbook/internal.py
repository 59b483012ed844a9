"""The one log of a home without a register of purposes: who asked for what is internal.

    HOME/log/internal.jsonl   a JSON object a line: at, user, command, chain, purpose, and what of `through` (not for commands),
                              `measure`, `id`, `case`, `delivery`, `for` (in whose name), `transaction` (of FSC), `reason`,
                              `refused` (why), `fault` (of ours, by which it came to nothing); in lines that were written
                              beside the three logs also `permitted` and `trace`

Comes in: lines. Goes out: nothing, or the lines that somebody looks for. The promise: a line is on disk when `append` returns, or a
StorageError; and lines stay to be found when the home gets a register of purposes, and writes the three logs from then on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ketenmonitor.confirmed import append_line
from ketenmonitor.errors import StorageError
from ketenmonitor.instants import to_us
from ketenmonitor.store import Home

INTERNAL = "internal"
FILE = Path("log") / f"{INTERNAL}.jsonl"
FORMER = re.compile("[0-9a-f]{32}")  # the name of a case in lines of version 0.2.0 and before


def append(home: Home, line: dict[str, Any]) -> None:
    """Add a line. Only `access` does so: who asks for what is internal passes that gate."""
    place = home.path / FILE
    try:
        append_line(place, json.dumps(line, ensure_ascii=False).encode())
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{place}: cannot be written: {reason}. What is internal is shown only when that is logged, so nothing was shown; and"
            " that a delivery was refused must be logged. Check free space and your rights to this file, and ask again."
        ) from None


def lines_of(
    home: Home, names: Collection[str], since: int | None = None, until: int | None = None, apart: Collection[str] = ()
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """The lines about a case of one of these names, as {"log", "number", "record"}, but not of the traces `apart`: lines that were
    written beside the three logs. `since` is included, `until` is not: microseconds. Raises StorageError when it cannot be read.
    """
    for number, said in _lines(home):
        if said.get("case") in names and said.get("trace") not in apart and _is_between(at_us(said), since, until):
            yield {"log": INTERNAL, "number": number, "record": said}


def has_former_names(home: Home) -> bool:
    """Whether there are lines of version 0.2.0 or before, which call cases otherwise; of whom is not said. Raises StorageError."""
    return any(FORMER.fullmatch(str(said.get("case"))) for _, said in _lines(home))


def at_us(said: dict[str, Any]) -> int:
    """When, in microseconds."""
    return to_us(datetime.fromisoformat(said["at"]))


def _is_between(at: int, since: int | None, until: int | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)


def _lines(home: Home) -> Iterator[tuple[int, dict[str, Any]]]:
    place = home.path / FILE
    try:
        content = place.read_bytes() if place.exists() else b""
    except OSError as error:
        raise StorageError(f"{place}: cannot be read: {(error.strerror or 'it failed').lower()}.") from None
    for number, line in enumerate(content.splitlines()):
        try:
            yield number, json.loads(line)
        except ValueError:  # what a crash left half
            continue
