"""The shape of a true figure."""

from __future__ import annotations

from typing import Any

DIGITS = 12
Record = dict[str, Any]


def rounded(number: float) -> float:
    """As it is printed: at most 12 significant digits."""
    return float(f"{number:.{DIGITS}g}")
