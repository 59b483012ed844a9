"""The form of the configuration of a holder, as data; and what can be wrong with one besides.

    [service]
    oin = "00000099000000005000"
    address = "https://bevragingen.example.nl"       where others find it
    contact = "mailto:bevragingen@example.nl"        whom to ask
    folder = "/srv/node/state"                       its log, what was used of limits, and which tag leads to which contact point
    mirror = "/srv/node/mirror"                      the lists, for a static file server of somebody else
    host = "0.0.0.0"
    port = 8443
    workers = 1
    requests_a_minute = 6000                         of one organisation
    refusals = "open"                                or "as-no-hit": who is not permitted is told what looks like no hit

    [tls]                                            absent only behind a proxy or inway that [identity] names
    certificate = "/etc/node/server.pem"
    key = "/etc/node/server.key"

    [identity]                                       whose word is taken on who calls, see `identity.trust`
    authorities = "/etc/node/authorities.pem"

    [keys]
    evaluating = "/etc/node/periods"                 a folder with a key file for each period: 2026-w48.key
    signing = "/etc/node/signing.key"                signs the lists
    hashing = "/etc/node/hashing.key"                makes of an identifier what the log calls that person

    [register]
    file = "/etc/node/purposes.toml"
    signed_by = ["<public key>"]

    [askers.00000099000000001000]                    with which key an organisation signs its questions
    public = "<public key>"

    [contacts]                                       where who has a hit may turn to
    recherche = "Team Recherche, 088 000 00 00"

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is no setting.
"""

from __future__ import annotations

from ketenmonitor.hosting.config import FILE, TLS, number
from ketenmonitor.hosting.config import WORDINGS as OF_EVERY_SERVICE
from ketenmonitor.toml import LINE, OIN, PUBLIC, Key, Table, Wordings, choice, list_of
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

OPEN, AS_NO_HIT = "open", "as-no-hit"
PUBLICS = list_of(PUBLIC, f"[{PUBLIC.example}]")

SCHEMA: dict[str, Table] = {
    "service": Table(
        "one",
        "service",
        {
            "oin": Key(OIN, required=True),
            "address": Key(LINE, required=True),
            "contact": Key(LINE),
            "folder": Key(LINE, required=True),
            "mirror": Key(LINE, required=True),
            "host": Key(LINE),
            "port": Key(number("a port", 65_535, "8443", least=0)),
            "workers": Key(number("a number of processes", 64, "1")),
            "requests_a_minute": Key(number("a whole number", 1_000_000, "6000")),
            "refusals": Key(choice("way to refuse", (OPEN, AS_NO_HIT))),
        },
        required=True,
    ),
    "tls": TLS,
    "keys": Table("one", "key", {"evaluating": FILE, "signing": FILE, "hashing": FILE}, required=True),
    "register": Table(
        "one", "register of purposes", {"file": FILE, "signed_by": Key(PUBLICS, required=True)}, required=True
    ),
    "askers": Table("named", "asker", {"public": Key(PUBLIC, required=True), "title": Key(LINE)}, required=True),
    "contacts": Table("one", "contact point", {}, required=True),
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    **OF_EVERY_SERVICE,
    "file-missing": ("there is no such file.", "Name the configuration of a node."),
    "contact-malformed": (
        "a contact point is a text on one line.",
        'Write it like recherche = "Team Recherche, 088 000 00 00".',
    ),
}
