"""A log in which nothing can be changed, left out or cut off without that being seen: the Merkle tree of RFC 9162.

- `Log`: the log in a folder: confirms records, erases, signs checkpoints, makes proofs; `ORIGIN`: the file in it that says its name.
- `Checkpoint`, `Note`, `read_note`, `said_in`: what a log held at a moment, signed.
- `Key`, `LOG`, `WITNESS`, `key_of`, `signers`: whose signatures are believed, and of which kind.
- `inclusion_text`, `checked_proof`, `Proven`, `consistency_text`: proofs as texts, and what one proves.
- `keep`, `kept_note`, `believed`: checkpoints that a log or a witness keeps, and who signed one.
- `witness`: cosigns what follows from what was seen before, and refuses a fork or a roll-back.
- `verify`, `Verdict`, `Finding`, `FINDINGS`: everything that is wrong with a log.
- `logs_in`: the logs in a folder, or in a home.
- `is_consistent`, `is_included`, `leaf_hash`: what who does not have the log can check.
"""

from ketenmonitor.transparency.checkpoints import Checkpoint, keep, kept_note, said_in
from ketenmonitor.transparency.log import ORIGIN, Log, logs_in
from ketenmonitor.transparency.notes import LOG, WITNESS, Key, Note, key_of, read_note, signers
from ketenmonitor.transparency.proofs import Proven, believed, checked_proof, consistency_text, inclusion_text
from ketenmonitor.transparency.tree import is_consistent, is_included, leaf_hash
from ketenmonitor.transparency.verify import FINDINGS, Finding, Verdict, verify
from ketenmonitor.transparency.witness import witness

__all__ = [
    "FINDINGS",
    "LOG",
    "ORIGIN",
    "WITNESS",
    "Checkpoint",
    "Finding",
    "Key",
    "Log",
    "Note",
    "Proven",
    "Verdict",
    "believed",
    "checked_proof",
    "consistency_text",
    "inclusion_text",
    "is_consistent",
    "is_included",
    "keep",
    "kept_note",
    "key_of",
    "leaf_hash",
    "logs_in",
    "read_note",
    "said_in",
    "signers",
    "verify",
    "witness",
]
