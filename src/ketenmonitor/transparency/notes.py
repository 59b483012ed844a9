"""Signed notes of C2SP (c2sp.org/signed-note, tlog-cosignature): a text, and under it lines with signatures.

    ketenmonitor.example/00000003123456780000/processing
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — ketenmonitor.example/00000003123456780000/processing Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5...

Comes in: texts and keys. Goes out: notes, and who signed one. The promise: only signatures of keys that were named count; a wrong
one of such a key makes the whole note worthless; what is no note is None, never an exception.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256

from ketenmonitor.errors import UsageError
from ketenmonitor.keys import Signer, is_signed_by

LOG, WITNESS = 0x01, 0x04  # types of signatures: of the text; of a moment and the text, by who checked it
NAME = re.compile(r"[^\s+]+")
LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")
MOST = 64  # lines with signatures
LONGEST = 1 << 20
STAMP = 8


@dataclass(frozen=True)
class Key:
    """A key whose signatures are believed: its name, what it signs as (LOG or WITNESS), and its public half (base64)."""

    name: str
    kind: int
    public: str

    @property
    def id(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + b64decode(self.public)).digest()[:4]

    def __str__(self) -> str:
        """As C2SP writes it: name+id+base64(kind, key)."""
        material = b64encode(bytes([self.kind]) + b64decode(self.public)).decode()
        return f"{self.name}+{self.id.hex()}+{material}"


@dataclass(frozen=True)
class Note:
    """A text (which ends its last line) and the lines that sign it."""

    text: str
    signatures: tuple[str, ...]

    def __str__(self) -> str:
        return "".join([self.text, "\n", *(f"{line}\n" for line in self.signatures)])


@dataclass(frozen=True)
class Signed:
    """Who signed a note: the key, and for a witness when (seconds since 1970)."""

    key: Key
    at: int | None = None


def key_of(text: str) -> Key:
    """A key as C2SP writes it. Raises UsageError."""
    name, _, rest = text.strip().partition("+")
    try:
        material = b64decode(rest[9:], validate=True)
        found = Key(name, material[0], b64encode(material[1:]).decode())
    except (Error, ValueError, IndexError):
        found = None
    if (
        not found
        or not NAME.fullmatch(name)
        or found.kind not in (LOG, WITNESS)
        or len(material) != 33
        or str(found) != text.strip()
    ):
        raise UsageError(
            "This is not the key of a log or a witness: NAME+ID+KEY, as `log checkpoint` and `log witness` show it. Copy it whole."
        )
    return found


def sign(text: str, name: str, signer: Signer) -> str:
    """The line by which a log signs a text."""
    return _line(Key(name, LOG, signer.public), b64decode(signer.sign(text.encode())))


def cosign(text: str, name: str, signer: Signer, at: int) -> str:
    """The line by which a witness signs that at a moment this was the largest it saw, and consistent with all before."""
    signature = b64decode(signer.sign(_witnessed(text, at)))
    return _line(Key(name, WITNESS, signer.public), at.to_bytes(STAMP, "big") + signature)


def read_note(text: str) -> Note | None:
    """A note as it was written; None for what is none."""
    body, _, below = text.rpartition("\n\n")
    lines = below.removesuffix("\n").split("\n")
    is_fit = (
        len(text) <= LONGEST
        and below.endswith("\n")
        and len(lines) <= MOST
        and not re.search(r"[\x00-\x09\x0b-\x1f]", text)
    )
    if not body or not is_fit or not all(LINE.fullmatch(line) for line in lines):
        return None
    return Note(f"{body}\n", tuple(lines))


def signers(note: Note, keys: list[Key]) -> list[Signed] | None:
    """Which of the keys signed the note; None when one of them did so wrongly."""
    found = []
    for line in note.signatures:
        parts = LINE.fullmatch(line)
        assert parts, "a note has only such lines"
        content = _decoded(parts["signature"])
        if content is None:
            return None
        for key in keys:
            if (key.name, key.id) == (parts["name"], content[:4]):
                signed = _checked(key, note.text, content[4:])
                if not signed:
                    return None
                found.append(signed)
    return found


def signed_by(line: str) -> str:
    """Of which key a line with a signature says to be."""
    _, name, signature = line.split(" ")
    return f"{name} {signature[:6]}"  # of the id all but four bits


def _decoded(text: str) -> bytes | None:
    """Bytes of base64; None when it is not written as it should be: of one signature there is one text."""
    try:
        content = b64decode(text, validate=True)
    except Error:
        return None
    return content if b64encode(content).decode() == text else None


def _checked(key: Key, text: str, said: bytes) -> Signed | None:
    at, message = None, text.encode()
    if key.kind == WITNESS:
        at, said = int.from_bytes(said[:STAMP], "big"), said[STAMP:]
        message = _witnessed(text, at)
    return Signed(key, at) if is_signed_by(key.public, message, b64encode(said).decode()) else None


def _witnessed(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _line(key: Key, signature: bytes) -> str:
    return f"— {key.name} {b64encode(key.id + signature).decode()}"
