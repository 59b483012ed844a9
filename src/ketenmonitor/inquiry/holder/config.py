"""What who runs the node of a holder has set.

Comes in: a path. Goes out: a `Config`. The promise: whatever is wrong in the file is told at once, each by name with its line; keys
are not opened here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.hosting.config import FILES, check_address, check_files, check_parties, check_ways, tls_of, trust_in
from ketenmonitor.identity import Tls, Trust
from ketenmonitor.inquiry.holder.schema import OPEN, SCHEMA, WORDINGS
from ketenmonitor.toml import Finding, check_shape, document_at, without

DEFAULTS = {
    "host": "127.0.0.1", "port": 8443, "workers": 1, "requests_a_minute": 6_000, "contact": "", "refusals": OPEN,
}  # fmt: skip
PLAIN = ("oin", "address", "contact", "host", "port", "workers", "requests_a_minute", "refusals")


@dataclass(frozen=True)
class Config:
    """All settings. `periods`: the folder with a key file for each period; `askers`: public keys by OIN; `contacts`: texts by name."""

    oin: str
    address: str
    contact: str
    host: str
    port: int
    workers: int
    requests_a_minute: int
    refusals: str
    folder: Path
    mirror: Path
    tls: Tls | None
    trust: Trust
    periods: Path
    signing: Path
    hashing: Path
    register: Path
    signers: tuple[str, ...]
    askers: Mapping[str, str]
    contacts: Mapping[str, str]


def read_config(path: Path) -> Config:
    """The settings in a file. Raises StorageError with all that is wrong."""
    document = document_at(path, WORDINGS)
    identity, contacts = document.values.pop("identity", {}), document.values.pop("contacts", None)
    read = {**document.values, **({} if contacts is None else {"contacts": {}})}  # its names are for who writes it
    shape = list(check_shape(read, SCHEMA))
    values = without(read, shape)
    values["identity"] = identity if isinstance(identity, dict) else {}
    trust, own = trust_in(identity, path), values.get("service", {}).get("oin")
    findings = [*shape, *_check_contacts(contacts), *check_address(values), *check_parties(values, own, ("askers",))]
    findings += check_files(values, [*FILES, ("keys", "signing"), ("keys", "hashing")])
    findings += [trust] if isinstance(trust, Finding) else [*check_ways(values, trust)]
    faults = document.in_order(findings)
    if faults or isinstance(trust, Finding):
        raise StorageError("\n".join(map(str, faults)))
    return _built(values, trust, contacts or {})


def _check_contacts(contacts: Any) -> Iterator[Finding]:
    for name, text in contacts.items() if isinstance(contacts, dict) else ():
        if not (isinstance(text, str) and text.strip() and text.isprintable()):
            yield Finding("contact-malformed", ("contacts", name))


def _built(values: dict[str, Any], trust: Trust, contacts: dict[str, str]) -> Config:
    service, keys = DEFAULTS | values["service"], values["keys"]
    return Config(
        **{name: service[name] for name in PLAIN},
        folder=Path(service["folder"]),
        mirror=Path(service["mirror"]),
        tls=tls_of(values, trust),
        trust=trust,
        periods=Path(keys["evaluating"]),
        signing=Path(keys["signing"]),
        hashing=Path(keys["hashing"]),
        register=Path(values["register"]["file"]),
        signers=tuple(values["register"]["signed_by"]),
        askers={oin: party["public"] for oin, party in values["askers"].items()},
        contacts=contacts,
    )
