"""Prepare tables again after a delivery, beside the server: in a process of its own, that takes the time that is left.

Comes in: a home and a chain. Goes out: nothing; the prepared tables are up to date a while later. The promise: no page waits
for it, one at a time, it ends when the server does, and when it was killed the next delivery or start does it again.
"""

from __future__ import annotations

import asyncio
import logging
import logging.config
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ketenmonitor.api import LOGGING
from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.measures import prepare
from ketenmonitor.store import Home, ledger, open_home

PROGRAM = f"import sys; from {__name__} import main; main(*sys.argv[1:])"
log = logging.getLogger("ketenmonitor.web")


def is_large(home: Home, chain: str) -> bool:
    """Whether there is anything to prepare: for few events starting a process takes longer than it saves."""
    receipts = ledger.read(home.tables_path(chain))
    return sum(receipt.counts.get("events", 0) for receipt in receipts) >= home.settings.prepare_from


@contextmanager
def beside(home: Home) -> Iterator[None]:
    """Meanwhile, prepare what is not up to date: at the start of a server, after one that was killed."""
    chains = [chain for chain in home.chains() if is_large(home, chain)]
    if not chains:
        yield
        return
    with subprocess.Popen(_command(home, *chains)) as process:
        try:
            yield
        finally:
            process.kill()


def _command(home: Home, *chains: str) -> list[str]:
    return [sys.executable, "-P", "-c", PROGRAM, str(home.path), *chains]


class Refresh:
    """What one server process has to prepare."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._one = asyncio.Lock()
        self._waiting: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()  # held here, as the loop does not hold them

    def soon(self, chain: str) -> None:
        """Prepare the tables of a chain; who asks while it still waits its turn asks nothing new."""
        if chain not in self._waiting and is_large(self._home, chain):
            self._waiting.add(chain)
            task = asyncio.get_running_loop().create_task(self._run(chain))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _run(self, chain: str) -> None:
        async with self._one:
            self._waiting.discard(chain)
            process = await asyncio.create_subprocess_exec(*_command(self._home, chain))
            try:
                await process.wait()
            finally:
                with suppress(ProcessLookupError):
                    process.kill()


def main(place: str, *chains: str) -> None:
    """Prepare the tables of these chains."""
    logging.config.dictConfig(LOGGING)
    logging.captureWarnings(True)
    os.nice(10)
    home = open_home(Path(place))
    for chain in chains:
        try:
            log.info("prepared", extra={"chain": chain, "how": prepare(home, chain)})
        except KetenmonitorError as error:  # figures are the same without, and take longer
            log.warning("not prepared", extra={"chain": chain}, exc_info=error)
