"""What who runs a key service has set.

Comes in: a path. Goes out: a `Config`. The promise: whatever is wrong in the file is told at once, each by name with its line; keys
are not opened here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.hosting import Settings
from ketenmonitor.hosting.config import FILES, check_files, check_parties, read
from ketenmonitor.keyservice.schema import SCHEMA, WORDINGS
from ketenmonitor.toml import Finding, Place

FILES_OF_MASTER: tuple[Place, ...] = (("evaluating",), ("pkcs11", "module"), ("pkcs11", "pin_file"))
DEFAULTS = {"workers": 2, "requests_a_minute": 600}


@dataclass(frozen=True)
class Pkcs11:
    """Where the master key is, when it is in a token."""

    module: Path
    token: str
    label: str
    pin_file: Path | None = None


Master = Path | Pkcs11


@dataclass(frozen=True, kw_only=True)
class Config(Settings):
    """All settings. `master`: the file of the master key, or the token that it is in; `former`: those of some periods.

    Parties are OINs with a public key.
    """

    receiving: Path
    master: Master
    former: Mapping[str, Master]
    peers: Mapping[str, str]
    recipients: Mapping[str, str]


def read_config(path: Path) -> Config:
    """The settings in a file. Raises StorageError with all that is wrong."""
    values, settings = read(path, SCHEMA, WORDINGS, DEFAULTS, _check)
    return Config(
        **settings,
        receiving=Path(values["keys"]["receiving"]),
        master=_master(values["keys"]),
        former={name: _master(one) for one in values["keys"].get("former", ()) for name in one["periods"]},
        peers={oin: party["public"] for oin, party in values.get("peers", {}).items()},
        recipients={oin: party["public"] for oin, party in values["recipients"].items()},
    )


def _check(values: dict[str, Any]) -> Iterator[Finding]:
    yield from _check_keys(values)
    places = [(*table, *file) for table, _ in _masters(values) for file in FILES_OF_MASTER]
    yield from check_files(values, [*FILES, ("keys", "receiving"), *places])
    yield from check_parties(values, values.get("service", {}).get("oin"), ("peers", "recipients"))


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


def _master(said: dict[str, Any]) -> Master:
    if "evaluating" in said:
        return Path(said["evaluating"])
    token = said["pkcs11"]
    pin_file = Path(token["pin_file"]) if "pin_file" in token else None
    return Pkcs11(Path(token["module"]), token["token"], token["label"], pin_file)
