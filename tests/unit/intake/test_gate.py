"""What the gate takes in, refuses and sets apart, and what it says of it."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ketenmonitor.errors import DeliveryError
from ketenmonitor.intake import Outcome, receive, refusals, retry, waiting
from ketenmonitor.source import Manifest, write_delivery
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, deliver, figures, home_of, instant, n_events, received

ONE = [("e1", "aangifte", "2024-01-05T10:00:00+01:00", "m1")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path)


def reasons(outcome: Outcome) -> str:
    assert outcome.status == "refused"
    return "\n".join(outcome.reasons)


def test_a_good_delivery_is_accepted_and_counted(home: Home, tmp_path: Path) -> None:
    outcome = received(
        home, deliver(tmp_path, events=ONE, objects=[{"object_type": "melding", "object_id": "m1", "eenheid": "Noord"}])
    )
    assert outcome.status == "accepted"
    assert outcome.counts == {"events": 1, "objects": 1}
    assert outcome.quarantined == ()


def test_the_same_delivery_twice_changes_nothing(home: Home, tmp_path: Path) -> None:
    path = deliver(tmp_path, events=ONE)
    received(home, path)
    before = figures(home, "stock", "politie")
    again = received(home, path, "2025-06-01T00:00:00+02:00")
    assert again.status == "known"
    assert figures(home, "stock", "politie") == before


def test_a_taken_delivery_id_with_other_content_is_refused(home: Home, tmp_path: Path) -> None:
    received(home, deliver(tmp_path / "a", events=ONE))
    other = deliver(tmp_path / "b", events=[("e2", *ONE[0][1:])])
    assert "delivery_id was accepted before with other content" in reasons(received(home, other))


@pytest.mark.parametrize(
    "name",
    ["fault", "reason", "column", "day", "before", "row", "receipt", "partner", "at_us", "differs", "raw", "file"],
)
def test_an_attribute_may_be_called_as_what_is_computed_of_rows(tmp_path: Path, name: str) -> None:
    home = home_of(tmp_path, DEFINITION.replace("eenheid", name))
    objects = [{"object_type": "melding", "object_id": f"m{i}", name: ("Noord", "Zuid", "?")[i]} for i in range(3)]
    outcome = received(home, deliver(tmp_path, events=ONE, objects=objects))
    assert (outcome.counts["objects"], [q["column"] for q in outcome.quarantined]) == (2, [name])
    view = open_view(home, "proef")
    said = view.engine.run(view.objects.filter(view.objects.attribute.notnull()).order_by("object_id"))
    assert said.select(["object_id", "attribute", "value"]).to_pylist() == [
        {"object_id": f"m{i}", "attribute": name, "value": value} for i, value in enumerate(["Noord", "Zuid"])
    ]
    again = {"object_type": "melding", "object_id": "m9", name: "Noord"}
    other = received(home, deliver(tmp_path, "d2", objects=[again, {**again, name: "Zuid"}], follows="d1", events=[]))
    assert [q["reason"] for q in other.quarantined] != []


@pytest.mark.parametrize("name", ["delivery.json", "events.csv"])
def test_a_link_in_a_folder_is_not_followed(home: Home, tmp_path: Path, name: str) -> None:
    path = deliver(tmp_path, events=ONE)
    (path / name).rename(tmp_path / "elsewhere")
    (path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DeliveryError, match=f"{name}: a link to another place"):
        received(home, path)
    assert (n_events(home), refusals(home)) == (0, ())


def test_a_zip_is_a_delivery(home: Home, tmp_path: Path) -> None:
    path = deliver(tmp_path, events=ONE)
    with zipfile.ZipFile(tmp_path / "d1.zip", "w") as archive:
        for file in path.iterdir():
            archive.write(file, f"d1/{file.name}")
    assert received(home, tmp_path / "d1.zip").status == "accepted"


def test_a_refused_delivery_may_come_again_mended(home: Home, tmp_path: Path) -> None:
    bad = deliver(tmp_path / "a", events=ONE, partner="niemand")
    assert "Partners are: politie, om" in reasons(received(home, bad))
    assert len(refusals(home)) == 1
    assert received(home, deliver(tmp_path / "b", events=ONE)).status == "accepted"


def test_a_refused_delivery_is_kept_once_and_accepted_on_retry_after_a_new_definition(
    home: Home, tmp_path: Path
) -> None:
    path = deliver(tmp_path, events=ONE, definition_version="2")
    assert "Adopted versions are: 1" in reasons(received(home, path))
    received(home, path)
    assert len(refusals(home)) == 1
    newer = tmp_path / "newer.toml"
    newer.write_text(DEFINITION.replace('version = "1"', 'version = "2"'))
    from ketenmonitor.definition import read_definition

    home.add_definition(newer, read_definition(newer), 0)
    assert [o.status for o in retry(home, instant("2025-02-01T00:00:00+01:00"))] == ["accepted"]
    assert refusals(home) == ()
    assert n_events(home) == 1


def edited(path: Path, **changes: object) -> Path:
    said = json.loads((path / "delivery.json").read_text())
    said.update(changes)
    (path / "delivery.json").write_text(json.dumps({k: v for k, v in said.items() if v != "DROP"}))
    return path


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "monthly"}, "kind is not known. Right is one of: increment, full"),
        ({"delivered_from": None}, "the first delivery of a partner needs delivered_from"),
        ({"delivered_from": None, "kind": "full"}, "a full delivery needs delivered_from"),
        ({"delivered_until": "gisteren"}, "delivered_until is not a time. Right is ISO 8601"),
        ({"delivered_until": "2023-01-01"}, "delivered_from lies after delivered_until"),
        ({"delivery_id": "DROP"}, "delivery_id is missing"),
        ({"extra": 1}, "extra is not a field"),
        ({"follows": "d1"}, "the delivery follows itself"),
        ({"files": {"people.csv": {"rows": 1, "sha256": "x"}}}, "a file is named that cannot be taken"),
        (
            {"files": {"links.csv": {"rows": 1, "sha256": "x"}}},
            "links.csv: named in the manifest but not in the delivery",
        ),
        ({"chain": "andere"}, "chain is not one of this monitor. Chains here are: proef"),
        ({"made_at": 5}, "made_at is not a text"),
    ],
)
def test_a_faulty_manifest_is_refused_with_what_would_be_right(
    home: Home, tmp_path: Path, changes: dict[str, object], words: str
) -> None:
    assert words in reasons(received(home, edited(deliver(tmp_path, events=ONE), **changes)))


def test_all_faults_are_reported_at_once(home: Home, tmp_path: Path) -> None:
    path = edited(deliver(tmp_path, events=ONE), kind="x", partner="y", delivered_until="z", definition_version="9")
    assert len(received(home, path).reasons) == 4


def test_no_manifest_and_broken_json_are_refused(home: Home, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "leeg" / "events.csv").write_text("event_id,activity,time,object_id\n")
    assert "delivery.json is missing" in reasons(received(home, tmp_path / "leeg"))
    (tmp_path / "stuk").mkdir()
    (tmp_path / "stuk" / "delivery.json").write_text('{"a": 1,\n"b"')
    assert "delivery.json line 2: not JSON" in reasons(received(home, tmp_path / "stuk"))


def test_what_is_no_delivery_at_all_is_an_error_with_the_remedy(home: Home, tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"Right is a folder or a \.zip"):
        received(home, tmp_path / "weg")


def test_a_wrong_hash_is_refused(home: Home, tmp_path: Path) -> None:
    path = deliver(tmp_path, events=ONE)
    (path / "events.csv").write_text((path / "events.csv").read_text().replace("m1", "m2"))
    assert "its SHA-256 is not the one in the manifest" in reasons(received(home, path))


def with_file(path: Path, name: str, data: bytes, rows: int = 1) -> Path:
    import hashlib

    (path / "events.csv").unlink()
    (path / name).write_bytes(data)
    return edited(path, files={name: {"rows": rows, "sha256": hashlib.sha256(data).hexdigest()}})


HEAD = b"event_id,activity,time,object_id\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("events.csv", b"", "events.csv: empty. A file without rows still has its header"),
        ("events.csv", HEAD + b"e1,aangifte,2024-01-05,Caf\xe9\n", "line 2 is not UTF-8 (it may be Windows-1252)"),
        ("events.csv", HEAD.replace(b",", b";"), "columns are not separated by commas"),
        ("events.csv", HEAD + b"e1,aangifte,2024-01-05,m1,x,y\n", "cannot be read to its end"),
        ("events.csv", b"event_id,activity,time\ne1,aangifte,2024-01-05\n", "column object_id is missing"),
        (
            "events.csv",
            b"event_id,activity,time,object_id,naam\ne,aangifte,2024-01-05,m,J\n",
            "column 5 is not declared",
        ),
        ("events.csv", b"event_id,Activity,time,object_id\ne,aangifte,2024-01-05,m\n", "Did you mean activity?"),
        (
            "events.csv",
            HEAD + b"e1,aangifte,2024-01-05,m1\ne2,aangifte,2024-01-05,m2\n",
            "has 2 rows, but the manifest says 1",
        ),
        ("events.parquet", b"PAR1 nothing here", "not a whole Parquet file"),
    ],
)
def test_a_faulty_file_is_refused_whole(home: Home, tmp_path: Path, name: str, data: bytes, words: str) -> None:
    outcome = received(home, with_file(deliver(tmp_path, events=ONE), name, data))
    assert words in reasons(outcome)
    assert n_events(home) == 0
    assert "Caf" not in reasons(outcome)


def test_a_truncated_parquet_file_is_refused(home: Home, tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"event_id": ["e1"], "activity": ["aangifte"], "time": ["2024-01-05"], "object_id": ["m1"]}),
        tmp_path / "x.parquet",
    )
    cut = (tmp_path / "x.parquet").read_bytes()[:-20]
    assert "not a whole Parquet file" in reasons(
        received(home, with_file(deliver(tmp_path, events=ONE), "events.parquet", cut))
    )


ROWS = [
    (("", "aangifte", "2024-01-05", "m1"), "event_id", "empty-identifier"),
    (("e", "verhoor", "2024-01-05", "m1"), "activity", "unknown-activity"),
    (("e", "besluit", "2024-01-05", "m1"), "activity", "activity-of-another-partner"),
    (("e", "aangifte", "5 januari", "m1"), "time", "not-a-time"),
    (("e", "aangifte", "2024-13-05", "m1"), "time", "not-a-time"),
    (("e", "aangifte", "", "m1"), "time", "not-a-time"),
    (("e", "aangifte", "2024-01-05", ""), "object_id", "empty-identifier"),
    (("e", "aangifte", "2023-12-31", "m1"), "time", "outside-coverage"),
    (("e", "aangifte", "2024-02-01T00:00:01", "m1"), "time", "outside-coverage"),
    (("e", "aangifte", "2031-01-05", "m1"), "time", "in-the-future"),
]


@pytest.mark.parametrize(("row", "column", "reason"), ROWS)
def test_a_faulty_row_is_set_apart_and_the_others_come_in(
    home: Home, tmp_path: Path, row: tuple[str, ...], column: str, reason: str
) -> None:
    outcome = received(home, deliver(tmp_path, events=[*ONE, row]))
    assert outcome.status == "accepted"
    assert outcome.counts["events"] == 1
    (apart,) = outcome.quarantined
    assert (apart["file"], apart["row"], apart["column"]) == ("events.csv", 2, column)
    assert str(apart["reason"]).startswith(f"{reason}: ")
    assert outcome.findings[reason] == 1
    assert len(waiting(home)) == 1


def test_the_message_about_a_row_never_holds_its_values(home: Home, tmp_path: Path) -> None:
    outcome = received(home, deliver(tmp_path, events=[("e", "geheim-feit", "geheime-tijd", "geheime-zaak")]))
    assert "geheim" not in repr(outcome)
    assert "geheim" not in repr(waiting(home))


def test_repeated_rows_are_kept_once_and_differing_ones_set_apart(home: Home, tmp_path: Path) -> None:
    rows = [*ONE, *ONE, ("e1", "aangifte", "2024-01-06T10:00:00+01:00", "m1")]
    outcome = received(home, deliver(tmp_path, events=rows))
    assert outcome.counts["events"] == 1
    assert outcome.findings == {"repeated-row": 1, "contradicts-earlier-row": 1}
    assert [q["row"] for q in outcome.quarantined] == [3]


@pytest.mark.parametrize(
    ("time", "finding"),
    [("2024-10-27T02:30:00", "local-time-ambiguous"), ("2024-03-31T02:30:00", "local-time-nonexistent")],
)
def test_local_times_of_a_changing_clock_are_counted(home: Home, tmp_path: Path, time: str, finding: str) -> None:
    path = deliver(tmp_path, events=[("e", "aangifte", time, "m")], delivered_until="2024-12-01T00:00:00+01:00")
    assert received(home, path).findings == {finding: 1}


def test_attributes_must_be_declared_and_of_their_type(home: Home, tmp_path: Path) -> None:
    objects = [
        {"object_type": "melding", "object_id": "m1", "eenheid": "Oost"},
        {"object_type": "strafzaak", "object_id": "s1", "eenheid": ""},
        {"object_type": "persoon", "object_id": "p1", "eenheid": ""},
    ]
    outcome = received(home, deliver(tmp_path, objects=objects))
    assert [str(q["reason"]).partition(":")[0] for q in outcome.quarantined] == [
        "not-in-list",
        "object-of-another-partner",
        "unknown-object-type",
    ]


def test_links_are_taken_only_from_the_partner_that_delivers_them(home: Home, tmp_path: Path) -> None:
    link = {"from_type": "melding", "from_id": "m1", "to_type": "strafzaak", "to_id": "s1", "time": "2024-01-06"}
    assert received(home, deliver(tmp_path / "a", links=[link])).findings == {"link-not-declared": 1}
    assert received(home, deliver(tmp_path / "b", "d2", "om", links=[link])).counts == {"links": 1}


def test_times_in_parquet_may_be_instants_local_times_dates_or_texts(home: Home, tmp_path: Path) -> None:
    from datetime import UTC, date, datetime

    columns = {
        "instant": pa.array([datetime(2024, 1, 5, 9, tzinfo=UTC)], pa.timestamp("ns", "UTC")),
        "local": pa.array([datetime(2024, 1, 5, 10)], pa.timestamp("us")),
        "date": pa.array([date(2024, 1, 5)]),
        "text": pa.array(["2024-01-05T10:00:00+01:00"]),
    }
    for number, (name, times) in enumerate(columns.items()):
        table = pa.table({"event_id": [name], "activity": ["aangifte"], "time": times, "object_id": pa.array([number])})
        start, until = "2024-01-01T00:00:00+01:00", "2024-02-01T00:00:00+01:00"
        manifest = Manifest(name, "politie", "proef", "1", "increment", until, until, delivered_from=start)
        assert received(home, write_delivery(tmp_path / name, manifest, {"events": table})).counts == {"events": 1}
    from ketenmonitor.store import open_view

    view = open_view(home, "proef")
    hours = {
        r["event_id"]: (r["at_us"] - instant("2024-01-05")) / 3.6e9 for r in view.engine.run(view.events).to_pylist()
    }
    assert hours == {"instant": 10, "local": 10, "date": 0, "text": 10}


def test_an_identifier_with_decimals_is_refused(home: Home, tmp_path: Path) -> None:
    table = pa.table({"event_id": [1.0], "activity": ["aangifte"], "time": ["2024-01-05"], "object_id": ["m1"]})
    until = "2024-02-01T00:00:00+01:00"
    path = write_delivery(
        tmp_path / "d",
        Manifest("d", "politie", "proef", "1", "full", until, until, delivered_from="2024-01-01"),
        {"events": table},
    )
    assert "An identifier is a text or a whole number" in reasons(received(home, path))


def test_a_case_called_na_is_not_missing(home: Home, tmp_path: Path) -> None:
    assert received(home, deliver(tmp_path, events=[("e1", "aangifte", "2024-01-05", "NA")])).quarantined == ()


def test_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    rows = [(f"e{i}", "aangifte", f"2024-01-{i + 1:02d}T10:00:00+01:00", f"m{i}") for i in range(20)]
    one, other = home_of(tmp_path / "a"), home_of(tmp_path / "b")
    received(one, deliver(tmp_path / "a", events=rows))
    received(other, deliver(tmp_path / "b", events=rows[::-1]))
    assert figures(one, "stock") == figures(other, "stock")


def test_coverage_never_lies_in_the_future(home: Home, tmp_path: Path) -> None:
    outcome = received(home, deliver(tmp_path, events=ONE, delivered_until="2099-01-01T00:00:00+01:00"))
    assert outcome.findings == {"delivered-until-in-the-future": 1}
    assert figures(home, "stock", "politie")[0]["complete_until"] == "2025-01-01T00:00:00+01:00"


def test_a_quarantined_row_is_accepted_on_retry_and_later_deliveries_still_win(home: Home, tmp_path: Path) -> None:
    rows = [("e1", "verhoor", "2024-01-05", "m1"), ("e2", "verhoor", "2024-01-06", "m2")]
    received(home, deliver(tmp_path, events=rows))
    correction = [("e1", "aangifte", "2024-01-20", "m1")]
    later = deliver(
        tmp_path,
        "d2",
        events=correction,
        follows="d1",
        delivered_from=None,
        delivered_until="2024-03-01T00:00:00+01:00",
    )
    received(home, later, "2025-01-02T00:00:00+01:00")
    newer = tmp_path / "newer.toml"
    text = DEFINITION.replace('version = "1"', 'version = "2"')
    newer.write_text(text + '\n[activities.verhoor]\npartner = "politie"\nobject = "melding"\n')
    from ketenmonitor.definition import read_definition

    home.add_definition(newer, read_definition(newer), 0)
    (outcome,) = retry(home, instant("2025-01-03T00:00:00+01:00"))
    assert (outcome.status, outcome.counts) == ("accepted", {"events": 2})
    assert waiting(home) == ()
    assert n_events(home) == 2
    from ketenmonitor.store import open_view

    view = open_view(home, "proef")
    assert {r["event_id"]: r["activity"] for r in view.engine.run(view.events).to_pylist()} == {
        "e1": "aangifte",
        "e2": "verhoor",
    }


def test_a_retry_that_finds_nothing_better_changes_nothing(home: Home, tmp_path: Path) -> None:
    received(home, deliver(tmp_path, events=[("e1", "verhoor", "2024-01-05", "m1")]))
    (outcome,) = retry(home, instant("2025-01-03T00:00:00+01:00"))
    assert outcome.status == "refused"
    assert len(waiting(home)) == 1


def test_a_full_delivery_brings_every_kind_of_file_again(home: Home, tmp_path: Path) -> None:
    received(
        home, deliver(tmp_path, events=ONE, objects=[{"object_type": "melding", "object_id": "m1", "eenheid": "Noord"}])
    )
    path = deliver(tmp_path, "d2", events=ONE, kind="full")
    assert "a full delivery must bring objects again" in reasons(received(home, path))


def test_a_file_beside_the_delivery_is_not_taken_silently(home: Home, tmp_path: Path) -> None:
    path = deliver(tmp_path, events=ONE)
    shutil.copy(path / "events.csv", path / "objects.csv")
    assert "objects.csv: not named in the manifest" in reasons(received(home, path))
    (path / "objects.csv").rename(path / "leesmij.txt")
    assert received(home, path).findings == {"file-not-in-manifest": 1}


def test_receive_takes_the_moment_from_its_caller(home: Home, tmp_path: Path) -> None:
    receive(home, deliver(tmp_path, events=ONE), instant("2024-06-01T00:00:00+02:00"))
    assert figures(home, "stock", "politie")[0]["known_at"] == "2024-06-01T00:00:00+02:00"
