"""What is held about pseudonyms: every stored row of every partner, in force or not, with since when it is here.

Comes in: a home, a view and identifiers. Goes out: `Item`s. The promise: rows that were replaced or withdrawn and rows in quarantine
are told too, for they are held; of what is behind the gatekeeper it is told that it is there, and its rows stay there; of what a shared
object leads to, which may be about somebody else, nothing is told.

An identifier stands for its object and everything that has a path of links *to* it, as a chain case does: of a report with two
suspects, the case of one of them gives the report and not the other case.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.linking import Cases
from ketenmonitor.store import Home, InForce, View, latest, ledger, open_view, publication_secrets

CURRENT, REPLACED, WITHDRAWN, SET_APART, SHIELDED = "current", "replaced", "withdrawn", "set-apart", "shielded"


@dataclass(frozen=True)
class Item:
    """One thing that is held. `name`: stays the same and says nothing; `what`: an activity, an attribute or an object type.

    `at_us`: when it happened, of an event; `since_us`: when the delivery that brought it was received; `is_subject`: it is about an
    object of which the identifier was given, and not one that leads to it.
    """

    name: str
    partner: str
    kind: str
    object_type: str
    what: str
    value: str | None
    at_us: int | None
    since_us: int
    state: str
    is_subject: bool


@dataclass(frozen=True)
class Subject:
    """What the identifiers stand for: pairs of an object type and an identifier. Never shown."""

    given: frozenset[str]
    objects: frozenset[tuple[str, str]]

    @property
    def identifiers(self) -> list[str]:
        return sorted({identifier for _, identifier in self.objects} | self.given)

    def has(self, object_type: str, object_id: str) -> bool:
        return object_id in self.given or (object_type, object_id) in self.objects


def subject_of(home: Home, view: View, identifiers: frozenset[str]) -> Subject:
    """The objects with these identifiers, and all with a path to one of them, also over what is behind the gatekeeper."""
    chain, run = view.definition.id, view.engine.run
    behind = latest(home.tables_path(chain), view.engine, "removed").select("object_type", "object_id").distinct()
    through = tuple((row["object_type"], row["object_id"]) for row in run(behind).to_pylist())
    cases = Cases(open_view(home, chain, engine=view.engine, through=through) if through else view)
    objects = cases.objects
    own = run(objects.filter(objects.object_id.isin(sorted(identifiers)))).to_pylist()
    numbers = [row["object"] for row in own]
    found = {(row["object_type"], row["object_id"]) for row in own}
    if numbers and not cases.is_simple:
        paths = cases.paths
        above = paths.filter(paths.to_object.isin(numbers)).select(object=paths.from_object).distinct()
        found |= {(row["object_type"], row["object_id"]) for row in run(objects.semi_join(above, "object")).to_pylist()}
    return Subject(identifiers, frozenset(found))


def held(home: Home, view: View, subject: Subject) -> tuple[Item, ...]:
    """Everything that the tables of a chain hold about a subject, the oldest first."""
    stored = _Stored(home, view, subject)
    items = [*stored.events(), *stored.objects(), *stored.links(), *stored.set_apart(), *stored.shielded()]
    return tuple(sorted(items, key=lambda one: (one.at_us if one.at_us is not None else one.since_us, one.name)))


class _Stored:
    """The stored rows of one chain about one subject."""

    def __init__(self, home: Home, view: View, subject: Subject) -> None:
        self.root = root = home.tables_path(view.definition.id)
        self.chain, self.objects_of = view.definition.id, view.definition.objects
        everything = ledger.read(root)
        partners = tuple(view.definition.partners)
        self.rows = InForce(root, view.engine, everything, ledger.known_at(everything, None), partners)
        self.received = {one.receipt: one.received_at_us for one in everything}
        self.run, self.subject = view.engine.run, subject
        self.secret = publication_secrets(home.path).record_key

    def events(self) -> Iterator[Item]:
        about = self._about("events", "object_id")
        noted: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for one in self.run(self.rows.stored("event_attributes").semi_join(about, ["receipt", "row"])).to_pylist():
            noted.setdefault((one["receipt"], one["row"]), []).append(one)
        for row, state in self._told(about, "events"):
            if self.subject.has(row["object_type"], row["object_id"]):
                yield self._item("events", row, state, "event", row["activity"], at_us=row["at_us"])
                for one in sorted(noted.get((row["receipt"], row["row"]), []), key=lambda one: str(one["attribute"])):
                    said = {**row, **one}
                    yield self._item("event_attributes", said, state, "attribute", one["attribute"], one["value"])

    def objects(self) -> Iterator[Item]:
        for row, state in self._told(self._about("objects", "object_id"), "objects"):
            if self.subject.has(row["object_type"], row["object_id"]):
                kind, what = ("attribute", row["attribute"]) if row["attribute"] else ("object", row["object_type"])
                yield self._item("objects", row, state, kind, what, row["value"])

    def links(self) -> Iterator[Item]:
        """Links to what is the subject's. What those lead to further is told only when it is the subject's too."""
        for row, state in self._told(self._about("links", "to_id"), "links"):
            if self.subject.has(row["to_type"], row["to_id"]):
                about = {**row, "object_type": row["to_type"], "object_id": row["to_id"]}
                yield self._item("links", about, state, "link", row["from_type"], at_us=row["at_us"])

    def set_apart(self) -> Iterator[Item]:
        """Rows in quarantine in which one of the identifiers stands as it is, in whatever column."""
        wanted = self.subject.identifiers
        kept = self.rows.rows("quarantine")
        some = kept.filter(ibis.or_(*(kept.raw.contains(one) for one in wanted))) if wanted else kept.limit(0)
        for row in self.run(some).to_pylist():
            if not set(wanted).isdisjoint(map(str, json.loads(row["raw"]).values())):
                about = {**row, "object_type": "", "object_id": ""}
                yield self._item("quarantine", about, SET_APART, "quarantine", row["file"])

    def shielded(self) -> Iterator[Item]:
        """Objects behind the gatekeeper: that they are there, and nothing of what is kept of them."""
        removed = latest(self.root, self.rows.engine, "removed")
        some = removed.filter(removed.object_id.isin(self.subject.identifiers))
        for row in self.run(some.order_by("object_type", "object_id")).to_pylist():
            if self.subject.has(row["object_type"], row["object_id"]) and row["object_type"] in self.objects_of:
                partner = self.objects_of[row["object_type"]].partner
                place = {**row, "receipt": row["first_receipt"], "row": row["object_id"], "partner": partner}
                yield self._item("removed", place, SHIELDED, "object", row["object_type"])

    def _about(self, table: str, column: str) -> ir.Table:
        rows = self.rows.stored(table)
        return rows.filter(rows[column].isin(self.subject.identifiers))

    def _told(self, about: ir.Table, table: str) -> Iterator[tuple[dict[str, Any], str]]:
        """The rows with what became of each."""
        live = self.run(self.rows.rows(table).semi_join(about, ["receipt", "row"]).select("receipt", "row")).to_pylist()
        in_force = {(one["receipt"], one["row"]) for one in live}
        for row in self.run(about.order_by("receipt", "row")).to_pylist():
            is_live = (row["receipt"], row["row"]) in in_force
            yield row, WITHDRAWN if row.get("withdrawn") else CURRENT if is_live else REPLACED

    def _item(
        self,
        table: str,
        row: dict[str, Any],
        state: str,
        kind: str,
        what: str,
        value: str | None = None,
        at_us: int | None = None,
    ) -> Item:
        place = f"item|{self.chain}|{table}|{row['receipt']}|{row['row']}|{what}"
        name = f"{row['partner']}/{hmac.digest(self.secret, place.encode(), 'sha256').hex()[:16]}"
        is_subject = row["object_id"] in self.subject.given
        since = self.received[row["receipt"]]
        return Item(name, row["partner"], kind, row["object_type"], what, value, at_us, since, state, is_subject)
