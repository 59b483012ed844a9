"""The heading of a set of written questions: its title, who asks, and whom.

In go the lines of a paper, out come the headings found, each with the lines it covers. Two layouts: a table that lost its
rules (`title |`, `|`, `Name (PARTY), Name (PARTY) |`, `minister |`, pictures), and the same lines without the bars. The
anchor of both is the line of askers: names with their party, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.extraction.sets.speaker import asks
from ketenmonitor.register.items import Person
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced

_PERSON = r"[^\s(),|?][^(),|?]{1,60}\s*\([^()|?]{1,40}\)"
_ASKERS = re.compile(rf"^{_PERSON}(?:\s*(?:,|\ben\b|&)\s*{_PERSON})*\s*,?$")
_PICTURE = re.compile(r"^(?:!\[[^\]]*\]\([^)]*\)\s*)+$")
_NAME = re.compile(r"\s*([^(),]+?)\s*(?:\(([^()]*)\))?\s*(?:,|\ben\b|&|$)")
_ROLE = re.compile(r"minister|staatssecretaris|premier|president", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading: lines `begin` to `end` (from 0, the last one not included) and what it says."""

    begin: int
    end: int
    title: Traced
    askers: tuple[Person, ...]
    addressees: tuple[Person, ...]


def headings(paper: Paper) -> tuple[Heading, ...]:
    """Every heading of a set, in order."""
    lines = [_cell(line) for line in paper.lines]
    barred = [line.text.rstrip().endswith("|") or line.text.lstrip().startswith("|") for line in paper.lines]
    found: list[Heading] = []
    for i, line in enumerate(lines):
        if (found and i < found[-1].end) or not _is_askers(line.text):
            continue
        title = _title_above(lines, barred, i, found[-1].end if found else 0)
        if title is not None:
            heading = _heading(lines, barred, title, i)
            if barred[i] or _is_followed_by_a_question(lines, heading.end):
                found.append(heading)
    return tuple(found)


def _is_followed_by_a_question(lines: list[Traced], at: int) -> bool:
    """Without bars, names with a word in brackets may as well be rows of a table: then no question follows."""
    return at < len(lines) and asks(lines[at].text) > 3


def _cell(line: Traced) -> Traced:
    """What stands in a line, without the bars of a table."""
    return line.strip().strip("|").strip()


def _is_askers(text: str) -> bool:
    """Names, each with something short in brackets that is no office."""
    if not _ASKERS.match(text):
        return False
    people = tuple(persons(text))
    return bool(people) and all(
        person.party and len(person.name.split()) <= 8 and not person.name[-1].isdigit() for person in people
    )


def _title_above(lines: list[Traced], barred: list[bool], i: int, floor: int) -> int | None:
    """The line of the title above the askers on line `i`: the nearest that is not empty, if it does not ask or answer."""
    for at in range(i - 1, max(floor, i - 5) - 1, -1):
        text = lines[at].text
        if not text:
            continue
        plain = len(text) <= 250 and asks(text) < 0 and not _PICTURE.match(text)
        return at if barred[at] or plain else None
    return None


def _heading(lines: list[Traced], barred: list[bool], title: int, askers: int) -> Heading:
    """The heading from its title on: after the askers the first line that asks ends it."""
    end = askers + 1
    addressees: tuple[Person, ...] = ()
    while end < len(lines):
        text = lines[end].text
        if text and not _PICTURE.match(text):
            if addressees or not (barred[end] or _may_be_addressed(text)):
                break
            addressees = tuple(persons(text))
        end += 1
    return Heading(title, end, lines[title], tuple(persons(lines[askers].text)), addressees)


def _may_be_addressed(text: str) -> bool:
    return len(text) <= 160 and "?" not in text and not text.rstrip().endswith(".") and asks(text) < 0


def persons(text: str) -> Iterator[Person]:
    """The people a line of names names: `Name (PARTY)`, `Name (minister , minister )`, `Name`."""
    for match in _NAME.finditer(text):
        name, between = match[1].strip(), [part.strip() for part in (match[2] or "").split(",") if part.strip()]
        if not name or name == "|":
            continue
        roles = [part for part in between if _ROLE.search(part)]
        parties = [part for part in between if not _ROLE.search(part)]
        yield Person(
            name, parties[0] if parties else None, roles[0] if roles else (name if _ROLE.search(name) else None)
        )
