"""Check a release: whether it is as it was sealed, and whether the home that made it makes the same again.

Comes in: a folder, and perhaps a home. Goes out: sentences, none when all is well.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from ketenmonitor.definition import Title
from ketenmonitor.instants import to_us
from ketenmonitor.publishing.asked import ask
from ketenmonitor.publishing.publish import content_of
from ketenmonitor.release import (
    MANIFEST,
    PROVENANCE,
    SEAL,
    faults_of_seal,
    files_of,
    manifest_of,
    public_key_of,
    read_folder,
)
from ketenmonitor.store import Home, publication_secrets

__all__ = ["rebuild", "verify"]


def verify(folder: Path, home: Home | None = None, chain: str | None = None) -> tuple[str, ...]:
    """What is wrong with the seal of a release; with a home also whether that home sealed it, and of which chain."""
    key = public_key_of(publication_secrets(home.path).signing_key) if home else None
    files = read_folder(folder)
    faults = faults_of_seal(files, key)
    if not faults and chain is not None and chain != manifest_of(files)["chain"]:
        return (f"{MANIFEST}: this is a release of another chain than {chain}.",)
    return faults


def rebuild(home: Home, folder: Path, now_us: int) -> tuple[str, ...]:
    """Which files of a release the home would make otherwise now, in sentences.

    Raises NotFoundError for a chain that the home does not have, or that had nothing on that day.
    """
    files = read_folder(folder)
    said = manifest_of(files)
    provenance = json.loads(files[PROVENANCE])
    notice, known_at_us = provenance.get("notice"), to_us(datetime.fromisoformat(provenance["known_at"]))
    as_of = date.fromisoformat(said["as_of"])
    asked = ask(home, said["chain"], as_of, now_us, Title(**notice) if notice else None, known_at_us)
    again = files_of(content_of(asked, now_us, said["fingerprint"])[0])
    kept = {path: content for path, content in files.items() if path not in SEAL}
    gone = [f"{path}: would not be made again." for path in kept if path not in again]
    new = [f"{path}: would be made as well." for path in again if path not in kept]
    other = [f"{path}: would be another." for path in kept if again.get(path, kept[path]) != kept[path]]
    return (*gone, *new, *other)
