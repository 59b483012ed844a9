"""Downloads: every file that people take along under a name that says what is in it, in their language only."""

from __future__ import annotations

from ketenmonitor.definition import Title
from ketenmonitor.release.downloads import downloads_of
from ketenmonitor.release.words import page_language

FILES = {
    "data/stock.csv": b"1", "data/odd.parquet": b"22", "data/proef-nl.xlsx": b"3", "data/proef-en.xlsx": b"3",
    "report-nl.pdf": b"4", "letter-en.docx": b"5", "charts/stock.csv": b"6", "manifest.json": b"7", "catalog.ttl": b"8",
}  # fmt: skip


def test_files_have_the_names_of_what_is_in_them() -> None:
    titles = {"stock": Title("Voorraden", "Stocks")}
    dutch = {one.address: one.title for one in downloads_of(FILES, titles, page_language("nl"))}
    assert dutch == {
        "report-nl.pdf": "Deze pagina, om af te drukken",
        "data/proef-nl.xlsx": "Alle tabellen in één werkmap",
        "data/stock.csv": "Voorraden",
        "data/odd.parquet": "odd",
        "catalog.ttl": "Beschrijving van de gegevens (DCAT)",
    }
    english = {one.address: one.title for one in downloads_of(FILES, titles, page_language("en"))}
    assert english["letter-en.docx"] == "Annex to a letter"
    assert english["data/stock.csv"] == "Stocks"
    assert "report-nl.pdf" not in english
