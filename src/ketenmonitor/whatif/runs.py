"""Scenarios that somebody had played from a page, and what came of each.

    HOME/chains/CHAIN/scenarios/0001/scenario.toml   what was asked
    HOME/chains/CHAIN/scenarios/0001/asked.json      by whom and when
    HOME/chains/CHAIN/scenarios/0001/lock            held by whoever plays it
    HOME/chains/CHAIN/scenarios/0001/fault.txt       why it could not be played
    HOME/chains/CHAIN/scenarios/0001/files/          what came out: counts and days of a made-up future, nothing of a case

Comes in: the folder of a chain. Goes out: `Run`s. The promise: they stand apart from all that was measured and from releases; what came
out is there whole or not at all; of two who begin at the same moment each gets a number of its own, and no number is used again: of what
was forgotten the empty folder stays.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from errno import EEXIST, ENOTDIR, ENOTEMPTY
from pathlib import Path

from filelock import FileLock, Timeout

from ketenmonitor.errors import KetenmonitorError, NotFoundError, StorageError, UsageError
from ketenmonitor.instants import to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.release import write_folder
from ketenmonitor.store import Home, open_view
from ketenmonitor.whatif.answered import files_of
from ketenmonitor.whatif.ask import answer, sides_of
from ketenmonitor.whatif.scenario import Scenario, read_scenario

CODE = "nl"  # of the sentences in the document; the page has its own in both languages
NUMBER = re.compile(r"[0-9]{4,}")  # the name of a folder with a run; what somebody else put beside them is none
TAKEN = (EEXIST, ENOTDIR, ENOTEMPTY)
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
        except OSError:  # a home that can only be read: nobody plays in it
            return Standing.INTERRUPTED

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
    """Every run of a chain, the first first; one that cannot be read is none."""
    found = (_run(chain, place) for _, place in sorted(_numbered(home.chain_path(chain) / "scenarios")))
    return [one for one in found if one is not None]


def run_of(home: Home, chain: str, number: int) -> Run:
    """One run. Raises NotFoundError."""
    found = _run(chain, home.chain_path(chain) / "scenarios" / f"{number:04}")
    if found is None:
        raise NotFoundError(f"Chain {chain} has no scenario {number}.")
    return found


def runs_before(home: Home, chain: str, until: str) -> list[Run]:
    """The runs that were asked before a moment (ISO 8601, as the clock of the chain says it)."""
    zone = home.definition(chain).zone
    return [one for one in runs_of(home, chain) if to_iso(one.at_us, zone) < until]


def forget_runs(runs: Iterable[Run]) -> None:
    """Remove what was asked, by whom, and what came out. Cut short, a run is there still, and can be forgotten again."""
    for run in runs:
        asked = run.place / "asked.json"
        try:
            for one in run.place.iterdir():
                if one.is_dir():
                    shutil.rmtree(one)
                elif one != asked:
                    one.unlink()
            asked.unlink()
        except OSError as error:
            raise StorageError(
                f"{run.place}: cannot be removed: {error.strerror}. Give the same command again."
            ) from None


def begin_run(home: Home, chain: str, text: str, by: str, at_us: int) -> Run:
    """Write down what is asked, whole or not at all. The scenario was read and found right before. Raises StorageError."""
    folder = home.chain_path(chain) / "scenarios"
    beside = folder / f".{secrets.token_hex(8)}.being-written"
    try:
        beside.mkdir(parents=True)
        (beside / "scenario.toml").write_text(text, encoding="utf-8")
        (beside / "asked.json").write_text(json.dumps({"by": by, "at_us": at_us}), encoding="utf-8")
        place = _placed(beside, folder)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"The scenario cannot be written: {reason}. Nothing is played.") from None
    return Run(chain, int(place.name), place, by, at_us)


def _placed(beside: Path, folder: Path) -> Path:
    """Give it the next number; of two at the same moment one has the number after that."""
    number = max((number for number, _ in _numbered(folder)), default=0)
    while True:
        number += 1
        try:
            return beside.rename(folder / f"{number:04}")
        except OSError as error:
            if error.errno not in TAKEN:
                raise


def _numbered(folder: Path) -> Iterator[tuple[int, Path]]:
    return ((int(one.name), one) for one in folder.glob("[0-9]*") if NUMBER.fullmatch(one.name))


def play_run(home: Home, run: Run) -> Run:
    """Play it, and write what comes out; why it cannot be played is written too. Raises UsageError when somebody does so already,
    StorageError when nothing can be written.
    """
    try:
        with FileLock(run.place / "lock", timeout=LOOKING):
            _play(home, run)
    except Timeout:
        raise UsageError(f"Scenario {run.number} of {run.chain} is being played. Look again in a while.") from None
    except OSError as error:
        (run.place / "fault.txt").unlink(missing_ok=True)
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"Scenario {run.number} of {run.chain} cannot be written: {reason}.") from None
    return run


def _play(home: Home, run: Run) -> None:
    try:
        view = open_view(home, run.chain)
        scenario: Scenario = read_scenario(run.place / "scenario.toml", view.definition)
        found = answer(sides_of(Cases(view), scenario), view.known_at_us)
        write_folder(run.place / "files", files_of(found, CODE))
    except KetenmonitorError as error:
        # Who reads it need not know where on this machine the home is.
        said = str(error).replace(f"{home.path}/", "")
        (run.place / "fault.txt").write_text(said, encoding="utf-8")


def _run(chain: str, place: Path) -> Run | None:
    """What stands in a folder; None: no run, as when the machine stopped while it was being written."""
    try:
        asked = json.loads((place / "asked.json").read_text(encoding="utf-8"))
        return Run(chain, int(place.name), place, asked["by"], asked["at_us"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
