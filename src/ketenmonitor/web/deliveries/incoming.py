"""A form with a file, read as it comes: the file goes to disk, and nothing is held in memory but the piece at hand.

Comes in: the pieces of a body (multipart/form-data). Goes out: the file in its place. The promise: not a byte of the file is
written before the token of the session was seen and is right, so that token stands before the file in the form.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException

TOKEN, FILE = "token", "delivery"
LONGEST_TOKEN, MOST_PARTS = 200, 10  # our form has two parts; of millions that are empty reading takes minutes


class Incoming:
    """One form. `check` raises HTTPException for a token that is not right; only one file is taken."""

    def __init__(self, content_type: str, place: Path, check: Callable[[str], None]) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise HTTPException(415)
        self._place, self._check = place, check
        self._part, self._n_parts, self._header, self._said = "", 0, "", b""
        self._token, self._is_checked, self._is_whole = b"", False, False
        self._file: IO[bytes] | None = None
        try:
            self._parser = MultipartParser(options[b"boundary"], self._callbacks())  # type: ignore[arg-type]  # a TypedDict
        except FormParserError:
            raise HTTPException(400) from None

    def write(self, piece: bytes) -> None:
        """The next piece. Raises HTTPException for what is no form, or not one of this session."""
        try:
            self._parser.write(piece)
        except FormParserError:
            raise HTTPException(400) from None

    def close(self) -> None:
        """Let go of the file, whether or not it is whole."""
        if self._file:
            self._file.close()

    def check_whole(self) -> None:
        """Raises HTTPException for a form that was cut off, or one without a file."""
        self.close()
        if not self._is_whole or self._file is None:
            raise HTTPException(400)

    def _callbacks(self) -> dict[str, Callable[..., None]]:
        return {
            "on_part_begin": self._begun,
            "on_header_begin": self._header_begun,
            "on_header_field": self._header_named,
            "on_header_value": self._header_said,
            "on_header_end": self._header_ended,
            "on_headers_finished": self._described,
            "on_part_data": self._come,
            "on_end": self._ended,
        }

    def _begun(self) -> None:
        self._part = ""
        self._n_parts += 1
        if self._n_parts > MOST_PARTS:
            raise HTTPException(400)

    def _header_begun(self) -> None:
        self._header, self._said = "", b""

    def _header_named(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end].decode("latin-1").lower()

    def _header_said(self, data: bytes, start: int, end: int) -> None:
        self._said += data[start:end]

    def _header_ended(self) -> None:
        if self._header == "content-disposition":
            _, options = parse_options_header(self._said)
            self._part = options.get(b"name", b"").decode("utf-8", "replace")

    def _described(self) -> None:
        """All is known of a part but what is in it."""
        if self._part != FILE:
            return
        if not self._is_checked:
            self._check(self._token.decode("utf-8", "replace"))
            self._is_checked = True
        if self._file is not None:
            raise HTTPException(400)
        self._file = self._place.open("xb")

    def _come(self, data: bytes, start: int, end: int) -> None:
        if self._part == FILE and self._file:
            self._file.write(memoryview(data)[start:end])
        elif self._part == TOKEN:
            self._token += data[start:end]
            if len(self._token) > LONGEST_TOKEN:
                raise HTTPException(403)

    def _ended(self) -> None:
        self._is_whole = True
