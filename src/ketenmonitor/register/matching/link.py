"""Why two mentions are one point."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """Two items by key, that are one point. `reasons`: what a person needs to judge it."""

    one: str
    other: str
    rule: str
    score: float
    reasons: tuple[str, ...] = ()
