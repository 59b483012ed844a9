"""Pseudonyms that two partners make without showing each other an identifier.

- `suite`: the group operations of RFC 9497 (ristretto255-SHA512).
- `verifiable`: the same with a proof that the key is the one that was published (mode VOPRF).
- `keyed`: what is hashed and with which key, for key services and for the simpler mode of one trusted party.
- `batches`: many identifiers at once: blind, evaluate, take blinds off.
- `envelopes`: what one party sends another through a third that must not read it.
"""

from ketenmonitor.pseudonyms import batches, envelopes, keyed, suite, verifiable

__all__ = ["batches", "envelopes", "keyed", "suite", "verifiable"]
