"""Where a partner sends to, from its mapping: the receiver, the key services, and the files that go with them.

Comes in: a mapping (TOML). Goes out: `Addresses`. The promise: only what sending needs is read; paths are those beside the
mapping; what is missing is said with the table that it belongs in.

    [delivery]    state = "state", signing_key = "sign.key"
    [send]        url = "https://...", certificate = "client.pem", key = "client.key", authorities = "ca.pem", grant = "$1$..."
    [pseudonyms]  services = ["https://...", "https://..."], grants = ["$1$...", "$1$..."], and certificate, certificate_key,
                  authorities when they are others than in [send]
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.errors import UsageError
from ketenmonitor.source.services import Road
from ketenmonitor.source.tls import Identity


@dataclass(frozen=True)
class Addresses:
    """What a mapping says of where to. `services` are in the order in which they are asked."""

    place: Path
    state: Path
    signing_key: Path | None
    receiver: Road | None
    services: tuple[Road, ...]

    def to_receive(self) -> Road:
        """Where deliveries go. Raises UsageError."""
        if self.receiver is None:
            raise UsageError(f'{self.place}: [send] has no url. Add it: url = "https://...", as who receives told you.')
        return self.receiver

    def to_evaluate(self) -> tuple[Road, Road]:
        """Where the two key services are. Raises UsageError."""
        if len(self.services) != 2:
            raise UsageError(
                f'{self.place}: [pseudonyms] services is not a list of two addresses. Right is services = ["https://...", '
                '"https://..."], in the order of the purpose register.'
            )
        return self.services[0], self.services[1]


def read_addresses(mapping: Path) -> Addresses:
    """What a mapping says of where to. Raises UsageError."""
    try:
        said = tomllib.loads(mapping.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise UsageError(
            f"{mapping}: this is not a mapping that can be read. Name the file that `pack` was given."
        ) from None
    delivery, send, pseudonyms = (_table(mapping, said, name) for name in ("delivery", "send", "pseudonyms"))
    identity = Identity(*(_path(mapping, send, name) for name in ("certificate", "key", "authorities")))
    to_services = _of_services(mapping, pseudonyms, identity)
    services = _texts(mapping, pseudonyms, "services")
    grants: list[str] | list[None] = _texts(mapping, pseudonyms, "grants")
    if grants and len(grants) != len(services):
        raise UsageError(
            f"{mapping}: [pseudonyms] grants has not one for each of services. Write one for each, in that order."
        )
    url = _text(mapping, send, "url")
    return Addresses(
        place=mapping,
        state=_path(mapping, delivery, "state") or mapping.parent / "state",
        signing_key=_path(mapping, delivery, "signing_key"),
        receiver=Road(url, identity, _text(mapping, send, "grant")) if url else None,
        services=tuple(
            Road(one, to_services, grant) for one, grant in zip(services, grants or [None] * len(services), strict=True)
        ),
    )


def _of_services(mapping: Path, pseudonyms: dict[str, Any], usual: Identity) -> Identity:
    """Who we are to key services: as to the receiver, unless the mapping says otherwise."""
    names = ("certificate", "certificate_key", "authorities")
    certificate, key, authorities = (_path(mapping, pseudonyms, name) for name in names)
    if certificate is None:
        certificate, key = usual.certificate, usual.key
    return Identity(certificate, key, authorities or usual.authorities)


def _table(mapping: Path, said: dict[str, Any], name: str) -> dict[str, Any]:
    found = said.get(name, {})
    if not isinstance(found, dict):
        raise UsageError(f"{mapping}: {name} is not a table. Write it as [{name}].")
    return found


def _text(mapping: Path, table: dict[str, Any], name: str) -> str | None:
    found = table.get(name)
    if found is not None and not (isinstance(found, str) and found):
        raise UsageError(f"{mapping}: {name} is not a text. Write it between quotes.")
    return found


def _path(mapping: Path, table: dict[str, Any], name: str) -> Path | None:
    found = _text(mapping, table, name)
    return None if found is None else mapping.parent / found


def _texts(mapping: Path, table: dict[str, Any], name: str) -> list[str]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise UsageError(f"{mapping}: [pseudonyms] {name} is not a list of texts. Write it as a list.")
    return found
