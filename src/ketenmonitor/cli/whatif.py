"""The command that answers what if: a measure beside doing nothing. It computes nothing itself.

Comes in: a home, a chain and a file that describes a measure. Goes out: tables, one JSON document, or a folder of files. The promise:
what is typed wrongly is told before anything is read of cases; all that comes out says that it is a scenario.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketenmonitor.cli.arguments import Home, Json, Lang, Language, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, counting, print_json, say, working
from ketenmonitor.store import open_home, open_view

if TYPE_CHECKING:
    from ketenmonitor.whatif import Scenario


def whatif(
    home: Home,
    chain: str,
    scenario: Annotated[Path, typer.Argument(help="What is changed, and from when until when (TOML).")],
    replications: Annotated[
        int | None,
        typer.Option(min=2, max=1000, help="How many times it is played; what the file says when left out, or 50."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, help="The same seed gives the same result; what the file says when left out, or 1."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="A new folder for tables (CSV) and the whole as JSON.")] = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Play a measure on a chain beside doing nothing: stock, waiting, lead times and norms with bands. Internal: a scenario."""
    # Only here: it loads what reckons, which takes longer than all other commands need to begin.
    from ketenmonitor.cli import whatif_tables
    from ketenmonitor.linking import Cases
    from ketenmonitor.release import check_free, write_folder
    from ketenmonitor.whatif import answer, document_of, files_of, read_scenario, sides_of

    monitor = open_home(home)
    asked = _as_typed(read_scenario(scenario, monitor.definition(chain)), replications, seed)
    if out is not None:
        check_free(out)
    permitted(monitor, "whatif", chain, purpose)
    with working("whatif"):
        view = open_view(monitor, chain)
        sides = sides_of(Cases(view), asked)
    with counting("whatif") as told:
        found = answer(sides, view.known_at_us, told)
    say(INTERNAL)
    if out is not None:
        say(f"{write_folder(out, files_of(found, lang))}")
    if json:
        print_json(document_of(found, lang))
    else:
        whatif_tables.print_answer(found, lang)


def _as_typed(scenario: Scenario, replications: int | None, seed: int | None) -> Scenario:
    """What is typed goes before what the file says."""
    times = scenario.replications if replications is None else replications
    return replace(scenario, replications=times, seed=scenario.seed if seed is None else seed)
