"""Keys of an organisation: kept sealed by a passphrase, told to others by their public half only.

- `Secret`, `KINDS`: 32 secret bytes and what they are for.
- `make_key`, `open_key`: a sealed key file, made once and opened with the passphrase of the environment.
- `kind_of`: what a key file says that it is for.
- `passphrase`: what opens the key files of this process.
- `Signer`, `is_signed_by`: Ed25519 signatures.
"""

from ketenmonitor.keys.sealed import KINDS, Secret, kind_of, make_key, open_key, passphrase
from ketenmonitor.keys.signing import Signer, is_signed_by

__all__ = ["KINDS", "Secret", "Signer", "is_signed_by", "kind_of", "make_key", "open_key", "passphrase"]
