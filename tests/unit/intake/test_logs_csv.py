"""CSV: any common separator, all values as they are written, and the columns found by their usual names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import DeliveryError
from tests.unit.intake.logs_samples import imported, written

SECRET = "Jan Jansen"
ROWS = [
    ["case:concept:name", "concept:name", "time:timestamp", "bedrag"],
    ["007", "Register", "2025-03-01 10:00:00+01:00", "12,50"],
    ["NA", "vonnis", "2025-03-02", ""],
    ["", "inning", "", "null"],
]


def table(rows: list[list[str]], separator: str = ",", line_end: str = "\n") -> str:
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    return "".join(separator.join(row) + line_end for row in quoted)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separator_line_end_and_byte_order_mark_make_no_difference(
    tmp_path: Path, separator: str, line_end: str, mark: str
) -> None:
    found = imported(written(tmp_path, "log.csv", mark + table(ROWS, separator, line_end)))
    assert found.column("object_id") == ["007", "NA", None]
    assert found.column("activity") == ["inschrijving", "vonnis", "inning"]
    assert found.column("time") == ["2025-03-01 10:00:00+01:00", "2025-03-02", None]
    assert found.rows("om")[0]["bedrag"] == "12,50"
    assert found.manifests["om"]["delivered_from"] == "2025-03-01T10:00:00+01:00"
    assert found.manifests["om"]["delivered_until"] == "2025-03-02T00:00:00+01:00"
    assert found.findings == {"time-without-offset": 1, "undeclared-attribute-values": 1}


def test_a_text_between_quotes_may_hold_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    log = 'case id,activity,time\n"a, ""b""\nc","vonnis",2025-01-01\n\nd,vonnis,2025-01-02\n'
    assert imported(written(tmp_path, "log.csv", log)).column("object_id") == ['a, "b"\nc', "d"]


@pytest.mark.parametrize(
    "header",
    [
        "case:concept:name,concept:name,time:timestamp",
        "case_id,activity,timestamp",
        "Case ID,Activity,Complete Timestamp",
        "caseid,event,time",
        " CASE_ID ,Event,TIME",
    ],
)
def test_columns_are_found_by_their_usual_names(tmp_path: Path, header: str) -> None:
    found = imported(written(tmp_path, "log.csv", f"{header}\nc1,vonnis,2025-01-01\n"))
    assert found.rows("om") == [
        {"event_id": "1", "activity": "vonnis", "time": "2025-01-01", "object_id": "c1", "bedrag": None}
    ]


def test_the_standard_name_wins(tmp_path: Path) -> None:
    log = (
        "Activity,case_id,concept:name,timestamp,case:concept:name,time:timestamp\ninning,x,vonnis,1999,c,2025-01-01\n"
    )
    found = imported(written(tmp_path, "log.csv", log))
    assert (found.column("activity"), found.column("object_id")) == (["vonnis"], ["c"])
    assert found.findings["undeclared-attribute-columns"] == 3


def test_what_a_person_says_of_columns_wins(tmp_path: Path) -> None:
    log = written(tmp_path, "log.csv", "dossier,concept:name,step,start,time\nd1,x,vonnis,2025-01-01,2026-01-01\n")
    found = imported(log, columns={"case": "dossier", "activity": "step", "time": "start"})
    assert (found.column("activity"), found.column("object_id")) == (["vonnis"], ["d1"])
    assert found.column("time") == ["2025-01-01"]


FAULTY = {
    "no case": ("activity,time\nvonnis,2025-01-01\n", "no column has the case of an event. The name"),
    "no activity": ("case id,time\nc,2025-01-01\n", "no column has the activity of an event. The name"),
    "no time": ("case id,activity\nc,vonnis\n", "no column has the time of an event. The name"),
    "no header": (f"{SECRET},vonnis,2025-01-01\n{SECRET},inning,2025-01-01\n", "no column has the case of an event"),
    "empty": ("", "holds no events"),
    "header only": ("case id,activity,time\n", "holds no events"),
    "header without line end": ("case id,activity,time", "holds no events"),
    "ragged": (f"case id,activity,time\nc,vonnis,2025\n\n{SECRET},vonnis\n", "row 2 has another number of cells"),
    "too long a row": (f"case id,activity,time\n{SECRET},vonnis,2025,x\n", "row 1 has another number of cells"),
    "an open quote": (f'case id,activity,time\n"{SECRET},vonnis,2025\n', "row 1 has another number of cells"),
    "a name twice": (f"case id,activity,time,time\n{SECRET},vonnis,2025,2026\n", "two columns have the same name"),
    "no readable times": (f"case id,activity,time\n{SECRET},vonnis,31-12-2025\n", "no time can be read"),
}


@pytest.mark.parametrize("faulty", FAULTY)
def test_a_faulty_log_is_told_without_a_value_of_it(tmp_path: Path, faulty: str) -> None:
    content, told = FAULTY[faulty]
    with pytest.raises(DeliveryError) as raised:
        imported(written(tmp_path, "log.csv", content))
    assert str(raised.value).startswith(f"log.csv: {told}" if told[:5] != "holds" else f"log.csv: it {told}")
    assert str(raised.value).endswith("and import the log again; nothing was taken in.")
    assert SECRET not in str(raised.value)


def test_windows_1252_is_told_by_its_line(tmp_path: Path) -> None:
    log = "case id,activity,time\n" + "c,vonnis,2025-01-01\n" * 100_000 + "é,vonnis,2025-01-01\n"
    with pytest.raises(DeliveryError) as raised:
        imported(written(tmp_path, "log.csv", log.encode("windows-1252")))
    assert str(raised.value) == (
        "log.csv: line 100002 is not UTF-8 (it may be Windows-1252). A CSV log is UTF-8. Save the file as UTF-8, "
        "and import the log again; nothing was taken in."
    )
    with pytest.raises(DeliveryError, match="line 1 is not UTF-8"):
        imported(written(tmp_path, "log.csv", "case id,activity,time\nc,vonnis,2025".encode("utf-16")))
    with pytest.raises(DeliveryError, match="zero bytes"):
        imported(written(tmp_path, "log.csv", "case id,activity,time\nc,vonnis,2025".encode("utf-16-le")))


def test_a_column_that_is_named_but_not_there_is_told(tmp_path: Path) -> None:
    log = written(tmp_path, "log.csv", table(ROWS))
    with pytest.raises(DeliveryError, match='no column "step", which was named for the activity'):
        imported(log, columns={"activity": "step"})
    with pytest.raises(DeliveryError, match="named for moment, which is no part of a log"):
        imported(log, columns={"moment": "step"})
