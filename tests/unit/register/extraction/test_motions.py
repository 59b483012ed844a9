"""Motions: however a paper names them there is one item for each, with its number, and how it fares by the words around it."""

from __future__ import annotations

import pytest

from ketenmonitor.register.extraction import extract
from ketenmonitor.register.extraction.motions.motions import motions
from ketenmonitor.register.items import Motion
from tests.unit.register.extraction.drawn_papers import drawn
from tests.unit.register.extraction.papers import paper_of


def found(text: str) -> tuple[Motion, ...]:
    return motions(drawn(text))


def only(text: str) -> Motion:
    (motion,) = found(text)
    return motion


@pytest.mark.parametrize(
    ("text", "name", "party"),
    [
        ("Ik voer de motie van het lid Olm (XYZ) uit.", "motie van het lid Olm", "XYZ"),
        ("Ik voer de motie-Olm c.s. uit.", "motie-Olm c.s.", None),
        ("Ik voer de motie Van der Linde-Kers (A+B) uit.", "motie Van der Linde-Kers", "A+B"),
        ("Ik voer de motie Olm/Es uit.", "motie Olm/Es", None),
        ("Ik voer de aangenomen motie van de leden Olm en De Beuk uit.", "motie van de leden Olm en De Beuk", None),
        (
            "De motie van de leden Olm (XYZ), De Beuk (ABC) en Es (DEF) voer ik uit.",
            "motie van de leden Olm, De Beuk en Es",
            None,
        ),
        ("De motie Ten Hove-Van Es (50PLUS) is in uitvoering.", "motie Ten Hove-Van Es", "50PLUS"),
        ("De motie op stuk nr. 13 van het lid Olm ontraad ik.", "motie Olm", None),
        ("De leden Olm en Es verzoeken in hun motie om verf.", "motie Olm en Es", None),
        ("De door het lid Olm ingediende motie wordt uitgevoerd.", "motie Olm", None),
        ("De motie van de XYZ-fractie over verf voer ik uit.", "motie van de XYZ-fractie", "XYZ"),
        ("Ik voer de motie Olm2 uit.", "motie Olm", None),
        ("Er is een motie ingediend door het lid Olm over bruggen; die voer ik uit.", "motie Olm", None),
        (
            "Op voorstel van de leden Olm en Es (XYZ) is gevraagd om bruggen; de motie Olm en Es voer ik uit.",
            "motie Olm en Es",
            None,
        ),
    ],
)
def test_a_motion_is_known_by_whoever_moved_it(text: str, name: str, party: str | None) -> None:
    motion = only(text)
    assert (motion.name, motion.party) == (name, party)


@pytest.mark.parametrize(
    "text",
    [
        "De motie van de Tweede Kamer is een middel.",
        "Alle schippers zijn gemotiveerd om te varen.",
        "Het amendement-Olm (Kamerstuk 31 234, nr. 5) is verworpen.",
        "De bruggen worden uit ideologische motieven geverfd.",
    ],
)
def test_what_is_no_motion_gives_none(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ik voer de motie Olm (Kamerstuk 31 234-IX, nr. 56) uit.",
        "Ik voer de motie Olm over rode bruggen (31 234 IX, nr. 56) uit.",
        "Kent u de motie Olm over rode bruggen? (motie 31 234-IX, nr. 56)?",
        "Ik voer de motie Olm¹ uit.\n\n¹ Kamerstukken II, 2029-2030, 31 234-IX, nr. 56.",
        "Ik voer de motie Olm[footnoteRef:4] (XYZ) uit. [4:  Kamerstukken II 2029/30, 31 234-IX, nr. 56. ] ",
        "Motie Olm (XYZ) over rode bruggen[footnoteRef:1] [1:  Kamerstukken II, 2029/30, 31 234-IX, nr. 56] ",
        "Ik voer de motie Olm c.s.3 uit. Dat duurt nog.\n\n3 Kamerstukken II, 2029–2030, 31 234-IX, nr. 56",
    ],
)
def test_the_number_of_a_motion_is_found_beside_it_or_in_its_footnote(text: str) -> None:
    reference = only(text).reference
    assert reference is not None
    assert (reference.dossier, reference.number) == ("31234-IX", 56)


def test_the_number_of_a_letter_is_not_that_of_the_motion() -> None:
    motion = only(
        "In de brief (Kamerstuk 30 111, nr. 8) ging ik in op de motie Olm. Die voer ik uit, zie de brief (Kamerstuk 30 111, nr. 9)."
    )
    assert motion.reference is None


def test_a_motion_about_a_motion_keeps_its_own_number() -> None:
    heading = "Motie Olm (XYZ) over de motie op stuk nr. 7 (31 234-IX) alsnog uitvoeren[footnoteRef:1] [1:  Kamerstukken II 2029/30, 31 235, nr. 9.] "
    numbers = {motion.name: motion.reference.number for motion in found(heading) if motion.reference}
    assert numbers["Motie Olm"] == 9
    assert set(numbers.values()) == {7, 9}


def test_mentions_of_one_motion_are_one_item() -> None:
    motion = only(
        "Motie Olm (XYZ) over rode bruggen[footnoteRef:1] [1:  Kamerstukken II 2029/30, 31 234, nr. 5] \n\n"
        "De motie Olm verzoekt bruggen rood te verven.\n\nDat doet de dienst nu.\n\nHiermee beschouw ik de motie als afgedaan."
    )
    assert motion.place.line == 1
    assert [place.line for place in motion.also] == [3, 7]
    assert motion.status == "done"


def test_two_motions_of_one_member_stay_two() -> None:
    numbers = [
        motion.reference.number
        for motion in found(
            "De motie Olm over rode bruggen (Kamerstuk 31 234, nr. 5) voer ik uit.\n\n"
            "De motie Olm over blauwe sluizen (Kamerstuk 31 234, nr. 6) ontraad ik."
        )
        if motion.reference
    ]
    assert numbers == [5, 6]


def test_several_motions_in_one_breath_are_several() -> None:
    text = "Hiermee beschouw ik de moties van de leden Olm (XYZ) en De Beuk (ABC) als afgedaan."
    assert [(motion.name, motion.party, motion.status) for motion in found(text)] == [
        ("motie Olm", "XYZ", "done"),
        ("motie De Beuk", "ABC", "done"),
    ]


def test_several_motions_each_keep_their_number() -> None:
    text = "Ik kom terug op de moties-Olm c.s. (31 410, nr. 12) en -De Beuk (31 410, nr. 13)."
    assert [motion.reference.number for motion in found(text) if motion.reference] == [12, 13]


def test_each_of_two_motions_in_a_sentence_fares_as_its_own_clause_says() -> None:
    text = "De motie Olm beschouw ik hiermee als afgedaan en de motie Es zal ik in het najaar uitvoeren."
    assert [motion.status for motion in found(text)] == ["done", "in progress"]


def test_a_name_written_with_a_slip_of_the_pen_is_the_same_motion() -> None:
    assert only(
        "De motie Lindeboom (Kamerstuk 31 234, nr. 5) voer ik uit. In lijn met de motie Lindebom verft de dienst."
    ).also


def test_an_answer_names_the_motion_that_its_question_did_not() -> None:
    motion = only(
        "Hoe staat het met de motie over rode bruggen?\n\nDe motie van het lid Olm (31 234, nr. 5) wordt uitgevoerd en de bruggen zijn rood."
    )
    assert (motion.name, motion.place.line, motion.status) == ("motie van het lid Olm", 1, "in progress")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hiermee doe ik de motie van het lid Olm (XYZ) af.", "done"),
        ("Middels deze tekst beschouw ik de motie Olm als afgedaan.", "done"),
        ("Met deze brief is de motie Olm afgedaan.", "done"),
        ("De motie Olm is uitgevoerd.", "done"),
        ("Hiermee is uitvoering gegeven aan de motie Olm.", "done"),
        ("De motie Olm wordt uitgevoerd.", "in progress"),
        ("Ter uitvoering van de motie Olm worden bruggen geverfd.", "in progress"),
        ("In lijn met de motie Olm c.s. verven we bruggen.", "in progress"),
        ("De wens uit de motie Olm zal ik hierin meenemen.", "in progress"),
        ("Aan de motie Olm is voldaan.", "done"),
        ("Met deze brief geef ik uitvoering aan de motie Olm.", "done"),
        ("Het kabinet legt de motie Olm naast zich neer.", "not executed"),
        ("De motie Olm is verworpen.", "mentioned"),
        ("Het kabinet zal de motie Olm niet uitvoeren.", "not executed"),
        ("Ik ontraad de motie Olm.", "not executed"),
        ("Aan de motie Olm kan ik geen uitvoering geven.", "not executed"),
        ("Herinnert u zich de motie Olm over rode bruggen?", "mentioned"),
        ("Waarom is de motie Olm nog niet uitgevoerd?", "mentioned"),
        ("Wat is er gebeurd met de aangenomen Kamermotie waarin rode bruggen worden gevraagd?", "mentioned"),
        ("Hoe staat het met de motie Olm?\n\nEen lijst van bruggen is in ontwikkeling.", "in progress"),
        ("Hoe staat het met de motie Olm?\n\nBruggen zijn mooi.", "mentioned"),
    ],
)
def test_a_motion_fares_as_the_words_around_it_say(text: str, status: str) -> None:
    assert only(text).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("De motie Olm is verworpen. Ik zie geen aanleiding daarop terug te komen.", "not executed"),
        ("De motie Olm vraagt om verf. Daarover ben ik met schilders in gesprek.", "in progress"),
        ("De motie Olm vraagt om verf. Er staan tien potten. Daarmee is aan dit verzoek voldaan.", "done"),
    ],
)
def test_what_is_said_of_a_motion_without_its_name_counts(text: str, status: str) -> None:
    assert only(text).status == status


def test_every_motion_says_how_it_was_found_and_where() -> None:
    text = "Dit gaat vooraf.\n\nIk voer de motie Olm uit."
    motion = only(text)
    assert text[motion.place.begin : motion.place.end] == "motie Olm"
    assert motion.rule.startswith("named")
    assert 0 < motion.confidence < 1


def test_a_heading_in_capitals_and_one_right_above_its_text_are_headings() -> None:
    text = (
        "MOTIE VAN OLM OVER BLAUWE SLUIZEN (31 234, NR. 6)\nDe sluizen zijn in maart geschilderd, alle zes en aan beide kanten van het water. "
        "Ik beschouw deze motie als afgedaan.\n\n"
        "Motie-Berk Lindhout/Es over stille pompen (31 234, nr. 7)\nDe motie is nog in uitvoering, want de pompen zijn nog te luid voor de buren.\n"
    )
    found = extract(paper_of(text))
    assert [(one.name, one.status, one.reference.number) for one in found.motions if one.reference] == [
        ("Motie van Olm", "done", 6),
        ("Motie-Berk Lindhout/Es", "in progress", 7),
    ]
    assert found.motions[1].text.startswith("De motie is nog in uitvoering")
    assert [one.reference.number for one in found.settled if one.reference] == [6]


def test_the_subject_of_a_motion_ends_where_its_sentence_goes_on() -> None:
    text = "De motie Olm over gele borden verzoekt de regering om alle borden geel te maken. Ik voer deze motie uit."
    assert [one.topic for one in extract(paper_of(text)).motions] == ["gele borden"]
