"""The form of a register of purposes, as data; and what can be wrong with one besides.

    [register]
    version = 3                      one more with each change: an older one is not believed any more

    [purposes.doorlooptijden]        for what, on which ground, until when
    title = "Doorlooptijden in de keten"
    ground = "jci1.3:c:BWBR0014194&artikel=15"
    from = 2026-01-01
    until = 2028-12-31

    [[pseudonyms]]                   who may have pseudonyms made for it, by whom, and for whom
    purpose = "doorlooptijden"
    recipient = "00000099000000009000"
    sources = ["00000099000000001000", "00000099000000002000"]
    key_services = ["00000099000000003000", "00000099000000004000"]
    identifiers_a_day = 2_000_000    of each source
    periods = [{ period = "2026", from = 2026-01-01, until = 2026-12-31 }]

    [[processing]]                   who may do what with data of cases for it
    purpose = "doorlooptijden"
    activity = "https://register.example.nl/verwerkingsactiviteiten/7c3e"   in the register of article 30 of the GDPR
    operations = ["measure", "case"]
    chains = ["zeden"]               left out: all
    roles = ["analyst"]              who has one of these, or belongs to one of `organisations` (OINs)
    subjects = ["verdachten"]        of whom, which categories of data, and who is given them: for the record of processing
    categories = ["strafrechtelijke gegevens"]
    recipients = ["analisten van de keten"]

    [[inquiries]]                    who may ask a holder whether it knows a person
    purpose = "opsporing"
    holder = "00000099000000005000"
    askers = ["00000099000000001000"]
    grounds = ["wpg-8"]              codes, of which one is named in each question
    auditor = "<public key>"         for whom it is kept closed who was asked about
    questions_a_day_officer = 50     of one officer, about one case, and of one organisation
    questions_a_day_case = 20
    questions_a_day_organisation = 2_000
    periods = [{ period = "2026-w48", from = 2026-11-23, until = 2026-11-29 }]

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is in no register.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from ketenmonitor.toml import (
    DATE,
    ID,
    LINE,
    NAME,
    OIN,
    PUBLIC,
    TEXT,
    VALUES,
    Key,
    Kind,
    Objection,
    Table,
    Wordings,
    line_rule,
    list_of,
    shown,
)
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

MOST = 10**12


def _count_rule(count: int) -> Objection | None:
    return None if 1 <= count <= MOST else ("count-out-of-range", {"shown": shown(count), "most": f"{MOST:,}"})


def _uri_rule(text: str) -> Objection | None:
    parts = urlsplit(text) if text.isascii() and "[" not in text else None  # of a bracket it makes an error
    is_one = parts is not None and parts.scheme in ("https", "http", "urn") and bool(parts.netloc or parts.path)
    return line_rule(text) or (None if is_one else ("uri-malformed", {"shown": shown(text)}))


CODES = list_of(ID, '["wpg-8"]')
COUNT = Kind("a whole number", (int,), "1_000_000", _count_rule)
OINS = list_of(OIN, '["00000099000000001000", "00000099000000002000"]')
FROM, UNTIL = Key(DATE, required=True), Key(DATE, required=True)
PERIOD = Kind(
    "a period with its days", (dict,), '{ period = "2026", from = 2026-01-01, until = 2026-12-31 }',
    keys={"period": Key(ID, required=True), "from": FROM, "until": UNTIL},
)  # fmt: skip
URI = Kind("a URI", (str,), '"https://register.example.nl/verwerkingsactiviteiten/7c3e"', _uri_rule)
IDS = list_of(ID, '["one", "another"]')
PERIODS = Kind("a list of periods", (list,), f"[{PERIOD.example}]", element=PERIOD)

SCHEMA: dict[str, Table] = {
    "register": Table("one", "register", {"version": Key(COUNT, required=True), "title": Key(LINE)}, required=True),
    "purposes": Table(
        "named",
        "purpose",
        {"title": Key(LINE, required=True), "ground": Key(TEXT, required=True), "from": FROM, "until": UNTIL},
        required=True,
    ),
    "pseudonyms": Table(
        "list",
        "permission to make pseudonyms",
        {
            "purpose": Key(NAME, required=True, refers_to="purposes"),
            "recipient": Key(OIN, required=True),
            "sources": Key(OINS, required=True),
            "key_services": Key(OINS, required=True),
            "identifiers_a_day": Key(COUNT, required=True),
            "periods": Key(PERIODS, required=True),
        },
    ),
    "processing": Table(
        "list",
        "permission to process",
        {
            "purpose": Key(NAME, required=True, refers_to="purposes"),
            "activity": Key(URI, required=True),
            "operations": Key(IDS, required=True),
            "chains": Key(IDS),
            "roles": Key(IDS),
            "organisations": Key(OINS),
            "subjects": Key(VALUES),
            "categories": Key(VALUES),
            "recipients": Key(VALUES),
        },
    ),
    "inquiries": Table(
        "list",
        "permission to ask",
        {
            "purpose": Key(NAME, required=True, refers_to="purposes"),
            "holder": Key(OIN, required=True),
            "askers": Key(OINS, required=True),
            "grounds": Key(CODES, required=True),
            "auditor": Key(PUBLIC, required=True),
            "questions_a_day_officer": Key(COUNT, required=True),
            "questions_a_day_case": Key(COUNT, required=True),
            "questions_a_day_organisation": Key(COUNT, required=True),
            "periods": Key(PERIODS, required=True),
        },
    ),
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": ("there is no such file.", "Check the path of the register of purposes."),
    "file-empty": (
        "nothing is declared.",
        "Begin with [register], [purposes.ID], and [[processing]] or [[pseudonyms]].",
    ),
    "file-too-large": ("the file has more than {most} MB.", "Give a register of purposes, and no data."),
    "count-out-of-range": ("{shown} is not between 1 and {most}.", "Write a number in between."),
    "ends-before": ("it ends before it begins.", "Give `until` a day that is not before `from`."),
    "outside-purpose": (
        "the period is not within the days of its purpose, {begin} to {until}.",
        "Shorten the period, or let the purpose last longer.",
    ),
    "period-twice": ('period "{name}" is declared before.', "Give each period another name."),
    "permission-twice": (
        "there is one for this purpose and this recipient already, as {other}.",
        "Keep one of the two, with the sources of both.",
    ),
    "asks-itself": ("the holder is one of the askers.", "Name the others only."),
    "one-key-service": ("one key service alone could compute every pseudonym.", "Name two or more."),
    "recipient-has-key": (
        "the recipient is one of the key services: it would hold a key to what it receives.",
        "Name key services of other organisations.",
    ),
    "uri-malformed": (
        "{shown} is not a URI.",
        "Write the address of the processing activity in your register, or urn:uuid: and its number.",
    ),
    "for-nobody": ("nobody may do this.", "Name `roles`, `organisations`, or both."),
}
