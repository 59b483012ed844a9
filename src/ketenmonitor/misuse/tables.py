"""The tables that an organisation supplies, as data: what each says, and what its columns hold.

Comes in: nothing. Goes out: `TABLES`. The promise: what is not a column here is never read, whatever stands in the files; the
settings, the reading and the page of the manual follow from this one list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`kind`: a `text`, a `moment`, the `end` of a term (a date is then of it, to its last moment), or a `flag`."""

    kind: str
    says: str
    required: bool = False


@dataclass(frozen=True)
class Form:
    """One table. Of `one_of`, at least one column must be there."""

    says: str
    columns: Mapping[str, Column]
    required: bool = False
    one_of: tuple[str, ...] = ()


USER = Column("text", "the officer", required=True)
PERSON = Column("text", "the person, as in `looks`")
CASE = Column("text", "the case")
THE_CASE = Column("text", "the case", required=True)
TERM = {"from": Column("moment", "since when"), "until": Column("end", "until when; a date is the last day of it")}
WHERE_FOUND = {
    "address": Column("text", "address, as both `staff` and `persons` write it"),
    "surname": Column("text", "surname, as both write it"),
}

TABLES: dict[str, Form] = {
    "looks": Form(
        "who looked up whom, and when",
        {
            "user": USER,
            "person": Column("text", "the person who was looked up", required=True),
            "at": Column("moment", "when", required=True),
            "case": Column("text", "the case that was given as the occasion"),
            "break_glass": Column("flag", "whether the officer opened what was closed to them"),
            "reason": Column("text", "the reason that was given for that"),
        },
        required=True,
    ),
    "involved": Form(
        "which persons are in which case", {"case": THE_CASE, "person": Column("text", "the person", required=True)}
    ),
    "cases": Form(
        "when a case came in, and at which unit",
        {"case": THE_CASE, "unit": Column("text", "the unit", required=True), "opened": Column("moment", "when", True)},
    ),
    "handlers": Form("who handles which case", {"user": USER, "case": THE_CASE, **TERM}),
    "teams": Form("who is in which team", {"user": USER, "team": Column("text", "the team", required=True), **TERM}),
    "handovers": Form(
        "to whom a case was handed over",
        {"case": THE_CASE, "user": Column("text", "the officer who got it"), "team": Column("text", "the team"), **TERM},
        one_of=("user", "team"),
    ),
    "duties": Form(
        "who was on duty for which unit, and when",
        {"user": USER, "unit": Column("text", "the unit", required=True), **TERM},
    ),
    "requests": Form(
        "who was asked, on record, to look something up", {"user": USER, "person": PERSON, "case": CASE, **TERM}, one_of=("person", "case")
    ),
    "listed": Form(
        "which cases a system put before an officer because they ask attention",
        {"user": USER, "person": PERSON, "case": CASE, **TERM}, one_of=("person", "case"),
    ),
    "citizens": Form(
        "who answers which citizen that asks what is held about them",
        {"user": USER, "person": PERSON, "case": CASE, **TERM}, one_of=("person", "case"),
    ),
    "contacts": Form(
        "who keeps contact with which victim or witness", {"user": USER, "person": PERSON, "case": CASE, **TERM}, one_of=("person", "case")
    ),
    "rosters": Form("when an officer works", {"user": USER, **TERM}),
    "actions": Form(
        "what an officer did in a case or about a person",
        {"user": USER, "person": PERSON, "case": CASE, "at": Column("moment", "when", required=True)},
        one_of=("person", "case"),
    ),
    "staff": Form(
        "officers as persons, when that may be used",
        {"user": USER, "person": Column("text", "the officer's own number among persons"), **WHERE_FOUND},
        one_of=("person", "address", "surname"),
    ),
    "persons": Form(
        "persons who can be looked up", {"person": Column("text", "the person", required=True), **WHERE_FOUND}, one_of=("address", "surname")
    ),
}  # fmt: skip
