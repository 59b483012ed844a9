"""Which sentences are commitments, by which rule, and which are not. All sentences are made up."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.register.extraction.commitments.commitments import best_clause, commitments
from ketenmonitor.register.extraction.commitments.cues import weights_by_name
from ketenmonitor.register.extraction.passages import Passage, Segments
from ketenmonitor.register.items import Commitment
from ketenmonitor.register.paper import Dated, Paper
from ketenmonitor.register.reading.text import traced_lines
from ketenmonitor.register.traced import Traced

ON = date(2031, 1, 15)

PROMISED = [
    ("informs_chamber", "Ik zal uw Kamer voor de zomer informeren over de bouw van de sluis."),
    ("informs_chamber", "Over de bruggen wordt uw Kamer vier keer per jaar geïnformeerd."),
    ("informs_chamber", "Uw Kamer ontvangt in het najaar een brief over de veerdiensten."),
    ("informs_chamber", "De uitkomsten van de telling zal ik met uw Kamer delen."),
    ("informs_chamber", "De minister van Landbouw stuurt de Tweede Kamer in mei het actieplan oevers."),
    ("informs_chamber", "Naar verwachting kunnen de metingen in het derde kwartaal van 2031 gedeeld worden met de Kamer."),
    ("informs_chamber", "Ik houd uw Kamer op de hoogte van de gesprekken met de veerdiensten."),
    ("informs_chamber", "We rapporteren voortaan vaker aan uw Kamer over de waterstanden."),
    ("informs_chamber", "Zodra de proef is afgerond, breng ik u op de hoogte van wat hij leerde."),
    ("informs_chamber", "Ik hoop u in maart nader te kunnen berichten."),
    ("says_promise", "Ik zeg u toe dat de brug in 2032 open is."),
    ("says_promise", "Die telling zeg ik graag toe."),
    ("promised_before", "Tijdens het debat van 3 december heb ik toegezegd om de lijst met bruggen na te gaan."),
    ("promised_before", "In het vragenuur is toegezegd om met de havens in gesprek te gaan."),
    ("returns_to_it", "Ik kom hier in het voorjaar op terug."),
    ("returns_to_it", "Na de winter kunnen we meer zeggen over de tol."),
    ("intends", "Het kabinet is voornemens om voor havenmeesters een bevoegdheid te scheppen."),
    ("intends", "De staatssecretaris is bereid te onderzoeken of er meer ligplaatsen mogelijk zijn."),
    ("intends", "Ja, SVenW is bereid samen met de provincies te kijken naar de vaartijden."),
    ("shall_self", "Het kabinet zal de komende periode uitwerken wat daarvoor nodig is."),
    ("shall_self", "De regering zal investeren in de dijken langs de rivier."),
    ("shall_self", "Verder ga ik dit jaar onderzoeken of de tol kan vervallen."),
    ("shall_body", "De havendienst gaat een centraal loket inrichten voor schippers."),
    ("shall_body", "Bovendien zal de politie het aantal boten vergroten."),
    ("shall_body", "Ook zal de inspectie in de tweede helft van het jaar starten met een analyse van de sluizen."),
    ("shall_be_done", "Op basis daarvan zal worden bezien hoe deze werkwijze kan worden verbreed."),
    ("shall_be_done", "De zorgen van de veerlieden zullen worden ingebracht in de werkgroep."),
    ("shall_be_done", "Het aantal bruggen zal worden uitgebreid."),
    ("shall_happen", "De proef zal bij twee sluizen plaatsvinden."),
    ("law_step", "Het wetsvoorstel over de oevers gaat voor de zomer in consultatie."),
    ("law_step", "Naar verwachting treedt de wet per 1 januari 2033 in werking."),
    ("law_step", "De gewijzigde Havenwet wordt in maart aan de Raad van State voorgelegd."),
    ("researches_self", "Daarnaast onderzoeken we hoe de vaarwegen beter benut kunnen worden."),
    ("researches_self", "We verkennen of veerlieden een vergunning kunnen krijgen."),
    ("researches_self", "Om de drukte te beperken bezien wij of de sluis langer open kan."),
    ("researches_self", "Gelet op de drukte verkent de minister van Landbouw of het kader volstaat."),
    ("researches_self", "Ook brengen we in kaart welke bruggen versleten zijn."),
    ("researches_body", "Een werkgroep van schippers brengt in de komende maanden in kaart welke bruggen versleten zijn."),
    ("acts_self", "Om aan de norm te voldoen scherpen we de regels aan."),
    ("acts_self", "Voor schippers die te hard varen voeren we een boete in."),
    ("acts_self", "We maken structureel 12 miljoen euro vrij voor de vaarwegen."),
    ("acts_self", "Ik laat een handreiking voor veerlieden opstellen."),
    ("acts_self", "We maken werk van een eenvoudiger vaarbewijs."),
    ("acts_cabinet", "Het ministerie van Landbouw organiseert in 2032 een congres over oevers."),
    ("research_done", "Aan de hand van de toets worden de eerste effecten van de tol bezien."),
    ("looks_into", "Verder wordt in de eerste helft van 2031 onderzoek uitgevoerd naar de oevers."),
    ("deed_done", "In 2031 wordt het nieuwe register van schepen gepubliceerd."),
    ("comes_about", "De eerste metingen komen in het tweede kwartaal van 2031 beschikbaar."),
    ("comes_about", "Ook komt er voor de zomer een reactie op het rapport over de oevers."),
    ("comes_about", "Dat verslag is voorzien in het voorjaar van 2031."),
    ("comes_about", "De uitbreiding van de haven start in het najaar."),
    ("comes_about", "Om die redenen vindt de herijking plaats na het verschijnen van het advies."),
    ("comes_about", "De evaluatie is in het derde kwartaal van 2031 gereed."),
    ("strives", "Het streven van de havendienst is om eind van dit jaar de lijst met bruggen te voltooien."),
    ("strives", "De resultaten verwacht ik begin 2033."),
    ("has_ordered", "Ik heb besloten de regeling voor veerlieden tot 1 juli 2032 te verlengen."),
    ("promised_before", "Ook heeft SVenW in het debat een toezegging gedaan om op de oevers te letten."),
    ("wants", "Vóór december willen de havendienst en de loodsen afspraken maken over het tij."),
    ("informs_chamber", "In de brief over oevers, die de Kamer voor het kerstreces ontvangt, staat dit."),
    ("informs_chamber", "Over de sluizen wordt u voor het zomerreces nader geïnformeerd."),
    ("allots", "Voor de vaarwegen wordt geld beschikbaar gesteld: 75 miljoen euro in 2032."),
    ("has_ordered", "Ik heb de inspectie gevraagd om een onderzoek naar de sluizen te doen."),
]  # fmt: skip

NOT_PROMISED = [
    ("a question", "Bent u bereid de sluis te vernieuwen en de Kamer daarover te informeren?"),
    ("a question with a footnote", "Kunt u toezeggen dat de Kamer wordt geïnformeerd?3"),
    ("what members ask", "Deze leden vragen de minister welke maatregelen hij gaat nemen."),
    ("what members ask", "Voorts vragen de leden wanneer de minister de Kamer zal informeren."),
    ("told already", "Uw Kamer is hierover op 2 december geïnformeerd."),
    ("told already", "Op 4 augustus heb ik u geïnformeerd over het weer open gaan van de sluis."),
    ("told already", "Zoals reeds aan uw Kamer gemeld, zijn de bruggen veilig."),
    ("told already", "Eind november is het rapport aangeboden aan uw Kamer."),
    ("history", "In 2029 werd onderzocht of dit kon."),
    ("history", "De wet is op 1 juli 2030 in werking getreden."),
    ("history", "Het kabinet heeft vorig jaar een regeling ingevoerd."),
    ("history", "De havendienst had toen al een plan opgesteld."),
    ("done by saying so", "Hierbij stuur ik u het rapport over de oevers."),
    ("done by saying so", "Met deze brief informeer ik uw Kamer over de oevers."),
    ("done by saying so", "Naar aanleiding van deze vragen informeer ik uw Kamer als volgt."),
    ("done by saying so", "Hiermee beschouw ik de motie als afgedaan."),
    ("refusal", "Ik ben niet voornemens de wet te wijzigen."),
    ("refusal", "Ik zie geen aanleiding om de regels aan te passen."),
    ("refusal", "Er zal geen nieuwe sluis worden gebouwd."),
    ("a possibility", "Daarna kan worden besloten of er meer nodig is."),
    ("a possibility", "De uitkomsten kunnen ook van betekenis zijn voor de havens."),
    ("a norm", "Schippers moeten zich aan de regels houden."),
    ("a norm", "Gemeenten dienen hun oevers te onderhouden."),
    ("running policy", "De havendienst werkt nauw samen met de provincies."),
    ("running policy", "De politie controleert schepen en legt boetes op."),
    ("running policy", "Er wordt intensief gewerkt aan de veiligheid op het water."),
    ("running policy", "De inspectie inventariseert momenteel de schade."),
    ("running policy", "Het ministerie zet zich in voor veilige oevers."),
    ("a principle", "In beginsel worden de metingen uitgevoerd door de havendienst."),
    ("a principle", "Indien er schade is, wordt die door de inspectie beoordeeld."),
    ("someone else", "De Europese Commissie zal in 2032 een voorstel presenteren."),
    ("someone else", "De rechter beslist daarover."),
    ("someone else", "Ondernemers zullen daar vooral zelf iets van merken."),
    ("a forecast", "Dat zal leiden tot meer drukte op het water."),
    ("a wish", "Graag willen wij de aanpak van drukte een impuls geven."),
    ("running policy", "Iedere aanvaring wordt getoetst door de inspectie."),
    ("history", "Deze taskforce richtte zich op onderzoek en bracht schippers bij elkaar."),
    ("an opinion", "Ik deel de zorgen van de leden over de oevers."),
    ("an opinion", "De minister stelt vast dat de brug versleten is."),
    ("an opinion", "Wij hechten grote waarde aan veilige oevers."),
    ("a pointer", "Voor het antwoord verwijs ik naar de beantwoording van vraag 3."),
    ("a title", "Toezegging om de Kamer in het eerstvolgende bericht te informeren over de oevers"),
    ("a title", "Motie Verhoef over onderzoek dat voor de zomer wordt uitgevoerd"),
    ("a past moment", "Sinds 2029 is jaarlijks 2 miljoen euro beschikbaar voor oevers."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "sentence"), PROMISED)
def test_a_commitment_and_its_rule(rule: str, sentence: str) -> None:
    best = best_clause(sentence, ON)
    assert best is not None
    assert best[1].score >= weights_by_name()["threshold"], best
    assert best[1].rule == rule


@pytest.mark.parametrize(("why", "sentence"), NOT_PROMISED)
def test_no_commitment(why: str, sentence: str) -> None:
    best = best_clause(sentence, ON)
    assert best is None or best[1].score < weights_by_name()["threshold"], (why, best)


def found_in(*texts: str, role: str = "answer", section: str | None = None) -> tuple[Commitment, ...]:
    lines = [*([section] if section else []), *texts]
    raw = "\n".join(lines)
    paper = Paper("made-up.txt", "0", "txt", raw, traced_lines(raw), dated=Dated(ON, "made up", 1.0))
    heading = Traced.of(section) if section else None
    at, passages = len(section) + 1 if section else 0, []
    for text in texts:
        passages.append(Passage(Traced.of(text, at), role, heading))
        at += len(text) + 1
    return commitments(Segments(paper, "policy_letter", tuple(passages)))


def test_who_what_when_and_where() -> None:
    (found,) = found_in("De sluis is oud. De inspectie zal voor 1 mei 2031 een lijst met bruggen opstellen. Zo is het.")
    assert found.who == "De inspectie"
    assert found.text == "De inspectie zal voor 1 mei 2031 een lijst met bruggen opstellen."
    assert found.due is not None
    assert (found.due.earliest, found.due.latest) == (None, date(2031, 4, 30))
    assert (found.kind, found.status, found.rule) == ("act", "open", "shall_body")
    assert (found.place.line, found.place.begin) == (1, 17)
    assert 0.5 <= found.confidence < 1


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ik zal uw Kamer in mei informeren.", "inform"),
        ("Het wetsvoorstel gaat in mei in consultatie.", "deliver law"),
        ("Wij onderzoeken of dit kan.", "research"),
        ("Voor de zomer bepalen we hoe de sluis wordt gebouwd.", "decide"),
        ("We voeren dit jaar een tol in.", "act"),
    ],
)
def test_its_kind(sentence: str, kind: str) -> None:
    (found,) = found_in(sentence)
    assert found.kind == kind


def test_two_moments_in_one_sentence_are_two_commitments() -> None:
    first, second = found_in("De wet zal in mei 2031 in consultatie gaan en per 1 januari 2033 in werking treden.")
    assert first.due is not None
    assert first.due.latest == date(2031, 5, 31)
    assert second.due is not None
    assert second.due.earliest == date(2033, 1, 1)
    assert first.place.begin < second.place.begin


def test_the_next_sentence_may_say_when() -> None:
    (found,) = found_in(
        "Na afloop informeert de minister u over de uitkomsten. Dit zal naar verwachting in mei 2031 zijn."
    )
    assert found.due is not None
    assert found.due.latest == date(2031, 5, 31)


def test_a_planned_item_is_due_when_its_heading_says() -> None:
    (found,) = found_in("Indiening TK - Wet op de oevers", role="planning", section="Kwartaal 3 2031")
    assert found.rule == "planned_item"
    assert found.due is not None
    assert (found.due.earliest, found.due.latest) == (date(2031, 7, 1), date(2031, 9, 30))


def test_a_promise_is_done_where_its_section_declares_it_settled() -> None:
    told = "In het debat heb ik toegezegd de bruggen na te gaan."
    (done,) = found_in(
        told, "De bruggen zijn veilig. Hiermee beschouw ik de toezegging als afgedaan.", section="Bruggen"
    )
    (still_open,) = found_in(told, "De bruggen worden oud.", section="Bruggen")
    assert (done.status, still_open.status) == ("done", "open")


@pytest.mark.parametrize("role", ["question", "heading", "footnote", "table", "signature"])
def test_only_those_who_answer_commit_themselves(role: str) -> None:
    assert found_in("Ik zal uw Kamer in mei informeren.", role=role) == ()


def test_a_long_quotation_of_another_text_is_no_commitment() -> None:
    quote = "‘Het college zal in 2031 een plan opstellen voor alle oevers, bruggen en sluizen in het gebied en daarover berichten.’"
    assert found_in(quote) == ()


def test_the_same_words_twice_know_of_each_other() -> None:
    first, second = found_in("Ik zal uw Kamer in mei informeren.", "Ik zal uw Kamer in mei informeren.")
    assert first.also == (second.place,)
    assert second.also == (first.place,)


def test_a_very_long_sentence_is_cut_to_what_can_be_checked() -> None:
    tail = ", ".join(f"de brug van nummer {number} met haar oevers" for number in range(30))
    (found,) = found_in(f"In aanvulling daarop zal ik uw Kamer in mei informeren over de sluizen, {tail}.")
    assert len(found.text.split()) < 90


def test_any_text_is_read_in_proportion_to_its_length() -> None:
    assert found_in("wordt gewerkt aan kom met " * 4000) == ()
    assert found_in("", "?!", "en en en", "Zal.") == ()
