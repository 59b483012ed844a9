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

from base64 import b64decode

from ketenmonitor.toml import ID, LINE, OIN, Key, Kind, Objection, Table, Wordings, list_of, shown
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

PUBLIC_BYTES = 32


def _public_rule(text: str) -> Objection | None:
    try:
        is_right = len(b64decode(text, validate=True)) == PUBLIC_BYTES
    except ValueError:
        is_right = False
    return None if is_right else ("public-malformed", {})


def _number(noun: str, most: int, example: str, least: int = 1) -> Kind:
    def rule(count: int) -> Objection | None:
        words = {"shown": shown(count), "least": str(least), "most": f"{most:,}"}
        return None if least <= count <= most else ("number-out-of-range", words)

    return Kind(noun, (int,), example, rule)


PUBLIC = Kind("a public key", (str,), f'"{"A" * 43}="', _public_rule)
PUBLICS = list_of(PUBLIC, f"[{PUBLIC.example}]")
FILE = Key(LINE, required=True)
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
            "port": Key(_number("a port", 65_535, "8443", least=0)),
            "workers": Key(_number("a number of processes", 64, "2")),
            "requests_a_minute": Key(_number("a whole number", 1_000_000, "600")),
        },
        required=True,
    ),
    "tls": Table("one", "certificate", {"certificate": FILE, "key": FILE}),
    "keys": Table("one", "key", {"receiving": FILE, "former": Key(FORMERS), **MASTER}, required=True),
    "register": Table(
        "one", "register of purposes", {"file": FILE, "signed_by": Key(PUBLICS, required=True)}, required=True
    ),
    "peers": Table("named", "key service", PARTY),
    "recipients": Table("named", "recipient", PARTY, required=True),
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": ("there is no such file.", "Name the configuration of a key service."),
    "number-out-of-range": ("{shown} is not between {least} and {most}.", "Write a number in between."),
    "public-malformed": (
        "this is no public key.",
        "Write the 32 bytes of one in base64, as `ketenmonitor key` shows it.",
    ),
    "party-malformed": ('"{name}" is no OIN.', "Write the 20 digits of one."),
    "is-itself": ("this is the service itself.", "Name the others only."),
    "file-not-there": ("there is no file that can be read at {shown}.", "Name one that this user may read."),
    "one-master": ("this is one master key, in a file or in a token.", "Give either `evaluating` or `pkcs11`."),
    "former-twice": ('period "{name}" has another former master key already.', "Name it once."),
    "address-malformed": ("{shown} is no address.", "Write one that begins with https://."),
    "identity-wrong": ("{reason}", "Mend it; this is how a key service knows who calls."),
    "nobody-known": (
        "nobody could prove who they are.",
        "Give authorities in [identity], and [tls]; or the proxies or the inways that this service is behind.",
    ),
}
