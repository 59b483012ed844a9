"""The kinds of values that a definition file has: a text, a number of days, a title, a list of names.

Comes in: nothing. Goes out: a `Kind` for each, with the words for when a value is not of it. The promise: a rule sees
one value only; what must fit together is checked in `meaning.py` and `reach.py`.
"""

from __future__ import annotations

import re
from functools import cache

from ketenmonitor.definition.publishable import DIFFERENCES, LETTER_PERIODS, METHODS, PERIODS, PUBLISHABLE
from ketenmonitor.toml import (
    LINE,
    NAME,
    NAMES,
    SHARE,
    TEXT,
    Key,
    Kind,
    Objection,
    choice,
    hint,
    id_rule,
    line_rule,
    list_of,
    shown,
)

MOST_DAYS = 36525
MOST_LINKS = 1_000_000
CHAIN_ID_FORM = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
CHAIN_ID_WORDS = "a-z, 0-9 and -, at most 64, beginning with a letter or digit"


def _days_rule(days: int) -> Objection | None:
    words = {"shown": shown(days), "least": "1", "most": str(MOST_DAYS)}
    return None if 1 <= days <= MOST_DAYS else ("days-out-of-range", words)


def _links_rule(links: int) -> Objection | None:
    words = {"shown": shown(links), "least": "1", "most": str(MOST_LINKS)}
    return None if 1 <= links <= MOST_LINKS else ("links-out-of-range", words)


def _country_rule(code: str) -> Objection | None:
    known = _countries()
    return None if code in known else ("country-unknown", {"shown": shown(code), "hint": hint(code, known)})


@cache
def _countries() -> tuple[str, ...]:
    import holidays  # only here: it is slow to load, and most who read a definition do not count working days

    return tuple(holidays.list_supported_countries(include_aliases=False))


CHAIN_ID = Kind("a text", (str,), '"my-chain"', id_rule(CHAIN_ID_FORM, CHAIN_ID_WORDS))
VERSION = Kind("a text between quotes", (str,), '"2026.1"', line_rule)
LOG_NAMES = list_of(TEXT, '["One Name", "Another Name"]')
DAYS = Kind("a whole number of days", (int,), "14", _days_rule)
LINKS = Kind("a whole number of links", (int,), "100", _links_rule)
COUNTRY = Kind("a text", (str,), '"NL"', _country_rule)
TITLE = Kind(
    "a title, one text or one per language,",
    (str, dict),
    '{ nl = "Tekst", en = "Text" }',
    line_rule,
    keys={"nl": Key(LINE, required=True), "en": Key(LINE)},
)
NORM = Kind(
    "a table of days and share",
    (dict,),
    "{ days = 365, share = 0.80 }",
    keys={"days": Key(DAYS, required=True), "share": Key(SHARE, required=True)},
)
WHERE = Kind("a table of conditions", (dict,), '{ attribute = "value" }')
MEASURES = list_of(choice("measure that can be published", PUBLISHABLE), '["lead-time", "stock"]')
BREAKDOWN = Kind("an attribute, or a list of them,", (str, list), '["one", "another"]', element=NAME)
BREAKDOWNS = list_of(BREAKDOWN, '["attribute", ["one", "another"]]')
PERIODS_OF_FIGURES = list_of(choice("period", PERIODS), '["year", "month"]')
METHOD_OF_STOCK = Kind(
    "a table of methods", (dict,), '{ stock = "rounding" }', keys={"stock": Key(choice("method", METHODS))}
)
LETTER = Kind(
    "a table of what is in the letter",
    (dict,),
    '{ stocks = ["one"], period = "half-year" }',
    keys={"title": Key(TITLE), "stocks": Key(NAMES), "period": Key(choice("period", LETTER_PERIODS))},
)
DIFFERENCE = Kind(
    "a table of a difference",
    (dict,),
    '{ measure = "stock", id = "one", field = "stock", kind = "period", text = "text" }',
    keys={
        "measure": Key(LINE, required=True),
        "id": Key(LINE, required=True),
        "field": Key(LINE, required=True),
        "kind": Key(choice("kind of difference", DIFFERENCES), required=True),
        "text": Key(TITLE, required=True),
    },
)
DIFFERENCES_OF_FIGURES = Kind("a list of tables", (list,), "[[publication.differences]]", element=DIFFERENCE)
