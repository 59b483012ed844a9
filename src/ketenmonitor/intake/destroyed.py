"""What stays of a pseudonym that was destroyed, so that it is known after a rotation too: what only a key service can turn back.

    at destruction   N          ->  second service (period -> D, x d/k2)   ->  M, kept
    at a rotation    M          ->  first service (old -> new, x k1'/k1)   ->  M', kept in its place
                     M'         ->  second service (D -> new, x k2'/d)     ->  N', of which only the keyed hash is kept

D is a period that the key services have for this alone (`destroyed` in [pseudonyms.CHAIN]). Without the key of D, which the second
service has, M says nothing of N; and that service logs whenever it is asked.

Comes in: ids that go, or a vault that is rotated. Goes out: M of each; or what becomes of it. The promise: N is written nowhere, and
services see nothing that they could know again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ketenmonitor.errors import ServiceError, UsageError
from ketenmonitor.intake.recipient import Recipient, vault_of
from ketenmonitor.intake.turning import KEPT, SAME, Blinding, service_of
from ketenmonitor.pseudonyms.envelopes import MOST
from ketenmonitor.source.services import Service
from ketenmonitor.store import Home, Vault


@dataclass(frozen=True)
class Part:
    """Some that were turned. `same`: what became of the element that is always the same; `rows`: id, element, held."""

    same: bytes
    rows: tuple[tuple[bytes, bytes, bytes], ...]


def held_of(home: Home, recipient: Recipient, ids: Sequence[str]) -> Mapping[str, bytes]:
    """By id of the vault what is kept of it after it is destroyed. Raises ServiceError, StorageError."""
    found: dict[str, bytes] = {}
    if not ids:
        return found
    with vault_of(home, recipient) as vault, service_of(recipient, 1) as second:
        for at in range(0, len(ids), MOST - 1):
            elements = vault.elements_of(ids[at : at + MOST - 1])
            blinding = Blinding([SAME, *elements.values()])
            blinding.ask(second, recipient, vault.about.period, recipient.destroyed)
            same, *turned = blinding.elements(second)
            if vault.destroyed.of_same() not in (None, same):
                raise ServiceError(
                    f"{second.road.host}: has another key for what was destroyed than before, so that it would not be known again. {KEPT}"
                )
            with vault.changing():
                vault.destroyed.keep_of_same(SAME, same)
            found |= zip(elements, turned, strict=True)
    return found


def turned_destroyed(
    vault: Vault, recipient: Recipient, periods: tuple[str, str], services: tuple[Service, Service]
) -> Iterator[Part]:
    """What was destroyed, turned to another period, a part at a time; who takes a part keeps it."""
    while rows := vault.destroyed.to_turn(MOST - 1):
        if not recipient.destroyed:
            raise UsageError(
                f"{recipient.chain}: what was destroyed is kept in a period of the key services. Say which one: `destroyed` in "
                f"[pseudonyms.{recipient.chain}] of monitor.toml."
            )
        ids = [b"", *(id for id, _ in rows)]  # the first: of the element that is always the same
        blinding = Blinding([vault.destroyed.of_same() or SAME, *(held for _, held in rows)])
        blinding.ask(services[0], recipient, *periods)
        held = blinding.elements(services[0])
        blinding.ask(services[1], recipient, recipient.destroyed, periods[1])
        same, *elements = blinding.elements(services[1])
        # What is held of the element that is always the same begins anew in each period.
        anew = Blinding([SAME])
        anew.ask(services[1], recipient, periods[1], recipient.destroyed)
        kept = zip(ids, [SAME, *elements], [*anew.elements(services[1]), *held[1:]], strict=True)
        yield Part(same, tuple(kept))
