"""From the address of a page to what is asked of the register.

Comes in: the query of a request. Goes out: an `Asked`. The promise: everything that was chosen stands in the address, so that an address
can be shared; a name or value that is not known is refused with a sentence that says what is right.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ketenmonitor.errors import UsageError
from ketenmonitor.register.overview import Row, Theme, Wish, theme_named
from ketenmonitor.register.records import Kind
from ketenmonitor.register.records.keys import folded
from ketenmonitor.web.register.entries import NOT_A_NAME, mover_of

SORTS = {"question": Kind.QUESTION, "motion": Kind.MOTION, "commitment": Kind.COMMITMENT}
STANDS = ("open", "late", "due", "answered", "declared-settled", "carried-out", "no-moment")
NAMES = ("q", "kind", "stand", "slipped", "repeated", "theme", "who", "party", "paper", "page")
LONGEST = 200  # letters of a value
MOST_PAGES = 1_000_000


@dataclass(frozen=True)
class Asked:
    """`wish`: what the register itself can select; the rest is selected here. `said`: all of it as it stands in the address."""

    wish: Wish
    who: str = ""
    stand: str = ""
    page: int = 1
    said: Mapping[str, str] = field(default_factory=dict)

    def fits(self, row: Row) -> bool:
        """Whether a row is also what the rest asks."""
        if self.stand and str(row.standing.state) != self.stand:
            return False
        return not self.who or any(folded(self.who) in folded(name) for name in persons_of(row))

    def query(self, **other: str | None) -> str:
        """The same query with other values for some names; None leaves one out. A page number is left out unless given."""
        kept = {name: value for name, value in self.said.items() if name != "page"} | other
        return urlencode([(name, value) for name, value in kept.items() if value])


def persons_of(row: Row) -> list[str]:
    """Who is named with a point: who asked, moved or promised it, and to whom it was said."""
    found: dict[str, None] = {}
    for one in row.point.mentions:
        names = [one.body.get("who"), one.body.get("asker"), *(one.body.get("addressee") or ())]
        names += [mover_of(str(one.body.get("name") or ""))] if one.kind is Kind.MOTION else []
        found |= {str(name): None for name in names if name}
    return [name for name in found if name.casefold() not in NOT_A_NAME]


def asked_of(query: QueryParams, themes: Mapping[str, Theme], also: Collection[str] = ()) -> Asked:
    """What is asked. Raises UsageError."""
    known = (*NAMES, *also)
    for name in query:
        one_of("query parameter", name, known)
    said = {name: value for name in NAMES if (value := query.get(name, "").strip()[:LONGEST])}
    stand = one_of("stand", said["stand"], STANDS) if "stand" in said else ""
    wish = Wish(
        kinds=(SORTS[one_of("kind", said["kind"], SORTS)],) if "kind" in said else (),
        open=stand == "open",
        late=stand == "late",
        slipped=_switch("slipped", said),
        repeated=_switch("repeated", said),
        theme=theme_named(said["theme"], themes) if "theme" in said else None,
        words=said.get("q", ""),
        paper=number_of("paper", said) or None,
        party=said.get("party"),
    )
    alone = stand if stand not in ("open", "late") else ""
    return Asked(wish, said.get("who", ""), alone, number_of("page", said) or 1, said)


def one_of(what: str, value: str, right: Collection[str]) -> str:
    """The value. Raises UsageError for one that is not right."""
    if value not in right:
        raise UsageError(f"{what}: this is not one. Right is one of: {', '.join(right)}.")
    return value


def _switch(name: str, said: Mapping[str, str]) -> bool:
    return name in said and one_of(name, said[name], ("yes",)) == "yes"


def number_of(name: str, said: Mapping[str, str]) -> int:
    """A whole number from 1, 0 for none. Raises UsageError."""
    text = said.get(name, "")
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST and 1 <= int(text) <= MOST_PAGES):
        raise UsageError(f"{name}: this is not a number. Right is a whole number from 1.")
    return int(text)
