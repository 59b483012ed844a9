"""Given names and initials: whole names, letters only, and the name by which somebody is called.

Comes in: what stands in the columns of given names and initials. Goes out: a `Given`. The promise: "Johannes Petrus",
"J.P. (Jan)", "J P" and "JP" agree on their initials as far as each of them says anything.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ketenmonitor.records.persons.letters import folded, letters

CALLED = re.compile(r"[(\"]([^)\"]*)[)\"]")
# Two letters that are one initial: Th. of Theodora, IJ. of IJsbrand.
TWO_LETTERS = re.compile(r"\b(th|ch|ph|ij|chr|st|sj|tj|hj)(?=[.])")
LETTERS_ONLY = re.compile(r"(?:[a-z]{1,3}\.\s*)+|(?:[a-z]\s+)*[a-z]")
UNKNOWN = frozenset(("", "onbekend", "onbek", "unknown", "nn", "geen", "nvt", "-", "?"))


@dataclass(frozen=True)
class Given:
    """`name` is the first given name, `root` the formal name behind what one is called, `initials` the letters."""

    name: str | None
    root: str | None
    initials: str | None


def given(names: str | None, initials: str | None = None) -> Given:
    """What both columns together say."""
    text = folded(names or "")
    called = CALLED.search(text)
    text = CALLED.sub(" ", text).strip()
    letters_said = _initials(folded(initials or ""))
    if text.strip(".") in UNKNOWN:
        text = ""
    if _is_letters(text, names or ""):
        return Given(_name(called), root(_name(called)), letters_said or _initials(text) or None)
    words = [word for word in (letters(w) for w in re.split(r"[ \-]+", text)) if word]
    first = next((word for word in words if len(word) > 1), None)
    said = letters_said or "".join(word[0] for word in words)
    return Given(first, root(first), said or None)


def root(name: str | None) -> str | None:
    """The formal name that a call name comes from (Kees: cornelis); a name that is in no list is its own."""
    return call_names().get(name, name) if name else None


@cache
def call_names() -> dict[str, str]:
    """Each call name with its formal name; those that come from several are in neither."""
    text = (files("ketenmonitor.records.persons") / "call_names.toml").read_text(encoding="utf-8")
    return {name: formal for formal, names in tomllib.loads(text)["call_names"].items() for name in names}


def _name(called: re.Match[str] | None) -> str | None:
    name = letters(called[1]) if called else ""
    return name if len(name) > 1 else None


def _is_letters(text: str, written: str) -> bool:
    """Whether this is initials: letters with dots, letters apart, or a few capitals without a vowel between them."""
    if not text or LETTERS_ONLY.fullmatch(text):
        return True
    return written.strip().isupper() and len(text) <= 4 and not re.search("[aeiouy]", text[1:])


def _initials(text: str) -> str:
    one_each = TWO_LETTERS.sub(lambda two: letters(two[1])[0], text)
    words = re.findall("[a-z]+", one_each)
    apart = all(len(word) == 1 for word in words)
    return "".join(words) if apart or len(words) == 1 else "".join(word[0] for word in words)
