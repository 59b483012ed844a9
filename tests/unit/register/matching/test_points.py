"""The same motion, commitment or question in several papers is one point; what a person says of it goes before every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ketenmonitor.register.items import Extraction
from ketenmonitor.register.matching import point_of, points, possibly_fulfilled
from ketenmonitor.register.records import Action, Kind, Register, decide, items
from tests.unit.register.made_up import (
    NOW_US,
    commitment,
    keep,
    letter,
    motion,
    paper,
    question,
    settled,
)

MAY, LATER = date(2026, 5, 1), date(2026, 9, 1)
SLUICES = (
    "Wij onderzoeken voor de zomer of de sluiswachters van de Vechtstroom extra opleiding en toezicht nodig hebben."
)
SLUICES_AGAIN = (
    "Of sluiswachters van de Vechtstroom extra toezicht en opleiding nodig hebben, onderzoeken wij nog dit jaar."
)
OTHER = "Wij laten een evaluatie maken van de subsidieregeling voor houten fietsbruggen in Drenthe."


def groups(register: Register, kind: Kind) -> set[frozenset[str]]:
    return {frozenset(one.text for one in point.mentions) for point in points(register) if point.kind is kind}


def test_a_commitment_in_other_words_is_the_same_and_another_is_not(register: Register) -> None:
    keep(register, letter(SLUICES, OTHER, name="a.txt"))
    keep(register, letter(SLUICES_AGAIN, day=MAY, name="b.txt"))
    assert groups(register, Kind.COMMITMENT) == {frozenset({SLUICES, SLUICES_AGAIN}), frozenset({OTHER})}
    link = points(register)[0].links[0]
    assert (link.rule, link.score > 0.6, "sluiswacht" in " ".join(link.reasons)) == ("in-other-words", True, True)


def test_the_order_of_reading_makes_no_difference(register: Register) -> None:
    keep(register, letter(SLUICES_AGAIN, day=MAY, name="b.txt"))
    keep(register, letter(SLUICES, OTHER, name="a.txt"))
    [point] = [one for one in points(register) if len(one.mentions) == 2]
    assert [one.text for one in point.mentions] == [SLUICES, SLUICES_AGAIN]
    assert {point_of(register, one.key).id for one in point.mentions} == {point.id}


def test_what_a_person_splits_stays_apart_and_what_he_merges_together(register: Register) -> None:
    keep(register, letter(SLUICES, OTHER, name="a.txt"))
    keep(register, letter(SLUICES_AGAIN, day=MAY, name="b.txt"))
    key = {one.text: one.key for one in items(register)}
    decide(register, Action.SPLIT, key[SLUICES_AGAIN], "bram", NOW_US, value=key[SLUICES])
    decide(register, Action.MERGE, key[OTHER], "bram", NOW_US, value=key[SLUICES])
    wanted = {frozenset({SLUICES, OTHER}), frozenset({SLUICES_AGAIN})}
    assert groups(register, Kind.COMMITMENT) == wanted
    keep(register, letter(SLUICES, OTHER, "Ook komt er een nieuwe kaart van de vaart.", name="a.txt"))
    assert wanted < groups(register, Kind.COMMITMENT)
    decide(register, Action.MERGE, key[SLUICES_AGAIN], "carla", NOW_US, value=key[SLUICES])
    assert frozenset({SLUICES, OTHER, SLUICES_AGAIN}) in groups(register, Kind.COMMITMENT)


def motions(register: Register, name: str, day: date, *found: tuple[str, str, str | None, int | None]) -> None:
    made = paper("\n".join(sentence for sentence, *_ in found), day, name)
    kept = tuple(motion(made, *said) for said in found)
    keep(register, Extraction(made, "policy_letter", motions=kept))


def test_a_motion_is_known_by_its_number_or_by_name_and_topic(register: Register) -> None:
    topic = "een landelijk meldpunt voor verzakte bruggen"
    motions(
        register,
        "a.txt",
        MAY,
        ("De motie van het lid Van Wiek wordt uitgevoerd.", "motie van het lid Van Wiek", topic, 12),
    )
    motions(
        register, "b.txt", LATER,
        ("De motie-Van Wiek over verzakte bruggen is af.", "motie-Van Wiek", "landelijk meldpunt verzakte bruggen", None),
        ("De motie-Zeil c.s. over verzakte bruggen volgt.", "motie-Zeil c.s.", "landelijk meldpunt verzakte bruggen", None),
    )  # fmt: skip
    motions(
        register,
        "c.txt",
        LATER,
        ("Zie de motie Van Wiek.", "motie Van Wiek", None, 12),
        ("Zie ook nr. 13.", "motie Van Wiek", topic, 13),
    )
    found = {frozenset(one.source for one in point.mentions) for point in points(register)}
    assert found == {frozenset({"a.txt", "b.txt", "c.txt"}), frozenset({"b.txt"}), frozenset({"c.txt"})}


def test_two_motions_under_one_heading_with_both_numbers_stay_two(register: Register) -> None:
    made = paper("Hiermee zijn de moties Van Wiek en Zeil afgedaan.", MAY)
    text = made.raw
    one, other = motion(made, text, "Van Wiek", "bruggen", 12), motion(made, text, "Zeil", "vaarten", 13)
    pair = (replace(one, other_references=(other.reference,)), replace(other, other_references=(one.reference,)))  # type: ignore[arg-type]  # both have one
    done = (settled(made, text, "motion", "motie Van Wiek", 12), settled(made, text, "motion", "motie Zeil", 13))
    keep(register, Extraction(made, "progress_annex", motions=pair, settled=done))
    assert sorted(len(point.mentions) for point in points(register)) == [2, 2]


def ask(register: Register, name: str, day: date, *asked: tuple[str, str | None, str | None], set: int = 1) -> None:
    made = paper("\n".join(text for text, *_ in asked), day, name)
    found = tuple(
        question(made, text, answer, number, set, asker=asker)
        for number, (text, answer, asker) in enumerate(asked, start=1)
    )
    keep(register, Extraction(made, "question_sets", questions=found))


BRIDGES = "Hoeveel verzakte bruggen over de Vechtstroom zijn dit jaar voor vrachtverkeer gesloten?"


def test_a_question_printed_again_with_its_answer_was_asked_once(register: Register) -> None:
    ask(register, "a.txt", MAY, (BRIDGES, None, "Van Wiek"))
    ask(register, "b.txt", LATER, (BRIDGES, "Negen.", "Van Wiek"))
    [point] = points(register)
    assert (len(point.mentions), point.times) == (2, 1)


def test_a_question_that_three_members_asked_was_asked_three_times(register: Register) -> None:
    ask(register, "a.txt", MAY, (BRIDGES, "Negen.", "Van Wiek"))
    ask(
        register,
        "b.txt",
        LATER,
        ("Kunt u zeggen hoeveel verzakte bruggen over de Vechtstroom zijn gesloten voor vrachtverkeer?", None, "Zeil"),
    )
    ask(register, "c.txt", LATER, (BRIDGES, None, "Roer"), ("Zo nee, waarom niet?", None, "Roer"))
    assert sorted(point.times for point in points(register)) == [1, 3]


def test_questions_that_everybody_asks_are_not_one(register: Register) -> None:
    usual = ("Bent u bekend met het bericht?", "Zo nee, waarom niet?", "Kunt u deze vragen afzonderlijk beantwoorden?")
    for name in ("a.txt", "b.txt"):
        ask(register, name, MAY, *((text, "Ja.", name) for text in usual))
    assert {point.times for point in points(register)} == {1}


def test_a_bill_that_is_only_pointed_at_is_followed_by_what_stands_before_it(register: Register) -> None:
    told = "Aan het wetsvoorstel voor implementatie van de richtlijn ter bescherming van binnenvaart en veerponten wordt gewerkt."
    points_at = "Het wetsvoorstel wordt begin 2026 aangeboden."
    made = paper(f"{told} {points_at}", MAY, "a.txt")
    keep(register, Extraction(made, "policy_letter", commitments=(commitment(made, points_at),)))
    planned = "Indiening TK - Wet implementatie richtlijn bescherming binnenvaart en veerponten"
    keep(
        register, letter(planned, "Indiening TK - Wet herziening dijkbewaking en waterkering", day=LATER, name="b.txt")
    )
    [point] = [one for one in points(register) if len(one.mentions) == 2]
    assert ([one.text for one in point.mentions], point.links[0].rule) == ([points_at, planned], "in-context")


def test_a_later_paper_that_brings_it_is_a_hint_and_no_more(register: Register) -> None:
    keep(register, letter(SLUICES, OTHER, name="a.txt"))
    brings = (
        "Hierbij ontvangt u het onderzoek naar extra opleiding en toezicht voor de sluiswachters van de Vechtstroom."
    )
    for name, day in (("b.txt", LATER), ("earlier.txt", date(2025, 5, 1))):
        keep(register, replace(letter(), paper=paper(f"Geachte voorzitter,\n\n{brings}\n", day, name)))
    [(key, [hint])] = possibly_fulfilled(register).items()
    assert (point_of(register, key).title, hint.source, hint.text, hint.spot.line) == (SLUICES, "b.txt", brings, 3)
    assert (hint.rule, 0 < hint.confidence < 1) == ("brings-it-now", True)


def test_a_declaration_is_one_with_the_motion_that_it_settles(register: Register) -> None:
    """Without a number, and without a name: by its sentence or topic; and of two motions of one member by what each is about."""
    ends = "Deze motie is afgedaan met het rapport over verzakte bruggen."
    lines = ("Motie Van Wiek over bruggen", "Motie Van Wiek over kades", "Hiermee is de motie Van Wiek af.")
    text = "\n".join(["Hoe staat het met de motie over meer toezicht op bruggen?", ends, *lines])
    made = paper(text, MAY)
    kept = (
        motion(made, ends, "motie over meer toezicht op bruggen", "meer toezicht op bruggen", status="done"),
        motion(made, "Motie Van Wiek over bruggen", "Motie Van Wiek", "de sloop van houten bruggen"),
        motion(made, "Motie Van Wiek over kades", "Motie Van Wiek", "het verlichten van kades"),
    )
    declared = (
        settled(made, ends, "motion", "motie over meer toezicht op bruggen"),
        settled(made, "Hiermee is de motie Van Wiek af.", "motion", "Motie Van Wiek over het verlichten van kades"),
    )
    keep(register, Extraction(made, "progress_annex", motions=kept, settled=declared))
    found = {one.title: sorted(mention.kind for mention in one.mentions) for one in points(register)}
    assert found == {
        "motie over meer toezicht op bruggen": [Kind.MOTION, Kind.SETTLED],
        "Motie Van Wiek: de sloop van houten bruggen": [Kind.MOTION],
        "Motie Van Wiek: het verlichten van kades": [Kind.MOTION, Kind.SETTLED],
    }


def test_a_declaration_is_one_with_the_promise_that_is_told_above_it(register: Register) -> None:
    told = "In het debat heb ik toegezegd in te gaan op het kleuren van boeien."
    new = "De vaarwegbeheerder zal de boeien jaarlijks keuren."
    ends = "Middels deze tekst beschouw ik de toezegging als afgedaan."
    made = paper(f"{told}\n{new}\n{ends}", MAY)
    done = settled(made, ends, "commitment", "Toezegging kleuren boeien")
    found = Extraction(
        made, "progress_annex", commitments=(commitment(made, told), commitment(made, new)), settled=(done,)
    )
    keep(register, found)
    assert groups(register, Kind.COMMITMENT) == {frozenset({told, ends}), frozenset({new})}


def test_a_bill_that_both_name_is_one_and_another_bill_of_the_same_form_is_not(register: Register) -> None:
    first = "Daarom bereid ik het wetsvoorstel uitbreiding ankerverbod voor."
    planned = "Wijziging van het Wetboek van Strafrecht in verband met de uitbreiding van het ankerverbod"
    other = "Wijziging van het Wetboek van Strafrecht in verband met de strafbaarstelling van lozen"
    keep(register, letter(first, name="a.txt"))
    keep(register, letter(planned, other, day=LATER, name="b.txt"))
    assert groups(register, Kind.COMMITMENT) == {frozenset({first, planned}), frozenset({other})}
