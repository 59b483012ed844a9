"""Two registers of made-up persons, each with its own columns and faults, and which rows are of one person.

Comes in: how many persons, what goes wrong on each side, a seed. Goes out: `MadeUp`. The promise: the same seed gives the
same rows; a person stands once in a register at most; the hard groups of each person are known.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from ketenmonitor.records.made_up.faults import Rates, another_day, called, heard, seen, typed, written_prefix
from ketenmonitor.records.made_up.world import Person, Spellings, persons

COLUMNS = ("id", "given", "initials", "surname", "partner_surname", "birth", "place", "postcode", "house_number", "sex")
GROUPS = ("family", "twin", "namesake", "homonym", "prefix", "married", "foreign", "other")
Row = dict[str, str | None]


@dataclass(frozen=True)
class MadeUp:
    """The rows of both sides, the pairs that are one person, and the hard groups of each row of A by its id."""

    a: list[Row]
    b: list[Row]
    truth: list[tuple[str, str]]
    groups: dict[str, set[str]] = field(default_factory=dict)


def registers(a: int, b: int, both: int, seed: int, rates: tuple[Rates, Rates] = (Rates(), Rates())) -> MadeUp:
    """Two registers of `a` and `b` rows that have `both` persons in common."""
    world = persons(int((a + b - both) * 1.3), seed)
    chance = random.Random(f"registers {seed}")
    # Households stay together as far as chance has it: whoever is in one register has family in it or in the other
    drawn = chance.sample(world, a + b - both)
    left, right = drawn[:a], drawn[a - both :]
    numbers = [chance.sample(range(10**7, 10**8), len(side)) for side in (left, right)]
    ids = [
        {p.number: f"{letter}{n}" for p, n in zip(side, given, strict=True)}
        for letter, side, given in zip("AB", (left, right), numbers, strict=True)
    ]
    rows = [[_row(p, ids[at][p.number], rates[at], chance) for p in side] for at, side in enumerate((left, right))]
    truth = [(ids[0][p.number], ids[1][p.number]) for p in drawn[a - both : a]]
    groups = _groups(drawn)
    for side in rows:
        side.sort(key=lambda row: row["id"] or "")
    return MadeUp(rows[0], rows[1], sorted(truth), {ids[0][p.number]: groups[p.number] for p in left})


def _row(person: Person, own: str, rates: Rates, chance: random.Random) -> Row:
    surname, partner = _surnames(person, rates, chance)
    given, initials = _given(person, rates, chance)
    if given and chance.random() < rates.names_exchanged:
        given, surname = surname, given
    missing = chance.random() < rates.address_missing
    moved = chance.random() < rates.moved
    sex = {"m": "v", "v": "m"}[person.sex] if chance.random() < rates.sex_wrong else person.sex
    return {
        "id": own,
        "given": given,
        "initials": initials,
        "surname": surname,
        "partner_surname": partner,
        "birth": _birth(person.birth.isoformat(), rates, chance),
        "place": None if chance.random() < rates.place_missing else _slip(person.place, rates, chance),
        "postcode": None if missing else f"{chance.randrange(1000, 9999)}XX" if moved else person.postcode,
        "house_number": None if missing else str(chance.randrange(1, 200) if moved else person.house),
        "sex": None if chance.random() < rates.sex_missing else sex,
    }


def _slip(text: str, rates: Rates, chance: random.Random) -> str:
    for rate, fault in ((rates.typing, typed), (rates.hearing, heard), (rates.reading, seen)):
        if chance.random() < rate:
            text = fault(text, chance)
    return text


def _spelt(name: Spellings, rates: Rates, chance: random.Random) -> str:
    return chance.choice(name) if chance.random() < rates.transcription else name[0]


def _surnames(person: Person, rates: Rates, chance: random.Random) -> tuple[str, str | None]:
    """Own name; married women go by the partner's, by both, or by their own with the other in its column."""
    own = _slip(_spelt(person.surname, rates, chance), rates, chance)
    if chance.random() < rates.prefix_otherwise:
        own = written_prefix(own, chance)
    if person.partner is None or chance.random() >= rates.partner_name:
        return own, None
    other = _slip(_spelt(person.partner, rates, chance), rates, chance)
    return chance.choice(((other, None), (f"{other}-{own}", None), (f"{other} e/v {own}", None), (own, other)))


def _given(person: Person, rates: Rates, chance: random.Random) -> tuple[str | None, str]:
    names = [_slip(_spelt(name, rates, chance), rates, chance) for name in person.given]
    initials = ".".join(name[0] for name in names) + "."
    if chance.random() < rates.initials_only:
        return None, initials
    kept = names[:1] if chance.random() < rates.fewer_names else names
    if chance.random() < rates.call_name:
        kept = [called(kept[0], chance)]
    return " ".join(kept), initials if chance.random() < 0.5 else ".".join(name[0] for name in kept) + "."


def _birth(day: str, rates: Rates, chance: random.Random) -> str | None:
    if chance.random() < rates.birth_missing:
        return None
    if chance.random() < rates.birth_year_only:
        return f"{day[:4]}-00-00"
    if chance.random() < rates.birth_first_january:
        return f"{day[:4]}-01-01"
    if chance.random() < rates.birth_swapped and day[8:] <= "12":
        return f"{day[:4]}-{day[8:]}-{day[5:7]}"
    return another_day(day, chance) if chance.random() < rates.birth_typed else day


def _groups(drawn: list[Person]) -> dict[int, set[str]]:
    """What makes each person hard to tell apart from others that are in the registers."""
    homes = Counter(p.household for p in drawn)
    alike = Counter((p.surname[0], p.given[0][0][0], p.birth.year) for p in drawn)
    found: dict[int, set[str]] = {}
    for p in drawn:
        signs = {
            "family": homes[p.household] > 1,
            "twin": p.twin,
            "namesake": p.namesake,
            "homonym": alike[p.surname[0], p.given[0][0][0], p.birth.year] > 1,
            "prefix": p.surname[0][:1].islower() or p.surname[0][:1] == "'",
            "married": p.partner is not None,
            "foreign": p.foreign,
        }
        found[p.number] = {name for name, holds in signs.items() if holds} or {"other"}
    return found
