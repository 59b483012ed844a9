"""What a node or a key service decided: its log, line by line, and whether that is still what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.log import OneLog, read_key
from ketenmonitor.cli.output import INTERNAL, say
from ketenmonitor.errors import UsageError
from ketenmonitor.store import SETTINGS_FILE
from ketenmonitor.transparency import Log, logs_in, verify


def add_to(app: typer.Typer) -> None:
    """The command of `ketenmonitor log` that is about decisions."""
    app.command("lines")(lines)


def lines(
    log: OneLog,
    since: Annotated[int, typer.Option("--since", min=0, help="From the record with this number on.")] = 0,
) -> None:
    """Print the records of the log of a node or a key service, a line each. Those of a monitor: `log export`. Internal."""
    folder = log_of_service(log)
    say(INTERNAL)
    for _, record in Log(folder).records(since):
        if record is not None:
            typer.echo(record.decode())


def log_of_service(place: Path) -> Path:
    """The log in the state of a service, or that log itself. Raises UsageError for one of a monitor."""
    found = logs_in(place)
    if len(found) > 1 or (found[0].resolve().parent.parent / SETTINGS_FILE).is_file():
        raise UsageError(f"{place}: this is of a monitor. Use `log export`, which writes down who looked.")
    return found[0]


def is_as_signed(log: Path, believe: list[str], checkpoints: list[Path]) -> bool:
    """Whether nothing was changed, left out or cut off in a log; what was is said."""
    keys = [read_key(text) for text in believe]
    findings = verify(log, keys, checkpoints).findings
    for finding in findings:
        say(f"{log.name}: {finding}")
    return not findings
