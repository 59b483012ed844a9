"""Packs in processes that die on purpose.

Comes in, a JSON line each: {folder, step}. A process of its own packs and kills itself (SIGKILL) just before the step with this
number (0: never): each thing that changes a file below the folder is a step. Goes out, a JSON line each: {signal, steps}.

Run as `python -m tests.unit.source.packer`: it has everything imported and forks, as importing takes longer than packing.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from ketenmonitor.source.mapping import read_mapping
from tests.unit.source.extract import packed

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "shutil.rmtree")
WRITING = os.O_WRONLY | os.O_RDWR


def watch(root: Path, step: int, out: int) -> None:
    """Count what changes a file below the root, and die before the step that was ordered."""
    lock, passed = threading.Lock(), [0]

    def before(event: str, args: tuple[Any, ...]) -> None:
        if not args or not str(args[0]).startswith(str(root)):
            return
        # Of what libraries write themselves only what Python opens is seen: the places between are steps enough.
        if event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & WRITING):
            with lock:
                passed[0] += 1
                os.write(out, b".")
                if passed[0] == step:
                    os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(before)


def answer(order: dict[str, Any]) -> dict[str, Any]:
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        folder = Path(order["folder"])
        watch(folder, order["step"], writer)
        try:
            packed(read_mapping(folder / "mapping.toml"), now="2024-03-02T06:00:00+01:00")
        except BaseException as error:
            sys.stderr.write(f"{error!r}\n")
            os._exit(70)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        steps = len(told.read())
    _, status = os.waitpid(pid, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status), "steps": steps}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
