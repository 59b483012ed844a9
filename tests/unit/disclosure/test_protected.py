"""Only the door makes protected figures, nobody changes them, and nothing that may identify passes it."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from ketenmonitor.disclosure import ProtectedFigures, protect
from ketenmonitor.errors import DisclosureError
from ketenmonitor.measures import Figures
from tests.unit.disclosure.tables import SECRETS, Record, common, curve, figures, flow, lead_time, safe, stock, thawed

# A rare way through the chain is a person, and so is a figure that a partner did not publish in this form: until the
# door has rules for them these stay inside.
INSIDE = ("path", "variant", "reconcile", "linkage")


def test_protected_figures_cannot_be_made_by_hand() -> None:
    with pytest.raises(DisclosureError, match=r"Only `disclosure.protect` makes them"):
        ProtectedFigures("proef", "stock", ({"stock": 3},), "cell-key", 30)
    with pytest.raises(DisclosureError):
        ProtectedFigures("proef", "stock", ({"stock": 3},), "cell-key", 30, object())
    with pytest.raises((DisclosureError, ValueError, TypeError)):
        dataclasses.replace(protect(figures(stock(100)), SECRETS), records=({"stock": 3},))


@pytest.mark.parametrize("made_again", [pickle.dumps, copy.copy, copy.deepcopy])
def test_protected_figures_are_neither_copied_nor_pickled(made_again: Callable[[object], object]) -> None:
    with pytest.raises(DisclosureError, match="cannot be copied or pickled"):
        made_again(protect(figures(stock(100)), SECRETS))


def test_protected_figures_cannot_be_changed() -> None:
    protected = protect(figures(lead_time(100, 100, 100)), SECRETS)
    with pytest.raises(dataclasses.FrozenInstanceError):
        protected.records = ()  # type: ignore[misc]  # what the test is about
    with pytest.raises(TypeError):
        protected.records[0]["open"] = 3  # type: ignore[index]  # what the test is about
    with pytest.raises(TypeError):
        protected.records[0]["ends"][0]["to"] = 0.1


def test_what_is_given_is_not_changed() -> None:
    table = figures(lead_time(100, 100, 100), lead_time(9, 0, 3, by={"eenheid": "Noord"}))
    before = copy.deepcopy(table.records)
    protect(table, SECRETS)
    assert table.records == before


def test_the_records_can_be_written_as_json() -> None:
    (record,) = protect(figures(stock(100)), SECRETS).records
    assert json.loads(json.dumps(thawed(record)))["stock"] == record["stock"]


@pytest.mark.parametrize("name", INSIDE)
def test_what_has_no_rule_stays_inside(name: str) -> None:
    with pytest.raises(DisclosureError, match="the door has no rule for it"):
        protect(Figures("proef", name, (common(name, {}, counted=100),)), SECRETS)


@pytest.mark.parametrize("given", [None, {}, [stock(100)], stock(100)])
def test_only_figures_are_protected(given: Any) -> None:
    with pytest.raises(DisclosureError, match="Only figures of a measure"):
        protect(given, SECRETS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"case_id": "geheim"}, "does not know the fields case_id"),
        ({"stock": "geheim"}, "stock is not a count"),
        ({"stock": 12.5}, "stock is not a count"),
        ({"stock": True}, "stock is not a count"),
        ({"old": -1}, "old is not a count"),
        ({"median_age_days": "geheim"}, "median_age_days is not a figure"),
        ({"median_age_days": [{"object_id": 1}]}, "median_age_days is not a figure"),
        ({"median_age_days": float("nan")}, "median_age_days is not a figure"),
        ({"by": {"geboren": "2001-02-03"}}, "a breakdown by geboren is not by category"),
        ({"by": {"leeftijd": 31}}, "a breakdown by leeftijd is not by category"),
        ({"by": {"lengte": 1.83}}, "a breakdown by lengte is not by category"),
        ({"date": "geheim"}, "date is no setting"),
        ({"period": "geheim"}, "period is not a year, quarter or month"),
        ({"period": "2001-02-03"}, "period is not a year, quarter or month"),
        ({"notes": ["geheim"]}, "notes has codes that the door does not know"),
    ],
)
def test_what_may_identify_does_not_go_out(change: Record, words: str) -> None:
    (record,) = figures(stock(100)).records
    with pytest.raises(DisclosureError, match=words) as refused:
        protect(Figures("proef", "stock", ({**record, **change},)), SECRETS)
    assert not any(value in str(refused.value) for value in ("geheim", "2001", "31", "1.83"))


def test_an_exact_difference_that_no_flow_may_have_does_not_go_out() -> None:
    (record,) = figures(flow(10, 20, 5)).records
    with pytest.raises(DisclosureError, match="residual is not 0"):
        protect(Figures("proef", "flow", ({**record, "residual": 1},)), SECRETS)


def test_a_record_without_its_size_does_not_go_out() -> None:
    (record,) = figures(stock(100)).records
    with pytest.raises(DisclosureError, match="the fields counted are not there"):
        protect(Figures("proef", "stock", ({k: v for k, v in record.items() if k != "counted"},)), SECRETS)


@pytest.mark.parametrize("cells", [{}, {"stock": (99, 7)}, {"stock": (100, 2**32)}, {"stock": (100, -1)}])
def test_a_count_without_the_key_of_its_own_cases_does_not_go_out(cells: Record) -> None:
    (record,) = figures(stock(100)).records
    with pytest.raises(DisclosureError, match=r"cell keys?"):
        protect(Figures("proef", "stock", ({**record, "cells": cells},)), SECRETS)


@pytest.mark.parametrize("cell", ["within", "within_net", "to_30", "other_90"])
def test_a_share_without_the_key_of_its_part_does_not_go_out(cell: str) -> None:
    (record,) = figures(lead_time(100, 100, 100, within=50)).records
    record = {**record, "cells": {name: pair for name, pair in record["cells"].items() if name != cell}}
    with pytest.raises(DisclosureError, match="has no cell key"):
        protect(Figures("proef", "lead-time", (record,)), SECRETS)
    assert str(record["cells"]["counted"][1]) not in repr(SECRETS)


def test_a_point_of_a_curve_without_its_key_does_not_go_out() -> None:
    (record,) = figures(curve([(day, "to") for day in range(60)], [0, 30, 60])).records
    record = {**record, "cells": {name: pair for name, pair in record["cells"].items() if name != "to_30"}}
    with pytest.raises(DisclosureError, match="points, to at day 30 has no cell key"):
        protect(Figures("proef", "lead-time-curve", (record,)), SECRETS)


def test_yes_no_and_unknown_break_down() -> None:
    groups = [stock(100, by={"jong": value}) for value in (True, False, None)]
    assert [record["by"] for record in safe(stock(300), *groups)] == [{}, *({"jong": v} for v in (True, False, None))]
