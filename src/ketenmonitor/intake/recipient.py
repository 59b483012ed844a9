"""For whom pseudonyms of a chain are made, and the keys with which they are opened.

    [pseudonyms.CHAIN]            # in monitor.toml
    recipient = "<OIN>"           # of the organisation that runs this monitor
    purpose = "..."               # as in the register of purposes of the key services
    period = "2026"               # the one to begin with; from then on the vault says it
    services = ["<URL>", "<URL>"] # of the key services, for a rotation; and certificate, key and authorities for these
    destroyed = "vernietigd"      # their period for what was destroyed here, see `destroyed`

    HOME/keys/receiving.key       what sources and key services close envelopes for
    HOME/keys/vault.key           what the vault is sealed with

Comes in: a home, a chain and the passphrase of the environment. Goes out: a `Recipient`, its keys and its vault. The promise:
only a delivery with pseudonyms, and a rotation, ask for the passphrase; without it nothing is refused, as the partner is not at
fault: who runs the monitor is told what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.keys import Secret, open_key, passphrase
from ketenmonitor.store import SETTINGS_FILE, About, Home, Vault, ledger, open_vault

TABLE = "pseudonyms"
OIN = re.compile(r"\d{20}")
LONGEST = 100  # of a purpose and a period
KEYS = {"receiving": Path("keys") / "receiving.key", "vault": Path("keys") / "vault.key"}
FIELDS = ("recipient", "purpose", "period")
OF_ROTATION = ("services", "certificate", "key", "authorities", "destroyed")


class Locked(StorageError):
    """What is needed to open pseudonyms is not there: who runs the monitor must act, and the partner need not."""


@dataclass(frozen=True)
class Recipient:
    """What monitor.toml says of the pseudonyms of a chain."""

    chain: str
    recipient: str
    purpose: str
    period: str
    services: tuple[str, ...] = ()
    certificate: str = ""
    key: str = ""
    authorities: str = ""
    destroyed: str = ""  # the period of the key services in which what was destroyed is kept; see `destroyed`


def recipient_of(home: Home, chain: str) -> Recipient | None:
    """For whom pseudonyms of this chain are made; None when nobody set that up."""
    said: object = home.said(TABLE).get(chain)
    if said is None:
        return None
    if not isinstance(said, dict):
        raise _wrong(home, chain, "not a table")
    if unknown := sorted(set(said) - {*FIELDS, *OF_ROTATION}):
        raise _wrong(home, chain, f"not a field: {', '.join(unknown)}")
    services = said.get("services", [])
    if not isinstance(services, list) or not all(isinstance(url, str) for url in services):
        raise _wrong(home, chain, "services is not a list of addresses")
    texts = {name: said.get(name, "") for name in (*FIELDS, *OF_ROTATION[1:])}
    if not all(isinstance(text, str) for text in texts.values()):
        raise _wrong(home, chain, "a field is no text")
    if not all(0 < len(texts[name]) <= LONGEST for name in FIELDS):
        raise _wrong(home, chain, f"{', '.join(FIELDS)} are not all there")
    if not OIN.fullmatch(texts["recipient"]):
        raise _wrong(home, chain, "recipient is not an OIN of 20 digits")
    return Recipient(chain, services=tuple(services), **texts)


def _wrong(home: Home, chain: str, what: str) -> StorageError:
    return StorageError(
        f"{home.path / SETTINGS_FILE}: [{TABLE}.{chain}]: {what}. Right is {', '.join(FIELDS)}, and for a rotation "
        f"{', '.join(OF_ROTATION)}. Mend it; `ketenmonitor pseudonyms setup` shows how it is written."
    )


def check_texts(recipient: str, purpose: str, period: str) -> None:
    """Raises UsageError for a purpose or period of which no key can be made."""
    from ketenmonitor.pseudonyms.keyed import info_of  # loads the group, which most commands do not need

    try:
        info_of(recipient, purpose, period)
        is_right = all(
            text.isprintable() and text == text.strip() and len(text) <= LONGEST for text in (purpose, period)
        )
    except ValueError:
        is_right = False
    if not is_right:
        raise UsageError(
            f"A purpose and a period are texts of 1 to {LONGEST} signs, without |. Give one as the key services have it."
        )


def holder_of(home: Home, chain: str) -> Recipient | None:
    """For whom something is kept of what is destroyed; None when nobody set that up. Raises what would keep it from being done."""
    found = recipient_of(home, chain)
    if found is None or not found.destroyed:
        return None
    if len(found.services) != 2:
        raise UsageError(
            f'{chain}: with `destroyed` in [pseudonyms.{chain}] of monitor.toml both key services are asked: write services = ["URL", "URL"].'
        )
    key_of(home, "vault")
    return found


def vault_place(home: Home, chain: str) -> Path:
    """The folder of a chain's vault."""
    return home.chain_path(chain) / "vault"


def key_of(home: Home, kind: str) -> Secret:
    """The receiving or the vault key of this home. Raises Locked without the file or its passphrase."""
    place = home.path / KEYS[kind]
    if not place.is_file():
        raise Locked(
            f"{place}: this key is missing, and pseudonyms cannot be opened without it. Nothing was taken in. Put it back from "
            "a backup; if there never was one, make it with `ketenmonitor pseudonyms setup`."
        )
    try:
        phrase = passphrase()
    except UsageError as error:
        raise Locked(f"Pseudonyms cannot be opened now, and nothing was taken in. {error}") from None
    stat = place.stat()
    return _opened(place, kind, Phrase(phrase), (stat.st_mtime_ns, stat.st_ino))


@dataclass(frozen=True)
class Phrase:
    """A passphrase, never shown."""

    value: bytes = field(repr=False)


@lru_cache(maxsize=8)
def _opened(place: Path, kind: str, phrase: Phrase, stamp: tuple[int, int]) -> Secret:
    """Opening takes a tenth of a second by design, which a hundred small deliveries after each other need not pay for."""
    try:
        return open_key(place, kind, phrase.value)
    except StorageError as error:
        raise Locked(str(error)) from None


@contextmanager
def vault_of(home: Home, recipient: Recipient) -> Iterator[Vault]:
    """The vault of a chain; a new one is begun for the first delivery with pseudonyms only.

    Raises StorageError for one that is gone, older than the tables, or made for another recipient or purpose.
    """
    chain, place = recipient.chain, vault_place(home, recipient.chain)
    with_pseudonyms = [receipt for receipt in ledger.read(home.tables_path(chain)) if receipt.period]
    about = About(recipient.recipient, recipient.purpose, recipient.period)
    with open_vault(place, key_of(home, "vault"), chain, None if with_pseudonyms else about) as vault:
        if with_pseudonyms and not vault.has_used(with_pseudonyms[-1].content):
            raise StorageError(
                f"{place}: this vault is older than what was taken in, so that who is in it already would get a second name. "
                "Nothing was taken in: put this folder and the tables of the chain back from the same backup."
            )
        if (vault.about.recipient, vault.about.purpose) != (recipient.recipient, recipient.purpose):
            raise StorageError(
                f"{home.path / SETTINGS_FILE}: [{TABLE}.{chain}] names another recipient or purpose than the vault of this chain "
                "was made for. Pseudonyms of two purposes are never brought together. Nothing was taken in: put back what stood there."
            )
        yield vault
