"""From the values of a file to a `Definition`.

Comes in: values of the right form, of which some may have been left out as faulty. Goes out: a `Definition`, with
nothing in the place of what is missing. The promise: it never fails, so that the checks can look at the whole; only
`read.py` lets one out, when no check found anything.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from ketenmonitor.definition.conditions import conditions_of
from ketenmonitor.definition.declared import Activity, Attribute, Link, ObjectType, Partner
from ketenmonitor.definition.model import (
    DEFAULT_DARK_AFTER_DAYS,
    DEFAULT_DORMANT_DAYS,
    Definition,
    Handover,
    LeadTime,
    Norm,
    Pause,
    Stock,
    Term,
    Theme,
)
from ketenmonitor.definition.publication import publication_of
from ketenmonitor.definition.publishable import Difference, Publication
from ketenmonitor.definition.title import Title

Entry = dict[str, Any]


def build(values: Entry) -> Definition:
    """The definition that these values describe."""
    chain: Entry = values.get("chain", {})
    unit = chain.get("unit", "")
    ranks = {name: rank for rank, name in enumerate(values.get("partners", {}))}
    table = partial(_table, values)
    return Definition(
        id=chain.get("id", ""),
        version=chain.get("version", ""),
        title=_title(chain.get("id", ""), chain),
        unit=unit,
        timezone=chain.get("timezone", ""),
        basis=chain.get("basis"),
        holidays=chain.get("holidays"),
        dormant_days=chain.get("dormant_days", DEFAULT_DORMANT_DAYS),
        dark_after_days=chain.get("dark_after_days", DEFAULT_DARK_AFTER_DAYS),
        partners={i: _partner(i, e, ranks[i]) for i, e in table("partners")},
        objects={i: _object_type(i, e) for i, e in table("objects")},
        links=tuple(_link(e) for e in values.get("links", []) if e),
        attributes={i: _attribute(i, e) for i, e in table("attributes")},
        activities={i: _activity(i, e) for i, e in table("activities")},
        lead_times={i: _lead_time(i, e, unit) for i, e in table("lead_times")},
        pauses={i: Pause(i, _title(i, e), _names(e, "from"), _names(e, "to")) for i, e in table("pauses")},
        stocks={i: _stock(i, e, unit) for i, e in table("stocks")},
        handovers={i: _handover(i, e) for i, e in table("handovers")},
        terms={i: _term(i, e, unit) for i, e in table("terms")},
        themes={i: Theme(i, _title(i, e), conditions_of(e.get("where", {}))) for i, e in table("themes")},
        publication=_publication(values),
    )


def _publication(values: Entry) -> Publication:
    said: Entry | None = values.get("publication")
    letter: Entry = (said or {}).get("letter", {})
    title = _title("", letter) if "title" in letter else None
    differences = tuple(_difference(entry) for entry in (said or {}).get("differences", ()) if entry)
    return publication_of(said, title, tuple(values.get("stocks", {})), differences)


def _difference(entry: Entry) -> Difference:
    measure, id, field, kind = (entry.get(key, "") for key in ("measure", "id", "field", "kind"))
    return Difference(measure, id, field, kind, _title("", {"title": entry.get("text", "")}))


def _table(values: Entry, name: str) -> list[tuple[str, Entry]]:
    return list(values.get(name, {}).items())


def _title(name: str, entry: Entry) -> Title:
    """One text for both languages, or one each; without a title the id is made readable."""
    given = entry.get("title", name.replace("_", " "))
    if isinstance(given, str):
        return Title(given, given)
    nl = given.get("nl", "")
    return Title(nl, given.get("en", nl))


def _names(entry: Entry, key: str) -> tuple[str, ...]:
    return tuple(entry.get(key, ()))


def _partner(name: str, entry: Entry, rank: int) -> Partner:
    return Partner(name, _title(name, entry), rank, entry.get("oin"), entry.get("delivers_every_days"))


def _object_type(name: str, entry: Entry) -> ObjectType:
    return ObjectType(
        id=name,
        title=_title(name, entry),
        partner=entry.get("partner", ""),
        key=entry.get("key"),
        attributes=_names(entry, "attributes"),
        most_links=entry.get("most_links"),
        identifier=entry.get("identifier"),
    )


def _link(entry: Entry) -> Link:
    return Link(
        from_type=entry.get("from", ""),
        to_type=entry.get("to", ""),
        partner=entry.get("partner", ""),
        cardinality=entry.get("cardinality", "many-to-many"),
    )


def _attribute(name: str, entry: Entry) -> Attribute:
    return Attribute(name, _title(name, entry), entry.get("type", ""), _names(entry, "values"))


def _activity(name: str, entry: Entry) -> Activity:
    return Activity(
        id=name,
        title=_title(name, entry),
        partner=entry.get("partner", ""),
        object=entry.get("object", ""),
        log_names=_names(entry, "log_names"),
        attributes=_names(entry, "attributes"),
    )


def _lead_time(name: str, entry: Entry, unit: str) -> LeadTime:
    norm: Entry | None = entry.get("norm")
    return LeadTime(
        id=name,
        title=_title(name, entry),
        object=entry.get("object", unit),
        starts=_names(entry, "from"),
        ends=_names(entry, "to"),
        other_ends=_names(entry, "other_ends"),
        where=conditions_of(entry.get("where", {})),
        norm=None if norm is None else Norm(norm.get("days", 0), float(norm.get("share", 0))),
    )


def _stock(name: str, entry: Entry, unit: str) -> Stock:
    return Stock(
        id=name,
        title=_title(name, entry),
        partner=entry.get("partner", ""),
        object=entry.get("object", unit),
        enters=_names(entry, "enters"),
        leaves=_names(entry, "leaves"),
        old_after_days=entry.get("old_after_days"),
    )


def _handover(name: str, entry: Entry) -> Handover:
    return Handover(name, _title(name, entry), sent=entry.get("sent", ""), received=entry.get("received", ""))


def _term(name: str, entry: Entry, unit: str) -> Term:
    return Term(
        id=name,
        title=_title(name, entry),
        object=entry.get("object", unit),
        starts=_names(entry, "from"),
        ends=_names(entry, "to"),
        days=entry.get("days", 0),
        counting=entry.get("counting", ""),
        other_ends=_names(entry, "other_ends"),
        extend=entry.get("extend", False),
        basis=entry.get("basis"),
    )
