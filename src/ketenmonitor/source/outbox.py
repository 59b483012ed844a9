"""What is known of each delivery that is being sent: a small file for each, in the state folder of the partner.

    STATE/outbox/DELIVERY_ID.json   {"delivery_id", "sha256", "url", "status", "location", "answer"}
    STATE/outbox/DELIVERY_ID.zip    what is sent; gone when it was answered

    status: sending -> acknowledged -> accepted | refused | known

Comes in: a delivery. Goes out: a `Letter`. The promise: each step stands on disk before the next one begins, so a run that was
killed is gone on with; what was accepted is never sent again; the same delivery gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ketenmonitor.errors import StorageError
from ketenmonitor.source.durable import write_whole
from ketenmonitor.source.outgoing import checked, zip_of
from ketenmonitor.source.packing import sha256_of

FINAL = ("accepted", "refused", "known")


@dataclass(frozen=True)
class Letter:
    """A delivery on its way. `sha256`: of the zip; `location`: where its answer will be."""

    delivery_id: str
    sha256: str
    url: str
    status: str = "sending"
    location: str | None = None
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        return self.status in FINAL


def put_in_outbox(delivery: Path, state: Path, url: str) -> Letter:
    """The letter of a delivery: what an earlier run left, when it is the same delivery to the same place, or a new one."""
    manifest = checked(delivery)
    place = _place(state, manifest["delivery_id"], "zip")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        zip_of(delivery, manifest, place)
    except OSError as error:
        raise StorageError(
            f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}. Nothing was sent."
        ) from None
    new = Letter(manifest["delivery_id"], sha256_of(place), url)
    known = _kept(state, new.delivery_id)
    is_same = known is not None and (known.sha256, known.url) == (new.sha256, new.url)
    # What was refused may be taken now, when the cause lay with the receiver; that knows it again when it did not.
    letter = known if known and is_same and known.status != "refused" else new
    if letter.is_answered:
        place.unlink()
    else:
        keep(state, letter)
    return letter


def keep(state: Path, letter: Letter) -> None:
    """Write what is known of a letter now; when it was answered, the zip is not needed any more."""
    write_whole(_place(state, letter.delivery_id, "json"), json.dumps(asdict(letter), ensure_ascii=False).encode())
    if letter.is_answered:
        zipped(state, letter).unlink(missing_ok=True)


def zipped(state: Path, letter: Letter) -> Path:
    """The file that is sent."""
    return _place(state, letter.delivery_id, "zip")


def digest_of(place: Path) -> str:
    """The value of the header Content-Digest (RFC 9530)."""
    return f"sha-256=:{b64encode(bytes.fromhex(sha256_of(place))).decode()}:"


def _kept(state: Path, delivery_id: str) -> Letter | None:
    try:
        return Letter(**json.loads(_place(state, delivery_id, "json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        raise StorageError(
            f"{_place(state, delivery_id, 'json')}: this file of the outbox cannot be read. Remove it; the delivery is then sent "
            "again, which is known when it was taken in before."
        ) from None


def _place(state: Path, delivery_id: str, ending: str) -> Path:
    name = quote(delivery_id, safe="") if len(delivery_id) < 60 else hashlib.sha256(delivery_id.encode()).hexdigest()
    return state / "outbox" / f"{name}.{ending}"
