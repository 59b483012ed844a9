"""Commands for the register of purposes: check it, sign it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.output import say
from ketenmonitor.errors import UsageError
from ketenmonitor.keys import Signer, open_key, passphrase
from ketenmonitor.lawful import Register, faults_of_register, read_register, sign_register

app = typer.Typer(help="Check and sign the register of purposes.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A register of purposes (TOML); its signature is beside it, in FILE.sig.")]


@app.command()
def check(
    file: File,
    signed_by: Annotated[
        list[str] | None,
        typer.Option("--signed-by", help="A public key (base64) whose signature is believed; may be repeated."),
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Report the faults of one that is not signed yet.")] = False,
) -> None:
    """Report every fault of a register of purposes, with its line, and whether it is signed as it should be."""
    faults = faults_of_register(file)
    for fault in faults:
        say(str(fault))
    if faults:
        say(f"{file}: {len(faults)} fault{'s' if len(faults) > 1 else ''}. Nothing is permitted until all are mended.")
        raise typer.Exit(1)
    if draft:
        typer.echo(f"{file}: no faults. The signature was not looked at.")
        return
    if not signed_by:
        raise UsageError("Say whose signature is believed: --signed-by PUBLIC. Of one that is not signed yet: --draft.")
    typer.echo(f"{file}: no faults, and signed. {_said(read_register(file, signed_by))}")


@app.command()
def sign(
    file: File,
    key: Annotated[Path, typer.Option("--key", help="A key file of the kind signing.")],
) -> None:
    """Sign a register of purposes: who has the public half of the key then believes exactly these bytes."""
    signer = Signer(open_key(key, "signing", passphrase()))
    place = sign_register(file, signer)
    typer.echo(f"{place}: {_said(read_register(file, [signer.public]))}")
    typer.echo(f"Signed with {signer.public}")


def _said(register: Register) -> str:
    n = len(register.pseudonyms)
    return f"Version {register.version}: {len(register.purposes)} purposes, {n} for pseudonyms."
