"""The command that serves a monitor in a browser."""

from __future__ import annotations

from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Home
from ketenmonitor.errors import UsageError


def serve(
    home: Home,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="How many processes.")] = 2,
) -> None:
    """Serve the monitor: pages for everybody, and for who logs in what their role may see."""
    try:
        from ketenmonitor.web import serve as run  # loaded only here: it takes longer than all other commands need
    except ImportError:
        raise UsageError(
            "What serves pages is not installed. Install the extra `web` (pip install 'ketenmonitor[web]')."
        ) from None
    run(home, host, port, workers, lambda address: typer.echo(f"{address}  (Ctrl-C)"))


def password(password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]) -> None:
    """Print what to put in monitor.toml for the password of a local account."""
    from ketenmonitor.web import password_of

    typer.echo(password_of(password))
