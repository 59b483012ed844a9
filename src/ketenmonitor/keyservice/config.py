"""What who runs a key service has set.

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
from ketenmonitor.keyservice.schema import SCHEMA, WORDINGS
from ketenmonitor.toml import Fault, Finding, Place, check_shape, document_at, without

FILES_OF_MASTER: tuple[Place, ...] = (("evaluating",), ("pkcs11", "module"), ("pkcs11", "pin_file"))
DEFAULTS = {"host": "127.0.0.1", "port": 8443, "workers": 2, "requests_a_minute": 600, "contact": ""}


@dataclass(frozen=True)
class Pkcs11:
    """Where the master key is, when it is in a token."""

    module: Path
    token: str
    label: str
    pin_file: Path | None = None


Master = Path | Pkcs11


@dataclass(frozen=True)
class Config:
    """All settings. `master`: the file of the master key, or the token that it is in; `former`: those of some periods.

    Parties are OINs with a public key.
    """

    oin: str
    address: str
    contact: str
    folder: Path
    host: str
    port: int
    workers: int
    requests_a_minute: int
    tls: Tls | None
    trust: Trust
    receiving: Path
    master: Master
    former: Mapping[str, Master]
    register: Path
    signers: tuple[str, ...]
    peers: Mapping[str, str]
    recipients: Mapping[str, str]


def read_config(path: Path) -> Config:
    """The settings in a file. Raises StorageError with all that is wrong."""
    document = document_at(path, WORDINGS)
    identity = document.values.pop("identity", {})
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    values["identity"] = identity if isinstance(identity, dict) else {}
    trust, own = trust_in(identity, path), values.get("service", {}).get("oin")
    findings = [*shape, *_check_keys(values), *check_files(values, _files(values)), *check_address(values)]
    findings += check_parties(values, own, ("peers", "recipients"))
    findings += [trust] if isinstance(trust, Finding) else [*check_ways(values, trust)]
    faults: tuple[Fault, ...] = document.in_order(findings)
    if faults or isinstance(trust, Finding):
        raise StorageError("\n".join(map(str, faults)))
    return _built(values, trust)


def _masters(values: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The tables that name a master key."""
    if "keys" in values:
        yield ("keys",), values["keys"]
        yield from ((("keys", "former", n), one) for n, one in enumerate(values["keys"].get("former", [])) if one)


def _check_keys(values: dict[str, Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, said in _masters(values):
        if ("evaluating" in said) == ("pkcs11" in said):
            yield Finding("one-master", place)
        for number, name in enumerate(said.get("periods", [])):
            if name in seen:
                yield Finding("former-twice", (*place, "periods", number), {"name": name})
            seen.add(name)


def _files(values: dict[str, Any]) -> list[Place]:
    places = [(*table, *file) for table, _ in _masters(values) for file in FILES_OF_MASTER]
    return [*FILES, ("keys", "receiving"), *places]


def _built(values: dict[str, Any], trust: Trust) -> Config:
    service = DEFAULTS | values["service"]
    return Config(
        **{
            name: service[name]
            for name in ("oin", "address", "contact", "host", "port", "workers", "requests_a_minute")
        },
        folder=Path(service["folder"]),
        tls=tls_of(values, trust),
        trust=trust,
        receiving=Path(values["keys"]["receiving"]),
        master=_master(values["keys"]),
        former={name: _master(one) for one in values["keys"].get("former", ()) for name in one["periods"]},
        register=Path(values["register"]["file"]),
        signers=tuple(values["register"]["signed_by"]),
        peers={oin: party["public"] for oin, party in values.get("peers", {}).items()},
        recipients={oin: party["public"] for oin, party in values["recipients"].items()},
    )


def _master(said: dict[str, Any]) -> Master:
    if "evaluating" in said:
        return Path(said["evaluating"])
    token = said["pkcs11"]
    pin_file = Path(token["pin_file"]) if "pin_file" in token else None
    return Pkcs11(Path(token["module"]), token["token"], token["label"], pin_file)
