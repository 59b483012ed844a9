"""Where a sentence of a parliamentary paper ends, and where a full stop ends nothing."""

from __future__ import annotations

import pytest

from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.traced import Traced


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(Traced.of(text))]


@pytest.mark.parametrize(
    "text",
    [
        "De motie Verhoef c.s. (12 345, nr. 67) is uitgevoerd.",
        "De motie Verhoef c.s. (TK 12 345, nr. 67) is uitgevoerd.",
        "Op 3 maart jl. is de brug geopend.",
        "Voor 1 mei a.s. volgt de kaart.",
        "Het gaat om € 4,5 mln. in totaal.",
        "In art. 5 van de wet staat o.a. de termijn.",
        "De brief d.d. 4 juni 2031 noemt dit t.b.v. Vlaardingen.",
        "Dit is i.v.m. Europese regels zo.",
        "Het lid A.B. van Dongen vraagt dit aan dr. J. Smits en prof. K. de Groot.",
        "Zie Stb. 2030, nr. 12 en blz. 4.",
        "Er zijn 1.500 Vlaardingers en 2.000 Schiedammers.",
        "1. De sluis wordt vernieuwd.",
        "a. Hoe vaak gebeurt dit?",
        "De tol bedraagt max. 3.5 cent.",
        "Mw. Ten Have en mr. Ooms zijn benoemd.",
    ],
)
def test_a_full_stop_that_ends_nothing(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("De sluis is dicht. Zij gaat open.", ["De sluis is dicht.", "Zij gaat open."]),
        ("Dit was op 4 mei jl. Het college volgt.", ["Dit was op 4 mei jl.", "Het college volgt."]),
        ("Zo staat het in de wet.12 De sluis blijft.", ["Zo staat het in de wet.12", "De sluis blijft."]),
        ("Zie nr. 981.13 Zorgen zijn er ook.", ["Zie nr. 981.13", "Zorgen zijn er ook."]),
        ("Zo is het.[footnoteRef:3] Verder niets.", ["Zo is het.[footnoteRef:3]", "Verder niets."]),
        ("Hij zei «nee». Zij zei «ja.» Daarna niets.", ["Hij zei «nee».", "Zij zei «ja.»", "Daarna niets."]),
        ("Zo is het.[3] Verder niets.", ["Zo is het.[3]", "Verder niets."]),
        ("Wij bezien de sluis.Ook komt er een brug.", ["Wij bezien de sluis.", "Ook komt er een brug."]),
        ("Klopt dit? Zo ja, waarom?", ["Klopt dit?", "Zo ja, waarom?"]),
        ("Dat is in 2031. In 2032 volgt meer.", ["Dat is in 2031.", "In 2032 volgt meer."]),
        ("Dat doet het OM. De rechter volgt.", ["Dat doet het OM.", "De rechter volgt."]),
        ("Zie vraag 3. Verder niets.", ["Zie vraag 3.", "Verder niets."]),
        ("Zie hier. 2. De sluis.", ["Zie hier.", "2. De sluis."]),
        ("Er is een plan: • de sluis; • de brug.", ["Er is een plan:", "• de sluis;", "• de brug."]),
    ],
)
def test_where_a_sentence_ends(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_a_dash_begins_an_item_only_where_a_line_of_the_source_does() -> None:
    lines = [Traced.of("Er komt:", 0), Traced.of("- een sluis;", 9), Traced.of("- een brug.", 22)]
    assert [part.text for part in sentences(Traced.join(lines))] == ["Er komt:", "- een sluis;", "- een brug."]
    assert len(split("De sluis, - zoals bekend - is dicht.")) == 1


def test_each_sentence_knows_where_it_stands() -> None:
    text = Traced.of("De sluis is dicht. Zij gaat open.", 100)
    assert [(part.begin, part.end) for part in sentences(text)] == [(100, 118), (119, 133)]


def test_nothing_but_white_space_is_lost() -> None:
    text = "De sluis (zie nr. 4) is dicht.3 «Open!» Zij zei: 1. Ja. 2. Nee; o.a. Piet e.d. Verder niets"
    assert "".join("".join(split(text)).split()) == "".join(text.split())
    assert sentences(Traced("", ())) == ()


@pytest.mark.parametrize("piece", [". [1:", "jl. ", "A.", "1. ", "? ", "«", ".[footnoteRef:", "• ", "nr. 3.4 "])
def test_any_text_is_split_in_proportion_to_its_length(piece: str) -> None:
    assert "".join("".join(split(piece * 20_000)).split()) == "".join((piece * 20_000).split())
