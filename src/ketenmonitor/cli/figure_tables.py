"""Tables of figures on the terminal, for people: Dutch by default.

A missing value is shown by the reason in the notes, never by an empty cell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rich.console import Console
from rich.table import Table

from ketenmonitor.cli.words import number, word
from ketenmonitor.definition import Definition
from ketenmonitor.measures import Figures

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
# Of these there may be thousands; JSON and CSV have them all.
MOST = {"path": 40, "variant": 40}
# Counts and days alike are published, as numbers that may have a fraction.
COMPARED = ("published", "computed", "difference")
TABLES = {"lead-time": "lead_times", "stock": "stocks", "flow": "stocks", "handover": "handovers", "term": "terms"}


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
        columns = SHOWN[figures.measure]
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
        _foot(records, language, MOST.get(figures.measure))


def _foot(records: list[dict[str, Any]], language: str, most: int | None = None) -> None:
    notes = sorted({note for r in records for note in r["notes"]})
    known = records[0]["known_at"]
    until = min((r["complete_until"] for r in records if r["complete_until"]), default=word("unknown", language))
    words = {"nl": ("volledig tot", "stand van kennis", "noten"), "en": ("complete until", "as known at", "notes")}[
        language
    ]
    parts = [f"{words[0]} {until}", f"{words[1]} {known}", *([f"{words[2]}: {', '.join(notes)}"] if notes else [])]
    if most and len(records) > most:
        parts.insert(0, f"{word('not_shown', language)}: {number(len(records) - most, language)}")
    Console().print("; ".join(parts) + "\n", soft_wrap=True, highlight=False)


def cell(value: Any, name: str, language: str, notes: Any) -> str:
    """A value as text; a missing one by the reason in the notes."""
    if isinstance(value, list):
        return " > ".join(value)
    if value is None:
        return ", ".join(notes) or word("unknown", language)
    if isinstance(value, bool):
        return {"nl": ("ja", "nee"), "en": ("yes", "no")}[language][0 if value else 1]
    if isinstance(value, float) and value.is_integer() and name in COMPARED:
        return number(int(value), language)
    if isinstance(value, float):
        is_share = name == "share" or name.startswith(("within", "clearance"))
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
        values = [cell(r[name], field, language, ("-",)) for name in ("compared", "value", "difference")]
        table.add_row(*head, *values, word(r["change"], language))
    show(table)
    for r in moments:
        Console().print(f"{r['compared_to']} → {r['known_at']}\n", highlight=False, soft_wrap=True)


def blank_table(title: str) -> Table:
    """A table without rows, in the one style there is."""
    return Table(title=title or None, title_justify="left", title_style="bold", header_style="bold")


def show(table: Table) -> None:
    """Print a table, whole. What stands in it is text: "[/]" in a paper is no mark-up of ours."""
    console = Console(markup=False, emoji=False)
    # Piped output has no width of its own: nothing may be cut off there.
    if not console.is_terminal:
        console.width = 240
    console.print(table)
