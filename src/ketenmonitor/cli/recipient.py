"""Commands of who receives pseudonyms: set that up, see how it stands, and rotate what the vault keeps."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ketenmonitor import intake
from ketenmonitor.cli.arguments import Home, Json, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import counting, print_json, say, visible
from ketenmonitor.errors import UsageError
from ketenmonitor.intake import Standing
from ketenmonitor.store import open_home

app = typer.Typer(help="Pseudonyms that key services make for this monitor.", no_args_is_help=True)
Chain = Annotated[str, typer.Argument(help="The chain.")]


@app.command("setup")
def setup(
    home: Home,
    chain: Chain,
    recipient: Annotated[str, typer.Option(help="The OIN of the organisation that runs this monitor.")],
    purpose: Annotated[str, typer.Option(help="The purpose, as in the register of the key services.")],
    period: Annotated[str, typer.Option(help="The period to begin with.")],
    json: Json = False,
) -> None:
    """Take pseudonyms for a chain: make the keys, and print the public key that sources and key services need."""
    _print(intake.set_up(open_home(home), chain, recipient, purpose, period), json)


@app.command("show")
def show(home: Home, chain: Chain, json: Json = False) -> None:
    """Show for whom and for what a chain takes pseudonyms, at which period it is, and its public key."""
    _print(intake.standing(open_home(home), chain), json)


def rotate(
    home: Home,
    chain: Chain,
    to: Annotated[str, typer.Option(help="The period to go to.")],
    services: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="The addresses of both key services, in their order; else those of monitor.toml.", metavar="URL URL"
        ),
    ] = None,
    purpose: Purpose = None,
    json: Json = False,
) -> None:
    """Turn the pseudonyms that the vault keeps to the keys of another period; figures and ids stay as they are."""
    try:
        from ketenmonitor.intake.rotation import rotate as run  # loaded only here: it asks services of others
    except ImportError:
        raise UsageError(
            "What asks key services is not installed. Install the extra `source` (pip install 'ketenmonitor[source]')."
        ) from None
    monitor = open_home(home)
    monitor.definition(chain)  # one that is not there is said first
    permitted(monitor, "rotate", chain, purpose)
    with counting(f"rotate {chain}") as done:
        found = run(monitor, chain, to, services or (), done)
    if json:
        print_json({"chain": chain, **asdict(found)})
        return
    typer.echo(visible(f"{chain}: {found.identifiers} identifiers went from {found.before} to {found.after}."))
    if found.lost:
        say(
            f"{found.lost} identifiers that were destroyed are not known for such any more, as nothing was kept of them for this. What a later "
            "full delivery brings of them is there until the next `ketenmonitor retention apply`: plan and apply after each."
        )


def _print(found: Standing, as_json: bool) -> None:
    if as_json:
        print_json(asdict(found))
        return
    for name, value in asdict(found).items():
        typer.echo(visible(f"{name}: {value}"))
