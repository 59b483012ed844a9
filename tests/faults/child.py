"""Receives deliveries in processes that die on purpose.

Comes in, a JSON line each: {home, delivery, command, point, delay}. A process of its own carries the command out and
kills itself (SIGKILL) when it comes to `point`, or is killed `delay` seconds after it became the one writer.
Goes out, a JSON line each: {signal, seconds, points, error}; `points` are the points that were passed, in order.

Run as `python -m tests.faults.child`. It has everything imported and forks, as importing takes longer than receiving.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.intake import receive, retry
from ketenmonitor.retention import policy_of
from ketenmonitor.store import open_home, tables
from ketenmonitor.store.home import Home
from tests.chain import NOW, instant

STARTED, POINT, FAILED = "started", "point ", "error "


def carry_out(order: dict[str, Any], out: int) -> None:
    """What the child does; everything it has to tell goes line by line to `out`, as it may die at any moment."""

    def tell(line: str) -> None:
        os.write(out, (line + "\n").encode())

    watch(tell, order["point"])
    home = open_home(Path(order["home"]))
    try:
        if order["command"] == "retry":
            retry(home, instant(NOW))
        elif order["command"] == "retention":
            from tests.unit.retention.policies import AFTER_10, applied

            applied(home, policy_of(home, "proef"), AFTER_10)
        else:
            receive(home, Path(order["delivery"]), instant(NOW))
    except KetenmonitorError as error:
        tell(FAILED + str(error))


def watch(tell: Callable[[str], None], point: str | None) -> None:
    """Put a point before and after every step that changes something on disk."""
    passed: dict[str, int] = {}

    def pass_by(name: str) -> None:
        passed[name] = passed.get(name, 0) + 1
        name = f"{name} {passed[name]}"
        tell(POINT + name)
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def stopping(module: Any, step: str, detail: Callable[..., str]) -> None:
        original = getattr(module, step)

        def stepping(*args: Any, **named: Any) -> Any:
            name = f"{step} {detail(*args)}".strip()
            pass_by(f"before {name}")
            result = original(*args, **named)
            pass_by(f"after {name}")
            return result

        setattr(module, step, stepping)

    for step in ("append", "roll_back"):
        stopping(tables, step, lambda _root, table, *_: str(table))
    # Between the two: the file of a table is there and the table does not know it.
    stopping(tables, "commit", lambda path, *_: path.name)
    stopping(os, "replace", lambda *_: "")
    stopping(shutil, "copyfile", lambda *_: "")
    # Inside a removal: a folder of which some is gone already.
    for step in ("unlink", "rmdir"):
        stopping(os, step, lambda *_: "")
    writing = Home.writing

    @contextmanager
    def told(self: Home) -> Iterator[None]:
        with writing(self):
            tell(STARTED)
            yield

    Home.writing = told  # type: ignore[method-assign]  # the test's own wrapper around the lock


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """Fork, have the order carried out, kill when asked to, and tell how it ended."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        carry_out(order, writer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        lines = [told.readline().rstrip("\n")]
        while lines[-1] and lines[-1] != STARTED:
            lines.append(told.readline().rstrip("\n"))
        began = time.monotonic()
        if order["delay"] is not None:
            time.sleep(order["delay"])
            os.kill(pid, signal.SIGKILL)
        lines += told.read().splitlines()
    _, status = os.waitpid(pid, 0)
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "seconds": time.monotonic() - began,
        "points": [line.removeprefix(POINT) for line in lines if line.startswith(POINT)],
        "error": next((line.removeprefix(FAILED) for line in lines if line.startswith(FAILED)), None),
    }


if __name__ == "__main__":
    # Imported by Ibis when it first needs them, which would be in each child again.
    for module in ("ibis.backends.duckdb", "ibis.backends.sql.compilers.duckdb", "pandas"):
        importlib.import_module(module)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
