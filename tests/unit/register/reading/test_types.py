"""Files are recognised by what they hold, and what is no paper is refused with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ketenmonitor.errors import PaperError
from ketenmonitor.register.reading import kinds, read

LETTER = "De minister informeert de Kamer over de coöperatie, de financiën en één sluis.\r\nTweede regel.\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_text_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(LETTER.encode(encoding))
    paper = read(path)
    assert [line.text for line in paper.lines] == [*LETTER.split("\r\n")]
    assert paper.file_type == "txt"


def test_a_wrong_name_does_not_matter(tmp_path: Path) -> None:
    for name, text, kind in (
        ("a.pdf", LETTER, "txt"),
        ("b.txt", "<!DOCTYPE html><html><body><p>Ja.</p></body></html>", "html"),
        ("c.html", "<?xml version='1.0'?><officiele-publicatie><al>Ja.</al></officiele-publicatie>", "xml"),
        ("d.txt", "<Dit is een brief die met een haakje begint>\nen verder gaat.", "txt"),
        ("e.txt", "MZ-2031-17\nEen brief met een kenmerk.", "txt"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert read(tmp_path / name).file_type == kind


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty: there is nothing to read"),
        (b" \n\t\n", "is empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00" * 50, "a program"),
        (b"\x7fELF\x02\x01\x01\x00" * 50, "a program"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, "a picture: recognise its text"),
        (b"\x1f\x8b\x08\x00\x01\x02\x03" * 20, "a packed file: unpack it"),
        (b"{\\rtf1\\ansi Brief}", "an RTF file: save it as DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (bytes(range(1, 32)) * 40, "is no text, PDF, DOCX, HTML or XML"),
        (b"PK\x03\x04 and no more", "damaged archive"),
    ],
)
def test_what_is_no_paper_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "file.bin"
    path.write_bytes(data)
    with pytest.raises(PaperError, match=message) as refusal:
        read(path)
    assert "file.bin" in str(refusal.value)


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    path.write_bytes(held.getvalue())
    return path


def test_archives_are_told_apart(tmp_path: Path) -> None:
    for parts, message in (
        ({"a.txt": b"x"}, "is an archive: unpack it"),
        ({"content.xml": b"<a/>"}, "OpenDocument"),
        ({"xl/workbook.xml": b"<a/>"}, "a sheet or a presentation"),
        ({"word/document.xml": b"<a/>"}, "a damaged DOCX"),
        ({"word/document.xml": b"\x00" * 30_000_000}, "far more than a paper holds"),
    ):
        with pytest.raises(PaperError, match=message):
            read(packed(tmp_path / "packed.docx", parts))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="is not there: check the name"):
        read(tmp_path / "nothing.pdf")
    with pytest.raises(PaperError, match="is a folder: name the files in it"):
        read(tmp_path)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketenmonitor.register.reading.MOST_BYTES", 10)
    path = tmp_path / "large.txt"
    path.write_text(LETTER, encoding="utf-8")
    with pytest.raises(PaperError, match=r"large\.txt has more than"):
        read(path)
    monkeypatch.setattr(kinds, "MOST_BYTES", 10)
    with pytest.raises(PaperError, match="Split it"):
        kinds.recognised("large.txt", LETTER.encode())


def test_zero_bytes_in_text_are_kept_as_unreadable_and_said(tmp_path: Path) -> None:
    path = tmp_path / "zero.txt"
    path.write_bytes(LETTER.encode() * 3 + b"een\x00twee")
    paper = read(path)
    assert "\x00" not in paper.raw
    assert "een\ufffdtwee" in paper.raw
    assert "could not be decoded" in paper.notes[0]
