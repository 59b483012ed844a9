"""What the settings of every service have: whose word is taken on who calls, files that are there, an address for others.

Comes in: the values of a file. Goes out: findings, and a `Trust`. The promise: whatever is wrong is told by name; keys are not
opened here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ketenmonitor.errors import StorageError
from ketenmonitor.identity import OIN, Tls, Trust, trust_of
from ketenmonitor.toml import LINE, Finding, Key, Kind, Objection, Place, Table, shown

FILE = Key(LINE, required=True)
TLS = Table("one", "certificate", {"certificate": FILE, "key": FILE})
FILES: tuple[Place, ...] = (("tls", "certificate"), ("tls", "key"), ("register", "file"), ("identity", "authorities"))
WORDINGS = {
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
