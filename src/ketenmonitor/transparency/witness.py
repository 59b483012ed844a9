"""A witness: another organisation, that remembers what it saw of a log and signs only what follows from that.

    STATE/<hash of the origin>/checkpoints/SIZE   what was cosigned, oldest to newest
    STATE/<hash of the origin>/refused/...        what was not, with why: signed proof that the log told different things

Comes in: a checkpoint, a proof, and the key of the log. Goes out: the checkpoint, cosigned; or a TransparencyError. The promise:
of one log a witness never cosigns two that do not follow from each other, also when it is killed or asked twice at once; it holds
no records, and sees none.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ketenmonitor.errors import StorageError, TransparencyError
from ketenmonitor.keys import Signer
from ketenmonitor.transparency import disk
from ketenmonitor.transparency.checkpoints import Checkpoint, keep, kept_last
from ketenmonitor.transparency.notes import Key, Note, cosign, read_note
from ketenmonitor.transparency.proofs import believed, read_consistency
from ketenmonitor.transparency.tree import is_consistent

REFUSED = "refused"


def witness(state: Path, text: str, proof: str | None, log: Key, own: tuple[str, Signer], at: int) -> str:
    """Cosign a checkpoint of the log with this key, in the name and with the key of `own`, at a moment (seconds since 1970)."""
    note = read_note(text)
    if note is None:
        raise TransparencyError("This is not a checkpoint. Ask the log for the file as `log checkpoint` wrote it.")
    checkpoint, _ = believed(note, [log])
    if checkpoint.origin != log.name:
        raise TransparencyError("The checkpoint is of another log than the key. Name the key of this log.")
    folder = state / sha256(checkpoint.origin.encode()).hexdigest()[:32]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with disk.alone(folder):
            last = kept_last(folder)
            why = refusal(last, checkpoint, proof) if last else None
            if why:
                _keep_refused(folder, note, why)
                raise TransparencyError(why)
            cosigned = Note(note.text, (*note.signatures, cosign(note.text, own[0], own[1], at)))
            return keep(folder, cosigned)
    except OSError as error:
        raise StorageError(
            f"{state}: cannot be written: {(error.strerror or 'it failed').lower()}. What a witness cannot keep, it does not sign."
        ) from None


def refusal(last: Checkpoint, new: Checkpoint, proof: str | None) -> str | None:
    """Why the new one does not follow from the last one that was cosigned; None when it does."""
    if new.size < last.size:
        return (
            f"Rolled back: this checkpoint is of {new.size} records, and one of {last.size} was cosigned before. Not cosigned. "
            "Ask for the newest; if this is it, records are gone."
        )
    if new.size == last.size:
        if new.root == last.root:
            return None
        return (
            f"Fork: another checkpoint of {last.size} records was cosigned before. Both are signed by the log, and they "
            "contradict each other. Not cosigned; keep both, and tell who relies on the log."
        )
    old, path = read_consistency(proof) if proof else (0, [])
    if old != last.size:
        return f"A checkpoint of {last.size} records was cosigned before. Ask for the proof since that: `log proof LOG --since {last.size}`."
    if not is_consistent(last.size, last.root, new.size, new.root, path):
        return (
            f"Fork: this log of {new.size} records does not begin with the one of {last.size} that was cosigned before, or the "
            "proof is not of these two. Not cosigned. Ask for the proof again; if it stays so, records were changed."
        )
    return None


def _keep_refused(folder: Path, note: Note, why: str) -> None:
    """What was refused is kept: it is signed, so the log cannot say that it was never shown."""
    name = sha256(note.text.encode()).hexdigest()[:16]
    disk.write_whole(folder / REFUSED / name, str(note).encode())
    disk.write_whole(folder / REFUSED / f"{name}.why", f"{why}\n".encode())
