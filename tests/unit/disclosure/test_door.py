"""What comes out of the door: protected counts and what is made of them, and nothing that only a true count could tell."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ketenmonitor.disclosure import protect
from ketenmonitor.disclosure.rules import RULES
from ketenmonitor.measures import MIXED, Figures
from tests.unit.disclosure.tables import (
    NOISE,
    SECRETS,
    Record,
    common,
    curve,
    figures,
    flow,
    handover,
    lead_time,
    safe,
    stock,
    tables,
    term,
    thawed,
    with_cells,
)

MANY = settings(max_examples=150, deadline=None)
lengths = st.tuples(st.integers(0, 60), st.sampled_from(["to", "to", "to", "other", "open"]))
followed = st.lists(lengths, min_size=1, max_size=150)
DAYS = [0, 10, 20, 30, 40, 50, 60]


def noisy(record: Record, cell: str) -> int:
    count, key = record["cells"][cell]
    return NOISE.protected(count, key)


@MANY
@given(tables())
def test_every_count_has_the_noise_of_its_cell(table: Figures) -> None:
    for was, now in zip(table.records, protect(table, SECRETS).records, strict=True):
        rule = RULES[table.measure]
        for name in rule.counts:
            assert now[name] == noisy(was, name)
        assert now["counted"] == noisy(was, rule.counted_as)


@MANY
@given(tables())
def test_a_share_is_one_protected_count_over_another_or_nothing(table: Figures) -> None:
    for was, now in zip(table.records, protect(table, SECRETS).records, strict=True):
        rule = RULES[table.measure]
        for name, share in rule.shares.items():
            if now[name] is not None:
                assert now[name] == min(noisy(was, share.part) / now[share.whole], 1)
        for name, (over, under) in rule.ratios.items():
            if now[name] is not None:
                assert now[name] == now[over] / now[under] * (365 if name == "disposition_time_days" else 1)
        for name in rule.quantiles:
            values = now[name] if isinstance(now[name], tuple) else (now[name],)
            assert all(value is None or isinstance(value, int) for value in values)


@MANY
@given(tables())
def test_what_is_told_follows_from_protected_counts_alone(table: Figures) -> None:
    for now in protect(table, SECRETS).records:
        rule = RULES[table.measure]
        for name, (whole, at) in rule.rests_on.items():
            count, why = now[whole], now["missing"].get(name)
            is_enough = count * min(round(100 * at), round(100 - 100 * at)) >= 50 * SECRETS.least
            assert (why == "suppressed") == (count > 0 and not is_enough), name
            assert count or why == "not-applicable", name


def other_truth(record: Record) -> Record:
    """Another number of cases behind each cell, with a key that makes the same protected count of it."""
    cells = {}
    for name, (count, key) in record["cells"].items():
        wanted = NOISE.protected(count, key)
        others = (wanted + step for step in (1, -1, 2, -2, 3) if count and wanted + step > 0 and wanted + step != count)
        keys = ((n, k << 20) for n in others for k in range(0, 4096, 7) if NOISE.protected(n, k << 20) == wanted)
        cells[name] = next(keys, (count, key))
    counts = {name: cells[name][0] for name in cells if name in record}
    counted = cells[RULES[record["measure"]].counted_as][0]
    return {**record, **counts, "counted": counted, "cells": cells}


@settings(max_examples=60, deadline=None)
@given(tables().filter(lambda table: table.measure in ("lead-time", "stock", "handover", "term")))
def test_other_true_counts_behind_the_same_protected_ones_come_out_the_same(table: Figures) -> None:
    """Shares lie apart: they are made of an estimate, which is the same here only when the true count is."""
    changed = Figures("proef", table.measure, tuple(other_truth(record) for record in table.records))
    assume(changed.records != table.records)
    shares = {*RULES[table.measure].shares, "ends"}
    pairs = zip(protect(table, SECRETS).records, protect(changed, SECRETS).records, strict=True)
    for one, other in pairs:
        assert {k: v for k, v in one.items() if k not in shares} == {k: v for k, v in other.items() if k not in shares}
        assert all((one[name] is None) == (other[name] is None) for name in shares if name in one)


@MANY
@given(tables())
def test_nothing_of_the_cells_comes_out(table: Figures) -> None:
    for was, now in zip(table.records, protect(table, SECRETS).records, strict=True):
        assert set(now) == (set(was) - {"cells"}) | {"suppressed", "missing"}
        said = repr(thawed(now))
        assert not any(str(key) in said for _, key in was["cells"].values() if key > 10**6)


@MANY
@given(tables())
def test_every_null_says_why_and_nothing_else_does(table: Figures) -> None:
    for now in protect(table, SECRETS).records:
        rule = RULES[table.measure]
        fields = [*rule.figures, "counted", *rule.settings]
        nulls = {name for name in fields if now[name] is None}
        assert nulls <= set(now["missing"])
        assert set(now["missing"]) - nulls <= {"ends", "ci95_median"}
        assert [name for name, why in now["missing"].items() if why == "suppressed"] == list(now["suppressed"])
        assert set(now["missing"].values()) <= set(now["notes"]) <= {*now["missing"].values(), "attribute-unknown"}


@MANY
@given(followed)
def test_lines_of_a_curve_never_fall_and_add_up(cases: list[tuple[int, str]]) -> None:
    (now,) = safe(curve(cases, DAYS))
    assert "ended" not in now
    if now["counted"] < SECRETS.least:
        assert now["points"] is None
        assert now["missing"]["points"] == ("suppressed" if now["counted"] else "not-applicable")
        return
    for point in now["points"]:
        assert sum(point[name] for name in ("to", "other", "open")) == pytest.approx(1)
        assert all(value is None or 0 <= value <= 1 for name, value in point.items() if name != "days")
        assert (point["completed_only"] is None) == (now["completed"] < SECRETS.least)
    for a, b in pairwise(now["points"]):
        assert all(b[name] >= a[name] for name in ("to", "other"))
        assert b["open"] <= a["open"] + 1e-12
        assert a["completed_only"] is None or b["completed_only"] >= a["completed_only"]


def with_noise(make: Callable[[int], Record], cell: str, true: int, shown: int) -> Record:
    """A record of which this cell has this many cases and is shown as that many."""
    record = with_cells(make(true))
    key = next(k << 20 for k in range(4096) if NOISE.protected(true, k << 20) == shown)
    return {**record, "cells": {name: (n, key if n == true else k) for name, (n, k) in record["cells"].items()}}


def out(*records: Record) -> list[Record]:
    found = protect(Figures("proef", records[0]["measure"], records), SECRETS).records
    return [thawed(record) for record in found]


@pytest.mark.parametrize("notes", [[], ["not-reached"], ["not-reached", "not-yet-known"]])
def test_one_case_shown_as_none_looks_like_none(notes: list[str]) -> None:
    (one,) = out({**with_noise(lambda n: lead_time(0, 0, n), "open", 1, 0), "notes": notes})
    (none,) = out({**with_cells(lead_time(0, 0, 0)), "notes": ["not-applicable"]})
    assert one == none
    assert one["missing"]["median_days"] == "not-applicable"
    (one,) = out(with_noise(stock, "stock", 2, 0))
    assert one == out(with_cells(stock(0)))[0]
    (one,) = out(with_noise(lambda n: curve([(9, "open")] * n, DAYS), "open", 1, 0))
    empty = common(
        "lead-time-curve", {}, counted=0, completed=0, other_ends=0, open=0, points=[], ended=[], cells={}
    )  # fmt: skip
    assert one == out({**empty, "notes": ["not-applicable"]})[0]


def test_too_few_cases_hide_also_that_a_median_was_not_reached() -> None:
    few = {**lead_time(3, 3, 6), "median_days": None, "p90_days": None, "notes": ["not-reached", "not-yet-known"]}
    few["ends"] = [{"days": d, "to": None, "other": None, "open": None} for d in (30, 90)]
    (now,) = safe(few)
    assert {now["missing"][name] for name in ("median_days", "p90_days", "ends", "within_norm")} == {"suppressed"}
    assert now["notes"] == ["suppressed"]


def test_enough_cases_keep_their_own_reasons() -> None:
    was = {**lead_time(0, 200, 400), "median_days": None, "notes": ["not-applicable", "not-reached", "not-yet-known"]}
    was["ends"] = [
        {"days": 30, "to": 0.1, "other": 0.2, "open": 0.7},
        {"days": 90, "to": None, "other": None, "open": None},
    ]
    was["norm_days"] = was["norm_share"] = was["within_norm"] = was["within_norm_net"] = None
    was["open_past_norm"] = None
    (now,) = safe(was)
    reasons = {"median_days": "not-reached", "p90_days": "not-reached", "ends": "not-yet-known"}
    nothing = ("norm_days", "norm_share", "within_norm", "median_completed_only_days", "open_past_norm")
    assert {name: now["missing"][name] for name in (*reasons, *nothing)} == {
        **reasons,
        **dict.fromkeys(nothing, "not-applicable"),
    }
    assert now["ends"][0]["to"] is not None


def test_what_was_not_delivered_is_said_so() -> None:
    kept = ("chain", "measure", "id", "by", "unit", "view", "norm_days", "norm_share")
    for make in (
        lambda: lead_time(9, 9, 9),
        lambda: stock(9),
        lambda: flow(9, 9, 9),
        lambda: handover(9, 3, 9, 3),
        lambda: term(9),
    ):
        record = {**{k: v if k in kept else None for k, v in make().items()}, "notes": ["not-delivered"]}
        (now,) = out(record)
        assert set(now["missing"].values()) == {"not-delivered"}
        assert now["suppressed"] == []


@pytest.mark.parametrize(("count", "is_shown"), [(29, False), (30, True), (31, True)])
def test_a_median_needs_thirty_cases_that_are_shown(count: int, is_shown: bool) -> None:
    for true in range(count - 5, count + 6):
        (now,) = out(with_noise(stock, "stock", true, count))
        assert (now["median_age_days"] == 42) == is_shown


@pytest.mark.parametrize(("count", "is_shown"), [(149, False), (150, True)])
def test_the_ninetieth_percentile_needs_fifteen_cases_beyond_it(count: int, is_shown: bool) -> None:
    (now,) = out(with_noise(stock, "stock", count - 1, count))
    assert (now["p90_age_days"] is not None) == is_shown


def test_cases_of_unknown_attribute_are_noted_when_they_are_shown() -> None:
    for shown in (0, 3):
        record = with_noise(lambda n: {**term(50), "attribute_unknown": n}, "attribute_unknown", 1, shown)
        (now,) = out({**record, "notes": ["attribute-unknown"]})
        assert ("attribute-unknown" in now["notes"]) == bool(shown)


def test_a_group_that_is_there_for_one_case_goes_when_it_is_shown_as_none() -> None:
    mixed = {"eenheid": MIXED}
    groups = [with_cells(stock(50)), with_cells(stock(0, by={"eenheid": "Noord"}))]
    assert len(out(*groups, with_noise(lambda n: stock(n, by=mixed), "stock", 1, 0))) == 2
    assert len(out(*groups, with_noise(lambda n: stock(n, by=mixed), "stock", 1, 3))) == 3


def test_periods_begin_with_the_first_case_that_is_shown() -> None:
    def lone(n: int) -> Record:
        return {**lead_time(0, 0, 0, before_history=n), "period": "1985"}

    def gap(n: int) -> Record:
        return {**lead_time(0, 0, n), "period": "1986"}

    recent = with_cells({**lead_time(50, 20, 30), "period": "1987"})
    between = with_noise(gap, "open", 1, 0)
    for shown, periods in ((0, ["1987"]), (3, ["1985", "1986", "1987"])):
        records = out(with_noise(lone, "before_history", 1, shown), between, recent)
        assert [record["period"] for record in records] == periods


def test_a_count_that_was_given_is_neither_changed_nor_called_not_applicable_when_hidden() -> None:
    table = figures(stock(100, 20), stock(4, 1))
    shown, hidden = protect(table, SECRETS, {0: {"stock": 100, "old": 20}, 1: {"stock": None, "old": None}}).records
    assert (shown["stock"], shown["counted"], shown["old"]) == (100, 100, 20)
    assert {hidden["missing"][n] for n in ("stock", "counted", "old", "median_age_days", "p90_age_days")} == {
        "suppressed"
    }


def test_the_order_of_records_is_that_of_the_question() -> None:
    names: list[Any] = ["Zuid", "Noord", "Oost", None]
    assert [r["by"]["eenheid"] for r in safe(*(stock(n, by={"eenheid": v}) for n, v in enumerate(names)))] == names
