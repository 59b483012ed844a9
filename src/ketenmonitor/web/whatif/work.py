"""The playing of a scenario, in a process of its own.

Comes in: a run that was begun. Goes out: nothing, as soon as it is played. The promise: a visitor never waits for it, and it goes on when
this server stops; when it is killed itself, the run says that it was interrupted. The visitor who began it had leave to do so.

    python -m ketenmonitor.web.whatif.work HOME CHAIN NUMBER
"""

from __future__ import annotations

import sys
from pathlib import Path

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.store import Home, open_home
from ketenmonitor.web.apart import start
from ketenmonitor.whatif import Run, Standing, play_run, run_of


def start_work(home: Home, run: Run) -> None:
    """Have a run played, and return when somebody plays it, or has done so."""
    place = [str(home.path.resolve()), run.chain, str(run.number)]
    start(__name__, place, lambda: run.standing is not Standing.INTERRUPTED)


def work(home: Path, chain: str, number: int) -> int:
    """What the process does; 0 when it went well, 1 when the run says why not."""
    monitor = open_home(home)
    try:
        return int(play_run(monitor, run_of(monitor, chain, number)).standing is not Standing.DONE)
    except KetenmonitorError:
        return 1


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
