"""At the partner: turn an extract into a delivery.

- `write_delivery`: a folder with the data files and the manifest that describes them.
- `Manifest`: what a partner says of one delivery.
- `KINDS_OF_FILE`: the files a delivery may hold.
- `sha256_of`: the hash that the manifest gives of a file.
"""

from ketenmonitor.source.packing import KINDS_OF_FILE, Manifest, sha256_of, write_delivery

__all__ = ["KINDS_OF_FILE", "Manifest", "sha256_of", "write_delivery"]
