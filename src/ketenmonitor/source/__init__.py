"""At the partner: turn an extract into a delivery.

- `write_delivery`: a folder with the data files and the manifest that describes them.
- `Manifest`, `write_manifest`: what a partner says of one delivery; the same in its file.
- `MANIFEST`, `PENDING`, `KINDS_OF_FILE`: the names of the manifest, and of the data files that a delivery may hold.
- `sha256_of`: the hash that the manifest gives of a file.
- `sign`, `SIGNATURE`: the signature of a delivery, and its file.

The larger parts have a folder each, loaded by who needs them: `mapping` (how an extract is described) and `pack` (from an
extract to a delivery with only what changed).
"""

from ketenmonitor.source.packing import (
    KINDS_OF_FILE,
    MANIFEST,
    PENDING,
    Manifest,
    sha256_of,
    write_delivery,
    write_manifest,
)
from ketenmonitor.source.signature import SIGNATURE, sign

__all__ = [
    "KINDS_OF_FILE",
    "MANIFEST",
    "PENDING",
    "SIGNATURE",
    "Manifest",
    "sha256_of",
    "sign",
    "write_delivery",
    "write_manifest",
]
