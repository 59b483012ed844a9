"""Large definitions, sound or not, are read or refused in a time that grows no faster than they do."""

from __future__ import annotations

import time

import pytest

from ketenmonitor.definition import Definition, Fault, definition_from_text
from ketenmonitor.errors import DefinitionError
from ketenmonitor.toml.document import MOST_ASIDES, MOST_MB

ENOUGH_SECONDS = 30  # on a busy machine; what grows with the square takes many minutes
HEAD = """
[chain]
id = "groot"
version = "1"
unit = "zaak"
timezone = "Europe/Amsterdam"
[partners.politie]
[objects.zaak]
partner = "politie"
[attributes.soort]
type = "category"
values = ["a", "b"]
"""
ACTIVITIES = "".join(
    f'[activities.stap_{i:04d}]\npartner = "politie"\nobject = "zaak"\nlog_names = ["Step {i}"]\nattributes = ["soort"]\n'
    for i in range(2000)
)


def faults_in(text: str) -> tuple[Fault, ...]:
    started = time.monotonic()
    with pytest.raises(DefinitionError) as raised:
        definition_from_text(text, "groot.toml")
    assert time.monotonic() - started < ENOUGH_SECONDS
    return tuple(fault for fault in raised.value.faults if isinstance(fault, Fault))


def test_two_thousand_activities_are_read() -> None:
    started = time.monotonic()
    read = definition_from_text(HEAD + ACTIVITIES)
    assert time.monotonic() - started < ENOUGH_SECONDS
    assert isinstance(read, Definition)
    assert len(read.activities) == 2000


def test_hundreds_of_names_that_lead_nowhere_are_all_told_with_a_hint() -> None:
    names = ", ".join(f'"stap_x{i:04d}"' for i in range(300))
    found = faults_in(f'{HEAD}{ACTIVITIES}[lead_times.lang]\nfrom = [{names}]\nto = ["stap_0001"]\n')
    assert [fault.code for fault in found] == ["reference-unknown"] * 300
    assert "Did you mean" in found[0].remedy


def test_of_thousands_of_repeated_statements_the_first_are_told_and_that_there_may_be_more() -> None:
    found = faults_in(HEAD + "[partners.politie]\n" * 3000)
    assert [fault.code for fault in found] == ["declared-twice"] * MOST_ASIDES + ["more-faults"]
    assert "declared before, on line 7" in found[0].message


def test_a_list_of_a_hundred_thousand_values_is_looked_through_once() -> None:
    values = ", ".join(f"{i}" for i in range(100_000))
    text = f'{HEAD}{ACTIVITIES}[attributes.n]\ntype = "integer"\n[themes.veel]\nwhere = {{ n = [{values}, 7] }}\n'
    assert [f.place for f in faults_in(text) if f.code == "twice-in-list"] == ["themes.veel.where.n[100001]"]


def test_a_file_that_is_no_definition_by_its_size_is_not_read() -> None:
    (fault,) = faults_in("#" * ((MOST_MB << 20) + 1))
    assert (fault.code, fault.line) == ("file-too-large", 1)
    assert "no data" in fault.remedy
