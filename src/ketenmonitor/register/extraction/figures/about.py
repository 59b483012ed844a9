"""What a figure is about: a short noun phrase, with what restricts it.

In: a sentence, an amount in it, the periods told in it, and what the sentence before was about. Out: a phrase, or None where none is
near enough to be sure. The order of evidence: what is counted; what is named right behind or right before; the subject; what was named before.
"""

from __future__ import annotations

import re

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.extraction.figures.amounts import OTHER_END
from ketenmonitor.register.extraction.figures.context import NAMED_BEFORE, Amount, When
from ketenmonitor.register.extraction.figures.phrases import Phrase, is_empty, phrase_at, phrases

CLAUSE = re.compile(
    r"[;:]\s|,\s(?!en\s)|\b(?:maar(?!\s+liefst)|terwijl|omdat|doordat|zodat|waarbij|waarmee|waardoor|tegenover)\s"
)
_NOT_BEHIND = "".join(
    rf"(?<!\b{word} )" for word in ("in", "op", "van", "bij", "voor", "met", "aan", "over", "tot", "uit")
)
RELATIVE = re.compile(_NOT_BEHIND + r"\b(?:dat|die|waarvan|waarop|waarin|waarvoor|waarover)\s")
# What may stand between a number and what it is for.
LOOSE = re.compile(
    r"(?:\s*(?:euro|extra|beschikbaar|gesteld|gekomen|gereserveerd|vrijgemaakt|uitgetrokken|toegevoegd|structureel|incidenteel"
    r"|jaarlijks|per jaar|vrij|uit|over|nodig|te hebben|erbij|is|zijn|wordt|worden|was|ontvangen|geïnvesteerd|besteed|begroot"
    r"|te maken|bij(?=\s+aan\b))(?!\w))*\s*"
)
FOR = re.compile(
    r"(?:ten\s+behoeve\s+van|gericht\s+op|voor|aan|van|in|om(?=\s))\s+(?!\d|dat\b|die\b|deze\s+jaar|totaal\b|deze\b|dit\b)"
)
WHOLE = re.compile(r"\s*van\s+(?:het\s+totaal|(?:dit|dat)\s+totaal|deze\b(?!\s+\w)|de gevallen)", re.IGNORECASE)
OF = re.compile(r"(?:\s*\))?\s+van\s+(?!\d)(?!het\s+totaal)", re.IGNORECASE)
RESTRICTED = re.compile(
    r"\s+(?P<how>(?:die\s+|dat\s+)?(?:ouder|langer|jonger|korter|meer|minder|hoger|lager|groter|kleiner)\s+dan\s+[\w,.]+(?:\s+[\w,.]+)?\s+[a-z]+)"
)
DONE = re.compile(r"\s+(?P<how>(?:[a-z]{2,5})?ge[a-z]+(?:d|t|en)|(?:ver|be|ont)[a-z]+[dt])(?=\s*[.,;)]|\s+en\b|$)")
PARTED = re.compile(r"^\s+(?:zijn\s+)?(?P<how>[a-z]+(?:d|t|en)\s+(?:naar|aan|door|bij|uit)\s+(?:de|het)?\s?\w+)")
NEARLY = say.NEARLY.pattern
POINTS_BACK = re.compile(
    r"(?:\b(?:dit|dat|deze|daar\w*|hier\w*|waarvan|er|het|die|dergelijke)\b|^\W*(?:in totaal\W*)?$)", re.IGNORECASE
)
LOOSE_WORD = re.compile(r"[a-z]+(?:ig|isch|lijk|eerd)|(?:ge|ver|be|ont|her)\w+[dt]")
UNIT = re.compile(r"^\s?(?:%|procent\w*|euro|fte|[a-z]+)")


def about(text: str, amount: Amount, when: list[When], here: str | None, before: str | None) -> str | None:
    """What a figure is about. `here`: what the figure before it in the sentence is about; `before`: the sentence before."""
    masked = _masked(text, amount, when)
    after = _beyond_range(masked[amount.end :])
    if amount.rule == NAMED_BEFORE:
        return amount.about
    if amount.about:
        return _counted(amount.about, after)
    if WHOLE.match(after) and (here or before):
        return here or before
    own, hangs_on, earlier = _pieces(masked[: amount.begin])
    return (
        _named_behind(text, amount, after)
        or _right_before(masked, amount)
        or (_meant_for(after) if amount.unit in ("euro", "dollar", "pond", "fte") else None)
        or subject(own)
        or hangs_on
        or here
        or (before if POINTS_BACK.search(text[: amount.begin]) else None)
        or subject(earlier)
        or _meant_for(after)
    )


def restricted(noun: str, after: str, is_bare: bool = False) -> str:
    """A noun with the comparison that restricts it: "ouder dan zes maanden"; a bare count also with what was done: "afgewezen"."""
    how = RESTRICTED.match(after) or re.match(rf"\s+(?:is|zijn|waren|was){RESTRICTED.pattern}", after)
    parted = PARTED.match(after) or (DONE.match(after) if is_bare else None)
    return f"{noun} {' '.join(how['how'].split())}" if how else f"{noun} {parted['how']}" if parted else noun


def _counted(noun: str, after: str) -> str:
    """What is counted, with what restricts it, or with where it is."""
    narrowed = restricted(noun, after)
    if narrowed != noun:
        return narrowed
    place = re.match(r"\s+(?=(?:van|bij|op|voor|tegen|onder|met|over)\s+(?!\d))", after)
    behind = phrase_at(after[place.end() :]) if place else None
    found = re.match(r"\s+(\w+)", after)
    words = behind.words[:6] if behind else ()
    return f"{noun} {found[1]} {' '.join(words)}" if words and found else noun


def _masked(text: str, amount: Amount, when: list[When]) -> str:
    """The sentence with its periods blanked, so that they cut no phrase; what stands in brackets before the number as well."""
    kept = list(text)
    for _, begin, length in when:
        if not (begin < amount.end and amount.begin < begin + length):
            kept[begin : begin + length] = " " * length
    for match in re.finditer(r"\([^()]*\)", text):
        if match.end() <= amount.begin or match.start() >= amount.end:
            kept[match.start() : match.end()] = " " * len(match[0])
    return "".join(kept)


def _beyond_range(after: str) -> str:
    """What follows the other end of a range, where the number is its first."""
    other = OTHER_END.match(after)
    return UNIT.sub("", after[other.end() :], count=1) if other and other["by"].lower() not in ("en", "of") else after


def _named_behind(text: str, amount: Amount, after: str) -> str | None:
    """ "85% van de aangiften", "€ 5 miljoen schade", "een verdubbeling van de schade"."""
    noun = say.NAMED_MONEY.match(after) if amount.unit == "euro" else None
    if noun:
        joined = re.match(r"\s+(?:voor|van|aan|bij)\s+", after[noun.end() :])
        whose = phrase_at(after[noun.end() + joined.end() :]) if joined else None
        return f"{noun['noun']}{joined[0]}{whose.text}" if whose and joined else noun["noun"]
    folding = text[amount.begin : amount.end].endswith("ing")
    behind = (
        re.match(r"\s+(?:(?:van|in)\s+)?", after)
        if folding
        else OF.match(after)
        if amount.unit in ("%", "procentpunt")
        else None
    )
    phrase = phrase_at(after[behind.end() :]) if behind else None
    return restricted(phrase.text, after[behind.end() + len(" ".join(phrase.words)) :]) if phrase and behind else None


def _right_before(masked: str, amount: Amount) -> str | None:
    """ "een tegenvaller van € 5 miljoen", "een geldboete (ten hoogste € 5.000)", "wachttijd: 12 weken"."""
    joined = re.search(rf"(?:\s(?:van|tot|naar)\s|\s?\(|:\s)\s*(?:{NEARLY})*$", masked[: amount.begin])
    if joined is None:
        return None
    found = phrases(_clause(masked[: joined.start()]))
    if not found or not found[-1].at_end:
        return None
    return None if is_empty(found[-1]) else found[-1].text


def _meant_for(after: str) -> str | None:
    """ "€ 5 miljoen extra beschikbaar voor de opvang", "vrij om de opgave in te vullen"."""
    loose = LOOSE.match(after)
    rest = after[loose.end() if loose else 0 :]
    purpose = FOR.match(rest)
    phrase = phrase_at(rest[purpose.end() :].lstrip()) if purpose else None
    return phrase.text if phrase else None


def subject(before: str) -> str | None:
    """The phrase that no preposition governs, with an article rather than without, the nearest first; else what "voor" or "bij"
    governs."""
    found = [one for one in phrases(before) if not is_empty(one) and _names(one)]
    free = [one for one in found if one.preposition is None]
    sure = [one for one in free if one.has_article]
    governed = [one for one in found if one.preposition in ("voor", "van", "bij", "aan", "met", "op", "in", "over")]
    best = sure or free or governed
    return best[-1].text if best else None


def _names(phrase: Phrase) -> bool:
    """Whether a phrase names something: not an adjective or participle alone ("kleinschalig", "verdeeld")."""
    words = phrase.text.split()
    if len(words) == 1 and not phrase.has_article and LOOSE_WORD.fullmatch(words[0]):
        return False
    return any(len(word) > 2 and word.lower() not in say.NO_SUBJECT for word in words) or words[0].isupper()


def _pieces(before: str) -> tuple[str, str | None, str]:
    """The own clause, the noun on which it hangs where it is a relative clause, and what stands before it."""
    clause = _clause(before)
    cut = list(RELATIVE.finditer(clause))
    own = clause[cut[-1].end() :] if cut else clause
    head = phrases(clause[: cut[-1].start()])[-1:] if cut else []
    hangs_on = head[0].text if head and head[0].at_end and _names(head[0]) else None
    return own, hangs_on, before[: len(before) - len(own)]


def _clause(before: str) -> str:
    cut = [match.end() for match in CLAUSE.finditer(before)]
    return before[cut[-1] :] if cut else before
