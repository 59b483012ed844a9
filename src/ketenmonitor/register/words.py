"""What the register says about what it read, in the language of who reads it: notes, rules, assumptions and reasons.

Comes in: a sentence as the register makes it, in English, and a language. Goes out: the sentence in that language. The promise: what
`words.toml` does not know is given back as it is, never dropped; days are shown as people write them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ketenmonitor.release import page_language

BETWEEN = "; "  # rules that hold together are said one after the other
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NUMBERS = r"\d+(?:[.,]\d+)*(?:(?:, | and )\d+)*"
_DAY = r"\d{4}-\d\d-\d\d"


@dataclass(frozen=True)
class _Template:
    """A sentence with placeholders, the same in Dutch, and how much of it is fixed."""

    form: re.Pattern[str]
    dutch: str
    fixed: int


def told(sentence: str, language: str) -> str:
    """A sentence of the register in a language."""
    if language != "nl":
        named = _table()["name"]["en"]
        return BETWEEN.join(str(named.get(part, part)) for part in sentence.split(BETWEEN))
    whole = _in_dutch(sentence)
    if whole is None:
        whole = BETWEEN.join(_in_dutch(part) or part for part in sentence.split(BETWEEN))
    return whole


def is_known(sentence: str) -> bool:
    """Whether there is Dutch for a sentence as it stands, or for each of the rules that it names."""
    return _in_dutch(sentence) is not None or all(_in_dutch(part) is not None for part in sentence.split(BETWEEN))


def _in_dutch(sentence: str) -> str | None:
    if sentence in _exact():
        return _exact()[sentence]
    for template in _templates():
        if match := template.form.fullmatch(sentence):
            shown = {name: _shown(name, value) for name, value in match.groupdict().items()}
            return _PLACEHOLDER.sub(lambda place, shown=shown: shown[place[1]], template.dutch)  # type: ignore[misc]  # a default binds it
    return None


def _shown(name: str, value: str) -> str:
    sort = name.partition("_")[0]
    makers: dict[str, Callable[[str], str]] = {
        "day": lambda day: page_language("nl").date(date.fromisoformat(day)),
        "n": lambda numbers: numbers.replace(" and ", " en "),
        "rule": lambda rule: told(rule, "nl"),
        **{table: lambda word, table=table: str(_table()[table][word]) for table in ("unit", "part", "relation")},  # type: ignore[misc]  # a default binds it
    }
    return makers.get(sort, str)(value)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def _exact() -> dict[str, str]:
    """Names of rules, and sentences in which nothing changes."""
    sentences = {en: nl for part in _table()["sentence"].values() for en, nl in part.items()}
    return {**_table()["name"]["nl"], **{en: nl for en, nl in sentences.items() if not _PLACEHOLDER.search(en)}}


@cache
def _templates() -> tuple[_Template, ...]:
    """Sentences with placeholders; those of which most is fixed are tried first."""
    made = [
        _Template(_form(en), nl, len(_PLACEHOLDER.sub("", en)))
        for part in _table()["sentence"].values()
        for en, nl in part.items()
        if _PLACEHOLDER.search(en)
    ]
    return tuple(sorted(made, key=lambda one: -one.fixed))


def _form(template: str) -> re.Pattern[str]:
    pieces = _PLACEHOLDER.split(template)
    return re.compile("".join(_group(one) if at % 2 else re.escape(one) for at, one in enumerate(pieces)), re.DOTALL)


def _group(name: str) -> str:
    sort = name.partition("_")[0]
    if sort in ("unit", "part", "relation"):
        return f"(?P<{name}>{'|'.join(map(re.escape, _table()[sort]))})"
    return f"(?P<{name}>{ ({'day': _DAY, 'n': _NUMBERS}.get(sort, '.+?')) })"
