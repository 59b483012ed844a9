"""CSV by the rules, with a description that a CSVW reader accepts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from csvw import CSVW
from hypothesis import given, settings

from ketenmonitor.release.dataset import Dataset
from ketenmonitor.release.formats import data_files
from tests.unit.release.formats.drawn import ABOUT, TABLE, datasets


def written(folder: Path, dataset: Dataset = TABLE) -> Path:
    for path, content in data_files(ABOUT, [dataset]).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return folder / "data" / f"{dataset.id}.csv"


def test_lines_end_as_rfc_4180_says_and_quotes_stand_where_they_must(tmp_path: Path) -> None:
    lines = written(tmp_path).read_bytes().split(b"\r\n")
    assert lines[0] == b"period,age,cases,median_days,within_norm,until,remark"
    assert lines[1] == b'2025,_total,1234,12.5,0.333333333333,2025-12-31,"zegt ""ja"", of ""nee"""'
    assert lines[3] == b"2025,minor,suppressed,suppressed,suppressed,not-delivered,not-applicable"
    assert lines[-1] == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)


@pytest.mark.parametrize("table", ["lead-times", "codes"])
def test_a_csvw_reader_accepts_each_table(table: str, tmp_path: Path) -> None:
    path = written(tmp_path)
    read = CSVW(str(path.with_name(f"{table}.csv")), validate=True)
    assert read.is_valid, [str(warning.message) for warning in read.warnings]
    assert not read.warnings


def test_a_csvw_reader_gets_typed_values_and_nulls(tmp_path: Path) -> None:
    rows = list(CSVW(str(written(tmp_path)), validate=True).tables[0].iterdicts())
    assert rows[0]["cases"] == 1234
    assert rows[0]["median_days"] == Decimal("12.5")
    assert rows[0]["until"] == datetime(2025, 12, 31)
    assert [rows[2][name] for name in ("cases", "median_days", "within_norm", "until", "remark")] == [None] * 5
    assert rows[2]["age"] == "minor"


@given(dataset=datasets())
@settings(max_examples=15, deadline=None)
def test_a_csvw_reader_accepts_any_table(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = written(tmp_path_factory.mktemp("drawn"), dataset)
    read = CSVW(str(path), validate=True)
    assert read.is_valid, [str(warning.message) for warning in read.warnings]


@pytest.mark.parametrize(
    ("right", "wrong"), [(b",1234,", b",many,"), (b",1234,", b",,"), (b"2025-12-31", b"31-12-2025")]
)
def test_the_reader_notices_a_cell_of_another_type(right: bytes, wrong: bytes, tmp_path: Path) -> None:
    """Else the tests above prove nothing. An empty cell is one: only the codes of states stand for no value."""
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(right, wrong, 1))
    assert not CSVW(str(path), validate=True).is_valid


def test_the_reader_notices_a_key_that_occurs_twice(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"adult", b"_total", 1))
    with pytest.raises(ValueError, match="duplicate primary key"):
        assert not CSVW(str(path), validate=True).is_valid


def test_the_description_says_what_people_want_to_know() -> None:
    said = json.loads(data_files(ABOUT, [TABLE])["data/lead-times.csv-metadata.json"])
    columns = {column["name"]: column for column in said["tableSchema"]["columns"]}
    assert said["url"] == "lead-times.csv"
    assert {"@value": "Lead times", "@language": "en"} in said["dc:title"]
    assert said["dc:license"] == {"@id": ABOUT.licence}
    assert said["tableSchema"]["primaryKey"] == ["period", "age"]
    assert columns["median_days"]["titles"]["nl"] == "Mediaan in dagen"
    assert columns["median_days"]["schema:unitText"] == "days"
    assert "suppressed" in columns["cases"]["null"]
    assert columns["age"]["required"]
    assert "null" not in columns["age"]
    assert any("open zijn, tellen mee" in note["@value"] for note in said["notes"])


def test_a_licence_without_an_address_is_named() -> None:
    files = data_files(replace(ABOUT, licence="niet open"), [TABLE])
    assert json.loads(files["data/lead-times.csv-metadata.json"])["dc:license"] == "niet open"
