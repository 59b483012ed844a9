"""A delivery as one file.

Comes in: the folder of a delivery. Goes out: a zip of it. The promise: the same delivery gives the same bytes.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

WHEN = (1980, 1, 1, 0, 0, 0)
CHUNK = 1 << 20


def zip_of(folder: Path, path: Path) -> None:
    """Write all files of a folder into a zip, in the order of their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as whole:  # Parquet is compressed already
        for file in sorted(folder.iterdir()):
            about = zipfile.ZipInfo(file.name, WHEN)
            about.file_size = file.stat().st_size
            about.external_attr = 0o644 << 16
            with file.open("rb") as source, whole.open(about, "w") as target:
                while part := source.read(CHUNK):
                    target.write(part)
