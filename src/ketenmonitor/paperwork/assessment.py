"""The factual part of a data-protection impact assessment: what is processed, by whom, where and how.

Comes in: `Facts`. Goes out: plain values for JSON, and a letter to work into the assessment. The promise: facts only, under the
headings of part A of the model of the central government; weighing (necessity, risks) is for people, and what nothing here says
has a row that says so.
"""

from __future__ import annotations

from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.paperwork.facts import Facts
from ketenmonitor.paperwork.said import measures_of, words_of
from ketenmonitor.release import Cell, Letter, Row, Section, Table
from ketenmonitor.wording import Language

# The headings of part A; of those without a maker nothing here knows anything.
HEADINGS = (
    "proposal", "personal_data", "operations", "purposes", "parties", "interests", "places", "techniques", "legal", "retention",
)  # fmt: skip
BY_PEOPLE = ("proposal", "interests", "places")


def assessment_facts(facts: Facts) -> dict[str, Any]:
    """The facts by heading; a heading of which nothing is known is null."""
    return {
        "made_on": facts.day.isoformat(),
        "proposal": None,
        "personal_data": {one.id: _data(one) for one in facts.chains},
        "operations": sorted({operation for entry in facts.processing for operation in entry.operations}) or None,
        "purposes": _purposes(facts),
        "parties": {one.id: _parties(facts, one) for one in facts.chains},
        "interests": None,
        "places": None,
        "techniques": {
            "engine": facts.engine, "pseudonyms": dict(facts.pseudonyms) or None, "measures": [code for code, _ in measures_of(facts)],
        },
        "legal": sorted({one.ground for one in facts.register.purposes.values()}) if facts.register else None,
        "retention": {one.id: _retention(facts, one.id) for one in facts.chains},
    }  # fmt: skip


def _data(chain: Definition) -> list[dict[str, Any]]:
    """By object type: who issues it, which attributes it carries and what is recorded of it."""
    return [
        {
            "object_type": kind.id, "partner": kind.partner, "key": kind.key or None, "identifier": kind.identifier,
            "attributes": [
                {"attribute": name, "type": chain.attributes[name].type, "values": list(chain.attributes[name].values)}
                for name in _attributes(chain, kind.id)
            ],
            "events": [one.id for one in chain.activities.values() if one.object == kind.id],
        }
        for kind in chain.objects.values()
    ]  # fmt: skip


def _attributes(chain: Definition, kind: str) -> list[str]:
    of_events = (name for one in chain.activities.values() if one.object == kind for name in one.attributes)
    return list(dict.fromkeys([*chain.objects[kind].attributes, *of_events]))


def _purposes(facts: Facts) -> list[dict[str, str]] | None:
    if facts.register is None:
        return None
    return [
        {
            "purpose": one.id,
            "title": one.title,
            "ground": one.ground,
            "from": one.begin.isoformat(),
            "until": one.until.isoformat(),
        }
        for one in facts.register.purposes.values()
    ]


def _parties(facts: Facts, chain: Definition) -> list[dict[str, Any]]:
    desks = facts.office.desks if facts.office else {}
    return [
        {
            "partner": one.id, "title": one.title.nl, "oin": one.oin or None,
            "regime": desks[one.id].regime.id if one.id in desks else None,
            "contact": desks[one.id].contact if one.id in desks else None,
        }
        for one in chain.partners.values()
    ]  # fmt: skip


def _retention(facts: Facts, chain: str) -> dict[str, Any] | None:
    found = facts.retention.get(chain)
    if found is None:
        return None
    rules = [
        {
            "object": one.object,
            "period": one.how_long,
            "then": one.then,
            "article": one.article,
            "reference": one.reference,
        }
        for one in found.rules
    ]
    return {"version": found.version, "verified": found.verified, "rules": rules}


def assessment_letter(facts: Facts, language: Language) -> Letter:
    """The same, to read and to work into an assessment."""
    makers = {
        "personal_data": _data_tables, "operations": _operation_table, "purposes": _purpose_table, "parties": _party_tables,
        "techniques": _technique_table, "legal": _legal_table, "retention": _retention_tables,
    }  # fmt: skip
    sections = []
    for number, name in enumerate(HEADINGS, start=1):
        tables = makers[name](facts, language) if name in makers else ()
        texts = () if tables else (language.say("paper_by_people" if name in BY_PEOPLE else "paper_nothing"),)
        sections.append(Section(f"{number}. {language.say(f'paper_part_{name}')}", texts, tables))
    intro = (language.say("paper_assessment_intro"),)
    return Letter(language.say("paper_assessment"), intro, (), sections=tuple(sections), is_numbered=False)


def _table(
    caption: str,
    heads: tuple[str, ...],
    rows: list[tuple[str | None, ...]],
    language: Language,
    shares: tuple[float, ...],
) -> Table:
    """A table of words, in which what is missing is said to be not known."""
    made = tuple(
        Row(first or language.say("paper_not_known"), tuple(words_of(one, language) for one in rest))
        for first, *rest in rows
    )
    said = tuple(language.say(f"paper_col_{name}") for name in heads)
    return Table(caption, said[0], said[1:], made, shares)


def _titled(chain: Definition, language: Language) -> str:
    return chain.title.in_language(language.code)


def _data_tables(facts: Facts, language: Language) -> tuple[Table, ...]:
    heads, code = ("object", "partner", "key", "attributes", "events"), language.code
    return tuple(
        _table(
            language.say("paper_data_of", chain=_titled(chain, language)), heads,
            [
                (
                    kind.title.in_language(code), chain.partners[kind.partner].title.in_language(code), kind.key,
                    ", ".join(chain.attributes[name].title.in_language(code) for name in _attributes(chain, kind.id))
                    or language.say("paper_none"),
                    ", ".join(one.title.in_language(code) for one in chain.activities.values() if one.object == kind.id)
                    or language.say("paper_none"),
                )
                for kind in chain.objects.values()
            ],
            language, (1.2, 1.3, 1.2, 1.6, 2.6),
        )
        for chain in facts.chains
    )  # fmt: skip


def _operation_table(facts: Facts, language: Language) -> tuple[Table, ...]:
    rows = [(operation, ", ".join(sorted(purposes))) for operation, purposes in sorted(_by_operation(facts).items())]
    caption = language.say("paper_part_operations")
    return (_table(caption, ("operation", "purpose"), list(rows), language, (1, 2)),) if rows else ()


def _by_operation(facts: Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in facts.processing:
        for operation in entry.operations:
            found.setdefault(operation, set()).add(entry.purpose.title)
    return found


def _purpose_table(facts: Facts, language: Language) -> tuple[Table, ...]:
    rows: list[tuple[str | None, ...]] = [
        (one["title"], one["ground"], one["from"], one["until"]) for one in _purposes(facts) or ()
    ]
    heads = ("purpose", "ground", "from", "until")
    return (_table(language.say("paper_part_purposes"), heads, rows, language, (2, 2.4, 1, 1)),) if rows else ()


def _party_tables(facts: Facts, language: Language) -> tuple[Table, ...]:
    heads = ("partner", "oin", "regime", "contact")
    return tuple(
        _table(
            language.say("paper_parties_of", chain=_titled(chain, language)), heads,
            [
                (chain.partners[one["partner"]].title.in_language(language.code), one["oin"], one["regime"], one["contact"])
                for one in _parties(facts, chain)
            ],
            language, (1.8, 1.6, 0.9, 1.8),
        )
        for chain in facts.chains
    )  # fmt: skip


def _technique_table(facts: Facts, language: Language) -> tuple[Table, ...]:
    measures = measures_of(facts)
    made = tuple(
        Row(language.say(f"paper_measure_{code}"), (Cell(about or language.say("paper_everywhere"), is_text=True),))
        for code, about in measures
    )
    head, column = language.say("paper_col_measure"), language.say("paper_col_where")
    return (Table(language.say("paper_measures"), head, (column,), made, (3, 1)),)


def _legal_table(facts: Facts, language: Language) -> tuple[Table, ...]:
    rows: list[tuple[str | None, ...]] = (
        [(one.ground, one.title) for one in facts.register.purposes.values()] if facts.register else []
    )
    return (_table(language.say("paper_part_legal"), ("ground", "purpose"), rows, language, (2, 2)),) if rows else ()


def _retention_tables(facts: Facts, language: Language) -> tuple[Table, ...]:
    heads = ("object", "article", "period", "then")
    return tuple(
        _table(
            language.say(
                "paper_retention_of", chain=_titled(chain, language), version=found.version,
                verified=found.verified or language.say("paper_by_nobody"),
            ),
            heads,
            [
                (
                    chain.objects[one.object].title.in_language(language.code) if one.object in chain.objects else one.object,
                    one.article, one.how_long or language.say("paper_none"), language.say(f"paper_then_{one.then}"),
                )
                for one in found.rules
            ],
            language, (1.2, 2, 0.8, 1.4),
        )
        for chain in facts.chains
        if (found := facts.retention.get(chain.id))
    )  # fmt: skip
