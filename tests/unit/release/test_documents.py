"""The documents of a release: the same words as the page, open to screen readers, and the same bytes everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pdfua
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from ketenmonitor.release.docx_file import docx_of
from ketenmonitor.release.letter import letter_pdf_of
from ketenmonitor.release.page import page_of
from ketenmonitor.release.pdf import pdf_of
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.words import page_language
from tests.unit.release.chains import CHAIN, chain, flat, not_delivered, protected
from tests.unit.release.releases import AS_OF, letter, release_page

ROOT = Path(__file__).parents[3]
LANGUAGES = ("nl", "en")
NL = page_language("nl")


def text_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [flat(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(pdf)]


def made(name: str, code: str = "nl") -> bytes:
    language = page_language(code)
    if name == "page":
        return pdf_of(release_page(code), language, AS_OF)
    return (letter_pdf_of if name == "annex" else docx_of)(letter(code), language, AS_OF)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["page", "annex"])
def test_a_screen_reader_can_read_the_pdf(name: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "it.pdf"
    path.write_bytes(made(name, code))
    assert [(one.rule_id, one.message) for one in pdfua.validate(path).findings] == []
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == code
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["pdfaid:part"] == "2"
            assert about["dc:title"] == (release_page(code).title if name == "page" else letter(code).title)
        kinds = re.findall(r"/S: (\w+)", " ".join(_kinds(pdf.Root.StructTreeRoot)))
    assert {"Title", "H1", "Table", "TH", "TD", "Caption", "P"} <= set(kinds)
    assert ("Figure" in kinds) == (name == "page")


def _kinds(element: pikepdf.Object) -> list[str]:
    """What each piece of the structure is, from the top down."""
    if isinstance(element, pikepdf.Array):
        return [kind for one in element for kind in _kinds(one)]
    if not isinstance(element, pikepdf.Dictionary):
        return []
    own = [f"/S: {str(element.S)[1:]}"] if "/S" in element else []
    return [*own, *(_kinds(element.K) if "/K" in element else [])]


def test_every_word_of_the_page_is_in_its_pdf() -> None:
    page = release_page()
    words = re.sub(r"\W+", "", "".join(text_of(pdf_of(page, NL, AS_OF))))
    tables = [table for section in page.sections for block in section.blocks for table in block.tables]
    said = [page.title, page.notice or "", *page.intro, *page.known, *page.warnings, *page.protection, *page.foot]
    said += [text for table in tables for text in (table.caption, table.head, *table.columns)]
    said += [text for table in tables for row in table.rows for text in (row.head, *(c.text for c in row.cells))]
    said += (
        [text for one in page.changes.rows for text in (one.figure, one.old.text, one.cause)] if page.changes else []
    )
    said += [text for one in page.downloads for text in (one.address, one.title, one.kind, one.size)]
    said += [text for pair in page.explained for text in pair]
    missing = [text for text in said if re.sub(r"\W+", "", text) not in words]
    assert missing == []


def test_each_page_says_what_it_is_of_when_and_which_page() -> None:
    pages = text_of(made("page"))
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert text.startswith("Proefzaken Stand van 1 juli 2026")
        assert text.endswith(f"Pagina {number} van {len(pages)}")


def test_a_long_table_repeats_its_head_on_each_page() -> None:
    with_head = [text for text in text_of(pdf_of(release_page(rows=60), NL, AS_OF)) if "groep" in text]
    assert len(with_head) > 1
    assert all("Cijfer Periode Was Is nu Oorzaak" in text for text in with_head)


def test_a_drawing_in_the_pdf_has_its_text_and_our_typeface() -> None:
    texts = [chart.text for chart in release_page().charts]
    assert any("365 dagen" in text for text in texts)
    with pikepdf.open(BytesIO(made("page"))) as pdf:
        alternatives = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
        fonts = {
            str(one.FontName).split("+")[-1]
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/FontName" in one
        }
    assert set(texts) <= set(alternatives)
    assert fonts == {"LiberationSans", "LiberationSans-Bold", "LiberationSans-Italic"}


def test_a_page_alone_and_one_without_figures_are_pdfs_too() -> None:
    for tables in (None, not_delivered(), []):
        page = page_of(shelve(chain(), protected(tables)), NL, None, ())
        assert pdf_of(page, NL, AS_OF).startswith(b"%PDF")


def test_words_of_a_definition_cannot_become_markup_of_the_document() -> None:
    wicked = "#panic(1) *A* $x$ <b> `c` // d"
    page = page_of(shelve(chain(CHAIN.replace("Proefzaken", wicked)), protected()), NL, None, ())
    assert text_of(pdf_of(page, NL, AS_OF))[0].startswith(f"{wicked} Stand van")


def test_the_same_documents_on_another_machine_are_the_same_bytes(tmp_path: Path) -> None:
    """Another process with another seed, clock and language, and no typeface or home of the machine in sight."""
    code = (
        "import sys; from pathlib import Path; from tests.unit.release.test_documents import made;"
        "[Path(sys.argv[1], name).write_bytes(made(name)) for name in ('page', 'annex', 'word')]"
    )
    nothing = tmp_path / "fonts.conf"
    nothing.write_text("<fontconfig/>", encoding="utf-8")
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "77",
        "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1",
        "FONTCONFIG_FILE": str(nothing), "HOME": str(tmp_path / "nobody"),
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, check=True, cwd=ROOT)
    for name in ("page", "annex", "word"):
        assert (tmp_path / name).read_bytes() == made(name), name


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_word_document_is_marked_for_screen_readers(code: str) -> None:
    document = docx.Document(BytesIO(made("word", code)))
    given = letter(code)
    about = document.core_properties
    assert (about.title, about.language) == (given.title, {"nl": "nl-NL", "en": "en-GB"}[code])
    assert about.created == about.modified == datetime(2026, 7, 1, tzinfo=UTC)
    assert (about.author, about.comments, about.last_modified_by) == ("", "", "")
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.style]
    assert ("Heading 1", given.title) in styles
    assert {lang.get(qn("w:val")) for lang in document.styles.element.iter(qn("w:lang"))} == {about.language}
    assert [name for name, _ in styles].count("Caption") == len(document.tables) == len(given.tables)
    for table, made_table in zip(given.tables, document.tables, strict=True):
        head = made_table.rows[0]._tr.trPr
        assert head is not None
        assert head.find(qn("w:tblHeader")) is not None
        assert made_table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == table.caption
        assert [c.text for c in made_table.rows[0].cells] == [table.head, *table.columns]
        for row, made_row in zip(table.rows, list(made_table.rows)[1:], strict=True):
            assert [c.text for c in made_row.cells] == [row.head, *(c.text for c in row.cells)]


def test_captions_are_numbered_by_fields_that_keep_right_in_another_document() -> None:
    xml = docx.Document(BytesIO(made("word"))).element.xml
    assert re.findall(r'w:instr="(SEQ [^"]+)"', xml) == [r"SEQ Tabel \* ARABIC"] * 3
    assert "Tabel 3. Wettelijke termijnen" in " ".join(text_of(made("annex")))


def test_another_program_opens_the_word_document_and_finds_every_word(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        reason = "no LibreOffice: install the packages of requirements/debian.txt"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    (tmp_path / "annex.docx").write_bytes(made("word"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "annex.docx"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True, timeout=120)
    pages = text_of((tmp_path / "annex.pdf").read_bytes())
    words = "".join(pages).replace(" ", "")
    given = letter()
    said = [given.title, *given.intro, *given.said_below, "Tabel 1. Cijfers die anders zijn"]
    said += [cell.text for table in given.tables for row in table.rows for cell in row.cells]
    assert [text for text in said if text.replace(" ", "") not in words] == []
    assert "Proefzaken – Stand van 1 juli 2026" in pages[0]
