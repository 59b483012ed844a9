"""Logs, keys and witnesses that tests are about."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ketenmonitor.keys import Secret, Signer
from ketenmonitor.transparency import LOG, WITNESS, Key, Log, kept_note, proofs, witness

ORIGIN, WITNESS_NAME = "monitor.example/processing", "witness.example/w1"
AT = 1_760_000_000


def signer(name: str) -> Signer:
    """A key that is the same each time."""
    value = sha256(name.encode()).digest()
    public = Ed25519PrivateKey.from_private_bytes(value).public_key().public_bytes_raw()
    return Signer(Secret("signing", b64encode(public).decode(), value))


OPERATOR, WITNESSING = signer("operator"), signer("witness")
LOG_KEY, WITNESS_KEY = Key(ORIGIN, LOG, OPERATOR.public), Key(WITNESS_NAME, WITNESS, WITNESSING.public)


def records(first: int, last: int) -> list[bytes]:
    return [f'{{"number": {n}, "said": "record {n}"}}'.encode() for n in range(first, last)]


def log_of(folder: Path, n: int) -> Log:
    log = Log(folder, ORIGIN)
    log.confirm(records(0, n))
    return log


def seen(state: Path, log: Log, old: int = 0) -> str:
    """What the witness gives back for what the log signs now, with the proof since `old`."""
    text = log.checkpoint(OPERATOR)
    note = kept_note(log.folder)
    assert note is not None
    proof = proofs.consistency_text(log, old, note) if old else None
    return witness(state, text, proof, LOG_KEY, (WITNESS_NAME, WITNESSING), AT)
