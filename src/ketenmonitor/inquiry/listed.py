"""The list of a holder: eight bytes for each person it knows, of which nobody can make anything without asking the holder.

    MIRROR/<holder>/<purpose>/<period>.jws              what the list is now, signed by the holder: its public key, how many, and the hash
    MIRROR/<holder>/<purpose>/<period>/<hash>.tags      the tags of each list, in their own order, padded: 8 bytes each

Comes in: tags, or a file of them. Goes out: a file with its signed description, or whether a tag is in it. The promise: the order and the
number say nothing of the persons, also to who compares a list with the one before; a list that is not the one that was signed is not
looked into; one that was asked about stays, so that it can be proved what the answer was.

A mirror is a static file server of a third party. It is never the holder itself: who holds the key would learn from which part of
the list somebody fetches. So the list is fetched whole.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from ketenmonitor.errors import StorageError
from ketenmonitor.inquiry.question import Element, Name, Sha256, Signed, signed
from ketenmonitor.keys import Secret

Tags = npt.NDArray[np.uint64]
TAG_BYTES = 8
LEAST = 256  # tags in a list


class Listed(Signed):
    """What a list is. `aud` is who made it too: it is for everybody. `public`: with which key the tags were made, in base64."""

    purpose: Name
    period: Name
    public: Element
    count: Annotated[int, Field(ge=0, le=2**40)]
    sha256: Sha256


def place_of(folder: Path, holder: str, purpose: str, period: str) -> Path:
    """Where the description of a list is."""
    return folder / holder / purpose / f"{period}.jws"


def tags_of(folder: Path, holder: str, purpose: str, period: str, sha256: str) -> Path:
    """Where the tags of a list are."""
    return folder / holder / purpose / period / f"{sha256}.tags"


def tag_of(output: bytes) -> int:
    """The tag of an output, as a number that can be looked up."""
    return int.from_bytes(output[:TAG_BYTES], "little")


def padded_length(count: int) -> int:
    """The length that a list gets: at most 12 % more, and telling little of how many there are (Padmé, PURBs 2019)."""
    count = max(count, LEAST)
    bits = count.bit_length() - 1
    step = 1 << (bits - bits.bit_length())
    return -(-count // step) * step


def write_list(folder: Path, tags: Tags, about: Listed, secret: Secret, seed: bytes) -> tuple[Listed, str]:
    """Put a list where the mirror takes it from: what it is, and that signed. `count` and `sha256` are filled in here. Raises StorageError.

    `seed`: from which the padding follows, and nobody else knows. It is the same each time: were it drawn anew, who has two
    lists of one period would see which tags are in both.
    """
    unique = np.unique(tags)
    padding = hashlib.shake_256(seed).digest(TAG_BYTES * (padded_length(len(unique)) - len(unique)))
    content = np.sort(np.concatenate([unique, np.frombuffer(padding, dtype="<u8")])).astype("<u8").tobytes()
    said = about.model_copy(update={"count": len(content) // TAG_BYTES, "sha256": hashlib.sha256(content).hexdigest()})
    place, text = place_of(folder, said.iss, said.purpose, said.period), signed(said, secret)
    try:
        _put(tags_of(folder, said.iss, said.purpose, said.period, said.sha256), content)
        _put(place, text.encode())
    except OSError as error:
        raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None
    return said, text


def is_listed(content: bytes, about: Listed) -> bool:
    """Whether this is the list that was described."""
    return len(content) == about.count * TAG_BYTES and hashlib.sha256(content).hexdigest() == about.sha256


def has(tags: Tags, tag: int) -> bool:
    """Whether a tag is in a list."""
    wanted = np.uint64(tag)
    place = int(np.searchsorted(tags, wanted))
    return place < len(tags) and bool(tags[place] == wanted)


def _put(place: Path, content: bytes) -> None:
    """The old file or the new one, never half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(place.name + ".new")
    beside.write_bytes(content)
    os.replace(beside, place)
