"""Which type of file it is, by what it holds: a name may lie. In: the bytes; out: pdf, docx, html, xml or txt, or a refusal.

A refusal says what the file is and what to do with it. No archive is unpacked before its size has been looked at.
"""

from __future__ import annotations

import io
import re
import zipfile

from ketenmonitor.errors import PaperError
from ketenmonitor.register.reading.text import decoded

MOST_BYTES = 200_000_000
MOST_UNPACKED = 400_000_000
# Text packs 5 to 20 times; what grows a thousandfold was made to fill a disk.
MOST_GROWTH = 500
# How other files begin, what they are, and what a person can do. Signatures as in the "file" tables of Unix.
OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "an RTF file: save it as DOCX or PDF first"),
    (b"MZ", "a program, not a paper"),
    (b"\x7fELF", "a program, not a paper"),
    (b"\x89PNG", "a picture: recognise its text (OCR) first and bring the result as PDF or TXT"),
    (b"\xff\xd8\xff", "a picture: recognise its text (OCR) first and bring the result as PDF or TXT"),
    (b"GIF8", "a picture: recognise its text (OCR) first and bring the result as PDF or TXT"),
    (b"II*\x00", "a picture: recognise its text (OCR) first and bring the result as PDF or TXT"),
    (b"MM\x00*", "a picture: recognise its text (OCR) first and bring the result as PDF or TXT"),
    (b"\x1f\x8b", "a packed file: unpack it and bring the paper itself"),
    (b"BZh", "a packed file: unpack it and bring the paper itself"),
    (b"\xfd7zXZ", "a packed file: unpack it and bring the paper itself"),
    (b"7z\xbc\xaf", "an archive: unpack it and bring the paper itself"),
    (b"Rar!", "an archive: unpack it and bring the paper itself"),
    (b"SQLite format 3", "a database, not a paper"),
    (b"%!PS", "a PostScript file: make a PDF of it first"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML = re.compile(r"<(?:!doctype html|html|head|body|div|p|table|span|h[1-6]|article|section)\b", re.I)
XML = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE (?!html\b)|<(?:officiele-publicatie|vraagdoc|kamervragen|kamerstuk|op:)\b)")


def recognised(name: str, data: bytes) -> str:
    """The type of file; raises `PaperError` for what is no paper."""
    if not data.strip(b"\x00 \t\r\n"):
        raise PaperError(f"{name} is empty: there is nothing to read. Fetch the paper again.")
    if len(data) > MOST_BYTES:
        raise PaperError(
            f"{name} has {len(data) // 1_000_000} MB; a paper may have {MOST_BYTES // 1_000_000} MB. "
            "Split it, or bring the text without its pictures."
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _packed(name, data)
    if data.startswith(OLE):
        raise PaperError(f"{name} is {_old_office(data)}")
    for begin, what in OTHERS:
        if data.startswith(begin) and _not_text(data):
            raise PaperError(f"{name} is {what}.")
    return _textual(name, data)


def _not_text(data: bytes) -> bool:
    """Whether bytes with the signature of another file are indeed no text ("MZ-2025 ..." may begin a letter)."""
    return data.startswith((b"{\\rtf", b"%!PS")) or _odd_share(data[:4096]) > 0.02


def _odd_share(data: bytes) -> float:
    """How much of a piece of a file are characters that text does not have."""
    try:
        text = decoded(data)
    except PaperError:
        return 1.0
    return sum(1 for sign in text if (ord(sign) < 32 and sign not in "\t\n\r\f\v") or sign == "\x7f") / max(
        1, len(text)
    )


def _old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "protected with a password: open it in Word, save it without a password, and bring that."
    return "an old Office file (such as .doc): open it in Word or LibreOffice, save it as DOCX or PDF, and bring that."


def _packed(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            held = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, IndexError) as trouble:
        raise PaperError(
            f"{name} is a damaged archive or DOCX ({trouble}): fetch it again, or bring it as PDF."
        ) from None
    names = {part.filename for part in held}
    unpacked = sum(part.file_size for part in held)
    if unpacked > MOST_UNPACKED or any(_grows(part) for part in held):
        raise PaperError(f"{name} unpacks to far more than a paper holds, as an archive bomb does: it was not opened.")
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names:
        raise PaperError(f"{name} is an OpenDocument file: save it as DOCX or PDF first.")
    if "xl/workbook.xml" in names or "ppt/presentation.xml" in names:
        raise PaperError(f"{name} is a sheet or a presentation, not a paper: bring the paper as PDF or DOCX.")
    raise PaperError(f"{name} is an archive: unpack it and bring the papers themselves.")


def _grows(part: zipfile.ZipInfo) -> bool:
    return part.file_size > 5_000_000 and part.file_size > MOST_GROWTH * max(1, part.compress_size)


def _textual(name: str, data: bytes) -> str:
    if _odd_share(data[:65536]) > 0.02:
        raise PaperError(f"{name} is no text, PDF, DOCX, HTML or XML: bring the paper in one of these.")
    begin = decoded(data[:20_000]).lstrip("\ufeff \t\n")
    if XML.match(begin) and not re.search(r"<html\b", begin[:2000], re.I):
        return "xml"
    if begin.startswith("<") and HTML.search(begin):
        return "html"
    return "txt"
