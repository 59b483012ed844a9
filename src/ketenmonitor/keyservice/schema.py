"""The form of the configuration of a key service, as data; and what can be wrong with one besides.

    [service]
    oin = "00000099000000003000"
    address = "https://sleutels.example.nl"          where others find it
    contact = "mailto:sleutels@example.nl"           whom to ask
    folder = "/srv/keyservice/state"                 its log, and what was used of limits
    host = "0.0.0.0"
    port = 8443
    workers = 2
    requests_a_minute = 600                          of one organisation

    [tls]                                            absent only behind a proxy or inway that [identity] names
    certificate = "/etc/keyservice/server.pem"
    key = "/etc/keyservice/server.key"

    [identity]                                       whose word is taken on who calls, see `identity.trust`
    authorities = "/etc/keyservice/authorities.pem"

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

    [register]
    file = "/etc/keyservice/purposes.toml"
    signed_by = ["<public key>"]

    [peers.00000099000000004000]                     the other key services, and for whom they close envelopes
    public = "<public key>"
    [recipients.00000099000000009000]
    public = "<public key>"

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is no setting.
"""

from __future__ import annotations

from ketenmonitor.hosting.config import FILE, TLS, number
from ketenmonitor.hosting.config import WORDINGS as OF_EVERY_SERVICE
from ketenmonitor.toml import ID, LINE, OIN, PUBLIC, Key, Kind, Table, Wordings, list_of
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

PUBLICS = list_of(PUBLIC, f"[{PUBLIC.example}]")
PERIODS = list_of(ID, '["2026"]')
PARTY = {"public": Key(PUBLIC, required=True), "title": Key(LINE)}
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

SCHEMA: dict[str, Table] = {
    "service": Table(
        "one",
        "service",
        {
            "oin": Key(OIN, required=True),
            "address": Key(LINE, required=True),
            "contact": Key(LINE),
            "folder": Key(LINE, required=True),
            "host": Key(LINE),
            "port": Key(number("a port", 65_535, "8443", least=0)),
            "workers": Key(number("a number of processes", 64, "2")),
            "requests_a_minute": Key(number("a whole number", 1_000_000, "600")),
        },
        required=True,
    ),
    "tls": TLS,
    "keys": Table("one", "key", {"receiving": FILE, "former": Key(FORMERS), **MASTER}, required=True),
    "register": Table(
        "one", "register of purposes", {"file": FILE, "signed_by": Key(PUBLICS, required=True)}, required=True
    ),
    "peers": Table("named", "key service", PARTY),
    "recipients": Table("named", "recipient", PARTY, required=True),
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    **OF_EVERY_SERVICE,
    "file-missing": ("there is no such file.", "Name the configuration of a key service."),
    "one-master": ("this is one master key, in a file or in a token.", "Give either `evaluating` or `pkcs11`."),
    "former-twice": ('period "{name}" has another former master key already.', "Name it once."),
}
