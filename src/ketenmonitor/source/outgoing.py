"""A delivery as it goes out: whole, and one file.

Comes in: a folder as `pack` and `pseudonymise` leave it, or a zip of `pack`. Goes out: its manifest, and a zip. The promise: what
was changed since it was packed does not go out; only the files that the manifest names do; the same delivery gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ketenmonitor.errors import DeliveryError
from ketenmonitor.source.durable import put_in_place
from ketenmonitor.source.signature import SIGNATURE

MANIFEST = "delivery.json"
UNFINISHED = ("delivery.pending.json", "blinded")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def checked(delivery: Path) -> dict[str, Any]:
    """The manifest of a delivery that can be sent. Raises DeliveryError for one that was changed or is not finished."""
    if any((delivery / name).exists() for name in UNFINISHED):
        raise DeliveryError(f"{delivery}: not finished yet. Give `ketenmonitor pseudonymise` first.")
    try:
        with _read(delivery, MANIFEST) as file:
            said: dict[str, Any] = json.loads(file.read())
        files = {name: facts["sha256"] for name, facts in said["files"].items()}
        is_right = isinstance(said["delivery_id"], str) and all(Path(name).name == name for name in files)
        is_right = is_right and all(_sha256(delivery, name) == sha256 for name, sha256 in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile):
        is_right = False
    if not is_right:
        raise DeliveryError(
            f"{delivery}: not a delivery as `pack` makes it, or a file of it was changed afterwards. Pack it again."
        )
    return said


def zip_of(delivery: Path, manifest: dict[str, Any], place: Path) -> None:
    """What is sent of a delivery, as one file; it is there whole or not at all."""
    beside = place.with_name(f".{place.name}.part")
    with beside.open("wb") as file:
        if delivery.is_file():
            with delivery.open("rb") as source:
                shutil.copyfileobj(source, file)
        else:
            _write_zip(delivery, manifest, file)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(beside, place)


def _write_zip(folder: Path, manifest: dict[str, Any], file: IO[bytes]) -> None:
    names = [MANIFEST, *([SIGNATURE] if (folder / SIGNATURE).is_file() else []), *sorted(manifest["files"])]
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            about = zipfile.ZipInfo(name, LONG_AGO)
            about.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            about.create_system, about.external_attr = 3, 0o600 << 16
            with (folder / name).open("rb") as source, archive.open(about, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)


@contextmanager
def _read(delivery: Path, name: str) -> Iterator[IO[bytes]]:
    """A file of a delivery, in a folder or a zip."""
    if delivery.is_file():
        with zipfile.ZipFile(delivery) as archive, archive.open(name) as file:
            yield file
    else:
        with (delivery / name).open("rb") as file:
            yield file


def _sha256(delivery: Path, name: str) -> str:
    found = hashlib.sha256()
    with _read(delivery, name) as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()
