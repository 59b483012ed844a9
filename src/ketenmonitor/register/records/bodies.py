"""Items of an extraction as plain data and back: what is stored is what the extraction gave, whatever fields that has.

Comes in: an `Extraction`. Goes out: rows of items and of the persons in them. The promise: every field of an item is in its
body by its own name; days are ISO texts, tuples are lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from ketenmonitor.register.items import Extraction
from ketenmonitor.register.records.keys import fingerprint_of, folded
from ketenmonitor.register.records.shapes import Kind

# The fields of an extraction in which each kind stands, and the fields of an item that are its text.
PARTS = {
    Kind.QUESTION: ("questions", ("question",)),
    Kind.SET: ("sets", ("title", "number")),
    Kind.MOTION: ("motions", ("name", "reference", "text")),
    Kind.COMMITMENT: ("commitments", ("text",)),
    Kind.SETTLED: ("settled", ("kind", "name", "reference", "text")),
    Kind.FIGURE: ("figures", ("value", "unit", "text")),
    Kind.REFERENCE: ("references", ("text",)),
}
# How many characters before an item are kept with it.
CONTEXT = 800
# A body has its own columns for these.
APART = ("rule", "confidence")


@dataclass(frozen=True)
class Found:
    """One item to store."""

    kind: Kind
    ordinal: int
    fingerprint: str
    text: str
    folded: str
    context: str
    body: dict[str, Any]
    rule: str
    confidence: float
    place: dict[str, Any]


def found_in(extraction: Extraction) -> list[Found]:
    """All items of an extraction, kind by kind, in their order."""
    return [
        _found(kind, ordinal, plain(one), named, extraction.paper.raw)
        for kind, (part, named) in PARTS.items()
        for ordinal, one in enumerate(getattr(extraction, part))
    ]


def _found(kind: Kind, ordinal: int, body: dict[str, Any], named: tuple[str, ...], raw: str) -> Found:
    text = text_of(kind, body)
    name = " ".join(_said(body.get(field)) for field in named)
    rule, confidence = (
        str(body.get("rule") or "reference" if kind is Kind.REFERENCE else body.get("rule") or ""),
        body.get("confidence"),
    )
    searched = folded(" ".join([text, *(_said(body.get(f)) for f in ("answer", "asker", "party", "name", "who"))]))
    kept = {field: value for field, value in body.items() if field not in APART}
    sure = 1.0 if confidence is None else float(confidence)
    place = body.get("place") or {}
    context = storable(before(raw, place.get("begin")))
    return Found(kind, ordinal, fingerprint_of(kind, name), text, searched, context, kept, rule, sure, place)


def before(raw: str, begin: int | None) -> str:
    """What stands before a place in its paragraph: there it is named what "this" and "the bill" are."""
    if begin is None:
        return ""
    return raw[max(0, begin - CONTEXT) : begin].split("\n\n")[-1].strip()


def text_of(kind: Kind, body: dict[str, Any]) -> str:
    """What a person reads of an item: its sentence."""
    return str(body.get("question" if kind is Kind.QUESTION else "title" if kind is Kind.SET else "text") or "")


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_said(value.get(name)) for name in ("session", "dossier", "number", "identifier"))
    return "" if value is None else str(value)


def plain(value: Any) -> Any:
    """A dataclass as data that JSON can hold."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {storable(str(name)): plain(one) for name, one in value.items()}
    # PostgreSQL keeps no NUL, and a lone half of a pair is no text; the length stays, so that places do.
    return storable(value) if isinstance(value, str) else value


def storable(text: str) -> str:
    """The text without what a database cannot keep, as long as it was."""
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text) if _is_odd(text) else text


def _is_odd(text: str) -> bool:
    return "\0" in text or any("\ud800" <= c <= "\udfff" for c in text)


def hash_of(found: list[Found]) -> str:
    """What tells one extraction of a paper from another."""
    said = [[one.kind, one.body, one.rule, one.confidence] for one in found]
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def persons_in(found: Found) -> Iterator[dict[str, Any]]:
    """Who is named with an item, and as what: asker, addressee, mover or promiser."""
    body = found.body
    if body.get("asker") or (found.kind is Kind.QUESTION and body.get("party")):
        yield {"name": body.get("asker"), "party": body.get("party"), "role": "asker"}
    for name in body.get("addressee", []):
        yield {"name": name, "party": None, "role": "addressee"}
    for part, role in (("askers", "asker"), ("addressees", "addressee")):
        for one in body.get(part, []):
            yield {"name": one["name"], "party": one.get("party"), "role": role}
    if found.kind is Kind.MOTION:
        yield {"name": body.get("name"), "party": body.get("party"), "role": "mover"}
    if body.get("who"):
        yield {"name": body["who"], "party": None, "role": "promiser"}
