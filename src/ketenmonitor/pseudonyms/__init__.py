"""Pseudonyms that two partners make without showing each other an identifier.

- `suite`: the group operations of RFC 9497 (ristretto255-SHA512).
"""

from ketenmonitor.pseudonyms import suite

__all__ = ["suite"]
