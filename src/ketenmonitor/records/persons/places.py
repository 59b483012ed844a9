"""Places of birth, addresses and sex, each in one form.

Comes in: what stands in a cell. Goes out: a text, or None when it says nothing. The promise: pure functions; 's-Gravenhage
and Den Haag are one place, "1234 AB" and "1234ab" one postcode, "12-A hs" and "12a" one house number.
"""

from __future__ import annotations

import re

from ketenmonitor.records.persons.letters import folded, letters

# Places that have two names of which both are in use.
SAME_PLACE = {
    "sgravenhage": "denhaag", "gravenhage": "denhaag", "thehague": "denhaag", "shertogenbosch": "denbosch",
    "hertogenbosch": "denbosch", "adam": "amsterdam", "rdam": "rotterdam", "leeuwarden": "leeuwarden",
    "ljouwert": "leeuwarden", "sgravenzande": "sgravenzande", "constantinople": "istanbul", "istamboel": "istanbul",
    "bruxelles": "brussel", "brussels": "brussel", "antwerp": "antwerpen", "cologne": "keulen", "koeln": "keulen",
    "koln": "keulen", "warszawa": "warschau", "warsaw": "warschau", "bucuresti": "boekarest", "bucharest": "boekarest",
    "dimashq": "damascus", "damas": "damascus", "alhoceima": "alhoceima", "alhucemas": "alhoceima",
}  # fmt: skip
UNKNOWN = frozenset(
    ("", "onbekend", "onbek", "unknown", "nb", "nvt", "x", "xxx", "geen", "zvwov", "zonder", "briefadres")
)
POSTCODE = re.compile(r"([1-9][0-9]{3})\s*([a-z]{2})")
SEXES = {
    "m": "m", "man": "m", "male": "m", "mannelijk": "m", "1": "m", "jongen": "m",
    "v": "v", "vrouw": "v", "female": "v", "vrouwelijk": "v", "2": "v", "f": "v", "w": "v", "meisje": "v",
}  # fmt: skip


def place(written: str | None) -> str | None:
    """A place without its country or municipality between brackets."""
    text = letters(re.sub(r"\(.*?\)|[,/].*", " ", folded(written or "")))
    return None if text in UNKNOWN else SAME_PLACE.get(text, text)


def postcode(written: str | None) -> str | None:
    """A Dutch postcode; of another country its letters and digits."""
    text = folded(written or "")
    dutch = POSTCODE.search(text)
    if dutch:
        return dutch[1] + dutch[2]
    other = re.sub("[^a-z0-9]", "", text)
    return None if other in UNKNOWN or set(other) <= {"0", "9"} else other


def house_number(written: str | None) -> str | None:
    """The number alone: what stands behind it is written in too many ways."""
    digits = re.search(r"\d+", written or "")
    number = digits[0].lstrip("0") if digits else ""
    return number or None


def number_in(address: str | None) -> str | None:
    """The house number in a street with number: the first number that follows a letter."""
    found = re.findall(r"(?<=[^\W\d])[\s,.]+(\d+)", re.sub(POSTCODE, " ", folded(address or "")))
    return found[0].lstrip("0") or None if found else None


def sex(written: str | None) -> str | None:
    """`m`, `v` or nothing."""
    return SEXES.get(folded(written or "").strip("."))
