"""The signature of a delivery: `delivery.sig` beside `delivery.json`, which has the hashes of all other files.

    {"key": "<public key, base64>", "signature": "<Ed25519 over the exact bytes of delivery.json, base64>"}

Comes in: a folder with a manifest, and who signs. Goes out: the file. The promise: it is there whole or not at all.
"""

from __future__ import annotations

import json
from pathlib import Path

from ketenmonitor.keys import Signer
from ketenmonitor.source.durable import write_whole
from ketenmonitor.source.packing import MANIFEST

SIGNATURE = "delivery.sig"


def sign(folder: Path, signer: Signer) -> Path:
    """Sign the delivery in a folder; an earlier signature is replaced."""
    said = (folder / MANIFEST).read_bytes()
    text = json.dumps({"key": signer.public, "signature": signer.sign(said)})
    write_whole(folder / SIGNATURE, text.encode() + b"\n")
    return folder / SIGNATURE
