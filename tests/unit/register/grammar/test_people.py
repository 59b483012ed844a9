"""Who is named: members, groups and officials, by the form of the name alone."""

from __future__ import annotations

import time

import pytest

from ketenmonitor.register.grammar import groups, members, officials, people, surname
from ketenmonitor.register.traced import Traced


def named(text: str) -> list[tuple[str, str | None]]:
    return [(person.name, person.party) for person, _ in members(Traced.of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aylin Korver (PvdA), Bas van den Dungen (D66)", [("Aylin Korver", "PvdA"), ("Bas van den Dungen", "D66")]),
        ("de motie van het lid Korver (PRO)", [("Korver", "PRO")]),
        ("de motie van het lid Korver over havens", [("Korver", None)]),
        ("de leden Korver-Smit en Van der Dungen", [("Korver-Smit", None), ("Van der Dungen", None)]),
        (
            "de leden Korver (VVD), Aydin (CDA) en De Wit (BBB)",
            [("Korver", "VVD"), ("Aydin", "CDA"), ("De Wit", "BBB")],
        ),
        ("de motie-Van Dungen c.s.", [("Van Dungen", None)]),
        ("de motie Korver c.s. (31 415, nr. 9)", [("Korver", None)]),
        ("het Kamerlid Korver", [("Korver", None)]),
        ("het lid Groep-Jansen (Groep Jansen)", [("Groep-Jansen", "Groep Jansen")]),
        ("Korver, A.B.", [("Korver, A.B.", None)]),
        ("het lid Çelik (50PLUS)", [("Çelik", "50PLUS")]),
        ("de motie over havens", []),
        ("de leden van de commissie", []),
        ("Motie Korver (GroenLinks-PvdA) over havens", [("Korver", "GroenLinks-PvdA")]),
    ],
)
def test_members_are_read_by_the_form_of_the_name(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de leden van de D66-fractie", ["D66"]),
        ("de GroenLinks-PvdA-fractie vraagt", ["GroenLinks-PvdA"]),
        ("de fractie van de VVD", ["VVD"]),
        ("de CDA-fractie en de PVV-fractie", ["CDA", "PVV"]),
    ],
)
def test_groups_are_read(text: str, expected: list[str]) -> None:
    assert [name for name, _ in groups(Traced.of(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MJenV, SJenV", [("MJenV", "MJenV"), ("SJenV", "SJenV")]),
        ("Jan de Wit (minister , minister )", [("Jan de Wit", "minister")]),
        ("de minister van Justitie en Veiligheid zal", [("minister van Justitie en Veiligheid", "minister")]),
        (
            "De Staatssecretaris van Justitie en Veiligheid",
            [("Staatssecretaris van Justitie en Veiligheid", "staatssecretaris")],
        ),
        ("de minister stuurt", [("minister", "minister")]),
    ],
)
def test_officials_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(person.name, person.role) for person, _ in officials(Traced.of(text))] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Bas van den Dungen", "van den Dungen"),
        ("Van den Dungen", "van den Dungen"),
        ("Korver, A.B.", "Korver"),
        ("Dungen, B. van den", "van den Dungen"),
        ("het lid Korver-Smit (VVD)", "Korver-Smit"),
        ("Korver c.s.", "Korver"),
        ("A.B. Korver", "Korver"),
        ("De Wit", "de Wit"),
        ("", ""),
    ],
)
def test_a_surname_is_the_same_however_it_is_printed(name: str, expected: str) -> None:
    assert surname(name) == expected


@pytest.mark.parametrize("piece", ["de leden Aa en ", "minister ", "Van der ", "Aa-", "A.B. "])
def test_a_long_list_of_names_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        begin = time.process_time()
        people(Traced.of(piece * (length // len(piece))))
        return time.process_time() - begin

    assert seconds(32_000) < max(24 * seconds(4_000), 0.4)
