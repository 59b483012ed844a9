"""From a point of the register to what exports and pages say of it.

Comes in: a `Row`. Goes out: an `Entry`. The promise: each sentence keeps its place, and its address shows it in its paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ketenmonitor.register.exports import Entry, Source, Standing, Term
from ketenmonitor.register.overview import Row
from ketenmonitor.register.records import Item, Kind
from ketenmonitor.register.standing import Named, Saying, saying
from ketenmonitor.register.words import told

# What stands before the name of who moved it: "gewijzigde motie van het lid", "motie-", "motie van de leden".
BEFORE_A_NAME = re.compile(
    r"^(?:nader |opnieuw )?(?:gewijzigde |aangenomen )*moties?\b"
    r"(?:[\s-]+(?:van )?(?:het |de )?(?:kamer)?(?:lid|leden)\b|\s+van(?= (?-i:Van|De|Den|El|Al|Ten|Ter)\b))?[\s-]*",
    re.I,
)
# Words for a speaker or a listener: they name nobody outside their paper.
NOT_A_NAME = {"ik", "wij", "we", "u", "uw kamer", "de kamer", "mijn ministerie"}
Addressed = Callable[[str], str]  # from a path to the whole address


def entry_of(row: Row, addressed: Addressed = str) -> Entry:
    """A point as exports say it."""
    point, standing = row.point, row.standing
    first = next((one for one in point.mentions if one.kind is not Kind.SETTLED), point.mentions[0])
    body = first.body
    return Entry(
        key=point.id, sort=str(point.kind), title=point.title, text=first.text, standing=_standing(row, addressed),
        term=term_of(standing.moment), who=_who(first), party=body.get("party"), addressees=tuple(body.get("addressee") or ()),
        theme=row.themes[0] if row.themes else None, made=point.first,
        sources=tuple(source_of(saying(one), addressed) for one in point.mentions), reference=_reference(point.mentions),
        official=dict(standing.official or {}), repeats=tuple(one.key for one in point.mentions if one.key != point.id),
        rule=first.rule, confidence=first.confidence, is_confirmed=first.is_confirmed,
        address=addressed(f"/register/punten/{point.id}"),
    )  # fmt: skip


def in_language(entry: Entry, code: str) -> Entry:
    """The same, with what was assumed for its term in a language."""
    if entry.term is None or not entry.term.assumptions:
        return entry
    assumed = tuple(told(one, code) for one in entry.term.assumptions)
    return replace(entry, term=replace(entry.term, assumptions=assumed))


def term_of(named: Named | None) -> Term | None:
    """A moment as exports say it."""
    if named is None:
        return None
    said = named.moment
    texts = {name: str(said.get(name) or "") for name in ("text", "rule")}
    kinds = {name: str(said.get(name) or "none") for name in ("relation", "precision")}
    assumed = tuple(str(one) for one in said.get("assumptions") or ())
    return Term(
        earliest=named.earliest, latest=named.latest, anchor=said.get("anchor"), assumptions=assumed, **texts, **kinds
    )


def source_of(said: Saying, addressed: Addressed = str) -> Source:
    """A sentence as exports say it."""
    spot = said.spot
    return Source(
        said.source, said.text, spot.line, spot.page, spot.begin, spot.end, said.date, addressed(address_of(said))
    )


def address_of(said: Saying) -> str:
    """Where the sentence can be seen in its paper."""
    return f"/register/stukken/{said.paper}?punt={said.key}#zin"


def _standing(row: Row, addressed: Addressed) -> Standing:
    found, official = row.standing, row.standing.official or {}
    claim = source_of(found.declared[-1], addressed) if found.declared else None
    return Standing(
        str(found.state), "done" if claim else None, claim, str(official["Status"]) if official.get("Status") else None
    )


def _who(item: Item) -> str | None:
    found = str(item.body.get("who") or item.body.get("asker") or "")
    if found.casefold() in NOT_A_NAME:
        return None
    return found or (mover_of(str(item.body["name"])) if item.kind is Kind.MOTION else None)


def mover_of(name: str) -> str | None:
    """Who moved a motion, out of what a paper calls it: `gewijzigde motie van het lid De Wit c.s.` -> `De Wit c.s.`."""
    return BEFORE_A_NAME.sub("", name).strip() or None


def _reference(mentions: tuple[Item, ...]) -> Mapping[str, Any]:
    """The first reference that names the point itself."""
    return next((one.body["reference"] for one in mentions if one.body.get("reference")), {})
