"""The access matrix: which role may do what, by the register of purposes and by the table of routes of the web application.

Comes in: `Facts`. Goes out: plain values for JSON, CSV, and a letter to read. The promise: what the register says and the table of routes
are told as they are, and not joined: a route may ask for a role, and the register for a purpose besides. What is over, or has not begun
on the day, is no permission.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from ketenmonitor.paperwork.facts import Facts
from ketenmonitor.paperwork.said import words_of
from ketenmonitor.release import Letter, Row, Section, Table
from ketenmonitor.wording import Language


def access_matrix(facts: Facts) -> dict[str, Any]:
    """Roles and organisations x operations x purposes; and routes x roles."""
    return {
        "made_on": facts.day.isoformat(),
        "permissions": _permissions(facts),
        "between_organisations": _between(facts),
        "routes": None if facts.routes is None else [_route(one) for one in facts.routes],
        "not_known": [
            *([] if facts.register is not None else ["register_of_purposes"]), *([] if facts.routes is not None else ["routes"]),
        ],
    }  # fmt: skip


def _permissions(facts: Facts) -> list[dict[str, Any]] | None:
    """One row for each role or organisation, operation and purpose; None when there is no register."""
    if facts.register is None:
        return None
    rows = [
        {
            "who": who, "kind": kind, "operation": operation, "purpose": entry.purpose.id, "ground": entry.purpose.ground,
            "from": entry.purpose.begin.isoformat(), "until": entry.purpose.until.isoformat(),
            "chains": sorted(entry.chains) if entry.chains is not None else None,
        }
        for entry in facts.processing
        if entry.purpose.begin <= facts.day <= entry.purpose.until
        for kind, some in (("role", entry.roles), ("organisation", entry.organisations))
        for who in some
        for operation in entry.operations
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["kind"], row["who"], row["operation"], row["purpose"], str(row["chains"])))


def _between(facts: Facts) -> list[dict[str, Any]] | None:
    """Which organisations may send others pseudonyms or ask them about persons; None when there is no register."""
    if facts.register is None:
        return None
    pseudonyms, inquiries = facts.register.pseudonyms, facts.register.inquiries
    found = [
        *(("pseudonyms", one.purpose, one.sources, one.recipient, one.key_services) for one in pseudonyms),
        *(("inquiry", one.purpose, one.askers, one.holder, ()) for one in inquiries),
    ]
    return [
        {"what": what, "purpose": purpose.id, "ground": purpose.ground, "from": sorted(who), "to": to, "by": list(by)}
        for what, purpose, who, to, by in found
        if purpose.begin <= facts.day <= purpose.until
    ]


def _route(one: Any) -> dict[str, Any]:
    return {"route": one.name, "path": one.path, "methods": list(one.methods), "roles": list(one.roles) or None}


def permissions_csv(facts: Facts) -> bytes:
    """The rows of the register, for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = ("kind", "who", "operation", "purpose", "ground", "from", "until", "chains")
    writer.writerow(columns)
    for row in _permissions(facts) or []:
        writer.writerow([*(row[name] for name in columns[:-1]), " ".join(row["chains"] or ["*"])])
    return text.getvalue().encode()


def matrix_letter(facts: Facts, language: Language) -> Letter:
    """The same, to read: operations by role and purpose; then what each role can open."""
    sections = (
        Section(language.say("paper_by_purpose"), *_by_purpose(facts, language)),
        *_between_section(facts, language),
        Section(language.say("paper_by_route"), *_by_route(facts, language)),
    )
    return Letter(
        language.say("paper_matrix"), (language.say("paper_matrix_intro"),), (), sections=sections, is_numbered=False
    )


def _by_purpose(facts: Facts, language: Language) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    found = _permissions(facts)
    if not found:
        return (language.say("paper_no_register" if found is None else "paper_no_permissions"),), ()
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for row in found:
        chains = ", ".join(row["chains"]) if row["chains"] else language.say("paper_all_chains")
        grouped.setdefault((row["who"], row["purpose"], chains), []).append(row["operation"])
    rows = tuple(
        Row(
            who,
            (words_of(purpose, language), words_of(", ".join(sorted(set(some))), language), words_of(chains, language)),
        )
        for (who, purpose, chains), some in grouped.items()
    )
    columns = tuple(language.say(f"paper_col_{name}") for name in ("purpose", "operations", "chains"))
    return (), (
        Table(language.say("paper_by_purpose"), language.say("paper_col_who"), columns, rows, (1.4, 1.4, 2.4, 1)),
    )


def _between_section(facts: Facts, language: Language) -> tuple[Section, ...]:
    rows = tuple(
        Row(
            language.say(f"paper_between_{one['what']}"),
            tuple(words_of(said, language) for said in (one["purpose"], ", ".join(one["from"]), one["to"])),
        )
        for one in _between(facts) or ()
    )
    title = language.say("paper_between")
    columns = tuple(language.say(f"paper_col_{name}") for name in ("purpose", "from_whom", "to_whom"))
    table = Table(title, language.say("paper_col_what"), columns, rows, (1.2, 1.2, 2, 1.6))
    return (Section(title, (), (table,)),) if rows else ()


def _by_route(facts: Facts, language: Language) -> tuple[tuple[str, ...], tuple[Table, ...]]:
    if facts.routes is None:
        return (language.say("paper_no_routes"),), ()
    everybody = language.say("paper_everybody")
    rows = tuple(
        Row(f"{' '.join(one.methods)} {one.path}", (words_of(", ".join(one.roles) or everybody, language),))
        for one in facts.routes
    )
    return (), (
        Table(
            language.say("paper_by_route"),
            language.say("paper_col_route"),
            (language.say("paper_col_roles"),),
            rows,
            (2.4, 2),
        ),
    )
