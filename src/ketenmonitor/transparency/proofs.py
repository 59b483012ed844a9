"""Proofs as texts (c2sp.org/tlog-proof, and the proof lines of c2sp.org/tlog-witness), and the checking of them without the log.

    c2sp.org/tlog-proof@v1            old 20852014
    extra <salt and record>           PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
    index 73894                       ...
    gSKyXoYZUgZ6jduWYrkDOARinOMG...
    ...

    <checkpoint>

Comes in: a log, or the text of a proof and the keys that are believed. Goes out: a text, or what was proven. The promise: a record
is proven by what is in the text and by keys, and by nothing else; what does not prove it is a TransparencyError that says why.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass

from ketenmonitor.errors import NotFoundError, TransparencyError
from ketenmonitor.transparency.checkpoints import Checkpoint, said_in
from ketenmonitor.transparency.kept import SALT, leaf_of
from ketenmonitor.transparency.log import Log
from ketenmonitor.transparency.notes import Key, Note, Signed, read_note, signers
from ketenmonitor.transparency.tree import HASH, is_included

FIRST = "c2sp.org/tlog-proof@v1"
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
MOST = 64  # hashes of a path


@dataclass(frozen=True)
class Proven:
    """A record that is in a log: its number, the checkpoint that it is under, and who of the believed keys signed that."""

    record: bytes
    number: int
    checkpoint: Checkpoint
    signed: tuple[Signed, ...]


def believed(note: Note, keys: Sequence[Key]) -> tuple[Checkpoint, list[Signed]]:
    """What a note says of a log, and who of these keys signed it. Raises TransparencyError when none did, or one wrongly."""
    checkpoint, signed = said_in(note), signers(note, list(keys))
    if checkpoint is None:
        raise TransparencyError("This is not a checkpoint: its text is not an origin, a size and a root.")
    if signed is None:
        raise TransparencyError(
            "The checkpoint has a signature of a key that is believed, and the signature is wrong: it was changed after it was signed."
        )
    if not signed:
        raise TransparencyError(
            "The checkpoint is not signed by any key that is believed. Get the key of the log from its owner, by another way than this."
        )
    return checkpoint, signed


def inclusion_text(log: Log, number: int, note: Note) -> str:
    """The proof that record `number` is in the log of a checkpoint. Raises NotFoundError when it was erased, or is no part of it."""
    checkpoint = said_in(note)
    if checkpoint is None or checkpoint.origin != log.origin or not 0 <= number < checkpoint.size:
        raise NotFoundError(
            f"Record {number} is not in the log of this checkpoint. Sign a newer one with `log checkpoint`."
        )
    body = log.body(number)
    if body is None:
        raise NotFoundError(
            f"Record {number} was erased: what it said can no longer be proven, only that something was there."
        )
    lines = [
        FIRST,
        f"extra {b64encode(body).decode()}",
        f"index {number}",
        *_lines(log.inclusion(number, checkpoint.size)),
    ]
    return "".join(f"{line}\n" for line in lines) + f"\n{note}"


def checked_proof(text: str, keys: Sequence[Key]) -> Proven:
    """What the text proves to who believes these keys. Raises TransparencyError."""
    above, _, below = text.partition("\n\n")
    lines, note = above.split("\n"), read_note(below)
    try:
        first, extra, index, *path = lines
        is_fit = first == FIRST and extra.startswith("extra ") and index.startswith("index ")
        body, hashes = b64decode(extra[6:], validate=True), _hashes(path)
    except (ValueError, Error):
        is_fit = False
    if not is_fit or note is None or len(body) < SALT or not NUMBER.fullmatch(index[6:]):
        raise TransparencyError(f"This is not a proof with its record and checkpoint ({FIRST}). Ask for it again.")
    checkpoint, signed = believed(note, keys)
    number = int(index[6:])
    if not is_included(leaf_of(body), number, checkpoint.size, hashes, checkpoint.root):
        raise TransparencyError(
            f"The proof does not hold: this is not record {number} of the log that was signed at {checkpoint.size} records."
        )
    return Proven(body[SALT:], number, checkpoint, tuple(signed))


def consistency_text(log: Log, old: int, note: Note) -> str:
    """The proof that the log of a checkpoint begins with that of `old` records, as a witness reads it. Raises NotFoundError."""
    checkpoint = said_in(note)
    if checkpoint is None or checkpoint.origin != log.origin or not 0 <= old <= checkpoint.size <= log.size():
        raise NotFoundError(
            f"There is no proof since {old} records under this checkpoint. Sign a newer one with `log checkpoint`."
        )
    return "".join(f"{line}\n" for line in [f"old {old}", *_lines(log.consistency(old, checkpoint.size))])


def read_consistency(text: str) -> tuple[int, list[bytes]]:
    """Since which size a proof of consistency is, and its hashes. Raises TransparencyError."""
    first, *path = text.strip("\n").split("\n")
    try:
        if not first.startswith("old ") or not NUMBER.fullmatch(first[4:]):
            raise ValueError
        return int(first[4:]), _hashes(path)
    except (ValueError, Error):
        raise TransparencyError("This is not a proof of consistency: `old SIZE`, and a hash a line.") from None


def _lines(hashes: list[bytes]) -> list[str]:
    return [b64encode(one).decode() for one in hashes]


def _hashes(lines: Sequence[str]) -> list[bytes]:
    """Hashes of lines. Raises ValueError."""
    found = [b64decode(line, validate=True) for line in lines]
    if len(found) > MOST or any(len(one) != HASH for one in found):
        raise ValueError
    return found
