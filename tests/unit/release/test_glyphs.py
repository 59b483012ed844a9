"""A letter that no typeface of ours has does not stop a document: it is a box."""

from __future__ import annotations

from datetime import date

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it comes without types

from ketenmonitor.release import Letter, letter_pdf_of
from ketenmonitor.release.glyphs import FONTS, drawable
from ketenmonitor.release.words import page_language


def test_what_every_typeface_has_stays_and_the_rest_is_a_box() -> None:
    known = set.intersection(*(set(TTFont(place).getBestCmap()) for place in FONTS.glob("*.ttf")))
    every = "".join(chr(one) for one in range(0x20, 0x2FFF) if one in known)
    assert drawable(every) == every
    assert drawable("één → 😀 漢\u00a0\n") == "één → □ □\u00a0\n"


def test_a_document_with_such_a_letter_is_made() -> None:
    made = letter_pdf_of(Letter("Tien 😀 العربية", ("Met 漢字.",), ()), page_language("nl"), date(2024, 1, 1))
    assert made.startswith(b"%PDF")
