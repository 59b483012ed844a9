"""Parse XML of any log with expat, told in the words of a log when it is broken.

Comes in: an open file and what to do at tags and texts. Goes out: nothing; the callers collect. The promise: a file
that is cut off, broken or in an encoding that nobody can read is a `LogError` with its line, and a file cannot make
this program grow or fetch anything: entities of its own are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from ketenmonitor.logs.faults import LogError

CHUNK = 1 << 16  # so that expat works in the cache of a processor
LONGEST = 16 << 20  # no tag is larger, as no row of a CSV log is: expat reads an unended one again with every chunk
# What expat reads by itself; for all others it asks Python, which knows those of one byte a character.
OF_EXPAT = ("utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1")

NO_TAG_BEGINS = re.compile(rb"<[!?]")
NO_TAG = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>", re.DOTALL)


def parse_markup(
    read: Callable[[int], bytes],
    start: Callable[[str, list[str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Call `start` with a tag and its attributes (names and values in turn), `text` and `end`. Raises `LogError`."""
    parser = _parser()
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    for _ in _parsing(parser, read):
        pass


def checked(read: Callable[[int], bytes], size: int) -> Iterator[bytes]:
    """Well-formed XML as UTF-8, from its top tag on, in pieces of at least `size` bytes cut between tags.

    Without comments, instructions and CDATA: in what is left, every "<" begins a tag. The last piece is given when the
    whole is known to be well-formed. Raises `LogError`.
    """
    text = _Text(_parser())
    for chunk in _parsing(text.parser, read):
        text.add(chunk)
        if text.waiting >= size and text.is_between_tags:
            yield text.up_to(text.parser.CurrentByteIndex)
        elif text.waiting > size + LONGEST:
            what = f"more than {LONGEST >> 20} MB before its first tag, or as one text (CDATA)"
            raise LogError(what, "A text in a log is short", "Export it without that text")
    yield text.up_to(None)


class _Text:
    """What was parsed and not yet given, and how it is written."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        self.is_between_tags = False  # and within the top tag, and not within CDATA, which expat gives in parts
        self._bytes = bytearray()
        self._given = self._top = 0
        self._declared: str | None = None
        self._decoded: Callable[[bytes], str] | None = None  # None: it is UTF-8 already
        parser.XmlDeclHandler = self._at_declaration
        parser.StartElementHandler = self._at_top
        parser.StartCdataSectionHandler, parser.EndCdataSectionHandler = self._leaves_tags, self._among_tags

    @property
    def waiting(self) -> int:
        return len(self._bytes)

    def add(self, chunk: bytes) -> None:
        self._bytes += chunk

    def up_to(self, index: int | None) -> bytes:
        """What waits from the top tag on, up to a byte of the file (None: all)."""
        if not self._given:
            self._decoded = _decoder(bytes(self._bytes[:2]), self._declared)
            self._taken(self._top)
        taken = self._taken(len(self._bytes) if index is None else index - self._given)
        text = self._decoded(taken).encode() if self._decoded else taken
        return NO_TAG.sub(b"", text) if NO_TAG_BEGINS.search(text) else text

    def _taken(self, n: int) -> bytes:
        taken = bytes(self._bytes[:n])
        del self._bytes[:n]
        self._given += n
        return taken

    def _at_declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        _refuse_encoding(version, encoding, standalone)
        self._declared = encoding

    def _at_top(self, *_: object) -> None:
        self._top = self.parser.CurrentByteIndex
        self.is_between_tags = True
        self.parser.StartElementHandler = None

    def _leaves_tags(self) -> None:
        self.is_between_tags = False

    def _among_tags(self) -> None:
        self.is_between_tags = True


def _decoder(begin: bytes, declared: str | None) -> Callable[[bytes], str] | None:
    """How expat reads a file that begins so and declares this encoding; None for UTF-8."""
    if begin in (codecs.BOM_UTF16_LE, b"<\0"):
        return lambda text: text.decode("utf-16-le")
    if begin in (codecs.BOM_UTF16_BE, b"\0<"):
        return lambda text: text.decode("utf-16-be")
    encoding = (declared or "utf-8").lower()
    if encoding == "utf-8":
        return None
    # Sign by sign, from the same table that expat asks for.
    signs = bytes(range(256)).decode(encoding, "replace")
    return lambda text: codecs.charmap_decode(text, "replace", signs)[0]


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entities
    parser.StartDoctypeDeclHandler = _refuse_other_files
    parser.AttlistDeclHandler = _refuse_entities
    parser.XmlDeclHandler = _refuse_encoding
    return parser


def _parsing(parser: expat.XMLParserType, read: Callable[[int], bytes]) -> Iterator[bytes]:
    """Each chunk of a file when it was parsed."""
    given = 0
    try:
        while chunk := read(CHUNK):
            parser.Parse(chunk, False)
            given += len(chunk)
            if given - parser.CurrentByteIndex > LONGEST:
                what = f"a tag that begins on line {parser.CurrentLineNumber} has more than {LONGEST >> 20} MB"
                raise LogError(what, "A value in a log is short", "Export it without that value")
            yield chunk
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = f"broken at line {error.lineno}: {expat.ErrorString(error.code)}"
        raise LogError(what, "A log is whole, well-formed XML", "Export or copy it anew") from None


def _refuse_entities(*_: object) -> None:
    # Entities can be made to grow without end; values that stand elsewhere are easily missed. No log needs either.
    what = "it declares entities or values of its own (a DTD)"
    raise LogError(what, "A log holds its texts themselves", "Export it without")


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
