"""Rotates in processes that kill themselves at a point: `python -m tests.faults.rotating`.

Comes in, a JSON line each: {home, to, urls, kill}; goes out, a JSON line each: {signal, points, error}. A process of its own
rotates, and kills itself (SIGKILL) when it passed `kill` points: before and after each step that changes the vault, and before
and after each commit. It has everything imported and forks, as importing takes longer than rotating.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.intake import rotation
from ketenmonitor.store import Vault, open_home

STEPS = ("turn_to", "keep_turned", "take_turn", "shrink")
SIZE = 21  # of a batch, so that there are several


def carry_out(order: dict[str, Any], out: int) -> None:
    passed = 0

    def pass_by() -> None:
        nonlocal passed
        os.write(out, b".")
        passed += 1
        if passed > order["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)

    def stepping(name: str) -> None:
        original = getattr(Vault, name)

        def step(self: Vault, *given: Any) -> Any:
            pass_by()
            found = original(self, *given)
            pass_by()
            return found

        setattr(Vault, name, step)

    changing = Vault.changing

    @contextmanager
    def changed(self: Vault) -> Any:
        with changing(self):
            yield
            pass_by()  # before it is committed
        pass_by()

    for name in STEPS:
        stepping(name)
    Vault.changing = changed  # type: ignore[method-assign]  # the test's own wrapper around a transaction
    rotation.MOST = SIZE  # type: ignore[misc]  # smaller batches than there are
    try:
        rotation.rotate(open_home(Path(order["home"])), "proef", order["to"], order["urls"])
    except KetenmonitorError as error:
        os.write(out, str(error).encode())


def answer(order: dict[str, Any]) -> dict[str, Any]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        carry_out(order, writer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        said = told.read()
    _, status = os.waitpid(pid, 0)
    error = said.lstrip(".")
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "points": len(said) - len(error),
        "error": error,
    }


if __name__ == "__main__":
    for module in ("ibis.backends.duckdb", "ketenmonitor.pseudonyms.batches"):
        importlib.import_module(module)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
