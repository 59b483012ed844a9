"""On which line everything stands in a TOML text.

Comes in: the bytes of a TOML text. Goes out: its syntax tree, the line of every place in it, and the statement that
stands on a row. The promise: it never fails, also not on a text with faults; what the tree does not understand has
no line of its own.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

from ketenmonitor.toml.faults import Place

TOML = Language(tree_sitter_toml.language())
HEADERS = ("table", "table_array_element")


@dataclass(frozen=True)
class Statement:
    """A pair, or a header with all that is under it; `text` is the pair or the header alone. Rows count from 0."""

    place: Place
    text: str
    first_row: int
    last_row: int


def syntax_tree(source: bytes) -> Node:
    """The root of the tree, with error nodes where the text is not TOML."""
    return Parser(TOML).parse(source).root_node


def lines_of(root: Node) -> dict[Place, int]:
    """The line, from 1, on which each place is mentioned first; elements of lists are places too."""
    lines: dict[Place, int] = {}
    lengths: Counter[Place] = Counter()
    for node in root.named_children:
        if node.type == "pair":
            _note_pair(lines, (), node)
        elif node.type in HEADERS:
            place = _header_place(node, lengths)
            _note(lines, place, node)
            for pair in _pairs(node):
                _note_pair(lines, place, pair)
    return lines


def statement_on(root: Node, row: int) -> Statement | None:
    """The statement on a row, or nothing when the tree does not understand that row."""
    lengths: Counter[Place] = Counter()
    for node in root.named_children:
        place = _header_place(node, lengths) if node.type in HEADERS else ()
        if place and node.start_point.row == row:
            header = _text(node).split("\n")[0]
            return Statement(place, header, row, max([row, *(pair.end_point.row for pair in _pairs(node))]))
        for pair in _pairs(node):
            if pair.start_point.row <= row <= pair.end_point.row:
                whole = Statement((*place, *_keys(pair)), _text(pair), pair.start_point.row, pair.end_point.row)
                return None if pair.has_error else whole
    return None


def _pairs(node: Node) -> list[Node]:
    """A pair itself; of a table or inline table the pairs in it."""
    return [node] if node.type == "pair" else [child for child in node.named_children if child.type == "pair"]


def _header_place(node: Node, lengths: Counter[Place]) -> Place:
    """What `[a.b]` or `[[a]]` is about; `lengths` counts the elements of each `[[list]]` so far."""
    place: Place = ()
    *outer, last = _keys(node) or ("",)
    for key in outer:
        place = _latest((*place, key), lengths)
    place = (*place, last)
    if node.type == "table_array_element":
        lengths[place] += 1
    return _latest(place, lengths)


def _latest(place: Place, lengths: Counter[Place]) -> Place:
    """A list of tables stands for its latest element, as TOML has it."""
    return (*place, lengths[place] - 1) if lengths[place] else place


def _note_pair(lines: dict[Place, int], above: Place, pair: Node) -> None:
    place = (*above, *_keys(pair))
    _note(lines, place, pair)
    if pair.named_children:
        _note_value(lines, place, pair.named_children[-1])


def _note_value(lines: dict[Place, int], place: Place, value: Node) -> None:
    if value.type == "inline_table":
        for pair in _pairs(value):
            _note_pair(lines, place, pair)
    elif value.type == "array":
        elements = (child for child in value.named_children if child.type != "comment")
        for index, element in enumerate(elements):
            _note(lines, (*place, index), element)
            _note_value(lines, (*place, index), element)


def _note(lines: dict[Place, int], place: Place, node: Node) -> None:
    for length in range(1, len(place) + 1):
        lines.setdefault(place[:length], node.start_point.row + 1)


def _keys(node: Node) -> tuple[str, ...]:
    """The steps of the (dotted, quoted) key of a pair or header."""
    return _steps(_text(node.named_children[0]) if node.named_children else "")


@lru_cache(maxsize=10_000)
def _steps(text: str) -> tuple[str, ...]:
    """TOML itself knows best how a key is written; remembered, as the same few come back on every line."""
    try:
        table = tomllib.loads(f"{text} = 0")
    except tomllib.TOMLDecodeError:
        return (text,)
    steps: list[str] = []
    while isinstance(table, dict):
        key, table = next(iter(table.items()))
        steps.append(key)
    return tuple(steps)


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
