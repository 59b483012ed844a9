"""The audit of a real home: it attacks all kept releases together, and tells no count."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import NotFoundError
from ketenmonitor.publishing import audit
from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, home_of, received
from tests.unit.publishing.homes import released

PUBLICATION = """
[publication]
measures = ["stock"]
breakdowns = ["eenheid"]
periods = ["month"]
"""
UNITS = ("Noord", "Zuid", None)


def delivered(home: Home, folder: Path, month: int, follows: str | None = None) -> None:
    """A month of reports, of which every third was sent on."""
    start, end = f"2024-{month:02d}-01T00:00:00+01:00", f"2024-{month + 1:02d}-01T00:00:00+01:00"
    names = [f"m{month}x{n}" for n in range(40)]
    events = [(f"a{name}", "aangifte", f"2024-{month:02d}-05T10:00:00+01:00", name) for name in names]
    events += [(f"i{name}", "inzending", f"2024-{month:02d}-20T10:00:00+01:00", name) for name in names[::3]]
    objects = [
        {"object_type": "melding", "object_id": name, "eenheid": UNITS[(n % 17 > 1) + (n % 17 > 15)]}
        for n, name in enumerate(names)
    ]
    span = {"delivered_from": start, "delivered_until": end, "made_at": end.replace("00:00:00", "01:00:00")}
    place = deliver(folder, f"d{month}", events=events, objects=objects, follows=follows, **span)
    outcome = received(home, place, f"2024-{month + 1:02d}-02T00:00:00+01:00")
    assert outcome.status == "accepted", outcome.reasons


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("audit")
    made = home_of(folder, DEFINITION + PUBLICATION)
    for month in (1, 2):
        delivered(made, folder, month, f"d{month - 1}" if month > 1 else None)
        released(made, f"2024-{month + 1:02d}-03")
    return made


def changed(home: Home, number: int, change: Callable[[str, object], object]) -> None:
    """Change the numbers of a kept release, by column."""
    place = home.releases_path("proef") / f"{number:04d}.json"
    said = json.loads(place.read_text(encoding="utf-8"))
    said["cells"] = [[table, key, column, change(column, value)] for table, key, column, value in said["cells"]]
    place.write_text(json.dumps(said), encoding="utf-8")


@pytest.fixture(scope="module")
def found(home: Home) -> dict[str, Any]:
    return audit(home, "proef")


def test_all_releases_are_attacked_together_and_hold(found: dict[str, Any]) -> None:
    assert found["releases"] == 2
    assert found["small"] > 0
    assert (found["exact"], found["narrow"], found["not_judged"], found["same_cases_other_number"]) == (0, 0, 0, 0)
    assert found["is_safe"]
    assert found["lines"][-1] == "Veilig. / Safe."


def test_an_audit_says_nothing_of_a_case_or_a_place(found: dict[str, Any]) -> None:
    text = json.dumps(found)
    assert not any(word in text for word in ("m1x", "Noord", "melding", "2024-0"))


def test_numbers_of_other_cases_and_second_numbers_of_the_same_cases_are_not_safe(home: Home) -> None:
    def other(column: str, value: object) -> object:
        if column == "stock" and isinstance(value, int) and value:
            return value + 1 if value < 40 else value + 20
        return value

    place = home.releases_path("proef") / "0002.json"
    kept = place.read_bytes()
    try:
        changed(home, 2, other)
        found = audit(home, "proef")
    finally:
        place.write_bytes(kept)
    assert found["not_judged"] > 0
    assert found["same_cases_other_number"] > 0
    assert not found["is_safe"]
    assert found["lines"][-1].startswith("Niet veilig")


def test_nothing_published_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Nothing was published"):
        audit(home_of(tmp_path), "proef")
