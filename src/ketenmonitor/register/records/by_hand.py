"""An item that no rule found, added by a person who points at it in the paper.

Comes in: a paper, a kind, the sentence, and fields that the person knows. Goes out: the `Decision` with its key. The promise: the
sentence stands in the paper, and its place is kept; when a later reading finds the sentence itself, it takes over the key.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import select

from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.register.items import Commitment, Motion, Question, Reference, Settled, StatedFigure
from ketenmonitor.register.records.bodies import PARTS, plain, text_of
from ketenmonitor.register.records.decided import decisions_in_force, write_decision
from ketenmonitor.register.records.fitting import fitted
from ketenmonitor.register.records.keys import fingerprint_of, keys_of
from ketenmonitor.register.records.looking import texts_of
from ketenmonitor.register.records.opened import Register
from ketenmonitor.register.records.schema import item, reading
from ketenmonitor.register.records.shapes import Action, Decision, Kind

SHAPES = {
    Kind.QUESTION: Question,
    Kind.MOTION: Motion,
    Kind.COMMITMENT: Commitment,
    Kind.SETTLED: Settled,
    Kind.FIGURE: StatedFigure,
    Kind.REFERENCE: Reference,
}
# What an item is when the person does not say otherwise.
USUAL: dict[Kind, dict[str, Any]] = {
    Kind.MOTION: {"name": "", "status": "mentioned"},
    Kind.COMMITMENT: {"what": "", "kind": "other", "status": "open"},
    Kind.SETTLED: {"kind": "commitment", "name": ""},
    Kind.FIGURE: {"unit": "", "change": "absolute"},
}


def add_item(
    register: Register, paper_id: int, kind: Kind, sentence: str, who: str, at_us: int, note: str = "", **said: Any
) -> Decision:
    """Add an item; `said`: its other fields. Raises NotFoundError when the sentence is not in the paper, UsageError."""
    body = _body(kind, sentence, said)
    body["place"] = _place_of(register, paper_id, sentence)
    text = text_of(kind, body)
    with register.writing() as connection:
        first = select(reading.c.sha256).where(reading.c.paper_id == paper_id).order_by(reading.c.id).limit(1)
        origin = f"{connection.execute(first).scalar()} by hand"
        used = set(connection.execute(select(item.c.key)).scalars()) | {
            one.key for one in decisions_in_force(connection)
        }
        [key] = keys_of([(kind, fingerprint_of(kind, text), "")], [], origin, used)
        made = Decision(Action.ADD, key, who, at_us, str(kind), paper_id, None, body, None, text, note)
        return replace(made, id=write_decision(connection, made))


def _body(kind: Kind, sentence: str, said: dict[str, Any]) -> dict[str, Any]:
    if kind not in SHAPES:
        raise UsageError(f"{kind}: cannot be added by hand. Right are: {', '.join(SHAPES)}.")
    names = {field.name for field in fields(SHAPES[kind])} - {"rule", "confidence", "place"}
    if unknown := sorted(set(said) - names):
        raise UsageError(f"{', '.join(unknown)}: not a field of a {kind}. Fields are: {', '.join(sorted(names))}.")
    empty: dict[str, Any] = dict.fromkeys(names)
    main = "question" if kind is Kind.QUESTION else PARTS[kind][1][-1]
    return {**empty, **USUAL.get(kind, {}), main: sentence, **plain_of(kind, said)}


def plain_of(kind: Kind, said: dict[str, Any]) -> dict[str, Any]:
    """Fields as data that JSON can hold, each of the shape that it has. Raises UsageError."""
    return {name: fitted(kind, name, plain(value)) for name, value in said.items()}


def _place_of(register: Register, paper_id: int, sentence: str) -> dict[str, Any]:
    """Where the sentence stands in the raw text, whatever its spaces and line ends."""
    texts = texts_of(register, paper_id)
    words = [re.escape(word) for word in sentence.split()]
    found = re.search(r"\s+".join(words), texts.raw) if words else None
    if found is None:
        raise NotFoundError(
            "This sentence does not stand in the paper so. Copy it from the paper as it is shown, without changes."
        )
    page = 1 + sum(found.start() >= begin for begin in texts.page_breaks) if texts.page_breaks else None
    line = 1 + texts.raw.count("\n", 0, found.start())
    return {"line": line, "begin": found.start(), "end": found.end(), "page": page}
