"""What the typefaces of this room cannot draw: a document that archives keep may hold no such letter, and is refused for one.

Comes in: text. Goes out: the same with a box for each letter that is in none of our typefaces. The promise: what they can draw stays as
it is, so that a title with a picture letter makes a document all the same, and shows that something stood there.

Source: OpenType specification, table `cmap`, format 4.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from struct import unpack_from

FONTS = Path(__file__).parent / "fonts"
BOX = "\N{WHITE SQUARE}"
UNDRAWN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # spaces and marks that need no picture


def drawable(text: str) -> str:
    """The text with a box for what cannot be drawn."""
    known = _known()
    lost = {ord(one) for one in set(text) if ord(one) not in known and unicodedata.category(one) not in UNDRAWN}
    return text.translate(dict.fromkeys(lost, BOX))


@cache
def _known() -> frozenset[int]:
    """The letters that every one of our typefaces has."""
    return frozenset.intersection(*(_letters(place.read_bytes()) for place in FONTS.glob("*.ttf")))


def _letters(font: bytes) -> frozenset[int]:
    (n_tables,) = unpack_from(">H", font, 4)
    tables = (unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(n_tables))
    cmap = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (n_maps,) = unpack_from(">H", font, cmap + 2)
    maps = [cmap + unpack_from(">HHL", font, cmap + 4 + 8 * n)[2] for n in range(n_maps)]
    segments = next(place for place in maps if unpack_from(">H", font, place)[0] == 4)
    n = unpack_from(">H", font, segments + 6)[0] // 2
    ends = unpack_from(f">{n}H", font, segments + 14)
    begins = unpack_from(f">{n}H", font, segments + 16 + 2 * n)
    return frozenset(one for begin, end in zip(begins, ends, strict=True) for one in range(begin, end + 1)) - {0xFFFF}
