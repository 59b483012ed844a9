"""The charts: nothing missing is drawn, and they can be read in grey and by who cannot see colours."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest

from ketenmonitor.charts import column_charts, curve_chart, row_charts, svg
from ketenmonitor.charts.column_charts import FLOWS, stock_chart
from ketenmonitor.charts.curve_chart import can_be_drawn
from ketenmonitor.charts.plain import Bar, Bars, Columns, Row, Series
from ketenmonitor.charts.row_charts import COLOURS, bars_chart
from ketenmonitor.definition import Norm
from ketenmonitor.wording.language import Language
from tests.unit.release.chains import chain_curve

NL = Language("nl")
NORM = Norm(365, 0.8)


def points() -> list[dict[str, Any]]:
    return list(chain_curve()["points"])


def drawn(chart: Any) -> str:
    return svg.picture(chart, "proef", "Titel & meer", "Wat er te zien is")


def data_of(chart: Any) -> str:
    return json.dumps(chart.to_dict())


def brightness(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# Of red, green and blue light, what reaches eyes without red or green cones (Machado, Oliveira and Fernandes 2009).
SEEN_BY = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
}


def seen(colour: str, eyes: str) -> str:
    """A colour as it looks to these eyes."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    there = [min(max(sum(w * c for w, c in zip(row, light, strict=True)), 0), 1) for row in SEEN_BY[eyes]]
    back = [c * 12.92 if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in there]
    return "#" + "".join(f"{round(c * 255):02x}" for c in back)


def contrast(one: str, other: str) -> float:
    high, low = sorted((brightness(one), brightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def lines_of(chart: Any) -> list[list[dict[str, Any]]]:
    """The rows behind each line of a chart."""
    spec = chart.to_dict()
    return [
        list(layer["data"]["values"] if "values" in layer["data"] else spec["datasets"][layer["data"]["name"]])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "line"
    ]


@pytest.mark.parametrize("size", [curve_chart.WIDE, curve_chart.NARROW])
@pytest.mark.parametrize("norm", [NORM, Norm(10, 0.95), Norm(1000, 0.5), None])
def test_a_curve_is_a_picture_with_a_text(size: curve_chart.Size, norm: Norm | None) -> None:
    at_norm = {"to": 0.42, "completed_only": 0.5} if norm else {"to": None, "completed_only": None}
    picture = drawn(curve_chart.curve_chart(points(), at_norm, norm, NL, size))
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.find(f"{space}title").text == "Titel & meer"  # type: ignore[union-attr]  # it is there
    assert root.find(f"{space}desc").text == "Wat er te zien is"  # type: ignore[union-attr]  # it is there
    ids = re.findall(r'\bid="([^"]+)"', picture)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("proef-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", picture)) <= set(ids)


def test_ids_of_a_picture_are_its_own() -> None:
    table = alt.Chart(alt.InlineData(values=[{"a": 1, "b": 2}, {"a": 2, "b": 3}]))
    picture = drawn(alt.layer(table.mark_line(clip=True).encode(x=alt.X("a:Q"), y=alt.Y("b:Q"))))
    ids = re.findall(r'\bid="([^"]+)"', picture)
    assert len(ids) > 2
    assert all(name.startswith("proef-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", picture)) <= set(ids)


def test_a_missing_point_is_left_out_and_never_drawn_as_nothing() -> None:
    some = [{**p, "to": None, "completed_only": None} if 100 <= p["days"] <= 200 else p for p in points()]
    lines = lines_of(curve_chart.curve_chart(some, {}, None, NL, curve_chart.WIDE))
    assert len(lines) == 2
    for line in lines:
        assert not [row for row in line if 100 <= row["days"] <= 200]
        assert all(row["share"] is not None for row in line)


def test_a_curve_needs_two_points() -> None:
    nothing = [{**p, "to": None} for p in points()]
    assert can_be_drawn(points())
    assert not can_be_drawn(nothing)
    assert not can_be_drawn([])
    assert not can_be_drawn(None)
    assert not can_be_drawn([*nothing[:-1], points()[-1]])


def test_the_two_lines_differ_in_dash_and_carry_their_names() -> None:
    chart = curve_chart.curve_chart(points(), {}, None, NL, curve_chart.WIDE)
    marks = [layer["mark"] for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == "line"]
    assert len({tuple(mark["strokeDash"]) for mark in marks}) == 2
    picture = drawn(chart)
    assert "ook die nog open zijn" in picture
    assert "alleen afgedane zaken" in picture


def test_the_norm_is_drawn_only_when_there_is_one() -> None:
    assert "streefnorm: 80%" in drawn(curve_chart.curve_chart(points(), {"to": 0.42}, NORM, NL, curve_chart.WIDE))
    assert "streefnorm" not in drawn(curve_chart.curve_chart(points(), {}, None, NL, curve_chart.WIDE))


def test_names_at_close_ends_are_moved_apart() -> None:
    close = [{**p, "completed_only": p["to"]} for p in points()]
    spec = curve_chart.curve_chart(close, {}, None, NL, curve_chart.WIDE).to_dict()
    heights = {row["words"]: row["share"] for rows in spec["datasets"].values() for row in rows if "words" in row}
    low, high = sorted(heights.values())
    assert (high - low) * curve_chart.WIDE.height >= 2 * 13


@pytest.mark.parametrize("frame", [column_charts.WIDE, column_charts.NARROW])
def test_a_missing_stock_is_said_in_words(frame: column_charts.Frame) -> None:
    bars = [Bar("2023", 900, 300), Bar("2024", None, None, "onderdrukt"), Bar("2025", 1234, 0)]
    chart = stock_chart(Columns(tuple(bars), 183, 1234), NL, frame)
    assert "onderdrukt" in drawn(chart)
    totals = [row for row in chart.to_dict()["datasets"].values() if any("old" in r for r in row)]
    assert [row["name"] for row in totals[0]] == ["2023", "2025"]


def test_many_periods_have_room_for_their_names() -> None:
    bars = [Bar(f"20{n // 4:02} K{n % 4 + 1}", 100 + n, 10) for n in range(40)]
    axis = stock_chart(Columns(tuple(bars), 183, 139), NL, column_charts.NARROW).to_dict()["layer"][0]["encoding"]["x"][
        "axis"
    ]
    assert len(axis["values"]) <= 5
    assert bars[-1].name in axis["values"]


def test_a_bar_of_parts_that_are_not_known_is_words() -> None:
    rows = (Row("Een", (0.6, 0.4)), Row("Twee", reason="niet geleverd"))
    series = (Series("op tijd", "dark"), Series("te laat", "light"))
    chart = bars_chart(Bars(series, rows, "share", 1), NL, 600)
    picture = drawn(chart)
    assert "niet geleverd" in picture
    assert "60,0%" in picture
    pieces = [row for rows in chart.to_dict()["datasets"].values() for row in rows if "part" in row and row["words"]]
    assert {(piece["part"], piece["low"], piece["high"]) for piece in pieces} == {
        ("op tijd", 0.0, 0.6),
        ("te laat", 0.6, 1.0),
    }


def test_a_stock_of_which_the_old_part_is_not_known_is_not_drawn_as_young() -> None:
    bars = (Bar("2024", 900, 300), Bar("2025", 1234, None))
    spec = stock_chart(Columns(bars, 183, 1234), NL, column_charts.WIDE).to_dict()
    filled = {layer["mark"]["fill"]: spec["datasets"][layer["data"]["name"]] for layer in spec["layer"][:2]}
    assert [row["name"] for row in filled[svg.PALE]] == ["2024"]
    assert [row["name"] for row in filled[svg.PAPER]] == ["2025"]


def test_a_long_title_stands_above_its_row_and_goes_on_in_a_next_line() -> None:
    title = " → ".join(["Een gebeurtenis met een lange naam"] * 6)
    rows = (Row(title, (3,), ("3 keer",)), Row("Kort", (1,), ("1 keer",)))
    picture = drawn(bars_chart(Bars((Series("keren", "dark"),), rows, "count", 3), NL, 600))
    texts = [text.text or "" for text in ElementTree.fromstring(picture).iter() if text.tag.endswith("}text")]
    assert " ".join(words for words in texts if "gebeurtenis" in words) == title
    assert max(len(words) for words in texts) <= 600 / row_charts.LETTER + 6


def test_colours_can_be_told_from_paper_and_words_read_on_them() -> None:
    for ink in (svg.INK, svg.QUIET, svg.BLUE, svg.RUST):
        assert contrast(ink, svg.PAPER) >= 4.5
    for colour in COLOURS.values():
        assert contrast(colour, row_charts.LIGHT_WORDS.get(colour, svg.INK)) >= 4.5


def test_parts_that_stand_beside_each_other_differ_in_grey() -> None:
    looks = list(COLOURS.values())
    for one, other in zip(looks, looks[1:], strict=False):
        assert contrast(one, other) >= 1.4
    assert contrast(svg.BLUE, svg.PALE) >= 3
    assert contrast(*FLOWS.values()) >= 3


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_parts_differ_in_lightness_for_who_cannot_see_colours(eyes: str) -> None:
    looks = [seen(colour, eyes) for colour in COLOURS.values()]
    for one, other in zip(looks, looks[1:], strict=False):  # each has an edge of ink besides
        assert contrast(one, other) >= 1.35
    assert contrast(seen(svg.BLUE, eyes), seen(svg.PALE, eyes)) >= 3
    assert contrast(*(seen(colour, eyes) for colour in FLOWS.values())) >= 3
    for colour in (*COLOURS.values(), svg.PAPER):
        ink = row_charts.LIGHT_WORDS.get(colour, svg.INK)
        assert contrast(seen(colour, eyes), seen(ink, eyes)) >= 4.5


def test_a_partner_is_read_on_its_band() -> None:
    assert contrast(svg.BLUE, svg.PAPER) >= 7
    assert contrast(svg.QUIET, svg.PAPER) >= 4.5


def test_words_of_the_page_meet_contrast_aa() -> None:
    css = (files("ketenmonitor.release") / "templates" / "page.css").read_text(encoding="utf-8")
    colour = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", css))
    for ink in ("ink", "quiet", "blue"):
        for ground in ("#ffffff", colour["tint"]):
            assert contrast(colour[ink], ground) >= 4.5
    assert contrast("#ffffff", colour["blue"]) >= 4.5
    assert contrast(colour["ink"], colour["sand"]) >= 4.5
