"""The command `pack`: from an extract to a delivery, with a report of what went in and what did not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ketenmonitor.cli.arguments import Json, Lang, Language
from ketenmonitor.cli.output import now_us, say, working
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import parse_instant

SENT = ("new", "changed", "withdrawn", "unchanged")


def pack(
    mapping: Annotated[Path, typer.Argument(help="The file that describes the extract.")],
    until: Annotated[
        str | None,
        typer.Option(
            help="Everything that happened up to this moment is in. Default: last midnight, or an older file's age."
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Send everything, not only what changed.")] = False,
    out: Annotated[Path | None, typer.Option(help="The folder for the delivery, instead of the mapping's.")] = None,
    zipped: Annotated[bool, typer.Option("--zip", help="Make a .zip and no folder.")] = False,
    accepted: Annotated[str | None, typer.Option(help="Pack nothing: this delivery was accepted.")] = None,
    forget: Annotated[str | None, typer.Option(help="Pack nothing: this delivery was refused; remove it.")] = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Make the next delivery of what a mapping describes: only what changed since the last that was accepted."""
    from ketenmonitor.source.mapping import read_mapping

    described = read_mapping(mapping)
    if accepted or forget:
        _answered(described.state, accepted, forget)
        return
    from ketenmonitor.source import pack as packing

    with working(mapping.name), packing.without_values():
        moment = None if until is None else _moment(until, described.timezone)
        made = packing.pack(described, now_us(), until_us=moment, full=full, out=out, zipped=zipped)
    if json:
        sys.stdout.write(made.report.as_json())
    else:
        print_report(made.report.as_data(), lang)
    say(f"{made.place}: {'blinded; next is `ketenmonitor pseudonymise`' if made.is_pending else 'ready to be sent'}.")


def _answered(state: Path, accepted: str | None, forget: str | None) -> None:
    from ketenmonitor.source import pack as packing

    if accepted and forget:
        raise UsageError("--accepted and --forget: a delivery was accepted, or it was not. Give one of the two.")
    if accepted:
        packing.confirmed(state, accepted)
        say(f"{accepted}: accepted. The next delivery follows it.")
    elif forget:
        packing.refused(state, forget)
        say(f"{forget}: removed. The next delivery begins where the one before it ended.")


def _moment(text: str, timezone: str) -> int:
    from zoneinfo import ZoneInfo

    try:
        return parse_instant(text, ZoneInfo(timezone))
    except (ValueError, OverflowError):
        raise UsageError(
            "--until: not a moment. Right is ISO 8601, such as 2026-01-31 or 2026-01-31T00:00:00+01:00."
        ) from None


def print_report(said: dict[str, Any], language: str) -> None:
    """Two tables: what is sent, and what is not."""
    reasons = ", ".join(said["full_because"])
    head = f"{said['delivery_id']} · {said['kind']}{f' ({reasons})' if reasons else ''} · {said['delivered_until']}"
    typer.echo(head)  # not as a title, which would be broken off at the width of its table
    table = blank_table("")
    table.add_column(word("file", language))
    for name in SENT:
        table.add_column(word(f"sent_{name}", language), justify="right")
    for kind, counts in said["sent"].items():
        table.add_row(word(kind, language), *(number(counts[name], language) for name in SENT))
    show(table)
    table = blank_table(word("not_sent", language))
    for name in ("source", "rule", "column", "reason", "left_out", "count", "rows"):
        table.add_column(word(name, language), justify="right" if name == "count" else "left")
    for line in said["lines"]:
        rows = ", ".join(map(str, line["rows"])) + (", ..." if line["count"] > len(line["rows"]) else "")
        left_out = word(f"left_out_{line['dropped']}", language)
        cells = (line["source"], line["place"], line["column"] or "-", line["reason"], left_out)
        table.add_row(*cells, number(line["count"], language), rows)
    show(table)
    for source in said["sources"]:
        if source["columns_not_used"]:
            say(f"{source['source']}: {word('columns_not_used', language)}: {', '.join(source['columns_not_used'])}")
