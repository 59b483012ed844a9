"""Counts whose noun stands elsewhere: "van de meldingen waren er 642 ouder dan ...", "(vorig jaar 654)", "dat waren er 1.300".

In: a sentence, the amounts read in it, and what the sentence before counted. Out: `Amount`s. Promise: a number is a count only where the
words around it say so (never among the many numbers of a table), and its noun is one that was counted before; without such a noun it is
one only after a verb of measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.extraction.figures.about import restricted, subject
from ketenmonitor.register.extraction.figures.amounts import is_no_figure, is_year, value_of
from ketenmonitor.register.extraction.figures.changes import difference
from ketenmonitor.register.extraction.figures.context import NAMED_BEFORE, Amount, When
from ketenmonitor.register.extraction.figures.phrases import phrase_at
from ketenmonitor.register.extraction.text.sentences import NUMBERED

NUMBER = re.compile(rf"(?<![\w.,€/:–-])(?:{say.NUMBER})(?![\w%€])(?!\s?[-–/]\s?\d)(?!,\d)")
_NEAR = rf"(?:{say.NEARLY.pattern})*$"
# The noun was named; these words say that the number counts it.
SAID_BEFORE = re.compile(
    rf"(?:\b(?:er|er\s+(?:nog|al|ook)|daarvan|hiervan|waarvan|ervan|tegenover|vorig\s+jaar|jaar\s+(?:eerder|ervoor|daarvoor)|(?:dat|dit)\s+(?:waren|zijn|was|is)|naar"
    rf"|(?:was|waren)(?:\s+(?:dit|dat|het))?)\s+|\(\s*|\((?:was|waren|vorig\s+jaar|in\s+\d{{4}}|\d{{4}})\s*:?\s*|;\s*\d{{4}}\s*:\s*){_NEAR}",
    re.IGNORECASE,
)
SAID_BEHIND = re.compile(
    r"\s+(?:daarvan|hiervan|ervan|van\s+(?:deze|die|hen|hun)\b|(?:ouder|langer|jonger|korter)\s+dan\s)", re.IGNORECASE
)
# A verb of measure needs no noun: what its subject is about is counted.
MEASURED = re.compile(
    rf"\b(?:bedraagt|bedroeg|bedroegen|bedragen|telt|telde|tellen|uit\s+op|ligt\s+op|lag\s+op|stond\s+op|staat\s+op|steeg\s+naar|daalde\s+naar|naar|tot|van|was|is|waren)\s+{_NEAR}",
    re.IGNORECASE,
)
# "waarvan 950 zijn toegekend en 250 afgewezen", "ging het om 1.120 zaken, in 2031 om 1.340": it counts on.
GOES_ON = re.compile(
    rf"\b(?:(?:gaat|ging)\s+het|het\s+(?:gaat|ging))\b.*\bom\s+{_NEAR}|\b(?:er|daarvan|hiervan|waarvan)\s+(?:\w+\s+)?\d[\d.]*\s+[^,;]{{3,40}}?(?:,|\ben)\s+{_NEAR}",
    re.IGNORECASE,
)
NOT_MORE = re.compile(
    r"\s*(?:[.,;()]|$|(?:in|op|per|en|tegenover|ten|waarvan|eind|aan|naar|tot|gestegen|gedaald|toegenomen|afgenomen|toe|af|uitgekomen)\b)"
)
MOVES = re.compile(rf"(?:{say.MOVED.pattern}|\bvan\s)", re.IGNORECASE)
STOCK = re.compile(
    r"\b(?:[a-z]*(?:voorraad|voorraden|instroom|uitstroom|achterstand|aantal|aantallen|capaciteit|bezetting|formatie))\b",
    re.IGNORECASE,
)
NUMBER_OF = re.compile(r"\b(?:het\s+)?(?P<how>totaal\s+)?aantal(?:len)?\s+(?=[A-Za-zà-ÿ])", re.IGNORECASE)
OF_THEM = re.compile(r"(?:^|,\s)(?:van|onder)\s+(?:de|deze|die|alle)\s+(?=[A-Za-zà-ÿ])", re.IGNORECASE)


# How far before a number is looked for what leads to it, and for what it counts on from.
NEAR, FAR = 200, 600


@dataclass(frozen=True)
class Counted:
    """What a sentence counts: the noun, and how it is named."""

    noun: str
    about: str


def bare(text: str, found: list[Amount], when: list[When], before: Counted | None) -> Iterator[Amount]:
    """The counts without a noun of their own."""
    taken = [(one.begin, one.end) for one in found] + [(begin, begin + length) for _, begin, length in when]
    shown = blanked(text, when)
    numbers = list(NUMBER.finditer(text))
    for match in numbers if len(numbers) <= NUMBERED else []:
        if any(begin < match.end() and match.start() < end for begin, end in taken):
            continue
        plain = match[0].isdigit()
        if is_year(match[0]) or (plain and len(match[0]) >= 5) or is_no_figure(text, match.start(), match.end()):
            continue
        amount = _count(shown, match, counted_in(text[: match.start()], found) or before)
        if amount:
            yield amount


def blanked(text: str, when: list[When]) -> str:
    """The sentence with its periods blank, so that a verb stands beside its number."""
    kept = list(text)
    for _, begin, length in when:
        kept[begin : begin + length] = " " * length
    return "".join(kept)


def _count(text: str, match: re.Match[str], named: Counted | None) -> Amount | None:
    before, after = text[: match.start()], text[match.end() :]
    near = before[-NEAR:]
    told = SAID_BEFORE.search(near)
    in_brackets = told is not None and told[0].startswith("(")
    goes_on = GOES_ON.search(before[-FAR:])
    if named and (SAID_BEHIND.match(after) or goes_on or (told and (not in_brackets or re.match(r"\s*\)", after)))):
        sign = None
        return _made(match, named.noun, restricted(named.about, _behind(after), is_bare=True), sign, 0.7)
    if (sign := difference(text, match.start())) and NOT_MORE.match(after):
        about = named.about if named else subject(before)
        return _made(match, named.noun if named else "aantal", about, sign, 0.7) if about else None
    if MEASURED.search(near) and NOT_MORE.match(after):
        about = named.about if named and NUMBER_OF.search(before) else subject(before)
        if about and (named or STOCK.search(before) or "." in match[0]):
            noun = named.noun if named and (NUMBER_OF.search(before) or MOVES.search(before)) else "aantal"
            return _made(match, noun, about, None, 0.65)
    return None


def _behind(after: str) -> str:
    """What follows "642 daarvan zijn"."""
    return re.sub(r"^\s+(?:daarvan|hiervan|ervan)\b", "", after)


def _made(match: re.Match[str], unit: str, about: str, sign: float | None, confidence: float) -> Amount:
    value = value_of(match[0]) * (sign or 1)
    rule, change = NAMED_BEFORE, "relative" if sign else "absolute"
    return Amount(value, unit, match.start(), match.end(), rule, confidence, about, change)


def counted_in(text: str, found: list[Amount]) -> Counted | None:
    """What a piece of a sentence counts: what it counted last, "het aantal ..." or "van de ...", whatever stands last."""
    counts = [
        (one.begin, Counted(one.unit, one.about or one.unit))
        for one in found
        if one.rule.startswith("count") and one.rule != NAMED_BEFORE and one.end <= len(text) and one.unit != "aantal"
    ]
    for pattern in (NUMBER_OF, OF_THEM):
        for match in pattern.finditer(text):
            phrase = phrase_at(text[match.end() :])
            if phrase:
                prefix = "aantal " if pattern is NUMBER_OF else ""
                counts.append((match.start(), Counted(phrase.head, prefix + phrase.text)))
    return max(counts, key=lambda one: one[0])[1] if counts else None
