"""One point of the register as every export says it: what was promised or asked, when it is due, how it stands, and where it is said.

Comes in: nothing; who looks in the register makes these values. Goes out: to the calendar, the feed and the official
documents. The promise: what the monitor concluded, what a minister claims and what Parliament recorded are three values, never one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOTION, COMMITMENT, QUESTION = "motion", "commitment", "question"


@dataclass(frozen=True)
class Term:
    """When something is due: the words of the paper and the days between which it falls, both included; None: open on that side."""

    text: str
    relation: str = "none"
    earliest: date | None = None
    latest: date | None = None
    precision: str = "none"
    rule: str = ""
    anchor: str | None = None
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A sentence and where it stands. `begin` and `end`: offsets in the raw text of the paper; `address` leads to it in the monitor."""

    document: str
    sentence: str
    line: int | None = None
    page: int | None = None
    begin: int | None = None
    end: int | None = None
    date: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Standing:
    """How a point stands. `derived` by the monitor; `claimed` by a minister, with the sentence; `official` as Parliament recorded it."""

    derived: str
    claimed: str | None = None
    claim: Source | None = None
    official: str | None = None


@dataclass(frozen=True)
class Entry:
    """One point. `sort`: motion, commitment or question; `made` is the day of the paper in which it stands first.

    `reference`: session, dossier, number and identifier, as far as a paper says them; `official`: fields of the official record,
    by their own names, where a person brought them in; `repeats`: keys of the same point in other papers.
    """

    key: str
    sort: str
    title: str
    text: str
    standing: Standing
    term: Term | None = None
    who: str | None = None
    party: str | None = None
    addressees: tuple[str, ...] = ()
    theme: str | None = None
    made: date | None = None
    sources: tuple[Source, ...] = ()
    reference: Mapping[str, Any] = field(default_factory=dict)
    official: Mapping[str, Any] = field(default_factory=dict)
    repeats: tuple[str, ...] = ()
    rule: str = ""
    confidence: float = 1.0
    is_confirmed: bool = False
    address: str = ""


def printable(text: str) -> str:
    """The text without characters that neither XML nor a calendar can hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or " " <= c < "\x7f" or "\xa0" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
