"""Tables on the terminal of deliveries, quarantine and cases, for people: Dutch by default."""

from __future__ import annotations

from typing import Any

from ketenmonitor.cli.figure_tables import cell
from ketenmonitor.cli.output import say
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.definition import Definition
from ketenmonitor.intake import Outcome

MOST_CONFLICTS = 400  # on a terminal; all of them are in JSON and CSV


def print_outcomes(outcomes: list[Outcome], language: str) -> None:
    """What became of each delivery."""
    table = blank_table("")
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
        table.add_row(
            o.delivery_id or "-", o.partner or "-", o.status, *counts, number(o.n_quarantined, language), findings
        )
    show(table)


def print_quarantine(kept: dict[str, Any], language: str) -> None:
    """Refused deliveries, then rows in quarantine."""
    table = blank_table(word("refused", language))
    for name in ("delivery_id", "partner", "chain", "reason"):
        table.add_column(word(name, language))
    for refusal in kept["deliveries"]:
        table.add_row(
            *(refusal[name] or "-" for name in ("delivery_id", "partner", "chain")), "\n".join(refusal["reasons"])
        )
    show(table)
    table = blank_table(word("in_quarantine", language))
    names = ("chain", "delivery_id", "partner", "file", "row", "column", "reason")
    for name in names:
        table.add_column(word(name, language))
    for row in kept["rows"]:
        table.add_row(*(str(row[name]) for name in names))
    show(table)
    if kept["rows_not_listed"]:
        say(f"{word('not_shown', language)}: {number(kept['rows_not_listed'], language)}")


def print_conflicts(found: list[dict[str, Any]], stripped: list[dict[str, Any]], language: str) -> None:
    """One row a placeholder, and one an odd link."""
    if stripped:
        table = blank_table(word("placeholders", language))
        names = ("object_type", "object_id", "links", "most_links", "events")
        for name in names:
            table.add_column(word(name, language))
        for one in stripped:
            table.add_row(*(cell(one[name], name, language, ()) for name in names))
        show(table)
    table = blank_table(word("conflicts", language))
    columns = (
        "from_type",
        "from_id",
        "to_type",
        "to_id",
        "partner",
        "delivery_id",
        "received_at",
        "contradicts",
        "reason",
    )
    for name in columns:
        table.add_column(word(name, language))
    for link in found[:MOST_CONFLICTS]:
        table.add_row(*(_contradicted(link, language) if name == "contradicts" else link[name] for name in columns))
    show(table)
    if len(found) > MOST_CONFLICTS:
        say(f"{word('not_shown', language)}: {number(len(found) - MOST_CONFLICTS, language)} (--format json, csv)")


def _contradicted(link: dict[str, Any], language: str) -> str:
    """The other sides, each on a line; how many more there are."""
    more = link["contradicted"] - len(link["contradicts"])
    lines = [f"{other['from_id']} → {other['to_id']}" for other in link["contradicts"]]
    return "\n".join([*lines, *([f"+ {number(more, language)}"] if more else [])]) or "-"


def print_case(found: dict[str, Any], definition: Definition, language: str) -> None:
    """One case: events over all partners, clocks, terms, and what it waits for."""
    _print_events(found, definition, language)
    kinds: dict[str, Any] = {"lead_times": definition.lead_times, "terms": definition.terms}
    shown = {
        "lead_times": ("start", "end", "days", "paused_days", "norm_days", "state"),
        "terms": ("start", "last_day", "end", "state"),
    }
    for part, columns in shown.items():
        table = blank_table(word(part, language))
        for name in ("id", *columns):
            table.add_column(word(name, language))
        for row in found[part]:
            title = kinds[part][row["id"]].title.in_language(language)
            table.add_row(title, *(cell(row[name], name, language, ("-",)) for name in columns))
        show(table)
    table = blank_table(word("waiting_for", language))
    for name in ("kind", "id", "partner", "activities", "since"):
        table.add_column(word(name, language))
    for w in found["waiting_for"]:
        table.add_row(w["kind"], w["id"], w["partner"], ", ".join(w["activities"]), w["since"].replace("T", " "))
    show(table)


def _print_events(found: dict[str, Any], definition: Definition, language: str) -> None:
    table = blank_table(f"{definition.title.in_language(language)} · {word('case', language)}")
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
    show(table)
