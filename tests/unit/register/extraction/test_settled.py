"""What a paper declares settled: by the heading it stands under, each once, and nothing that is only hoped or asked."""

from __future__ import annotations

import pytest

from ketenmonitor.register.extraction.motions.motions import motions
from ketenmonitor.register.extraction.motions.settled import settled
from ketenmonitor.register.items import Settled
from tests.unit.register.extraction.drawn_papers import drawn

HEADING = "Motie Olm (XYZ) over rode bruggen[footnoteRef:1] [1:  Kamerstukken II 2029/30, 31 234, nr. 5] \n\n"
BOTH = (
    "Toezegging verf[footnoteRef:1] en toezegging over sluizen[footnoteRef:2] "
    "[1:  Kamerstukken II 2029-2030, TZ203004, nr. 31.] [2:  Kamerstukken II 2029-2030, TZ203004, nr. 32.] \n\n"
)


def found(text: str) -> tuple[Settled, ...]:
    segments = drawn(text)
    return settled(segments, motions(segments))


@pytest.mark.parametrize(
    "declared",
    [
        "Hiermee doe ik de motie van het lid Olm (XYZ) af. [footnoteRef:2] [2:  Kamerstukken II 2029/30, 31 299, nr. 1] ",
        "Middels deze tekst beschouw ik de motie als afgedaan.",
        "Ik beschouw hiermee de motie over bruggen als afgedaan.",
        "Hiermee wordt de motie afgedaan.",
        "De bruggen zijn rood en daarmee de motie van lid Olm c.s. afgedaan.",
        "Met deze brief is de motie afgedaan.",
        "Hiermee heb ik uitvoering gegeven aan de motie.",
        "Met het verven van de laatste brug heb ik de motie afgehandeld.",
    ],
)
def test_a_declaration_settles_what_its_heading_names(declared: str) -> None:
    (one,) = found(f"{HEADING}De dienst verft.\n\nAlles is nu rood. {declared}")
    assert (one.kind, one.name) == ("motion", "Motie Olm (XYZ) over rode bruggen")
    assert one.reference is not None
    assert one.reference.number == 5
    assert one.place.line == 5
    assert one.heading is not None
    assert one.heading.line == 1


@pytest.mark.parametrize(
    "said",
    [
        "Ik verwacht de motie volgend jaar af te doen.",
        "Zodra de verf droog is, beschouw ik de motie als afgedaan.",
        "Wanneer beschouwt u de motie als afgedaan?",
        "De motie verzoekt de regering bruggen te verven.",
        "Hieronder staat hoe moties en toezeggingen worden afgedaan.",
        "De motie is nog niet afgedaan.",
    ],
)
def test_what_is_to_come_or_asked_settles_nothing(said: str) -> None:
    assert found(f"{HEADING}{said}") == ()


def test_several_items_of_a_heading_are_settled_in_their_order() -> None:
    items = found(
        f"{BOTH}De verf is gekocht. Hiermee wordt de toezegging afgedaan.\n\nDe sluis is open. Hiermee doe ik deze toezegging af."
    )
    assert [(item.name, item.reference.identifier if item.reference else None) for item in items] == [
        ("Toezegging verf", "TZ203004-031"),
        ("toezegging over sluizen", "TZ203004-032"),
    ]


def test_the_first_commitment_declared_twice_leaves_the_second_open() -> None:
    items = found(f"{BOTH}Daarmee is de eerste toezegging nagekomen. De eerste toezegging is hiermee afgedaan.")
    assert [item.name for item in items] == ["Toezegging verf"]


def test_one_declaration_can_settle_all_of_a_heading() -> None:
    items = found(f"{BOTH}Hiermee beschouw ik deze toezeggingen als afgedaan.")
    assert len({item.name for item in items}) == 2
    assert all(item.place.line == 3 for item in items)


def test_the_clearer_of_two_declarations_counts() -> None:
    (item,) = found(
        f"{HEADING}Middels onderstaande tekst geef ik invulling aan die motie.\n\nHiermee beschouw ik de motie als afgedaan."
    )
    assert (item.place.line, item.rule) == (5, "considered settled")


def test_under_no_heading_the_motion_is_named_by_the_sentence_or_the_one_before() -> None:
    (item,) = found(
        "De motie Olm (Kamerstuk 31 234, nr. 5) vroeg om rode bruggen. Deze motie is afgedaan met de brief van vorige week."
    )
    assert (item.name, item.reference.number if item.reference else None) == ("motie Olm", 5)


def test_a_declaration_about_somebody_elses_motion_does_not_settle_the_heading() -> None:
    items = found(f"{HEADING}Hiermee beschouw ik de motie Kastanje als afgedaan.")
    assert [item.name for item in items] == ["motie Kastanje"]


def test_one_sentence_can_settle_a_motion_and_a_commitment() -> None:
    items = found("Hiermee zijn de motie Olm (31 234, nr. 5) en de toezegging aan het lid Es afgedaan.")
    assert [(item.kind, item.reference.number if item.reference else None) for item in items] == [
        ("motion", 5),
        ("commitment", None),
    ]


def test_a_motion_in_another_clause_is_not_settled() -> None:
    items = found("De motie Olm beschouw ik hiermee als afgedaan en de motie Es zal ik in het najaar uitvoeren.")
    assert [item.name for item in items] == ["motie Olm"]
