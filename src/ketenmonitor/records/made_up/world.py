"""Made-up persons as they are: families at one address, twins, a son with his father's names, and many of the same name.

Comes in: how many, and a seed. Goes out: `Person`s. The promise: the same seed gives the same persons; names occur as
unevenly as real ones do (by Zipf), so that chance gives homonyms.
"""

from __future__ import annotations

import random
import tomllib
from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import accumulate

LAST_BIRTH = date(2012, 12, 31)
DAYS_OF_BIRTH = 70 * 365
FOREIGN_SHARE = 0.22
TWIN_SHARE = 0.02
NAMESAKE_SHARE = 0.12
STEEPNESS = 0.85  # of Zipf's law: surnames in the Netherlands fall a little slower than 1/rank
Spellings = tuple[str, ...]
# Sex, given names, birth, surname of a partner, twin, namesake
Row = tuple[str, tuple[Spellings, ...], date, Spellings | None, bool, bool]


@dataclass(frozen=True)
class Person:
    """Names as the register of persons has them; of foreign names all spellings, the first the usual one."""

    number: int
    household: int
    sex: str
    surname: Spellings
    partner: Spellings | None
    given: tuple[Spellings, ...]
    birth: date
    place: str
    postcode: str
    house: int
    foreign: bool
    twin: bool
    namesake: bool


@dataclass(frozen=True)
class Names:
    """Names with how often they occur, cumulated."""

    names: tuple[Spellings, ...]
    sums: tuple[float, ...]

    def any(self, chance: random.Random) -> Spellings:
        return self.names[bisect(self.sums, chance.random() * self.sums[-1])]


@cache
def names() -> dict[str, Names]:
    """All lists of `names.toml`, by what they are for."""
    said = tomllib.loads((files("ketenmonitor.records.made_up") / "names.toml").read_text(encoding="utf-8"))
    plain = said["surnames"]["plain"].split()
    prefixed = _lines(said["surnames"]["prefixed"])
    common = [name for pair in zip(prefixed, plain, strict=False) for name in pair] + plain[len(prefixed) :]
    rare = [stem + end for end in said["surnames"]["ends"].split() for stem in said["surnames"]["stems"].split()]
    rare = [f"van {name}" if at % 7 == 0 else name for at, name in enumerate(rare)]
    foreign = said["foreign"]
    return {
        "surname": _ranked([(name,) for name in (*common, *rare)]),
        "m": _ranked([(name,) for name in said["given"]["m"].split()]),
        "v": _ranked([(name,) for name in said["given"]["v"].split()]),
        "foreign surname": _ranked([tuple(one.split(",")) for one in _lines(foreign["surnames"])]),
        "foreign m": _ranked([tuple(one.split(",")) for one in _lines(foreign["m"])]),
        "foreign v": _ranked([tuple(one.split(",")) for one in _lines(foreign["v"])]),
        "place": _ranked([(name.replace("_", " "),) for name in said["places"]["dutch"].split()]),
        "foreign place": _ranked([(name,) for name in said["places"]["elsewhere"].split()]),
    }


def _lines(text: str) -> list[str]:
    return [one for line in text.strip().splitlines() for one in line.split("|")]


def _ranked(spelt: list[Spellings]) -> Names:
    return Names(tuple(spelt), tuple(accumulate((rank + 1) ** -STEEPNESS for rank in range(len(spelt)))))


def persons(number: int, seed: int) -> list[Person]:
    """So many persons, household after household."""
    chance = random.Random(f"persons {seed}")
    made: list[Person] = []
    household = 0
    while len(made) < number:
        made += _household(chance, household, len(made), number)
        household += 1
    return made[:number]


def _household(chance: random.Random, household: int, first: int, of: int) -> list[Person]:
    foreign = chance.random() < FOREIGN_SHARE
    kind = "foreign " if foreign else ""
    surname = names()[f"{kind}surname"].any(chance)
    # As many postcodes as there are persons to fill them: some forty live in one
    area = chance.randrange(max(50, of // 40))
    home = (f"{1000 + area % 9000}{chr(65 + area // 9000 % 26)}{chr(65 + area % 26)}", chance.randrange(1, 200))
    made = []
    for at, (sex, given, day, partner, twin, namesake) in enumerate(_members(chance, kind)):
        own, other = (partner, surname) if partner else (surname, None)
        elsewhere = foreign and at < 2 and chance.random() < 0.6
        place = names()["foreign place" if elsewhere else "place"].any(chance)[0]
        whole = (min(day, LAST_BIRTH), place, *home, foreign, twin, namesake)
        made.append(Person(first + at, household, sex, own, other, given, *whole))
    return made


def _members(chance: random.Random, kind: str) -> list[Row]:
    """One who lives alone, or a couple with children or without."""
    birth = LAST_BIRTH - timedelta(days=chance.randrange(20 * 365, DAYS_OF_BIRTH))
    size = chance.choices((1, 2, 3, 4, 5), (40, 28, 12, 14, 6))[0]
    sex = "m" if size > 1 or chance.random() < 0.6 else "v"
    first = _given(chance, f"{kind}{sex}")
    rows: list[Row] = [(sex, first, birth, None, False, False)]
    if size > 1:
        partner = names()[f"{kind}surname"].any(chance)
        day = birth + timedelta(days=chance.randrange(-2000, 2500))
        rows.append(("v", _given(chance, f"{kind}v"), day, partner, False, False))
    return rows + _children(chance, kind, size - 2, first, birth)


def _children(chance: random.Random, kind: str, number: int, father: tuple[Spellings, ...], birth: date) -> list[Row]:
    """Children with the surname of the household; a twin has the day of the one before."""
    rows: list[Row] = []
    for _ in range(number):
        sex = chance.choice("mv")
        day = birth + timedelta(days=chance.randrange(20 * 365, 38 * 365))
        if day > LAST_BIRTH:
            day = LAST_BIRTH - timedelta(days=chance.randrange(12 * 365))
        twin = bool(rows) and chance.random() < TWIN_SHARE * 4
        if twin:
            rows[-1] = (*rows[-1][:4], True, rows[-1][5])
        namesake = sex == "m" and chance.random() < NAMESAKE_SHARE
        given = father if namesake else _given(chance, f"{kind}{sex}")
        rows.append((sex, given, rows[-1][2] if twin else day, None, twin, namesake))
    return rows


def _given(chance: random.Random, kind: str) -> tuple[Spellings, ...]:
    more = chance.choices((1, 2, 3), (50, 35, 15))[0]
    return tuple(dict.fromkeys(names()[kind].any(chance) for _ in range(more)))
