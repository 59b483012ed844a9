"""What is no OCEL 2.0, or is broken, is told in a sentence without a value of it; a file that means harm does none."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import DeliveryError
from tests.unit.intake.logs_samples import event, imported, trace, xes
from tests.unit.intake.ocel_samples import TABLES, as_xml, chain, happened, ocel, read, thing, written

SECRET = "Jan Jansen"
LOG = ocel(thing("z1", "Case", ernst="1"), happened("e1", "Register", "z1"))
JSON = json.dumps(LOG)
XML = as_xml(LOG)

BROKEN: dict[str, tuple[str, str | bytes, str]] = {
    "JSON: version 1": ("json", '{"ocel:global-log": {}, "ocel:events": {}}', "it is OCEL 1.0. OCEL 2.0 is needed"),
    "JSON: cut off": ("jsonocel", JSON[:-20], "broken at line 1: "),
    "JSON: empty": ("json", "", "broken at line 1: "),
    "JSON: latin": ("json", f'{{"a": "{SECRET} é"}}'.encode("latin-1"), "it is not UTF-8"),
    "JSON: a list": ("json", f'["{SECRET}"]', "no JSON object at the top"),
    "JSON: another document": ("json", f'{{"name": "{SECRET}"}}', 'it has no "events"'),
    "JSON: no list": ("json", f'{{"events": "{SECRET}", "objects": []}}', '"events" is not a list'),
    "JSON: no object": ("json", f'{{"events": ["{SECRET}"], "objects": []}}', 'number 1 of "events" is not an object'),
    "JSON: deeper": (
        "json",
        f'{{"events": [{{}}, {{"relationships": [{{}}, "{SECRET}"]}}], "objects": []}}',
        'number 2 of "relationships" of number 2 of "events" is not an object',
    ),
    "JSON: a name twice": ("json", f'{{"events": [], "events": ["{SECRET}"]}}', "two values of the same name"),
    "JSON: half a character": ("json", JSON.replace('"e1"', r'"e\ud800"'), "half a character"),
    "JSON: the separator": ("json", JSON.replace('"e1"', r'"e\u001f1"'), "holds the separator U+001F"),
    "JSON: without end": ("json", "[" * 100_000, "values inside values without end"),
    "JSON: no events": ("json", '{"events": [], "objects": []}', "it holds no events"),
    "JSON: no readable time": ("json", JSON.replace("2025-03-01T", SECRET), "no time can be read"),
    "XML: version 1": (
        "xmlocel",
        '<log><global scope="event"/><global scope="object"/><events/></log>',
        "it is OCEL 1.0. OCEL 2.0 is needed",
    ),
    "XML: version 1 without globals": (
        "xmlocel",
        f'<log><events><event><string key="id" value="{SECRET}"/></event></events></log>',
        "it is OCEL 1.0",
    ),
    "XML: XES": ("xml", xes(trace(SECRET, event())), "it is XES, a log of cases. A log of cases ends in .xes"),
    "XML: cut off": ("xml", XML[:-20], "broken at line "),
    "XML: another document": ("xml", f"<html>{SECRET}</html>", "its top element is not <log>"),
    "XML: nothing in it": ("xml", "<log/>", "it has no <events>"),
    "XML: no events": ("xml", "<log><events/><objects/></log>", "it holds no events"),
    "XML: entities": ("xml", f'<!DOCTYPE log [<!ENTITY a "{SECRET}">]><log/>', "of its own (a DTD)"),
    "XML: encoding": ("xml", f'<?xml version="1.0" encoding="klingon"?><log a="{SECRET}"/>', "its encoding is not one"),
    "XML: an encoding of two bytes": ("xml", '<?xml version="1.0" encoding="shift_jis"?><log/>', "its encoding is not"),
    "SQLite: another document": ("sqlite", SECRET, "it is no SQLite file"),
    "SQLite: empty": ("db", "", "it is no SQLite file"),
    "SQLite: only a header": ("db", b"SQLite format 3\0" + SECRET.encode() * 20, "it cannot be read to its end"),
}


def told(path: Path) -> str:
    """What is said of a log that is not taken in."""
    with pytest.raises(DeliveryError) as raised:
        imported(path, chain())
    message = str(raised.value)
    assert message.startswith(f"{path.name}: ")
    assert message.endswith("and import the log again; nothing was taken in.")
    assert SECRET not in message
    return message


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_log_is_told_without_a_value_of_it(tmp_path: Path, broken: str) -> None:
    form, content, expected = BROKEN[broken]
    path = tmp_path / f"log.{form}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert expected in told(path)


def test_a_column_cannot_be_named(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="a column was named for the case, and OCEL has no columns"):
        imported(written(tmp_path, LOG), chain(), columns={"case": "id"})


def changed(folder: Path, *statements: str, form: str = "sqlite") -> Path:
    """The small log as SQLite, after these statements."""
    path = written(folder, LOG, form)
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_not_there_is_told(tmp_path: Path, table: str) -> None:
    assert f'it has no plain table "{table}"' in told(changed(tmp_path, f"DROP TABLE {table}"))


def test_version_1_in_sqlite_is_told(tmp_path: Path) -> None:
    tables = [f"CREATE TABLE {name} (a)" for name in ("EVENTS", "OBJECTS", "RELATIONS")]
    assert "it is OCEL 1.0. OCEL 2.0 is needed" in told(changed(tmp_path, "DROP TABLE event", *tables))


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = changed(tmp_path, "ALTER TABLE object RENAME COLUMN ocel_type TO kind")
    assert 'its table "object" has no column "ocel_type"' in told(path)


def test_changes_that_were_not_written_yet_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, LOG, "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("DELETE FROM event_object")
        connection.commit()
        assert "changes stand beside it, in a file that ends in -wal" in told(path)


def test_a_text_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    path = changed(tmp_path, f"INSERT INTO object VALUES (CAST(x'ff{SECRET.encode().hex()}' AS TEXT), 'Case')")
    assert "it cannot be read to its end" in told(path)


@pytest.mark.parametrize(
    "harm",
    [
        ("CREATE VIEW event AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i FROM n",),
        ("CREATE TABLE event (ocel_id, ocel_type AS (upper('register')))", "INSERT INTO event VALUES ('e1')"),
        ("CREATE VIRTUAL TABLE event USING fts5(ocel_id, ocel_type)",),
    ],
    ids=["an endless view", "a computed column", "a virtual table"],
)
def test_what_a_file_would_have_computed_is_not(tmp_path: Path, harm: tuple[str, ...]) -> None:
    assert 'it has no plain table "event"' in told(changed(tmp_path, "DROP TABLE event", *harm))


def test_a_damaged_page_is_told_also_when_the_rest_can_be_read(tmp_path: Path) -> None:
    path = changed(tmp_path, "CREATE INDEX by_type ON event (ocel_type)")
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'by_type'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(content)
    assert "it cannot be read to its end" in told(path)


def test_a_file_is_not_written_and_no_lock_is_left(tmp_path: Path) -> None:
    path = changed(tmp_path, "PRAGMA journal_mode = WAL")
    before = path.read_bytes()
    path.chmod(0o400)
    assert imported(path, chain()).column("activity") == ["inschrijving"]
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("log.*")) == ["log.sqlite"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_told_or_does_not_matter(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever bytes are cut off or changed, there is a sentence or there are deliveries; never anything else."""
    folder = tmp_path_factory.mktemp("damage")
    path = written(folder, LOG, data.draw(st.sampled_from(["sqlite", "jsonocel", "xmlocel"])))
    content = bytearray(path.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    for place, byte in data.draw(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=20)):
        if content:
            content[place % len(content)] = byte
    path.write_bytes(content)
    with suppress(DeliveryError):
        imported(path, chain())


# What only one form can have.


def test_identifiers_that_sqlite_keeps_as_numbers_are_texts_and_are_counted(tmp_path: Path) -> None:
    log = ocel(thing("12", "Case", ernst="7"), thing("13", "Case"), happened("1", "Register", "12"))
    path = written(tmp_path, log, "sqlite")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE object SET ocel_id = CAST(ocel_id AS INTEGER)")
        connection.execute("UPDATE event_object SET ocel_object_id = CAST(ocel_object_id AS REAL)")
    found = imported(path, chain())
    assert found.column("event_id") == ["1\x1f12"]
    assert [(row["object_id"], row["ernst"]) for row in found.rows("om", "objects")] == [("12", "7"), ("13", None)]
    assert found.findings == {"identifier-stored-as-number": 3}


def test_what_only_one_of_two_tables_has_is_kept_and_counted(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        'INSERT INTO "object_T0 ""of"" [object]" (ocel_id, ernst) VALUES (\'z2\', 4)',
        'INSERT INTO "event_T0 ""of"" [event]" VALUES (\'e2\', \'2025-03-02\')',
        "INSERT INTO event_object VALUES ('e2', 'z2', NULL)",
        "INSERT INTO event_object VALUES ('e3', 'z2', NULL)",
        "INSERT INTO event VALUES ('e4', 'Register')",
    )
    found = imported(path, chain())
    assert [(row["object_id"], row["ernst"]) for row in found.rows("om", "objects")] == [("z1", "1"), ("z2", "4")]
    rows = [(row["event_id"], row["activity"], row["time"]) for part in ("om", "politie") for row in found.rows(part)]
    assert rows == [
        ("e1\x1fz1", "inschrijving", "2025-03-01T10:00:00Z"),
        ("e4\x1f", "inschrijving", None),
        ("e2\x1fz2", "inschrijving", "2025-03-02"),
        ("e3\x1fz2", None, None),
    ]
    assert found.findings == {
        "event-without-object": 1,
        "missing-event": 1,
        "only-in-table-of-type": 2,
        "time-without-offset": 1,
    }


def test_a_row_about_one_changed_field_says_nothing_of_the_others(tmp_path: Path) -> None:
    table = '"object_T0 ""of"" [object]"'
    path = changed(
        tmp_path,
        f"ALTER TABLE {table} ADD COLUMN ingekomen",
        f"INSERT INTO {table} VALUES ('z1', '2025-03-02', 'ingekomen', '8', '2025-03-01')",
    )
    found = imported(path, chain())
    assert found.rows("om", "objects") == [
        {"object_type": "zaak", "object_id": "z1", "ernst": "1", "ingekomen": "2025-03-01"}
    ]
    assert found.findings == {"value-beside-changed-field": 1}


def test_an_event_with_two_times_has_the_first(tmp_path: Path) -> None:
    path = changed(tmp_path, 'INSERT INTO "event_T0 ""of"" [event]" VALUES (\'e1\', \'2024-01-01\')')
    found = imported(path, chain())
    assert found.column("time") == ["2025-03-01T10:00:00Z"]
    assert found.findings == {"identifier-twice": 1}


def test_what_ocel_does_not_know_is_counted(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "CREATE TABLE notes (a)",
        "CREATE VIEW seen AS SELECT 1",
        "ALTER TABLE event ADD COLUMN note",
        "UPDATE event_object SET ocel_qualifier = x'00'",
    )
    assert imported(path, chain()).findings == {"bytes-left-out": 1, "unknown-part": 3}
    whole = json.loads(JSON) | {"note": 1}
    whole["events"][0] |= {"note": 1, "attributes": [{"name": "bedrag", "value": [1]}]}
    (tmp_path / "log.json").write_text(json.dumps(whole))
    assert imported(tmp_path / "log.json", chain()).findings == {"nested-value": 1, "unknown-part": 2}
    text = XML.replace("<event-types/>", "<notes><a>b</a></notes>").replace("<objects>\n<rel", "<a/><objects>\n<rel")
    (tmp_path / "log.xml").write_text(text.replace(">1</attribute>", ">1<b>2</b></attribute>"))
    found = imported(tmp_path / "log.xml", chain())
    assert found.findings == {"nested-value": 1, "unknown-part": 2}
    assert [row["ernst"] for row in found.rows("om", "objects")] == ["1"]


def test_numbers_and_truth_values_of_json_stay_as_they_are_written(tmp_path: Path) -> None:
    text = JSON.replace('"value": "1"', '"value": 1' + "0" * 5000)
    (tmp_path / "log.json").write_text(text)
    assert [row["ernst"] for row in imported(tmp_path / "log.json", chain()).rows("om", "objects")] == [
        "1" + "0" * 5000
    ]
    (tmp_path / "log.json").write_text(JSON.replace('"value": "1"', '"value": true'))
    assert [row["ernst"] for row in imported(tmp_path / "log.json", chain()).rows("om", "objects")] == ["true"]


def test_tags_may_have_a_prefix(tmp_path: Path) -> None:
    text = XML.replace("<log>", '<o:log xmlns:o="urn:o">').replace("</log>", "</o:log>")
    text = text.replace("<relationship", "<o:relationship")
    (tmp_path / "log.xml").write_text(text)
    assert imported(tmp_path / "log.xml", chain()).column("object_id") == ["z1"]


def test_a_chain_without_links_and_attributes_takes_a_log(tmp_path: Path) -> None:
    plain = chain(
        '[chain]\nid = "k"\nversion = "1"\nunit = "zaak"\ntimezone = "UTC"\n[partners.om]\n[objects.zaak]\n'
        'partner = "om"\nkey = "Case"\n[activities.inning]\npartner = "om"\nobject = "zaak"\n'
    )
    parts = (thing("z1", "Case", "z2", ernst="1"), thing("z2", "Case"), happened("e", "inning", "z1", bedrag="1"))
    found = read(tmp_path, *parts, definition=plain)
    assert found.column("event_id") == ["e\x1fz1"]
    assert found.findings == {
        "undeclared-attribute-columns": 2,
        "undeclared-attribute-values": 2,
        "undeclared-link": 1,
    }
