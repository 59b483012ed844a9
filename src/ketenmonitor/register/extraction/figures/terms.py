"""Whether a figure is a term or a threshold ("binnen 5 dagen", "ouder dan zes maanden") and no measurement.

In: a sentence and an amount in it. Out: yes or no. Promise: an average, and what follows "bedroeg", is a term only right behind a
limit ("binnen").
"""

from __future__ import annotations

import re

from ketenmonitor.register.extraction.figures import words as say
from ketenmonitor.register.extraction.figures.context import Amount

DURATIONS = frozenset(say.SPANS.values())
_NEAR = rf"(?:{say.NEARLY.pattern})*$"
COMPARED = re.compile(
    r"\b(?:langer|ouder|jonger|korter|later|vroeger)\s+dan\s+(?:de\s+)?$|\bvan\s+(?:meer|minder)\s+dan\s+$",
    re.IGNORECASE,
)
MORE_THAN = re.compile(
    r"(?<!\bwas )(?<!\bis )(?<!duurt )(?<!duurde )(?<!bedroeg )(?<!bedraagt )\b(?:meer|minder)\s+dan\s+$"
)
LIMIT = re.compile(
    r"\b(?:binnen|uiterlijk|maximaal|minimaal|hoogstens|minstens|ten\s+hoogste|ten\s+minste|maximum(?:\s+van)?|minimum(?:\s+van)?|iedere|elke|eens\s+in\s+de|eenmaal\s+in\s+de)"
    r"\s+(?:de\s+(?:norm|termijn|wettelijke\s+termijn)\s+van\s+)?$",
    re.IGNORECASE,
)
PUNISHED = re.compile(
    rf"(?:\bmaximumstraf|\bstrafmaximum|\bstrafdreiging|straf|hechtenis|\b\w*boete(?:\s+van\s+de\s+\w+\s+categorie)?|\bverjaringstermijn|termijn|\bnorm|streefnorm|streefwaarde"
    rf"|leeftijd\w*(?:\s+[\w-]+){{0,6}}|leeftijdsgrens)\s+(?:is|wordt|bedraagt|van|tot|naar|op)\s+(?:(?:een|de)\s+)?{_NEAR}",
    re.IGNORECASE,
)
# "een gevangenisstraf van 12 jaar of meer", "12 jaar gevangenisstraf", "kinderen van 12 jaar en ouder", "van 18 tot 29 jaar".
BEHIND = re.compile(
    r"\s+(?:of|en)\s+(?:meer|langer|ouder|jonger|korter)\b|\s+(?:gevangenisstraf|celstraf|hechtenis|jeugddetentie|taakstraf|per\s+(?:dag|week|maand)\s+toegestaan)",
    re.IGNORECASE,
)
PEOPLE_OF = re.compile(
    r"\b(?:jongeren|kinderen|jeugdigen|personen|mensen|meisjes|jongens|minderjarigen|leerlingen|slachtoffers|verdachten|vrouwen|mannen|inwoners|onder\s+de|vanaf|tot)"
    r"\s+(?:van|tot|tussen|vanaf|onder|boven)?\s*(?:de\s+)?(?:\d+\s+(?:tot|en|t/m)\s+)?$",
    re.IGNORECASE,
)
ALLOWED = re.compile(
    r"\b(?:mag|mogen|moet|moeten|dient|dienen|termijn\w*|toegestaan|wettelijk\w*|norm|streefnorm|bewaartermijn|maximumstraf|strafmaximum)\b",
    re.IGNORECASE,
)
MEASURED = re.compile(
    r"\b(?:gemiddeld\w*|mediane?|mediaan|bedroeg|bedroegen|werkelijke|gerealiseerd\w*|duurde\w*)\b", re.IGNORECASE
)
MONEY_LIMIT = re.compile(
    r"(?:\b(?:gemaximeerd|begrensd)\s+op\s+|\bten\s+hoogste\s+|\b(?:groter|hoger|lager|kleiner)\s+dan\s+|\bvan\s+(?:meer|minder)\s+dan\s+|\bmaximaal\s+)$",
    re.IGNORECASE,
)
AIM = re.compile(
    r"\b(?:norm|streefnorm|streefwaarde|streefpercentage|streefcijfer|doelstelling|drempel(?:waarde)?)\s+(?:is|van|bedraagt|ligt\s+op|op)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


def is_term(text: str, amount: Amount) -> bool:
    """Whether an amount is a term or a threshold."""
    clause = re.split(r"[;:]\s|\b(?:terwijl|maar)\s", text[: amount.begin])[-1]
    behind = text[amount.end :]
    if amount.change == "relative":
        return False
    if amount.unit in ("euro", "dollar", "pond"):
        return bool(MONEY_LIMIT.search(clause) or PUNISHED.search(clause))
    if amount.unit not in DURATIONS:
        return bool(AIM.search(clause))
    if COMPARED.search(clause) or LIMIT.search(clause):
        return True
    if MEASURED.search(clause[-60:]):
        return False
    return bool(
        BEHIND.match(behind)
        or MORE_THAN.search(clause)
        or PUNISHED.search(clause)
        or (amount.unit == "jaar" and _is_age(text, amount))
        or ALLOWED.search(re.split(r",\s", clause)[-1])
        or re.match(r"[^,;.]{0,25}\btoegestaan\b", behind)
        or _goes_with(clause)
    )


def _is_age(text: str, amount: Amount) -> bool:
    return bool(PEOPLE_OF.search(text[: amount.begin]))


def _goes_with(clause: str) -> bool:
    """ "4 jaar en 6 maanden": the second is of the same term as the first."""
    first = re.search(r"^(?P<before>.*?)\d+\s+jaar\s+en\s+$", clause)
    return first is not None and bool(PUNISHED.search(first["before"]))
