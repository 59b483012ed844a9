"""The data files of the folder `words`: word lists, patterns and weights. In: a name. Out: what the file holds, read once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

MONTH = "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"


@cache
def table(name: str) -> dict[str, Any]:
    """A data file."""
    source = files("ketenmonitor.register.extraction").joinpath("words", name + ".toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of small words."""
    listed: str = table("clause_words")["words"][name]
    return tuple(listed.split())


@cache
def phrase(name: str) -> re.Pattern[str]:
    """One list of phrases as a pattern: any of its lines, between word borders, capitals or not."""
    lines = table("commitment_patterns")[name].strip().splitlines()
    return re.compile(rf"(?<![\w-])(?:{'|'.join(lines)})(?![\w-])".replace("<MONTH>", MONTH), re.IGNORECASE)
