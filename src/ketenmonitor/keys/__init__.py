"""Keys of an organisation: kept sealed by a passphrase, told to others by their public half only.

- `Secret`, `KINDS`: 32 secret bytes and what they are for.
- `make_key`, `open_key`: a sealed key file, made once and opened with the passphrase of the environment.
- `kind_of`: what a key file says that it is for.
- `passphrase`: what opens the key files of this process.
- `passphrase_in`: the same from a file of somebody else's.
- `make_shares`, `open_shares`: a key that nobody has, of which two of three people can make it again.
- `Signer`, `is_signed_by`: Ed25519 signatures.
"""

from ketenmonitor.keys.sealed import KINDS, Secret, kind_of, make_key, open_key, passphrase, passphrase_in
from ketenmonitor.keys.shares import make_shares, open_shares
from ketenmonitor.keys.signing import Signer, is_signed_by

__all__ = [
    "KINDS", "Secret", "Signer", "is_signed_by", "kind_of", "make_key", "make_shares", "open_key", "open_shares", "passphrase",
    "passphrase_in",
]  # fmt: skip
