"""The register of processing activities (AVG art. 30, Wpg art. 31d): what the register of purposes says may be done, as a record.

Comes in: `Facts`. Goes out: plain values for JSON with the field names of the draft interface for such registers (RvVA), and a letter
to read. The promise: a field that nothing says is null and named in `not_known`; no legal basis is guessed from an article.
"""

from __future__ import annotations

from typing import Any

from ketenmonitor.paperwork.facts import Facts
from ketenmonitor.paperwork.said import measures_of, words_of
from ketenmonitor.release import Letter, Row, Section, Table
from ketenmonitor.wording import Language


def processing_register(facts: Facts) -> dict[str, Any]:
    """Every processing activity, one per entry of the register of purposes."""
    register = facts.register
    return {
        "made_on": facts.day.isoformat(),
        "controller": {"title": facts.office.title, "contact": facts.office.contact} if facts.office else None,
        "register_of_purposes": {"version": register.version, "sha256": register.digest} if register else None,
        "processing_activities": [_activity(facts, entry) for entry in facts.processing],
        "not_known": sorted(_not_known(facts)),
    }


def _not_known(facts: Facts) -> list[str]:
    always = ["data_protection_officer", "transfers_to_third_countries"]
    missing = [] if facts.office else ["controller"]
    return always + missing + ([] if facts.processing else ["processing_activities"])


def _activity(facts: Facts, entry: Any) -> dict[str, Any]:
    purpose, version = entry.purpose, facts.register.version if facts.register else None
    chains = sorted(entry.chains) if entry.chains is not None else [one.id for one in facts.chains]
    kept = {chain: _periods(facts, chain) for chain in chains}
    said = {
        "id": entry.activity,
        "name": purpose.title,
        "version": version,
        "validFrom": purpose.begin.isoformat(),
        "validUntil": purpose.until.isoformat(),
        "purpose": purpose.title,
        "legalBasis": None,
        "legalReference": purpose.ground,
        "dataSubjects": list(entry.subjects) or None,
        "personalData": {
            "categories": list(entry.categories) or None,
            "retentionPeriod": {chain: periods for chain, periods in kept.items() if periods} or None,
        },
        "processingOptions": sorted(entry.operations),
        "recipients": list(entry.recipients) or None,
        "measures": [code for code, _ in measures_of(facts)],
        "chains": chains,
        "roles": sorted(entry.roles),
        "organisations": sorted(entry.organisations),
    }
    unknown = [name for name, value in {**said, **said["personalData"]}.items() if value is None]
    return {**said, "not_known": sorted(unknown)}


def _periods(facts: Facts, chain: str) -> list[dict[str, str | None]]:
    found = facts.retention.get(chain)
    rules = found.rules if found else ()
    return [
        {"object": one.object, "period": one.how_long, "then": one.then, "reference": one.reference} for one in rules
    ]


def register_letter(facts: Facts, language: Language) -> Letter:
    """The same, to read."""
    said = processing_register(facts)
    sections = tuple(
        _section(number, one, language) for number, one in enumerate(said["processing_activities"], start=1)
    )
    controller = said["controller"]
    named = words_of(controller and f"{controller['title']}, {controller['contact']}", language).text
    intro = (
        language.say("paper_register_intro"),
        language.say("paper_controller", controller=named),
        *(() if sections else (language.say("paper_register_none"),)),
    )
    missing = language.say(
        "paper_missing", what="; ".join(language.say(f"paper_field_{name}") for name in said["not_known"])
    )
    return Letter(language.say("paper_register"), intro, (), (missing,), sections=sections, is_numbered=False)


def _section(number: int, one: dict[str, Any], language: Language) -> Section:
    values = {
        "purpose": one["purpose"], "legalReference": one["legalReference"], "legalBasis": one["legalBasis"],
        "valid": f"{one['validFrom']} – {one['validUntil']}", "chains": ", ".join(one["chains"]),
        "dataSubjects": _list(one["dataSubjects"]), "categories": _list(one["personalData"]["categories"]),
        "retentionPeriod": _kept(one["personalData"]["retentionPeriod"], language), "processingOptions": _list(one["processingOptions"]),
        "roles": _list(one["roles"]) or language.say("paper_none"),
        "organisations": _list(one["organisations"]) or language.say("paper_none"), "recipients": _list(one["recipients"]),
        "measures": _list([language.say(f"paper_measure_{code}") for code in one["measures"]]), "id": one["id"],
    }  # fmt: skip
    rows = tuple(
        Row(language.say(f"paper_field_{name}"), (words_of(value, language),)) for name, value in values.items()
    )
    table = Table(one["name"], language.say("paper_field"), (language.say("paper_value"),), rows, (1, 3))
    return Section(f"{number}. {one['name']}", (), (table,))


def _kept(said: dict[str, list[dict[str, str | None]]] | None, language: Language) -> str | None:
    if not said:
        return None
    return "; ".join(
        language.say(
            "paper_kept",
            object=one["object"],
            period=one["period"] or "–",
            then=language.say(f"paper_then_{one['then']}"),
        )
        for rules in said.values()
        for one in rules
    )


def _list(said: list[str] | None) -> str | None:
    return ", ".join(said) if said else None
