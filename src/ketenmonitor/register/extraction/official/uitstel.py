"""A notice that answers are put off ("mededeling uitstel"): in goes a paragraph, out comes whether it is one."""

from __future__ import annotations

import re

_DELAY = re.compile(
    r"\b(?:binnen de (?:gebruikelijke|gestelde) (?:termijn|beantwoordingstermijn)|binnen de (?:termijn|gebruikelijke periode))\b"
    r"|\buitstel\b.{0,40}\b(?:beantwoording|gevraagd|verzoek)",
    re.IGNORECASE | re.DOTALL,
)
_CANNOT = re.compile(
    r"\b(?:niet|geen)\b.{0,120}\b(?:beantwoord|beantwoorden|beantwoording)\b|\bbeantwoord\w*\b.{0,160}\bniet\b",
    re.IGNORECASE | re.DOTALL,
)


def is_delay(text: str) -> bool:
    """Whether a paragraph says that questions are not answered in time: it asks nothing, and names the term."""
    return "?" not in text and bool(_DELAY.search(text)) and bool(_CANNOT.search(text))
