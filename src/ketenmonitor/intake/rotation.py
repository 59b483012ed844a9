"""Rotation: what the vault keeps is turned from the keys of one period to those of another, without going back to the sources.

    N / r  ->  first service (x k1'/k1)  ->  second service (x k2'/k2)  ->  x r  =  N'

Comes in: a home, a chain, the next period and the two key services. Goes out: how many identifiers were turned. The promise:
the services see nothing that they could know again, as every element has a fresh r; ids stay, so that no figure changes; killed
at any moment, the vault is at the old period or at the new one, and the same command goes on where it was. Deliveries may come
in meanwhile: they are of the old period, and turned too. One element that is the same in each batch shows whether the services
kept to their keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from filelock import FileLock, Timeout

from ketenmonitor.errors import ServiceError, StorageError, UsageError
from ketenmonitor.intake.destroyed import turned_destroyed
from ketenmonitor.intake.recipient import Recipient, check_texts, recipient_of, vault_of
from ketenmonitor.intake.turning import KEPT, SAME, Blinding, service_of
from ketenmonitor.pseudonyms.envelopes import MOST
from ketenmonitor.source.services import Service
from ketenmonitor.store import Home, Vault

PROOF = "proof of the turn"


@dataclass(frozen=True)
class Rotated:
    """What a rotation did: from which period to which, how many identifiers there are, and how many were turned earlier.

    `lost`: identifiers that were destroyed and are not known for such any more.
    """

    before: str
    after: str
    identifiers: int
    earlier: int
    lost: int = 0


def rotate(
    home: Home, chain: str, to: str, urls: Sequence[str] = (), done: Callable[[int, int], None] = lambda n, total: None
) -> Rotated:
    """Turn all that the vault of a chain keeps to the period `to`. `done` is told how many are turned, of how many.

    Raises UsageError for what cannot be asked, ServiceError for what a key service does not do, StorageError.
    """
    recipient = _asked(home, chain, to, urls)
    try:
        with FileLock(home.chain_path(chain) / "rotation.lock", timeout=0):
            with home.writing(), vault_of(home, recipient) as vault:
                before = vault.about.period
                if before == to:
                    raise UsageError(f"{chain}: the vault is at the period {to} already. Nothing was done.")
                with vault.changing():
                    earlier, lost = vault.turn_to(to), vault.destroyed.n_lost()
            with vault_of(home, recipient) as vault:
                total = _turn_all(home, vault, recipient, (before, to), done)
    except Timeout:
        raise StorageError(f"{home.path}: another rotation of this chain is at work. Wait until it is done.") from None
    return Rotated(before, to, total, earlier, lost)


def _asked(home: Home, chain: str, to: str, urls: Sequence[str]) -> Recipient:
    home.definitions(chain)  # a chain that is not there is said first
    found = recipient_of(home, chain)
    if found is None:
        raise UsageError(
            f"{chain}: no pseudonyms are taken for this chain. Set that up: ketenmonitor pseudonyms setup."
        )
    check_texts(found.recipient, found.purpose, to)
    found = replace(found, services=tuple(urls) or found.services)
    if len(found.services) != 2:
        raise UsageError(
            f"{chain}: a rotation needs the addresses of both key services, in their order. Say --services URL URL, or write "
            f'services = ["URL", "URL"] in [pseudonyms.{chain}] of monitor.toml.'
        )
    return found


def _turn_all(
    home: Home, vault: Vault, recipient: Recipient, periods: tuple[str, str], done: Callable[[int, int], None]
) -> int:
    """Turn what is left, a batch at a time, and put the new period in force when nothing is."""
    with service_of(recipient, 0) as first, service_of(recipient, 1) as second:
        while True:
            part = vault.to_turn(MOST - 1)
            if part:
                blinding = Blinding([SAME, *(element for _, _, element in part)])
                for service in (first, second):
                    blinding.ask(service, recipient, *periods)
                proof, *turned = blinding.elements(second)
            else:
                _turn_destroyed(home, vault, recipient, periods, (first, second))
            with home.writing(), vault.changing():
                if part:
                    _check_proof(vault, proof)
                    vault.keep_turned([(*row[:2], element) for row, element in zip(part, turned, strict=True)])
                elif not vault.to_turn(1):  # under the lock nothing comes in any more
                    vault.take_turn()
                    break
            done(part[-1][0] if part else 0, vault.n_elements())
    with suppress(StorageError), home.writing():
        vault.shrink()  # what is left of the old period; the new one is in force whether or not this succeeds
    return vault.n_elements()


def _turn_destroyed(
    home: Home, vault: Vault, recipient: Recipient, periods: tuple[str, str], services: tuple[Service, Service]
) -> None:
    """What still keeps destroyed identifiers away: after all others, for these show with which keys the services work."""
    for found in turned_destroyed(vault, recipient, periods, services):
        with home.writing(), vault.changing():
            _check_proof(vault, found.same)
            vault.destroyed.keep_turned(found.rows)


def _check_proof(vault: Vault, same: bytes) -> None:
    """Whether the services did with this batch what they did with the others."""
    proof, known = vault.proof(same), vault.note(PROOF)
    if proof == vault.proof(SAME):
        raise ServiceError(f"The key services have the same keys in both periods, so nothing would be rotated. {KEPT}")
    if known not in (None, proof):
        raise ServiceError(
            "A key service has another key than when this rotation began, so that what is turned would not fit together. Ask "
            f"who runs it to put the key back. {KEPT}"
        )
    vault.write_note(PROOF, proof)
