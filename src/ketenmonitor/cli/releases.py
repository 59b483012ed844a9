"""The command that publishes, and that checks what was published."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import now_us, say
from ketenmonitor.errors import UsageError
from ketenmonitor.store import Home, open_home

Day = Annotated[
    str | None,
    typer.Option(
        "--as-of", help="Publish what was known at the start of this day, or had happened by then: 2026-07-01."
    ),
]
Out = Annotated[Path | None, typer.Option(help="The folder to write: one that is not there yet, or is empty.")]
Verify = Annotated[
    Path | None,
    typer.Option(
        help="Check that the release in this folder is as it was sealed; with HOME, that HOME makes the same."
    ),
]


def release(
    home: Annotated[Path | None, typer.Argument(help="The folder of the monitor.")] = None,
    chain: Annotated[str | None, typer.Argument(help="The chain.")] = None,
    as_of: Day = None,
    out: Out = None,
    verify: Verify = None,
    audit: Annotated[
        bool, typer.Option("--audit", help="Attack what was published of the chain, all releases together.")
    ] = False,
    purpose: Purpose = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Make a release of a chain: page, documents, tables and charts in which nobody can be recognised."""
    if verify is not None:
        _verify(verify, home, chain, purpose)
    elif home is None or chain is None:
        raise UsageError("Name the monitor and the chain: ketenmonitor release HOME CHAIN --as-of DAY --out DIR.")
    elif audit:
        _audit(_permitted(home, chain, purpose), chain, as_json)
    else:
        _publish(home, chain, as_of, out, purpose, as_json)


def _permitted(home: Path, chain: str, purpose: str | None) -> Home:
    """The monitor, for who may work on its releases."""
    monitor = open_home(home)
    monitor.definition(chain)  # one that is not there is said first
    permitted(monitor, "publish", chain, purpose)
    return monitor


def _publish(home: Path, chain: str, as_of: str | None, out: Path | None, purpose: str | None, as_json: bool) -> None:
    from ketenmonitor.walk import go_out  # loads what draws and typesets

    if as_of is None or out is None:
        raise UsageError("Say of which day and where to: --as-of 2026-07-01 --out DIR.")
    day = day_of(as_of)
    made = go_out(_permitted(home, chain, purpose), chain, day, out, now_us())
    if as_json:
        said = {
            "folder": str(made.folder), "files": made.files, "cells": made.cells,
            "since": made.since.isoformat() if made.since else None, "revisions": len(made.revisions),
        }  # fmt: skip
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    typer.echo(
        f"{made.folder}: {made.files} bestanden, {made.cells} cijfers. / {made.files} files, {made.cells} figures."
    )
    if made.since:
        n = len(made.revisions)
        figures = (
            ("1 cijfer", "1 figure differs from that") if n == 1 else (f"{n} cijfers", f"{n} figures differ from those")
        )
        typer.echo(f"{figures[0]} anders dan op {made.since}. / {figures[1]} of {made.since}.")


def _verify(folder: Path, home: Path | None, chain: str | None, purpose: str | None) -> None:
    from ketenmonitor.publishing import rebuild, verify

    monitor = open_home(home) if home else None
    for one in (chain,) if chain else monitor.chains() if monitor else ():
        if home:
            _permitted(home, one, purpose)
    faults = verify(folder, monitor, chain)
    if not faults and monitor:
        faults = rebuild(monitor, folder, now_us())
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo("In orde: ongewijzigd sinds het verzegelen. / In order: unchanged since it was sealed.")
    if monitor:
        typer.echo(
            "Dit monitor maakt opnieuw precies dezelfde bestanden. / This monitor makes the very same files again."
        )


def _audit(home: Home, chain: str, as_json: bool) -> None:
    from ketenmonitor.publishing import audit

    found = audit(home, chain)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for line in found["lines"]:
            typer.echo(line)
    if not found["is_safe"]:
        raise typer.Exit(1)


def day_of(text: str) -> date:
    """The day that was typed. Raises UsageError."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError(f'"{text}" is not a day. Right is year, month and day, such as 2026-07-01.') from None
