"""What processes of a test do; it imports little, for each of them imports it anew."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np

from ketenmonitor.errors import SimulationError
from ketenmonitor.whatif.model import Arrivals, Model, Places, Route, Step, Stood
from ketenmonitor.whatif.played import Played
from ketenmonitor.whatif.simulate import play


def columns(of: Played) -> list[np.ndarray]:
    return [np.atleast_1d(getattr(of, field.name)) for field in fields(of)]


def hashed(of: Played) -> str:
    """Of the columns as bytes of the same order on every machine."""
    return hashlib.sha256(b"".join(column.astype("<i8").tobytes() for column in columns(of))).hexdigest()


def hash_of(number: int) -> str:
    start = date(2026, 1, 1)
    desk = Step("a", "p", (Route("a", 0.3), Route(None, 0.7)), Places(3, 86_400.0))
    chain = Model("chain", "1", {"a": desk}, (Arrivals("a", 1.4, start),))
    return hashed(play(chain, Stood(), start, date(2026, 4, 1), 1, number))


def dies(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuses(number: int) -> int:
    raise SimulationError(f"replication {number} cannot be played")


def begins(folder: Path, number: int) -> None:
    (folder / f"{number}.pid").write_text(str(os.getpid()))
    time.sleep(600)
