"""A page with everything that a release has around its figures, and a letter: made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from ketenmonitor.release.around import changes_table, other_languages, size_of
from ketenmonitor.release.letter import Letter
from ketenmonitor.release.page import page_of
from ketenmonitor.release.parts import Change, Changes, Download, Link, Page
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.tables import Cell
from ketenmonitor.release.words import page_language
from tests.unit.release.chains import PUBLISHED, chain, protected

AS_OF = date(2026, 7, 1)
HIDDEN = Cell("onderdrukt (kleine aantallen)", is_missing=True)


@cache
def release_page(code: str = "nl", rows: int = 3) -> Page:
    """The page of a release in which `rows` figures changed."""
    language = page_language(code)
    page = page_of(shelve(chain(), protected()), language, "De zaken zijn verzonnen.", PUBLISHED)
    cause = "De Tweede dienst leverde op 3 juni 2026 alsnog de gegevens van maart 2026."
    changes = [
        Change(f"Van begin tot eind: mediaan, groep {n}", "2025", Cell("202"), HIDDEN if n == 1 else Cell("210"), cause)
        for n in range(rows)
    ]
    files = [("een-doorlooptijd", "csv", 12_345), ("een-doorlooptijd", "parquet", 999_950), ("catalogus", "ttl", 345)]
    return replace(
        page,
        warnings=("De Tweede dienst leverde over mei en juni 2026 nog niets. Cijfers over die maanden ontbreken.",),
        others=other_languages(language),
        changes=Changes(("De vorige uitgave was die van 1 april 2026.",), tuple(changes)),
        protection=("Elk aantal is met een vaste kleine ruis afgerond.", "Niemand is in de cijfers te herkennen."),
        definitions=(Link("definitie.html", "De definitie van de keten, versie 1"),),
        downloads=tuple(
            Download(f"tabellen/{name}.{kind}", f"Doorlooptijd ({name})", kind.upper(), size_of(size, language))
            for name, kind, size in files
        ),
    )


def letter(code: str = "nl", rows: int = 3) -> Letter:
    """A letter with a table of `rows` rows, one of few columns and one of many."""
    page = release_page(code, rows)
    language = page_language(code)
    tables = [table for section in page.sections for block in section.blocks for table in block.tables]
    changed = changes_table(page.changes, language)
    assert changed is not None
    return Letter(
        title="Bijlage: cijfers over proefzaken",
        intro=("Deze bijlage geeft de cijfers bij de brief.", "Zaken die nog niet klaar zijn, tellen mee."),
        tables=(changed, tables[0], tables[-1]),
        notes=("Begin plus instroom min uitstroom is eind.",),
        source="Bron: leveringen van Eerste dienst en Tweede dienst.",
        chain=page.chain,
    )
