"""What the definition does not declare, and what is not known for sure, stays at the partner: counted, with the rows and no value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ketenmonitor.source.pack import Packed
from tests.chain import home_of, received
from tests.unit.source.extract import COLUMNS, OM, ROWS, mapping_of, packed, rows_of, write_rows

BSN = OM.replace(
    'mode = "none"', 'mode = "hmac"\nkey = "hash.key"\npurpose = "p"\nrecipient = "r"\nperiod = "2026"'
) + ('[identifiers.strafzaak]\nkind = "bsn"\nplaceholders = ["000000", "9999"]\n')
RIGHT, WRONG = "999990342", "999990343"


def lines_of(made: Packed) -> dict[tuple[str, str], list[int]]:
    return {(line.place, line.reason): line.rows for line in made.report.lines}


def test_rows_that_cannot_be_known_stay(tmp_path: Path) -> None:
    good = ROWS[0]
    rows = [
        good,
        ("2", "?", *good[2:]),
        ("3", "X", *good[2:]),
        ("4", "", *good[2:]),
        ("5", "I1", "", *good[3:]),
        ("6", "I1", "eergisteren", *good[3:]),
        ("7", "I1", "31-12-2023 23:59", *good[3:]),
        ("8", "I1", "01-03-2024 00:01", *good[3:]),
        ("9", "I1", good[2], "", *good[4:]),
        ("", *good[1:]),
    ]
    write_rows(tmp_path / "zaken.csv", rows)
    made = packed(mapping_of(tmp_path))
    assert [row["activity"] for row in rows_of(made, "events")] == ["inschrijving"]
    found = lines_of(made)
    events = {reason: rows for (place, reason), rows in found.items() if place == "events[1]"}
    assert events == {
        "unknown-code": [2],
        "ignored-code": [3],
        "no-code": [4],
        "no-time": [5],
        "not-a-time": [6],
        "before-from": [7],
        "after-until": [8],
        "no-identifier": [9],
        "no-key": [10],
    }
    assert found["links[1]", "no-identifier"] == found["objects[1]", "no-identifier"] == [9]
    assert received(home_of(tmp_path / "monitor"), made.place).n_quarantined == 0


def test_a_value_that_is_not_of_its_type_stays_and_its_row_goes(tmp_path: Path) -> None:
    write_rows(tmp_path / "zaken.csv", [(*ROWS[0][:5], "?")])
    made = packed(mapping_of(tmp_path))
    assert [row["minderjarig"] for row in rows_of(made, "objects")] == [None]
    (line,) = made.report.lines
    assert (line.place, line.column, line.reason, line.dropped) == ("objects[1]", "jeugd", "unknown-code", "value")


@pytest.mark.parametrize(
    ("kind", "cells", "written"),
    [
        ("category", ["Noord", "noord", "Oost"], ["Noord", None, None]),
        ("boolean", ["true", "FALSE", "ja"], ["true", "false", None]),
        ("integer", ["12", "12,5", "1.200"], ["12", None, "1200"]),
        ("number", ["1.234,50", "12,5", "12.5"], ["1234.50", "12.5", None]),
        ("date", ["2024-01-31", "31-01-2024 10:00", "31-02-2024 10:00"], [None, "2024-01-31", None]),
    ],
)
def test_attributes_are_written_in_the_form_of_their_type(
    tmp_path: Path, kind: str, cells: list[str], written: list[str | None]
) -> None:
    from tests.chain import DEFINITION

    values = '\nvalues = ["Noord", "Zuid"]' if kind == "category" else ""
    definition = DEFINITION.replace(
        '[attributes.minderjarig]\ntype = "boolean"', f'[attributes.minderjarig]\ntype = "{kind}"{values}'
    )
    start = OM.index("attributes = { minderjarig")
    text = (
        OM[:start].replace('delimiter = ";"', 'delimiter = ";"\ndecimal = ","')
        + 'attributes = { minderjarig = "jeugd" }\n'
    )
    rows = [(str(i), "I1", "02-01-2024 09:30", f"z{i}", "m", cell) for i, cell in enumerate(cells)]
    write_rows(tmp_path / "zaken.csv", rows)
    made = packed(mapping_of(tmp_path, text, definition))
    assert [row["minderjarig"] for row in rows_of(made, "objects")] == written
    assert sum(line.count for line in made.report.lines) == written.count(None)
    assert received(home_of(tmp_path / "monitor", definition), made.place).n_quarantined == 0


def test_hours_that_occur_twice_or_not_at_all_are_told(tmp_path: Path) -> None:
    rows = [("1", "I1", "29-10-2023 02:30", *ROWS[0][3:]), ("2", "I1", "26-03-2023 02:30", *ROWS[0][3:])]
    write_rows(tmp_path / "zaken.csv", rows)
    made = packed(mapping_of(tmp_path, OM.replace("2024-01-01", "2023-01-01")))
    assert [row["time"] for row in rows_of(made, "events")] == ["2023-10-29T00:30:00Z", "2023-03-26T01:30:00Z"]
    assert {line.reason: (line.rows, line.dropped) for line in made.report.lines} == {
        "local-time-ambiguous": ([1], "nothing"),
        "local-time-nonexistent": ([2], "nothing"),
    }


def test_of_rows_that_say_the_same_thing_the_first_counts(tmp_path: Path) -> None:
    write_rows(tmp_path / "zaken.csv", [ROWS[0], ROWS[0], ("1", "B1", *ROWS[0][2:]), ("3", *ROWS[0][1:5], "N")])
    made = packed(mapping_of(tmp_path))
    assert [row["activity"] for row in rows_of(made, "events")] == ["inschrijving", "inschrijving"]
    assert [row["minderjarig"] for row in rows_of(made, "objects")] == ["true"]
    assert {(line.place, line.reason, line.dropped): line.rows for line in made.report.lines} == {
        ("events[1]", "repeated-row", "nothing"): [2],
        ("events[1]", "contradicts-earlier-row", "row"): [3],
        ("objects[1]", "contradicts-earlier-row", "row"): [4],
    }


def test_placeholders_and_numbers_that_fail_their_check_stay(tmp_path: Path) -> None:
    from ketenmonitor.keys import make_key
    from tests.unit.source.extract import PHRASE

    make_key(tmp_path / "hash.key", "hashing", PHRASE.encode())
    numbers = [RIGHT, "9999.90.342", WRONG, "000000", " 9999 ", "geen", ""]
    write_rows(
        tmp_path / "zaken.csv", [(str(i), "I1", "02-01-2024 09:30", n, "m1", "J") for i, n in enumerate(numbers)]
    )
    made = packed(mapping_of(tmp_path, BSN))
    events = rows_of(made, "events")
    assert len(events) == 2
    assert len({row["object_id"] for row in events}) == 1
    reasons = {line.reason: line.rows for line in made.report.lines if line.place == "events[1]"}
    assert reasons == {
        "identifier-fails-check": [3],
        "placeholder": [4, 5],
        "identifier-malformed": [6],
        "no-identifier": [7],
    }


def test_with_pseudonyms_in_the_extract_an_identifier_does_not_leave(tmp_path: Path) -> None:
    from tests.chain import DEFINITION

    definition = DEFINITION.replace(
        '[objects.strafzaak]\npartner = "om"', '[objects.strafzaak]\npartner = "om"\nidentifier = "bsn"'
    )
    write_rows(tmp_path / "zaken.csv", [("1", "I1", "02-01-2024 09:30", RIGHT, "m1", "J"), ("2", *ROWS[0][1:])])
    made = packed(mapping_of(tmp_path, OM, definition))
    assert [row["object_id"] for row in rows_of(made, "events")] == ["z1"]
    assert lines_of(made)["events[1]", "identifier-not-pseudonym"] == [1]


def test_columns_that_are_not_used_are_named_and_go_nowhere(tmp_path: Path) -> None:
    write_rows(tmp_path / "zaken.csv", [(*row, "Jan") for row in ROWS], (*COLUMNS, "naam"))
    made = packed(mapping_of(tmp_path))
    assert made.report.sources == [{"source": "zaken", "rows": 3, "columns_not_used": ["naam"]}]
    kept = json.loads((tmp_path / "state" / "report.json").read_text(encoding="utf-8"))
    assert kept == made.report.as_data()
    assert "Jan" not in json.dumps(kept)
    assert not (made.place / "report.json").exists()
