"""Does what a partner does, in processes that die on purpose.

Comes in, a JSON line each: {folder, urls, state, step}. A process of its own carries it out and kills itself (SIGKILL) just
before the step with this number: each thing that changes a file is a step. Goes out, a JSON line each: the signal it died of,
or 0.

Run as `python -m tests.unit.source.mortal`: it has everything imported and forks, as importing takes longer than the work.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from ketenmonitor.keys import Secret, Signer
from ketenmonitor.source.pseudonymising import pseudonymise
from ketenmonitor.source.sending import Polling, send
from ketenmonitor.source.services import Road, Service

CHANGES = ("os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.mkdir", "pyarrow")
SIGNING = Secret("signing", "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=", bytes(range(32)))


def carry_out(order: dict[str, Any]) -> None:
    """What the child does."""
    watch(Path(order["root"]), order["step"])
    urls, folder = order["urls"], Path(order["folder"])
    if order["state"] is None:
        with Service(Road(urls[0])) as one, Service(Road(urls[1])) as other:
            pseudonymise(folder, (one, other), Signer(SIGNING), int(time.time()), lambda done, total: None)
    else:
        with Service(Road(urls[0])) as receiver:
            send(folder, Path(order["state"]), receiver, Polling(first=0.01))


def watch(root: Path, step: int) -> None:
    """Count what changes a file below the root, and die before the step that was ordered."""
    lock, passed = threading.Lock(), [0]

    def before(event: str, args: tuple[Any, ...]) -> None:
        if not args or not str(args[0]).startswith(str(root)):
            return
        if event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)):
            with lock:
                passed[0] += 1
                if passed[0] == step:
                    os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(before)


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                carry_out(json.loads(line))
            except BaseException as error:
                sys.stderr.write(f"{error!r}\n")
                os._exit(70)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        died = os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        print(died, flush=True)


if __name__ == "__main__":
    main()
