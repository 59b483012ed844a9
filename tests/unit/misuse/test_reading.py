"""Files of any kind say the same, and what cannot be read is never left out in silence."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ketenmonitor.errors import MisuseError
from ketenmonitor.misuse import assess, read_settings
from tests.unit.misuse.tables import look, written

HANDLERS = [{"user": "bob", "case": "c1", "from": "2026-03-01", "until": "2026-03-31"}]
LOOKS = [look(case="c1"), look(user="bob", case="c1"), look(user="cas", case="c1", at="2026-07-04T23:30:00")]


def counted(place: Path) -> tuple[dict[str, int], list[tuple[Any, ...]]]:
    found = assess(read_settings(place))
    return found.counts(), [(p.user, p.first_us, p.score) for p in found.ranked(9)]


def test_csv_parquet_and_json_lines_say_the_same(tmp_path: Path) -> None:
    place = written(tmp_path, {"looks": LOOKS, "handlers": HANDLERS})
    expected = counted(place)
    assert expected[0] == {"looks": 3, "handler": 1, "unexplained": 2}
    lines = "".join(json.dumps(row) + "\n" for row in LOOKS)
    (tmp_path / "looks.jsonl").write_text(lines, encoding="utf-8")
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("looks.csv", "looks.jsonl"), encoding="utf-8")
    assert counted(place) == expected
    typed = [{**row, "at": datetime.fromisoformat(row["at"])} for row in LOOKS]
    pq.write_table(pa.Table.from_pylist(typed), tmp_path / "looks.parquet")
    days = [{**row, "from": date(2026, 3, 1), "until": date(2026, 3, 31)} for row in HANDLERS]
    pq.write_table(pa.Table.from_pylist(days), tmp_path / "handlers.parquet")
    place.write_text(text.replace(".csv", ".parquet"), encoding="utf-8")
    assert counted(place) == expected


@pytest.mark.parametrize("at", ["2026-03-02T10:00:00", "2026-03-02 10:00:00+01:00", "2026-03-02T09:00:00Z"])
def test_a_moment_with_an_offset_and_one_of_the_local_clock_are_the_same(at: str, tmp_path: Path) -> None:
    _, ((_, first_us, _),) = counted(written(tmp_path, {"looks": [look(case="c1", at=at)], "handlers": HANDLERS}))
    moment = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert first_us == int(moment.timestamp()) * 10**6


@pytest.mark.parametrize(
    ("name", "row", "words"),
    [
        ("looks", look(case="c1", at="gisteren"), "column at cannot be read in 1 rows and is empty in 0. Right is ISO 8601"),
        ("looks", look(case="c1", person=" "), "column person cannot be read in 0 rows and is empty in 1."),
        ("looks", look(case="c1", user=""), "column user cannot be read in 0 rows and is empty in 1."),
        ("looks", look(case="c1", break_glass="wellicht", reason=""), "column break_glass cannot be read in 1 rows"),
        ("handlers", {**HANDLERS[0], "until": "ooit"}, "column until cannot be read in 1 rows"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_stops_everything_and_is_not_quoted(
    name: str, row: dict[str, Any], words: str, tmp_path: Path
) -> None:
    tables: dict[str, Any] = {"looks": LOOKS, "handlers": HANDLERS}
    place = written(tmp_path, {**tables, name: [row]})
    with pytest.raises(MisuseError) as caught:
        assess(read_settings(place))
    assert words in str(caught.value)
    for value in ("gisteren", "wellicht", "ooit", "p1", "bob"):
        assert value not in str(caught.value).replace(str(tmp_path), "")


def test_a_column_or_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    place = written(tmp_path, {"looks": LOOKS, "handlers": HANDLERS})
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace('case = "case"', 'case = "zaak"', 1), encoding="utf-8")
    with pytest.raises(MisuseError, match=r"looks\.csv: columns missing: zaak\."):
        assess(read_settings(place))
    for other, words in (("none.csv", "there is no such file"), ("looks.xls", "ends with none of .csv, .parquet")):
        place.write_text(text.replace("looks.csv", other), encoding="utf-8")
        with pytest.raises(MisuseError, match=words):
            assess(read_settings(place))


def test_a_damaged_file_is_told_without_what_stands_in_it(tmp_path: Path) -> None:
    place = written(tmp_path, {"looks": LOOKS, "handlers": HANDLERS})
    (tmp_path / "looks.parquet").write_bytes(b"PAR1 persoon 123456782 PAR1")
    place.write_text(place.read_text(encoding="utf-8").replace("looks.csv", "looks.parquet"), encoding="utf-8")
    with pytest.raises(MisuseError, match="cannot be read as parquet") as caught:
        assess(read_settings(place))
    assert "123456782" not in str(caught.value)


def test_names_of_columns_and_files_are_names_and_no_commands(tmp_path: Path) -> None:
    odd = 'p"; DROP TABLE x; --'
    rows = [{**{k: v for k, v in row.items() if k != "person"}, odd: row["person"]} for row in LOOKS]
    place = written(tmp_path / "a'b", {"looks": rows, "handlers": HANDLERS})
    text = place.read_text(encoding="utf-8").replace(f'{odd} = "{odd}"', f"person = '{odd}'")
    place.write_text(text, encoding="utf-8")
    assert counted(place)[0]["looks"] == 3
