"""Commands on definitions: make a monitor, check a file, show what partners deliver, adopt a new version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Home, Lang, Language
from ketenmonitor.cli.deliveries import prepare_all
from ketenmonitor.cli.output import now_us, say
from ketenmonitor.definition import changes_between, data_dictionary, faults_of, faults_of_adoption, read_definition
from ketenmonitor.store import make_home, open_home

app = typer.Typer(help="Check, show and adopt definition files.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="A definition file (TOML).")]


def new(home: Home, definitions: Annotated[list[Path], typer.Argument(help="One definition file per chain.")]) -> None:
    """Make a monitor with these chains, in a new or empty folder."""
    made = make_home(home, definitions)
    typer.echo(f"Made a monitor in {home} with: {', '.join(made.chains())}.")


@app.command()
def check(file: File) -> None:
    """Report every fault of a definition file, with its line."""
    faults = faults_of(file)
    for fault in faults:
        say(str(fault))
    if faults:
        say(
            f"{file}: {len(faults)} fault{'s' if len(faults) > 1 else ''}. Nothing can be done with it until all are mended."
        )
        raise typer.Exit(1)
    definition = read_definition(file)
    typer.echo(f"{file}: no faults. Chain {definition.id}, version {definition.version}.")


@app.command()
def show(file: File, lang: Lang = Language.nl) -> None:
    """Print the data dictionary that a partner needs to make deliveries."""
    typer.echo(data_dictionary(read_definition(file), lang))


@app.command()
def adopt(home: Home, file: File) -> None:
    """Go on with a new version of a chain's definition; earlier versions stay."""
    monitor, definition = open_home(home), read_definition(file)
    with monitor.writing():
        if definition.id in monitor.chains():
            former = monitor.definitions(definition.id)
            if faults := [fault for old in former for fault in faults_of_adoption(old, definition)]:
                for fault in dict.fromkeys(faults):
                    say(fault)
                raise typer.Exit(1)
            for change in changes_between(former[-1], definition):
                typer.echo(change)
        monitor.add_definition(file, definition, now_us())
    typer.echo(f"Chain {definition.id} now has version {definition.version}.")
    prepare_all(monitor)
