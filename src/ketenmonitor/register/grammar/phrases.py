"""What stands in front of a unit of the calendar: voor, uiterlijk in, na, begin, het einde van, in de loop van, komende.

In: folded text and its units. Out: phrases, each with the relation and the part that the words in front of the unit say, and
where the phrase begins. Promise: a word that was not read ends the phrase, and a unit that says too little by itself (a bare
year, a month without a year) counts only with such a word in front.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ketenmonitor.register.grammar.periods import Period, periods
from ketenmonitor.register.grammar.tense import speaks_of_past
from ketenmonitor.register.grammar.units import Unit
from ketenmonitor.register.grammar.words import pattern

# The longest run of words in front of a unit that is looked at.
_REACH = 40
# Words in front of a unit, by what they say. General Dutch; longest first within a group.
_LEFT = pattern(
    r"(?<![\w-])(?:"
    r"(?P<next>komende|aankomende|aanstaande|volgende|eerstvolgende|eerstkomende|komend|aankomend|volgend)"
    r"|(?P<last>afgelopen|vorige|vorig|voorbije|jongstleden)"
    r"|(?P<det>de|het|een|deze|dit|dat|die|huidige|lopende|maand|nog|reeds|alweer|pas|jaren|periode|het jaar|het kalenderjaar|begrotingsjaar"
    r"|het komende jaar"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma\.?|di\.?|wo\.?|do\.?|vr\.?)"
    r"|(?P<begin>het begin van|vroege|vroeg in|primo|begin van|begin|(?:de )?eerste (?:maanden|weken|dagen) van|aanvang van|de start van|start van)"
    r"|(?P<medio>het midden van|midden in|midden|medio|halverwege|half)"
    r"|(?P<eind>het einde van|late|laat in|ultimo|het eind van|einde van|eind van|einde|eind|de laatste maanden van|afloop van)"
    r"|(?P<week>de week van|het weekend van)"
    r"|(?P<firstweek>(?:de )?eerste (?:volle )?week van)"
    r"|(?P<lastweek>(?:de )?laatste (?:volle )?week van)"
    r"|(?P<whole>in de loop van|de loop van|loop van|de rest van|het vervolg van|heel|geheel)"
    r"|(?P<firsthalf>(?:de )?(?:eerste|1e) helft van)"
    r"|(?P<secondhalf>(?:de )?(?:tweede|2e|laatste) helft van)"
    r"|(?P<by>uiterlijk|ten laatste|niet later dan|tot en met|t/m|op zijn laatst)"
    r"|(?P<around>voor of (?:kort |direct |vlak )?na|(?:voor|rond) of (?:kort )?(?:rond|na)|rond|rondom|omstreeks|tegen|richting|circa)"
    r"|(?P<before>nog voor|ruim voor|vlak voor|kort voor|voorafgaand aan|voorafgaande aan|voor|tot aan|tot)"
    r"|(?P<after>na afloop van|meteen na|direct na|kort na|na)"
    r"|(?P<from>vanaf|al vanaf|op zijn vroegst|op z'n vroegst|ten vroegste|niet eerder dan)"
    r"|(?P<since>sinds|sedert)"
    r"|(?P<between>tussen)"
    r"|(?P<in>met ingang van|ingaande|per|gedurende|tijdens|binnen|in|op|aan|later|eerder|ergens)"
    r"|(?P<of>van|uit|over|dd\.|d\.d\.)"
    r") \Z"
)
# Between two units that are named together.
_LINK = pattern(r",? ?(?:en/of|en|of|dan wel|danwel|tot en met|t/m|tot|-|/) ?")
# A date without a year behind one of these is that of a paper that is there already.
_PAPER = re.compile(
    r"(?:brief|brieven|motie|moties|rapport|verslag|nota|bericht|artikel|antwoord|antwoorden|beantwoording|besluit|uitspraak|toezegging"
    r"|verzoek|advies|aanbeveling|aangifte|uw kamer|de kamer)[^.;]{0,25}$"
)
_RELATIONS = ("by", "before", "after", "from", "since", "around", "between", "in", "of")
_PARTS = ("week", "firstweek", "lastweek", "begin", "medio", "eind", "whole", "firsthalf", "secondhalf")


@dataclass(frozen=True)
class Phrase:
    """A unit with the words in front of it. `relation`: one of the groups above or ""; `strict`: "voor" that can only mean before."""

    begin: int
    end: int
    unit: Unit
    relation: str = ""
    part: str = ""
    determined: bool = False
    named_year: bool = False
    tagged: bool = False
    strict: bool = False


_FEASTS = ("event", "fixed day")


def phrases(text: str, folded: str, on: date | None) -> Iterator[Phrase]:
    """Each unit in the text with what stands in front of it; those that say too little are left out."""
    last: Phrase | None = None
    for period in periods(folded, on):
        phrase = _with_left(text, folded, last.end if last else 0, period)
        linked = last is not None and _LINK.fullmatch(folded, last.end, phrase.begin) is not None
        if _says_enough(phrase) or (linked and phrase.unit.name != "bare"):
            last = _past_by_words(folded, phrase)
            yield last


def _past_by_words(folded: str, phrase: Phrase) -> Phrase:
    """A moment without a year in a clause about the past is the last one, not the next; so is the date of a paper."""
    unit = phrase.unit
    if unit.when or unit.fixed or unit.year is not None or phrase.named_year or phrase.relation in ("by", "before"):
        return phrase
    dated_paper = (
        phrase.relation == "of"
        and unit.kind == "day"
        and bool(_PAPER.search(folded[max(0, phrase.begin - 40) : phrase.begin]))
    )
    if not dated_paper and not speaks_of_past(folded, phrase.begin, phrase.end):
        return phrase
    return replace(phrase, unit=replace(unit, when="past"))


def _with_left(text: str, folded: str, lowest: int, period: Period) -> Phrase:
    phrase = Phrase(period.begin, period.end, period.unit, named_year=period.named_year, tagged=period.tagged)
    for _ in range(6):
        begin = max(lowest, phrase.begin - _REACH)
        match = _LEFT.search(folded[begin : phrase.begin])
        if match is None:
            break
        grown = _grown(phrase, match, begin + match.start(), text)
        if grown is None:
            break
        phrase = grown
    if phrase.unit.kind in _FEASTS and not phrase.relation and folded[lowest : phrase.begin].endswith("met "):
        return replace(phrase, begin=phrase.begin - len("met "), relation="in")  # met Prinsjesdag; not: met 2026
    return phrase


def _grown(phrase: Phrase, match: re.Match[str], begin: int, text: str) -> Phrase | None:
    """The phrase with one more word in front; None where that word cannot belong to it."""
    said = match.lastgroup or ""
    if said in ("next", "last"):
        when = "next" if said == "next" else "past"
        fits = not phrase.relation and not phrase.part and not phrase.unit.fixed
        return (
            replace(phrase, begin=begin, determined=True, unit=replace(phrase.unit, when=phrase.unit.when or when))
            if fits
            else None
        )
    if said == "det":
        return (
            None
            if phrase.relation and match[said] not in ("nog", "reeds", "pas")
            else replace(phrase, begin=begin, determined=True)
        )
    if said in _PARTS:
        return replace(phrase, begin=begin, part=said) if not phrase.part and not phrase.relation else None
    if phrase.relation and not _stronger(said, phrase.relation):
        return None
    if match[said] == "eerder":
        phrase = replace(phrase, unit=replace(phrase.unit, when="past"))
    strict = said == "before" and (match[said] != "voor" or "ó" in text[begin : phrase.begin].lower())
    return replace(phrase, begin=begin, relation=said, strict=strict)


def _stronger(said: str, relation: str) -> bool:
    """Whether a second preposition in front counts: uiterlijk in, tot in, uiterlijk voor keeps voor."""
    return (said, relation) in {("by", "in"), ("before", "in"), ("from", "in"), ("around", "in"), ("in", "around")}


def _says_enough(phrase: Phrase) -> bool:
    unit = phrase.unit
    said = phrase.relation not in ("", "of") or phrase.part != ""
    if unit.name == "bare":
        return phrase.part in ("begin", "medio", "eind", "firsthalf", "secondhalf", "whole")
    if unit.name == "range":
        return said
    if unit.fixed or unit.name in ("relative", "coming", "this"):
        return True
    if unit.kind == "year":
        return said
    if unit.kind in ("month", "season", "recess", "event", "fixed day") and not (phrase.named_year or phrase.tagged):
        return said or unit.when != "" or (phrase.determined and unit.kind == "season")
    return True
