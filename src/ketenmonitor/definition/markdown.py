"""Markdown from plain values: a table, a list, a block of code.

Comes in: texts. Goes out: one block of Markdown each. The promise: what a definition says stays in its cell or line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def document(blocks: Iterable[str]) -> str:
    """The blocks under each other, a blank line between them."""
    return "\n\n".join(block for block in blocks if block) + "\n"


def bullets(items: Iterable[str]) -> str:
    """A list of points."""
    return "\n".join(f"- {item}" for item in items)


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a row of headers."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def code(text: str, language: str = "") -> str:
    """A block that is shown as it is."""
    return f"```{language}\n{text}\n```"


def names(ids: Iterable[str], between: str = ", ") -> str:
    """Ids as they must be typed."""
    return between.join(f"`{name}`" for name in ids)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
