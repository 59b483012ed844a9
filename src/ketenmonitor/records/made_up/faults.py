"""What goes wrong when a person is written down: typing, hearing, transcription, marriage, dates half known.

Comes in: a true value and how often each fault occurs. Goes out: the value as a register has it. The promise: all chance
comes from the generator that is handed in.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from ketenmonitor.records.persons.given import call_names

KEYS = "qwertyuiopasdfghjklzxcvbnm"
BESIDE = "wa qes wrd etf ryg tuh yij uok ipl ol qsz adw sfe dgr fht gjy hku jli ko asx zcd xvf cbg vnh bmj nk"
NEIGHBOURS = dict(zip(KEYS, BESIDE.split(), strict=True))
HEARD = (
    ("ij", "ei"), ("ei", "ij"), ("ou", "au"), ("au", "ou"), ("dt", "t"), ("ck", "k"), ("th", "t"), ("ph", "f"), ("z", "s"),
    ("s", "z"), ("v", "f"), ("ie", "i"), ("uy", "ui"), ("sch", "s"), ("ss", "s"), ("nn", "n"), ("ll", "l"), ("kk", "k"),
    ("d", "t"), ("g", "ch"), ("c", "k"), ("y", "ij"), ("oe", "u"), ("ae", "aa"),
)  # fmt: skip
# Read from paper, as the eye or a machine takes one letter for another.
SEEN = (
    ("rn", "m"),
    ("m", "rn"),
    ("l", "i"),
    ("i", "l"),
    ("cl", "d"),
    ("u", "v"),
    ("n", "u"),
    ("e", "c"),
    ("h", "b"),
    ("o", "a"),
)


@dataclass(frozen=True)
class Rates:
    """How often, of values that are written down, each fault occurs; a register of its own kind has its own."""

    typing: float = 0.02
    hearing: float = 0.02
    reading: float = 0.0
    transcription: float = 0.35
    initials_only: float = 0.15
    call_name: float = 0.08
    fewer_names: float = 0.4
    prefix_otherwise: float = 0.5
    partner_name: float = 0.3
    birth_swapped: float = 0.01
    birth_typed: float = 0.015
    birth_first_january: float = 0.01
    birth_year_only: float = 0.005
    birth_missing: float = 0.01
    moved: float = 0.12
    address_missing: float = 0.05
    place_missing: float = 0.1
    sex_wrong: float = 0.003
    sex_missing: float = 0.05
    names_exchanged: float = 0.002

    def times(self, factor: float) -> Rates:
        """The same faults, more or less often."""
        return Rates(**{name: min(0.9, rate * factor) for name, rate in vars(self).items()})


def typed(text: str, chance: random.Random) -> str:
    """One slip of the fingers: a neighbour, a letter twice, one forgotten or two exchanged."""
    if len(text) < 3:
        return text
    at = chance.randrange(1, len(text))
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + chance.choice(NEIGHBOURS.get(text[at].lower(), text[at])) + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2:
        return text[:at] + text[at + 1 :]
    return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]


def heard(text: str, chance: random.Random) -> str:
    """As one writes what one hears."""
    return _one_of(HEARD, text, chance)


def seen(text: str, chance: random.Random) -> str:
    """As one copies what one reads badly."""
    return _one_of(SEEN, text, chance)


def _one_of(changes: tuple[tuple[str, str], ...], text: str, chance: random.Random) -> str:
    fitting = [(old, new) for old, new in changes if text.lower().find(old, 1) > 0]
    if not fitting:
        return text
    old, new = chance.choice(fitting)
    at = text.lower().find(old, 1)
    return text[:at] + new + text[at + len(old) :]


def called(name: str, chance: random.Random) -> str:
    """A call name of a formal name, where there is one."""
    formal = call_names().get(name.lower(), name.lower())
    known = [call for call, of in call_names().items() if of == formal]
    return chance.choice(known).capitalize() if known else name


def written_prefix(surname: str, chance: random.Random) -> str:
    """A name with a prefix in one of the ways in which registers have it."""
    words = surname.split(" ")
    at = next((n for n, word in enumerate(words) if word[:1].isupper()), 0)
    prefix, core = " ".join(words[:at]), " ".join(words[at:])
    if not prefix:
        return surname
    short = {"van der": "v.d.", "van den": "v.d.", "van de": "v.d.", "van": "v."}.get(prefix, prefix)
    forms = (
        f"{core}, {prefix}",
        f"{short} {core}",
        f"{prefix}{core}".replace(" ", ""),
        f"{prefix} {core}".upper(),
        f"{prefix} {core}".title(),
        core,
    )
    return chance.choices(forms, (4, 3, 1, 3, 3, 1))[0]


def another_day(day: str, chance: random.Random) -> str:
    """An ISO date with one digit wrong that is still a date."""
    at = chance.choice((3, 6, 8, 9))
    other = day[:at] + chance.choice([d for d in "0123456789" if d != day[at]]) + day[at + 1 :]
    return other if "01" <= other[5:7] <= "12" and "01" <= other[8:] <= "28" else day
