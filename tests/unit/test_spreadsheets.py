"""No cell of a written file begins a formula, and what was written is read back as it was."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.spreadsheets import SEPARATORS, SIGNS, guarded, holds_a_formula, unguarded

TEXTS = st.text(alphabet=f"ab1' {SEPARATORS}{SIGNS}", max_size=12)


@given(TEXTS)
def test_no_part_begins_a_formula_and_it_is_read_back(text: str) -> None:
    written = guarded(text)
    assert all(part.lstrip(" ")[:1] not in tuple(SIGNS) for part in re.split(f"[{SEPARATORS}]", written))
    assert unguarded(written) == text


@pytest.mark.parametrize("text", ["=1+1", "a;=1+1", "a,@b", "a\n=b", " =1", "+SUM(A1)", "＝1", "a|-1(", "x\t=y"])
def test_what_a_spreadsheet_computes(text: str) -> None:
    assert holds_a_formula(text)


@pytest.mark.parametrize("text", ["", "-18", "+31", "A-1", "a=b", "2024-01-01", "' = '", "O'Brien"])
def test_what_it_does_not(text: str) -> None:
    assert not holds_a_formula(text)
