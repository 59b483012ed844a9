"""What who asks has set.

    [asker]
    oin = "00000099000000001000"
    folder = "/srv/ask/state"                        its log, and the lists it has
    [keys]
    signing = "/etc/ask/signing.key"                 signs questions
    hashing = "/etc/ask/hashing.key"                 makes pseudonyms of officers, and commitments to cases
    [register]
    file = "/etc/ask/purposes.toml"
    signed_by = ["<public key>"]
    [tls]
    certificate = "/etc/ask/client.pem"
    key = "/etc/ask/client.key"
    authorities = "/etc/ask/authorities.pem"         that holders and the mirror are believed by; absent: those of the system
    [mirror]
    url = "https://spiegel.example.nl/lijsten"       of neither an asker nor a holder
    [holders.00000099000000005000]
    name = "Politie"
    url = "https://bevragingen.example.nl"
    public = "<public key>"                          with which it signs its lists
    grant = "$1$..."                                 behind an outway of FSC

Comes in: a path. Goes out: a `Config`. The promise: whatever is wrong in the file is told at once, each by name with its line; keys
are not opened here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.hosting.config import FILE, REGISTER, check_files, check_parties
from ketenmonitor.hosting.config import WORDINGS as OF_EVERY_SERVICE
from ketenmonitor.source.services import Road
from ketenmonitor.source.tls import Identity
from ketenmonitor.toml import LINE, OIN, PUBLIC, Key, Table, Wordings, check_shape, document_at, without

SCHEMA: dict[str, Table] = {
    "asker": Table("one", "asker", {"oin": Key(OIN, required=True), "folder": FILE}, required=True),
    "keys": Table("one", "key", {"signing": FILE, "hashing": FILE}, required=True),
    "register": REGISTER,
    "tls": Table("one", "certificate", {"certificate": FILE, "key": FILE, "authorities": Key(LINE)}, required=True),
    "mirror": Table("one", "mirror", {"url": FILE}, required=True),
    "holders": Table(
        "named", "holder", {"name": FILE, "url": FILE, "public": Key(PUBLIC, required=True), "grant": Key(LINE)}, required=True
    ),
}  # fmt: skip
WORDINGS: Wordings = {
    **OF_EVERY_SERVICE, "file-missing": ("there is no such file.", "Name the configuration of an asker."),
}  # fmt: skip
FILES = (
    ("keys", "signing"), ("keys", "hashing"), ("register", "file"), ("tls", "certificate"), ("tls", "key"), ("tls", "authorities"),
)  # fmt: skip


@dataclass(frozen=True)
class Holder:
    """Somebody who can be asked. `public`: with which it signs its lists."""

    oin: str
    name: str
    road: Road
    public: str


@dataclass(frozen=True)
class Config:
    """All settings."""

    oin: str
    folder: Path
    signing: Path
    hashing: Path
    register: Path
    signers: tuple[str, ...]
    mirror: Road
    holders: Mapping[str, Holder]


def read_config(path: Path) -> Config:
    """The settings in a file. Raises StorageError with all that is wrong."""
    document = document_at(path, WORDINGS)
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    findings = [
        *shape,
        *check_files(values, FILES),
        *check_parties(values, values.get("asker", {}).get("oin"), ("holders",)),
    ]
    if faults := document.in_order(findings):
        raise StorageError("\n".join(map(str, faults)))
    keys, tls = values["keys"], values["tls"]
    identity = Identity(
        Path(tls["certificate"]), Path(tls["key"]), Path(tls["authorities"]) if "authorities" in tls else None
    )
    return Config(
        values["asker"]["oin"], Path(values["asker"]["folder"]), Path(keys["signing"]), Path(keys["hashing"]),
        Path(values["register"]["file"]), tuple(values["register"]["signed_by"]),
        Road(values["mirror"]["url"], Identity(authorities=identity.authorities)),
        {
            oin: Holder(oin, said["name"], Road(said["url"], identity, said.get("grant")), said["public"])
            for oin, said in values["holders"].items()
        },
    )  # fmt: skip
