"""Commands on key files: make one, and show the half of it that others may know."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.keys import KINDS, kind_of, make_key, open_key, passphrase

app = typer.Typer(help="Key files: sealed by the passphrase in KETENMONITOR_PASSPHRASE_FILE.", no_args_is_help=True)
Kind = StrEnum("Kind", {kind: kind for kind in KINDS})  # type: ignore[misc]  # made of what the room of keys knows


@app.command("new")
def new(
    kind: Annotated[Kind, typer.Argument(help="What it is for.")],
    file: Annotated[Path, typer.Argument(help="Where it is kept; a file that is there is never written over.")],
) -> None:
    """Make a key. Its public half is shown, where there is one."""
    _show(kind, make_key(file, kind, passphrase()).public)


@app.command("show")
def show(file: Annotated[Path, typer.Argument(help="A key file.")]) -> None:
    """Open a key, and show its kind and its public half."""
    kind = kind_of(file)
    _show(kind, open_key(file, kind, passphrase()).public)


def _show(kind: str, public: str | None) -> None:
    typer.echo(f"kind: {kind}")
    if public:
        typer.echo(f"public: {public}")
