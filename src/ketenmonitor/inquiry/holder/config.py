"""What who runs the node of a holder has set, besides what every service has (`hosting.config`).

    [service]
    mirror = "/srv/node/mirror"                      the lists, for a static file server of somebody else
    refusals = "open"                                or "as-no-hit": who is not permitted is told what looks like no hit

    [keys]
    evaluating = "/etc/node/periods"                 a folder with a key file for each period: 2026-w48.key
    signing = "/etc/node/signing.key"                signs the lists
    hashing = "/etc/node/hashing.key"                makes of an identifier what the log calls that person

    [askers.00000099000000001000]                    with which key an organisation signs its questions
    public = "<public key>"

    [contacts]                                       where who has a hit may turn to
    recherche = "Team Recherche, 088 000 00 00"

Comes in: a path. Goes out: a `Config`. The promise: whatever is wrong in the file is told at once, each by name with its line; keys
are not opened here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.hosting import Settings
from ketenmonitor.hosting.config import FILE, FILES, PARTY, check_files, check_parties, read, tables
from ketenmonitor.hosting.config import WORDINGS as OF_EVERY_SERVICE
from ketenmonitor.toml import Finding, Key, Table, Wordings, choice

OPEN, AS_NO_HIT = "open", "as-no-hit"
DEFAULTS = {"workers": 1, "requests_a_minute": 6_000, "refusals": OPEN}
SCHEMA = tables(
    {"mirror": FILE, "refusals": Key(choice("way to refuse", (OPEN, AS_NO_HIT)))},
    {
        "keys": Table("one", "key", {"evaluating": FILE, "signing": FILE, "hashing": FILE}, required=True),
        "askers": Table("named", "asker", PARTY, required=True),
        "contacts": Table("one", "contact point", {}, required=True),
    },
)
WORDINGS: Wordings = {
    **OF_EVERY_SERVICE,
    "file-missing": ("there is no such file.", "Name the configuration of a node."),
    "contact-malformed": (
        "a contact point is a text on one line.",
        'Write it like recherche = "Team Recherche, 088 000 00 00".',
    ),
}


@dataclass(frozen=True, kw_only=True)
class Config(Settings):
    """All settings. `periods`: the folder with a key file for each period; `askers`: public keys by OIN; `contacts`: texts by name."""

    refusals: str
    mirror: Path
    periods: Path
    signing: Path
    hashing: Path
    askers: Mapping[str, str]
    contacts: Mapping[str, str]


def read_config(path: Path) -> Config:
    """The settings in a file. Raises StorageError with all that is wrong."""
    values, settings = read(path, SCHEMA, WORDINGS, DEFAULTS, _check, free=("contacts",))
    service, keys = DEFAULTS | values["service"], values["keys"]
    return Config(
        **settings,
        refusals=service["refusals"],
        mirror=Path(service["mirror"]),
        periods=Path(keys["evaluating"]),
        signing=Path(keys["signing"]),
        hashing=Path(keys["hashing"]),
        askers={oin: party["public"] for oin, party in values["askers"].items()},
        contacts=values["contacts"],
    )


def _check(values: dict[str, Any]) -> Iterator[Finding]:
    yield from check_parties(values, values.get("service", {}).get("oin"), ("askers",))
    yield from check_files(values, [*FILES, ("keys", "signing"), ("keys", "hashing")])
    for name, text in values.get("contacts", {}).items():
        if not (isinstance(text, str) and text.strip() and text.isprintable()):
            yield Finding("contact-malformed", ("contacts", name))
