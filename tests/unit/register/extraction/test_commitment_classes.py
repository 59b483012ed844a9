"""Classes of undertakings, each in several made-up sentences; and what looks like one of the class and is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.register import extract, read
from ketenmonitor.register.extraction.commitments.commitments import best_clause
from ketenmonitor.register.extraction.commitments.cues import Judgement, weights_by_name

ON = date(2031, 1, 15)

CLASSES = {
    "allots": [
        "Hiervoor stel ik eenmalig 6 miljoen euro beschikbaar aan de havens.",
        "Voor de veerdiensten wordt extra geld vrijgemaakt.",
        "Het kabinet trekt hiervoor 40 miljoen euro uit.",
        "Het ministerie reserveert jaarlijks 25 miljoen euro voor de dijken.",
    ],
    "gives_right": [
        "Schippers krijgen een meldplicht voor gevaarlijke lading.",
        "Gemeenten krijgen een wettelijke taak bij de opvang van boten.",
        "Er komt één loket waar schippers terechtkunnen met vragen.",
        "Het lozen van ballast wordt strafbaar gesteld.",
    ],
    "takes_up": ["Dit jaar worden ook de sluizen bij de kop gepakt."],
    "comes_up": ["De tol komt aan bod in de eerstvolgende wijziging van de Havenwet."],
    "carried_on": [
        "De uitkomsten worden betrokken bij de uitwerking van het oeverplan.",
        "Dit wordt bij de herziening van de Vaarwet meegenomen.",
    ],
    "sets_on": [
        "Ook wordt ingezet op een herziening van de bepaling in de Havenwet.",
    ],
    "names_step": [
        "De volgende stap is de verbreding van de sluis.",
        "Een andere maatregel is de invoering van een vaarbewijs.",
    ],
    "raises_it": [
        "De klachten van schippers breng ik onder de aandacht bij de havens.",
        "In Brussel pleit ik voor een ruimere uitzondering.",
    ],
    "has_agreed": ["Ik heb met de havenmeesters afgesproken dat zij een vaste route kiezen."],
    "asks_for": ["Ik verzoek de havendienst om de route te verleggen."],
    "has_ordered": [
        "Het instituut is gevraagd om een advies over de normen uit te brengen.",
        "Ik heb het planbureau gevraagd de effecten door te rekenen.",
    ],
    "as_promised": ["Zoals toegezegd blijf ik in gesprek met de havenmeesters over de tol."],
    "reports_regularly": ["De havendienst rapporteert jaarlijks over de waterkwaliteit."],
    "informs_chamber": [
        "Er is een telpunt gekomen, daarover rapporteert MIenW elk jaar aan uw Kamer.",
        "Over de tolplannen ontvangt de Kamer een fiche.",
        "De Kamer kan de telling medio 2032 tegemoetzien.",
    ],
    "changes_self": [
        "We zetten in op het verlagen van tol voor alle kleine boten.",
        "We versterken de samenwerking tussen de havens.",
        "Daarnaast ontlasten we de sluiswachters.",
    ],
    "by_means": ["Ook bevorderen we het varen op stroom, door een subsidie voor accu's beschikbaar te stellen."],
    "acts_self": [
        "We blijven de veerdiensten financieren en betrekken hierbij de schippers.",
        "Verder werken we uit op welke manier veerlieden vrijer kunnen varen.",
    ],
    "researches_self": [
        "De Minister van Infrastructuur onderzoekt momenteel hoe de tol per boot te innen valt.",
        "Op dit moment laat ik uitzoeken hoe vaak dit voorkomt.",
    ],
    "researches_body": ["Zoals eerder is aangegeven verkent de politie momenteel hoe zij op het water kan werken."],
    "wants": ["De politie en de havendienst willen voor het einde van het jaar afspraken maken over het toezicht."],
    "prepares_rule": [
        "Een wijziging van de Vaarwet is in voorbereiding.",
        "Er wordt een wetsvoorstel over de tol voorbereid.",
    ],
    "deed_done": ["De regeling wordt verlengd.", "Het tarief voor de sluis wordt gehalveerd."],
    "set_for": [
        "De havens tonen in mei 2031 hun plannen aan de schippers.",
        "Het ontwerpbesluit wordt in mei 2031 voorgehangen.",
    ],
    "intends": ["Het kabinet ziet hierin aanleiding om de regeling te verruimen."],
    "goes_into": ["In de volgende voortgangsbrief ga ik in op de wachttijden bij de sluis."],
    "strives": ["De beoogde inwerkingtreding is 1 januari 2033."],
    "may_from": [
        "Vanaf 2033 geldt een maximumsnelheid van 9 kilometer per uur.",
        "Vanaf 2033 mogen schippers met een klein vaarbewijs de sluis gebruiken.",
        "Met ingang van mei 2031 hoeven veerlieden geen tol meer te betalen.",
    ],
    "result_by": [
        "Uiterlijk 1 oktober 2031 zijn alle sluizen geverfd.",
        "In 2033 moet elke steiger voor rolstoelen toegankelijk zijn.",
    ],
    "others_hear": ["Alle schippers krijgen in maart bericht over de nieuwe vaartijden."],
    "amount_set": ["De vergoeding voor veerlieden gaat volgend jaar met 3 procent omhoog."],
    "sees_to_it": ["De havendienst zorgt ervoor dat de steigers schoon zijn."],
    "gives_order": ["De havendienst geeft in maart opdracht voor het baggeren."],
    "adopts": ["Het kabinet neemt het advies van de havenmeesters over."],
    "done_regularly": ["De waterstanden worden elk kwartaal in het register opgenomen."],
    "says_promise": ["De staatssecretaris zegt toe de lijst aan te vullen."],
}

NONE_OF_THEM = [
    "Het wetsvoorstel is vorig jaar voorbereid.",
    "In 2029 heeft het kabinet hiervoor 30 miljoen euro beschikbaar gesteld.",
    "Hiervan is 4 miljoen euro beschikbaar gekomen voor de havens.",
    "Er wordt ingezet op het versterken van de samenwerking op het water.",
    "In het akkoord hebben drie partijen afspraken gemaakt over de tol.",
    "Naar aanleiding daarvan ben ik in gesprek gegaan met de havenmeester.",
    "Elke aanvraag wordt individueel getoetst.",
    "Ik vind het belangrijk dat de tol wordt verlaagd.",
    "Hierdoor wordt het toezicht op de sluis beter geborgd.",
    "Met de havens zet ik mij in voor een rustig water.",
    "Nederland staat voor een open en veilige haven.",
    "Ik sluit me daarbij aan.",
    "De kosten bedragen in 2032 ongeveer 3 miljoen euro.",
    "De bevolking van de havens groeit in 2033 naar 9.000.",
    "Een onderzoek naar de tol is al gedaan.",
    "Ik heb bij de havens cijfers opgevraagd over de tol.",
    "In de motie wordt de regering verzocht de tol af te schaffen.",
    "De havendienst gaat over het toezicht op de schepen.",
    "Een aanvraag wordt binnen acht weken beoordeeld door de gemeente.",
    "Tussen 2 mei en 3 juli zijn 40 boten geteld.",
    "Op 6 mei jl. oordeelde de havenmeester dat de kade veilig is.",
    "Het havenmuseum trok in 2030 7.400 bezoekers.",
    "Geannoteerde agenda van de Vaarraad van 3 maart 2031",
    "Schippers overwinteren doorgaans van november tot maart in de haven.",
    "Met die motie is verzocht om een telling voor de zomer.",
    "Hiermee geef ik gehoor aan de wens van de havens.",
    "Ik kijk uit naar het debat in maart.",
    "De rederij heeft beloofd de boten te vervangen.",
    "Voor zo'n boot wordt alleen gekozen als dit veilig is.",
    "Eind 2030 is het rapport “Varen: een studie naar tol en snelheid” opgeleverd en aangeboden aan uw Kamer.",
]


def judged(sentence: str) -> Judgement | None:
    best = best_clause(sentence, ON)
    return best[1] if best else None


@pytest.mark.parametrize(("rule", "sentence"), [(rule, each) for rule, listed in CLASSES.items() for each in listed])
def test_an_undertaking_is_known_by_its_class(rule: str, sentence: str) -> None:
    found = judged(sentence)
    assert found is not None
    assert (found.rule, found.score >= weights_by_name()["threshold"]) == (rule, True), found


@pytest.mark.parametrize("sentence", NONE_OF_THEM)
def test_what_only_looks_like_an_undertaking_is_none(sentence: str) -> None:
    found = judged(sentence)
    assert found is None or found.score < weights_by_name()["threshold"], found


def test_a_line_that_says_what_it_is_promises_nothing(tmp_path: Path) -> None:
    paper = tmp_path / "verslag.txt"
    paper.write_text(
        "Nr. 12 VERSLAG VAN EEN OVERLEG OVER HAVENS\nVastgesteld 7 oktober 2032\n\nDe kade is hersteld.\n",
        encoding="utf-8",
    )
    assert extract(read(paper)).commitments == ()
