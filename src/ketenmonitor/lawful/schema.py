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

Other kinds of processing get a list of their own beside [[pseudonyms]], each entry with the purpose for which it may be done.

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is in no register.
"""

from __future__ import annotations

from ketenmonitor.toml import DATE, ID, LINE, NAME, OIN, TEXT, Key, Kind, Objection, Table, Wordings, list_of, shown
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

MOST = 10**12


def _count_rule(count: int) -> Objection | None:
    return None if 1 <= count <= MOST else ("count-out-of-range", {"shown": shown(count), "most": f"{MOST:,}"})


COUNT = Kind("a whole number", (int,), "1_000_000", _count_rule)
OINS = list_of(OIN, '["00000099000000001000", "00000099000000002000"]')
FROM, UNTIL = Key(DATE, required=True), Key(DATE, required=True)
PERIOD = Kind(
    "a period with its days", (dict,), '{ period = "2026", from = 2026-01-01, until = 2026-12-31 }',
    keys={"period": Key(ID, required=True), "from": FROM, "until": UNTIL},
)  # fmt: skip
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
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": ("there is no such file.", "Check the path of the register of purposes."),
    "file-empty": ("nothing is declared.", "Begin with [register], [purposes.ID] and [[pseudonyms]]."),
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
    "one-key-service": ("one key service alone could compute every pseudonym.", "Name two or more."),
    "recipient-has-key": (
        "the recipient is one of the key services: it would hold a key to what it receives.",
        "Name key services of other organisations.",
    ),
}
