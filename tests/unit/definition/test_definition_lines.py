"""On which line everything in a definition stands."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ketenmonitor.definition import shipped_definition
from ketenmonitor.toml.document import read_document

SMALL_CHAIN = (Path(__file__).parent / "small_chain.toml").read_text(encoding="utf-8")


def test_line_ends_and_byte_order_marks_of_other_machines_make_no_difference() -> None:
    plain = read_document("x", SMALL_CHAIN.encode())
    assert read_document("x", SMALL_CHAIN.replace("\n", "\r\n").encode("utf-8-sig")) == plain
    assert read_document("x", SMALL_CHAIN.rstrip("\n").encode()) == plain


def test_every_key_and_header_has_its_own_line() -> None:
    text = shipped_definition("zeden").read_text(encoding="utf-8")
    lines = read_document("x", text.encode()).lines
    place: tuple[str | int, ...] = ()
    listed: Counter[tuple[str, ...]] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\[([a-z_]+)\.?([a-z_]*)\]", line):
            place = tuple(filter(None, header.groups()))
            assert lines[place] == number
        elif header := re.match(r"\[\[([a-z_.]+)\]\]", line):
            names = tuple(header[1].split("."))
            place = (*names, listed[names])
            listed[names] += 1
            assert lines[place] == number
        elif key := re.match(r"([a-z_]+) = ", line):
            assert lines[(*place, key[1])] == number
    assert listed[("links",)] == 2
    assert listed["publication", "differences"] > 1


def test_elements_of_lists_and_inline_tables_have_their_lines() -> None:
    text = (
        'a = [\n  1, # one\n  # two\n  { b = 2, "c d".e = [\n 3 ] },\n]\n[[f]]\n[f.g]\nh = 1\n[[f]]\n["i.j"]\nk = 1\n'
    )
    lines = read_document("x", text.encode()).lines
    assert lines == {
        ("a",): 1,
        ("a", 0): 2,
        ("a", 1): 4,
        ("a", 1, "b"): 4,
        ("a", 1, "c d"): 4,
        ("a", 1, "c d", "e"): 4,
        ("a", 1, "c d", "e", 0): 5,
        ("f",): 7,
        ("f", 0): 7,
        ("f", 0, "g"): 8,
        ("f", 0, "g", "h"): 9,
        ("f", 1): 10,
        ("i.j",): 11,
        ("i.j", "k"): 12,
    }
