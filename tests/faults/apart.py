"""Do one thing with a monitor in a process of its own, and print what it took: `python -m tests.faults.apart WHAT HOME ...`."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ketenmonitor.intake import import_log, n_waiting, receive, retry, waiting
from ketenmonitor.store import Home
from tests.chain import NOW, figures, instant

ROOT = Path(__file__).parents[2]


def apart(what: str, *arguments: object, timeout: float = 3600) -> dict[str, Any]:
    """What WHAT said, with `seconds` and `peak_mb`."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.apart", what, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def _receive(home: str, delivery: str) -> dict[str, Any]:
    found = receive(Home(Path(home)), Path(delivery), instant(NOW))
    listed = {"listed": len(found.quarantined), "apart": found.n_quarantined}
    return {"status": found.status, "counts": found.counts, "findings": found.findings, **listed}


def _retry(home: str) -> dict[str, Any]:
    return {"statuses": [o.status for o in retry(Home(Path(home)), instant(NOW))]}


def _waiting(home: str) -> dict[str, Any]:
    return {"listed": len(waiting(Home(Path(home)))), "apart": n_waiting(Home(Path(home)))}


def _import(home: str, log: str) -> dict[str, Any]:
    outcomes = import_log(Home(Path(home)), "proef", Path(log), instant(NOW))
    return {"statuses": [o.status for o in outcomes], "counts": [o.counts for o in outcomes]}


def _figures(home: str, name: str) -> dict[str, Any]:
    return {"records": figures(Home(Path(home)), name)}


def _nothing(home: str) -> dict[str, Any]:
    return {}


KNOWN: dict[str, Callable[..., dict[str, Any]]] = {
    "receive": _receive,
    "retry": _retry,
    "waiting": _waiting,
    "import": _import,
    "figures": _figures,
    "nothing": _nothing,
}

if __name__ == "__main__":
    started = time.monotonic()
    said = KNOWN[sys.argv[1]](*sys.argv[2:])
    said["seconds"] = round(time.monotonic() - started, 1)
    said["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(json.dumps(said))
