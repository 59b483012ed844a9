"""Whether what a person says of a field can stand there: else one slip of the keyboard would take away every page.

Comes in: a kind of item, a field and a value as JSON has it. Goes out: the value as it is kept. The promise: what passes has the shape
that the dataclass of its kind gives the field, and a status or kind is one of those that there are.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from math import isfinite
from typing import Any, Union, get_args, get_origin, get_type_hints

from ketenmonitor.errors import UsageError
from ketenmonitor.register.items import Commitment, Motion, Question, QuestionSet, Reference, Settled, StatedFigure
from ketenmonitor.register.records.shapes import Kind

SHAPES: Mapping[Kind, type] = {
    Kind.QUESTION: Question,
    Kind.SET: QuestionSet,
    Kind.MOTION: Motion,
    Kind.COMMITMENT: Commitment,
    Kind.SETTLED: Settled,
    Kind.FIGURE: StatedFigure,
    Kind.REFERENCE: Reference,
}
# The words of which a field is one.
CHOICES: Mapping[tuple[Kind, str], tuple[str, ...]] = {
    (Kind.COMMITMENT, "kind"): ("inform", "deliver law", "research", "decide", "act", "other"),
    (Kind.COMMITMENT, "status"): ("open", "done"),
    (Kind.MOTION, "status"): ("done", "in progress", "not executed", "mentioned"),
    (Kind.SETTLED, "kind"): ("motion", "commitment"),
    (Kind.FIGURE, "change"): ("absolute", "relative"),
}
NEEDED = ("what", "name")  # without these a point has no title
NAMES = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a day, such as 2026-07-01",
}
# A day near an end of the calendar is a slip of the keyboard, and calendars count on from it.
YEARS = range(1800, 2200)


def fitted(kind: Kind, field: str, value: Any) -> Any:
    """The value as it is kept. Raises UsageError."""
    right = CHOICES.get((kind, field))
    if right and value not in right:
        raise UsageError(f"{field}: not a {field} of a {kind}. Right is one of: {', '.join(right)}.")
    if field in NEEDED and not str(value or "").strip():
        raise UsageError(f"{field}: this may not be empty. Say it in a few words, or reject the item.")
    return _fitted(get_type_hints(SHAPES[kind])[field], value, field)


def _fitted(wanted: Any, value: Any, where: str) -> Any:
    origin, parts = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        [inner] = [one for one in parts if one is not types.NoneType]
        return None if value is None else _fitted(inner, value, where)
    if origin is tuple:
        return _list(parts, value, where)
    if is_dataclass(wanted):
        return _record(wanted, value, where)
    if wanted is str and value is None:
        return ""
    if wanted is str and type(value) is int:
        return str(value)  # a year or the name of a party that is a number: JSON takes it for one
    if not RIGHT[wanted](value):
        raise UsageError(f"{where}: this cannot stand there. Right is {NAMES[wanted]}.")
    return value


def _list(parts: tuple[Any, ...], value: Any, where: str) -> list[Any]:
    is_open = len(parts) == 2 and parts[1] is Ellipsis
    if not isinstance(value, list | tuple) or not (is_open or len(value) == len(parts)):
        raise UsageError(f"{where}: this cannot stand there. Right is a list{'' if is_open else f' of {len(parts)}'}.")
    wanted = [parts[0]] * len(value) if is_open else parts
    return [_fitted(inner, one, where) for inner, one in zip(wanted, value, strict=True)]


def _record(wanted: Any, value: Any, where: str) -> dict[str, Any]:
    known = {one.name: one for one in fields(wanted)}
    needed = {name for name, one in known.items() if one.default is MISSING and one.default_factory is MISSING}
    if not isinstance(value, Mapping) or set(value) - set(known) or needed - set(value):
        raise UsageError(
            f"{where}: this is no single text, and cannot be corrected into one. Its parts are: {', '.join(known)}."
        )
    hints = get_type_hints(wanted)
    return {name: _fitted(hints[name], one, f"{where}.{name}") for name, one in value.items()}


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and isfinite(value)


RIGHT: Mapping[Any, Callable[[Any], bool]] = {
    str: lambda value: isinstance(value, str),
    int: lambda value: type(value) is int,
    float: _is_number,
    bool: lambda value: isinstance(value, bool),
    date: _is_day,
}
