"""An object-centric log becomes deliveries in which every event, object and relation is a row or is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.instants import parse_instant
from ketenmonitor.intake import Outcome, import_log
from ketenmonitor.intake.logs.ocel import READERS
from ketenmonitor.intake.logs.reading import FORMS as ENDS
from ketenmonitor.store import make_home
from tests.unit.intake.logs_samples import Imported
from tests.unit.intake.ocel_samples import CHAIN, FORMS, chain, happened, ocel, read, thing, written

pytestmark = pytest.mark.parametrize("form", FORMS)

REPORTS = (thing("m1", "Police report"), thing("m2", "Police report"), thing("z1", "Case"))
ROW = ("event_id", "activity", "object_id")


def rows(found: Imported, partner: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[name] for name in ROW) for row in found.rows(partner)]


def through_the_gate(folder: Path, log: Path) -> dict[str, Outcome]:
    source = folder / "keten.toml"
    source.write_text(CHAIN, encoding="utf-8")
    home = make_home(folder / "home", [source])
    outcomes = import_log(home, "keten", log, parse_instant("2026-01-01T00:00:00Z", chain().zone))
    assert [outcome.reasons for outcome in outcomes] == [()] * 3
    return {str(outcome.partner): outcome for outcome in outcomes}


def reasons(outcome: Outcome) -> list[str]:
    return [str(row["reason"]).partition(":")[0] for row in outcome.quarantined]


def test_an_event_is_a_row_for_each_object_of_the_type_that_its_activity_happens_to(tmp_path: Path, form: str) -> None:
    events = (happened("e1", "Report filed", "m1", "z1", "m2"), happened("e2", "inning", "z1"))
    found = read(tmp_path, *REPORTS, *events, form=form)
    assert rows(found, "politie") == [("e1\x1fm1", "aangifte", "m1"), ("e1\x1fm2", "aangifte", "m2")]
    assert rows(found, "cjib") == [("e2\x1fz1", "inning", "z1")]
    assert found.findings == {"event-of-several-objects": 1, "object-not-of-the-activity": 1}


def test_a_relation_to_an_object_of_an_undeclared_type_is_counted_apart(tmp_path: Path, form: str) -> None:
    found = read(tmp_path, *REPORTS, thing("p", "Person"), happened("e1", "Register", "p", "z1"), form=form)
    assert rows(found, "om") == [("e1\x1fz1", "inschrijving", "z1")]
    assert found.findings == {"undeclared-object": 1, "undeclared-object-type": 1}


def test_an_object_type_is_known_by_its_key_or_its_id(tmp_path: Path, form: str) -> None:
    found = read(tmp_path, thing("a", "melding"), thing("b", "case"), happened("e", "inning", "a"), form=form)
    assert [row["object_id"] for row in found.rows("politie", "objects")] == ["a"]
    assert found.rows("om", "objects") == []
    assert found.findings["undeclared-object"] == 1


def test_a_key_that_is_the_id_of_another_type_wins(tmp_path: Path, form: str) -> None:
    swapped = CHAIN.replace('"Police report"', '"zaak"').replace('"Case"', '"melding"')
    found = read(tmp_path, thing("a", "zaak"), happened("e", "aangifte", "a"), form=form, definition=chain(swapped))
    assert rows(found, "politie") == [("e\x1fa", "aangifte", "a")]


def test_an_event_that_nobody_declares_is_set_apart_whole(tmp_path: Path, form: str) -> None:
    log = ocel(*REPORTS, happened("e1", "Phone call", "m1", "z1", "gone"), happened("e2", "Phone call"))
    outcomes = through_the_gate(tmp_path, written(tmp_path, log, form))
    assert reasons(outcomes["politie"]) == ["unknown-activity"] * 4
    assert outcomes["politie"].counts["events"] == 0
    assert rows(read(tmp_path, *log["objects"], *log["events"], form=form), "politie") == [
        ("e1\x1fm1", "Phone call", "m1"),
        ("e1\x1fz1", "Phone call", "z1"),
        ("e1\x1fgone", "Phone call", "gone"),
        ("e2\x1f", "Phone call", None),
    ]


def test_an_event_without_an_object_of_its_type_is_set_apart(tmp_path: Path, form: str) -> None:
    log = ocel(*REPORTS, happened("e1", "Register", "m1"), happened("e2", "Register"), happened("e3", "inning", "z1"))
    outcomes = through_the_gate(tmp_path, written(tmp_path, log, form))
    assert reasons(outcomes["om"]) == ["empty-identifier"] * 2
    assert outcomes["politie"].findings["event-without-object"] == 2
    assert outcomes["politie"].findings["object-not-of-the-activity"] == 1


def test_an_event_with_an_object_that_is_not_in_the_log_is_set_apart_with_its_identifier(
    tmp_path: Path, form: str
) -> None:
    log = ocel(*REPORTS, happened("e1", "Register", "gone", "z1"))
    found = read(tmp_path, *log["objects"], *log["events"], form=form)
    assert rows(found, "om") == [("e1\x1fgone", "inschrijving", None), ("e1\x1fz1", "inschrijving", "z1")]
    assert found.findings == {"missing-object": 1}
    outcomes = through_the_gate(tmp_path, written(tmp_path, log, form))
    assert reasons(outcomes["om"]) == ["empty-identifier"]
    assert outcomes["om"].counts["events"] == 1


def test_the_same_object_twice_at_an_event_is_a_repetition(tmp_path: Path, form: str) -> None:
    event = happened("e1", "Register", "z1", "z1")
    event["relationships"][1]["qualifier"] = "again"
    outcomes = through_the_gate(tmp_path, written(tmp_path, ocel(*REPORTS, event), form))
    assert outcomes["om"].counts["events"] == 1
    assert outcomes["om"].findings == {"repeated-row": 1}
    assert outcomes["politie"].findings == {"qualifier-left-out": 1}


def test_an_object_comes_in_without_events_and_attributes(tmp_path: Path, form: str) -> None:
    parts = (thing("z1", "Case", ernst="3"), thing("z2", "Case"), thing("m1", "Police report"), thing("p", "Person"))
    log = ocel(*parts, happened("e1", "Register", "z1"))
    found = read(tmp_path, *log["objects"], *log["events"], form=form)
    assert found.rows("om", "objects") == [
        {"object_type": "zaak", "object_id": "z1", "ernst": "3", "ingekomen": None},
        {"object_type": "zaak", "object_id": "z2", "ernst": None, "ingekomen": None},
    ]
    assert found.rows("politie", "objects") == [{"object_type": "melding", "object_id": "m1", "eenheid": None}]
    assert found.findings == {"undeclared-object": 1}
    outcomes = through_the_gate(tmp_path, written(tmp_path, log, form))
    assert {name: outcome.counts.get("objects") for name, outcome in outcomes.items()} == {
        "politie": 1,
        "om": 2,
        "cjib": None,
    }


def test_of_a_value_that_changed_the_latest_counts_whatever_the_order_of_the_file(tmp_path: Path, form: str) -> None:
    z1, z2 = thing("z1", "Case", ernst="1"), thing("z2", "Case", ernst="9")
    z1["attributes"] += [
        {"name": "ernst", "time": "2025-03-01T12:00:00+02:00", "value": "2"},
        {"name": "ernst", "time": "2025-03-01T10:30:00Z", "value": "4"},
        {"name": "ernst", "time": "2025-03-01T11:00:00", "value": "3"},  # 10:00 UTC
        {"name": "ernst", "time": "soon", "value": "5"},
    ]
    z2["attributes"].append({"name": "ernst", "time": "2025-03-01T10:30:00Z", "value": "9"})
    found = read(tmp_path, z1, z2, happened("e1", "Register", "z1"), form=form)
    assert [row["ernst"] for row in found.rows("om", "objects")] == ["4", "9"]
    assert found.findings == {"attribute-changed-over-time": 1, "attribute-time-unreadable": 1}


def test_of_values_at_the_same_time_the_first_counts_and_this_is_told(tmp_path: Path, form: str) -> None:
    z1 = thing("z1", "Case", ernst="1")
    z1["attributes"] += [{"name": "ernst", "time": "2025-03-01", "value": value} for value in ("2", "3")]
    found = read(tmp_path, z1, happened("e1", "Register", "z1"), form=form)
    assert [row["ernst"] for row in found.rows("om", "objects")] == ["2"]
    assert found.findings == {"attribute-changed-over-time": 1, "conflicting-attribute": 1}


def test_an_attribute_of_an_event_goes_to_each_row_of_an_activity_that_declares_it(tmp_path: Path, form: str) -> None:
    register = happened("e1", "Register", "z1", "z2", bedrag="12.50", ingekomen="2025-06-30T22:30:00Z")
    others = (happened("e2", "inning", "z1", bedrag="5"), happened("e3", "Call", "z1", bedrag="6"))
    found = read(tmp_path, *REPORTS, thing("z2", "Case"), register, *others, form=form)
    assert [(row["bedrag"], row["ingekomen"]) for row in found.rows("om")] == [("12.50", "2025-07-01")] * 2
    assert "bedrag" not in found.rows("cjib")[0]
    assert found.findings == {"event-of-several-objects": 1, "undeclared-attribute-values": 2}


def test_what_is_not_declared_stays_out_and_is_counted(tmp_path: Path, form: str) -> None:
    case = thing("z1", "Case", bsn="123456782", eenheid="Oost", ernst="")
    event = happened("e1", "Register", "z1", agent="Jansen", ernst="1")
    found = read(tmp_path, case, event, form=form)
    # `ernst` of an event and `bsn`, `agent` are declared nowhere; `eenheid` is, but not of a case.
    assert found.findings == {"undeclared-attribute-columns": 3, "undeclared-attribute-values": 4}
    for folder in found.folders:
        for file in folder.iterdir():
            assert b"123456782" not in file.read_bytes()
            assert b"Jansen" not in file.read_bytes()


def test_a_relation_between_objects_is_a_link_of_who_delivers_it(tmp_path: Path, form: str) -> None:
    objects = (thing("m1", "Police report", "z1"), thing("z1", "Case", "m2", "z2"), thing("m2", "melding", "gone"))
    later, first = "2025-03-02T10:00:00+01:00", "2025-03-01T10:00:00+01:00"
    events = (happened("e1", "Register", "z1", time=later), happened("e2", "Report filed", "m1", time=first))
    log = ocel(*objects, thing("z2", "Case"), *events)
    found = read(tmp_path, *log["objects"], *log["events"], form=form)
    assert [list(row.values()) for row in found.rows("om", "links")] == [
        ["melding", "m1", "zaak", "z1", "2025-03-01T09:00:00.000000Z"],
        ["melding", "m2", "zaak", "z1", "2025-03-02T09:00:00.000000Z"],
    ]
    assert found.findings == {"link-reversed": 1, "link-with-missing-object": 1, "undeclared-link": 1}
    assert [sorted(str(name) for name in one["files"]) for one in found.manifests.values()] == [  # type: ignore[attr-defined]  # a dictionary
        ["events.parquet", "objects.parquet"],
        ["events.parquet", "links.parquet", "objects.parquet"],
        ["events.parquet"],
    ]
    assert through_the_gate(tmp_path, written(tmp_path, log, form))["om"].counts["links"] == 2


def test_a_link_between_objects_without_events_has_the_first_moment_of_the_log(tmp_path: Path, form: str) -> None:
    objects = (thing("m1", "Police report", "z1"), thing("z1", "Case"), thing("z2", "Case"))
    odd = happened("e1", "Register", "z1", time="0001-01-01T00:00:00Z")
    found = read(tmp_path, *objects, odd, happened("e2", "Register", "z2"), form=form)
    assert [row["time"] for row in found.rows("om", "links")] == ["2025-03-01T10:00:00.000000Z"]


def test_an_object_that_is_listed_twice_has_its_first_type(tmp_path: Path, form: str) -> None:
    found = read(tmp_path, thing("a", "Case"), thing("a", "Police report"), happened("e", "inning", "a"), form=form)
    assert rows(found, "cjib") == [("e\x1fa", "inning", "a")]
    assert found.rows("politie", "objects") == []
    assert found.findings == {"identifier-twice": 1}


def test_a_time_stays_as_it_is_written_and_what_is_odd_about_it_is_told(tmp_path: Path, form: str) -> None:
    texts = ["2025-03-01T10:00:00.1234567Z", "2025-03-02 10:00:00", "soon"]
    events = [happened(f"e{n}", "inning", "z1", time=text) for n, text in enumerate(texts)]
    found = read(tmp_path, *REPORTS, *events, form=form)
    assert [row["time"] for row in found.rows("cjib")] == ["2025-03-01T10:00:00.123456Z", *texts[1:]]
    assert found.findings == {"time-cut-to-microseconds": 1, "time-without-offset": 1}
    assert {one["delivered_from"] for one in found.manifests.values()} == {"2025-03-01T11:00:00.123456+01:00"}
    assert {one["delivered_until"] for one in found.manifests.values()} == {"2025-03-02T10:00:00+01:00"}


def test_a_row_without_an_identifier_reaches_the_gate(tmp_path: Path, form: str) -> None:
    log = ocel(*REPORTS, thing("", "Case"), happened("", "Register", "z1"), happened("e2", "Register", "z1"))
    outcomes = through_the_gate(tmp_path, written(tmp_path, log, form))
    expected = ["empty-identifier"] * (3 if form == "sqlite" else 2)
    assert reasons(outcomes["om"]) == expected
    # In SQLite a relation finds its event by the identifier: without one it is with no event that is known.
    assert outcomes["politie"].findings.get("missing-event", 0) == (form == "sqlite")


def test_an_end_of_a_name_that_is_read_has_a_reader(form: str) -> None:
    assert f".{form}" in READERS
    assert set(READERS) | {".xes.gz", ".xes", ".csv"} == set(ENDS)
