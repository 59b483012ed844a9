"""What is held about somebody: of every partner, in force or not, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.citizens import Overview, as_data, grounds_of, overview
from ketenmonitor.errors import DefinitionError
from ketenmonitor.keys import Signer, make_key
from ketenmonitor.lawful import Processing, Purpose, Register
from ketenmonitor.logbook import Audit, Logbook
from ketenmonitor.logbook import Processing as Action
from ketenmonitor.store import Home, case_name, case_names
from tests.chain import deliver, instant, received
from tests.looks import looked
from tests.unit.citizens.homes import MINE, MY_REPORT, NOW, OFFICE, OTHER, home_with_citizen


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return home_with_citizen(tmp_path_factory.mktemp("citizen"))


def said(found: Overview) -> dict[str, list[tuple[str, str, str | None]]]:
    return {one.partner: sorted((i.kind, i.what, i.value) for i in one.items) for one in found.partners}


def test_a_case_gives_what_every_partner_holds_of_it_and_of_what_leads_to_it(home: Home) -> None:
    found = overview(home, "proef", [MINE], NOW)
    assert said(found) == {
        "politie": [("attribute", "eenheid", "Noord"), ("event", "aangifte", None), ("object", "melding", None)],
        "om": [("event", "besluit", None), ("event", "inschrijving", None), ("link", "melding", None)],
    }
    [at_politie, at_om] = found.partners
    assert at_politie.since_us == at_om.since_us == instant("2024-02-02T09:00:00+01:00")
    assert at_politie.desk is not None
    assert at_politie.desk.regime.id == "Wpg"


def test_a_shared_report_does_not_lead_to_the_case_of_somebody_else(home: Home) -> None:
    found = overview(home, "proef", [MY_REPORT], NOW)
    assert said(found) == {
        "politie": [("attribute", "eenheid", "Noord"), ("event", "aangifte", None), ("object", "melding", None)],
        "om": [],
    }
    text = json.dumps(as_data(overview(home, "proef", [MINE], NOW), for_citizen=False))
    assert not any(identifier in text for identifier in (MINE, MY_REPORT, OTHER))


def test_of_an_identifier_that_is_not_known_nothing_is_held(home: Home) -> None:
    found = overview(home, "proef", ["nergens"], NOW)
    assert said(found) == {"politie": [], "om": []}
    assert found.looks == ()


def test_what_was_replaced_withdrawn_or_set_apart_is_told_too(tmp_path: Path) -> None:
    home = home_with_citizen(tmp_path)
    later = [
        {
            "event_id": "e4",
            "activity": "besluit",
            "time": "2024-02-02T10:00:00+01:00",
            "object_id": MINE,
            "withdrawn": "false",
        },
        {
            "event_id": "e2",
            "activity": "inschrijving",
            "time": "2024-01-11T10:00:00+01:00",
            "object_id": MINE,
            "withdrawn": "true",
        },
        {
            "event_id": "e9",
            "activity": "verzonnen",
            "time": "2024-02-03T10:00:00+01:00",
            "object_id": MINE,
            "withdrawn": "false",
        },
    ]
    span = {"delivered_from": "2024-02-01T00:00:00+01:00", "delivered_until": "2024-03-01T00:00:00+01:00"}
    outcome = received(
        home, deliver(tmp_path, "o2", "om", events=later, follows="o", **span), "2024-03-02T09:00:00+01:00"
    )
    assert (outcome.status, outcome.n_quarantined) == ("accepted", 1)
    found = overview(home, "proef", [MINE], NOW)
    states = sorted((i.kind, i.what, i.state) for i in found.partners[1].items)
    assert states == [
        ("event", "besluit", "current"), ("event", "besluit", "replaced"), ("event", "inschrijving", "replaced"),
        ("event", "inschrijving", "withdrawn"), ("link", "melding", "current"), ("quarantine", "events.csv", "set-apart"),
    ]  # fmt: skip


def test_who_looked_is_found_by_keyed_hash_without_a_name_and_without_who_answers(tmp_path: Path) -> None:
    home = home_with_citizen(tmp_path)
    looked(home, NOW - 5, "iemand", MINE, purpose="onderzoek")
    looked(home, NOW - 4, "iemand", OTHER)
    looked(home, NOW - 3, "officer", MINE, "citizen")
    looked(home, NOW - 2, "ander", MY_REPORT)
    found = as_data(overview(home, "proef", [MINE], NOW), for_citizen=True)
    assert [(one["operation"], one["purpose"], one["organisation"], one["roles"]) for one in found["looks"]] == [
        ("case", "onderzoek", None, []), ("case", None, None, []),
    ]  # fmt: skip
    assert "iemand" not in json.dumps(found)
    (home.path / "citizens.toml").write_text(
        OFFICE.replace("[partners.politie]", "names_of_employees = true\n[partners.politie]")
    )
    named = as_data(overview(home, "proef", [MINE], NOW), for_citizen=True)
    assert [one["employee"] for one in named["looks"]] == ["iemand", "ander"]


URI = "https://register.example.nl/verwerkingsactiviteiten/1"
INTERNAL = Path("log") / "internal.jsonl"


def looked_in_the_logs(logbook: Logbook, at_us: int, result: str, **who: Any) -> str:
    """A look at me, in the three logs of an organisation."""
    name = case_name(logbook.home, "proef", MINE)
    action = Action("case", URI, at_us, at_us, subject=name, subject_type="urn:proef:zaak")
    said = Audit(at_us, "medewerker 7", "case", result, organisation="politie", object=name, **who)  # type: ignore[arg-type]  # a literal
    return logbook.confirm([action] if result == "permitted" else [], None, said)


def test_who_looked_is_joined_over_logs_by_the_trace(tmp_path: Path) -> None:
    home = home_with_citizen(tmp_path)
    logbook = Logbook(home)
    looked_in_the_logs(logbook, NOW, "permitted", roles=("handler",), purpose="toezicht")
    looked_in_the_logs(logbook, NOW, "refused")
    nameless = json.loads(next(logbook.logs["processing"].records())[1] or b"") | {"trace_id": "ab" * 16}
    logbook.logs["processing"].confirm([json.dumps(nameless).encode()])  # cut off before the audit log had its line
    found = as_data(overview(home, "proef", [MINE], NOW), for_citizen=True)
    assert sorted((one["organisation"] or "", one["roles"], one["purpose"]) for one in found["looks"]) == [
        ("", [], None), ("politie", ["handler"], "toezicht"),
    ]  # fmt: skip
    assert "medewerker" not in json.dumps(found)


def test_looks_from_before_there_was_a_register_are_found_with_those_after_it(tmp_path: Path) -> None:
    home = home_with_citizen(tmp_path)
    looked(home, NOW - 9, "in dit log", MINE)
    name, former = case_names(home, "proef", MINE)
    trace = looked_in_the_logs(Logbook(home), NOW, "permitted", purpose="toezicht")
    line = {"at": "2024-03-01T12:00:00+01:00", "command": "case", "chain": "proef"}
    with (home.path / INTERNAL).open("a", encoding="utf-8") as file:
        file.write(json.dumps({**line, "user": "versie 0.2.0", "case": former}) + "\n")
        file.write(json.dumps({**line, "user": "ook daar", "case": name, "trace": trace, "permitted": True}) + "\n")
        file.write(json.dumps({**line, "user": "geweigerd", "case": name, "refused": "purpose-missing"}) + "\n")
    employees = OFFICE.replace("[partners.politie]", "names_of_employees = true\n[partners.politie]")
    (home.path / "citizens.toml").write_text(employees, encoding="utf-8")
    found = as_data(overview(home, "proef", [MINE], NOW), for_citizen=True)
    assert [one["employee"] for one in found["looks"]] == ["versie 0.2.0", "in dit log", "medewerker 7"]


def test_without_settings_and_register_it_is_said_to_be_not_known(tmp_path: Path) -> None:
    home = home_with_citizen(tmp_path, office=None)
    found = as_data(overview(home, "proef", [MINE], NOW), for_citizen=True)
    assert found["grounds"] is None
    assert [one["regime"] for one in found["partners"]] == [None, None]


def test_a_ground_is_named_only_when_the_register_says_so_of_this_chain() -> None:
    purpose = Purpose("p", "Toezicht", "jci1.3:c:BWBR0022463&artikel=13", date(2024, 1, 1), date(2024, 12, 31))
    entries = tuple(
        Processing(purpose, "urn:x:1", frozenset({"case"}), chains, frozenset({"handler"}), frozenset())
        for chains in (frozenset({"proef"}), frozenset({"andere"}), None)
    )
    register = Register(1, "x", {"p": purpose}, (), entries)
    assert [one.operations for one in grounds_of(register, "proef") or ()] == [("case",), ("case",)]
    assert grounds_of(None, "proef") is None
    [one, _] = grounds_of(register, "proef") or ()
    assert (one.holds(date(2024, 12, 31)), one.holds(date(2025, 1, 1))) == (True, False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('regime = "Wpg"', 'regime = "Wet"'), "is no regime"),
        (("[partners.politie]", "[partners.nergens]"), 'no chain here has a partner "nergens"'),
        (('contact = "privacy@om.example.nl"', ""), '"contact" is missing'),
    ],
)
def test_every_fault_of_the_settings_has_its_line(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    home = home_with_citizen(tmp_path, office=OFFICE.replace(*change))
    with pytest.raises(DefinitionError, match=words) as caught:
        overview(home, "proef", [MINE], NOW)
    assert "citizens.toml:" in str(caught.value)


def test_the_register_of_the_settings_is_read_with_its_signature(tmp_path: Path) -> None:
    from ketenmonitor.lawful import sign_register

    home = home_with_citizen(tmp_path)
    place = home.path / "purposes.toml"
    place.write_text(
        '[register]\nversion = 1\n[purposes.toezicht]\ntitle = "Toezicht"\nground = "jci"\nfrom = 2024-01-01\nuntil = 2024-12-31\n'
    )
    signer = Signer(make_key(tmp_path / "sign.key", "signing", b"a passphrase of tests"))
    sign_register(place, signer)
    with (home.path / "monitor.toml").open("a") as file:
        file.write(f'\n[purposes]\nregister = "purposes.toml"\nsigned_by = ["{signer.public}"]\n')
    assert (
        overview(home, "proef", [MINE], NOW).grounds == ()
    )  # it has no entry that says what may be done with this chain
