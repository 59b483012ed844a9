"""What can be wrong with a TOML file that a person writes, and the words in which its writer is told.

Comes in: a `Finding`, the bare code and place that a check found, and the wordings of that kind of file. Goes out: a `Fault`,
one printable line with file, line, what is wrong and what would be right. The promise: no fault has a code without words,
so that all messages can be read, and mended, in one place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from heapq import nlargest
from itertools import takewhile

Place = tuple[str | int, ...]
Wordings = Mapping[str, tuple[str, str]]

SHORT = 60
MANY = 40
LARGEST = 2**63
COMPARED = 40  # of more names only those that begin most alike are compared: it takes long, and for each fault


@dataclass(frozen=True)
class Fault:
    """Something that the writer of a file must mend; `str()` is one line for people."""

    file: str
    line: int
    place: str
    code: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}: {self.place}: {self.message} {self.remedy}")


@dataclass(frozen=True)
class Finding:
    """What a check found: a code of the wordings, the place, and the words that its sentence needs."""

    code: str
    place: Place
    words: dict[str, str] = field(default_factory=dict)


WORDINGS: Wordings = {
    # The file
    "file-missing": ("there is no such file.", "Check the path."),
    "file-empty": ("nothing is written in it.", "Begin with what the manual shows."),
    "file-too-large": ("the file has more than {most} MB.", "Give the file that is meant."),
    "file-unreadable": ("the file cannot be read: {reason}.", "Give a TOML file that you may read."),
    "more-faults": ("there may be more faults below this one.", "Mend those that are told, and check again."),
    "not-utf-8": ("this line holds a byte that is not UTF-8.", "Save the file as UTF-8."),
    "syntax": (
        "the line is not TOML: {reason}.",
        "Check the quotes, commas and brackets here and just above; what depends on it is checked once it can be read.",
    ),
    "declared-twice": ("this was declared before, on line {first}.", "Keep one of the two."),
    # Its shape
    "table-unknown": ('there is no table "{name}" here.', "{choices}"),
    "table-missing": ("the table is missing.", "Add {example}."),
    "key-missing": ('"{key}" is missing.', "Add {key} = {example}."),
    "key-unknown": ('there is no key "{name}" here.', "{choices}"),
    "wrong-type": ("{found} stands where {wanted} is wanted.", "Write it like {example}."),
    "empty": ("this is empty.", "Fill it in, like {example}."),
    "not-one-line": ("the text has a line break, or spaces around it.", "Write it on one line, without those spaces."),
    "not-printable": (
        "the text has a character that does not show ({code}).",
        "Leave it out; write text that everybody sees.",
    ),
    "id-malformed": ('"{name}" cannot be an id.', "Use {allowed}."),
    "choice-unknown": ("{shown} is no {noun}.", "{choices}"),
    "twice-in-list": ("{shown} is in the list twice.", "Name it once."),
    # Names that lead nowhere
    "reference-unknown": ('{noun} "{name}" is not declared.', "{choices}"),
    "public-malformed": (
        "this is no public key.",
        "Write the 32 bytes of one in base64, as `ketenmonitor key` shows it.",
    ),
    "share-out-of-range": ("a share of {shown} is not above 0 and at most 1.", "{remedy}"),
    "timezone-unknown": (
        "{shown} is not a timezone.",
        '{hint}Write the name of an IANA timezone, such as "Europe/Amsterdam".',
    ),
}


def fault_from(finding: Finding, file: str, line: int, wordings: Wordings = WORDINGS) -> Fault:
    """The finding in words, with where it stands in the file."""
    message, remedy = (words.format(**finding.words) for words in wordings[finding.code])
    return Fault(file, line, named_place(finding.place), finding.code, message, remedy)


def named_place(place: Place) -> str:
    """`lead_times.keten.to[2]`: elements of lists are counted from 1."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{_key(step)}" for step in place)
    return "".join(steps).removeprefix(".") or "file"


def _key(text: str) -> str:
    plain = text.replace("_", "").replace("-", "").isalnum()
    return text if plain else shown(text)


def shown(value: object) -> str:
    """A value of the file as its writer would recognise it, never long."""
    if isinstance(value, str):
        return json.dumps(value if len(value) <= SHORT else value[: SHORT - 3] + "...", ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) < LARGEST else "a huge number"
    if isinstance(value, (date, time)):
        return value.isoformat()
    return "a list" if isinstance(value, list) else "a table" if isinstance(value, dict) else repr(value)


def found(value: object) -> str:
    """The value with its sort, for a place where another sort is wanted."""
    if isinstance(value, (list, dict)):
        return shown(value)
    sorts = {str: "the text", bool: "the word", datetime: "the moment", date: "the date", time: "the time"}
    return f"{sorts.get(type(value), 'the number')} {shown(value)}"


def hint(name: str, known: Iterable[str]) -> str:
    """`Did you mean "x"? ` when a known name looks like it, whatever its capitals; otherwise nothing."""
    by_look = {candidate.lower(): candidate for candidate in known}
    look = name.lower()
    nearest = get_close_matches(look, _alike(by_look, look) if len(by_look) > COMPARED else by_look, n=1)
    return f'Did you mean "{by_look[nearest[0]]}"? ' if nearest else ""


def _alike(names: Iterable[str], name: str) -> list[str]:
    """The names that begin most as this one does."""

    def length(other: str) -> int:
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))

    return nlargest(COMPARED, names, key=length)


def choices(name: str, known: Iterable[str]) -> str:
    """What is there to choose from, the likeliest first."""
    names = list(known)
    return f"{hint(name, names)}Known: {listed(names)}." if names else "None is declared yet: declare it first."


def listed(names: Iterable[str]) -> str:
    """The names in a row; of very many the first and how many more there are."""
    every = list(names)
    more = f" and {len(every) - MANY} more" if len(every) > MANY else ""
    return ", ".join(every[:MANY]) + more


def printable(text: str) -> str:
    """The text on one line, whatever was typed in it."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)
