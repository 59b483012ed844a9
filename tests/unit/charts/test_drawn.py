"""Charts to publish: the picture, the same in words and the same as data, also of figures that are missing or changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ketenmonitor.charts import Drawn, draw_chain, draw_flow, draw_lead_time, draw_stock, draw_terms, draw_waits
from ketenmonitor.charts.plain import Bars, Columns
from ketenmonitor.wording import Speaker, language_of
from tests.unit.charts.chains import chain_of, handovers_of, stocks_of
from tests.unit.charts.records import Record, chain, records
from tests.unit.disclosure.tables import flow, handover, stock, term

ROOT = Path(__file__).parents[3]
NL, EN = language_of("nl"), language_of("en")
CODES = {"not-delivered", "not-applicable", "not-reached", "not-yet-known", "suppressed"}
HIDDEN: dict[str, tuple[str, ...]] = {
    "lead-time": ("points",),
    "stock": ("stock", "old"),
    "flow": ("start", "entered", "left", "end"),
    "handover": ("sent", "in_transit", "median_days", "p90_days"),
    "term": ("due", "met", "missed", "running", "running_late", "stopped"),
}


def draw(measure: str, given: list[Record] | None = None, code: str = "nl", notice: str = "") -> Drawn:
    speaker = Speaker(chain(), language_of(code), notice)
    if given is None:
        given = records(measure, period=measure in ("stock", "flow"))
    if measure == "lead-time":
        return draw_lead_time(speaker, given[0], given[1])
    makers: dict[str, Any] = {"stock": draw_stock, "flow": draw_flow, "handover": draw_waits, "term": draw_terms}
    drawn: Drawn = makers[measure](speaker, given)
    return drawn


def chain_drawn(code: str = "nl") -> Drawn:
    made = chain_of(3)
    return draw_chain(Speaker(made, language_of(code)), stocks_of(made), handovers_of(made))


def every(code: str = "nl") -> list[Drawn]:
    return [*(draw(measure, code=code) for measure in HIDDEN), chain_drawn(code)]


def words_in(svg: str) -> str:
    """The words of a picture, those of a text of several lines too; its title and description are not among them."""
    texts = [element for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}text")]
    return " ".join(" ".join(text.itertext()) for text in texts)


@pytest.mark.parametrize("drawn", every(), ids=lambda drawn: drawn.id)
def test_a_picture_by_itself_has_its_title_and_source_and_a_text(drawn: Drawn) -> None:
    root = ElementTree.fromstring(drawn.svg)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{space}title") == drawn.title
    assert root.findtext(f"{space}desc") == drawn.text
    words = words_in(drawn.svg)
    for part in drawn.title.split(": "):
        assert part in words
    assert "Bron: leveringen in de keten Proefzaken (proef). Definitie: versie 1." in words
    assert "Volledig tot en met 31 december 2024." in words
    assert "Intern" not in words


@pytest.mark.parametrize("drawn", every(), ids=lambda drawn: drawn.id)
def test_pictures_of_one_chart_can_stand_on_one_page(drawn: Drawn) -> None:
    ids = [name for svg in (drawn.svg, drawn.wide, drawn.narrow) for name in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))
    assert "De cijfers staan in de tabel hieronder." in drawn.narrow
    assert "tabel hieronder" not in drawn.svg


def test_data_are_the_same_in_every_language_and_no_cell_is_empty() -> None:
    for dutch, english in zip(every("nl"), every("en"), strict=True):
        assert dutch.id == english.id
        assert dutch.data == english.data
        assert dutch.text != english.text
        assert all(len(row) == len(dutch.data.columns) for row in dutch.data.rows)
        assert all(value not in (None, "") for row in dutch.data.rows for value in row)


@pytest.mark.parametrize("why", ["not-delivered", "suppressed"])
@pytest.mark.parametrize("measure", HIDDEN)
def test_what_is_missing_is_words_in_the_picture_and_a_code_in_the_data(measure: str, why: str) -> None:
    fields = HIDDEN[measure]
    told = {"notes": [why], "suppressed": list(fields) if why == "suppressed" else []}
    given = [
        {**record, **dict.fromkeys(f for f in fields if f in record), **told}
        for record in records(measure, period=measure in ("stock", "flow"))
    ]
    drawn = draw(measure, given)
    for svg in (drawn.svg, drawn.wide, drawn.narrow):
        assert NL.say(why).split()[0] in words_in(svg)
    assert NL.say(why) in drawn.text
    values = {value for row in drawn.data.rows for value in row}
    assert why in values or measure == "lead-time"
    assert 0 not in values
    assert "unknown" not in values


def test_one_period_that_is_missing_has_its_place_and_its_code() -> None:
    first, second, third = records("stock", period=True)
    hidden = {**second, "stock": None, "old": None, "suppressed": ["stock", "old"]}
    drawn = draw("stock", [first, hidden, third])
    assert drawn.data.rows[1] == ("2024", "2025-12-31", "suppressed", "suppressed")
    assert "onderdrukt (kleine aantallen)" in words_in(drawn.narrow)
    assert drawn.reason == ""


def test_a_notice_stands_with_the_source() -> None:
    assert "De zaken zijn verzonnen." in words_in(draw("stock", notice="De zaken zijn verzonnen.").svg)


# Counts that the door changes a little each need not add up any more.


def test_an_old_part_larger_than_its_stock_fills_the_bar_and_is_not_said() -> None:
    changed = [{**stock(12, 14), "period": "2024"}, {**stock(11, 13), "period": "2025"}]
    drawn = draw("stock", changed)
    shape = drawn.sheet.panels[0].shape
    assert isinstance(shape, Columns)
    assert [(bar.stock, bar.old) for bar in shape.bars] == [(12, 12), (11, 11)]
    assert "Op 31 december 2025 was de voorraad 11." in drawn.text
    assert "Daarvan" not in drawn.text
    assert drawn.data.rows[0] == ("2024", "2025-12-31", 12, 14)


def test_shares_are_never_over_100_percent() -> None:
    assert (NL.share(1.04), NL.share(-0.01)) == ("100%", "0%")
    shape = draw("term", [{**term(600, 200, 100), "due": 880}]).sheet.panels[0].shape
    assert isinstance(shape, Bars)
    assert sum(value or 0 for value in shape.rows[0].values) == pytest.approx(1)
    record, curve = records("lead-time")
    over = {**curve, "points": [{**point, "to": point["to"] * 3} for point in curve["points"]]}
    drawn = draw("lead-time", [{**record, "within_norm": 1.02, "within_norm_completed_only": 1.01}, over])
    heights = [float(y) for y in re.findall(r"[ML][-\d.]+,(-?[\d.]+)", drawn.wide)]
    assert min(heights) >= -300
    for share in re.findall(r"(\d+)(?:,\d)?%", drawn.text + drawn.wide):
        assert int(share) <= 100


def test_a_flow_says_that_it_closes_only_when_its_numbers_do() -> None:
    closing = {**flow(900, 500, 300), "period": "2024"}
    closes = "Voorraad aan het begin plus instroom min uitstroom"
    assert closes in words_in(draw("flow", [closing]).svg)
    changed = {**closing, "end": closing["end"] + 1, "residual": 1}
    words = words_in(draw("flow", [changed]).svg)
    assert closes not in words
    assert "restverschil" not in words


def test_more_in_transit_than_sent_is_said_as_it_is() -> None:
    drawn = draw("handover", [{**handover(12, 14, 9, 10), "median_days": None, "notes": ["not-reached"]}])
    assert "mediaan: niet bereikt; 9 van 10: 71,5 dagen; nog onderweg: 14" in drawn.text
    assert "-2" not in words_in(drawn.svg)


def test_no_line_beside_a_bar_runs_out_of_a_telephone() -> None:
    drawn = draw("term", [{**term(9000, 3, 2, 1, 1)}])
    root = ElementTree.fromstring(drawn.narrow)
    assert float(root.attrib["width"]) <= 380
    assert "te laat" in words_in(drawn.narrow)


def test_the_same_records_give_the_same_bytes_in_another_process() -> None:
    code = "from tests.unit.charts.test_drawn import every; print([(d.svg, d.narrow, d.data) for d in every()])"
    found = []
    for seed in ("0", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, cwd=ROOT, capture_output=True)
        found.append(done.stdout)
    assert found[0] == found[1]
    assert b"<svg" in found[0]
