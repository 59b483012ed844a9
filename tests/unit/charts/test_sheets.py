"""Charts of every measure: the right numbers and words stand in the picture, and what is missing is not drawn."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from ketenmonitor.charts import MEASURES, Sheet, check_file, lines_of, sheet_of, write_chart
from ketenmonitor.charts.plain import Bars, Columns, Dots, Flow
from ketenmonitor.charts.sheets import sheet_chart
from ketenmonitor.charts.svg import picture
from ketenmonitor.definition import Definition
from ketenmonitor.errors import UsageError
from ketenmonitor.wording import language_of
from tests.unit.charts.records import CHAIN, MORE, Record, chain, records, with_null

NL, EN = language_of("nl"), language_of("en")
DIVIDED = ("lead-time", "stock", "flow", "handover", "term")
NULLS: dict[str, tuple[str, ...]] = {
    "lead-time": ("median_days", "median_completed_only_days", "p90_days", "ci95_median", "counted"),
    "stock": ("stock", "old", "median_age_days"),
    "flow": ("start", "entered", "left", "end", "residual"),
    "handover": ("sent", "received", "in_transit", "unmatched"),
    "term": ("due", "met", "missed", "running", "running_late", "stopped"),
}
# What must stand in the chart of each measure, of the made-up records.
NUMBERS = {
    "lead-time": ("6.600 zaken", "alle zaken 202 (95% zeker: vanaf 102)", "alleen afgedane zaken 102", "streefnorm: 80%", "1.200 nog open"),
    "stock": ("1.234", "617", "mediane leeftijd: 41,5 dagen", "Oud: langer dan 183 dagen"),
    "flow": ("instroom in de periode", "voorraad", "1.295"),
    "handover": ("777", "223", "850", "mediaan 21,5 dagen; 9 van 10: 71,5 dagen"),
    "term": ("60,0%", "20,0%", "n = 1.000", "niet klaar, termijn voorbij"),
    "linkage": ("81,2%", "812 van 1.000", "conflicten: 37", "niet geleverd"),
    "path": ("Begonnen → Gestopt", "4.000 keer, in 3.900 zaken", "Niet getekend: 5 andere stappen", "9 van 10: niet van toepassing"),
    "variant": ("8,3% (samen 8,3%)", "(samen 16,2%)", "1.000 zaken, mediaan 102 dagen", "Niet getekend: 3 andere wegen"),
    "reconcile": ("gepubliceerd 3.156, berekend 3.149", "verschil: −7", "berekend niet geleverd", "de schaal begint niet bij 0"),
}  # fmt: skip


@cache
def proef() -> Definition:
    return chain(CHAIN + MORE)


def sheet(given: list[Record], language: Any = NL) -> Sheet:
    return sheet_of(given, proef(), language)


def texts(given: list[Record], language: Any = NL) -> str:
    """All words in the picture, one after the other."""
    svg = picture(sheet_chart(sheet(given, language), language), "chart", "titel", "")
    found = [" ".join(e.itertext()) for e in ElementTree.fromstring(svg).iter() if e.tag.endswith("}text")]
    return " ".join(" ".join(found).split())


def whole(measure: str) -> list[Record]:
    return records(measure, period=measure == "flow")


def test_every_measure_has_numbers_to_check() -> None:
    assert set(NUMBERS) == set(MEASURES)


@pytest.mark.parametrize("measure", NUMBERS)
def test_the_picture_says_the_figures(measure: str) -> None:
    shown = texts(whole(measure))
    for number in NUMBERS[measure]:
        assert number in shown


@pytest.mark.parametrize("measure", NUMBERS)
def test_the_terminal_says_the_same_figures(measure: str) -> None:
    shown = " ".join(" ".join(lines_of(sheet(whole(measure)), NL, 300)).split())
    left_out = ("instroom in de periode",)  # there each bar has its name before it
    for number in NUMBERS[measure]:
        assert number in shown or number in left_out


def test_the_linkage_of_a_hand_over_is_drawn_by_period() -> None:
    (one, none) = records("linkage")
    of_one = {"id": "een", "received": 700, "traced": 644, "traced_share": 0.92}
    given = [{**one, **of_one, "period": "2024"}, {**none, **of_one, "period": "2025", "notes": ["not-applicable"]}]
    shown = texts(given)
    for words in ("81,2%", "ontvangen: 700, herleid: 644", "2024", "2025", "niet van toepassing", "de ontvanger kent"):
        assert words in shown


@pytest.mark.parametrize("measure", NUMBERS)
@pytest.mark.parametrize("language", [NL, EN])
def test_every_chart_says_where_it_comes_from(measure: str, language: Any) -> None:
    shown = texts(whole(measure), language)
    said = {
        "nl": ("Bron:", "Definitie: versie 1.", "Stand van kennis: 1 januari 2025", "Intern: niet voor publicatie.")
    }
    said["en"] = ("Source:", "Definition: version 1.", "As known at: 1 January 2025", "Internal: not for publication.")
    for words in said[language.code]:
        assert words in shown
    assert f"{'Maat' if language.code == 'nl' else 'Measure'}: {measure}" in shown


def test_a_chart_that_is_not_internal_does_not_say_so() -> None:
    made = sheet_of(records("stock"), proef(), NL, is_internal=False)
    assert "Intern" not in "\n".join(lines_of(made, NL, 80))


@pytest.mark.parametrize("measure", DIVIDED)
def test_groups_are_named_and_those_not_known_too(measure: str) -> None:
    shown = texts(records(measure, by=True, period=measure == "flow"))
    for words in ("totaal", "Noord", "niet bekend"):
        assert words in shown


@pytest.mark.parametrize("measure", DIVIDED)
def test_periods_and_groups_together_are_a_panel_per_group(measure: str) -> None:
    made = sheet(records(measure, by=True, period=True))
    assert len(made.panels) == 3
    assert [panel.title.rpartition(": ")[2] for panel in made.panels] == ["totaal", "Noord", "niet bekend"]
    shown = texts(records(measure, by=True, period=True))
    for period in ("2023", "2024", "2025"):
        assert shown.count(period) >= 3


def test_groups_have_one_scale() -> None:
    total, *groups = sheet(records("stock", by=True, period=True)).panels
    assert len({panel.shape.most for panel in groups if isinstance(panel.shape, Columns)}) == 1
    assert total.shape != groups[0].shape


@pytest.mark.parametrize("period", [False, True])
@pytest.mark.parametrize("measure", DIVIDED)
def test_what_is_missing_is_words_and_is_not_drawn(measure: str, period: bool) -> None:
    if measure == "flow" and not period:
        pytest.skip("a flow needs a period")
    given = with_null(measure, NULLS[measure], "not-delivered", period=period)
    shape = sheet(given).panels[0].shape
    if isinstance(shape, Bars | Dots):
        assert not any(shape.rows[0].values)
        assert shape.rows[0].reason == "niet geleverd"
    elif isinstance(shape, Columns):
        assert shape.bars[0].stock is None
        assert shape.bars[0].reason == "niet geleverd"
    else:
        assert isinstance(shape, Flow)
        assert (shape.periods[0].entered, shape.periods[0].reason) == (None, "niet geleverd")
    drawn = sheet_chart(sheet(given), NL)
    names = [row.get("name") for rows in drawn["datasets"].values() for row in rows if "kind" in row or "old" in row]
    assert "2023" not in names
    shown = texts(given)
    assert "niet geleverd" in shown
    assert "Niet geleverd: niet elke organisatie" in shown


def test_nothing_is_not_the_same_as_missing() -> None:
    empty = [{**record, "stock": 0, "old": 0, "counted": 0, "median_age_days": None} for record in records("stock")]
    shape = sheet(empty).panels[0].shape
    assert isinstance(shape, Bars)
    assert (shape.rows[0].values, shape.rows[0].says, shape.rows[0].reason) == ((0, 0), ("0",), "")


def test_what_the_door_hid_is_said() -> None:
    hidden = [
        {**record, "suppressed": ["sent", "in_transit"], "sent": None, "in_transit": None}
        for record in records("handover")
    ]
    assert "onderdrukt" in texts(hidden)


def test_a_residual_is_named() -> None:
    odd = [{**record, "residual": 3} for record in records("flow", period=True)]
    assert "Let op: restverschil 3 in 2023" in texts(odd)
    assert "restverschil" not in texts(records("flow", period=True))


def test_an_interval_without_a_bound_runs_to_the_edge() -> None:
    shape = sheet(records("lead-time", period=True)).panels[0].shape
    assert isinstance(shape, Dots)
    assert shape.rows[0].interval == (102.5, None)
    drawn = sheet_chart(sheet(records("lead-time", period=True)), NL)
    margins = [row for rows in drawn["datasets"].values() for row in rows if "low" in row and "high" in row]
    assert {(row["low"], row["high"]) for row in margins} == {(102.5, shape.most)}


@pytest.mark.parametrize("measure", NUMBERS)
def test_vega_lite_knows_every_chart(measure: str) -> None:
    drawn = json.loads(json.dumps(sheet_chart(sheet(whole(measure)), NL)))
    alt.VConcatChart.from_dict(drawn, validate=True)


@pytest.mark.parametrize("width", [40, 72, 200])
@pytest.mark.parametrize("measure", NUMBERS)
def test_no_line_is_wider_than_the_terminal_and_none_has_colour(measure: str, width: int) -> None:
    lines = lines_of(sheet(records(measure, period=True)), NL, width)
    assert max(len(line) for line in lines) <= width
    assert "\x1b" not in "".join(lines)


def test_parts_of_a_bar_differ_in_letter() -> None:
    text = "\n".join(lines_of(sheet(records("term")), NL, 80))
    bar = next(line for line in text.splitlines() if line.startswith("  █"))
    assert len(set(bar.strip())) == 5


@pytest.mark.parametrize("ending", [".svg", ".png"])
def test_the_same_figures_give_the_same_bytes(ending: str, tmp_path: Path) -> None:
    made = [write_chart(sheet(records("term")), tmp_path / f"{n}{ending}", NL).read_bytes() for n in (1, 2)]
    assert made[0] == made[1]
    assert made[0][:4] in (b"<svg", b"\x89PNG")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"1{ending}", f"2{ending}"]


def test_the_picture_has_a_text_for_who_cannot_see_it(tmp_path: Path) -> None:
    svg = write_chart(sheet(records("handover")), tmp_path / "a.svg", NL).read_text(encoding="utf-8")
    found = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.S)
    assert found is not None
    assert "nog onderweg 223" in found[1]


@pytest.mark.parametrize("name", ["chart.jpg", "chart", "chart.svg.txt"])
def test_another_ending_is_refused_with_what_is_right(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.svg or \.png"):
        check_file(tmp_path / name)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        check_file(tmp_path / "no" / "chart.svg")


def test_no_records_are_said_in_words() -> None:
    assert "Er is niets om te tekenen" in texts([])
