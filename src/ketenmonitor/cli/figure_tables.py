"""Tables of figures on the terminal, for people: Dutch by default.

A missing value is shown by the reason in the notes, never by an empty cell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rich.console import Console

from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.definition import Definition
from ketenmonitor.measures import Figures
from ketenmonitor.measures.figures import NOT_KNOWN_ANY_MORE, PARTNER_BEHIND
from ketenmonitor.wording import EFFECTS, Speaker, effects_of, language_of

SHOWN = {
    "lead-time": (
        "completed", "other_ends", "open", "open_dormant", "median_days", "p90_days", "median_completed_only_days",
        "norm_days", "within_norm", "within_norm_completed_only",
    ),
    "stock": ("date", "stock", "old", "median_age_days", "p90_age_days", "left_without_entry"),
    "flow": ("start", "entered", "left", "end", "residual", "clearance_rate", "disposition_time_days"),
    "handover": ("sent", "received", "in_transit", "unmatched", "median_days", "p90_days"),
    "term": ("due", "met", "missed", "running", "running_late", "stopped"),
    "linkage": ("from", "to", "objects", "linked", "share", "conflicts"),
    "path": ("from_activity", "to_activity", "times", "event_pairs", "cases", "median_days", "p90_days"),
    "variant": ("cases", "share", "median_days", "activities"),
    "reconcile": ("publisher", "of_measure", "measure_id", "field", "date", "published", "computed", "difference"),
}  # fmt: skip
SHOWN_OF_ONE = {"linkage": ("objects", "linked", "share", "received", "traced", "traced_share", "conflicts")}
# Of these there may be thousands; JSON and CSV have them all.
MOST = {"path": 40, "variant": 40, "linkage": 40}
# Counts and days alike are published, as numbers that may have a fraction.
COMPARED = ("published", "computed", "difference")
TABLES = {
    "lead-time": "lead_times", "stock": "stocks", "flow": "stocks", "handover": "handovers", "term": "terms",
    "linkage": "handovers",
}  # fmt: skip


def print_figures(figures: Figures, definition: Definition, language: str) -> None:
    """One table per id of a measure."""
    per_id: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for record in figures.records:
        per_id[record["id"] if figures.measure in TABLES else None].append(record)
    for id, records in per_id.items():
        titles = getattr(definition, TABLES[figures.measure]) if figures.measure in TABLES else {}
        title = titles[id].title.in_language(language) if id else definition.title.in_language(language)
        table = blank_table(f"{definition.id} · {figures.measure} · {title}")
        by = list(next((r["by"] for r in records if r["by"]), {}))
        lead = (["period"] if any(r["period"] for r in records) else []) + by
        columns = (id and SHOWN_OF_ONE.get(figures.measure)) or SHOWN[figures.measure]
        for name in lead:
            table.add_column(
                definition.attributes[name].title.in_language(language) if name in by else word(name, language)
            )
        for name in columns:
            table.add_column(word(name, language), justify="right")
        for r in records[: MOST.get(figures.measure)]:
            groups = [
                word("total", language) if not r["by"] else cell(r["by"].get(name), name, language, ()) for name in by
            ]
            head = ([r["period"] or word("total", language)] if "period" in lead else []) + groups
            table.add_row(*head, *(cell(r[name], name, language, r["notes"]) for name in columns))
        show(table)
        print_effects(records[: MOST.get(figures.measure)], definition, language)
        _foot(records, definition, language, MOST.get(figures.measure))


def print_effects(records: list[dict[str, Any]], definition: Definition, language: str) -> None:
    """What the linkage in a table does to the figures, when it says so."""
    said = language_of(language)
    if lines := effects_of(records, definition, said):
        console = Console(markup=False)
        console.print(said.say(EFFECTS), soft_wrap=True, highlight=False)
        for line in lines:
            console.print(f"- {line}", soft_wrap=True, highlight=False)


def _foot(records: list[dict[str, Any]], definition: Definition, language: str, most: int | None = None) -> None:
    notes = sorted({note for r in records for note in r["notes"]})
    said = language_of(language)
    known = records[0]["known_at"] or said.say("known_nothing")
    until = min((r["complete_until"] for r in records if r["complete_until"]), default=word("unknown", language))
    words = {"nl": ("volledig tot", "stand van kennis", "noten"), "en": ("complete until", "as known at", "notes")}[
        language
    ]
    parts = [
        f"{words[0]} {until}",
        f"{words[1]}{'' if records[0]['known_at'] else ':'} {known}",
        *([f"{words[2]}: {', '.join(notes)}"] if notes else []),
    ]
    if gone := records[0].get("gone"):
        left = ", ".join(f"{name} {number(n, language)}" for name, n in gone.items())
        parts.append(f"{word('gone', language)}: {left}")
    if most and len(records) > most:
        parts.insert(0, f"{word('not_shown', language)}: {number(len(records) - most, language)}")
    behind = Speaker(definition, said).behind(records)
    Console(markup=False).print("\n".join(["; ".join(parts), *behind]) + "\n", soft_wrap=True, highlight=False)


def cell(value: Any, name: str, language: str, notes: Any) -> str:
    """A value as text; a missing one by the reason in the notes."""
    if isinstance(value, list):
        return " > ".join(value)
    if value is None:
        # That a partner is behind is no reason by itself: then something was not delivered, or is not known yet.
        return ", ".join(note for note in notes if note != PARTNER_BEHIND) or word("unknown", language)
    if isinstance(value, bool):
        return {"nl": ("ja", "nee"), "en": ("yes", "no")}[language][0 if value else 1]
    if isinstance(value, float) and value.is_integer() and name in COMPARED:
        return number(int(value), language)
    if isinstance(value, float):
        is_share = name.endswith("share") or name.startswith(("within", "clearance"))
        return number(round(value, 3 if is_share else 1), language)
    return number(value, language) if isinstance(value, int) else str(value)


def print_moves(figures: Figures, language: str) -> None:
    """What moved between two moments of knowledge: one row a value."""
    moments = [r for r in figures.records if r["known_at"] and r["compared_to"]][:1]
    table = blank_table(f"{figures.chain} · {figures.measure} · {word('moves', language)}")
    for name in ("id", "period", "group", "field"):
        table.add_column(word(name, language))
    for name in ("compared", "value", "difference", "change"):
        table.add_column(word(name, language), justify="right")
    for r in figures.records:
        group = [
            *r["by"].values(),
            *(r[name] for name in ("date", "from_activity", "to_activity", "activities") if name in r),
        ]
        field = r.get("value_of") or r["field"]
        head = [
            r["id"] or "-",
            r["period"] or "-",
            ", ".join(cell(v, "", language, ("-",)) for v in group) or "-",
            field,
        ]
        why = [note for note in r["notes"] if note in NOT_KNOWN_ANY_MORE] or ["-"]
        values = [cell(r[name], field, language, why) for name in ("compared", "value")]
        values.append(cell(r["difference"], field, language, ("-",)))
        table.add_row(*head, *values, word(r["change"], language))
    show(table)
    for r in moments:
        Console().print(f"{r['compared_to']} → {r['known_at']}\n", highlight=False, soft_wrap=True)
