"""One delivery in the inbox: what is known of it, as two small files beside its zip.

Comes in: the manifest of a zip and who brought it, later what became of it. Goes out: an `Entry`. The promise: an entry is named by
chain, partner and delivery_id alone, so that the same delivery is the same entry whoever brings it, how often, and after any crash.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ketenmonitor.intake import Outcome
from ketenmonitor.store.tables import storage_errors

ABOUT, OUTCOME, ZIP = "about.json", "outcome.json", "delivery.zip"
NOT_CONTENT = ("made_at", "contact")  # as the gate has it: when and by whom it was made is not what is in it
MOST_LISTED = 1000  # of rows that were set apart; all are counted, and all are in quarantine


@dataclass(frozen=True)
class Entry:
    """`content`: hash of what the manifest says; `digest`: of the zip itself. `by`: who brought it. `outcome`: None while it waits."""

    id: str
    chain: str
    partner: str
    delivery_id: str
    follows: str | None
    content: str
    digest: str
    by: str
    arrived_us: int
    transaction: str | None = None
    outcome: Outcome | None = None
    finished_us: int | None = None
    n_quarantined: int = 0

    @property
    def status(self) -> str:
        """`received`, and then what the gate says of it."""
        return self.outcome.status if self.outcome else "received"


def entry_of(said: dict[str, Any], digest: str, by: str, arrived_us: int, transaction: str | None = None) -> Entry:
    """The entry of a delivery with this manifest, of which chain, partner and delivery_id are texts."""
    chain, partner, delivery_id = said["chain"], said["partner"], said["delivery_id"]
    content = {name: value for name, value in said.items() if name not in NOT_CONTENT}
    follows = said.get("follows") if isinstance(said.get("follows"), str) else None
    hashed = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    number = id_of(chain, partner, delivery_id)
    return Entry(number, chain, partner, delivery_id, follows, hashed, digest, by, arrived_us, transaction)


def id_of(chain: str, partner: str, delivery_id: str) -> str:
    """What an entry is called; those of one partner in one chain begin alike."""
    said = json.dumps([chain, partner, delivery_id])
    return beginning_of(chain, partner) + sha256(said.encode()).hexdigest()[:20]


def beginning_of(chain: str, partner: str) -> str:
    """With what the ids of a partner's entries begin."""
    return sha256(json.dumps([chain, partner]).encode()).hexdigest()[:12]


def write_about(folder: Path, entry: Entry) -> None:
    """Put what is known of a delivery beside it."""
    said = {name: value for name, value in asdict(entry).items() if name not in (OUTCOME, "outcome", "finished_us")}
    write(folder / ABOUT, json.dumps(said, ensure_ascii=False).encode())


def write_outcome(folder: Path, outcome: Outcome, now_us: int) -> None:
    """Put beside it what became of it."""
    said = {**asdict(outcome), "quarantined": list(outcome.quarantined[:MOST_LISTED])}
    said |= {"n_quarantined": outcome.n_quarantined, "finished_us": now_us}
    write(folder / OUTCOME, json.dumps(said, ensure_ascii=False).encode())


def read(folder: Path) -> Entry | None:
    """The entry in a folder; None when there is none, or no longer."""
    try:
        about = json.loads((folder / ABOUT).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    return with_outcome(folder, Entry(**about))


def with_outcome(folder: Path, entry: Entry) -> Entry:
    """The same with what became of it, if that is known."""
    try:
        said = json.loads((folder / OUTCOME).read_bytes())
    except FileNotFoundError:
        return entry
    finished_us, number = said.pop("finished_us"), said.pop("n_quarantined")
    said |= {name: tuple(said[name]) for name in ("reasons", "quarantined", "codes")}
    return replace(entry, outcome=Outcome(**said), finished_us=finished_us, n_quarantined=number)


def write(place: Path, content: bytes) -> None:
    """A file that is there whole and on disk, or not at all."""
    beside = place.with_name(f".{place.name}")
    with storage_errors(place.parent):
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
        sync(place.parent)


def sync(folder: Path) -> None:
    """What was put into a folder or taken out of it is so after the power fails."""
    with _opened(folder) as held:
        os.fsync(held)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    held = os.open(folder, os.O_RDONLY)
    try:
        yield held
    finally:
        os.close(held)
