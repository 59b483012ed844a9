"""Looking in a register: its papers, its items with what persons made of them, and searching.

Comes in: a `Register`. Goes out: what it holds now. The promise: only readings in force are shown; what a person corrected stands in
the body, what was read beside it; a decision without its item is shown apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select

from ketenmonitor.errors import NotFoundError
from ketenmonitor.register.records.bodies import storable
from ketenmonitor.register.records.decided import decisions_in_force
from ketenmonitor.register.records.keys import folded
from ketenmonitor.register.records.opened import Register
from ketenmonitor.register.records.schema import decision, item, reading
from ketenmonitor.register.records.shapes import Action, Decision, Item, KeptPaper, Kind, Spot, Texts

IN_FORCE = select(func.max(reading.c.id)).group_by(reading.c.paper_id)


def papers(register: Register) -> tuple[KeptPaper, ...]:
    """All papers as they were read last, the earliest date first, those without a date last."""
    with register.reading() as connection:
        found = list(_papers(connection))
    return tuple(sorted(found, key=lambda one: (one.date is None, str(one.date), one.id)))


def paper_of(register: Register, paper_id: int) -> KeptPaper:
    """One paper. Raises NotFoundError."""
    for one in papers(register):
        if one.id == paper_id:
            return one
    raise NotFoundError(f"{paper_id}: no paper has this number. `ketenmonitor register papers HOME` shows them.")


def texts_of(register: Register, paper_id: int) -> Texts:
    """The text of a paper. Raises NotFoundError."""
    columns = (reading.c.raw, reading.c.repaired, reading.c.page_breaks, reading.c.repairs)
    with register.reading() as connection:
        found = select(*columns).where(reading.c.paper_id == paper_id).order_by(reading.c.id.desc()).limit(1)
        row = connection.execute(found).first()
    if row is None:
        raise NotFoundError(f"{paper_id}: no paper has this number. `ketenmonitor register papers HOME` shows them.")
    return Texts(row.raw, row.repaired, tuple(row.page_breaks), tuple(row.repairs))


def items(
    register: Register,
    *kinds: Kind,
    paper_id: int | None = None,
    words: str = "",
    key: str | None = None,
    rejected: bool = False,
) -> tuple[Item, ...]:
    """Items of the readings in force and those that persons added: of these kinds (none named: of all), of one paper, with
    all of these words or beginnings of words, or the one with this key. What a person rejected is left out, unless asked for."""
    with register.reading() as connection:
        decided = defaultdict(list)
        for one in decisions_in_force(connection):
            decided[one.key].append(one)
        of_paper = (reading.c.paper_id, reading.c.date, reading.c.source, reading.c.kind.label("paper_kind"))
        asked = select(item, *of_paper).join(reading)
        asked = asked.where(item.c.reading_id.in_(IN_FORCE))
        if kinds:
            asked = asked.where(item.c.kind.in_([str(kind) for kind in kinds]))
        if paper_id is not None:
            asked = asked.where(reading.c.paper_id == paper_id)
        if key is not None:
            asked = asked.where(item.c.key == storable(key))
        rows = connection.execute(asked.order_by(reading.c.paper_id, item.c.kind, item.c.ordinal)).all()
        found = [_item(row, decided[row.key]) for row in rows if _has_words(row.folded, words)]
        here = {row.key for row in rows}
        found += _added_by_hand(connection, decided, here, kinds, paper_id, words)
    return tuple(one for one in found if (rejected or not one.is_rejected) and key in (None, one.key))


def item_of(register: Register, key: str) -> Item:
    """One item, also a rejected one. Raises NotFoundError."""
    for one in items(register, key=key, rejected=True):
        return one
    raise NotFoundError(f"{key}: no item has this key now. `ketenmonitor register list HOME` shows the keys.")


def no_longer_found(register: Register) -> tuple[Decision, ...]:
    """Decisions in force about an item that the reading in force of its paper does not have."""
    with register.reading() as connection:
        here = set(connection.execute(select(item.c.key).where(item.c.reading_id.in_(IN_FORCE))).scalars())
        decided = decisions_in_force(connection)
    added = {one.key for one in decided if one.action is Action.ADD}
    return tuple(one for one in decided if one.key not in here | added)


def state_of(register: Register) -> tuple[int, int]:
    """What changes whenever anything in the register does: the last reading and the last decision."""
    with register.reading() as connection:
        last = (connection.execute(select(func.max(table.c.id))).scalar() for table in (reading, decision))
        read, decided = last
    return read or 0, decided or 0


def _has_words(text: str, words: str) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in folded(words).split())


def _papers(connection: Connection) -> Iterable[KeptPaper]:
    asked = select(reading.c.paper_id, func.count().label("readings")).group_by(reading.c.paper_id)
    times = {row.paper_id: row.readings for row in connection.execute(asked)}
    asked_counts = select(item.c.reading_id, item.c.kind, func.count().label("found")).group_by(
        item.c.reading_id, item.c.kind
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(asked_counts):
        counts[row.reading_id][row.kind] = row.found
    heavy = ("raw", "repaired", "sketch", "repairs")
    columns = [column for column in reading.c if column.name not in heavy]
    for row in connection.execute(select(*columns).where(reading.c.id.in_(IN_FORCE))):
        yield KeptPaper(
            row.paper_id, row.id, row.source, row.sha256, row.file_type, row.kind, row.date, row.date_rule,
            row.date_confidence, tuple(row.notes), row.extractor, row.read_us, row.read_by, times[row.paper_id], counts[row.id],
        )  # fmt: skip


def _item(row: Any, decided: list[Decision]) -> Item:
    body: dict[str, Any] = dict(row.body)
    read: dict[str, Any] = {}
    for one in decided:
        if one.action is Action.CORRECT and one.field:
            read.setdefault(one.field, body.get(one.field))
            body[one.field] = one.value
    spot = Spot(row.line, row.begin, row.end, row.page)
    return Item(
        row.key, Kind(row.kind), row.paper_id, row.date, row.source, row.ordinal, row.text, body, row.rule,
        row.confidence, spot, read, tuple(decided), context=row.context, paper_kind=row.paper_kind,
    )  # fmt: skip


def _added_by_hand(
    connection: Connection, decided: dict[str, list[Decision]], here: set[str], kinds: tuple[Kind, ...],
    paper_id: int | None, words: str,
) -> Iterable[Item]:  # fmt: skip
    """Items of persons, as long as no reading finds them itself."""
    by_paper = {one.id: one for one in _papers(connection)}
    for key, about in decided.items():
        added = next((one for one in about if one.action is Action.ADD), None)
        if added is None or added.paper is None or key in here:
            continue
        if (kinds and added.kind not in kinds) or paper_id not in (None, added.paper):
            continue
        if not _has_words(folded(added.text), words):
            continue
        origin, body = by_paper[added.paper], dict(added.value)
        for one in about:
            if one.action is Action.CORRECT and one.field:
                body[one.field] = one.value
        place = body.get("place") or {}
        yield Item(
            key, Kind(added.kind), origin.id, origin.date, origin.source, 0, added.text, body, "person", 1.0,
            Spot(place.get("line"), place.get("begin"), place.get("end"), place.get("page")),
            {}, tuple(about), is_added=True, paper_kind=origin.kind,
        )  # fmt: skip
