"""Commands of the register: read parliamentary papers and see what was asked, promised and done."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Json
from ketenmonitor.cli.output import print_json

app = typer.Typer(help="The register of questions, motions and commitments.", no_args_is_help=True)
Files = Annotated[
    list[Path], typer.Argument(help="Papers: PDF, DOCX, HTML, TXT or official XML.", exists=True, dir_okay=False)
]


@app.command("extract")
def extract(files: Files, json: Json = False) -> None:
    """Show what is found in papers, and keep nothing."""
    from ketenmonitor.register import extract as found_in
    from ketenmonitor.register import extraction_as_json, read

    found = [found_in(read(file)) for file in files]
    if json:
        print_json({"papers": [extraction_as_json(one) for one in found]})
