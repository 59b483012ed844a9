"""Every paper that a paper refers to, from its text and its footnotes, with the place."""

from __future__ import annotations

from ketenmonitor.register.extraction.references import references
from tests.unit.register.extraction.drawn_papers import drawn


def test_references_come_from_text_and_footnotes_each_with_its_line() -> None:
    text = (
        "Zie Kamerstuk 31 234, nr. 5 hierover.\n\n"
        "Dat is gemeld.[footnoteRef:1] En toegezegd.[footnoteRef:2] [1:  Kamerstukken II 2029/30, 31 235-IX, nr. 6.]  [2:  TZ203004-031.] "
    )
    found = references(drawn(text))
    assert [(one.kind, one.dossier, one.number, one.place.line if one.place else 0) for one in found] == [
        ("kamerstuk", "31234", 5, 1),
        ("kamerstuk", "31235-IX", 6, 3),
        ("toezegging", None, 31, 3),
    ]
    assert all(one.place and text[one.place.begin : one.place.end].strip() == one.text.strip() for one in found)
