"""What an auditor has set.

    [keys]
    receiving = "auditor.key"                        or: shares = ["share-1.key", "share-3.key"]
    [askers.00000099000000001000]
    public = "<public key>"                          with which it signs its questions
    [holders.00000099000000005000]
    public = "<public key>"                          with which it signs its lists
    [lists]
    folder = "lists"                                 as the mirror has them: <holder>/<purpose>/<period>.jws and .tags

Comes in: a path. Goes out: a `Config`. The promise: whatever is wrong in the file is told at once, each by name with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.hosting.config import FILE, PARTY, check_parties
from ketenmonitor.hosting.config import WORDINGS as OF_EVERY_SERVICE
from ketenmonitor.inquiry.auditor.lists import Parties
from ketenmonitor.toml import LINE, VALUES, Finding, Key, Table, Wordings, check_shape, document_at, without

SCHEMA: dict[str, Table] = {
    "keys": Table("one", "key", {"receiving": Key(LINE), "shares": Key(VALUES)}, required=True),
    "askers": Table("named", "asker", PARTY, required=True),
    "holders": Table("named", "holder", PARTY, required=True),
    "lists": Table("one", "lists", {"folder": FILE}, required=True),
}
WORDINGS: Wordings = {
    **OF_EVERY_SERVICE,
    "file-missing": ("there is no such file.", "Name the configuration of an auditor."),
    "one-key": (
        "this is one key, in a file or in two shares.",
        "Give either `receiving` or `shares`, a list of two files.",
    ),
}


@dataclass(frozen=True)
class Config:
    """All settings. `keys`: one file, or two shares."""

    keys: tuple[Path, ...]
    parties: Parties


def read_config(path: Path) -> Config:
    """The settings in a file. Raises StorageError with all that is wrong."""
    document = document_at(path, WORDINGS)
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    findings = [*shape, *check_parties(values, None, ("askers", "holders")), *_check_keys(values)]
    if faults := document.in_order(findings):
        raise StorageError("\n".join(map(str, faults)))
    keys = values["keys"]
    publics = [{oin: said["public"] for oin, said in values[table].items()} for table in ("askers", "holders")]
    places = [keys["receiving"]] if "receiving" in keys else keys["shares"]
    return Config(tuple(map(Path, places)), Parties(publics[0], publics[1], Path(values["lists"]["folder"])))


def _check_keys(values: dict[str, Any]) -> Iterator[Finding]:
    keys = values.get("keys")
    if keys is not None and (("receiving" in keys) == ("shares" in keys) or len(keys.get("shares", "ab")) != 2):
        yield Finding("one-key", ("keys",))
