"""Two registers of made-up persons as files, to try a linkage on and to see how well it went.

Comes in: a folder, sizes and a seed. Goes out: `a.csv`, `b.csv`, `truth.csv` and `settings.toml`. The promise: the same seed
gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ketenmonitor.errors import RecordsError
from ketenmonitor.records.made_up.faults import Rates
from ketenmonitor.records.made_up.registers import COLUMNS, MadeUp, Row, registers

# What each side calls its columns: two registers never agree on that either.
DUTCH = {
    "id": "claimnummer", "given": "voornamen", "initials": "voorletters", "surname": "achternaam", "partner_surname": "partnernaam",
    "birth": "geboortedatum", "place": "geboorteplaats", "postcode": "postcode", "house_number": "huisnummer", "sex": "geslacht",
}  # fmt: skip
SHORT = {
    **DUTCH,
    "id": "persoonsnummer",
    "given": "vnaam",
    "initials": "vl",
    "surname": "naam",
    "partner_surname": "gehuwd",
    "birth": "gebdat",
}


def write_registers(folder: Path, number: int, seed: int, faults: float) -> None:
    """Write both registers, `number` rows each, of which two fifths are of the same persons."""
    if folder.exists() and any(folder.iterdir()):
        raise RecordsError(f"{folder}: this is not empty. Give a new folder.")
    rates = Rates().times(faults)
    write_made_up(folder, registers(number, number, number * 2 // 5, seed, (rates, rates)))


def write_made_up(folder: Path, made: MadeUp) -> None:
    """Write these registers, and the settings that go with them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows, columns in (("a", made.a, DUTCH), ("b", made.b, SHORT)):
        (folder / f"{name}.csv").write_text(_text([columns[c] for c in COLUMNS], map(_cells, rows)), encoding="utf-8")
    (folder / "truth.csv").write_text(_text(["a_id", "b_id"], made.truth), encoding="utf-8")
    lines = []
    for name, columns in (("a", DUTCH), ("b", SHORT)):
        lines += [f"[{name}]", *(f'{field} = "{column}"' for field, column in columns.items()), ""]
    (folder / "settings.toml").write_text("\n".join(lines), encoding="utf-8")


def _cells(row: Row) -> list[str]:
    return [row[name] or "" for name in COLUMNS]


def _text(header: list[str], rows: object) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)  # type: ignore[arg-type]  # rows of texts, as pairs or lists
    return text.getvalue()
