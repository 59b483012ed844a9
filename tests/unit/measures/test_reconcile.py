"""Published figures beside computed ones: for the same moment, group and field, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.store import Home
from tests.chain import deliver, figures, home_of, received

EVENTS = [
    ("e1", "aangifte", "2024-01-05", "m1"),
    ("e2", "aangifte", "2024-01-06", "m2"),
    ("e3", "inzending", "2024-01-20", "m1"),
]
UNITS = [{"object_type": "melding", "object_id": f"m{i}", "eenheid": e} for i, e in ((1, "Noord"), (2, "Zuid"))]


def said(measure: str, id: str, field: str, value: float, **more: Any) -> dict[str, Any]:
    return {
        "measure": measure,
        "id": id,
        "field": field,
        "date": "",
        "period": "",
        "eenheid": "",
        "value": value,
        **more,
    }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_of(tmp_path)
    rows = [
        said("stock", "politie", "stock", 2, date="2024-01-10"),
        said("stock", "politie", "stock", 5, date="2024-01-25"),
        said("stock", "politie", "stock", 1, date="2024-01-10", eenheid="Zuid"),
        said("flow", "politie", "entered", 3, period="2024-01"),
        said("flow", "politie", "entered", 3, date="2024-01-31"),
        said("stock", "politie", "stock", 9, date="2025-01-31"),
        said("vertrouwen", "burgers", "cijfer", 6.5, date="2024-01-31"),
    ]
    received(made, deliver(tmp_path, events=EVENTS, objects=UNITS, figures=rows))
    return made


def seen(home: Home, **asked: Any) -> set[tuple[Any, ...]]:
    return {
        (r["of_measure"], r["date"] or r["period"], *r["by"].values(), r["published"], r["computed"], r["difference"])
        for r in figures(home, "reconcile", **asked)
    }


def test_what_is_computed_stands_beside_what_is_published(home: Home) -> None:
    assert seen(home) == {
        ("stock", "2024-01-10", 2.0, 2, 0.0),
        ("stock", "2024-01-25", 5.0, 1, -4.0),
        ("stock", "2024-01-10", "Zuid", 1.0, 1, 0.0),
        ("flow", "2024-01", 3.0, 2, -1.0),
        ("flow", "2024-01-31", 3.0, None, None),
        ("stock", "2025-01-31", 9.0, None, None),
        ("vertrouwen", "2024-01-31", 6.5, None, None),
    }


def test_what_cannot_be_checked_says_why(home: Home) -> None:
    notes = {(r["of_measure"], r["date"] or r["period"]): r["notes"] for r in figures(home, "reconcile")}
    assert notes["flow", "2024-01-31"] == ["not-applicable"]  # a flow is about a period, and none was given
    assert notes["stock", "2025-01-31"] == ["not-delivered"]
    assert notes["vertrouwen", "2024-01-31"] == ["not-applicable"]
    assert notes["stock", "2024-01-10"] == []


def test_dates_choose_what_is_reconciled(home: Home) -> None:
    assert {row[1] for row in seen(home, first_day=date(2024, 1, 20), last_day=date(2024, 1, 31))} == {
        "2024-01-25", "2024-01", "2024-01-31",
    }  # fmt: skip
