"""The command that makes paperwork of what a home says of itself."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketenmonitor.cli.arguments import Home, Lang, Language
from ketenmonitor.cli.output import now_us, say
from ketenmonitor.instants import from_us
from ketenmonitor.store import open_home

if TYPE_CHECKING:
    from ketenmonitor.paperwork import Route


def paperwork(
    home: Home,
    out: Annotated[Path, typer.Argument(help="A new or empty folder for the files.")],
    lang: Lang = Language.nl,
) -> None:
    """Write the register of processing, the facts for an impact assessment, the access matrix and a dictionary per partner."""
    from ketenmonitor.paperwork import facts_of, paperwork_files, processing_register  # only here: it makes documents
    from ketenmonitor.release import check_free, write_folder

    monitor = open_home(home)
    check_free(out)
    facts = facts_of(monitor, from_us(now_us()).astimezone(UTC).date(), _routes())
    files = paperwork_files(facts, lang)
    write_folder(out, files)
    typer.echo(f"{out}: {len(files)} files.")
    if missing := processing_register(facts)["not_known"]:
        say(f"Not known here, so left open: {', '.join(missing)}.")


def _routes() -> tuple[Route, ...] | None:
    """The table of the web application; None where what serves pages is not installed."""
    from ketenmonitor.paperwork import Route

    try:
        from ketenmonitor.web import ROUTES, TABLE  # loaded only here: it takes longer than all other commands need
    except ImportError:
        return None
    return tuple(Route(name, path, methods, tuple(sorted(map(str, TABLE[name])))) for name, path, methods in ROUTES)
