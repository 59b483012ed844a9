"""An attribute may be called as a column that a measure uses itself: the figures are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.store import Home
from tests.chain import DEFINITION, deliver, figures, home_of, received

# Columns of the tables in which cases are counted. Each is an attribute here that says the same as `eenheid`.
NAMES = ("kind", "own", "status", "start_us")
ATTRIBUTE = '[attributes.{}]\ntype = "category"\nvalues = ["Noord", "Zuid"]\n'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder: Path = tmp_path_factory.mktemp("names")
    listed = ", ".join(f'"{name}"' for name in ("eenheid", *NAMES))
    text = DEFINITION.replace('attributes = ["eenheid"]', f"attributes = [{listed}]")
    home = home_of(folder, text + "".join(map(ATTRIBUTE.format, NAMES)))
    reported = [(f"a{n}", "aangifte", f"2024-01-{n + 1:02d}T09:00:00+01:00", f"M{n}") for n in range(9)]
    sent = [(f"z{n}", "inzending", "2024-01-15T09:00:00+01:00", f"M{n}") for n in range(5)]
    done = [(f"s{n}", "inschrijving", "2024-01-20T09:00:00+01:00", f"S{n}") for n in range(4)]
    done += [(f"b{n}", "besluit", "2024-01-25T09:00:00+01:00", f"S{n}") for n in range(2)]
    said = [
        {"object_type": "melding", "object_id": f"M{n}", **dict.fromkeys(("eenheid", *NAMES), ("Noord", "Zuid")[n % 2])}
        for n in range(9)
    ]
    same = {"from_type": "melding", "to_type": "strafzaak", "time": "2024-01-16T09:00:00+01:00"}
    linked = [{**same, "from_id": f"M{n}", "to_id": f"S{n}"} for n in range(4)]
    for one in (
        deliver(folder, "p1", events=reported + sent, objects=said),
        deliver(folder, "o1", "om", events=done, links=linked),
    ):
        assert received(home, one).status == "accepted"
    return home


def counted(home: Home, measure: str, name: str) -> list[dict[str, Any]]:
    return [{**record, "by": record["by"].get(name, "total")} for record in figures(home, measure, by=(name,))]


@pytest.mark.parametrize("measure", ["lead-time", "stock", "term"])
def test_the_name_of_an_attribute_does_not_matter(home: Home, measure: str) -> None:
    usual = counted(home, measure, "eenheid")
    assert {"Noord", "Zuid"} <= {record["by"] for record in usual if record["counted"]}
    for name in NAMES:
        assert counted(home, measure, name) == usual
