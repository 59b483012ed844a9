"""A sentence in clauses: where they begin, their tense, who acts and what kind of deed is said. All sentences are made up."""

from __future__ import annotations

import pytest

from ketenmonitor.register.extraction.commitments.clauses import Clause, clauses


def main(sentence: str) -> Clause:
    return clauses(sentence)[0]


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("Ik zal dat bouwen.", "shall"),
        ("We gaan een sluis bouwen.", "going"),
        ("De sluis wordt gebouwd.", "passive"),
        ("De sluis is gebouwd.", "being"),
        ("Ik heb dat laten gaan.", "perfect"),
        ("De sluis werd gebouwd.", "past"),
        ("Wij zouden dat kunnen bouwen.", "would"),
        ("De sluis kan worden gebouwd.", "can"),
        ("De sluis moet worden gebouwd.", "must"),
        ("Wij bouwen een sluis.", "present"),
        ("Om de drukte tegen te gaan bouwen wij een sluis.", "present"),
    ],
)
def test_how_a_clause_is_meant(sentence: str, tense: str) -> None:
    assert main(sentence).tense == tense


@pytest.mark.parametrize(
    ("sentence", "subject", "who"),
    [
        ("Wij bouwen een sluis.", "first person", "Wij"),
        ("Daarom bouw ik een sluis.", "first person", "ik"),
        ("Dit jaar bouwt het kabinet een sluis.", "cabinet", "het kabinet"),
        ("De minister van Water bouwt een sluis.", "cabinet", "De minister van Water"),
        ("MWenV bouwt een sluis.", "cabinet", "MWenV"),
        ("De havendienst bouwt een sluis.", "body", "De havendienst"),
        ("Het KXY bouwt een sluis.", "body", "Het KXY"),
        ("De Europese Commissie bouwt een sluis.", "third", "De Europese Commissie"),
        ("Burgers bouwen een sluis.", "third", "Burgers"),
        ("Morgen wordt gebouwd.", "none", None),
    ],
)
def test_who_acts(sentence: str, subject: str, who: str | None) -> None:
    assert (main(sentence).subject, main(sentence).who) == (subject, who)


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("We voeren dit jaar een tol in.", ("invoeren",)),
        ("We scherpen de regels voor schippers aan, zodat dit helpt.", ("aanscherpen",)),
        ("Een nieuwe tol wordt ingevoerd.", ("invoeren",)),
        ("We zetten ons daarvoor op het water in.", ("inzetten",)),
        ("Het besluit over de sluis.", ()),
        ("Het bouwen van een sluis.", ()),
        ("Een onderzoek naar de sluis.", ()),
        ("Ik onderzoek dat.", ("onderzoeken",)),
    ],
)
def test_which_verbs_are_said(sentence: str, verbs: tuple[str, ...]) -> None:
    assert main(sentence).verbs == verbs


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("Wij bezien of dit kan.", ["Wij bezien ", "of dit kan."]),
        ("In dat kader bouwen wij.", ["In dat kader bouwen wij."]),
        ("Wij bouwen een brug en zullen de sluis openen.", ["Wij bouwen een brug ", "en zullen de sluis openen."]),
        ("Wij bouwen een brug, openen wij een sluis.", ["Wij bouwen een brug, ", "openen wij een sluis."]),
        ("Om deze redenen bouwen wij.", ["Om deze redenen bouwen wij."]),
        ("Wij bouwen een brug om boten te helpen.", ["Wij bouwen een brug ", "om boten te helpen."]),
    ],
)
def test_where_a_clause_begins(sentence: str, texts: list[str]) -> None:
    assert [clause.text for clause in clauses(sentence)] == texts


def test_a_clause_shares_the_subject_of_the_one_before() -> None:
    assert [clause.subject for clause in clauses("De inspectie bepaalt de norm en beziet zij de rest")] == [
        "body",
        "body",
    ]
    assert [clause.subject for clause in clauses("Wij bouwen een brug en zullen de sluis openen.")] == [
        "first person"
    ] * 2


def test_what_is_put_between_says_nothing_of_the_clause_around_it() -> None:
    sentence = "We brengen met schippers, die hier al jaren hebben gevaren, de oevers in kaart."
    around, between = clauses(sentence)
    assert (around.tense, around.begin, around.end) == ("present", 0, len(sentence))
    assert between.tense == "perfect"


def test_two_clauses_with_a_subject_each() -> None:
    assert [clause.tense for clause in clauses("We breiden de haven uit en schepen zonder licht worden geweerd.")] == [
        "present",
        "passive",
    ]
    assert len(clauses("De havens en de sluizen worden gebouwd.")) == 1
    assert len(clauses("De havens kunnen en de sluizen moeten worden gebouwd.")) == 1


def test_an_empty_text_has_no_clause() -> None:
    assert clauses("") == ()
