"""Made-up persons have what makes linking hard, and the truth about them holds."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from pathlib import Path

import pytest

from ketenmonitor.errors import RecordsError
from ketenmonitor.records import write_registers
from ketenmonitor.records.made_up.faults import Rates, typed, written_prefix
from ketenmonitor.records.made_up.registers import GROUPS, registers
from ketenmonitor.records.persons.surnames import surname

NONE = Rates(**{field.name: 0.0 for field in fields(Rates)})


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        write_registers(tmp_path / name, 50, seed, 1.0)
    read = {name: {p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "again", "other")}
    assert read["one"] == read["again"]
    assert read["one"]["a.csv"] != read["other"]["a.csv"]
    with pytest.raises(RecordsError, match="not empty"):
        write_registers(tmp_path / "one", 50, 3, 1.0)


def test_without_faults_both_sides_say_the_same_of_one_person() -> None:
    made = registers(300, 200, 150, 5, (NONE, NONE))
    a, b = ({row["id"]: row for row in side} for side in (made.a, made.b))
    assert (len(a), len(b), len(set(made.truth))) == (300, 200, 150)
    for x, y in made.truth:
        assert {**a[x], "id": ""} == {**b[y], "id": ""}


def test_every_hard_group_occurs() -> None:
    made = registers(3000, 3000, 1200, 6)
    assert {group for groups in made.groups.values() for group in groups} == set(GROUPS)
    assert set(made.groups) == {row["id"] for row in made.a}


@pytest.mark.parametrize("fault", [field.name for field in fields(Rates)])
def test_every_fault_changes_what_is_written(fault: str) -> None:
    """One fault at a time, on one side: some row of a person says something else than without it."""
    only = replace(NONE, **{fault: 0.9})
    made = registers(300, 300, 300, 8, (NONE, only))
    a, b = ({row["id"]: row for row in side} for side in (made.a, made.b))
    otherwise = sum({**a[x], "id": ""} != {**b[y], "id": ""} for x, y in made.truth)
    assert otherwise > (10 if fault != "names_exchanged" else 200)


def test_slips_keep_a_name_near() -> None:
    chance = random.Random(1)
    for _ in range(200):
        assert abs(len(typed("Verhoeven", chance)) - 9) <= 1


def test_prefixes_in_other_spellings_are_the_same_name() -> None:
    chance = random.Random(1)
    spelt = {written_prefix("van der Linden", chance) for _ in range(100)}
    assert len(spelt) >= 5
    assert {surname(name).core for name in spelt} == {"linden"}
