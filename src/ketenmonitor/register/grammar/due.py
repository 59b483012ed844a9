"""The moment by which the act of a commitment is to happen, chosen among all moments of its sentence.

In: the sentence (or clause) of a commitment and the date of the paper. Out: one moment, or None. Promise: no moment of the
past and none that belongs to something else in the sentence: the date of a letter, the year of a budget or a plan, a sum a year.
"""

from __future__ import annotations

import re
from datetime import date

from ketenmonitor.register.grammar.readings import Reading, readings
from ketenmonitor.register.grammar.tense import speaks_of_past
from ketenmonitor.register.grammar.undated import WORDS
from ketenmonitor.register.grammar.words import any_of, fold, pattern
from ketenmonitor.register.items import Moment
from ketenmonitor.register.traced import Traced

# A sum near a bare year: that year is the year of the money.
_MONEY_BEFORE = pattern(r"(?<!\w)\w{0,20}(?:<MONEY>)(?:en|s)?(?: \w{1,12}){0,2} \Z", MONEY=any_of(WORDS["money"]))
_SUM = re.compile(r"€|(?<!\w)(?:miljoen|miljard|mln|mld|euro)(?!\w)")
_ASIDE = re.compile(
    r"(?:,|\() ?(?:dat|die|waar\w*|wat|welke|indien|als|mits|tenzij|terwijl|hoewel|omdat|aangezien|zoals)(?!\w)[^.,;]*\Z"
)
_CONDITION = re.compile(r"\A(?:indien|als|mits|wanneer|omdat|aangezien|hoewel|nu) [^,]*\Z")
# By these verbs a promise is kept towards Parliament; a moment near them is that of the promise.
_ACT = re.compile(
    r"(?<!\w)(?:geinformeerd|informeer\w*|infomeren|geinformeerd|sturen|stuur|stuurt|gestuurd|toesturen|toegestuurd|toegezonden|toezenden|zenden|zend"
    r"|aanbieden|aangeboden|ontvangen|ontvangt|delen|deel|gedeeld|toekomen|berichten|bericht|rapporteer\w*|gerapporteerd|rapporteren|terugkomen"
    r"|kom|terug te komen|ingediend|indienen|dien|voorgelegd|voorleggen|gereed|afgerond|verwacht\w*|opgeleverd|oplevert|gepubliceerd)(?!\w)"
)


def due(text: Traced, on: date | None) -> Moment | None:
    """The due moment of a commitment sentence; None where it names none."""
    folded = fold(text.text)
    found = [one for one in readings(text.text, on) if _can_be_due(folded, one, on)]
    return max(found, key=lambda one: _weight(folded, one)).moment if found else None


def _can_be_due(folded: str, one: Reading, on: date | None) -> bool:
    """Not past, not of a noun ("de brief van 5 juni"), not the year of a sum, no bare date in brackets."""
    if one.moment.relation == "past" or (one.said == "of" and one.moment.precision != "document"):
        return False
    before = folded[max(0, one.begin - 60) : one.begin]
    if one.moment.precision == "day" and one.said == "" and before.rfind("(") > before.rfind(")"):
        return False
    begun = on is not None and one.moment.earliest is not None and one.moment.earliest <= on
    if begun and speaks_of_past(folded, one.begin, one.end):
        return False
    if one.moment.precision == "year":
        if one.moment.rule == "for year" and _MONEY_BEFORE.search(before):
            return False
        return _SUM.search(folded[max(0, one.begin - 30) : one.end + 40]) is None
    return True


def _weight(folded: str, one: Reading) -> tuple[int, int, int, int]:
    """Days before none; the main clause before an aside; a limit before a time, a time before a beginning; near the act."""
    moment = one.moment
    dated = moment.earliest is not None or moment.latest is not None
    sentence = max(folded.rfind(mark, 0, one.begin) for mark in (". ", "; ", "? ", ": ")) + 1
    before = folded[sentence : one.begin].lstrip()
    aside = _ASIDE.search(before) is not None or _CONDITION.match(before) is not None
    strength = {"by": 3, "before": 3, "in": 2, "after": 1}.get(moment.relation, 0)
    named = {"event": 1, "document": 1}.get(moment.precision, 0) if not dated else 0
    distance = min((_gap(one, act.start(), act.end()) for act in _ACT.finditer(folded)), default=0)
    return (2 * dated + (not aside), strength if dated else named, -(distance // 40), -one.begin)


def _gap(one: Reading, begin: int, end: int) -> int:
    return max(begin - one.end, one.begin - end, 0)
