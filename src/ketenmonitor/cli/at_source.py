"""Commands of a partner, at the source: they load what they need and no more.

- `NAMES`: what they are called.
- `app`, `add_to`: the commands by themselves, and among all others.
"""

from __future__ import annotations

import typer

from ketenmonitor.cli import keys, packing, sending

app = typer.Typer(name="ketenmonitor", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
NAMES = ("pack", "pseudonymise", "send", "key")


def add_to(commands: typer.Typer) -> None:
    """Put these commands among others."""
    commands.command("pack")(packing.pack)
    commands.command("pseudonymise")(sending.pseudonymise)
    commands.command("send")(sending.send)
    commands.add_typer(keys.app, name="key")


add_to(app)
