"""Odd links come to a table with both sides and a reason; what is done with each is said, and never decided silently."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.casefile import conflicts, look_up, placeholders
from ketenmonitor.cli import questions
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, deliver, figures, home_of, received

LIMITED = DEFINITION.replace('attributes = ["eenheid"]\n', 'attributes = ["eenheid"]\nmost_links = 3\n', 1)
ONE_CASE = 'to = "strafzaak"\npartner = "om"\n'
REGISTERED = "2024-01-20T09:00:00+01:00"
FILLED = "000000"


def link(source: str, target: str, source_type: str = "melding", target_type: str = "strafzaak") -> dict[str, str]:
    ends = {"from_type": source_type, "from_id": source, "to_type": target_type, "to_id": target}
    return {**ends, "time": REGISTERED}


def reported(*names: str) -> list[tuple[str, str, str, str]]:
    return [(f"a-{name}", "aangifte", "2024-01-02T09:00:00+01:00", name) for name in names]


def registered(*names: str) -> list[tuple[str, str, str, str]]:
    return [(f"b-{name}", "inschrijving", "2024-01-12T09:00:00+01:00", name) for name in names]


def filled(folder: Path, definition: str, links: list[dict[str, str]]) -> Home:
    """Reports M1 to M3 and '000000', cases S1 to S5."""
    home = home_of(folder, definition)
    received(home, deliver(folder, "p1", events=reported("M1", "M2", "M3", FILLED)))
    cases = registered(*(f"S{n}" for n in range(1, 6)))
    assert received(home, deliver(folder, "o1", "om", events=cases, links=links)).status == "accepted"
    return home


def found(home: Home, language: str = "en") -> list[dict[str, Any]]:
    return conflicts(open_view(home, "proef"), language)


def ends(conflict: dict[str, Any]) -> tuple[str, str]:
    return conflict["from_id"], conflict["to_id"]


def members(home: Home, case: str) -> set[str]:
    return {one["id"] for one in look_up(open_view(home, "proef"), case)["objects"]}


def test_a_placeholder_glues_nothing_and_is_listed_with_its_limit(tmp_path: Path) -> None:
    true = [link("M1", "S1"), link("M2", "S2")]
    home = filled(tmp_path, LIMITED, [*true, *(link(FILLED, f"S{n}") for n in range(1, 6))])
    assert members(home, "S1") == {"S1", "M1"}
    assert members(home, "S3") == {"S3"}
    assert [ends(one) for one in found(home)] == [(FILLED, f"S{n}") for n in range(1, 6)]
    assert {(*one["kinds"], one["followed"]) for one in found(home)} == {("placeholder", False)}
    assert found(home)[0]["reason"] == (
        "This melding has 5 links and can have 3: a placeholder and no number. The link is not followed."
    )
    about = {"object_type": "melding", "object_id": FILLED, "links": 5, "most_links": 3, "events": 1}
    assert placeholders(open_view(home, "proef")) == [about]
    (record,) = figures(home, "linkage")
    assert (record["linked"], record["conflicts"], record["conflict_kinds"]["placeholder"]) == (2, 5, 5)


def test_as_many_links_as_an_object_can_have_are_followed(tmp_path: Path) -> None:
    home = filled(tmp_path, LIMITED, [link("M1", f"S{n}") for n in range(1, 4)])
    assert found(home) == []
    assert placeholders(open_view(home, "proef")) == []
    assert members(home, "S3") == {"S3", "M1"}


def test_without_a_limit_nothing_is_taken_for_a_placeholder(tmp_path: Path) -> None:
    home = filled(tmp_path, DEFINITION, [link(FILLED, f"S{n}") for n in range(1, 6)])
    assert found(home) == []
    assert members(home, "S5") == {"S5", FILLED}


def test_a_placeholder_breaks_no_cardinality_of_others(tmp_path: Path) -> None:
    """Stripped first: the one real report of a case contradicts nothing."""
    definition = LIMITED.replace(ONE_CASE, f'{ONE_CASE}cardinality = "one-to-many"\n')
    home = filled(tmp_path, definition, [link("M1", "S1"), *(link(FILLED, f"S{n}") for n in range(1, 6))])
    assert {one["from_id"] for one in found(home)} == {FILLED}


def test_links_that_are_withdrawn_no_longer_make_a_placeholder(tmp_path: Path) -> None:
    home = filled(tmp_path, LIMITED, [link("M1", f"S{n}") for n in range(1, 5)])
    assert members(home, "S1") == {"S1"}
    taken_back = [{**link("M1", "S4"), "withdrawn": "true"}]
    received(home, deliver(tmp_path, "o2", "om", links=taken_back, follows="o1", delivered_from=None))
    assert found(home) == []
    assert members(home, "S1") == {"S1", "M1"}


@pytest.mark.parametrize(
    ("cardinality", "links", "reason"),
    [
        ("many-to-one", [("M1", "S1"), ("M1", "S2")], "A melding belongs to one strafzaak, and this one to 2."),
        ("one-to-many", [("M1", "S1"), ("M2", "S1")], "A strafzaak has one melding, and this one has 2."),
        ("one-to-one", [("M1", "S1"), ("M2", "S1")], "A strafzaak has one melding, and this one has 2."),
    ],
)
def test_links_that_contradict_each_other_stand_beside_each_other(
    tmp_path: Path, cardinality: str, links: list[tuple[str, str]], reason: str
) -> None:
    definition = DEFINITION.replace(ONE_CASE, f'{ONE_CASE}cardinality = "{cardinality}"\n')
    home = filled(tmp_path, definition, [link(*one) for one in [*links, ("M3", "S5")]])
    one, other = found(home)
    assert [ends(one), ends(other)] == links
    assert [ends(there) for there in one["contradicts"]] == [links[1]]
    assert [ends(there) for there in other["contradicts"]] == [links[0]]
    assert one["reason"] == f"{reason} The link is followed, as it was delivered."
    assert [one["followed"], other["followed"]] == [True, True]
    assert (one["partner"], one["delivery_id"], one["time"]) == ("om", "o1", REGISTERED)
    assert one["received_at"] == "2025-01-01T00:00:00+01:00"


def test_of_very_many_that_contradict_the_first_are_named_and_all_are_counted(tmp_path: Path) -> None:
    definition = DEFINITION.replace(ONE_CASE, f'{ONE_CASE}cardinality = "many-to-one"\n')
    home = filled(tmp_path, definition, [link("M1", f"T{n:02d}") for n in range(30)])
    last = found(home)[-1]
    assert (last["kinds"], last["followed"]) == (["dangling", "cardinality"], False)
    assert [there["to_id"] for there in last["contradicts"]] == [f"T{n:02d}" for n in range(10)]
    assert last["contradicted"] == 29


def test_a_circle_names_the_links_by_which_it_goes_on(tmp_path: Path) -> None:
    both = DEFINITION.replace(
        "[attributes.eenheid]", '[[links]]\nfrom = "strafzaak"\nto = "melding"\npartner = "om"\n[attributes.eenheid]'
    )
    home = filled(tmp_path, both, [link("M1", "S1"), link("S1", "M1", "strafzaak", "melding"), link("M2", "S2")])
    one, back = found(home)
    assert (one["kinds"], one["followed"]) == (["cyclic"], True)
    assert ([ends(there) for there in one["contradicts"]], one["contradicted"]) == ([("S1", "M1")], 1)
    assert [ends(there) for there in back["contradicts"]] == [("M1", "S1")]
    assert back["reason"] == "Links lead back to the same strafzaak. The link is followed, as it was delivered."


def test_a_link_to_what_nobody_knows_says_which_end_that_is(tmp_path: Path) -> None:
    home = filled(tmp_path, DEFINITION, [link("M1", "S99"), link("M99", "S1")])
    said = {ends(one): one["reason"] for one in found(home, "nl")}
    assert said["M1", "S99"] == "Geen ketenpartner levert iets over deze strafzaak. De koppeling is niet gevolgd."
    assert said["M99", "S1"] == "Geen ketenpartner levert iets over deze melding. De koppeling is niet gevolgd."


def test_a_link_delivered_again_comes_from_the_last_delivery(tmp_path: Path) -> None:
    home = filled(tmp_path, DEFINITION, [link("M1", "S99")])
    again = deliver(tmp_path, "o2", "om", links=[link("M1", "S99")], follows="o1", delivered_from=None)
    received(home, again, "2025-02-01T00:00:00+01:00")
    (one,) = found(home)
    assert (one["delivery_id"], one["received_at"]) == ("o2", "2025-02-01T00:00:00+01:00")


def test_the_command_prints_a_table_json_and_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = filled(tmp_path, LIMITED, [link("M1", "S99"), *(link(FILLED, f"S{n}") for n in range(1, 6))])
    said = {}
    for form in ("json", "csv", "table"):
        questions.conflicts(home.path, "proef", format=form)
        said[form] = capsys.readouterr().out
    document = json.loads(said["json"])
    assert document == {
        "chain": "proef",
        "conflicts": found(home, "nl"),
        "placeholders": placeholders(open_view(home, "proef")),
    }
    rows = list(csv.DictReader(io.StringIO(said["csv"])))
    assert [(row["from_id"], row["to_id"]) for row in rows] == [ends(one) for one in document["conflicts"]]
    assert "invulwaarden" in said["table"]
    assert "een invulwaarde, geen nummer" in said["table"]
