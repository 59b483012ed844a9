"""Check a release: whether it is as it was sealed, and whether the home that made it makes the same again.

Comes in: a folder, and perhaps a home. Goes out: sentences, none when all is well.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ketenmonitor.definition import Title
from ketenmonitor.publishing.asked import ask
from ketenmonitor.publishing.publish import content_of
from ketenmonitor.release import SEAL, faults_of_seal, files_of, manifest_of, public_key_of, read_folder
from ketenmonitor.store import Home, publication_secrets

__all__ = ["rebuild", "verify"]


def verify(folder: Path, home: Home | None = None) -> tuple[str, ...]:
    """What is wrong with the seal of a release; with a home also whether that home sealed it."""
    key = public_key_of(publication_secrets(home.path).signing_key) if home else None
    return faults_of_seal(read_folder(folder), key)


def rebuild(home: Home, folder: Path, now_us: int, notice: Title | None = None) -> tuple[str, ...]:
    """Which files of a release the home would make otherwise now, in sentences."""
    files = read_folder(folder)
    said = manifest_of(files)
    asked = ask(home, said["chain"], date.fromisoformat(said["as_of"]), now_us)
    again = files_of(content_of(asked, now_us, notice))
    kept = {path: content for path, content in files.items() if path not in SEAL}
    gone = [f"{path}: would not be made again." for path in kept if path not in again]
    new = [f"{path}: would be made as well." for path in again if path not in kept]
    other = [f"{path}: would be another." for path in kept if again.get(path, kept[path]) != kept[path]]
    return (*gone, *new, *other)
