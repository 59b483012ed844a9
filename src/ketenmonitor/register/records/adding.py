"""Putting a paper in the register: whole, or not at all.

Comes in: an `Extraction`. Goes out: `Added`. The promise: the same file with the same finds changes nothing; a corrected file,
or newer rules, become the reading in force, and every decision of a person is still there, with its item or as no longer found.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from ketenmonitor.register.items import Extraction
from ketenmonitor.register.records.bodies import Found, found_in, hash_of, persons_in, plain, storable
from ketenmonitor.register.records.decided import decisions_in_force, keys_no_longer_found
from ketenmonitor.register.records.keys import Known, alike, fingerprint_of, folded, keys_of, sketch_of
from ketenmonitor.register.records.opened import Register
from ketenmonitor.register.records.schema import item, paper, person, reading
from ketenmonitor.register.records.shapes import Action, Added, Kind

# From here on two files are the same paper, if they also have a name, or their length and date, in common; and of one name and
# date, for of a short paper a word that was mended is a good deal.
SAME_PAPER, WORTH_SAYING, SAME_NAME_AND_DATE = 0.8, 0.7, 0.4
# Short papers are alike because they are made of the same sentences: notices of delay, for one.
LONG_ENOUGH = 800


@dataclass(frozen=True)
class Coming:
    """A paper that comes in: the row of its reading, its items, and how many words it has."""

    row: dict[str, Any]
    found: list[Found]
    words: int


def add_paper(
    register: Register, extraction: Extraction, at_us: int, who: str, extractor: str, corrects: int | None = None
) -> Added:
    """Keep what was found in a paper. `corrects`: the paper of which this is a mended file, where a person says so."""
    coming = _coming(extraction, at_us, who, extractor)
    counts = Counter(str(one.kind) for one in coming.found)
    with register.writing() as connection:
        same, notes = (corrects, ()) if corrects is not None else _same_paper(connection, coming)
        if same is not None:
            last = _last_reading(connection, same)
            if (last.sha256, last.found_sha256) == (coming.row["sha256"], coming.row["found_sha256"]):
                return Added(same, "known", counts)
        paper_id = same if same is not None else _new_paper(connection, at_us)
        _insert(connection, paper_id, coming)
        lost = keys_no_longer_found(connection, paper_id)
        lost_decisions = tuple(one for one in decisions_in_force(connection) if one.key in lost)
    return Added(paper_id, "again" if same is not None else "new", counts, lost_decisions, notes)


def _coming(extraction: Extraction, at_us: int, who: str, extractor: str) -> Coming:
    origin, found = extraction.paper, found_in(extraction)
    repaired = storable("\n".join(line.text for line in origin.lines))
    row = {
        "source": storable(origin.source), "sha256": origin.sha256, "file_type": origin.file_type,
        "raw": storable(origin.raw), "repaired": repaired,
        "page_breaks": list(origin.page_breaks), "repairs": plain(origin.repairs), "kind": extraction.kind,
        "date": origin.dated.date, "date_rule": origin.dated.rule, "date_confidence": origin.dated.confidence,
        "notes": plain((*origin.notes, *extraction.notes)), "sketch": sketch_of(repaired), "found_sha256": hash_of(found),
        "extractor": extractor, "read_us": at_us, "read_by": who,
    }  # fmt: skip
    return Coming(row, found, len(repaired.split()))


def _same_paper(connection: Connection, coming: Coming) -> tuple[int | None, tuple[str, ...]]:
    """The paper of which this is a file, and what a person should know of others that are like it."""
    columns = (reading.c.paper_id, reading.c.sha256, reading.c.source, reading.c.date, reading.c.sketch, reading.c.id)
    rows = connection.execute(select(*columns).order_by(reading.c.id.desc())).all()
    if (known := next((row for row in rows if row.sha256 == coming.row["sha256"]), None)) is not None:
        return known.paper_id, ()
    scored = [(alike(row.sketch, coming.row["sketch"]), row) for row in rows]
    score, best = max(scored, key=lambda one: one[0], default=(0.0, None))
    if best is None or score < SAME_NAME_AND_DATE:
        return None, ()
    is_named, is_of_day = best.source == coming.row["source"], best.date == coming.row["date"]
    is_long = coming.words >= LONG_ENOUGH
    is_same = is_named and is_of_day if score < SAME_PAPER else is_named or (is_of_day and is_long)
    if is_same:
        return best.paper_id, (f"{score:.0%} as {best.source}, read before: taken as a new file of that paper.",)
    if score < WORTH_SAYING:
        return None, ()
    return None, (f"{score:.0%} as {best.source}, but short or of another day: taken as a paper of its own.",)


def _last_reading(connection: Connection, paper_id: int) -> Any:
    found = select(reading.c.sha256, reading.c.found_sha256).where(reading.c.paper_id == paper_id)
    return connection.execute(found.order_by(reading.c.id.desc()).limit(1)).one()


def _new_paper(connection: Connection, at_us: int) -> int:
    made = connection.execute(insert(paper).values(first_read_us=at_us)).inserted_primary_key
    return int(made[0]) if made else 0


def _insert(connection: Connection, paper_id: int, coming: Coming) -> None:
    known = _known(connection, paper_id)
    named = [(one.kind, one.fingerprint, folded(one.text)) for one in coming.found]
    taken = connection.execute(select(item.c.key).distinct()).scalars()
    keys = keys_of(named, known, _origin(connection, paper_id, coming), taken)
    made = connection.execute(insert(reading).values(paper_id=paper_id, **coming.row)).inserted_primary_key
    reading_id = int(made[0]) if made else 0
    if not coming.found:
        return
    connection.execute(
        insert(item), [_item_row(reading_id, key, one) for key, one in zip(keys, coming.found, strict=True)]
    )
    ids = select(item.c.key, item.c.id).where(item.c.reading_id == reading_id)
    id_of = {row.key: row.id for row in connection.execute(ids)}
    people = [
        {"item_id": id_of[key], **said} for key, one in zip(keys, coming.found, strict=True) for said in persons_in(one)
    ]
    if people:
        connection.execute(insert(person), people)


def _origin(connection: Connection, paper_id: int, coming: Coming) -> str:
    """The hash of the first file of a paper: keys are the same in every register that began with it."""
    first = select(reading.c.sha256).where(reading.c.paper_id == paper_id).order_by(reading.c.id).limit(1)
    return str(connection.execute(first).scalar() or coming.row["sha256"])


def _known(connection: Connection, paper_id: int) -> list[Known]:
    """Every key that this paper ever had, as it was found last; and what persons added."""
    columns = (item.c.key, item.c.kind, item.c.fingerprint, item.c.text)
    rows = connection.execute(
        select(*columns).join(reading).where(reading.c.paper_id == paper_id).order_by(reading.c.id, item.c.ordinal)
    ).all()
    known = {row.key: Known(row.key, Kind(row.kind), row.fingerprint, folded(row.text)) for row in rows}
    for one in decisions_in_force(connection):
        if one.action is Action.ADD and one.paper == paper_id and one.key not in known:
            kind = Kind(one.kind)
            known[one.key] = Known(one.key, kind, fingerprint_of(kind, one.text), folded(one.text))
    return list(known.values())


def _item_row(reading_id: int, key: str, one: Found) -> dict[str, Any]:
    names = ("kind", "ordinal", "fingerprint", "text", "folded", "context", "body", "rule", "confidence")
    where = {name: one.place.get(name) for name in ("line", "page", "begin", "end")}
    return {"reading_id": reading_id, "key": key, **{name: getattr(one, name) for name in names}, **where}
