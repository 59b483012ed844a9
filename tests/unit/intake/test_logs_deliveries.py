"""A log becomes one full delivery per partner, in which every row is found once and nothing undeclared at all."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.instants import parse_instant
from tests.unit.intake.logs_samples import MADE_AT_US, chain, event, imported, trace, value, written, xes


def test_every_partner_has_a_full_delivery_that_covers_the_log(tmp_path: Path) -> None:
    log = written(
        tmp_path,
        "my log.xes",
        xes(trace("c", event("Report", "2024-01-01T00:00:00+01:00"), event("vonnis", "2024-12-31"))),
    )
    found = imported(log)
    assert list(found.manifests) == ["politie", "om", "cjib"]
    content = hashlib.sha256(f"{hashlib.sha256(log.read_bytes()).hexdigest()} 1".encode()).hexdigest()[:12]
    said = found.manifests["cjib"]
    events = said.pop("files")["events.parquet"]  # type: ignore[index]
    assert said == {
        "delivery_id": f"my log-cjib-{content}",
        "partner": "cjib",
        "chain": "keten",
        "definition_version": "1",
        "kind": "full",
        "follows": None,
        "delivered_from": "2024-01-01T00:00:00+01:00",
        "delivered_until": "2024-12-31T00:00:00+01:00",
        "made_at": "2026-01-01T01:00:00+01:00",
        "contact": None,
    }
    assert events["rows"] == 0
    assert [folder.name for folder in found.folders] == [str(one["delivery_id"]) for one in found.manifests.values()]


def test_an_activity_is_known_by_its_log_names_or_its_id_and_goes_to_its_partner(tmp_path: Path) -> None:
    names = ["Report", "Report filed", "aangifte", "Register", "vonnis", "report", "Vonnis ", None]
    found = imported(written(tmp_path, "log.xes", xes(trace("c", *(event(name) for name in names)))))
    unknown = [("6", "report"), ("7", "Vonnis "), ("8", None)]
    assert [(row["event_id"], row["activity"]) for row in found.rows("politie")] == [
        ("1", "aangifte"),
        ("2", "aangifte"),
        ("3", "aangifte"),
        *unknown,
    ]
    assert [(row["event_id"], row["activity"]) for row in found.rows("om")] == [("4", "inschrijving"), ("5", "vonnis")]


def test_an_identifier_comes_from_the_column_that_the_object_type_names(tmp_path: Path) -> None:
    number = value("meldnummer", "m1")
    log = xes(trace("c", event("aangifte", more=number), event("vonnis", more=number), event("aangifte"), event("x")))
    found = imported(written(tmp_path, "log.xes", log))
    assert found.column("object_id") == ["m1", "c", None, "c"]
    assert found.findings == {}
    of_case = xes(trace("c", event("aangifte"), event("vonnis"), more=number))
    assert imported(written(tmp_path, "case.xes", of_case)).column("object_id") == ["m1", "c"]


def test_without_that_column_the_case_stands_in_and_this_is_told(tmp_path: Path) -> None:
    found = imported(written(tmp_path, "log.xes", xes(trace("c", event("aangifte"), event("vonnis")))))
    assert found.column("object_id") == ["c", "c"]
    assert found.findings == {"case-used-for-missing-key": 1}


def test_an_attribute_goes_to_the_events_that_declare_it(tmp_path: Path) -> None:
    amount = value("bedrag", "12.50", "float")
    log = xes(trace("c", event("Register", more=amount), event("vonnis", more=amount), event("inning", more=amount)))
    found = imported(written(tmp_path, "log.xes", log))
    assert [row["bedrag"] for row in found.rows("om")] == ["12.50", None]
    assert "bedrag" not in found.rows("cjib")[0]
    assert found.findings == {"undeclared-attribute-values": 2}


def test_an_attribute_of_the_case_serves_events_and_objects(tmp_path: Path) -> None:
    log = xes(
        trace("c", event("Register"), event("inning"), more=value("bedrag", "5") + value("ernst", "3")),
        trace("d", event("Register", more=value("ernst", "")), event("vonnis", more=value("ernst", "4"))),
        trace("e", event("Register")),
    )
    found = imported(written(tmp_path, "log.xes", log))
    assert [row["bedrag"] for row in found.rows("om")] == ["5", None, None, None]
    assert found.rows("om", "objects") == [
        {"object_type": "zaak", "object_id": "c", "ernst": "3", "ingekomen": None},
        {"object_type": "zaak", "object_id": "d", "ernst": "4", "ingekomen": None},
    ]
    assert found.findings == {"undeclared-attribute-values": 1}


def test_values_that_contradict_each_other_are_counted_and_the_first_counts(tmp_path: Path) -> None:
    def graded(*grades: str) -> str:
        return "".join(event("vonnis", more=value("ernst", grade)) for grade in grades)

    log = xes(trace("c", graded("", "2", "1")), trace("d", graded("1", "1")), trace("c", graded("1")))
    found = imported(written(tmp_path, "log.xes", log))
    assert [(row["object_id"], row["ernst"]) for row in found.rows("om", "objects")] == [("c", "2"), ("d", "1")]
    assert found.findings == {"conflicting-attribute": 1}


def test_an_object_of_another_type_has_its_own_attributes(tmp_path: Path) -> None:
    of_report = value("meldnummer", "m1") + value("eenheid", "Oost") + value("ernst", "2")
    log = xes(trace("c", event("aangifte", more=of_report), event("vonnis", more=value("eenheid", "West"))))
    found = imported(written(tmp_path, "log.xes", log))
    assert found.rows("politie", "objects") == [{"object_type": "melding", "object_id": "m1", "eenheid": "Oost"}]
    assert found.rows("om", "objects") == []
    assert found.findings == {"undeclared-attribute-values": 2}


def test_a_date_in_a_log_is_a_moment_and_becomes_the_local_date(tmp_path: Path) -> None:
    moments = ["2025-06-30T22:30:00Z", "2025-06-30T22:30:00", "2025-06-30", "30 June", "2025-01-01T00:00:00.000+01:00"]
    log = xes(*(trace(f"c{i}", event("vonnis"), more=value("ingekomen", m, "date")) for i, m in enumerate(moments)))
    dates = [row["ingekomen"] for row in imported(written(tmp_path, "log.xes", log)).rows("om", "objects")]
    assert dates == ["2025-07-01", "2025-06-30", "2025-06-30", "30 June", "2025-01-01"]


def test_what_is_not_declared_stays_out_and_is_counted(tmp_path: Path) -> None:
    more = value("org:resource", "Jan Jansen") + value("withdrawn", "true", "boolean")
    log = xes(
        trace("c", event("vonnis", more=more), event("inning", more=more), event(), more=value("BSN", "123456782"))
    )
    found = imported(written(tmp_path, "log.xes", log))
    assert found.findings == {"undeclared-attribute-columns": 3, "undeclared-attribute-values": 7}
    for folder in found.folders:
        for file in folder.iterdir():
            assert b"Jansen" not in file.read_bytes()
            assert b"123456782" not in file.read_bytes()
            assert b"withdrawn" not in file.read_bytes()


def test_a_partner_brings_the_same_files_from_every_log(tmp_path: Path) -> None:
    found = imported(written(tmp_path, "log.xes", xes(trace("c", event("inning")))))
    files = {partner: sorted(str(name) for name in one["files"]) for partner, one in found.manifests.items()}  # type: ignore[attr-defined]
    both = ["events.parquet", "objects.parquet"]
    assert files == {"politie": both, "om": both, "cjib": ["events.parquet"]}


def test_an_activity_that_did_not_end_yet_is_told(tmp_path: Path) -> None:
    steps = [event("vonnis", more=value("lifecycle:transition", step)) for step in ("start", "complete", "COMPLETE")]
    found = imported(written(tmp_path, "log.xes", xes(trace("c", *steps, event()))))
    assert found.findings["lifecycle-not-complete"] == 1


def test_the_same_log_gives_the_same_bytes(tmp_path: Path) -> None:
    log = written(tmp_path, "log.xes", xes(*(trace(f"c{i}", event(), event("aangifte")) for i in range(20))))

    def bytes_of() -> dict[str, bytes]:
        return {f"{d.name}/{f.name}": f.read_bytes() for d in imported(log).folders for f in sorted(d.iterdir())}

    assert bytes_of() == bytes_of()


def test_a_name_with_braces_is_a_name_as_any_other(tmp_path: Path) -> None:
    found = imported(written(tmp_path, "{0} {x}.xes", xes(trace("c", event()))))
    assert all(str(one["delivery_id"]).startswith("{0} {x}-") for one in found.manifests.values())


def test_another_form_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(
        DeliveryError, match=r"^log.xlsx: its name does not end as that of a log. Logs that are read end in"
    ):
        imported(written(tmp_path, "log.xlsx", ""))
    with pytest.raises(DeliveryError, match=r"^gone.xes: there is no such file. A log is one file. Give its path, and"):
        imported(tmp_path / "gone.xes")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(DeliveryError, match=r"^folder.csv: there is no such file"):
        imported(tmp_path / "folder.csv")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    written(tmp_path, "out-log.xes", "a file where the folder would be")
    with pytest.raises(StorageError, match="cannot be written"):
        imported(written(tmp_path, "log.xes", xes(trace("c", event()))))


def moment(start: datetime, step: timedelta) -> st.SearchStrategy[str]:
    offsets = st.sampled_from(["", "Z", "+01:00", "-0530", "+02"])
    times = st.integers(0, 200).map(lambda n: (start + n * step).isoformat())
    return st.builds(lambda time, offset: time + offset, times, offsets)


TIMES = st.one_of(
    moment(datetime(2025, 3, 29), timedelta(minutes=15)),
    moment(datetime(2025, 10, 25), timedelta(minutes=15)),
    st.dates(datetime(1970, 1, 2).date(), datetime(2100, 1, 1).date()).map(str),
    st.sampled_from([None, "", "soon", "2025-13-01"]),
)
ACTIVITIES = st.sampled_from([*chain().activities, "Report", "Register", "unknown", "", None])
EVENTS = st.builds(
    event, ACTIVITIES, TIMES, st.sampled_from(["", value("ernst", "1"), value("ernst", "2"), value("meldnummer", "m")])
)
TRACES = st.builds(
    lambda case, events: trace(case, *events), st.sampled_from(["a", "b", "", None]), st.lists(EVENTS, max_size=5)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(TRACES, max_size=6))
def test_every_row_is_in_one_delivery_and_within_its_coverage(traces: list[str]) -> None:
    rest = trace("z", event("vonnis"))  # so that there is a case and a time
    with TemporaryDirectory() as folder:
        found = imported(written(Path(folder), "log.xes", xes(*traces, rest)))
        rows = sum(part.count("<event>") for part in (*traces, rest))
        assert found.column("event_id") == [str(i + 1) for i in range(rows)]
        instants = [instant for time in found.column("time") if (instant := read(time)) is not None]
        assert {read(str(one["delivered_from"])) for one in found.manifests.values()} == {min(instants)}
        assert {read(str(one["delivered_until"])) for one in found.manifests.values()} == {max(instants)}
        for partner in found.manifests:
            own = {a.id for a in chain().activities.values() if a.partner == partner}
            odd = {row["activity"] for row in found.rows(partner)} - own
            assert odd <= ({"unknown", None} if partner == "politie" else set())


def read(time: str | None) -> int | None:
    try:
        return parse_instant(time or "", chain().zone)
    except ValueError:
        return None


def test_made_at_is_handed_over(tmp_path: Path) -> None:
    found = imported(written(tmp_path, "log.xes", xes(trace("c", event()))))
    said = json.loads((found.folders[0] / "delivery.json").read_text())
    assert parse_instant(said["made_at"], chain().zone) == MADE_AT_US
