"""LibreOffice opens the workbooks, and sees the same cells."""

from __future__ import annotations

import csv
import subprocess
from dataclasses import replace

import pytest

from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import Dataset
from ketenmonitor.release.formats.cells import settled
from ketenmonitor.release.formats.workbook import workbook_file
from tests.unit.release.formats.drawn import ABOUT, TABLE
from tests.unit.release.formats.programs import needs

# Every sheet as CSV in UTF-8 with commas, as shown, formulas as what they compute.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
TIMEOUT_SECONDS = 120
HARMFUL = replace(
    TABLE,
    id="harmful",
    title=Title("Formules", "Formulas"),
    rows=tuple(
        (f"{n}", text, 1, 1.0, 1.0, ABOUT.as_of, text) for n, text in enumerate(("=1+1", "+1+1", "-1+1", "@A1"))
    ),
)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """What LibreOffice reads, by sheet; one start for all tests, since it takes seconds."""
    program, folder = needs("soffice", "libreoffice-calc-nogui"), tmp_path_factory.mktemp("office")
    tables: tuple[Dataset, ...] = (settled(TABLE), HARMFUL)
    (folder / "book.xlsx").write_bytes(workbook_file(ABOUT, tables, "nl"))
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, own, "--headless", "--convert-to", FILTER, "--outdir", str(folder), str(folder / "book.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT_SECONDS)
    found = {}
    for path in folder.glob("book-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix("book-")] = list(csv.reader(file))
    return found


def test_it_opens_every_sheet_and_reads_the_same(sheets: dict[str, list[list[str]]]) -> None:
    assert set(sheets) == {"Toelichting", "Doorlooptijden", "Formules"}
    head, *rows = sheets["Doorlooptijden"]
    assert head == [column.title.nl for column in TABLE.columns]
    assert [row[:2] for row in rows] == [["2025", w] for w in ("totaal", "meerderjarig", "minderjarig", "onbekend")]
    hidden = "onderdrukt (kleine aantallen)"
    assert [row[2] for row in rows] == ["1234", "0", hidden, "7"]
    assert [row[3] for row in rows] == ["12.5", "0", hidden, "niet bereikt"]
    assert [row[4] for row in rows] == ["33.3333333333%", "100%", hidden, "nog niet bekend"]
    assert rows[0][6] == 'zegt "ja", of "nee"'


def test_it_computes_nothing(sheets: dict[str, list[list[str]]]) -> None:
    assert [row[1] for row in sheets["Formules"][1:]] == ["=1+1", "+1+1", "-1+1", "@A1"]
    assert [row[6] for row in sheets["Formules"][1:]] == ["=1+1", "+1+1", "-1+1", "@A1"]
