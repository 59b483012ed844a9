"""Look for texts in a whole folder: in the bytes of every file and in what these bytes mean, in every form that a text may have.

Comes in: a folder and texts. Goes out: where each was found, and in which form. The promise: a Parquet file is read after
decompression, with its statistics; of an SQLite file every value of every table, beside the bytes of pages that nobody uses; and
of a zip every member.
"""

from __future__ import annotations

import base64
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """A text as bytes, in every form in which somebody might have kept it."""
    plain = text.encode()
    yield "utf-8", plain
    yield "utf-16", text.encode("utf-16-le")
    yield "utf-16", text.encode("utf-16-be")
    yield "hex", plain.hex().encode()
    yield "hex", plain.hex().upper().encode()
    for shift in range(3):  # by where in a longer text it stood
        whole = base64.b64encode(b"\0" * shift + plain)
        first = {0: 0, 1: 2, 2: 3}[shift]
        last = len(whole) - {0: 0, 1: 4, 2: 4}[(shift + len(plain)) % 3]
        yield "base64", whole[first:last]
        yield "base64", whole[first:last].replace(b"+", b"-").replace(b"/", b"_")
    if len(text) % 2 == 0 and set(text) <= set("0123456789abcdef"):
        yield "bytes", bytes.fromhex(text)


def found_in(folder: Path, texts: list[str]) -> list[tuple[str, str, str]]:
    """Where, which text, in which form: all that was found."""
    wanted = [(text, form, needle) for text in texts for form, needle in forms(text) if len(needle) >= 4]
    found = set()
    for file in sorted(folder.rglob("*")):
        place = file.relative_to(folder).as_posix()
        for hay in (place.encode(), *contents(file)):
            found |= {(place, text, form) for text, form, needle in wanted if needle in hay}
    return sorted(found)


def contents(file: Path) -> Iterator[bytes]:
    """The bytes of a file, and what they mean."""
    if not file.is_file():
        return
    raw = file.read_bytes()
    yield raw
    if raw[:4] == b"PAR1":
        table = pq.ParquetFile(file)
        yield repr(table.read().to_pylist()).encode()
        yield repr(table.metadata.to_dict()).encode()
    elif raw[:15] == b"SQLite format 3":
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in database.execute(f'SELECT * FROM "{name}"'):
                    yield b"\0".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            yield from (archive.read(name) for name in archive.namelist())
