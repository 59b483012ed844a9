"""Something that whoever reads a scenario must know before the figures.

Comes in: nothing. Goes out: `Warning_`. The promise: a code for machines, with the values that its sentence needs; nothing of a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | float | list[str]


@dataclass(frozen=True)
class Warning_:  # noqa: N801  # a warning is a class of Python already
    """`values`: by name; `step`, `to`, `at`, `partner` and `attribute` are ids of the chain, `steps` a list of them, `day` a date (ISO)."""

    code: str
    values: Mapping[str, Value]
