"""Tables on the terminal, for people: Dutch by default.

A missing value is shown by the reason in the notes, never by an empty cell.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rich.console import Console
from rich.table import Table

from ketenmonitor.cli.words import number, word
from ketenmonitor.definition import Definition
from ketenmonitor.intake import Outcome
from ketenmonitor.measures import Figures
from ketenmonitor.store import View

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
}  # fmt: skip
TABLES = {"lead-time": "lead_times", "stock": "stocks", "flow": "stocks", "handover": "handovers", "term": "terms"}


def print_figures(figures: Figures, definition: Definition, language: str) -> None:
    """One table per id of a measure."""
    per_id: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for record in figures.records:
        per_id[record["id"]].append(record)
    for id, records in per_id.items():
        titles = getattr(definition, TABLES[figures.measure]) if figures.measure in TABLES else {}
        title = titles[id].title.in_language(language) if id else definition.title.in_language(language)
        table = _table(f"{definition.id} · {figures.measure} · {title}")
        by = list(next((r["by"] for r in records if r["by"]), {}))
        lead = (["period"] if any(r["period"] for r in records) else []) + by
        columns = SHOWN[figures.measure]
        for name in lead:
            table.add_column(
                definition.attributes[name].title.in_language(language) if name in by else word(name, language)
            )
        for name in columns:
            table.add_column(word(name, language), justify="right")
        for r in records:
            groups = [
                word("total", language) if not r["by"] else _value(r["by"][name], name, language, ()) for name in by
            ]
            head = ([r["period"] or word("total", language)] if "period" in lead else []) + groups
            table.add_row(*head, *(_value(r[name], name, language, r["notes"]) for name in columns))
        _print(table)
        _foot(records, language)


def _foot(records: list[dict[str, Any]], language: str) -> None:
    notes = sorted({note for r in records for note in r["notes"]})
    until, known = records[0]["complete_until"], records[0]["known_at"]
    words = {"nl": ("volledig tot", "stand van kennis", "noten"), "en": ("complete until", "as known at", "notes")}[
        language
    ]
    parts = [f"{words[0]} {until}", f"{words[1]} {known}", *([f"{words[2]}: {', '.join(notes)}"] if notes else [])]
    Console().print("; ".join(parts) + "\n", soft_wrap=True, highlight=False)


def _value(value: Any, name: str, language: str, notes: Any) -> str:
    if value is None:
        return ", ".join(notes) or word("unknown", language)
    if isinstance(value, bool):
        return {"nl": ("ja", "nee"), "en": ("yes", "no")}[language][0 if value else 1]
    if isinstance(value, float):
        is_share = name == "share" or name.startswith(("within", "clearance"))
        return number(round(value, 3 if is_share else 1), language)
    return number(value, language) if isinstance(value, int) else str(value)


def print_outcomes(outcomes: list[Outcome], language: str) -> None:
    """What became of each delivery."""
    table = _table("")
    for name in (
        "delivery_id",
        "partner",
        "status",
        "events",
        "links",
        "objects",
        "figures",
        "quarantined",
        "findings",
    ):
        table.add_column(
            word(name, language),
            justify="left" if name in ("delivery_id", "partner", "status", "findings") else "right",
        )
    for o in outcomes:
        counts = [number(o.counts.get(kind, 0), language) for kind in ("events", "links", "objects", "figures")]
        findings = ", ".join(f"{name}: {n}" for name, n in sorted(o.findings.items())) or "-"
        table.add_row(o.delivery_id or "-", o.partner or "-", o.status, *counts, str(len(o.quarantined)), findings)
    _print(table)


def print_status(state: dict[str, Any], language: str) -> None:
    """Each chain with its partners."""
    for chain in state["chains"]:
        head = f"{chain['chain']} · {chain['definition_version']}"
        table = _table(
            f"{head} · {number(chain['cases'], 'nl')} ketenzaken, {number(chain['events'], 'nl')} gebeurtenissen"
        )
        for name in ("partner", "deliveries", "delivered_from", "delivered_until", "gaps", "quarantined"):
            table.add_column(word(name, language))
        for p in chain["partners"]:
            gaps = "; ".join(f"{g['from']} - {g['until'] or '?'}" for g in p["gaps"]) or word("none", language)
            covered = [p[end] or word("not_delivered", language) for end in ("delivered_from", "delivered_until")]
            table.add_row(p["partner"], str(p["deliveries"]), *covered, gaps, str(p["quarantined"]))
        _print(table)


def print_quarantine(kept: dict[str, Any], language: str) -> None:
    """Refused deliveries, then rows in quarantine."""
    table = _table(word("refused", language))
    for name in ("delivery_id", "partner", "chain", "reason"):
        table.add_column(word(name, language))
    for refusal in kept["deliveries"]:
        table.add_row(
            *(refusal[name] or "-" for name in ("delivery_id", "partner", "chain")), "\n".join(refusal["reasons"])
        )
    _print(table)
    table = _table(word("in_quarantine", language))
    names = ("chain", "delivery_id", "partner", "file", "row", "column", "reason")
    for name in names:
        table.add_column(word(name, language))
    for row in kept["rows"]:
        table.add_row(*(str(row[name]) for name in names))
    _print(table)


def print_conflicts(found: list[dict[str, Any]], language: str) -> None:
    """One row an odd link."""
    table = _table(word("conflicts", language))
    names = ("from_type", "from_id", "to_type", "to_id", "kinds")
    for name in names:
        table.add_column(word(name, language))
    for link in found:
        table.add_row(*(", ".join(link[name]) if name == "kinds" else link[name] for name in names))
    _print(table)


def print_case(found: dict[str, Any], definition: Definition, language: str) -> None:
    """One case: events over all partners, clocks, terms, and what it waits for."""
    _print_events(found, definition, language)
    kinds: dict[str, Any] = {"lead_times": definition.lead_times, "terms": definition.terms}
    shown = {
        "lead_times": ("start", "end", "days", "paused_days", "norm_days", "state"),
        "terms": ("start", "last_day", "end", "state"),
    }
    for part, columns in shown.items():
        table = _table(word(part, language))
        for name in ("id", *columns):
            table.add_column(word(name, language))
        for row in found[part]:
            title = kinds[part][row["id"]].title.in_language(language)
            table.add_row(title, *(_value(row[name], name, language, ("-",)) for name in columns))
        _print(table)
    table = _table(word("waiting_for", language))
    for name in ("kind", "id", "partner", "activities", "since"):
        table.add_column(word(name, language))
    for w in found["waiting_for"]:
        table.add_row(w["kind"], w["id"], w["partner"], ", ".join(w["activities"]), w["since"].replace("T", " "))
    _print(table)


def _print_events(found: dict[str, Any], definition: Definition, language: str) -> None:
    table = _table(f"{definition.title.in_language(language)} · {word('case', language)}")
    for name in ("time", "partner", "activity", "object"):
        table.add_column(word(name, language))
    for e in found["events"]:
        partner, activity = definition.partners.get(e["partner"]), definition.activities.get(e["activity"])
        table.add_row(
            e["time"].replace("T", " "),
            partner.title.in_language(language) if partner else e["partner"],
            activity.title.in_language(language) if activity else e["activity"],
            e["object_type"],
        )
    _print(table)


def _table(title: str) -> Table:
    return Table(title=title or None, title_justify="left", title_style="bold", header_style="bold")


def _print(table: Table) -> None:
    console = Console()
    # Piped output has no width of its own: nothing may be cut off there.
    if not console.is_terminal:
        console.width = 240
    console.print(table)


def print_published(view: View, language: str) -> None:
    """What partners themselves published: public figures, as they gave them."""
    figures = view.figures
    rows = view.engine.run(
        figures.drop("receipt", "row").order_by(["partner", "measure", "id", "field", "date", "period"])
    )
    if not rows.num_rows:
        return
    table = _table({"nl": "Gepubliceerd door ketenpartners", "en": "Published by partners"}[language])
    for name in ("partner", "measure", "id", "field", "date", "period", "value"):
        table.add_column(word(name, language), justify="right" if name == "value" else "left")
    for row in rows.to_pylist():
        names = ("partner", "measure", "id", "field", "date", "period")
        table.add_row(*(row[name] or "-" for name in names), number(row["value"], language))
    _print(table)
