"""Settings are read whole: every fault at once, each with its line; and files of persons are refused without quoting them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from ketenmonitor.errors import RecordsError
from ketenmonitor.records import read_settings
from ketenmonitor.records.reading import read_rows
from ketenmonitor.records.settings import Side

SOUND = """[a]
id = "nr"
surname = "naam"
birth = "gebdat"
given = "voornaam"
[b]
id = "id"
surname = "achternaam"
birth = "geboren"
date_forms = ["%d-%m-%Y"]
"""
SIDE = Side("nr", {"surname": "naam", "birth": "gebdat"})
SECRET = "Zwijgzaam"


def settings(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_both_sides_have_is_compared(tmp_path: Path) -> None:
    found = read_settings(settings(tmp_path, SOUND))
    assert found.plan.comparisons == ("surname", "birth")
    assert ("birth_key",) in found.plan.blocking
    assert all({"surname_sound", "birth_key", "birth_year"}.issuperset(rule) for rule in found.plan.blocking)
    assert found.b.date_forms == ("%d-%m-%Y",)
    assert (found.kind, found.precision) == ("one-to-one", 0.99)


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (('surname = "naam"', 'surnaam = "naam"'), 3, 'there is no key "surnaam" here.'),
        (('id = "nr"', "id = 7"), 2, "stands where a text is wanted"),
        (('["%d-%m-%Y"]', '["dd-mm-jjjj"]'), 10, "no form of a date"),
        (("[b]", "[c]"), 6, 'the settings have no table "c"'),
        (("[a]", "[decide]\nprecision = 99\n[a]"), 2, "Write 99 percent as 0.99"),
        (("[a]", "[decide]\nleast_probability = 0.2\n[a]"), 2, "0.2 is not from 0.5 to 1"),
        (("[a]", '[decide]\nmatch = "one to one"\n[a]'), 2, "is no way of matching"),
        (("[a]", '[compare]\nblocking = [["postcode"]]\n[a]'), 2, 'pairs cannot be looked for by "postcode"'),
        (("[a]", "[faults_a]\ntyping = 2\n[a]"), 2, "2 is not from 0 to 0.9"),
        (('surname = "achternaam"', 'sex = "s"'), 6, "too little in common"),
        (('id = "nr"', 'id = "nr'), 2, "not TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], line: int, said: str) -> None:
    with pytest.raises(RecordsError) as refused:
        read_settings(settings(tmp_path, SOUND.replace(*change)))
    assert f"settings.toml:{line}:" in str(refused.value)
    assert said in str(refused.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as refused:
        read_settings(settings(tmp_path, SOUND.replace("surname", "surnam")))
    assert str(refused.value).count('there is no key "surnam"') == 2


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="Check the path"):
        read_settings(tmp_path / "no.toml")


ROWS = [
    {"nr": "1", "naam": "Jansen", "gebdat": "1980-03-12", "zaak": SECRET},
    {"nr": "2", "naam": "Vos", "gebdat": "", "zaak": SECRET},
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_of_any_program(tmp_path: Path, separator: str, encoding: str) -> None:
    lines = [
        separator.join(("nr", "naam", "gebdat")),
        separator.join(("1", "Müller", "1980-03-12")),
        separator.join(("2", '"Vos"', "")),
    ]
    (tmp_path / "a.csv").write_text("\r\n".join(lines) + "\r\n", encoding=encoding)
    assert read_rows(tmp_path / "a.csv", SIDE) == [
        {"id": "1", "surname": "Müller", "birth": "1980-03-12"},
        {"id": "2", "surname": "Vos", "birth": None},
    ]


def test_parquet_and_workbooks_say_the_same_as_csv(tmp_path: Path) -> None:
    table = pa.table(
        {"nr": [1, 2], "naam": ["Jansen", "Vos"], "gebdat": [date(1980, 3, 12), None], "zaak": [SECRET, SECRET]}
    )
    pq.write_table(table, tmp_path / "a.parquet")
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("personen")
    sheet.write_row(0, 0, ["nr", "naam", "gebdat", "zaak"])
    sheet.write_row(1, 0, [1, "Jansen"])
    sheet.write_datetime(1, 2, date(1980, 3, 12), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_row(2, 0, [2, "Vos"])
    book.close()
    expected = [{"id": "1", "surname": "Jansen", "birth": "1980-03-12"}, {"id": "2", "surname": "Vos", "birth": None}]
    assert read_rows(tmp_path / "a.parquet", SIDE) == expected
    assert read_rows(tmp_path / "a.xlsx", SIDE) == expected
    with pytest.raises(RecordsError, match="no sheet anders"):
        read_rows(tmp_path / "a.xlsx", Side("nr", SIDE.columns, sheet="anders"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", f"nr,naam\n1,{SECRET}\n", "columns missing: gebdat"),
        ("a.csv", f"1,{SECRET},1980-03-12\n2,b,\n", "first line holds none of these names"),
        ("a.csv", f"nr,naam,gebdat\n1,{SECRET},x,y\n", ":2: this row has 4 cells, and the first line 3"),
        ("a.csv", f"nr,naam,gebdat\n{SECRET},a,\n{SECRET},b,\n,c,\n", "empty in 1 rows, and 1 rows repeat"),
        ("a.csv", "nr,naam,gebdat\n", "no rows"),
        ("a.csv", "", "columns missing"),
        ("a.txt", SECRET, "Save it as one of these"),
        ("a.parquet", SECRET, "no whole Parquet file"),
        ("a.xlsx", SECRET, "no workbook"),
    ],
)
def test_a_file_that_does_not_serve_is_refused_without_quoting_it(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(RecordsError) as refused:
        read_rows(tmp_path / name, SIDE)
    assert said in str(refused.value)
    assert SECRET not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
