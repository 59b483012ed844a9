"""A master key in a token (PKCS#11): it makes what keys are derived from, and never leaves.

Comes in: where the token is. Goes out: HMAC-SHA256 of a message, the same as with a key in a file. The promise: a key that could be
taken out of the token is not used; a token that is away is asked for again with the next message.
"""

from __future__ import annotations

import os
import threading
from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag, ObjectClass

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.keyservice.config import Pkcs11

PIN = "KETENMONITOR_PKCS11_PIN"
BITS = 256


class Token:
    """Computes with the master key in a token; several threads may ask."""

    def __init__(self, place: Pkcs11) -> None:
        self._place, self._lock = place, threading.Lock()
        self._key: Any = None

    def mac(self, message: bytes) -> bytes:
        """HMAC-SHA256 by the master key. Raises StorageError."""
        with self._lock:
            try:
                self._key = self._key or _master(self._place)
                return bytes(self._key.sign(message, mechanism=Mechanism.SHA256_HMAC))
            except (pkcs11.PKCS11Error, RuntimeError) as error:
                self._key = None
                raise _unusable(self._place, error) from None


def make_master(place: Pkcs11) -> None:
    """A new master key in the token, which nobody can take out. Raises UsageError when there is one."""
    try:
        with _session(place, rw=True) as session:
            if list(session.get_objects({Attribute.CLASS: ObjectClass.SECRET_KEY, Attribute.LABEL: place.label})):
                raise UsageError(
                    f'Token "{place.token}" has a key "{place.label}" already. A key is never written over: use another label.'
                )
            session.generate_key(
                KeyType.GENERIC_SECRET, BITS, label=place.label, store=True, capabilities=MechanismFlag.SIGN,
                template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.PRIVATE: True},
            )  # fmt: skip
    except (pkcs11.PKCS11Error, RuntimeError) as error:
        raise _unusable(place, error) from None


def _master(place: Pkcs11) -> Any:
    key = _session(place).get_key(object_class=ObjectClass.SECRET_KEY, label=place.label)
    if key[Attribute.EXTRACTABLE] or not key[Attribute.SENSITIVE]:
        raise StorageError(
            f'Key "{place.label}" of token "{place.token}" can be taken out of it. Make one that cannot: '
            "`ketenmonitor keyservice CONFIG --make-key`."
        )
    return key


def _session(place: Pkcs11, rw: bool = False) -> Any:
    token, pin = pkcs11.lib(str(place.module)).get_token(token_label=place.token), _pin(place)
    try:
        return token.open(user_pin=pin, rw=rw)
    except pkcs11.UserAlreadyLoggedIn:  # in another session of this process, which counts for all of them
        return token.open(rw=rw)


def _pin(place: Pkcs11) -> str:
    try:
        said = place.pin_file.read_text(encoding="utf-8").strip() if place.pin_file else os.environ.get(PIN, "")
    except (OSError, UnicodeDecodeError):
        raise StorageError(f"{place.pin_file}: the file with the PIN cannot be read.") from None
    if not said:
        raise UsageError(f"There is no PIN for the token. Name a file in pin_file of [keys.pkcs11], or set {PIN}.")
    return said


def _unusable(place: Pkcs11, error: Exception) -> StorageError:
    return StorageError(
        f'Token "{place.token}" or its key "{place.label}" cannot be used now ({type(error).__name__}). Check the module, the '
        "label, the PIN, and that the token is there."
    )
