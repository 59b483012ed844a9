"""What is hashed, and with a key for whom and for what.

Comes in: identifiers, and a recipient, purpose and period. Goes out: the text that stands for an identifier, the scalar of a
key service, and the pseudonyms of the simpler mode. The promise: another recipient, purpose or period is another key, because
it is in the key and not in what is hashed; who holds no key can compute nothing.

    mac(info) = HMAC-SHA256(master, info)           in a key file, or in a token that the master never leaves
    scalar    = DeriveKeyPair(mac(info), info)      of a key service
    pseudonym = HMAC-SHA256(mac(info'), text)       of one trusted party; info' begins with "hmac|"
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import suite

Mac = Callable[[bytes], bytes]
PSEUDONYM_BYTES = 20


def text_of(kind: str, value: str) -> str:
    """The text that stands for an identifier of a kind (`bsn`, `skn`, ...), of which the value is written in one way only."""
    assert ":" not in kind, "a colon divides the kind from the value"
    return f"NL:{kind}:{value}"


def info_of(recipient: str, purpose: str, period: str) -> bytes:
    """What a key is for. Raises ValueError for a part that could be taken for two."""
    parts = (recipient, purpose, period)
    if any("|" in part or not part for part in parts):
        raise ValueError("a recipient, purpose and period are not empty, and have no | in them")
    return "|".join(("ketenmonitor", "v1", *parts)).encode()


def mac_of(secret: Secret) -> Mac:
    """HMAC-SHA256 with an opened key, as a token would do it with one that stays inside."""
    return lambda message: hmac.digest(secret.value, message, "sha256")


def scalar_for(mac: Mac, recipient: str, purpose: str, period: str) -> bytes:
    """The key of a key service for one recipient, purpose and period."""
    info = info_of(recipient, purpose, period)
    return suite.derived_key(mac(info), info)


def change_of(old: bytes, new: bytes) -> bytes:
    """The scalar that turns what was evaluated with an old key into what the new one gives."""
    return suite.product(new, suite.inverse(old))


def pseudonyms_for(mac: Mac, recipient: str, purpose: str, period: str) -> Callable[[str], str]:
    """The simpler mode: what gives the pseudonym of a text, by the key of one trusted party."""
    key = mac(b"hmac|" + info_of(recipient, purpose, period))
    return lambda text: hmac.digest(key, text.encode(), "sha256")[:PSEUDONYM_BYTES].hex()
