"""The due moment of a commitment sentence, chosen among all moments in it."""

from __future__ import annotations

from datetime import date

import pytest

from ketenmonitor.register.grammar import due
from ketenmonitor.register.traced import Traced

ON = date(2026, 3, 10)

# sentence | words of the due moment (- : none)
TABLE = """
Ik informeer uw Kamer voor de zomer over de uitkomsten. | voor de zomer
De minister zal uw Kamer uiterlijk november 2026 informeren, conform de motie van 12 mei jl. | uiterlijk november 2026
In de brief van 5 februari is toegezegd dat het kabinet in september een plan stuurt. | in september
Zoals gemeld in de brief van 3 juni 2025 volgt de evaluatie in het derde kwartaal van 2026. | in het derde kwartaal van 2026
Het rapport van 12 januari jl. wordt aan de Kamer gezonden. | -
De begroting voor het jaar 2027 wordt aan de Kamer gezonden. | -
Voor de havens is in 2026 € 3 miljoen beschikbaar en vanaf 2027 € 5 miljoen. | -
Het budget voor 2026 wordt verhoogd. | -
De korpsleiding lost het tekort voor 2026 op. | voor 2026
Op basis van het rapport 2025 bezien wij het Actieplan Havens 2025-2030. | -
Het wetsvoorstel zal op korte termijn in consultatie gaan. | op korte termijn
Dit wetsvoorstel gaat op korte termijn in consultatie en treedt per 1 januari 2029 in werking. | per 1 januari 2029
U wordt voor de zomer van 2026 met de volgende havenbrief geïnformeerd. | voor de zomer van 2026
Over de bruggen wordt uw Kamer twee keer per jaar geïnformeerd. | twee keer per jaar
De Kamer ontvangt dit in de voortgangsbrief van november 2026. | in de voortgangsbrief van november 2026
In de volgende voortgangsbrief kom ik hierop terug. | In de volgende voortgangsbrief
In de periode tot 1 juli 2024 is het beleid getoetst. | -
Begin dit jaar heeft de staatssecretaris u een plan gestuurd. | -
Hij kondigde het aan (De Havenkrant, 23 juli). | -
Indien de pilot voor 1 mei is afgerond, informeer ik uw Kamer voor de zomer. | voor de zomer
De inspectie, die in april met een rapport komt, wordt gevraagd uiterlijk 1 juni te adviseren. | uiterlijk 1 juni
Er is een brief in voorbereiding, die vermoedelijk vóór 1 april a.s. naar de Kamer gaat. | vóór 1 april a.s.
De resultaten zijn op termijn (naar verwachting in 2028) bekend. | in 2028
Ik deel de uitkomsten met uw Kamer. | -
"""
ROWS = [tuple(part.strip() for part in line.rsplit(" | ", 1)) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("sentence", "words"), ROWS)
def test_the_moment_of_the_act_is_chosen(sentence: str, words: str) -> None:
    moment = due(Traced.of(sentence), ON)
    assert (moment.text if moment else "-") == words
