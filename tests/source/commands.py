"""Gives commands of the program in processes of their own, as a user would, and lets some of them go wrong on purpose.

Comes in, a JSON line each: {words, folder, said, broken}. A process of its own gives the command in the folder; all that it says
goes to the file `said`. `broken` is empty, or `MODULE:NAME:HOW`: after the function NAME of MODULE has done its work the process
is killed (HOW is `kill`), crashes with a dump (`crash`) or fails with a mistake that nobody foresaw (`raise`); `interrupted`: its
user stops it after two seconds. Goes out, a JSON
line each: the exit status, below zero for the signal that it died of.

Run as `python -m tests.source.commands`: it has everything imported and forks, as importing takes longer than most commands.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from ketenmonitor.cli import app, at_source, main  # noqa: F401  # imported before the fork
from ketenmonitor.source import pack, pseudonymising, sending  # noqa: F401  # imported before the fork

INTERRUPTED = "interrupted"


def fail(how: str) -> None:
    """What `broken` asks for."""
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "crash":
        os.abort()
    raise RuntimeError("a mistake of ours")


def break_at(place: str) -> None:
    """Let a function fail once it has done its work, with all that it knew at hand."""
    if place == INTERRUPTED:
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        signal.setitimer(signal.ITIMER_REAL, 2)
        return
    name, attribute, how = place.split(":")
    module = importlib.import_module(name)
    works: Callable[..., Any] = getattr(module, attribute)

    def breaks(*given: Any, **named: Any) -> Any:
        made = works(*given, **named)
        fail(how)
        return made

    setattr(module, attribute, breaks)


def carry_out(order: dict[str, Any]) -> int:
    """What the child does; the status it ends with."""
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(said, stream)
    os.chdir(order["folder"])
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(
        resource.RLIMIT_CORE, (most, most)
    )  # a dump is written, unless the program sees to it that none is
    faulthandler.enable(all_threads=True)
    if order["broken"]:
        break_at(order["broken"])
    sys.argv = ["ketenmonitor", *order["words"]]
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except BaseException:
        traceback.print_exc()
        return 70
    return 0


def answer(order: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        status = 70
        try:
            status = carry_out(order)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    for line in sys.stdin:
        print(answer(json.loads(line)), flush=True)
