"""The long work on a draft, in a process of its own.

Comes in: a draft of which work was begun. Goes out: nothing, as soon as the work goes on. The promise: a visitor never
waits for it, and it goes on when this server stops; when it is killed itself, the draft says that it was interrupted. The visitor who
began it had leave to do so, so this process does not ask again, as the command that goes on with a draft does.

    python -m ketenmonitor.web.publishing.work HOME CHAIN NUMBER
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.publishing import Draft, State, carry_out, draft_of
from ketenmonitor.store import Home, open_home
from ketenmonitor.web.apart import start


def start_work(home: Home, draft: Draft) -> None:
    """Go on with a draft, and return when somebody works on it, or has done so."""
    start(__name__, [str(home.path.resolve()), draft.chain, str(draft.number)], lambda: draft.is_busy)


def work(home: Path, chain: str, number: int) -> int:
    """What the process does; 0 when it went well, 1 when the draft says why not."""
    monitor = open_home(home)
    try:
        done = carry_out(monitor, draft_of(monitor, chain, number), lambda: time.time_ns() // 1000)
    except KetenmonitorError:
        return 1
    return int(done.state in (State.FAILED, State.UNSAFE))


if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
