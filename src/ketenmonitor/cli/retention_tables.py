"""Tables of what has to go, what went, and who asked to see what is behind the gatekeeper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer

from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number

SAID = {
    "nl": {
        "leaving": "Wat gaat", "staying": "Wat blijft, per regel", "no_rule": "(geen regel)", "rule": "regel", "article": "artikel",
        "object": "soort", "period": "termijn", "before": "van", "after": "naar", "start_year": "begonnen in", "objects": "objecten",
        "reference": "verwijzing", "nothing": "Er hoeft niets te gaan.", "cases": "ketenzaken die iets verliezen",
        "rows_set_apart": "rijen in quarantaine", "refused": "geweigerde leveringen", "events": "gebeurtenissen in de inbox",
        "scenarios": "scenario's",
        "plan": "Code van dit plan", "identifiers": "Welke objecten", "stay": "Cijfers die zijn uitgebracht blijven zoals ze zijn.",
        "requests": "Verzoeken", "number": "nr", "state": "stand", "by": "door", "at": "op", "reason": "reden",
        "object_type": "soort", "decided_by": "besloten door", "decision": "besluit", "until": "tot", "type": "soort", "id": "nummer",
        "attributes": "kenmerken", "links": "koppelingen", "activity": "gebeurtenis", "time": "tijdstip", "partner": "ketenpartner",
        "direction": "richting",
    },
    "en": {
        "leaving": "What goes", "staying": "What stays, by rule", "no_rule": "(no rule)", "rule": "rule", "article": "article",
        "object": "type", "period": "period", "before": "from", "after": "to", "start_year": "began in", "objects": "objects",
        "reference": "reference", "nothing": "Nothing has to go.", "cases": "chain cases that lose something",
        "rows_set_apart": "rows in quarantine", "refused": "refused deliveries", "events": "events in the inbox",
        "scenarios": "scenarios",
        "plan": "Code of this plan", "identifiers": "Which objects", "stay": "Figures that were released stay as they are.",
        "requests": "Requests", "number": "no.", "state": "state", "by": "by", "at": "at", "reason": "reason",
        "object_type": "type", "decided_by": "decided by", "decision": "decision", "until": "until", "type": "type", "id": "identifier",
        "attributes": "attributes", "links": "links", "activity": "event", "time": "time", "partner": "partner",
        "direction": "direction",
    },
}  # fmt: skip
OF_LINE = ("rule", "article", "reference", "object", "period", "before", "after", "start_year", "objects")
OF_REQUEST = ("number", "state", "object_type", "by", "at", "reason", "decided_by", "decision", "until")


def print_plan(found: dict[str, Any], language: str) -> None:
    """What goes and why, what stays, and the code to apply exactly this."""
    said = SAID[language]
    if found["leaving"]:
        _print(said["leaving"], OF_LINE, found["leaving"], language)
    staying = [{**one, "rule": one["rule"] or said["no_rule"]} for one in found["staying"]]
    _print(said["staying"], ("rule", "objects"), staying, language)
    if not (found["leaving"] or found["rows_set_apart"] or found["refused"] or found["scenarios"]):
        typer.echo(said["nothing"])
    for name in ("cases", "rows_set_apart", "refused", "scenarios"):
        typer.echo(f"{said[name]}: {number(found[name], language)}")
    for name in ("identifiers", "plan"):
        if name in found:
            typer.echo(f"{said[name]}: {found[name]}")


def print_applied(found: dict[str, Any], language: str) -> None:
    """What went."""
    said = SAID[language]
    for state, n in found["moves"].items():
        typer.echo(f"{state}: {number(n, language)} {said['objects']}")
    for name in ("rows_set_apart", "refused", "events", "scenarios"):
        typer.echo(f"{said[name]}: {number(found[name], language)}")
    typer.echo(said["stay"])


def print_requests(found: list[dict[str, Any]], language: str) -> None:
    """Who asked what, and what was decided."""
    _print(SAID[language]["requests"], OF_REQUEST, found, language)


def print_shown(found: dict[str, Any], language: str) -> None:
    """One object behind the gatekeeper."""
    said = SAID[language]
    typer.echo(f"{found['type']} {found['id']}")
    for name, value in found["attributes"].items():
        typer.echo(f"{name}: {value}")
    _print("", ("time", "activity", "partner"), found["events"], language)
    if found["links"]:
        _print(said["links"], ("direction", "type", "id"), found["links"], language)


def _print(title: str, names: tuple[str, ...], rows: Iterable[dict[str, Any]], language: str) -> None:
    table = blank_table(title)
    for name in names:
        table.add_column(SAID[language][name], justify="right" if name == "objects" else "left")
    for row in rows:
        table.add_row(*(_cell(row[name], name, language) for name in names))
    show(table)


def _cell(value: Any, name: str, language: str) -> str:
    return number(value, language) if name == "objects" else "" if value is None else str(value)
