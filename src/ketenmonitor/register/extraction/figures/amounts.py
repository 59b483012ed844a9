"""The amounts of a sentence: numbers with a unit, in figures or in words, alone or as a range.

In: a sentence. Out: `Amount`s in their order, none over another. Promise: a year, a date, the number of a paper, question, article or
footnote is no amount; of a range both ends are, with the unit that stands behind the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.extraction.figures.changes import difference, direction
from ketenmonitor.register.extraction.figures.context import Amount
from ketenmonitor.register.extraction.figures.numbers import IN_WORDS

_WORDS = "|".join(sorted(IN_WORDS, key=len, reverse=True))
_TIMES = r"(?:\s?(?P<{}>duizend|miljoen|mln\.?|miljard|mld\.?)(?!\w))?"
NUMERAL = re.compile(
    rf"(?P<euro>€\s?)?(?<![\w.,€])(?:(?P<number>{say.NUMBER})|(?P<word>{_WORDS})(?![\w-])){_TIMES.format('times')}"
    rf"|(?P<euro2>€\s?)(?P<number2>{say.NUMBER}){_TIMES.format('times2')}",
    re.IGNORECASE,
)
# The other end of a range, and what stands between: "15 à 20 fte", "tussen de 300 en 350", "van 3,2 in 2030 naar 4,1".
OTHER_END = re.compile(
    rf"(?:\s+in\s+(?:19|20)\d\d)?\s*(?P<by>à|tot(?:\s+en\s+met)?|t/m|of|en|naar|[-–])\s*(?:{say.NEARLY.pattern})*(?:€\s?)?"
    rf"(?:(?P<number>{say.NUMBER})|(?P<word>{_WORDS})(?!\w)){_TIMES.format('times')}",
    re.IGNORECASE,
)
PERCENT = re.compile(r"(?:\s?%|\s+(?P<unit>procentpunten|procentpunt|procent)(?!\w)|(?P<glued>procent)(?!\w))")
SPAN = re.compile(rf"\s+(?P<span>{'|'.join(say.SPANS)})(?!\w)")
STAFF = re.compile(r"\s*(?P<unit>fte)(?:['’]?s)?(?!\w)", re.IGNORECASE)
MONEY = re.compile(rf"\s+(?P<unit>{'|'.join(map(re.escape, say.CURRENCY))})(?!\w)")
ONE_SPAN = re.compile(r"(?<=(?:ouder|anger|orter|onger) dan )een\s+(?P<span>uur|dag|week|maand|jaar)(?!\w)")
MANY = 20  # from here on a number in words is a count without more; "drie maatregelen" is not
LIST_NUMBER = re.compile(r"^\s*[\[(]?$")
YEAR = range(1900, 2100)
WITHIN = (
    300  # characters before a number in which its words are looked for: what stands further off is of another number
)


@dataclass(frozen=True)
class Numeral:
    """A number as it stands in a sentence, before its unit is known."""

    value: float
    begin: int
    end: int
    written: str
    has_euro: bool
    is_word: bool
    is_large: bool


def amounts(text: str) -> list[Amount]:
    """The amounts of a sentence."""
    found: list[Amount] = []
    end = 0
    for match in NUMERAL.finditer(text):
        amount = _amount(text, _numeral(match)) if match.start() >= end else None
        if amount:
            # "23 van de 25 gemeenten" is one figure, "15 à 20 fte" two.
            end = amount.end if amount.rule.startswith("count") else end
            found.append(amount)
    return found


def value_of(number: str) -> float:
    """The value of a number as Dutch writes it: 1.525 is 1525, 22,5 is 22.5."""
    return float(number.replace(".", "").replace(",", "."))


def is_year(number: str) -> bool:
    """Whether four figures may be a year."""
    return len(number) == 4 and number.isdigit() and int(number) in YEAR


def is_no_figure(text: str, begin: int, end: int) -> bool:
    """Whether what stands around a number makes it the number of something, or a part of a date."""
    before, after = text[:begin], text[end:]
    in_range = OTHER_END.match(after) and _unit_behind(after) is not None
    return bool(
        (say.NO_FIGURE_AFTER.search(before[-24:]) and not _ends_range(before))
        or (say.NO_FIGURE_BEFORE.match(after) and not in_range and not _closes_bracket(before, after))
        or (LIST_NUMBER.match(before) and re.match(r"[.)]\s", after))
    )


def _numeral(match: re.Match[str]) -> Numeral:
    number, word, times = match["number"] or match["number2"], match["word"], match["times"] or match["times2"]
    value = value_of(number) if number else IN_WORDS[word.lower()]
    has_euro = bool(match["euro"] or match["euro2"])
    begin, end = match.start(), match.end()
    return Numeral(
        value * say.TIMES.get((times or "").lower(), 1), begin, end, number or word, has_euro, bool(word), bool(times)
    )


def _amount(text: str, one: Numeral) -> Amount | None:
    after = text[one.end :]
    if one.has_euro:
        end = one.end + (len(unit[0]) if (unit := MONEY.match(after)) else 0)
        money = Amount(_scaled(one, after), "euro", one.begin, end, "money", 0.97)
        return _as_difference(text, money)
    if is_no_figure(text, one.begin, one.end):
        return None
    return _with_unit(text, one)


def _scaled(one: Numeral, after: str) -> float:
    """ "€ 5 tot 7 miljoen": the first is millions as well."""
    other = OTHER_END.match(after)
    return one.value * (
        say.TIMES[other["times"].lower()] if other and other["times"] and not one.is_large and one.value < 1000 else 1
    )


def ones(text: str) -> Iterator[Amount]:
    """ "ouder dan een jaar": one of a span of time, where it is compared with; elsewhere "een jaar" is a moment."""
    for match in ONE_SPAN.finditer(text):
        yield Amount(1.0, say.SPANS[match["span"]], match.start(), match.end(), "duration in words", 0.7)


def _unit_behind(after: str) -> tuple[str, str, int] | None:
    """The sort of the unit right behind a number or behind the other end of its range, the unit, and where it ends (0: at the
    other end, not here)."""
    if found := _unit(after):
        return found
    other = OTHER_END.match(after)
    behind = _unit(after[other.end() :]) if other else None
    return (behind[0], behind[1], 0) if behind else None


def _unit(after: str) -> tuple[str, str, int] | None:
    if unit := PERCENT.match(after):
        return "percentage", "procentpunt" if (unit["unit"] or "").startswith("procentpunt") else "%", unit.end()
    if unit := MONEY.match(after):
        return "money", say.CURRENCY[unit["unit"]], unit.end()
    if unit := STAFF.match(after):
        return "staff", "fte", unit.end()
    if unit := SPAN.match(after):
        return "duration", say.SPANS[unit["span"]], unit.end()
    return None


def _with_unit(text: str, one: Numeral) -> Amount | None:
    after = text[one.end :]
    unit = _unit_behind(after)
    if unit and not (unit[2] == 0 and is_year(one.written)):
        if unit[0] == "duration" and (is_year(one.written) or is_moment(text, one.begin, one.end + unit[2])):
            return None
        return _measured(text, one, *unit)
    # A year, or a number of five figures without full stops, which is that of a paper or a day glued to a footnote.
    plain = one.written.isdigit()
    if not one.is_large and (is_year(one.written) or (plain and len(one.written) >= 5)):
        return None
    counted = _counted(text, one)
    if counted or (one.is_word and not one.is_large):
        return _as_difference(text, counted) if counted else None
    return _large(text, one) if one.is_large else None


def _measured(text: str, one: Numeral, sort: str, unit: str, length: int) -> Amount:
    """A number with a unit of measure."""
    confidence = {"percentage": 0.95, "money": 0.97, "staff": 0.95, "duration": 0.85}[sort]
    value = _scaled(one, text[one.end :])
    rule = f"{sort} in words" if one.is_word and not one.is_large else sort
    told = Amount(value, unit, one.begin, one.end + length, rule, 0.8 if one.is_word else confidence)
    if sort != "percentage":
        return _as_difference(text, told)
    change = direction(text, told.begin, told.end)
    return replace(told, value=value * change, rule="relative change", change="relative") if change else told


def _as_difference(text: str, amount: Amount) -> Amount:
    """ "daalde met 40 zaken" is -40, relative."""
    sign = difference(text, amount.begin)
    return replace(amount, value=amount.value * sign, change="relative") if sign else amount


def is_moment(text: str, begin: int, end: int) -> bool:
    """ "de afgelopen vijf jaar", "over twee jaar", "drie jaar geleden": a time, no figure."""
    return bool(say.PERIOD_BEFORE.search(text[:begin][-WITHIN:]) or say.PERIOD_BEHIND.match(text[end:]))


def _counted(text: str, one: Numeral) -> Amount | None:
    """ "3.400 zaken", "23 van de 25 gemeenten": a number and what is counted. In words only where it is said to be measured."""
    after = text[one.end :]
    other = OTHER_END.match(after)
    counted = say.COUNTED.match(after) or say.OF_ALL.match(after)
    ranged = say.COUNTED.match(after[other.end() :]) if other and counted is None else None
    if (
        ranged
        and other
        and (
            other["by"].lower() not in ("en", "of")
            or re.search(r"\btussen\s+(?:de\s+)?$", text[: one.begin], re.IGNORECASE)
        )
    ):
        counted, length = ranged, 0
    elif counted:
        length = counted.end()
    else:
        return None
    words = counted["noun"].split()
    if ({*words[:-1]} - {"en", "of"} | {words[-1]}) & say.NOT_COUNTED or say.PARTICIPLE.fullmatch(words[-1]):
        return None
    if one.is_word and one.value < MANY and not one.is_large and not say.MEASURING.search(text[: one.begin][-WITHIN:]):
        return None
    noun = " ".join(words)
    rule = "count in words" if one.is_word else "count"
    return Amount(_scaled(one, after), noun, one.begin, one.end + length, rule, 0.7 if one.is_word else 0.85, noun)


def _large(text: str, one: Numeral) -> Amount:
    """Millions of nothing are euros, unless the sentence counts people or things."""
    money = say.MONEY_TALK.search(text) is not None
    if say.PEOPLE_TALK.search(text[: one.begin]) and not money:
        return Amount(one.value, "aantal", one.begin, one.end, "count by its size", 0.6)
    return Amount(one.value, "euro", one.begin, one.end, "money by its size", 0.75 if money else 0.6)


def _closes_bracket(before: str, after: str) -> bool:
    """ "(was 654)": the bracket behind the number opened before it, with words."""
    return after.startswith(")") and re.search(r"\([^()]*[a-z:][^()]*$", before[-WITHIN:]) is not None


def _ends_range(before: str) -> bool:
    """Whether "15-" or "3–" stands before: then the number that follows is the other end, unless the first is a year or a code."""
    match = re.search(rf"(?<![\w.,/:–-])(?:€\s?)?(?P<first>{say.NUMBER})\s?[-–]\s?(?:€\s?)?$", before[-WITHIN:])
    return match is not None and not is_year(match["first"]) and len(match["first"]) < 5


def merged(found: list[Amount], *more: Iterator[Amount]) -> list[Amount]:
    """All amounts in their order; what came first holds where two overlap."""
    kept = list(found)
    for amount in (one for some in more for one in some):
        if not any(amount.begin < other.end and other.begin < amount.end for other in kept):
            kept.append(amount)
    return sorted(kept, key=lambda amount: amount.begin)
