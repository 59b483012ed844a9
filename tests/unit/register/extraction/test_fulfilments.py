"""What a paper says it keeps of an older promise, without declaring it settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ketenmonitor.register import extract
from ketenmonitor.register.items import Fulfilment
from ketenmonitor.register.paper import Dated
from tests.unit.register.extraction.papers import paper_of


def _found(sentence: str) -> tuple[Fulfilment, ...]:
    head = "Aan de Voorzitter van de Tweede Kamer der Staten-Generaal\n\nBetreft Veren\n\nGeachte voorzitter,"
    text = f"{head}\n\n{sentence}\n\nDe minister van Waterzaken,"
    return extract(replace(paper_of(text), dated=Dated(date(2025, 11, 3), "test", 1.0))).fulfilments


@pytest.mark.parametrize(
    "sentence",
    [
        "Hierbij informeer ik uw Kamer over de veren, zoals toegezegd in het commissiedebat van 14 mei jl.",
        "Zoals toegezegd in het commissiedebat van 14 mei 2025 informeer ik uw Kamer hierbij over de veren.",
        "Met deze brief geef ik invulling aan mijn toezegging in het commissiedebat van 14 mei jl. over de veren.",
        "In het commissiedebat van 14 mei 2025 heb ik toegezegd over veren te berichten. Met deze brief doe ik die toezegging gestand.",
        "Conform mijn toezegging tijdens het commissiedebat van 14 mei bied ik uw Kamer bijgaand het rapport over veren aan.",
    ],
)
def test_what_was_promised_before_is_found_with_its_debate_and_day(sentence: str) -> None:
    (found,) = _found(sentence)
    assert found.said_in is not None
    assert found.said_in.startswith("commissiedebat van 14 mei")
    assert found.moment is not None
    assert found.moment.earliest == date(2025, 5, 14)
    assert "veren" in found.about + found.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Zoals toegezegd in het commissiedebat van 14 mei zal ik uw Kamer volgend jaar over de veren informeren.",
        "Kunt u uw Kamer, zoals toegezegd in het debat van 14 mei, hierbij over de veren informeren?",
        "Hiermee beschouw ik de toezegging uit het debat van 14 mei als afgedaan.",
        "Hierbij informeer ik uw Kamer over de veren.",
    ],
)
def test_nothing_else_is_a_promise_kept(sentence: str) -> None:
    assert not _found(sentence)
