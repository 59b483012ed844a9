"""Work that takes long, in a process of its own.

Comes in: a module to run, and what it is told. Goes out: nothing, as soon as the work goes on. The promise: a visitor never waits for it,
it goes on when this server stops, and an end that nobody expected stands in the log of the server.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from subprocess import DEVNULL, Popen
from threading import Thread

log = logging.getLogger("ketenmonitor.web")
SECONDS_TO_START = 20.0
EXPECTED = (0, 1)  # done, or not: then what it works on says why


def start(module: str, told: Sequence[str], has_begun: Callable[[], bool]) -> None:
    """Run `python -m MODULE TOLD...`, and return when it has begun, or ended."""
    process = Popen(
        [sys.executable, "-m", module, *told], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
    )
    Thread(target=_ended, args=(process, module), daemon=True).start()
    until = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and not has_begun() and time.monotonic() < until:
        time.sleep(0.05)


def _ended(process: Popen[bytes], module: str) -> None:
    """Wait for it, so that the system forgets it too."""
    if (status := process.wait()) not in EXPECTED:
        log.error(f"{module} ended with status {status}")
