"""Paperwork says what definitions, registers and settings say, of the rest that it is not known, and the same each time."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.definition import data_dictionary
from ketenmonitor.lawful import Inquiries, Purpose
from ketenmonitor.lawful.purposes import Pseudonyms
from ketenmonitor.paperwork import (
    Facts,
    Route,
    access_matrix,
    assessment_facts,
    facts_of,
    paperwork_files,
    processing_register,
)
from ketenmonitor.store import Home
from ketenmonitor.web import ROUTES, TABLE
from tests.chain import home_of
from tests.unit.citizens.homes import MINE, MY_REPORT, home_with_citizen

DAY = date(2024, 3, 4)
GROUND = "jci1.3:c:BWBR0022463&artikel=13"
PURPOSE = Purpose("toezicht", "Toezicht op de keten", GROUND, date(2024, 1, 1), date(2024, 12, 31))
RETENTION = """
[policy]
chain = "proef"
version = "2024.1"
set_apart = "P1Y"
[rules.melding]
object = "melding"
article = "Wpg art. 8"
reference = "jci1.3:c:BWBR0022463&artikel=8"
period = "P5Y"
then = "remove"
kept = "P1Y"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_with_citizen(tmp_path_factory.mktemp("paper"))


@pytest.fixture
def facts(home: Home) -> Facts:
    """A home of which everything is known that can be."""
    entry = SimpleNamespace(
        purpose=PURPOSE, activity="https://register.example.nl/7c3e", operations=frozenset({"case", "measure"}), chains=None,
        roles=frozenset({"handler"}), organisations=frozenset({"00000099000000001000"}), subjects=("verdachten",),
        categories=("strafrechtelijke gegevens",), recipients=("analisten",),
    )  # fmt: skip
    register: Any = SimpleNamespace(
        version=3, digest="abc", purposes={"toezicht": PURPOSE}, processing=(entry,), pseudonyms=(), inquiries=()
    )
    routes = (Route("case", "/zaken", ("GET",), ("handler",)), Route("home", "/", ("GET",), ()))
    return replace(facts_of(home, DAY, routes), register=register)


def test_each_activity_has_the_fields_of_the_register_and_says_which_are_not_known(facts: Facts) -> None:
    [one] = processing_register(facts)["processing_activities"]
    assert (one["id"], one["name"], one["version"]) == ("https://register.example.nl/7c3e", "Toezicht op de keten", 3)
    assert (one["validFrom"], one["validUntil"], one["legalReference"]) == ("2024-01-01", "2024-12-31", GROUND)
    assert (one["dataSubjects"], one["recipients"]) == (["verdachten"], ["analisten"])
    assert (one["processingOptions"], one["roles"], one["chains"]) == (["case", "measure"], ["handler"], ["proef"])
    assert one["legalBasis"] is None  # of an article no kind of basis is guessed
    assert one["not_known"] == ["legalBasis", "retentionPeriod"]
    assert "purposes" in one["measures"]
    assert "pseudonyms" not in one["measures"]  # not on in this home


def test_what_nothing_says_is_said_to_be_not_known(tmp_path: Path) -> None:
    bare = facts_of(home_of(tmp_path), DAY, None)
    said = processing_register(bare)
    assert said["not_known"] == [
        "controller",
        "data_protection_officer",
        "processing_activities",
        "transfers_to_third_countries",
    ]
    assert access_matrix(bare) == {
        "made_on": "2024-03-04", "permissions": None, "between_organisations": None, "routes": None, "not_known": ["register_of_purposes", "routes"],
    }  # fmt: skip
    found = assessment_facts(bare)
    unknown = {name for name, value in found.items() if value is None}
    assert unknown == {"proposal", "operations", "purposes", "interests", "places", "legal"}
    assert found["retention"] == {"proef": None}
    assert {one["regime"] for one in found["parties"]["proef"]} == {None}
    document = docx.Document(io.BytesIO(paperwork_files(bare, "nl")["impact-assessment.docx"]))
    assert (
        sum(one.text.startswith("Niet bekend") for one in document.paragraphs) == len(unknown) + 1
    )  # and what is kept how long


def test_the_facts_are_those_of_the_definition(facts: Facts) -> None:
    found = assessment_facts(facts)
    assert [(one["object_type"], one["partner"], one["events"]) for one in found["personal_data"]["proef"]] == [
        ("melding", "politie", ["aangifte", "inzending"]), ("strafzaak", "om", ["inschrijving", "besluit"]),
    ]  # fmt: skip
    assert found["operations"] == ["case", "measure"]
    assert [one["regime"] for one in found["parties"]["proef"]] == ["Wpg", "AVG"]
    assert found["legal"] == [GROUND]


def test_what_is_kept_how_long_is_told_from_the_table_that_was_adopted_last(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    folder = home.chain_path("proef") / "retention" / "policies"
    folder.mkdir(parents=True)
    (folder / "0001.toml").write_text(RETENTION.replace("P5Y", "P9Y"), encoding="utf-8")
    (folder / "0002.toml").write_text(RETENTION, encoding="utf-8")
    [rule] = assessment_facts(facts_of(home, DAY, None))["retention"]["proef"]["rules"]
    assert (rule["period"], rule["then"], rule["article"]) == ("P5Y + P1Y", "remove", "Wpg art. 8")


def test_the_matrix_has_a_row_for_each_role_operation_and_purpose(facts: Facts) -> None:
    found = access_matrix(facts)["permissions"]
    assert [(one["kind"], one["who"], one["operation"], one["purpose"], one["chains"]) for one in found] == [
        ("organisation", "00000099000000001000", "case", "toezicht", None),
        ("organisation", "00000099000000001000", "measure", "toezicht", None),
        ("role", "handler", "case", "toezicht", None), ("role", "handler", "measure", "toezicht", None),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(paperwork_files(facts, "nl")["access-matrix.csv"].decode())))
    assert [(one["who"], one["operation"], one["chains"]) for one in rows[2:]] == [
        ("handler", "case", "*"),
        ("handler", "measure", "*"),
    ]


def test_what_is_over_or_has_not_begun_is_no_permission(facts: Facts) -> None:
    for day in (date(2023, 12, 31), date(2025, 1, 1)):
        assert access_matrix(replace(facts, day=day))["permissions"] == []
    assert access_matrix(replace(facts, day=PURPOSE.until))["permissions"]


def test_what_organisations_may_send_or_ask_each_other_is_told(facts: Facts) -> None:
    one, two, three, four = (f"0000009900000000{n}000" for n in range(1, 5))
    assert facts.register
    permitted = SimpleNamespace(
        **{**vars(facts.register), "pseudonyms": (Pseudonyms(PURPOSE, two, frozenset({one}), (three, four), 10, {}),)},
    )
    permitted.inquiries = (Inquiries(PURPOSE, one, frozenset({two}), ("wpg-8",), "", 1, 1, 1, {}),)
    known = replace(facts, register=permitted)  # type: ignore[arg-type]  # it stands for a register
    assert access_matrix(known)["between_organisations"] == [
        {"what": "pseudonyms", "purpose": "toezicht", "ground": GROUND, "from": [one], "to": two, "by": [three, four]},
        {"what": "inquiry", "purpose": "toezicht", "ground": GROUND, "from": [two], "to": one, "by": []},
    ]
    document = docx.Document(io.BytesIO(paperwork_files(known, "nl")["access-matrix.docx"]))
    assert "vragen of een persoon bekend is" in [
        cell.text for table in document.tables for cell in table.columns[0].cells
    ]
    later = access_matrix(replace(known, day=date(2030, 1, 1)))
    assert later["between_organisations"] == []


def test_a_change_of_a_definition_is_seen(home: Home) -> None:
    before, chain = facts_of(home, DAY, None), home.definition("proef")
    kind = chain.objects["melding"]
    changed = replace(
        before, chains=(replace(chain, objects={**chain.objects, "melding": replace(kind, attributes=())}),)
    )
    was, now = (assessment_facts(one)["personal_data"]["proef"] for one in (before, changed))
    assert (bool(was[0]["attributes"]), now[0]["attributes"], now[1:]) == (True, [], was[1:])


@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_same_home_on_the_same_day_gives_the_same_bytes_and_no_identifier(facts: Facts, code: str) -> None:
    files = paperwork_files(facts, code)
    assert files == paperwork_files(facts, code)
    assert not [path for path, content in files.items() if MINE.encode() in content or MY_REPORT.encode() in content]


def test_a_dictionary_has_what_its_partner_delivers_and_no_other(facts: Facts) -> None:
    [chain] = facts.chains
    mine = data_dictionary(chain, "nl", "politie")
    assert "### `politie`" in mine
    assert "### `om`" not in mine
    assert '"partner": "politie"' in mine
    assert paperwork_files(facts, "nl")["dictionaries/proef/politie.md"] == mine.encode()
    assert "### `om`" in data_dictionary(chain)


def test_the_command_writes_all_of_it_with_the_routes_of_the_web(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "paper"
    result = CliRunner().invoke(
        app, ["paperwork", str(home.path), str(out)], env={"KETENMONITOR_NOW": "2024-03-04T12:00:00+01:00"}
    )
    assert result.exit_code == 0, result.exception
    assert "data_protection_officer" in result.output
    routes = json.loads((out / "access-matrix.json").read_text(encoding="utf-8"))["routes"]
    assert {one["route"]: one["roles"] for one in routes} == {name: sorted(TABLE[name]) or None for name, *_ in ROUTES}
    again = CliRunner().invoke(app, ["paperwork", str(home.path), str(out)])
    assert "something here already" in str(again.exception)
