"""In which form a program wants its answer (RFC 9110, section 12.5.1).

Comes in: the header Accept and the media types that there are. Goes out: one of them, or none. The promise: who does not say
gets the first; what was refused with `q=0` is not given.
"""

from __future__ import annotations

from collections.abc import Sequence


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that is wanted most; of equals the first that is offered."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offered[0]
    weights = {one: _weight(one, ranges) for one in offered}
    found = max(offered, key=lambda one: weights[one])
    return found if weights[found] > 0 else None


def _range(part: str) -> tuple[str, float]:
    """A media range and its weight; a weight that cannot be read is 0."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def _weight(offered: str, ranges: Sequence[tuple[str, float]]) -> float:
    """What is said of this type; the most exact range counts."""
    for wanted in (offered, f"{offered.partition('/')[0]}/*", "*/*"):
        found = [weight for name, weight in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
