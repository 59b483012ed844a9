"""Written consultations: what a party asks, what the minister answers, in the layouts in which such papers come."""

from __future__ import annotations

import pytest

from ketenmonitor.register.extraction.consultation.consultation import segment
from tests.unit.register.extraction.papers import paper_of

OPENING = """
Verslag van een schriftelijk overleg

Bij brief van 3 mei heeft de minister van Waterzaken de vragen en
gemaakte opmerkingen beantwoord.

I Vragen en opmerkingen vanuit de fracties

"""
WITH_MARKS = (
    OPENING
    + """Vragen en opmerkingen van de leden van de ABC-fractie

De leden van de ABC-fractie hebben met belangstelling kennisgenomen van de agenda. Deze leden
hebben nog enkele vragen.

Onderhoud van sluizen

De leden van de ABC-fractie lezen dat drie sluizen buiten bedrijf zijn. Kan de minister aangeven
wanneer zij weer opengaan?1 Deze leden vragen ook wie de kosten draagt.

Antwoord: De sluizen gaan in de loop van het jaar open. Het kabinet hecht belang aan goed
onderhoud, ook op lang-

1 Kamerstuk 99 999, nr. 12.
 durige storingen wordt gelet. Hoe lang een storing duurt, verschilt.

De kosten zijn voor het Rijk. Uw Kamer wordt hierover geïnformeerd

12



in de volgende brief.

Acht de minister een reserve nodig?

Antwoord:
Nee.

Vragen en opmerkingen van de leden van de Groep Van Elders

De leden van de Groep Van Elders maken zich zorgen over de dijken. Zij zien dat er weinig gebeurt.

Deze leden verzoeken de minister uiteen te zetten:

• Welke dijken het eerst aan de beurt zijn?
• Waarom het zo lang duurt?

Antwoord: Hiervoor wordt verwezen naar de beantwoording van de vragen van de ABC-fractie
over het onderhoud van sluizen.

De leden van de Groep Van Elders blijven de dijken volgen.

II Reactie van de minister
"""
)


def test_each_answer_has_its_question_asker_and_subject() -> None:
    found = segment(paper_of(WITH_MARKS)).questions
    assert [(each.asker, each.party, each.section) for each in found] == [
        ("ABC-fractie", "ABC", "Onderhoud van sluizen"),
        ("ABC-fractie", "ABC", "Onderhoud van sluizen"),
        ("Groep Van Elders", "Groep Van Elders", None),
    ]
    assert found[0].addressee == ("minister van Waterzaken",)
    assert found[0].question.startswith("De leden van de ABC-fractie lezen dat drie sluizen")
    assert found[0].question.endswith("wie de kosten draagt.")
    assert found[1].question == "Acht de minister een reserve nodig?"
    assert found[1].answer == "Nee."


def test_a_footnote_and_a_page_number_do_not_break_an_answer() -> None:
    first = segment(paper_of(WITH_MARKS)).questions[0]
    assert first.answer == (
        "De sluizen gaan in de loop van het jaar open. Het kabinet hecht belang aan goed onderhoud, ook op lang-durige storingen "
        "wordt gelet. Hoe lang een storing duurt, verschilt. De kosten zijn voor het Rijk. Uw Kamer wordt hierover geïnformeerd "
        "in de volgende brief."
    )


def test_what_a_party_states_before_it_asks_is_outside_the_question() -> None:
    found = segment(paper_of(WITH_MARKS))
    assert found.questions[2].question.startswith("Deze leden verzoeken de minister uiteen te zetten:")
    assert found.questions[2].question.endswith("Waarom het zo lang duurt?")
    stated = [each.text.text for each in found.passages if each.role == "body"]
    assert any("maken zich zorgen over de dijken" in text for text in stated)
    assert any("blijven de dijken volgen" in text for text in stated)


def test_an_answer_that_points_to_another_party_is_followed() -> None:
    third = segment(paper_of(WITH_MARKS)).questions[2]
    assert third.refers_to == ()
    assert "de vragen van de ABC-fractie" in " ".join(third.refers_elsewhere)


def test_footnotes_are_with_the_passage_that_calls_them() -> None:
    found = segment(paper_of(WITH_MARKS)).passages
    called = [each for each in found if each.notes]
    assert [each.role for each in called] == ["question"]
    assert called[0].notes[0].text == "1 Kamerstuk 99 999, nr. 12."
    assert [each.text.text for each in found if each.role == "footnote"] == ["1 Kamerstuk 99 999, nr. 12."]


@pytest.mark.parametrize(
    "mark", ["Reactie:", "Antwoord", "Antwoord:\n", "Antwoord van de staatssecretaris:", "Reactie van de minister:"]
)
def test_the_word_that_opens_an_answer_may_differ(mark: str) -> None:
    own = [(each.question, each.answer) for each in segment(paper_of(WITH_MARKS)).questions]
    text = WITH_MARKS.replace("Antwoord:\n", "Antwoord: ").replace("Antwoord: ", f"{mark}\n")
    assert [(each.question, each.answer) for each in segment(paper_of(text)).questions] == own


def test_without_a_word_before_an_answer_it_is_told_by_who_speaks() -> None:
    own = [each.question for each in segment(paper_of(WITH_MARKS)).questions][:2]
    text = WITH_MARKS.replace("Antwoord:\nNee.", "Antwoord: Nee, dat acht het kabinet niet nodig.").replace(
        "Antwoord: ", ""
    )
    found = segment(paper_of(text)).questions
    assert [each.question for each in found][:2] == own
    assert (found[0].answer or "").startswith("De sluizen gaan")
    assert found[0].confidence < 0.9


TWO_PARTS = (
    OPENING
    + """Vragen en opmerkingen van de leden van de fractie van ABC

De leden van de fractie van ABC vragen de minister hoeveel sluizen er zijn.

Kan de minister aangeven wie ze bedient?

Vragen en opmerkingen van de leden van de UVW-fractie

De leden van de UVW-fractie danken de minister voor de brief.

II Reactie van de minister

Reactie op de vragen en opmerkingen van de leden van de fractie van ABC

{first}Er zijn 140 sluizen, waarvan de helft in beheer is bij waterschappen.

{second}Het kabinet laat de bediening over aan de beheerders.
"""
)


def test_replies_in_a_part_of_their_own_are_paired_in_order() -> None:
    found = segment(paper_of(TWO_PARTS.format(first="", second=""))).questions
    assert [(each.party, each.question[:30], (each.answer or "")[:20]) for each in found] == [
        ("ABC", "De leden van de fractie van AB", "Er zijn 140 sluizen,"),
        ("ABC", "Kan de minister aangeven wie z", "Het kabinet laat de "),
    ]


def test_replies_that_repeat_the_question_are_paired_by_it() -> None:
    text = TWO_PARTS.format(
        first="De leden van de fractie van ABC vragen de minister hoeveel sluizen er zijn.\n\n",
        second="De leden van de fractie van ABC vragen wie de sluizen bedient.\n\n",
    )
    found = segment(paper_of(text)).questions
    assert [(each.question[-30:], (each.answer or "")[:20]) for each in found] == [
        ("ister hoeveel sluizen er zijn.", "Er zijn 140 sluizen,"),
        ("vragen wie de sluizen bedient.", "Het kabinet laat de "),
    ]


def test_replies_that_cannot_be_paired_are_kept_together_and_said_so() -> None:
    text = TWO_PARTS.format(first="", second="De bediening is op afstand.\n\n")
    found = segment(paper_of(text))
    assert len(found.questions) == 1
    assert found.questions[0].confidence < 0.5
    assert any("could not be paired" in note for note in found.notes)


def test_a_heading_that_promises_the_reply_names_the_party() -> None:
    text = (
        "Vragen en opmerkingen van de leden van de Q66-fractie en reactie van de bewindspersoon\n\n"
        "De leden van de Q66-fractie vragen of de minister de molens kent.\n\n"
        "Het kabinet kent de molens. Uw Kamer is daarover geïnformeerd.\n"
    )
    (found,) = segment(paper_of(text)).questions
    assert (found.asker, found.answer) == (
        "Q66-fractie",
        "Het kabinet kent de molens. Uw Kamer is daarover geïnformeerd.",
    )


UPPER_HOUSE = """Eerste Kamer der Staten-Generaal

Verslag van een schriftelijk overleg

Vragen en opmerkingen van de leden van de fractie van ABC

De leden van de fractie van ABC vragen hoeveel sluizen er zijn. Zijn dat er meer dan vorig jaar?

Deze leden vragen of u bereid bent een review te laten doen.

Vragen en opmerkingen van de leden van de XYZ-fractie

De leden van de XYZ-fractie vragen wanneer de brug open gaat.

BRIEF VAN DE MINISTER VAN WATERZAKEN

Hierbij bied ik u de antwoorden aan.

Antwoorden op de vragen van de leden van de fractie van ABC

De leden van de fractie van ABC vragen hoeveel sluizen er zijn. Er zijn 14 sluizen, tegenover 9 vorig jaar.

Deze leden vragen of ik bereid ben een review te laten doen. Daartoe ben ik bereid.

De review is in het najaar gereed.

Antwoorden op de vragen van de leden van de XYZ-fractie

De leden van de XYZ-fractie vragen wanneer de brug open gaat. De brug gaat in mei open.
"""


def test_a_letter_of_replies_that_repeats_each_question_gives_each_its_answer() -> None:
    found = segment(paper_of(UPPER_HOUSE)).questions
    assert [(one.party, one.answer) for one in found] == [
        ("ABC", "Er zijn 14 sluizen, tegenover 9 vorig jaar."),
        ("ABC", "Daartoe ben ik bereid. De review is in het najaar gereed."),
        ("XYZ", "De brug gaat in mei open."),
    ]


def test_a_numbered_list_of_questions_goes_with_one_of_as_many_answers() -> None:
    text = (
        "Verslag van een schriftelijk overleg\n\nVragen en opmerkingen van de leden van de ABC-fractie\n"
        "De leden van de ABC-fractie hebben de volgende vragen.\n1. Hoeveel bruggen zijn er?\n2. Klopt het dat er een lekt?\n"
        "Antwoord\n1. Er zijn acht bruggen.\n2. Nee.\n"
    )
    found = segment(paper_of(text)).questions
    assert [(one.question, one.answer) for one in found] == [
        ("1. Hoeveel bruggen zijn er?", "1. Er zijn acht bruggen."),
        ("2. Klopt het dat er een lekt?", "2. Nee."),
    ]
