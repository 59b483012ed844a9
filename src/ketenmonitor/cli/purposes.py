"""Commands for the register of purposes: check it, sign it, and let it count in a monitor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.access import OPERATIONS, set_up
from ketenmonitor.cli.arguments import Home
from ketenmonitor.cli.output import say
from ketenmonitor.errors import UsageError
from ketenmonitor.keys import Signer, open_key, passphrase
from ketenmonitor.lawful import Register, faults_of_register, read_register, sign_register
from ketenmonitor.store import open_home

app = typer.Typer(help="Check and sign the register of purposes, and let it count.", no_args_is_help=True)
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


@app.command()
def setup(
    home: Home,
    register: Annotated[Path, typer.Option(help="The signed register of purposes.")],
    signed_by: Annotated[
        list[str],
        typer.Option("--signed-by", help="A public key (base64) whose signature is believed; may be repeated."),
    ],
    role: Annotated[
        list[str] | None,
        typer.Option(
            help="ROLE=ACCOUNT: who has which role when they give commands; may be repeated.", metavar="ROLE=ACCOUNT"
        ),
    ] = None,
) -> None:
    """Let a register of purposes count in a monitor: what it does not permit is refused from then on, in every room."""
    roles: dict[str, list[str]] = {}
    for text in role or ():
        name, _, account = text.partition("=")
        if not name or not account:
            raise UsageError("--role is not of the form ROLE=ACCOUNT. Right is such as analyst=jansen.")
        roles.setdefault(name, []).append(account)
    found = set_up(open_home(home), register, signed_by, roles)
    typer.echo(f"{home}: the register of purposes is in force. {_said(found)}")
    if not roles:
        say("Nobody has a role when they give commands: name accounts under [purposes.roles] in monitor.toml.")
    for name in sorted({one for entry in found.processing for one in entry.operations} - OPERATIONS.keys()):
        say(f"Operation {name} in this register is none that this program does. It does: {', '.join(OPERATIONS)}.")


def _said(register: Register) -> str:
    counts = {"processing": len(register.processing), "pseudonyms": len(register.pseudonyms)}
    said = ", ".join(f"{n} for {name}" for name, n in counts.items() if n)
    return f"Version {register.version}: {len(register.purposes)} purposes, {said or 'no permission'}."
