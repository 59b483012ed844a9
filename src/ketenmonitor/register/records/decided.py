"""What persons decided: added one after another, never changed.

Comes in: a `Decision`. Goes out: the decisions in force, or all. The promise: who, when and what stood there before is kept with
each; taking a decision back is one more decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, insert, select

from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.register.records.bodies import plain, storable
from ketenmonitor.register.records.fitting import fitted
from ketenmonitor.register.records.opened import Register
from ketenmonitor.register.records.schema import decision, item, reading
from ketenmonitor.register.records.shapes import Action, Decision, Kind

WITH_ANOTHER = (Action.MERGE, Action.SPLIT)


def decide(register: Register, action: Action, key: str, who: str, at_us: int, **said: Any) -> Decision:
    """Add a decision about the item with this key: `field`, `value` and `note`, as its action needs.

    Raises NotFoundError for a key that no reading ever had, UsageError for what cannot be decided of it.
    """
    with register.writing() as connection:
        row = _last_row(connection, key)
        _check(connection, action, row, said)
        field, value = said.get("field"), plain(said.get("value"))
        if field and action is Action.CORRECT:
            value = fitted(Kind(row.kind), field, value)
        before = _before(connection, key, field, row.body) if field else None
        note = storable(str(said.get("note", "")))
        made = Decision(
            action, key, storable(who), at_us, row.kind, row.paper_id, field, value, before, row.text, note
        )  # fmt: skip
        return replace(made, id=_write(connection, made))


def decisions_of(register: Register, key: str | None = None) -> tuple[Decision, ...]:
    """All that was ever decided, withdrawn or not, in order; with `key` about that item."""
    with register.reading() as connection:
        found = _all(connection)
    return tuple(one for one in found if key in (None, one.key))


def decisions_in_force(connection: Connection) -> tuple[Decision, ...]:
    """The decisions that were not withdrawn, in order."""
    found = _all(connection)
    withdrawn = {one.value for one in found if one.action is Action.WITHDRAW}
    return tuple(one for one in found if one.id not in withdrawn and one.action is not Action.WITHDRAW)


def keys_no_longer_found(connection: Connection, paper_id: int) -> set[str]:
    """Keys of earlier readings of a paper that its reading in force does not have."""
    keys = select(item.c.key, item.c.reading_id).join(reading).where(reading.c.paper_id == paper_id)
    last = connection.execute(select(func.max(reading.c.id)).where(reading.c.paper_id == paper_id)).scalar()
    rows = connection.execute(keys).all()
    return {row.key for row in rows} - {row.key for row in rows if row.reading_id == last}


def write_decision(connection: Connection, made: Decision) -> int:
    """Add a row. For this package only: others decide."""
    return _write(connection, made)


def _write(connection: Connection, made: Decision) -> int:
    row = {
        "at_us": made.at_us, "who": made.who, "action": str(made.action), "key": made.key, "kind": str(made.kind),
        "paper_id": made.paper, "field": made.field, "value": made.value, "before": made.before, "text": made.text,
        "note": made.note,
    }  # fmt: skip
    keys = connection.execute(insert(decision).values(row)).inserted_primary_key
    return int(keys[0]) if keys else 0


def _all(connection: Connection) -> tuple[Decision, ...]:
    rows = connection.execute(select(decision).order_by(decision.c.id)).all()
    return tuple(
        Decision(
            Action(row.action), row.key, row.who, row.at_us, row.kind, row.paper_id, row.field, row.value, row.before,
            row.text, row.note, row.id,
        )
        for row in rows
    )  # fmt: skip


def _last_row(connection: Connection, key: str) -> Any:
    """The item as it was read last, or as a person added it."""
    key = storable(key)
    found = select(item, reading.c.paper_id).join(reading).where(item.c.key == key)
    row = connection.execute(found.order_by(item.c.reading_id.desc()).limit(1)).first()
    if row is not None:
        return row
    added = select(
        decision.c.key, decision.c.kind, decision.c.paper_id, decision.c.value.label("body"), decision.c.text
    )
    row = connection.execute(added.where(decision.c.key == key, decision.c.action == Action.ADD)).first()
    if row is None:
        raise NotFoundError(f"{key}: no item has this key. `ketenmonitor register list HOME` shows the keys.")
    return row


def _check(connection: Connection, action: Action, row: Any, said: dict[str, Any]) -> None:
    if action is Action.CORRECT and said.get("field") not in row.body:
        raise UsageError(
            f"{said.get('field')}: not a field of a {row.kind}. Fields are: {', '.join(sorted(row.body))}."
        )
    if action in WITH_ANOTHER:
        other = _last_row(connection, str(said.get("value")))
        if said.get("value") == row.key:
            raise UsageError(f"{row.key}: this is the item itself. Name the key of another one.")
        if _sort(other.kind, other.body) != _sort(row.kind, row.body):
            raise UsageError(f"A {row.kind} and a {other.kind} are not the same point: name two of one kind.")
    if action is Action.WITHDRAW and said.get("value") not in {one.id for one in decisions_in_force(connection)}:
        raise NotFoundError(f"{said.get('value')}: no decision in force has this number.")


def _sort(kind: str, body: dict[str, Any]) -> str:
    """Of which kind of point an item is a mention: what was declared settled is a motion or a commitment."""
    return str(body.get("kind")) if kind == Kind.SETTLED else str(kind)


def _before(connection: Connection, key: str, field: str, body: dict[str, Any]) -> Any:
    """What the field says now: as it was read, or as a person made it."""
    corrected = [
        one.value
        for one in decisions_in_force(connection)
        if (one.key, one.field, one.action) == (key, field, Action.CORRECT)
    ]
    return corrected[-1] if corrected else body.get(field)
