"""The keys with which this service evaluates: one for each recipient, purpose and period, all from one master.

Comes in: how to compute with the master. Goes out: scalars. The promise: they are in memory only, and the same for the same master,
be it in a file or in a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ketenmonitor.errors import UsageError
from ketenmonitor.keys import open_key, passphrase
from ketenmonitor.keyservice.config import Config, Master
from ketenmonitor.pseudonyms import keyed

MOST_KEPT = 4096


class Scalars:
    """Derived when first asked for. `former`: masters that were replaced, by the periods of which they still are."""

    def __init__(self, mac: keyed.Mac, former: Mapping[str, keyed.Mac] | None = None) -> None:
        masters = former or {}
        self._derived = lru_cache(MOST_KEPT)(
            lambda recipient, purpose, period: keyed.scalar_for(masters.get(period, mac), recipient, purpose, period)
        )

    def of(self, recipient: str, purpose: str, period: str) -> bytes:
        """With what is evaluated. Raises StorageError when the master cannot be used now."""
        return self._derived(recipient, purpose, period)

    def change(self, recipient: str, purpose: str, old: str, new: str) -> bytes:
        """With what pseudonyms of one period become those of another."""
        return keyed.change_of(self.of(recipient, purpose, old), self.of(recipient, purpose, new))


def scalars_of(config: Config) -> Scalars:
    """With the keys of a configuration, opened. Raises StorageError or UsageError when one does not open."""
    opened = {place: mac_of_master(place) for place in {config.master, *config.former.values()}}
    return Scalars(opened[config.master], {period: opened[place] for period, place in config.former.items()})


def mac_of_master(master: Master) -> keyed.Mac:
    """How to compute with the master. Raises StorageError or UsageError when it does not open."""
    if isinstance(master, Path):
        return keyed.mac_of(open_key(master, "evaluating", passphrase()))
    try:
        from ketenmonitor.keyservice.token import Token  # only here: who has a key in a file needs no PKCS#11
    except ImportError:
        raise UsageError(
            "What speaks to a token is not installed. Install the extra `keyservice` (pip install 'ketenmonitor[keyservice]')."
        ) from None
    mac = Token(master).mac
    mac(b"is it there")  # what is wrong with it is told before anybody is served
    return mac
