"""Text that knows where each of its characters stands in the source.

Readers join lines, drop running heads and repair ligatures; a person must still be led to the very sentence. So every piece
of text carries, for each character, its offset in the raw text of the paper: slicing and joining keep the offsets, and a
character that was put in (the space between two lines, the second letter of a ligature) has that of what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

NOWHERE = -1


@dataclass(frozen=True)
class Traced:
    """A piece of text and, for each of its characters, the offset in the raw text of the paper (-1 where it has none)."""

    text: str
    at: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.text) != len(self.at):
            raise ValueError("a traced text has one offset a character")

    @classmethod
    def of(cls, text: str, begin: int = 0) -> Traced:
        """`text` as it stands in the source from offset `begin` on."""
        return cls(text, tuple(range(begin, begin + len(text))))

    @classmethod
    def join(cls, pieces: Iterable[Traced], between: str = " ") -> Traced:
        """The pieces after each other; what is put between has the offset of the character before it."""
        text: list[str] = []
        at: list[int] = []
        for piece in pieces:
            if text and between:
                text.append(between)
                at.extend([at[-1] if at else NOWHERE] * len(between))
            text.append(piece.text)
            at.extend(piece.at)
        return cls("".join(text), tuple(at))

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], self.at[part])

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __add__(self, other: Traced) -> Traced:
        return Traced(self.text + other.text, self.at + other.at)

    def strip(self, characters: str | None = None) -> Traced:
        """Without white space (or `characters`) at both ends."""
        begin = len(self.text) - len(self.text.lstrip(characters))
        return self[begin : max(begin, len(self.text.rstrip(characters)))]

    def sub(self, pattern: re.Pattern[str], replacement: str) -> Traced:
        """Each match of `pattern` replaced by the same characters, which stand where the match began."""
        pieces: list[Traced] = []
        end = 0
        for match in pattern.finditer(self.text):
            pieces.append(self[end : match.start()])
            if replacement:
                where = self.at[min(match.start(), len(self.at) - 1)]
                pieces.append(Traced(replacement, (where,) * len(replacement)))
            end = match.end()
        return Traced.join([*pieces, self[end:]], "") if pieces else self

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Traced]]:
        """Each match of `pattern`, with the piece of text it covers."""
        for match in pattern.finditer(self.text):
            yield match, self[match.start() : match.end()]

    @cached_property
    def begin(self) -> int:
        """Offset in the source of the first character that has one; -1 for none."""
        least = min(self.at, default=NOWHERE)
        return least if least != NOWHERE else min((one for one in self.at if one != NOWHERE), default=NOWHERE)

    @cached_property
    def end(self) -> int:
        """Offset in the source after the last character that has one; -1 for none."""
        last = max(self.at, default=NOWHERE)  # NOWHERE is less than any offset.
        return last + 1 if last != NOWHERE else NOWHERE
