"""What the settings of every service have: where it listens, whose word is taken on who calls, the register, an address for others.

    [service]
    oin = "00000099000000003000"
    address = "https://sleutels.example.nl"          where others find it
    contact = "mailto:sleutels@example.nl"           whom to ask
    folder = "/srv/keyservice/state"                 its log, and what was used of limits
    host = "0.0.0.0"
    port = 8443
    workers = 2
    requests_a_minute = 600                          of one organisation, in one process

    [tls]                                            absent only behind a proxy or inway that [identity] names
    certificate = "/etc/keyservice/server.pem"
    key = "/etc/keyservice/server.key"

    [identity]                                       whose word is taken on who calls, see `identity.trust`
    authorities = "/etc/keyservice/authorities.pem"

    [register]
    file = "/etc/keyservice/purposes.toml"
    signed_by = ["<public key>"]

Comes in: a path, and the tables that one kind of service has besides. Goes out: values, and `Settings`. The promise: whatever is wrong
in the file is told at once, each by name with its line; keys are not opened here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ketenmonitor.errors import StorageError
from ketenmonitor.identity import OIN, Tls, Trust, trust_of
from ketenmonitor.toml import (
    LINE,
    PUBLIC,
    Finding,
    Key,
    Kind,
    Objection,
    Place,
    Table,
    Wordings,
    check_shape,
    document_at,
    list_of,
    shown,
    without,
)
from ketenmonitor.toml import OIN as OF_OIN
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

FILE = Key(LINE, required=True)
PARTY = {"public": Key(PUBLIC, required=True), "title": Key(LINE)}
PUBLICS = list_of(PUBLIC, f"[{PUBLIC.example}]")
REGISTER = Table("one", "register of purposes", {"file": FILE, "signed_by": Key(PUBLICS, required=True)}, required=True)
FILES: tuple[Place, ...] = (("tls", "certificate"), ("tls", "key"), ("register", "file"), ("identity", "authorities"))
WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "number-out-of-range": ("{shown} is not between {least} and {most}.", "Write a number in between."),
    "party-malformed": ('"{name}" is no OIN.', "Write the 20 digits of one."),
    "is-itself": ("this is the service itself.", "Name the others only."),
    "file-not-there": ("there is no file that can be read at {shown}.", "Name one that this user may read."),
    "address-malformed": ("{shown} is no address.", "Write one that begins with https://."),
    "identity-wrong": ("{reason}", "Mend it; this is how a service knows who calls."),
    "nobody-known": (
        "nobody could prove who they are.",
        "Give authorities in [identity], and [tls]; or the proxies or the inways that this service is behind.",
    ),
}


def number(noun: str, most: int, example: str, least: int = 1) -> Kind:
    """A whole number between two others."""

    def rule(count: int) -> Objection | None:
        words = {"shown": shown(count), "least": str(least), "most": f"{most:,}"}
        return None if least <= count <= most else ("number-out-of-range", words)

    return Kind(noun, (int,), example, rule)


SERVICE = {
    "oin": Key(OF_OIN, required=True), "address": Key(LINE, required=True), "contact": Key(LINE), "folder": FILE, "host": Key(LINE),
    "port": Key(number("a port", 65_535, "8443", least=0)), "workers": Key(number("a number of processes", 64, "2")),
    "requests_a_minute": Key(number("a whole number", 1_000_000, "600")),
}  # fmt: skip
DEFAULTS: dict[str, Any] = {"host": "127.0.0.1", "port": 8443, "contact": ""}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service has. `signers`: whose signature of the register is believed."""

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
    register: Path
    signers: tuple[str, ...]


def tables(keys: Mapping[str, Key], more: Mapping[str, Table]) -> dict[str, Table]:
    """The form of a configuration: with `keys` in [service] besides those of every service, and `more` tables."""
    return {
        "service": Table("one", "service", {**SERVICE, **keys}, required=True),
        "tls": Table("one", "certificate", {"certificate": FILE, "key": FILE}),
        "register": REGISTER,
        **more,
    }


def read(
    path: Path, schema: Mapping[str, Table], wordings: Wordings, defaults: Mapping[str, Any],
    check: Callable[[dict[str, Any]], Iterable[Finding]], free: Collection[str] = (),
) -> tuple[dict[str, Any], dict[str, Any]]:  # fmt: skip
    """The values in a file, and of them what `Settings` is made of. `free`: tables of which who writes them chooses the names.

    Raises StorageError with all that is wrong, `check` among it.
    """
    document = document_at(path, wordings)
    identity = document.values.pop("identity", {})
    named = {name: document.values[name] for name in free if isinstance(document.values.get(name), dict)}
    shape = list(check_shape({**document.values, **{name: {} for name in named}}, schema))
    values = {**without(document.values, shape), **named, "identity": identity if isinstance(identity, dict) else {}}
    trust = trust_in(identity, path)
    findings = [*shape, *check(values), *check_address(values)]
    findings += [trust] if isinstance(trust, Finding) else [*check_ways(values, trust)]
    faults = document.in_order(findings)
    if faults or isinstance(trust, Finding):
        raise StorageError("\n".join(map(str, faults)))
    service = {**DEFAULTS, **defaults, **values["service"]}
    return values, {
        **{name: service[name] for name in SERVICE},
        "folder": Path(service["folder"]), "tls": tls_of(values, trust), "trust": trust,
        "register": Path(values["register"]["file"]), "signers": tuple(values["register"]["signed_by"]),
    }  # fmt: skip


def trust_in(identity: Any, path: Path) -> Trust | Finding:
    """Whose word is taken on who calls, or what is wrong with that table."""
    if not isinstance(identity, dict):
        return Finding("identity-wrong", ("identity",), {"reason": "identity is not a table."})
    try:
        return trust_of(identity, str(path))
    except StorageError as error:
        reason = str(error).removeprefix(f"{path}: ")
        return Finding("identity-wrong", ("identity",), {"reason": reason})


def check_files(values: dict[str, Any], places: Iterable[Place]) -> Iterator[Finding]:
    """That there is a file where one is named."""
    for place in places:
        found: Any = values
        for step in place:
            found = found[step] if isinstance(step, int) else found.get(step) if isinstance(found, dict) else None
        if isinstance(found, str) and not (Path(found).is_file() and os.access(found, os.R_OK)):
            yield Finding("file-not-there", place, {"shown": shown(found)})


def check_parties(values: dict[str, Any], own: str | None, tables: Iterable[str]) -> Iterator[Finding]:
    """That others are named by their OIN."""
    for table in tables:
        for name in values.get(table, {}):
            if not OIN.fullmatch(name):
                yield Finding("party-malformed", (table, name), {"name": name})
            elif name == own:
                yield Finding("is-itself", (table, name))


def check_address(values: dict[str, Any], table: str = "service") -> Iterator[Finding]:
    """That others can find it safely."""
    address = values.get(table, {}).get("address")
    if address is not None and (urlsplit(address).scheme != "https" or not urlsplit(address).hostname):
        yield Finding("address-malformed", (table, "address"), {"shown": shown(address)})


def check_ways(values: dict[str, Any], trust: Trust) -> Iterator[Finding]:
    """That who calls can prove it."""
    behind = bool(trust.proxies or trust.inways)
    if not behind and (trust.authorities is None or "tls" not in values):
        yield Finding("nobody-known", ("identity",))


def tls_of(values: dict[str, Any], trust: Trust) -> Tls | None:
    """With what the service proves itself; who calls is asked for a certificate when there is who may issue one."""
    said = values.get("tls")
    authorities = trust.authorities.place if trust.authorities else None
    return Tls(Path(said["certificate"]), Path(said["key"]), authorities) if said else None
