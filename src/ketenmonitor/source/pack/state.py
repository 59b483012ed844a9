"""What was sent: kept at the partner, so that the next delivery holds only what changed.

    STATE/state.key            seals and hashes what is here; itself sealed by the passphrase
    STATE/accepted.json        the last delivery of which it is known that it was accepted
    STATE/pending.json         the delivery of which that is not known yet
    STATE/rows-DELIVERY/       keyed hashes of all that had been sent with that delivery, and what takes a link back, sealed
    STATE/report.json          the report of the last pack
    STATE/work/                what one pack needs, gone when it ends

Comes in: the folder of a state. Goes out: a `State`, held by one process. The promise: a crash at any moment leaves the old or the
new state, since each step is one file put in its place; a delivery counts as sent only when it is said that it was accepted.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.keys import make_key, open_key, passphrase
from ketenmonitor.source.durable import put_in_place, write_whole

ACCEPTED, PENDING, REPORT, WORK, KEY = "accepted.json", "pending.json", "report.json", "work", "state.key"
ROWS = "rows-"
UNFINISHED = "."  # before the name of a delivery that is being written


@dataclass(frozen=True)
class Sent:
    """One delivery as the state knows it. `place`: where it lies; `settings`: what its pseudonyms depend on."""

    delivery_id: str
    chain: str
    partner: str
    delivered_from: str
    delivered_until_us: int
    kinds: tuple[str, ...]
    settings: str
    place: str


@dataclass(frozen=True)
class State:
    """A state that this process holds. `key` is secret."""

    path: Path
    key: bytes
    accepted: Sent | None
    pending: Sent | None

    @property
    def work(self) -> Path:
        return self.path / WORK

    def rows_of(self, sent: Sent) -> Path:
        """The folder with the hashes of all that had been sent with a delivery."""
        return self.path / f"{ROWS}{sent.delivery_id}"


@contextmanager
def held(path: Path) -> Iterator[State]:
    """The state in a folder, made when it is not there. Raises StorageError when another process holds it."""
    phrase = passphrase()
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
        with FileLock(path / "lock", timeout=0):
            place = path / KEY
            secret = open_key(place, "vault", phrase) if place.exists() else make_key(place, "vault", phrase)
            state = State(path, secret.value, _read(path / ACCEPTED), _read(path / PENDING))
            _clean(state)
            state.work.mkdir(mode=0o700)
            try:
                yield state
            finally:
                shutil.rmtree(state.work, ignore_errors=True)
    except Timeout:
        raise StorageError(
            f"{path}: another pack is using this state. Wait for it, and give the command again."
        ) from None
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(
            f"{path}: cannot be read or written: {reason}. Nothing was packed. Mend it, and pack again."
        ) from None


def keep(state: State, sent: Sent, rows: Path) -> None:
    """From now on this delivery is pending: its rows are put in place first, what says so last."""
    shutil.rmtree(state.rows_of(sent), ignore_errors=True)
    place = Path(sent.place)
    on_disk(rows, place.with_name(f"{UNFINISHED}{place.name}"))
    rows.replace(state.rows_of(sent))
    write_whole(state.path / PENDING, json.dumps(asdict(sent), indent=1).encode() + b"\n")


def pending(path: Path) -> str | None:
    """The delivery of which it is not known yet whether it was accepted."""
    found = _read(path / PENDING)
    return found.delivery_id if found else None


def confirmed(path: Path, delivery_id: str) -> None:
    """The delivery was accepted: the next one follows it. Saying it twice changes nothing."""
    with held(path) as state:
        if state.pending is not None and state.pending.delivery_id == delivery_id:
            put_in_place(path / PENDING, path / ACCEPTED)
        elif state.accepted is None or state.accepted.delivery_id != delivery_id:
            raise _not_pending(state, delivery_id)


def refused(path: Path, delivery_id: str) -> None:
    """The delivery was not accepted, or will not be sent: it is removed, and the next pack starts from the one before it."""
    with held(path) as state:
        if state.pending is None or state.pending.delivery_id != delivery_id:
            raise _not_pending(state, delivery_id)
        (path / PENDING).unlink()
        place = Path(state.pending.place)
        for one in (place, place.with_name(f"{UNFINISHED}{place.name}")):
            shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)


def finish(sent: Sent) -> None:
    """Give a delivery that was written whole its name: a crash may have come just before."""
    place = Path(sent.place)
    unfinished = place.with_name(f"{UNFINISHED}{place.name}")
    if unfinished.exists() and not place.exists():
        put_in_place(unfinished, place)


def _clean(state: State) -> None:
    """Remove what a crash left, and finish what it interrupted."""
    shutil.rmtree(state.work, ignore_errors=True)
    if state.pending:
        finish(state.pending)
    known = {state.rows_of(sent) for sent in (state.accepted, state.pending) if sent}
    for rows in state.path.glob(f"{ROWS}*"):
        if rows not in known:
            shutil.rmtree(rows, ignore_errors=True)


def _read(path: Path) -> Sent | None:
    if not path.exists():
        return None
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Sent(**{**said, "kinds": tuple(said["kinds"])})
    except (ValueError, TypeError, KeyError):
        raise StorageError(
            f"{path}: damaged. Put the state back from a backup; or begin with a new one, whose first delivery is full."
        ) from None


def _not_pending(state: State, delivery_id: str) -> UsageError:
    waits = f"{state.pending.delivery_id} is" if state.pending else "None is"
    return UsageError(f"{delivery_id}: not the delivery that waits for an answer. {waits}. Name that one.")


def on_disk(*places: Path) -> None:
    """Wait until all that is in these files and folders is on the disk: what says that they are there comes after it."""
    for place in places:
        for file in (one for one in (place, *place.rglob("*")) if one.is_file()):
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
