"""Who undertakes a commitment, never who is told; and what, in short. All texts are made up."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.register.extraction.commitments.commitments import commitments
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.items import Commitment
from ketenmonitor.register.paper import Dated, Paper
from ketenmonitor.register.reading.text import traced_lines
from ketenmonitor.register.traced import Traced

ON = date(2031, 1, 15)
SIGNED = "De Minister van Infrastructuur en Waterstaat,"


def found_in(text: str, signature: str = "") -> tuple[Commitment, ...]:
    """What is found in a letter of one paragraph, with its signature."""
    paper = Paper("made-up.txt", "", "txt", text, traced_lines(text), dated=Dated(ON, "made up", 1.0))
    signed = (Passage(Traced.of(signature), "signature"),) if signature else ()
    return commitments(Segments(paper, "policy_letter", (Passage(Traced.of(text), "body"), *signed)))


@pytest.mark.parametrize(
    "sentence",
    [
        "In mei ontvangt uw Kamer de telling van de boten.",
        "De Kamer wordt in mei geïnformeerd over de telling.",
        "Ik zal uw Kamer in mei informeren over de telling.",
        "U ontvangt de telling voor de zomer.",
    ],
)
def test_who_is_told_undertakes_nothing(sentence: str) -> None:
    (signed,) = found_in(sentence, SIGNED)
    assert signed.who == "Minister van Infrastructuur en Waterstaat"
    (unsigned,) = found_in(sentence)
    assert unsigned.who == "bewindspersoon"


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("De havendienst zal een lijst van bruggen opstellen.", "De havendienst"),
        ("De lijst zal door de havendienst worden opgesteld.", "de havendienst"),
        (
            "De minister van Economische Zaken stuurt de lijst in mei naar uw Kamer.",
            "De minister van Economische Zaken",
        ),
    ],
)
def test_who_acts_is_named_in_the_words_of_the_paper(sentence: str, who: str) -> None:
    assert [one.who for one in found_in(sentence, SIGNED)] == [who]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gemeenten krijgen een wettelijke taak bij de opvang van boten.",
        "De havendienst zal in mei worden uitgebreid.",
        "De havendienst is gevraagd om de tol door te rekenen.",
        "Alle veerlieden krijgen in maart een brief over de tol.",
    ],
)
def test_who_receives_or_undergoes_it_undertakes_nothing(sentence: str) -> None:
    assert [one.who for one in found_in(sentence, SIGNED)] == ["Minister van Infrastructuur en Waterstaat"]


def test_two_signatures_are_two_who_undertake() -> None:
    both = "De minister van Economische Zaken, A.B. van Dam De staatssecretaris van Economische Zaken, C. de Wit"
    (found,) = found_in("Wij sturen uw Kamer in mei een plan.", both)
    assert found.who == "minister van Economische Zaken, staatssecretaris van Economische Zaken"


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        (
            "Op basis daarvan beziet het kabinet of de tol kan vervallen.",
            "Op basis daarvan beziet het kabinet of de tol kan vervallen",
        ),
        ("Ik heb toegezegd om hierop terug te komen.12", "Ik heb toegezegd om hierop terug te komen"),
        ("De tol is oud, maar ik zal hem in mei aanpassen.", "ik zal hem in mei aanpassen"),
    ],
)
def test_what_reads_as_a_whole(sentence: str, what: str) -> None:
    assert [one.what for one in found_in(sentence)] == [what]


def test_what_is_short_enough_to_read_at_a_glance() -> None:
    tail = ", ".join(f"de brug van nummer {number}" for number in range(12))
    (found,) = found_in(f"Ik zal uw Kamer in mei informeren over de sluizen, {tail}.")
    assert len(found.what.split()) <= 40


def test_what_is_cut_keeps_its_object() -> None:
    tail = " ".join(f"en de brug van nummer {number}" for number in range(12)).removeprefix("en ")
    (found,) = found_in(f"Op basis daarvan beziet het kabinet of {tail} kunnen vervallen.")
    assert found.what.startswith("Op basis daarvan beziet het kabinet of de brug van nummer 0")


def test_a_promise_that_is_kept_in_the_same_words_is_done() -> None:
    (found,) = found_in("Graag informeer ik u over de tol, conform mijn toezegging.")
    assert (found.rule, found.status) == ("as_promised", "done")
