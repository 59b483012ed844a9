"""The dates that official web pages and XML state of themselves: in: the tree; out: days, with words and how sure, best first."""

from __future__ import annotations

import re
from datetime import date
from typing import Any


def local_name(element: Any) -> str:
    """The name of an element without its namespace, in small letters; empty for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _day(text: str | None) -> date | None:
    match = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


# What the metadata of official publications call the day of a paper, the surest first.
DATE_NAMES = (
    "dcterms.issued",
    "dcterms.date",
    "overheidop.datumindiening",
    "overheidop.datumontvangst",
    "dcterms.available",
)


def html_dates(tree: Any) -> tuple[tuple[date, str, float], ...]:
    """The dates in the metadata of a web page."""
    return _named_dates([(one.get("name") or "", one.get("content") or "") for one in tree.iter("meta")])


def _named_dates(pairs: list[tuple[str, str]]) -> tuple[tuple[date, str, float], ...]:
    found = []
    for wanted in DATE_NAMES:
        for name, content in pairs:
            day = _day(content)
            if name.lower() == wanted and day:
                found.append((day, f"the file states it as {name}", 0.95))
    return tuple(found)


def xml_dates(tree: Any) -> tuple[tuple[date, str, float], ...]:
    """The dates in the metadata of official XML, and those that it marks as dates in its text."""
    pairs, own = [], []
    for element in tree.iter():
        name = local_name(element)
        if name in ("meta", "metadata"):
            pairs.append((element.get("name") or "", element.get("content") or ""))
        day = _day(element.get("isodatum") or element.get("isodate")) if name in ("datum", "datumtekst") else None
        if day:
            own.append((day, "the file states it in its own date field", 0.9))
    # The day of the answer is the later one: a paper with question and answer is of the day of the answer.
    return (*_named_dates(pairs), *sorted(own, key=lambda one: one[0], reverse=True))
