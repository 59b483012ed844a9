"""Plain text, in the encodings in which papers come: bytes -> text with newlines, and where its pages begin.

Promised: no character is lost, and what cannot be decoded is said. A form feed begins a page, as PDF tools write it.
"""

from __future__ import annotations

import codecs
import re

from ketenmonitor.errors import PaperError
from ketenmonitor.register.reading.found import Found
from ketenmonitor.register.traced import Traced

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def traced_lines(raw: str) -> tuple[Traced, ...]:
    """The lines of a raw text, without their newlines, each knowing where it stands."""
    lines, at = [], 0
    for line in raw.split("\n"):
        lines.append(Traced.of(line, at))
        at += len(line) + 1
    return tuple(lines)


def read_text(name: str, data: bytes) -> Found:
    """A plain text file."""
    raw = decoded(data)
    notes = []
    if "\x00" in raw or "\ufffd" in raw:
        raw = raw.replace("\x00", "\ufffd")
        lost = raw.count("\ufffd")
        notes.append(
            f"{lost} characters of {name} could not be decoded and stand as \ufffd."
            if lost > 1
            else f"1 character of {name} could not be decoded and stands as \ufffd."
        )
    return Found(raw, tuple(feed.end() for feed in re.finditer("\f", raw)), notes=tuple(notes))


def decoded(data: bytes) -> str:
    """Text of bytes: by its mark, else UTF-16 by its pattern, UTF-8, Windows-1252; line ends made newlines."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return with_newlines(data.decode(encoding, errors="replace"))
    for encoding in (*_unmarked_utf16(data), "utf-8", "cp1252", "latin-1"):
        try:
            return with_newlines(data.decode(encoding))
        except UnicodeDecodeError as trouble:
            # A piece of a file may end in the middle of a character.
            if encoding == "utf-8" and trouble.start >= len(data) - 3 and trouble.reason == "unexpected end of data":
                return with_newlines(data[: trouble.start].decode(encoding) + "\ufffd")
    raise PaperError("The text is in no known encoding.")


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark: every other byte of Dutch text is then zero."""
    piece = data[:4096]
    if len(piece) < 4:
        return ()
    even, odd = piece[0::2].count(0) / (len(piece) // 2), piece[1::2].count(0) / (len(piece) // 2)
    if odd > 0.7 and even < 0.1:
        return ("utf-16-le",)
    return ("utf-16-be",) if even > 0.7 and odd < 0.1 else ()


def with_newlines(text: str) -> str:
    """All sorts of line ends as newlines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
