"""The form of the configuration of a key service, as data, besides what every service has (`hosting.config`).

    [keys]
    receiving = "/etc/keyservice/receiving.key"
    evaluating = "/etc/keyservice/evaluating.key"    or, in place of this line:
    [keys.pkcs11]
    module = "/usr/lib/softhsm/libsofthsm2.so"
    token = "keyservice"
    label = "master"
    pin_file = "/etc/keyservice/pin"                 else KETENMONITOR_PKCS11_PIN
    [[keys.former]]                                  a master that was stolen or replaced: of these periods only
    periods = ["2026"]
    evaluating = "/etc/keyservice/evaluating-2026.key"

    [peers.00000099000000004000]                     the other key services, and for whom they close envelopes
    public = "<public key>"
    [recipients.00000099000000009000]
    public = "<public key>"

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is no setting.
"""

from __future__ import annotations

from ketenmonitor.hosting.config import FILE, PARTY, tables
from ketenmonitor.hosting.config import WORDINGS as OF_EVERY_SERVICE
from ketenmonitor.toml import ID, LINE, Key, Kind, Table, Wordings, list_of

PERIODS = list_of(ID, '["2026"]')
PKCS11 = Kind(
    "a table of a token", (dict,), '{ module = "...", token = "...", label = "..." }',
    keys={"module": FILE, "token": FILE, "label": FILE, "pin_file": Key(LINE)},
)  # fmt: skip

MASTER = {"evaluating": Key(LINE), "pkcs11": Key(PKCS11)}
FORMER = Kind(
    "a former master key", (dict,), '{ periods = ["2026"], evaluating = "..." }',
    keys={"periods": Key(PERIODS, required=True), **MASTER},
)  # fmt: skip
FORMERS = Kind("a list of former master keys", (list,), "[[keys.former]]", element=FORMER)

SCHEMA: dict[str, Table] = tables(
    {},
    {
        "keys": Table("one", "key", {"receiving": FILE, "former": Key(FORMERS), **MASTER}, required=True),
        "peers": Table("named", "key service", PARTY),
        "recipients": Table("named", "recipient", PARTY, required=True),
    },
)

WORDINGS: Wordings = {
    **OF_EVERY_SERVICE,
    "file-missing": ("there is no such file.", "Name the configuration of a key service."),
    "one-master": ("this is one master key, in a file or in a token.", "Give either `evaluating` or `pkcs11`."),
    "former-twice": ('period "{name}" has another former master key already.', "Name it once."),
}
