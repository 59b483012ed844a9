"""The command that runs a key service."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.errors import UsageError


def keyservice(
    config: Annotated[Path, typer.Argument(help="The configuration of the key service (TOML).")],
    check: Annotated[bool, typer.Option("--check", help="Open the keys and read the register, and stop.")] = False,
    make_key: Annotated[
        bool, typer.Option("--make-key", help="Make the master key in the token of [keys.pkcs11], and stop.")
    ] = False,
) -> None:
    """Run a key service: it evaluates blinded identifiers for who the register of purposes permits it."""
    try:
        from ketenmonitor.keyservice import checked, make_master, read_config, serve

        settings = read_config(config)
        if make_key:
            if isinstance(settings.master, Path):
                raise UsageError(f"{config}: the master key is a file. Make it with `ketenmonitor key new`.")
            make_master(settings.master)
            typer.echo(
                f'Made key "{settings.master.label}" in token "{settings.master.token}"; it cannot be taken out.'
            )
        elif check:
            service = checked(settings)
            typer.echo(
                f"{config}: in order. Key service {settings.oin}, register version {service.register().version}."
            )
            typer.echo(f"Public key for envelopes: {service.public}")
        else:
            typer.echo(f"{settings.address}  ({settings.host}:{settings.port}, Ctrl-C)")
            serve(config)
    except ImportError:
        raise UsageError(
            "What runs a key service is not installed. Install the extra `keyservice` (pip install 'ketenmonitor[keyservice]')."
        ) from None
