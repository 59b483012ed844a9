"""Commands on records of persons without a common key: link two files, and make up two to try it on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Json, Lang, Language, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import print_json, say, working
from ketenmonitor.store import open_home


def link_records(
    a: Annotated[Path, typer.Argument(help="Persons: CSV, Parquet or XLSX.")],
    b: Annotated[Path, typer.Argument(help="Persons of the other side.")],
    settings: Annotated[Path, typer.Option(help="Which column holds what, and how sure a link must be (TOML).")],
    out: Annotated[Path, typer.Option(help="A new folder for pairs, review file and report.")],
    reviewed: Annotated[Path | None, typer.Option(help="A review.csv in which a person judged pairs.")] = None,
    destroy_input: Annotated[
        bool, typer.Option("--destroy-input", help="Remove A, B and the judged file when the outputs are on disk.")
    ] = False,
    no_review: Annotated[
        bool, typer.Option("--no-review", help="Write no review.csv: then no name is left in DIR.")
    ] = False,
    home: Annotated[
        Path | None,
        typer.Option(help="The monitor whose register of purposes must permit this, and whose log says that you did."),
    ] = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Link records of persons without a common key, inside one organisation; measured and calibrated."""
    if home:
        permitted(open_home(home), "link-records", None, purpose)
    # Loaded only here: the model takes longer to load than all that most commands need.
    from ketenmonitor.records import Asked, page
    from ketenmonitor.records import link_records as link

    with working("Personen koppelen" if lang == "nl" else "Linking persons"):
        said = link(Asked(a, b, settings, out, reviewed, destroy_input, not no_review, lang))
    if json:
        print_json(said)
        return
    typer.echo(page(said, lang))
    say(f"{out}")


def synth_persons(
    out: Annotated[Path, typer.Argument(help="A new folder.")],
    persons: Annotated[int, typer.Option(min=20, help="How many rows each side has.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    faults: Annotated[float, typer.Option(min=0, help="How often things go wrong, times the usual.")] = 1.0,
) -> None:
    """Write two files of made-up persons, with truth.csv and settings, to try link-records on."""
    from ketenmonitor.records import write_registers

    write_registers(out, persons, seed, faults)
    typer.echo(f"{out}")
