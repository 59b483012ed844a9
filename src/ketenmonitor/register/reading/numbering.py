"""The numbers that Word makes up for the paragraphs of a numbered list: they are on the page and not in the text.

In: the part of the document with its numbering; out: the label of each paragraph, asked for in the order of the paper.
Promised: a label is what the page shows for decimal, letter and Roman numbers; bullets are a bullet; else there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass
class Numbering:
    """The levels of each list, and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, part: Any) -> Numbering:
        """The lists of a document; none where it has no part for them."""
        made = cls()
        for relation in part.rels.values():
            if relation.reltype == RELATION and not relation.is_external:
                tree = relation.target_part.element
                for drawn in tree.iter(WORD + "abstractNum"):
                    identifier = drawn.get(WORD + "abstractNumId")
                    made.levels[identifier] = {
                        int(one.get(WORD + "ilvl")): _level(one) for one in drawn.iter(WORD + "lvl")
                    }
                for one in tree.iter(WORD + "num"):
                    made.lists[one.get(WORD + "numId")] = _value(one, "abstractNumId")
        for style in part.styles.element.iter(WORD + "style"):
            where = style.find(f"{WORD}pPr/{WORD}numPr")
            if where is not None and _value(where, "numId"):
                made.styles[style.get(WORD + "styleId")] = (_value(where, "numId"), int(_value(where, "ilvl") or 0))
        return made

    def label(self, paragraph: Any) -> str:
        """The number that the page shows before this paragraph, with a space; counts on."""
        where = self._list_of(paragraph)
        if where is None:
            return ""
        identifier, depth = where
        drawn = self.lists.get(identifier, "")
        level = self.levels.get(drawn, {}).get(depth)
        if level is None:
            return ""
        counts = self.counts.setdefault(drawn, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return self._shown(drawn, level)

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        where = paragraph.find(f"{WORD}pPr/{WORD}numPr")
        if where is not None:
            return _value(where, "numId"), int(_value(where, "ilvl") or 0)
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        return self.styles.get(style.get(WORD + "val")) if style is not None else None

    def _shown(self, drawn: str, level: _Level) -> str:
        if level.form == "bullet":
            return "• "
        if level.form not in FORMS:
            return ""

        def number(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self.levels[drawn].get(depth, level)
            return FORMS.get(other.form, FORMS["decimal"])(self.counts[drawn].get(depth, other.start))

        return re.sub(r"%([1-9])", number, level.text) + " "


def _value(element: Any, tag: str) -> str:
    found = element.find(WORD + tag)
    return found.get(WORD + "val") or "" if found is not None else ""


def _level(element: Any) -> _Level:
    return _Level(_value(element, "numFmt"), _value(element, "lvlText"), int(_value(element, "start") or 1))


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    made = ""
    for worth, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        made += sign * (number // worth)
        number %= worth
    return made


FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
