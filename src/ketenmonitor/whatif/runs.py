"""Scenarios that somebody had played from a page, and what came of each.

    HOME/chains/CHAIN/scenarios/0001/scenario.toml   what was asked
    HOME/chains/CHAIN/scenarios/0001/asked.json      by whom and when
    HOME/chains/CHAIN/scenarios/0001/lock            held by whoever plays it
    HOME/chains/CHAIN/scenarios/0001/fault.txt       why it could not be played
    HOME/chains/CHAIN/scenarios/0001/files/          what came out: counts and days of a made-up future, nothing of a case

Comes in: the folder of a chain. Goes out: `Run`s. The promise: they stand apart from all that was measured and from releases; what came
out is there whole or not at all; of two who begin at the same moment each gets a number of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from ketenmonitor.errors import KetenmonitorError, NotFoundError, StorageError, UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.release import write_folder
from ketenmonitor.store import Home, open_view
from ketenmonitor.whatif.answered import files_of
from ketenmonitor.whatif.ask import answer, sides_of
from ketenmonitor.whatif.scenario import Scenario, read_scenario

CODE = "nl"  # of the sentences in the document; the page has its own in both languages
LOOKING = 0.1  # seconds to wait for a lock of which one only wants to know whether it is held


class Standing(StrEnum):
    """How far a run is; `INTERRUPTED`: nobody plays it any more, and nothing came out."""

    BUSY = "busy"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Run:
    """One scenario that was asked. `number` counts within its chain from 1; `by` and `at_us`: who asked, and when."""

    chain: str
    number: int
    place: Path
    by: str
    at_us: int

    @property
    def standing(self) -> Standing:
        """How far it is now."""
        if (self.place / "files").is_dir():
            return Standing.DONE
        if (self.place / "fault.txt").is_file():
            return Standing.FAILED
        try:
            with FileLock(self.place / "lock", timeout=LOOKING):
                return Standing.DONE if (self.place / "files").is_dir() else Standing.INTERRUPTED
        except Timeout:
            return Standing.BUSY

    @property
    def text(self) -> str:
        """The scenario as it was typed."""
        return (self.place / "scenario.toml").read_text(encoding="utf-8")

    @property
    def fault(self) -> str:
        """Why it could not be played; empty when it could."""
        place = self.place / "fault.txt"
        return place.read_text(encoding="utf-8") if place.is_file() else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The files that came out."""
        return tuple(sorted(one.name for one in (self.place / "files").glob("scenario*")))

    def file(self, name: str) -> bytes:
        """One of them. Raises NotFoundError for another name."""
        if name not in self.names:
            raise NotFoundError(f"Scenario {self.number} of {self.chain} has no such file.")
        return (self.place / "files" / name).read_bytes()


def runs_of(home: Home, chain: str) -> list[Run]:
    """Every run of a chain, the first first; one that was being written when the machine stopped is none."""
    folder = home.chain_path(chain) / "scenarios"
    found = (one for one in sorted(folder.glob("[0-9]*")) if (one / "asked.json").is_file())
    return [_run(chain, place) for place in found]


def run_of(home: Home, chain: str, number: int) -> Run:
    """One run. Raises NotFoundError."""
    place = home.chain_path(chain) / "scenarios" / f"{number:04}"
    if not (place / "asked.json").is_file():
        raise NotFoundError(f"Chain {chain} has no scenario {number}.")
    return _run(chain, place)


def begin_run(home: Home, chain: str, text: str, by: str, at_us: int) -> Run:
    """Write down what is asked. The scenario was read and found right before. Raises StorageError."""
    folder = home.chain_path(chain) / "scenarios"
    number = max((int(one.name) for one in folder.glob("[0-9]*")), default=0)
    try:
        folder.mkdir(exist_ok=True)
        while True:
            number += 1
            place = folder / f"{number:04}"
            try:
                place.mkdir()
                break
            except FileExistsError:
                continue
        (place / "scenario.toml").write_text(text, encoding="utf-8")
        (place / "asked.json").write_text(json.dumps({"by": by, "at_us": at_us}), encoding="utf-8")
    except OSError as error:
        raise StorageError(f"The scenario cannot be written: {error.strerror}. Nothing is played.") from None
    return _run(chain, place)


def play_run(home: Home, run: Run) -> Run:
    """Play it, and write what comes out; why it cannot be played is written too. Raises UsageError when somebody does so already."""
    try:
        with FileLock(run.place / "lock", timeout=LOOKING):
            _play(home, run)
    except Timeout:
        raise UsageError(f"Scenario {run.number} of {run.chain} is being played. Look again in a while.") from None
    return run


def _play(home: Home, run: Run) -> None:
    try:
        view = open_view(home, run.chain)
        scenario: Scenario = read_scenario(run.place / "scenario.toml", view.definition)
        found = answer(sides_of(Cases(view), scenario), view.known_at_us)
        write_folder(run.place / "files", files_of(found, CODE))
    except KetenmonitorError as error:
        (run.place / "fault.txt").write_text(str(error), encoding="utf-8")


def _run(chain: str, place: Path) -> Run:
    asked = json.loads((place / "asked.json").read_text(encoding="utf-8"))
    return Run(chain, int(place.name), place, asked["by"], asked["at_us"])
