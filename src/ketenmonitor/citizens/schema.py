"""The form of `citizens.toml`, as data: who answers citizens, which law holds at which partner, and where to turn.

    [office]                                       who answers, as it stands in the letter
    title = "Privacybureau van de keten"
    contact = "privacy@keten.example.nl"
    address = ["Postbus 1", "2500 AA Den Haag"]
    objection = "U kunt binnen zes weken bezwaar maken bij ..."     what to do who disagrees, as your jurist words it
    supervisor = "Autoriteit Persoonsgegevens, ..."
    names_of_employees = false                     true only when your policy says that a citizen hears who looked

    [partners.politie]                             as in the definitions of the chains
    regime = "Wpg"                                 or Wjsg, AVG, AVG+Wmo
    contact = "privacy@politie.example.nl"         the contact point for citizens
    correction = "Privacydesk Politie, Postbus 1"  where to have data corrected or deleted

    [[regimes]]                                    in the place of the one of this id that comes with the program
    id = "Wpg"
    ...

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is no setting.
"""

from __future__ import annotations

import re

from ketenmonitor.toml import FLAG, ID, LINE, TEXT, VALUES, Key, Kind, Objection, Table, Wordings, choice, shown
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

REGIMES = ("Wpg", "Wjsg", "AVG", "AVG+Wmo")
TERM_FORM = re.compile(r"([1-9]\d?) (day|week|month)s?")


def _term_rule(text: str) -> Objection | None:
    return None if TERM_FORM.fullmatch(text) else ("term-malformed", {"shown": shown(text)})


TERM = Kind("a term", (str,), '"6 weeks"', _term_rule)
BOTH = {"nl": Key(LINE, required=True), "en": Key(LINE, required=True)}
TITLE = Kind("a text in both languages", (dict,), '{ nl = "...", en = "..." }', keys=BOTH)
RIGHT = Kind(
    "a right with its article and term", (dict,), '{ article = "...", term = "6 weeks", extension = "4 weeks" }',
    keys={"article": Key(LINE, required=True), "term": Key(TERM, required=True), "extension": Key(TERM)},
)  # fmt: skip
GROUND = Kind(
    "a ground", (dict,), '{ id = "wpg-27-1-a", nl = "...", en = "..." }', keys={"id": Key(ID, required=True), **BOTH}
)
GROUNDS = Kind("a list of grounds", (list,), "[[regimes.grounds]]", element=GROUND)
REGIME = Key(choice("regime", REGIMES), required=True)

SCHEMA: dict[str, Table] = {
    "office": Table(
        "one",
        "office",
        {
            "title": Key(LINE, required=True),
            "contact": Key(LINE, required=True),
            "address": Key(VALUES),
            "objection": Key(TEXT),
            "supervisor": Key(TEXT),
            "names_of_employees": Key(FLAG),
        },
        required=True,
    ),
    "partners": Table(
        "named",
        "partner",
        {"regime": REGIME, "contact": Key(LINE, required=True), "correction": Key(LINE, required=True)},
        required=True,
    ),
    "regimes": Table(
        "list",
        "regime",
        {
            "id": REGIME,
            "title": Key(TITLE, required=True),
            "access": Key(RIGHT, required=True),
            "correction": Key(RIGHT, required=True),
            "deletion": Key(RIGHT, required=True),
            "note": Key(Kind("a text", (str,), '"text"')),
            "verified": Key(FLAG, required=True),
            "grounds": Key(GROUNDS, required=True),
        },
    ),
}

WORDINGS: Wordings = {
    **OF_EVERY_FILE,
    "file-missing": (
        "there is no such file.",
        "Make it with [office] and a [partners.ID] for each partner of the chains.",
    ),
    "file-empty": ("nothing is declared.", "Begin with [office] and [partners.ID]."),
    "term-malformed": ("{shown} is no term.", 'Write a number of days, weeks or months, such as "6 weeks".'),
    "regime-twice": ('regime "{name}" is declared twice.', "Keep one of the two."),
    "ground-twice": ('ground "{name}" is declared twice.', "Keep one of the two."),
    "partner-nowhere": ('no chain here has a partner "{name}".', "{choices}"),
}
