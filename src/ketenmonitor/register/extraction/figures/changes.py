"""Whether a figure is a change, and which way: "gestegen met 8 %", "een daling van 40 zaken", "7 % minder".

In: a sentence and where a number stands in it. Out: 1, -1, or None where the number is a level and no change.
"""

from __future__ import annotations

import re

from ketenmonitor.register.extraction.figures import words as say

BY = re.compile(rf"(?:\bmet|\bvan|\bdoor|\()\s*(?:met\s+)?(?:{say.NEARLY.pattern}|gemiddeld|\s)*$")
BY_SO_MUCH = re.compile(rf"\bmet\s+(?:{say.NEARLY.pattern})*$")
NOUN_OF = re.compile(
    rf"\b(?:(?P<up>stijging|toename|groei|verhoging)|(?P<down>daling|afname|krimp|verlaging|vermindering))\s+van\s+(?:{say.NEARLY.pattern})*$"
)
# "nam met 40 af": the verb is parted.
TOOK = re.compile(r"\b(?:nam|namen|neemt|nemen)\b[^|]*\|.*\b(?P<way>toe|af)\b")
# "van 3,2% in 2030 naar 4,1%": two levels.
FROM = re.compile(rf"\bvan\s+(?:{say.NEARLY.pattern})*$")
TO = re.compile(
    r"\s*(?:%|\w+)?(?:\s+(?:in|op|eind|begin)\s+[\w\s]{4,20}?)?\s*(?:\([^)]*\)\s*)?\b(?:naar|tot)\s+[\w\s’']{0,20}?(?:€\s?)?\d",
    re.IGNORECASE,
)
AFTER_FROM = re.compile(r"\bvan\s+[^,;]{1,50}?\d[^,;]{0,40}?\b(?:naar|tot)\s+[\w\s’']{0,20}?(?:€\s?)?$", re.IGNORECASE)

WITHIN = 300  # characters around a number in which the words of its change stand


def is_level(text: str, begin: int, end: int) -> bool:
    """Whether the number is one of two levels between which something moved."""
    before = text[max(0, begin - WITHIN) : begin]
    return bool((FROM.search(before) and TO.match(text[end:])) or AFTER_FROM.search(before))


def direction(text: str, begin: int, end: int) -> float | None:
    """1 or -1 where the percentage is a change: "gestegen met 8 %", "een stijging van 9 %", "8 % minder"."""
    if is_level(text, begin, end):
        return None
    before = re.split(r"[,;]\s|\b(?:maar|terwijl)\b", text[max(0, begin - WITHIN) : begin])[-1][-90:]
    after = re.match(r"\W*\w+(?:\s+\w+)?", text[end:])
    told = list(say.CHANGES.finditer(before)) if BY.search(before) else []
    ahead = (
        BY_SO_MUCH.search(before)
        and not told
        and say.CHANGES.search(re.split(r"[,;.]\s", text[end : end + WITHIN])[0][:60])
    )
    if BY_SO_MUCH.search(before) and (parted := _parted(before, re.split(r"[,;.]\s", text[end : end + WITHIN])[0])):
        return parted
    close = say.CHANGES.search(after[0]) if after else None
    change = told[-1] if told else ahead or close
    if not change or (
        not told
        and not ahead
        and (change["up"] or "").lower() == "meer"
        and "dan" not in text[end : end + 12]
        and "meer" not in (after[0] if after else "")
    ):
        return None
    return 1.0 if change["up"] else -1.0


def difference(text: str, begin: int) -> float | None:
    """1 or -1 where a number of things, days or euros is by how much something changed."""
    before = re.split(r"[,;]\s|\b(?:maar|terwijl)\b", text[max(0, begin - WITHIN) : begin])[-1][-90:]
    if noun := NOUN_OF.search(before):
        return 1.0 if noun["up"] else -1.0
    if not BY_SO_MUCH.search(before):
        return None
    told = [*say.MOVED.finditer(before)]
    ahead = re.split(r"[,;.]\s", text[begin : begin + WITHIN])[0][:60]
    if told or (told := [*say.MOVED.finditer(ahead)][:1]):
        return 1.0 if told[-1]["up"] else -1.0
    return _parted(before, ahead)


def _parted(before: str, ahead: str) -> float | None:
    parted = TOOK.search(f"{before}|{ahead}")
    return None if parted is None else 1.0 if parted["way"] == "toe" else -1.0
