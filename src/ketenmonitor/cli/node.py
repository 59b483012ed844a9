"""Commands at a holder of the hit/no-hit check: run its node, make its lists, and look in its log."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Language
from ketenmonitor.cli.inquiry import NOT_INSTALLED, typed
from ketenmonitor.cli.output import counting, print_json
from ketenmonitor.errors import UsageError

app = typer.Typer(
    help="At a holder of the hit/no-hit check: answer whether it knows a person without learning who it is.",
    no_args_is_help=True,
)
Config = Annotated[Path, typer.Argument(help="The configuration of the node (TOML).")]


@app.callback()
def installed() -> None:
    """What all of these need, which is loaded by who asks for it only."""
    try:
        import ketenmonitor.inquiry  # noqa: F401  # each command takes from it what it needs
    except ImportError:
        raise UsageError(NOT_INSTALLED) from None


@app.command()
def check(config: Config) -> None:
    """Open the keys and read the register: say whether all of it is in order."""
    from ketenmonitor.inquiry import check_node

    found = check_node(config)
    typer.echo(f"{config}: in order. Node of {found.config.oin}, register version {found.register().version}.")


@app.command()
def publish(
    config: Config,
    extract: Annotated[Path, typer.Argument(help="Whom the holder knows: kind, identifier, contact and state (CSV).")],
) -> None:
    """Make the lists of an extract, for the mirror."""
    from ketenmonitor.inquiry import publish_lists

    with counting("publish") as done:
        made = publish_lists(config, extract, done)
    for one in made:
        apart = ", ".join(f"{count} {why}" for why, count in sorted(one.apart.items())) or "none"
        typer.echo(
            f"{one.purpose} {one.period}: {one.persons} persons, {one.listed} tags with padding. Not listed: {apart}."
        )
        typer.echo(f"  public key: {one.public}")


@app.command()
def serve(config: Config) -> None:
    """Answer questions until told to stop."""
    from ketenmonitor.inquiry import serve_node

    typer.echo("(Ctrl-C to stop)")
    serve_node(config)


@app.command()
def officers(config: Config) -> None:
    """Print which officers claim otherwise than their peers: a reason to look, and no more."""
    from ketenmonitor.inquiry import officers_of

    print_json([asdict(one) for one in officers_of(config)])


@app.command()
def disclosures(
    config: Config, kind: Annotated[str, typer.Argument(help="The kind of identifier: bsn, skn, ...")]
) -> None:
    """Print who got to know of the person whose identifier is typed in, or is the line of standard input."""
    from ketenmonitor.inquiry import disclosures_of

    identifier, *_ = typed(("identifier",), Language.nl)
    print_json([asdict(one) for one in disclosures_of(config, kind, identifier)])
