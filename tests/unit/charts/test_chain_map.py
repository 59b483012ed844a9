"""The map of a chain: in the order of the chain, nothing over anything else, and nothing left unsaid."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from ketenmonitor.charts import draw_chain
from ketenmonitor.charts.chain_map import map_of
from ketenmonitor.charts.map_layout import LINE, Layout, layout_of
from ketenmonitor.charts.rooms import NARROW, WIDE
from ketenmonitor.definition import Definition
from ketenmonitor.wording import Speaker, language_of
from tests.unit.charts.chains import NAMES, chain_of, handovers_of, stocks_of

NL = language_of("nl")
# More than one to the next, past others, back, and past the end of the lane of another.
TANGLED = {"a": (0, 1), "b": (0, 1), "c": (0, 3), "d": (2, 1), "e": (2, 5), "f": (3, 7), "g": (6, 5), "h": (7, 0)}


def layout(chain: Definition, width: int = WIDE.width) -> Layout:
    return layout_of(map_of(Speaker(chain, NL), stocks_of(chain), handovers_of(chain)), width)


@pytest.mark.parametrize("partners", range(2, 9))
def test_partners_stand_in_the_order_of_the_chain_with_an_arrow_between(partners: int) -> None:
    made = layout(chain_of(partners))
    names = [one for one in made.words if one.look == "name"]
    heights = [next(word.y for word in names if NAMES[n].startswith(word.text)) for n in range(partners)]
    assert heights == sorted(heights)
    assert [way.points for way in made.ways] == [
        ((18, above.foot), (18, below.top)) for above, below in zip(made.boxes, made.boxes[1:], strict=False)
    ]


@pytest.mark.parametrize("width", [WIDE.width, NARROW.width])
@pytest.mark.parametrize("chain", [chain_of(2), chain_of(8), chain_of(8, handovers=TANGLED)], ids=["2", "8", "tangled"])
def test_words_lie_beside_each_other_and_within_the_map(chain: Definition, width: int) -> None:
    made = layout(chain, width)
    lines = sorted(word.y for word in made.words if word.look != "amount")
    assert all(below - above >= LINE - 0.01 for above, below in zip(lines, lines[1:], strict=False))
    assert all(0 <= x <= width and 0 <= y <= made.height for way in made.ways for x, y in way.points)
    assert all(above.foot < below.top for above, below in zip(made.boxes, made.boxes[1:], strict=False))


def test_what_goes_elsewhere_leaves_from_its_own_box_and_comes_in_at_the_right_one() -> None:
    chain = chain_of(8, handovers=TANGLED)
    made = layout(chain)
    elsewhere = [ends for ends in TANGLED.values() if ends[1] != ends[0] + 1]
    ways = [way for way in made.ways if len(way.points) == 4]
    assert len(ways) == len(elsewhere)
    for way, (start, end) in zip(ways, elsewhere, strict=True):
        (_, out), *_, (_, into) = way.points
        assert made.boxes[start].top < out < made.boxes[start].foot
        assert made.boxes[end].top < into < made.boxes[end].foot
    uprights = [(way.points[1][0], *sorted((way.points[1][1], way.points[2][1]))) for way in ways]
    for n, (x, low, high) in enumerate(uprights):
        assert not any(x == other and low < foot and head < high for other, head, foot in uprights[n + 1 :])


def test_a_chain_without_stocks_or_handovers_says_so() -> None:
    chain = chain_of(2, stocks={"s1": 1}, handovers={})
    drawn = draw_chain(Speaker(chain, NL), stocks_of(chain), {})
    assert "Politie: werkvoorraad wordt hier niet gemeten." in drawn.text
    words = [e.text for e in ElementTree.fromstring(drawn.narrow).iter() if e.tag.endswith("}text")]
    assert "overdracht wordt hier niet gemeten" in words
    made = layout(chain)
    assert [way.is_measured for way in made.ways] == [False]


def test_every_reason_is_said_and_none_is_zero() -> None:
    chain = chain_of(4)
    stocks, handovers = stocks_of(chain), handovers_of(chain)
    stocks["s0"] |= {"stock": None, "old": None, "suppressed": ["stock", "old"], "notes": ["suppressed"]}
    stocks["s1"] |= {"stock": None, "old": None, "date": None, "complete_until": None, "notes": ["not-delivered"]}
    stocks["s2"] |= {"stock": 0, "old": 0}
    del stocks["s3"]
    handovers["h0"] |= {"in_transit": None, "suppressed": ["in_transit"]}
    handovers["h1"] |= {"median_days": None, "notes": ["not-reached"]}
    del handovers["h2"]
    drawn = draw_chain(Speaker(chain, NL), stocks, handovers)
    for said in (
        "Werkvoorraad s0: onderdrukt (kleine aantallen), op 31 december 2025.",
        "Werkvoorraad s1: niet geleverd.",
        "Werkvoorraad s2: 0, op 31 december 2025, ouder dan 183 dagen: 0.",
        "Werkvoorraad s3: niet in deze uitgave.",
        "nog onderweg: onderdrukt (kleine aantallen); mediane wachttijd: 21,5 dagen.",
        "nog onderweg: 388; mediane wachttijd: niet bereikt.",
        "Van Rechtspraak naar Centraal Justitieel Incassobureau (CJIB): niet in deze uitgave.",
    ):
        assert said in drawn.text
    numbers = {row[1]: row[6] for row in drawn.data.rows}
    assert numbers == {"s0": "suppressed", "s1": "not-delivered", "s2": 0, "h0": "suppressed", "h1": 388}


def test_an_old_part_larger_than_its_stock_is_not_said() -> None:
    chain = chain_of(2)
    stocks = stocks_of(chain)
    stocks["s0"] |= {"stock": 12, "old": 14}
    text = draw_chain(Speaker(chain, NL), stocks, handovers_of(chain)).text
    assert "Werkvoorraad s0: 12, op 31 december 2025. " in text
    assert "14" not in text


def test_one_day_is_a_day() -> None:
    chain = chain_of(2)
    handovers = handovers_of(chain)
    handovers["h0"] |= {"median_days": 1.0}
    assert "mediane wachttijd: 1 dag." in draw_chain(Speaker(chain, NL), stocks_of(chain), handovers).text


def test_figures_that_run_unequally_far_are_said_to() -> None:
    chain = chain_of(2)
    handovers = handovers_of(chain)
    handovers["h0"] |= {"complete_until": "2025-03-01T00:00:00+01:00"}
    drawn = draw_chain(Speaker(chain, NL), stocks_of(chain), handovers)
    foot = " ".join(drawn.sheet.panels[0].foot)
    assert "het eerste tot en met 31 december 2024, het laatste tot en met 28 februari 2025" in foot
