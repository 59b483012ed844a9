"""The same extract in every form gives the same rows; what cannot be read is told by its source, and never with a value."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import psycopg
import pytest
import xlsxwriter

from ketenmonitor.errors import DeliveryError
from ketenmonitor.source.pack import Packed
from tests.postgres import new_database, postgres
from tests.unit.source.extract import COLUMNS, OM, ROWS, mapping_of, packed, rows_of, write_rows

SECRET = "Jan Jansen"
MOMENTS = {row[2]: datetime.strptime(row[2], "%d-%m-%Y %H:%M") for row in ROWS}
TYPED = [(int(nr), code, MOMENTS[time], *rest) for nr, code, time, *rest in ROWS]
SQL = "select nr, code, tijd, zaak, melding, jeugd from zaken order by nr"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


def as_source(lines: str) -> str:
    start, end = OM.index("[sources.zaken]"), OM.index("[[events]]")
    return OM[:start] + f"[sources.zaken]\n{lines}\n\n" + OM[end:]


def as_csv(folder: Path) -> str:
    write_rows(folder / "zaken.csv", ROWS)
    return OM


def as_latin(folder: Path) -> str:
    text = "\r\n".join("\t".join(f'"{cell}"' for cell in row) for row in [COLUMNS, *ROWS])
    (folder / "zaken.csv").write_bytes(text.replace("jeugd", "jéugd").encode("windows-1252"))
    lines = 'file = "zaken.csv"\nencoding = "windows-1252"\ndelimiter = "\\t"\nformats = ["%Y", "%d-%m-%Y %H:%M"]'
    return as_source(lines.replace('"%Y", ', "")).replace('column = "jeugd"', 'column = "jéugd"')


def as_parquet(folder: Path) -> str:
    pl.DataFrame(TYPED, schema=list(COLUMNS), orient="row").write_parquet(folder / "zaken.parquet")
    return as_source('file = "zaken.parquet"')


def as_parquet_in_utc(folder: Path) -> str:
    rows = pl.DataFrame(TYPED, schema=list(COLUMNS), orient="row")
    rows = rows.with_columns(pl.col("tijd").dt.replace_time_zone("Europe/Amsterdam"), pl.col("nr").cast(pl.Float64))
    rows.write_parquet(folder / "zaken.parquet")
    return as_source('file = "zaken.parquet"\ntimezone = "America/New_York"')


def as_xlsx(folder: Path) -> str:
    with xlsxwriter.Workbook(folder / "zaken.xlsx") as book:
        book.add_worksheet("Toelichting").write(0, 0, "zomaar")
        sheet, form = book.add_worksheet("Zaken"), book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        sheet.write_row(0, 0, COLUMNS)
        for place, row in enumerate(TYPED, start=1):
            sheet.write_row(place, 0, [row[0], row[1], None, *row[3:]])
            # As people do: some cells are times, some only look so.
            if place == 2:
                sheet.write_string(place, 2, ROWS[place - 1][2])
            else:
                sheet.write_datetime(place, 2, row[2], form)
    return as_source('file = "zaken.xlsx"\nsheet = "Zaken"\nformats = ["%d-%m-%Y %H:%M"]')


def as_xes(folder: Path) -> str:
    return _xes(folder / "zaken.xes", lambda path, text: path.write_text(text, encoding="utf-8"))


def as_xes_gz(folder: Path) -> str:
    return _xes(folder / "zaken.xes.gz", lambda path, text: path.write_bytes(gzip.compress(text.encode())))


def _xes(path: Path, write: Callable[[Path, str], Any]) -> str:
    events = "".join(
        f'<trace><string key="concept:name" value="{zaak}"/><event><string key="nr" value="{nr}"/>'
        f'<string key="concept:name" value="{code}"/><date key="time:timestamp" value="{MOMENTS[time].isoformat()}"/>'
        f'<string key="melding" value="{melding}"/><string key="jeugd" value="{jeugd}"/></event></trace>'
        for nr, code, time, zaak, melding, jeugd in ROWS
    )
    write(path, f"<log>{events}</log>")
    text = as_source(f'file = "{path.name}"').replace('"tijd"', '"time:timestamp"').replace('"code"', '"concept:name"')
    return text.replace('"zaak"', '"case:concept:name"')


def as_sqlite(folder: Path) -> str:
    with sqlite3.connect(folder / "bron.db") as connection:
        connection.execute(f"create table zaken ({', '.join(COLUMNS)})")
        connection.executemany(f"insert into zaken values ({', '.join('?' * len(COLUMNS))})", ROWS)
    connection.close()
    formats = 'formats = ["%d-%m-%Y %H:%M"]'
    return as_source(f'sql = "{SQL}"\ndatabase = "sqlite:///{folder / "bron.db"}"\n{formats}')


def of_postgres(address: str) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        with psycopg.connect(address.replace("+psycopg", "")) as connection:
            types = ("int", "text", "timestamp", "text", "text", "char(1)")
            columns = ", ".join(f"{name} {kind}" for name, kind in zip(COLUMNS, types, strict=True))
            connection.execute(f"create table zaken ({columns})".encode())
            places = ", ".join(["%s"] * len(COLUMNS))
            connection.cursor().executemany(f"insert into zaken values ({places})".encode(), TYPED)
        return as_source(f'sql = "{SQL}"\ndatabase = "BRON"')

    return write


FILES = [as_csv, as_latin, as_parquet, as_parquet_in_utc, as_xlsx, as_xes, as_xes_gz, as_sqlite]


def content(made: Packed) -> dict[str, Any]:
    kinds = {kind: rows_of(made, kind) for kind in ("events", "links", "objects")}
    ids = [row.pop("event_id") for row in kinds["events"]]
    assert len(set(ids)) == len(ids)
    return kinds


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("expected")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENMONITOR_PASSPHRASE", "een lange wachtwoordzin")
        return content(packed(mapping_of(folder, as_csv(folder))))


@pytest.mark.parametrize("write", FILES, ids=[write.__name__ for write in FILES])
def test_every_form_gives_the_same(tmp_path: Path, write: Callable[[Path], str], expected: dict[str, Any]) -> None:
    made = packed(mapping_of(tmp_path, write(tmp_path)))
    assert content(made) == expected
    assert made.report.n_dropped == 0


def test_a_database_gives_the_same(
    tmp_path: Path, server: str, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_database(server, "zelfde")
    monkeypatch.setenv("BRON", address)
    made = packed(mapping_of(tmp_path, of_postgres(address)(tmp_path)))
    assert content(made) == expected


def test_a_row_with_a_date_for_each_activity(tmp_path: Path) -> None:
    """A day and a clock in two columns; in another zone; and one row that gives several events."""
    text = as_source('file = "zaken.csv"\nformats = ["%d/%m/%Y %H.%M", "%d/%m/%Y"]')
    start = text.index("[[events]]")
    text = text[:start] + (
        '[[events]]\nsource = "zaken"\nactivity = { value = "inschrijving" }\nobject = "zaak"\nid = ["zaak"]\n'
        'time = { date = "in", clock = "klok", timezone = "UTC" }\n'
        '[[events]]\nsource = "zaken"\nactivity = { value = "besluit" }\nobject = "zaak"\nid = ["zaak"]\ntime = "uit"\n'
    )
    rows = [("z1", "02/01/2024", "09.30", "20/01/2024"), ("z2", "03/01/2024", "", ""), ("z3", "", "", "")]
    write_rows(tmp_path / "zaken.csv", rows, ("zaak", "in", "klok", "uit"), ",")
    made = packed(mapping_of(tmp_path, text))
    assert [(r["object_id"], r["activity"], r["time"]) for r in rows_of(made, "events")] == [
        ("z1", "inschrijving", "2024-01-02T09:30:00Z"),
        ("z2", "inschrijving", "2024-01-03T00:00:00Z"),
        ("z1", "besluit", "2024-01-19T23:00:00Z"),
    ]
    lines = {(line.place, line.reason): (line.count, line.rows) for line in made.report.lines}
    assert lines == {("events[1]", "no-time"): (1, [3]), ("events[2]", "no-time"): (2, [2, 3])}


def test_figures_that_the_partner_publishes_itself(tmp_path: Path) -> None:
    text = as_csv(tmp_path) + (
        '[sources.cijfers]\nfile = "cijfers.csv"\n[[figures]]\nsource = "cijfers"\nmeasure = { value = "stock" }\n'
        'id = { column = "welke" }\nfield = { value = "stock" }\ndate = "dag"\nvalue = "aantal"\n'
    )
    write_rows(tmp_path / "cijfers.csv", [("politie", "2024-01-31", "12")], ("welke", "dag", "aantal"), ",")
    (row,) = rows_of(packed(mapping_of(tmp_path, text)), "figures")
    assert row == {
        "measure": "stock", "id": "politie", "field": "stock", "date": "2024-01-31", "period": None, "value": "12",
    }  # fmt: skip


# --- What cannot be read -----------------------------------------------------------------------------------------------


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(DeliveryError) as raised:
        packed(mapping_of(folder, text))
    said = str(raised.value)
    assert said.startswith("source zaken")
    assert said.endswith("nothing was packed.")
    assert SECRET not in said
    return said


def broken(name: str, content: bytes, more: str = "") -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / name).write_bytes(content)
        return as_source(f'file = "{name}"\n{more}')

    return write


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (
            broken("z.csv", f"{';'.join(COLUMNS)}\n{SECRET};1;2\n".encode(), 'delimiter = ";"'),
            "row 1 has another number of cells",
        ),
        (broken("z.csv", "nr,é\n".encode("latin-1")), "line 1 is not UTF-8"),
        (broken("z.csv", f"{SECRET},x\n".encode()), 'the extract has no column "code", "tijd"'),
        (broken("z.csv", b"nr,nr\n"), "two columns have the same name"),
        (broken("z.parquet", b"PAR1" + SECRET.encode()), "not a whole Parquet file"),
        (broken("z.xlsx", SECRET.encode(), 'sheet = "a"'), "not a workbook that can be read"),
        (broken("z.xes", f"<log><trace>{SECRET}".encode()), "broken at line 1"),
        (broken("z.xes.gz", SECRET.encode()), "not compressed with gzip"),
    ],
    ids=["cells", "bytes", "header", "twice", "parquet", "xlsx", "xes", "gz"],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, write: Callable[[Path], str], words: str) -> None:
    assert words in refusal(tmp_path, write(tmp_path))


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    assert "no sheet of that name: it has 2 others" in refusal(
        tmp_path, as_xlsx(tmp_path).replace('"Zaken"', '"zaken"')
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no such file"):
        packed(mapping_of(tmp_path), until=None)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select * from geheim", "UndefinedTable"),
        ("select nr, wat from zaken", 'column "wat" does not exist'),
        ("selec", "syntax error"),
        (f"select cast(naam as int) as nr from (select '{SECRET}' as naam) a", "InvalidTextRepresentation)"),
    ],
    ids=["table", "column", "syntax", "value"],
)
def test_what_a_database_says_is_told_when_it_is_about_the_question(
    tmp_path: Path, server: str, sql: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_database(server, f"fout-{len(sql)}")
    monkeypatch.setenv("BRON", address)
    text = of_postgres(address)(tmp_path).replace(SQL, sql)
    assert words in refusal(tmp_path, text)


def test_a_database_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = as_source(f'sql = "{SQL}"\ndatabase = "BRON"')
    monkeypatch.delenv("BRON", raising=False)
    assert "the variable BRON of the environment is not set" in refusal(tmp_path, text)
    monkeypatch.setenv("BRON", f"nowhere://x:{SECRET}@y")
    assert "there is no driver for this kind of database" in refusal(tmp_path, text)
    monkeypatch.setenv("BRON", SECRET)
    assert "the address of the database cannot be read" in refusal(tmp_path, text)
    monkeypatch.setenv("BRON", f"postgresql+psycopg://jan:{SECRET}@127.0.0.1:1/x")
    assert "the database gave no answer (OperationalError)" in refusal(tmp_path, text)


def test_sqlite_says_which_table_is_missing(tmp_path: Path) -> None:
    text = as_sqlite(tmp_path).replace("from zaken", "from zakken")
    assert "no such table: zakken" in refusal(tmp_path, text)


def test_by_default_it_is_complete_until_midnight_or_until_its_oldest_file(tmp_path: Path) -> None:
    import os

    mapping = mapping_of(tmp_path, as_csv(tmp_path))
    written = datetime(2024, 2, 20, 12, tzinfo=UTC).timestamp()
    os.utime(tmp_path / "zaken.csv", (written, written))
    made = packed(mapping, until=None, accepted=True)
    assert made.report.head["delivered_until"] == "2024-02-20T13:00:00+01:00"
    os.utime(tmp_path / "zaken.csv")
    made = packed(mapping, until=None, now="2024-03-05T13:00:00+01:00")
    assert made.report.head["delivered_until"] == "2024-03-05T00:00:00+01:00"
