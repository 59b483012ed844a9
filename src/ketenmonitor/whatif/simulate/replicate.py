"""Many replications, on all cores, and in the order of their numbers.

Comes in: what is done for one replication, and how many. Goes out: a list with what each gave. The promise: the same list with any
number of processes; who stops it leaves no process behind, and a process that dies is said and not waited for.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from time import monotonic
from typing import TypeVar

from ketenmonitor.errors import SimulationError

T = TypeVar("T")
STARTING_S = 3.0  # about what it takes until other processes have begun


def nobody(done: int, of: int) -> None:
    """Nobody wants to know."""


class Crew:
    """Processes that are started once and play many times: each is started anew (a copy of this one would have its threads' locks and
    not the threads that open them), which takes longer than playing a small chain. They end with the `with` that they are made for.

    `workers`: how many; None: as many as there are cores, and none as long as what is to be done takes less time than starting them.
    """

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._is_given = workers is not None
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            _stop(self._pool)
            self._pool = None

    def replicate(
        self, one: Callable[[int], T], replications: int, told: Callable[[int, int], None] = nobody
    ) -> list[T]:
        """`one(0)`, `one(1)` and so on; `one` and what it gives can be pickled. `told` hears how many are done, of how many."""
        every, found = range(replications), list[T]()
        if self.workers > 1 and not self._is_given and not self._pool:
            began = monotonic()
            found = _counted(map(one, every[:1]), replications, told)
            if (monotonic() - began) * (replications - 1) < STARTING_S:
                return found + _counted(map(one, every[1:]), replications, told, 1)
        if self.workers <= 1:
            return _counted(map(one, every), replications, told)
        return found + self._in_processes(one, every[len(found) :], told)

    def _in_processes(self, one: Callable[[int], T], numbers: range, told: Callable[[int, int], None]) -> list[T]:
        self._pool = self._pool or ProcessPoolExecutor(
            self.workers, multiprocessing.get_context("spawn"), _ends_with_this_one
        )
        try:
            results = (done.result() for done in _begun(self._pool, one, numbers))
            return _counted(results, numbers.stop, told, numbers.start)
        except BrokenProcessPool:
            raise SimulationError(
                f"one of {self.workers} processes that simulated was stopped from outside, as a system does when memory runs out;"
                " nothing was kept. Free memory, or simulate with fewer processes or over fewer years."
            ) from None


def replicate(
    one: Callable[[int], T], replications: int, workers: int | None = None, told: Callable[[int, int], None] = nobody
) -> list[T]:
    """The same with processes of its own."""
    with Crew(workers and min(workers, replications)) as crew:
        return crew.replicate(one, replications, told)


def _counted(results: Iterable[T], of: int, told: Callable[[int, int], None], before: int = 0) -> list[T]:
    found = []
    for one in results:
        found.append(one)
        told(before + len(found), of)
    return found


def _ends_with_this_one() -> None:
    """In a process of a crew: when the one that began it is killed nobody waits, and it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def ended() -> None:
        parent.join()
        os._exit(1)

    Thread(target=ended, daemon=True).start()


def _begun(pool: ProcessPoolExecutor, one: Callable[[int], T], numbers: range) -> list[Future[T]]:
    """Gives out all work; the processes that it starts do not hear Ctrl-C, for it is this one that stops them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return [pool.submit(one, number) for number in numbers]
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stop(pool: ProcessPoolExecutor) -> None:
    """Lets no process go on with what nobody waits for; after the last result there is none at work."""
    processes = list((pool._processes or {}).values())  # Python 3.14 has `terminate_workers` for this
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join()
