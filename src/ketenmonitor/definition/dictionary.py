"""The data dictionary: what a partner's data engineer needs to make a delivery.

Comes in: a `Definition` and a language. Goes out: Markdown. The promise: every partner, activity, link, object type,
attribute and measure of the definition is in it, and the columns are those that the gate accepts.
"""

from __future__ import annotations

import json

from ketenmonitor.definition.columns import COLUMNS
from ketenmonitor.definition.declared import Activity, Attribute, ObjectType, Partner
from ketenmonitor.definition.dictionary_measures import measure_blocks
from ketenmonitor.definition.dictionary_words import RULES, say
from ketenmonitor.definition.markdown import bullets, code, document, names, table
from ketenmonitor.definition.model import (
    Definition,
)


def data_dictionary(definition: Definition, language: str = "nl", partner: str | None = None) -> str:
    """The dictionary of a chain as Markdown, in Dutch (`nl`) or English (`en`): for all partners, or what one of them delivers."""
    partners = [one for one in definition.partners.values() if partner in (None, one.id)]
    return document(
        [
            "# " + say(language, "title", chain=definition.title.in_language(language)),
            _chain_block(definition, language),
            "## " + say(language, "a-delivery"),
            bullets(rule.in_language(language).format(timezone=definition.timezone) for rule in RULES),
            *_manifest_blocks(definition, language, partners[0].id),
            "## " + say(language, "partners"),
            *(block for one in partners for block in _partner_blocks(definition, one, language)),
            *_attribute_blocks(definition, language),
            *measure_blocks(definition, language),
        ]
    )


def _chain_block(definition: Definition, language: str) -> str:
    facts = {
        "chain": definition.id,
        "version": definition.version,
        "unit": definition.unit,
        "timezone": definition.timezone,
        "holidays": definition.holidays,
        "basis": definition.basis,
    }
    return bullets(say(language, key, value=value) for key, value in facts.items() if value)


def _manifest_blocks(definition: Definition, language: str, partner: str) -> list[str]:
    """An example that would be accepted from a partner, but for the numbers."""
    manifest = {
        "delivery_id": f"{partner}-2026-03",
        "partner": partner,
        "chain": definition.id,
        "definition_version": definition.version,
        "kind": "increment",
        "follows": f"{partner}-2026-02",
        "delivered_from": "2026-03-01T00:00:00",
        "delivered_until": "2026-03-31T23:59:59",
        "made_at": "2026-04-01T06:00:00",
        "contact": "data@example.org",
        "files": {f"{kind}.csv": {"rows": 1200, "sha256": "..."} for kind in _files(definition, partner)},
    }
    written = json.dumps(manifest, indent=2, ensure_ascii=False)
    return [say(language, "manifest", partner=partner), code(written, "json")]


def _files(definition: Definition, partner: str) -> list[str]:
    """The kinds of files that are asked of a partner."""
    asked = {
        "events": _activities(definition, partner),
        "links": [link for link in definition.links if link.partner == partner],
        "objects": _object_types(definition, partner),
    }
    return [kind for kind, entries in asked.items() if entries]


def _activities(definition: Definition, partner: str) -> list[Activity]:
    return [activity for activity in definition.activities.values() if activity.partner == partner]


def _object_types(definition: Definition, partner: str) -> list[ObjectType]:
    return [object_type for object_type in definition.objects.values() if object_type.partner == partner]


def _partner_blocks(definition: Definition, partner: Partner, language: str) -> list[str]:
    oin = f" (OIN {partner.oin})" if partner.oin else ""
    blocks = [
        *_event_blocks(definition, _activities(definition, partner.id), language),
        *_link_blocks(definition, partner.id, language),
        *_object_blocks(_object_types(definition, partner.id), language),
    ]
    return [
        f"### `{partner.id}`: {partner.title.in_language(language)}{oin}",
        *(blocks or [say(language, "nothing")]),
    ]


def _event_blocks(definition: Definition, activities: list[Activity], language: str) -> list[str]:
    if not activities:
        return []
    headers = ["activity", *(say(language, key) for key in ("meaning", "object_id-of", "carries", "log_names"))]
    rows = [
        (
            f"`{activity.id}`",
            activity.title.in_language(language),
            f"`{activity.object}`",
            names(activity.attributes),
            ", ".join(activity.log_names),
        )
        for activity in activities
    ]
    *columns, withdrawn = COLUMNS["events"]
    header = ",".join([*columns, *_attributes_of(activities), withdrawn])
    return [say(language, "events"), code(header), table(headers, rows)]


def _link_blocks(definition: Definition, partner: str, language: str) -> list[str]:
    own = [link for link in definition.links if link.partner == partner]
    if not own:
        return []
    rows = [(f"`{link.from_type}`", f"`{link.to_type}`", link.cardinality) for link in own]
    headers = ("from_type", "to_type", say(language, "cardinality"))
    ends = {end for link in own for end in (link.from_type, link.to_type)}
    limits = [
        say(language, "most-links", type=name, most=str(most))
        for name, most in definition.limits.items()
        if name in ends
    ]
    return [
        say(language, "links"),
        code(",".join(COLUMNS["links"])),
        table(headers, rows),
        *([bullets(limits)] if limits else []),
    ]


def _object_blocks(object_types: list[ObjectType], language: str) -> list[str]:
    headers = ["object_type", *(say(language, key) for key in ("meaning", "key", "carries"))]
    rows = [
        (f"`{kind.id}`", kind.title.in_language(language), _key_of(kind), names(kind.attributes))
        for kind in object_types
    ]
    header = ",".join([*COLUMNS["objects"], *_attributes_of(object_types)])
    return [say(language, "objects"), code(header), table(headers, rows)] if rows else []


def _key_of(kind: ObjectType) -> str:
    """Its name at the source, and which kind of identifier it is."""
    return " ".join(filter(None, [kind.key, f"(`{kind.identifier}`)" if kind.identifier else None]))


def _attributes_of(carriers: list[Activity] | list[ObjectType]) -> list[str]:
    return list(dict.fromkeys(name for carrier in carriers for name in carrier.attributes))


def _attribute_blocks(definition: Definition, language: str) -> list[str]:
    headers = [say(language, key) for key in ("attribute", "meaning", "type", "written")]
    rows = [
        (f"`{a.id}`", a.title.in_language(language), a.type, _way_of_writing(a, language))
        for a in definition.attributes.values()
    ]
    return ["## " + say(language, "attributes"), table(headers, rows)] if rows else []


def _way_of_writing(attribute: Attribute, language: str) -> str:
    return say(language, attribute.type, values=names(attribute.values))
