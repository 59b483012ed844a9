"""Surnames as Dutch registers write them: prefixes before, behind, glued or cut short; two names with a hyphen.

Comes in: what stands in the columns of a surname and its prefix. Goes out: a `Surname`. The promise: "van der Berg",
"Berg, van der", "v.d. Berg" and "vanderBerg" give the same `core`; of a double name each part is in `parts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketenmonitor.records.persons.letters import folded, letters

WORDS = (
    "van von vom de der den dem het ten ter te tot in op aan bij onder over voor uit uyt la le les du des d l da do dos das di"
    " del della dello af av zu zum zur el al ul bin ibn ben abu ait ould y 't 's d' l' vd vdr v"
)
PREFIXES = frozenset(WORDS.split())
# Cut short: of "v.d." nobody knows whether it was de, den or der.
SHORT = re.compile(r"\bv\s*[./]\s*d(?:[.r]\s*|\b\s*)|\bvd[rn]?\s")
CAMEL = re.compile(r"^((?i:van\s?der|van\s?den|van\s?de|van\s?het|van|den|der|de|ten|ter|el|al|ait))(?=[A-Z][a-z])")
GLUED = re.compile(r"^(vander|vanden|vande|van)(?=[a-z]{3})")
# Names that begin with these letters, but not with a prefix.
WHOLE = re.compile(r"^(van(e|i|o|y)|vand[aei]?l)")
MARRIED = re.compile(
    r"[()]|\b(?:e\s*[./]\s*v|w\s*[./]\s*v|(?:echtg|echtgenote|wed|weduwe|gesch|gescheiden)[.]? van|geb(?:oren)?)\b[. ]*"
)
UNKNOWN = frozenset(("", "onbekend", "onbek", "unknown", "nn", "nomen nescio", "geen", "nvt", "xxx", "x"))


@dataclass(frozen=True)
class Surname:
    """`core` is the (first) name without prefix, `prefix` its first letters, `parts` all names that the person bears."""

    core: str | None
    prefix: str
    parts: tuple[str, ...]


def surname(written: str | None, prefix: str | None = None, other: str | None = None) -> Surname:
    """The name in a column, with what a column of prefixes and one of a maiden or partner's name add."""
    own = _names(written)
    more = _names(other)
    said = _letters_of(folded(prefix)) if prefix else ""
    first = own[0] if own else (more[0] if more else ("", ""))
    parts = dict.fromkeys(core for _, core in (*own, *more))
    return Surname(first[1] or None, said or first[0], tuple(parts))


def _names(written: str | None) -> list[tuple[str, str]]:
    """Prefix letters and core of each name in a text."""
    if written is None or folded(written).strip(".-? ") in UNKNOWN:
        return []
    pieces = [half for piece in MARRIED.split(_turned(_opened(written.strip()))) for half in piece.split("-")]
    found = [_apart(piece) for piece in pieces]
    return [(prefix, core) for prefix, core in found if len(core) > 1]


def _opened(written: str) -> str:
    """Capitals inside a word show where a prefix was glued to it."""
    camel = CAMEL.match(written)
    return f"{camel[0]} {written[camel.end() :]}" if camel else written


def _turned(written: str) -> str:
    """`Berg, van der` as `van der Berg`; a comma for another reason is a space."""
    text = folded(written)
    head, comma, tail = text.partition(",")
    if comma and _is_prefix(tail):
        return f"{tail.strip()} {head.strip()}"
    return text.replace(",", " ")


def _is_prefix(text: str) -> bool:
    words = SHORT.sub("vd ", f"{text.strip()} ").split()
    return bool(words) and all(word.strip(".") in PREFIXES for word in words)


def _apart(piece: str) -> tuple[str, str]:
    """The letters of the prefix and the name itself, of one name."""
    text = SHORT.sub("vd ", f"{piece.strip(' .')} ")
    words = re.sub(r"(?<=[a-z])(?='t\b)|(?<=\b[dl]')(?=\w)", " ", text).split()
    at = 0
    while at < len(words) - 1 and words[at].strip(".") in PREFIXES:
        at += 1
    if not words:
        return "", ""
    core = "".join(words[at:])
    glued = None if WHOLE.match(core) else GLUED.match(core)
    if glued:
        return _letters_of(_spread(glued[0])), letters(core[glued.end() :])
    return _letters_of(" ".join(words[:at])), letters(core)


def _spread(glued: str) -> str:
    return "van" if glued == "van" else f"van {glued[3:]}"


def _letters_of(prefix: str) -> str:
    """`van der`, `v/d` and `vd` are all `vd`: more cannot be told of the short ones."""
    words = re.findall("[a-z]+", SHORT.sub("v d ", f"{prefix} "))
    return "".join(word if word == "vd" else word[0] for word in words)
