"""Plain text, in the encodings in which papers come."""

from __future__ import annotations

from ketenmonitor.register.traced import Traced


def traced_lines(raw: str) -> tuple[Traced, ...]:
    """The lines of a raw text, without their newlines, each knowing where it stands."""
    lines, at = [], 0
    for line in raw.split("\n"):
        lines.append(Traced.of(line, at))
        at += len(line) + 1
    return tuple(lines)


def decoded(data: bytes) -> str:
    """Text of bytes: UTF-8 (with or without a mark), else Windows-1252; line ends made newlines."""
    for encoding in ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise AssertionError("latin-1 decodes everything")
