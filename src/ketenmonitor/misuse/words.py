"""What an assessment says, in words: Dutch first, English second.

Comes in: a component or explanation, and a number. Goes out: a sentence. The promise: every reason that gave points can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ketenmonitor.misuse.components import COMPONENTS
from ketenmonitor.misuse.explanations import EXPLANATIONS


def explanation(name: str, language: str) -> str:
    """Why a look is explained."""
    one = EXPLANATIONS[name]
    return one.nl if language == "nl" else one.en


def reason(name: str, n: int, language: str) -> str:
    """Why a pair stands out."""
    one = COMPONENTS[name]
    return (one.nl if language == "nl" else one.en).format(n=n)


def why(about: Mapping[str, Any], language: str) -> list[str]:
    """All reasons of an item, the weightiest first, or the explanation by which it was drawn."""
    if about.get("explanation"):
        return [explanation(about["explanation"], language)]
    return [reason(one["component"], one["n"], language) for one in about.get("reasons", ())]
