"""Parse XML of any log with expat, told in the words of a log when it is broken.

Comes in: an open file and what to do at tags and texts. Goes out: nothing; the callers collect. The promise: a file
that is cut off, broken or in an encoding that nobody can read is a `LogError` with its line, and a file cannot make
this program grow or fetch anything: entities of its own are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from ketenmonitor.intake.logs.faults import LogError

CHUNK = 1 << 20
LONGEST = 16 << 20  # no tag is larger, as no row of a CSV log is: expat reads an unended one again with every chunk
# What expat reads by itself; for all others it asks Python, which knows those of one byte a character.
OF_EXPAT = ("utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1")


def parse_markup(
    read: Callable[[int], bytes],
    start: Callable[[str, list[str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start` with a tag and its attributes (names and values in turn), `text` and `end`. Raises `LogError`."""
    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse_entities
    parser.StartDoctypeDeclHandler = _refuse_other_files
    parser.XmlDeclHandler = _refuse_encoding
    given = 0
    try:
        while chunk := read(CHUNK):
            parser.Parse(chunk, False)
            given += len(chunk)
            if given - parser.CurrentByteIndex > LONGEST:
                what = f"a tag that begins on line {parser.CurrentLineNumber} has more than {LONGEST >> 20} MB"
                raise LogError(what, "A value in a log is short", "Export it without that value")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = f"broken at line {error.lineno}: {expat.ErrorString(error.code)}"
        raise LogError(what, "A log is whole, well-formed XML", "Export or copy it anew") from None


def _refuse_entities(*_: object) -> None:
    # Entities can be made to grow without end, and no program that exports logs needs them.
    raise LogError("it declares entities of its own", "A log holds its texts themselves", "Export it without entities")


def _refuse_other_files(_name: str, address: str | None, *_: object) -> None:
    # It is never fetched; but with it expat takes entities that nobody declared for nothing at all.
    if address is not None:
        raise LogError("it refers to another file (a DTD)", "A log is one file", "Export it without")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is None or encoding.lower() in OF_EXPAT:
        return
    try:
        is_known = len(bytes(range(256)).decode(encoding, "replace")) == 256
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        raise LogError("its encoding is not one that can be read", "A log is UTF-8", "Save it as UTF-8")
