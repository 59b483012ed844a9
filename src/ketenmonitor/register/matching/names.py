"""By what an item is known: its kind, its official names, who moved it, its topic.

Comes in: items. Goes out: names that can be compared. The promise: what has no name says so with an empty one, and fits all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from ketenmonitor.register.records import Item, Kind
from ketenmonitor.register.records.keys import folded

NAME_ALIKE = 85
# What stands around the name of who moved a motion.
AROUND_A_NAME = re.compile(
    r"\b(de|het|van|motie|moties|gewijzigde|nader|aangehouden|lid|leden|kamerlid|kamerleden|c s|cs|en|over|toezegging)\b"
)
OFFICIAL = re.compile(r"\bTZ\s?\d{6}-\d+\b", re.I)


def sort_of(item: Item) -> Kind:
    """Of which kind of point an item is a mention."""
    return Kind(item.body["kind"]) if item.kind is Kind.SETTLED else item.kind


def references_of(item: Item) -> frozenset[str]:
    """What names an item officially: dossier and number of a paper, or a number of its own."""
    said = [item.body.get("reference"), *(item.body.get("other_references") or ())]
    found = {name for one in said if one for name in [_name_of(one)] if name}
    return frozenset(found | {number.upper().replace(" ", "") for number in OFFICIAL.findall(item.text)})


def _name_of(reference: Mapping[str, Any]) -> str:
    if reference.get("identifier"):
        return str(reference["identifier"])
    if reference.get("dossier") and reference.get("number") is not None:
        return f"{str(reference['dossier']).replace(' ', '')}-{reference['number']}"
    return ""


def names_fit(one: Item, other: Item) -> bool:
    """Whether two names may be of the same person or persons; what has no name fits all."""
    mine, theirs = name_of(one), name_of(other)
    return not mine or not theirs or fuzz.token_set_ratio(mine, theirs) >= NAME_ALIKE


def name_of(item: Item) -> str:
    """The names in the name of a motion: without what stands around them, and without its topic."""
    if sort_of(item) is not Kind.MOTION:
        return ""
    said = re.sub(r"\([^)]*\)", " ", str(item.body.get("name") or ""))
    said = re.split(r"\b(?:over|inzake|om|voor)\b", said, maxsplit=1)[0]
    return " ".join(AROUND_A_NAME.sub(" ", folded(said)).split())


def topic_of(item: Item) -> str:
    """What a motion is about; a declaration has it in its name."""
    return str(item.body.get("topic") or (item.body.get("name") if item.kind is Kind.SETTLED else "") or item.text)


def differ(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether both have official names, and none in common."""
    return bool(mine and theirs and not mine & theirs)
