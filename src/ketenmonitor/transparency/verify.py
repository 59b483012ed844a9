"""Whether a log still holds what was confirmed: records, their leaves, and what was signed of it.

Comes in: the folder of a log, keys, and checkpoints that others kept. Goes out: a `Verdict` with everything that is wrong. The
promise: nothing is written and nothing mended; what changed before the newest of the checkpoints that are believed is found, whoever
changed it; what only a crash can have left, and nobody was told of, is no finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ketenmonitor.errors import TransparencyError
from ketenmonitor.transparency import kept
from ketenmonitor.transparency.checkpoints import FOLDER, Checkpoint, said_in
from ketenmonitor.transparency.notes import LOG, WITNESS, Key, Note, Signed, read_note
from ketenmonitor.transparency.proofs import believed
from ketenmonitor.transparency.reading import Read, read_log, spans_said
from ketenmonitor.transparency.tree import Tree

# What can be wrong, and what it means.
FINDINGS = {
    "other-origin": "The file that says what the log is called is not there, or says something else than its checkpoints.",
    "damaged": "What stands among the records cannot be read as records.",
    "record-missing": "There is a leaf, and no record with it.",
    "record-edited": "A record is not the one of which the leaf was made; after the newest checkpoint, it may be the leaf that was changed.",
    "leaf-edited": "A leaf was changed; the record with it is the one that was signed.",
    "erased-unlisted": "A record was erased, and no record of the log says so.",
    "erasure-unfinished": "A record of the log says that a record was erased, and it is still there.",
    "cut-off": "The log has fewer records than a checkpoint that was signed: the end is gone, or an older copy was put back.",
    "rewritten": "The log does not begin with what was signed: before that, records were changed, taken out, put in or put in another order.",
    "forked": "The log signed two things that cannot both be true: it told different things to different organisations.",
    "checkpoint-unsigned": "A checkpoint is not signed by a key that is believed, or was changed after that.",
    "not-witnessed": "A witness is believed, and no checkpoint here has its signature.",
}


@dataclass(frozen=True)
class Finding:
    """Something wrong: which (FINDINGS), and where."""

    code: str
    where: str

    def __str__(self) -> str:
        return f"{self.code}: {self.where}. {FINDINGS[self.code]}"


@dataclass(frozen=True)
class Witnessed:
    """A checkpoint that is believed, where it was found, and who signed it."""

    place: str
    checkpoint: Checkpoint
    signed: tuple[Signed, ...]


@dataclass(frozen=True)
class Verdict:
    """What was found. `unconfirmed`: bytes at the end that a crash left, or that are being written."""

    origin: str
    size: int
    erased: int
    unconfirmed: int
    checkpoints: tuple[Witnessed, ...]
    findings: tuple[Finding, ...]


def verify(folder: Path, keys: Sequence[Key], checkpoints: Sequence[Path] = ()) -> Verdict:
    """Read everything, and compare. Without keys nobody's signature is looked at; checkpoints of other logs are passed over."""
    read = read_log(folder)
    findings = [Finding(code, where) for code, where in read.faults]
    found: list[Witnessed] = []
    own = sorted(place for place in (folder / FOLDER).glob("*") if not place.name.startswith("."))
    for place in (*own, *checkpoints):
        note = read_note(kept.content_of(place).decode(errors="replace"))
        said = said_in(note) if note else None
        if said and said.origin != read.origin and place not in own:
            continue
        try:
            found.append(_witnessed(place, note, keys))
        except TransparencyError:
            findings.append(Finding("checkpoint-unsigned", f"checkpoint {place.name}"))
    findings += _compared(read, found)
    for key in keys:
        if key.kind == WITNESS and not any(one.key == key for witnessed in found for one in witnessed.signed):
            findings.append(Finding("not-witnessed", key.name))
    return Verdict(read.origin, read.size, read.erased, read.unconfirmed, tuple(found), tuple(findings))


def _witnessed(place: Path, note: Note | None, keys: Sequence[Key]) -> Witnessed:
    if note is None:
        raise TransparencyError("This is not a checkpoint.")
    if keys:
        checkpoint, signed = believed(note, keys)
        return Witnessed(place.name, checkpoint, tuple(signed))
    said = said_in(note)
    if said is None:
        raise TransparencyError("This is not a checkpoint.")
    return Witnessed(place.name, said, ())


def _compared(read: Read, found: list[Witnessed]) -> list[Finding]:
    """What is wrong with the log when these checkpoints are true."""
    tree, again = Tree(), Tree()
    tree.extend(read.leaves)
    again.extend(bytes(read.computed if read.edited else b""))
    findings, agreed, is_leaf = [], 0, False
    roots: dict[int, Witnessed] = {}
    for one in sorted(found, key=lambda one: one.checkpoint.size):
        size, root = one.checkpoint.size, one.checkpoint.root
        other = roots.setdefault(size, one)
        if one.checkpoint.origin != read.origin:
            findings.append(Finding("other-origin", f"checkpoint {one.place}"))
        elif other.checkpoint.root != root:
            findings.append(Finding("forked", f"checkpoints {other.place} and {one.place}, both of {size} records"))
        if size > read.size:
            where = f"{read.size} records, and checkpoint {one.place} is of {size}{_by(one)}"
            findings.append(Finding("cut-off", where))
        elif tree.root(size) == root:
            agreed = size
        elif size <= len(again) and again.root(size) == root:
            is_leaf = True  # with the leaves that the records have, all is as it was signed
        else:
            findings.append(
                Finding("rewritten", f"between {agreed} and {size} records, checkpoint {one.place}{_by(one)}")
            )
    code = "leaf-edited" if is_leaf else "record-edited"
    return findings + [Finding(code, where) for where in spans_said(read.edited)]


def _by(one: Witnessed) -> str:
    names = [f"{signed.key.name}{'' if signed.key.kind == LOG else ' (witness)'}" for signed in one.signed]
    return f", signed by {' and '.join(names)}" if names else ""
