"""References to parliamentary papers, in every form in which letters write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.register.grammar import references
from ketenmonitor.register.traced import Traced

# text | what is referred to: kind session dossier number identifier chamber; several apart by a semicolon (- : not said)
TABLE = """
Kamerstukken II 2024/25, 31415, nr. 926, p. 4 | kamerstuk 2024/25 31415 926 - II
Kamerstukken II 2024/25, 31 415, nr. 926, blz. 12 | kamerstuk 2024/25 31415 926 - II
Kamerstukken II 2024/25, 31415, nrs. 926 en 927 | kamerstuk 2024/25 31415 926 - II; kamerstuk 2024/25 31415 927 - II
Kamerstukken II, 31415, nrs. 12, 13 en 15 | kamerstuk - 31415 12 - II; kamerstuk - 31415 13 - II; kamerstuk - 31415 15 - II
Kamerstukken II 2024/25, 31415, nrs. 12 t/m 14 | kamerstuk 2024/25 31415 12 - II; kamerstuk 2024/25 31415 13 - II; kamerstuk 2024/25 31415 14 - II
Kamerstukken II, vergaderjaar 2023–2024, 31 415, nr. 87 | kamerstuk 2023/24 31415 87 - II
TK 2024-2025, 31415, nr. 926 | kamerstuk 2024/25 31415 926 - II
Tweede Kamer, vergaderjaar 2024-2025, 31415 nr. 10 | kamerstuk 2024/25 31415 10 - -
Kamerstukken II 2024/25, 31415 nr. 926 | kamerstuk 2024/25 31415 926 - II
Kamerstukken II 2024/25, 31 415, nr, 926 | kamerstuk 2024/25 31415 926 - II
Kamerstukken II, 2024-25, 31415-926. | kamerstuk 2024/25 31415 926 - II
Kamerstukken ll 2024-2025, 31415, nr-74. | kamerstuk 2024/25 31415 74 - II
Kamerstukken II 2024/25, 31415, nr.926 | kamerstuk 2024/25 31415 926 - II
Kamerstuk 31 415, nr. 926 | kamerstuk - 31415 926 - -
(Kamerstuk 31 415, nr. 926) | kamerstuk - 31415 926 - -
Kamerstuk 31415-926 | kamerstuk - 31415 926 - -
31415-926 | kamerstuk - 31415 926 - -
(31 415, nr. 926) | kamerstuk - 31415 926 - -
de motie 31 415, nr. 926 is aangenomen | kamerstuk - 31415 926 - -
Kamerstukken 31 415 en 32 718, nr. 105 | kamerstuk - 31415 105 - -; kamerstuk - 32718 105 - -
Kamerstukken II 2024/25, 31415, nr. 74 en 32718, nr. 191 | kamerstuk 2024/25 31415 74 - II; kamerstuk 2024/25 32718 191 - II
Kamerstukken II 2020/21, 35111 nr. 11 en Kamerstukken II 2021/22, 35222, nr. 13. | kamerstuk 2020/21 35111 11 - II; kamerstuk 2021/22 35222 13 - II
35 111-V, nr. 133 | kamerstuk - 35111-V 133 - -
35111-VI-45 | kamerstuk - 35111-VI 45 - -
35 111 VI, nr. 61 | kamerstuk - 35111-VI 61 - -
Kamerstuk 35 111 VI, nr. 45 | kamerstuk - 35111-VI 45 - -
Kamerstukken II 2023/24, 35111-XVI nr. 7 | kamerstuk 2023/24 35111-XVI 7 - II
Kamerstuk 21 501-20, nr. 2426 | kamerstuk - 21501-20 2426 - -
Kamerstukken 2023/34, 35111-VI, nr. 1, pag. 262. | kamerstuk 2023/34 35111-VI 1 - -
Kamerstukken II (2023-2024), nr. 1472. | kamerstuk 2023/24 - 1472 - II
Kamerstukken II, 2024-2025, 35 111. | kamerstuk 2024/25 35111 - - II
Kamerstukken I 2022/23, 35 111, A | kamerstuk 2022/23 35111 - A I
Kamerstukken I 2022/23, 35 111, nr. B | kamerstuk 2022/23 35111 - B I
de motie op stuk nr. 13 | kamerstuk - - 13 - -
de motie op stuk nr. 80 (35 111-VI) | kamerstuk - 35111-VI 80 - -
nr. 456 (35111-XVI) | kamerstuk - 35111-XVI 456 - -
Aanhangsel Handelingen II 2023/24, nr. 1028 | aanhangsel 2023/24 - 1028 - II
Aanhangsel Handelingen (II) 2023/24, nr. 1028 | aanhangsel 2023/24 - 1028 - II
Aanhangsel van de Handelingen, vergaderjaar 2023–2024, nr. 1028 | aanhangsel 2023/24 - 1028 - -
Handelingen II 2018/19, nr. 27, item 14 | handelingen 2018/19 - 27 item_14 II
Handelingen II 2023-2024, 31 415 nr. 106 | kamerstuk 2023/24 31415 106 - II
TZ202502-130 | toezegging - - 130 TZ202502-130 -
Kamerstukken II 2024/25, TZ202502, nr. 16 | toezegging 2024/25 - 16 TZ202502-016 -
TZ202502, nr. 066 | toezegging - - 66 TZ202502-066 -
2024Z18295 | zaak - - - 2024Z18295 -
Kamerstukken II 2024/25, 2024Z18295. | zaak 2024/25 - - 2024Z18295 -
2024D04328 | document - - - 2024D04328 -
kst-31415-926 | kamerstuk - 31415 926 kst-31415-926 -
kst-35111-VI-45 | kamerstuk - 35111-VI 45 kst-35111-vi-45 -
ah-tk-20232024-1028 | aanhangsel 2023/24 - 1028 ah-tk-20232024-1028 II
Stb. 2023, 123 | staatsblad - - 123 Stb._2023,_123 -
Stcrt. 2023, nr. 2035 | staatsblad - - 2035 Stcrt._2023,_2035 -
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_form_is_read(text: str, expected: str) -> None:
    found = [
        " ".join(
            str(cell if cell is not None else "-").replace(" ", "_")
            for cell in (one.kind, one.session, one.dossier, one.number, one.identifier, one.chamber)
        )
        for one, _ in references(Traced.of(text))
    ]
    assert found == expected.split("; ")


@pytest.mark.parametrize(
    "text",
    [
        "bel 06-12345678 of 070 370 79 11",
        "een bedrag van € 31 415 en 36 800 personen",
        "artikel 29, lid 3, van de wet",
        "1234 AB Den Haag",
        "Ons kenmerk 7534332",
        "de Kamerstukken",
        "in 2025 en 2026",
        "Strategische Agenda 2025-2030",
        "31 415 zaken",
        "nr. 12 van de lijst",
        "35 111 i.v.m. de drukte",
    ],
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert references(Traced.of(text)) == []


def test_what_follows_a_reference_is_no_part_of_it() -> None:
    ((found, piece),) = references(Traced.of("zie Kamerstuk 31 415, nr. 926 en 2025 was beter", 50))
    assert piece.text == found.text == "Kamerstuk 31 415, nr. 926"
    assert piece.begin == 54


@given(
    dossier=st.integers(20_000, 37_999),
    suffix=st.sampled_from(["", "-VI", "-V", " VI", " XVI"]),
    number=st.integers(1, 4999),
    apart=st.booleans(),
)
def test_every_dossier_and_number_comes_back(dossier: int, suffix: str, number: int, apart: bool) -> None:
    printed = f"{dossier // 1000} {dossier % 1000:03d}" if apart else str(dossier)
    ((found, _),) = references(Traced.of(f"De brief (Kamerstuk {printed}{suffix}, nr. {number}) is verzonden."))
    assert found.dossier == f"{dossier}{suffix.replace(' ', '-')}"
    assert found.number == number
