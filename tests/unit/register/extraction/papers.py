"""Papers of a few lines, made up for tests."""

from __future__ import annotations

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.traced import Traced


def paper_of(text: str, file_type: str = "txt", tree: object | None = None) -> Paper:
    """A paper with this text, each line where it stands."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Traced.of(line, at))
        at += len(line) + 1
    return Paper("made-up", "", file_type, text, tuple(lines), tree=tree)
