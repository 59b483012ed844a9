"""What commands print: JSON for programs, tables for people, and a bar for what takes long.

The promise: with JSON or CSV nothing but the document goes to standard output; labels and bars go to standard error.
"""

from __future__ import annotations

import os
import pwd
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ketenmonitor.instants import to_us

# Control characters but tab and newline, and those that turn the direction of writing.
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
INTERNAL = "Internal: not for publication. / Intern: niet voor publicatie."


def now_us() -> int:
    """The present moment; KETENMONITOR_NOW (ISO 8601 with an offset) sets it, so that a run can be repeated."""
    said = os.environ.get("KETENMONITOR_NOW")
    return to_us(datetime.fromisoformat(said) if said else datetime.now(UTC))


def user_of_system() -> str:
    """Who gives this command, by the operating system and not by the environment, which anyone can set."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def print_json(value: Any) -> None:
    """One JSON document; numbers have at most 12 significant digits."""
    from ketenmonitor.measures.as_data import json_text  # only here: with it come measures and their engine

    sys.stdout.write(json_text(value))


def print_csv(records: list[dict[str, Any]]) -> None:
    """One line a record; what is not a single value (by, ends, notes) is written as JSON, null as an empty cell."""
    from ketenmonitor.measures.as_data import csv_text  # as above

    sys.stdout.write(csv_text(records))


def say(text: str) -> None:
    """A line on standard error, for people."""
    sys.stderr.write(f"{visible(text)}\n")


def visible(text: str) -> str:
    """The text with a sign for each character that would steer a terminal: files and their names are made by others."""
    return STEERS.sub("\ufffd", text)


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that something is going on, and for how long."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
    ) as bar:
        bar.add_task(what)
        yield


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far something is: what it gives is told how many are done, of how many."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: None
        return
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
