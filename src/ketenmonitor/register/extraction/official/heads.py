"""What stands above official parliamentary questions: who asks, whom, and about what.

In goes the description ("Vragen van de leden A (P) en B (Q) aan de Minister van C over D (ingezonden 3 maart 2026)"), out comes
a `Head`. What it does not say stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketenmonitor.register.extraction.text.capitals import in_ordinary_letters
from ketenmonitor.register.items import Person

_ASKERS = re.compile(r"\bVragen van (?:het lid|de leden)\s+(.+?)\s+aan\s+", re.IGNORECASE | re.DOTALL)
_ADDRESSED = re.compile(r"\baan\s+(.+?)\s+(?:over|inzake|naar aanleiding van|betreffende)\s", re.IGNORECASE | re.DOTALL)
_ABOUT = re.compile(
    r"\s(?:over|inzake|naar aanleiding van|betreffende)\s+(.+?)\s*(?:\((?:ingezonden|ontvangen)\b[^)]*\))?\s*\.?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_SENT = re.compile(r"\s*\((?:ingezonden|ontvangen)\b[^)]*\)\.?", re.IGNORECASE)
_PERSON = re.compile(r"\s*([^(),]+?)\s*(?:\(([^()]*)\))?\s*(?:,|\ben\b|$)")
_OFFICE = re.compile(r"(?:,|\ben\b)?\s*(?:de|het)\s+(?=(?:vice-)?(?:minister|staatssecretaris)|kabinet)", re.IGNORECASE)
_ANSWERS = re.compile(
    r"Antwoord(?:en)? van (?:de )?(?P<office>minister|staatssecretaris)\s+[^()]{2,60}\((?P<of>[^()]{3,120})\)",
    re.IGNORECASE,
)
_BOTH = re.compile(r"^(?:beiden|allen|alle(?:n)?)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """The askers with their parties, those addressed, and the subject."""

    askers: tuple[Person, ...] = ()
    addressees: tuple[Person, ...] = ()
    subject: str | None = None


def head(text: str) -> Head:
    """What a description says; an empty head if it is none."""
    text = in_ordinary_letters(" ".join(text.split()))
    asking, addressed, about = _ASKERS.search(text), _ADDRESSED.search(text), _ABOUT.search(_SENT.split(text)[0])
    if asking is None:
        return Head((), tuple(Person(name, None, name) for name in _answering(text)))
    return Head(
        _people(asking[1]),
        tuple(Person(name, None, name) for name in _offices(addressed[1])) if addressed else (),
        about[1].strip(" .") if about else None,
    )


def _answering(text: str) -> tuple[str, ...]:
    """The offices in "Antwoord van Minister Jansen (Waterzaken), mede namens de Staatssecretaris van Vis"."""
    said = _ANSWERS.match(text)
    return (f"{said['office']} van {said['of']}",) if said else ()


def _people(text: str) -> tuple[Person, ...]:
    """Names with their parties; a party in brackets after the last of several ("A en B (beiden P)") is that of all before it."""
    found: list[tuple[str, str | None, bool]] = []
    for match in _PERSON.finditer(text):
        if match[1].strip():
            party = match[2].strip() if match[2] else None
            found.append(
                (match[1].strip(), _BOTH.sub("", party) if party else None, bool(party and _BOTH.match(party)))
            )
    people: list[Person] = []
    shared: str | None = None
    for name, party, together in reversed(found):
        shared = party if together else (None if party else shared)
        people.append(Person(name, party or shared))
    return tuple(reversed(people))


def _offices(text: str) -> list[str]:
    parts = [part.strip(" ,") for part in _OFFICE.split(text)]
    return [part for part in parts if part and part.lower() != "en"]
