"""Set up a monitor to take pseudonyms for a chain: its keys, and a table in monitor.toml.

Comes in: a home, a chain, the OIN of who runs it, a purpose and the period to begin with. Goes out: the public key for which
sources and key services close their envelopes. The promise: a key that is there is never replaced, and the settings are as they
were or have the table.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.intake.recipient import KEYS, OIN, TABLE, check_texts, key_of, recipient_of, vault_place
from ketenmonitor.keys import make_key, passphrase
from ketenmonitor.store import SETTINGS_FILE, Home, add_settings, look


@dataclass(frozen=True)
class Standing:
    """How a chain takes pseudonyms: all that others may know of it, and how many identifiers the vault keeps."""

    recipient: str
    purpose: str
    period: str
    public: str
    identifiers: int


def set_up(home: Home, chain: str, recipient: str, purpose: str, period: str) -> Standing:
    """Take pseudonyms for a chain from now on. Raises UsageError when that is so already, or for what cannot be."""
    home.definitions(chain)  # a chain that is not there is said first
    if not OIN.fullmatch(recipient):
        raise UsageError(
            "--recipient is not an OIN. Right are 20 digits: those of the organisation that runs this monitor."
        )
    check_texts(recipient, purpose, period)
    if recipient_of(home, chain) is not None:
        raise UsageError(
            f"{home.path / SETTINGS_FILE}: [{TABLE}.{chain}] is there already. Nothing was changed; `ketenmonitor pseudonyms show` "
            "says how it is set up."
        )
    phrase = passphrase()
    with home.writing():
        for kind, place in KEYS.items():
            if not (home.path / place).is_file():
                make_key(home.path / place, kind, phrase)
            key_of(home, kind)  # one that is there, of another chain, must open too
        texts = {"recipient": recipient, "purpose": purpose, "period": period}
        lines = [f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in texts.items()]
        add_settings(home, "\n".join([f"\n[{TABLE}.{chain}]", *lines]) + "\n")
    return standing(home, chain)


def standing(home: Home, chain: str) -> Standing:
    """How a chain takes pseudonyms; no passphrase is needed to know that. Raises NotFoundError when it takes none."""
    home.definitions(chain)
    found = recipient_of(home, chain)
    if found is None:
        raise NotFoundError(
            f"{chain}: no pseudonyms are taken for this chain. Set that up: ketenmonitor pseudonyms setup."
        )
    place = home.path / KEYS["receiving"]
    try:
        public = str(json.loads(place.read_text(encoding="utf-8"))["public"])
    except (OSError, ValueError, KeyError, TypeError):
        raise StorageError(f"{place}: this key is missing or damaged. Put it back from a backup.") from None
    kept = look(vault_place(home, chain))
    period, n = (kept[0].period, kept[1]) if kept else (found.period, 0)
    return Standing(found.recipient, found.purpose, period, public, n)
