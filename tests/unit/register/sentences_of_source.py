"""The sentences that the register says of its own accord, gathered from its source: notes, rules, assumptions, reasons.

Two nets, because either alone would let something through. The wide one takes every string of the register that reads as prose (two
words) and is no docstring, error or pattern. The fine one takes what goes into a field of these names, however short:
`rule`, `how`, `why`, `reasons`, `assumptions`, `notes`, `evidence`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ketenmonitor.register

PACKAGE = Path(ketenmonitor.register.__file__).parent
FIELDS = frozenset({"rule", "how", "why", "reasons", "assumptions", "notes", "note", "evidence", "_RULE"})
PROSE = re.compile(r"(?:^|[ {}])[a-zA-Z]\S* [a-z]{2}")
# What only a pattern has.
PATTERN = re.compile(r"\\[a-zA-Z.(]|\(\?|\[\^?[\\a-zA-Z-]+\]|[a-z]\||\|[a-z]|[a-z]\?[ )]")
# What makes patterns out of strings, by name, or writes for machines.
MAKES_PATTERNS = re.compile(
    r"(?:^|\.)(?:compile|fullmatch|match|search|sub|split|findall|finditer|pattern|any_of|sign|_sign)$"
)
SIGNS = ("_sign",)  # of which the name is shown, and only the last is a pattern


def sentences() -> Iterator[tuple[str, str]]:
    """Each sentence with its place; what changes in it stands as {}."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    fields = dict(_fields_of(modules.values()))
    for path, tree in modules.items():
        if "migrations" in path.parts:
            continue
        place, apart = path.relative_to(PACKAGE).as_posix(), _apart(tree)
        for node in ast.walk(tree):
            if id(node) not in apart and (text := _text(node)) and PROSE.search(text) and not PATTERN.search(text):
                yield f"{place}:{getattr(node, 'lineno', 0)}", text
        for node in _in_fields(tree, fields):
            if id(node) not in apart and (text := _text(node)) and re.search("[a-z]{3}", text):
                yield f"{place}:{getattr(node, 'lineno', 0)}", text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w*\}", "{}", node.value).strip("; \n")
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values).strip("; \n")
    return ""


def _apart(tree: ast.AST) -> set[int]:
    """What nobody is told: docstrings, errors (which have words of their own), parts of f-strings, patterns, keys, comparisons."""
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr):
            apart.add(id(node.body[0].value))
        elif isinstance(node, ast.Raise | ast.Compare):
            apart.update(id(one) for one in ast.walk(node))
        elif isinstance(node, ast.JoinedStr):
            apart.update(id(one) for one in ast.walk(node) if one is not node)
        elif isinstance(node, ast.Subscript):
            apart.update(id(one) for one in ast.walk(node.slice))
        elif isinstance(node, ast.Call) and MAKES_PATTERNS.search(ast.unparse(node.func)):
            mine = node.args[-1:] if ast.unparse(node.func) in SIGNS else node.args
            apart.update(id(one) for argument in mine for one in ast.walk(argument))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".get", "getattr")):
            apart.update(id(one) for one in node.args)
    return apart


def _fields_of(modules: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The fields of each dataclass, in order, so that what is given by place is known by name."""
    for tree in modules:  # type: ignore[attr-defined]  # an iterable of modules
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                own = [
                    one.target.id
                    for one in node.body
                    if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
                ]
                yield node.name, tuple(own)


def _in_fields(tree: ast.AST, fields: dict[str, tuple[str, ...]]) -> Iterator[ast.AST]:
    """All strings in what is given to a field of these names, or assigned to one."""
    for node in ast.walk(tree):
        given: list[ast.AST] = []
        if isinstance(node, ast.Call):
            given = [one.value for one in node.keywords if one.arg in FIELDS]
            names = fields.get(ast.unparse(node.func).rpartition(".")[2], ())
            given += [one for one, name in zip(node.args, names, strict=False) if name in FIELDS]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(
                isinstance(one, ast.Name | ast.Attribute) and ast.unparse(one).rpartition(".")[2] in FIELDS
                for one in targets
            ):
                given = [node.value]
        for one in given:
            yield from ast.walk(one)
