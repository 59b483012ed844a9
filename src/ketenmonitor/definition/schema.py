"""Which tables and keys a definition file has: the form of the file, as data.

Comes in: nothing. Goes out: `SCHEMA`, which `shape.py` holds a file against and `references.py` takes the references
from. The promise: what is not in these tables is not in a definition; a new key is one line here.
"""

from __future__ import annotations

from ketenmonitor.definition.declared import IDENTIFIERS
from ketenmonitor.definition.kinds import (
    BREAKDOWNS,
    CHAIN_ID,
    COUNTRY,
    DAYS,
    DIFFERENCES_OF_FIGURES,
    LETTER,
    LINKS,
    LOG_NAMES,
    MEASURES,
    METHOD_OF_STOCK,
    NORM,
    PERIODS_OF_FIGURES,
    TITLE,
    VERSION,
    WHERE,
)
from ketenmonitor.definition.model import ATTRIBUTE_TYPES, CARDINALITIES, COUNTING
from ketenmonitor.toml import FLAG, LINE, NAME, NAMES, TEXT, TIMEZONE, VALUES, Key, Table, choice

PARTNER = Key(NAME, required=True, refers_to="partners")
OBJECT = Key(NAME, refers_to="objects")
ATTRIBUTES = Key(NAMES, refers_to="attributes")
ACTIVITY = Key(NAME, required=True, refers_to="activities")
ACTIVITIES = Key(NAMES, required=True, refers_to="activities")
OTHER_ENDS = Key(NAMES, refers_to="activities")

SCHEMA: dict[str, Table] = {
    "chain": Table(
        "one",
        "chain",
        {
            "id": Key(CHAIN_ID, required=True),
            "version": Key(VERSION, required=True),
            "title": Key(TITLE),
            "unit": Key(NAME, required=True, refers_to="objects"),
            "timezone": Key(TIMEZONE, required=True),
            "basis": Key(TEXT),
            "holidays": Key(COUNTRY),
            "dormant_days": Key(DAYS),
            "dark_after_days": Key(DAYS),
        },
        required=True,
    ),
    "partners": Table(
        "named", "partner", {"title": Key(TITLE), "oin": Key(LINE), "delivers_every_days": Key(DAYS)}, required=True
    ),
    "objects": Table(
        "named",
        "object type",
        {
            "title": Key(TITLE),
            "partner": PARTNER,
            "key": Key(LINE),
            "identifier": Key(choice("kind of identifier", IDENTIFIERS)),
            "attributes": ATTRIBUTES,
            "most_links": Key(LINKS),
        },
        required=True,
    ),
    "links": Table(
        "list",
        "link",
        {
            "from": Key(NAME, required=True, refers_to="objects"),
            "to": Key(NAME, required=True, refers_to="objects"),
            "partner": PARTNER,
            "cardinality": Key(choice("cardinality", CARDINALITIES)),
        },
    ),
    "attributes": Table(
        "named",
        "attribute",
        {
            "title": Key(TITLE),
            "type": Key(choice("type of attribute", ATTRIBUTE_TYPES), required=True),
            "values": Key(VALUES),
        },
    ),
    "activities": Table(
        "named",
        "activity",
        {
            "title": Key(TITLE),
            "partner": PARTNER,
            "object": Key(NAME, required=True, refers_to="objects"),
            "log_names": Key(LOG_NAMES),
            "attributes": ATTRIBUTES,
        },
        required=True,
    ),
    "lead_times": Table(
        "named",
        "lead time",
        {
            "title": Key(TITLE),
            "from": ACTIVITIES,
            "to": ACTIVITIES,
            "other_ends": OTHER_ENDS,
            "where": Key(WHERE, refers_to="attributes"),
            "object": OBJECT,
            "norm": Key(NORM),
        },
    ),
    "pauses": Table("named", "pause", {"title": Key(TITLE), "from": ACTIVITIES, "to": ACTIVITIES}),
    "stocks": Table(
        "named",
        "stock",
        {
            "title": Key(TITLE),
            "partner": PARTNER,
            "object": OBJECT,
            "enters": ACTIVITIES,
            "leaves": ACTIVITIES,
            "old_after_days": Key(DAYS),
        },
    ),
    "handovers": Table("named", "hand-over", {"title": Key(TITLE), "sent": ACTIVITY, "received": ACTIVITY}),
    "terms": Table(
        "named",
        "term",
        {
            "title": Key(TITLE),
            "from": ACTIVITIES,
            "to": ACTIVITIES,
            "other_ends": OTHER_ENDS,
            "object": OBJECT,
            "days": Key(DAYS, required=True),
            "counting": Key(choice("way of counting", COUNTING), required=True),
            "extend": Key(FLAG),
            "basis": Key(TEXT),
        },
    ),
    "themes": Table(
        "named",
        "theme",
        {"title": Key(TITLE), "where": Key(WHERE, required=True, refers_to="attributes")},
    ),
    "publication": Table(
        "one",
        "publication",
        {
            "measures": Key(MEASURES),
            "breakdowns": Key(BREAKDOWNS, refers_to="attributes"),
            "periods": Key(PERIODS_OF_FIGURES),
            "methods": Key(METHOD_OF_STOCK),
            "letter": Key(LETTER),
            "differences": Key(DIFFERENCES_OF_FIGURES),
            "publisher": Key(LINE),
            "contact": Key(LINE),
            "licence": Key(LINE),
            "address": Key(LINE),
        },
    ),
}
