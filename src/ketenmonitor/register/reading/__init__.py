"""Files of papers become `Paper`s: the text, repaired, with its raw text and places; or a refusal that says what to do.

- `read`: path of a PDF, DOCX, HTML, TXT or official XML file -> `Paper`; raises `PaperError`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path

from ketenmonitor.errors import PaperError
from ketenmonitor.register.paper import Paper, Repair
from ketenmonitor.register.reading.dating import HEAD, dated
from ketenmonitor.register.reading.docx import read_docx
from ketenmonitor.register.reading.found import MOST_CHARACTERS, Found
from ketenmonitor.register.reading.furniture import furniture_of
from ketenmonitor.register.reading.kinds import MOST_BYTES, recognised
from ketenmonitor.register.reading.markup import read_html, read_xml
from ketenmonitor.register.reading.pdf import read_pdf
from ketenmonitor.register.reading.repair import repaired
from ketenmonitor.register.reading.text import read_text
from ketenmonitor.register.traced import Traced

__all__ = ["read"]

READERS: dict[str, Callable[[str, bytes], Found]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "html": read_html,
    "xml": read_xml,
    "txt": read_text,
}


def read(path: Path) -> Paper:
    """The paper in `path`."""
    data = _bytes(path)
    file_type = recognised(path.name, data)
    try:
        found = READERS[file_type](path.name, data)
    except ModuleNotFoundError as missing:
        raise PaperError(
            f"To read {file_type} files, install the register's packages: pip install 'ketenmonitor[register]' ({missing})."
        ) from None
    if not found.raw.strip():
        raise PaperError(f"{path.name} holds no text. Fetch the paper again, or bring it in another form.")
    if len(found.raw) > MOST_CHARACTERS:
        raise PaperError(f"{path.name} holds more than {MOST_CHARACTERS:,} characters: split it.")
    return _paper(path.name, hashlib.sha256(data).hexdigest(), file_type, found)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise PaperError(f"{path} is a folder: name the files in it.")
        if not path.is_file():
            raise PaperError(f"{path} is not there: check the name.")
        if path.stat().st_size > MOST_BYTES:
            raise PaperError(
                f"{path.name} has more than {MOST_BYTES // 1_000_000} MB, more than a paper may have: split it."
            )
        return path.read_bytes()
    except (OSError, ValueError) as trouble:
        raise PaperError(f"{path} cannot be read: {getattr(trouble, 'strerror', None) or trouble}.") from None


def _paper(name: str, sha256: str, file_type: str, found: Found) -> Paper:
    """The paper: what was found, repaired, its furniture marked, and dated."""
    lines, repairs = repaired(found.raw)
    furniture = found.furniture | _furniture(lines, found)
    text = [line.text for number, line in enumerate(lines, start=1) if number not in furniture or number <= HEAD]
    notes = (*found.notes, *(_doubt(repair) for repair in repairs if not repair.sure))
    return Paper(
        name,
        sha256,
        file_type,
        found.raw,
        lines,
        page_breaks=found.page_breaks,
        repairs=repairs,
        notes=notes,
        dated=dated(text, found.stated),
        columns=found.columns,
        rows=found.rows,
        furniture=furniture,
        headings=found.headings,
        tree=found.tree,
    )


def _furniture(lines: tuple[Traced, ...], found: Found) -> frozenset[int]:
    ends = [at for at, character in enumerate(found.raw) if character == "\n"]
    starts = [bisect_left(ends, offset) for offset in found.page_breaks]
    cells = frozenset(number for number, row in enumerate(found.rows, start=1) if row is not None)
    return furniture_of([line.text for line in lines], starts, cells)


def _doubt(repair: Repair) -> str:
    times = "once" if repair.times == 1 else f"{repair.times} times"
    return f"{repair.raw!r} was read as {repair.read_as!r} ({times}), which is not sure: {repair.evidence}."
