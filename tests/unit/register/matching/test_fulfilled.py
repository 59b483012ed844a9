"""A later letter that brings what was promised, in natural words, is found; one that does not is left alone."""

from __future__ import annotations

from datetime import date

from ketenmonitor.register.items import Extraction
from ketenmonitor.register.matching import points, possibly_fulfilled
from ketenmonitor.register.records import Register
from tests.unit.register.made_up import keep, letter, paper

LATER = date(2026, 10, 12)
LEAST_FOUND = 0.8
# What was promised, and how a later letter says that it came.
PROMISED = (
    (
        "Ik zal uw Kamer voor de zomer informeren over de uitkomsten van het onderzoek naar verzakte bruggen over de Vechtstroom.",
        "Hierbij bied ik u het onderzoeksrapport over de verzakte bruggen over de Vechtstroom aan.",
    ),
    (
        "Voor 1 mei 2026 stuur ik uw Kamer het actieplan tegen lekkende sluisdeuren in de Merwede.",
        "Het actieplan tegen lekkende sluisdeuren in de Merwede heb ik op 28 april jl. aan uw Kamer gezonden.",
    ),
    (
        "De evaluatie van de subsidieregeling voor houten fietsbruggen wordt eind 2026 aan uw Kamer toegezonden.",
        "Bijgaand treft u de evaluatie van de subsidieregeling houten fietsbruggen aan.",
    ),
    (
        "Ik ga in gesprek met de schippersvereniging over de nachtelijke bediening van de ophaalbruggen en informeer uw Kamer daarover.",
        "Op 3 september heb ik gesproken met de schippersvereniging over de nachtelijke bediening van de ophaalbruggen.",
    ),
    (
        "Het wetsvoorstel tot herziening van de veerpontconcessies zal in het tweede kwartaal van 2026 bij uw Kamer worden ingediend.",
        "Het wetsvoorstel tot herziening van de veerpontconcessies is op 12 juni 2026 bij uw Kamer ingediend.",
    ),
    (
        "Ik laat een verkenning uitvoeren naar een landelijk meldpunt voor drijvend afval in kanalen.",
        "De verkenning naar een landelijk meldpunt voor drijvend afval in kanalen is afgerond; de uitkomsten vindt u in bijlage 2.",
    ),
    (
        "Ik zeg toe dat uw Kamer vóór het najaar een overzicht ontvangt van de onderhoudsachterstanden bij stuwen in de Maas.",
        "Met deze brief doe ik de toezegging gestand om uw Kamer een overzicht te geven van de onderhoudsachterstanden bij stuwen in de Maas.",
    ),
    (
        "De campagne over veilig zwemmen bij strekdammen start in het voorjaar van 2026.",
        "De campagne over veilig zwemmen bij strekdammen is op 20 april van start gegaan.",
    ),
    (
        "Ik zal de handreiking voor kadeverlichting door gemeenten dit jaar actualiseren.",
        "De geactualiseerde handreiking kadeverlichting voor gemeenten is in juli gepubliceerd.",
    ),
    (
        "Het kabinet zal een taskforce instellen voor de bestrijding van de waterhyacint in de boezemwateren.",
        "In mei is de taskforce voor de bestrijding van de waterhyacint in boezemwateren ingesteld.",
    ),
    (
        "Ik informeer uw Kamer voor het kerstreces over de kosten van het baggeren van de havenmond bij Lauwersoog.",
        "Zoals toegezegd informeer ik u in deze brief over de kosten van het baggeren van de havenmond bij Lauwersoog.",
    ),
    (
        "Ik zal met de waterschappen afspraken maken over het delen van peilgegevens met de scheepvaart.",
        "Met de waterschappen zijn inmiddels afspraken gemaakt over het delen van peilgegevens met de scheepvaart.",
    ),
    (
        "Ik stuur uw Kamer in het derde kwartaal een brief over de bestrijding van muskusratten langs rivierdijken.",
        "In mijn brief van 2 september 2026 bent u geïnformeerd over de bestrijding van muskusratten langs rivierdijken.",
    ),
    (
        "Mijn ministerie onderzoekt samen met het KNMI of de waarschuwingen voor hagelschade in kassen sneller kunnen.",
        "Samen met het KNMI is onderzocht of waarschuwingen voor hagelschade in kassen sneller kunnen; het rapport is als bijlage bijgevoegd.",
    ),
    (
        "Uiterlijk 1 september wordt het nieuwe toezichtskader voor pleziervaartverhuur vastgesteld.",
        "Het toezichtskader pleziervaartverhuur heb ik op 25 augustus vastgesteld.",
    ),
    (
        "Wij zullen de tarieven voor het schutten van recreatievaart in de zomermaanden opnieuw bezien en de Kamer daarover berichten.",
        "Uw Kamer ontving op 8 juli een brief over de tarieven voor het schutten van recreatievaart in de zomermaanden.",
    ),
    (
        "Ik zal een onafhankelijke commissie instellen die de dijkdoorbraak bij Oudekerk onderzoekt.",
        "De onafhankelijke commissie die de dijkdoorbraak bij Oudekerk onderzoekt, is per 1 juni ingesteld.",
    ),
    (
        "De pilot met elektrische watertaxi's in Dordrecht wordt dit jaar uitgebreid naar Rotterdam.",
        "Sinds augustus varen de elektrische watertaxi's uit de Dordtse pilot ook in Rotterdam.",
    ),
    (
        "Ik zeg u toe dat ik de Kamer voor het debat een factsheet stuur over verdrinkingen in zandwinplassen.",
        "Bij deze ontvangt uw Kamer de toegezegde factsheet over verdrinkingen in zandwinplassen.",
    ),
    (
        "Het besluit over de sluiting van de radarpost Schiermonnikoog volgt in het voorjaar.",
        "Over de sluiting van radarpost Schiermonnikoog is op 17 april besloten.",
    ),
    (
        "De opleidingscapaciteit voor loodsen wordt per 2027 verhoogd; ik informeer uw Kamer over de voortgang in het najaar.",
        "Met deze brief informeer ik uw Kamer over de voortgang van de verhoging van de opleidingscapaciteit voor loodsen.",
    ),
    (
        "We laten een juridische analyse maken van het ankerverbod bij windparken op zee.",
        "Bijgevoegd vindt u de juridische analyse van het ankerverbod bij windparken op zee.",
    ),
)
# What sounds like it: still to come, late, or about something else.
NOT_BROUGHT = (
    "Het onderzoek naar verzakte bruggen over de Vechtstroom loopt nog en wordt naar verwachting eind 2026 afgerond.",
    "Over het actieplan tegen lekkende sluisdeuren in de Merwede wordt nog overlegd met de aannemers.",
    "De evaluatie van de subsidieregeling voor houten fietsbruggen is vertraagd.",
    "Ik zal de schippersvereniging nog dit jaar spreken over de nachtelijke bediening van de ophaalbruggen.",
    "Het wetsvoorstel tot herziening van de veerpontconcessies is nog niet ingediend.",
    "De verkenning naar een landelijk meldpunt voor drijvend afval in kanalen wordt begin 2027 afgerond.",
    "Hierbij ontvangt u de antwoorden op de vragen van het lid Van Wiek over een overzicht van boetes op de Maas.",
    "De campagne over veilig zwemmen bij strekdammen kon niet worden gestart.",
    "De handreiking voor kadeverlichting door gemeenten zal alsnog worden gepubliceerd.",
    "Bijgaand treft u de jaarrapportage van de inspectie over de waterkwaliteit aan.",
    "Zodra de kosten van het baggeren van de havenmond bij Lauwersoog bekend zijn, heb ik toegezegd uw Kamer te informeren.",
    "Met de waterschappen worden afspraken gemaakt over het delen van peilgegevens met de scheepvaart.",
    "In mijn brief van 2 september heb ik aangekondigd dat de bestrijding van muskusratten langs rivierdijken later komt.",
    "Het KNMI heeft laten weten waarschuwingen voor hagelschade in kassen te blijven uitgeven.",
    "Het toezichtskader voor pleziervaartverhuur is vertraagd.",
    "De tarieven voor het schutten van recreatievaart zijn in de zomermaanden gelijk gebleven.",
    "De onafhankelijke commissie voor de dijkdoorbraak bij Oudekerk heeft meer tijd gevraagd.",
    "Naar de watertaxi's in Dordrecht is veel belangstelling.",
    "Hierbij bied ik u de factsheet over visstroperij in het IJsselmeer aan.",
    "Over radarpost Schiermonnikoog is door uw Kamer gesproken tijdens het debat.",
    "De opleiding van loodsen is in handen van de sector gebleven.",
    "Bijgevoegd vindt u de economische analyse van windparken op zee.",
)


def later(register: Register, *sentences: str) -> None:
    made = paper("\n\n".join(["Geachte voorzitter,", *sentences, "Hoogachtend,"]), LATER, "later.txt")
    keep(register, Extraction(made, "policy_letter"))


def test_what_a_later_letter_brings_is_found(register: Register) -> None:
    keep(register, letter(*(promise for promise, _ in PROMISED), name="first.txt"))
    later(register, *(brings for _, brings in PROMISED))
    wanted = dict(PROMISED)
    title_of = {one.id: one.mentions[0].text for one in points(register)}
    found = {(title_of[id], hint.text) for id, hints in possibly_fulfilled(register).items() for hint in hints}
    right = {pair for pair in found if wanted[pair[0]] == pair[1]}
    assert not found - right
    assert len(right) >= LEAST_FOUND * len(PROMISED)


def test_what_is_still_open_or_about_something_else_fulfils_nothing(register: Register) -> None:
    keep(register, letter(*(promise for promise, _ in PROMISED), name="first.txt"))
    later(register, *NOT_BROUGHT)
    assert possibly_fulfilled(register) == {}
