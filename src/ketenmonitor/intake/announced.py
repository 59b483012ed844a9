"""What a delivery says of itself, before anything of it is taken in: for who must decide whether it may come at all.

Comes in: the path of a zip, or of a folder, that anybody may have made. Goes out: its manifest as it stands there, or the reasons why it cannot
be read. The promise: nothing is written or kept, and the manifest that is read here is the one that `receive` reads.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from ketenmonitor.intake import manifest, zips
from ketenmonitor.intake.offered import is_part

MOST_BYTES = 10_000_000  # of a manifest; a thousand is usual


def announced_chain(path: Path) -> str | None:
    """The chain that a folder or a zip says to be of; None when it does not say so."""
    try:
        if path.is_dir():
            with (path / manifest.NAME).open("rb") as file:
                said, _ = manifest.parse(file.read(MOST_BYTES))
        else:
            said, _ = announced(path)
    except OSError:
        return None
    chain = said.get("chain")
    return chain if isinstance(chain, str) else None


def announced(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The manifest in a zip and no reasons, or nothing and the reasons."""
    if not zipfile.is_zipfile(path):
        return {}, (f"Not a zip. Right is a .zip that holds {manifest.NAME} and its files. Zip their folder.",)
    try:
        text = zips.read_one(path, manifest.NAME, is_part, MOST_BYTES)
    except zips.Unsound as error:
        return {}, (f"This is {error}",)
    if text is None:
        return {}, (f"{manifest.NAME} is missing. A delivery holds this file, which describes the others.",)
    said, reasons = manifest.parse(text)
    return said, tuple(reasons)
