"""Small groups of which all are in one category are hidden in wide tables, and counted everywhere."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.disclosure import Perturbation, Place, ProtectedFigures, Secrets, Seen, lone_groups
from ketenmonitor.disclosure.protected import TOKEN
from ketenmonitor.disclosure.scan import is_lone, without_lone_rows
from tests.unit.disclosure.tables import Record, common

LEAST = 30


def term(due: int, met: int, **by: Any) -> Record:
    fields = {"missed": due - met, "running": 0, "running_late": 0, "stopped": 0}
    return common(
        "term",
        by,
        counted=due,
        due=due,
        met=met,
        before_history=0,
        attribute_unknown=0,
        suppressed=(),
        **fields,
    )


def protected(*records: Record) -> ProtectedFigures:
    out = tuple({"missing": {}, **record} for record in records)
    return ProtectedFigures("proef", records[0]["measure"], out, "cell-key", LEAST, TOKEN)


def dues(*records: Record) -> list[int | None]:
    return [record["due"] for record in without_lone_rows(protected(*records)).records]


def test_a_small_row_in_one_category_is_hidden_with_its_zeros() -> None:
    north = [term(7, 3, regio="n", feit="x"), term(0, 0, regio="n", feit="y")]
    south = [term(9, 3, regio="z", feit="x"), term(8, 4, regio="z", feit="y")]
    assert dues(term(24, 10), *north, *south) == [24, None, None, 9, None]


def test_large_rows_and_rows_in_more_categories_stay() -> None:
    north = [term(40, 30, regio="n", feit="x"), term(0, 0, regio="n", feit="y")]
    south = [term(9, 3, regio="z", feit="x"), term(48, 4, regio="z", feit="y")]
    assert dues(*north, *south) == [40, 0, 9, 48]


def test_tables_by_one_attribute_stay() -> None:
    assert dues(term(7, 3), term(7, 3, regio="n"), term(0, 0, regio="z")) == [7, 7, 0]


def test_what_is_made_of_a_hidden_count_is_hidden_and_named() -> None:
    by = [
        {"regio": "n", "feit": "x"},
        {"regio": "n", "feit": "y"},
        {"regio": "z", "feit": "x"},
        {"regio": "z", "feit": "y"},
    ]
    sizes = [(40, 6, 6), (45, 5, 0), (50, 4, 7), (55, 3, 8)]
    records = [
        common(
            "flow", where, counted=start + n, start=start, entered=n, left=left, end=start + n - left, residual=0,
            clearance_rate=0.5, disposition_time_days=None, attribute_unknown=0, suppressed=(),
            missing={"disposition_time_days": "not-applicable"},
        )
        for where, (start, n, left) in zip(by, sizes, strict=True)
    ]  # fmt: skip
    first = without_lone_rows(protected(*records)).records[0]
    assert (first["left"], first["clearance_rate"], first["start"]) == (None, None, 40)
    assert set(first["suppressed"]) == {"left", "clearance_rate", "disposition_time_days"}
    assert set(first["missing"].values()) == {"suppressed"}, "a reason of its own would say that none left"
    assert "suppressed" in first["notes"]


@given(st.lists(st.integers(0, 60), min_size=2, max_size=4))
def test_nothing_is_hidden_but_by_what_is_shown(counts: list[int]) -> None:
    row = [term(n, 0, regio="n", feit=str(i)) for i, n in enumerate(counts)]
    other = [term(50, 0, regio=r, feit=str(i)) for r in "zo" for i in range(len(counts))]
    shown = dues(*row, *other)[: len(counts)]
    assert (shown == [None] * len(counts)) == is_lone(counts, LEAST)
    assert shown in (counts, [None] * len(counts))


def test_the_door_leaves_no_lone_row_in_wide_tables() -> None:
    from ketenmonitor.disclosure import Question, protect_all
    from ketenmonitor.measures import Figures

    sizes = [(3, 0), (0, 25), (12, 4), (0, 0), (2, 60)]
    records = []
    for number, row in enumerate(sizes):
        for feit, due in zip("xy", row, strict=True):
            cells = dict.fromkeys(("due", "met"), (due, 7 * due))
            records.append({**term(due, due, regio=str(number), feit=feit), "cells": cells})
    for record in records:
        del record["suppressed"]
    question = Question("term", ("regio", "feit"))
    figures = Figures("proef", "term", tuple(records))
    secrets = Secrets(bytes(32), Perturbation(), LEAST)
    safe = protect_all({question: figures}, "cell-key", secrets)[question]
    seen = [seen_of(record) for record in safe.records]
    assert lone_groups(seen, LEAST).wide == 0
    assert None in {one.shown for one in seen}


def seen_of(record: Any, field: str = "due", true: int = 0) -> Seen:
    place = Place(0, "term", "een", None, frozenset(record["by"].items()), field)
    return Seen(place, record[field], true, 0)


@pytest.mark.parametrize(("counts", "alike"), [((5, 0), 1), ((5, 3), 0), ((50, 0), 0), ((0, 0), 0)])
def test_small_groups_that_are_alike_are_counted(counts: tuple[int, int], alike: int) -> None:
    records = [term(n, 0, regio=name) for name, n in zip("nz", counts, strict=True)]
    assert lone_groups([seen_of(record) for record in records], LEAST).narrow == alike
    outcomes = [seen_of(term(sum(counts), counts[0]), field) for field in ("met", "missed", "running")]
    assert lone_groups(outcomes, LEAST).outcomes == alike
