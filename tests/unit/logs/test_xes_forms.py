"""Whatever way an XES log is written, what is read is what a parser that builds trees finds in it."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.logs import markup, xes

KEYS = st.sampled_from(["concept:name", "time:timestamp", "a", "b&c", "d'e"])
TEXTS = st.text(st.sampled_from("xy 07é€<>&\"'\t\n\r\u0085=/"), max_size=6)
GAPS = st.sampled_from(["", " ", "\n\t", "\r\n", " text ", ' "quoted" ', "a > b", "<!-- <event> -->", "<?p <event?>"])
SPACES = st.sampled_from([" ", "\n", "\t ", "  "])


@st.composite
def quoted(draw: st.DrawFn, text: str) -> str:
    """A value between quotes, some of its signs written as references."""
    quote = draw(st.sampled_from("\"'"))
    if draw(st.booleans()):
        return quote + escape(text, {quote: {"'": "&apos;", '"': "&quot;"}[quote]}) + quote
    signs = [f"&#{ord(sign)};" if draw(st.booleans()) else f"&#x{ord(sign):X};" for sign in text]
    return quote + "".join(signs) + quote


@st.composite
def values(draw: st.DrawFn, depth: int = 0) -> str:
    """A tag with a key, a value or both, or a container."""
    said = {"key": draw(KEYS)} if draw(st.integers(0, 9)) else {}
    if draw(st.integers(0, 9)):
        said["value"] = draw(TEXTS)
    said |= {"other": "x"} if draw(st.integers(0, 5)) == 0 else {}
    order = draw(st.permutations(list(said)))
    name = draw(st.sampled_from(["string", "date", "list", "event" if depth else "int"]))
    spaced = "".join(draw(SPACES) + n + draw(st.sampled_from(["=", " = "])) + draw(quoted(said[n])) for n in order)
    inner = draw(st.lists(values(depth + 1), max_size=2)) if depth < 2 else []
    if not inner and draw(st.booleans()):
        return f"<{name}{spaced}{draw(st.sampled_from(['', ' ']))}/>"
    return f"<{name}{spaced}>{draw(GAPS)}{''.join(inner)}</{name}>"


@st.composite
def logs(draw: st.DrawFn) -> str:
    """A whole log, with traces, events outside traces, and tags that are neither."""
    parts = [draw(GAPS)]
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.sampled_from(["trace", "trace", "event", "global", "extension"]))
        inner = (
            draw(st.lists(values() | events(), max_size=5)) if kind == "trace" else draw(st.lists(values(), max_size=3))
        )
        parts += [f"<{kind}>", draw(GAPS), *inner, draw(GAPS), f"</{kind} >", draw(GAPS)]
    begin = draw(st.sampled_from(["", "<?xml version='1.0'?>", "<!DOCTYPE log [<!-- <log> ]> -->]>", "<!-- a -->"]))
    said = draw(st.sampled_from(["", "xes.version='1.0'"]))
    return f"{begin}<log {said}>{''.join(parts)}</log>\n"


@st.composite
def events(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(["<event>", "<event >"])) + "".join(draw(st.lists(values(), max_size=4))) + "</event>"


def expected(text: str) -> tuple[list[dict[str, str]], dict[str, int]]:
    """The events, each with what it and its trace say, and the findings: from a tree."""
    rows, findings = [], Counter[str]()
    for top in ElementTree.fromstring(text):
        if top.tag == "event":
            findings["event-outside-trace"] += 1
            rows.append(said(top, findings))
        elif top.tag == "trace":
            inner = [child for child in top if child.tag == "event"]
            findings["trace-without-events"] += not inner
            of_case = {f"case:{key}": value for key, value in said(top, findings).items()}
            rows += [{**said(event, findings), **of_case} for event in inner]
    return rows, {name: n for name, n in findings.items() if n}


def said(element: ElementTree.Element, findings: Counter[str]) -> dict[str, str]:
    told = {}
    for child in element:
        if element.tag == "trace" and child.tag == "event":
            continue
        if child.tag != "event" and {"key", "value"} <= set(child.attrib):
            told[child.attrib["key"]] = child.attrib["value"]
        else:
            findings["nested-value"] += "key" in child.attrib
        findings["nested-value"] += sum("key" in below.attrib for below in child.iter() if below is not child)
    return told


def found(text: str, encoding: str) -> tuple[list[dict[str, Any]], dict[str, int]]:
    rows, findings = xes.read_xes(io.BytesIO(text.encode(encoding)).read)
    return [{key: value for key, value in row.items() if value is not None} for row in rows.to_dicts()], findings


@settings(max_examples=150, deadline=None)
@given(logs(), st.sampled_from([20, 200, 1 << 20]), st.sampled_from([1, 30, 1 << 20]))
def test_what_is_read_is_what_a_tree_holds(text: str, chunk: int, piece: int) -> None:
    with patch.object(markup, "CHUNK", chunk), patch.object(xes, "PIECE", piece):
        rows, findings = found(text, "utf-8")
    assert (rows, findings) == expected(text)


@settings(max_examples=30, deadline=None)
@given(logs(), st.sampled_from(["utf-16", "utf-8-sig"]))
def test_the_encoding_makes_no_difference(text: str, encoding: str) -> None:
    with patch.object(markup, "CHUNK", 33), patch.object(xes, "PIECE", 50):
        assert found(text, encoding) == found(text, "utf-8")


def test_a_place_without_events_between_pieces_loses_nothing() -> None:
    text = "<log>" + "<trace><event><string key='a' value='1'/></event></trace>" * 50 + "</log>"
    with patch.object(markup, "CHUNK", 7), patch.object(xes, "PIECE", 9):
        rows, _ = xes.read_xes(io.BytesIO(text.encode()).read)
    assert rows.equals(pl.DataFrame({"a": ["1"] * 50}))
