"""Commands that answer from the register: check stated figures, and fill a draft of "status per point"."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.output import print_json, say, working
from ketenmonitor.cli.register_decisions import folders_of
from ketenmonitor.cli.register_tables import print_checks
from ketenmonitor.errors import UsageError


def check(
    home: Home,
    all_: Annotated[
        bool, typer.Option("--all", help="Show each figure that is not comparable too, not only how many.")
    ] = False,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Check every stated figure: against releases of the monitor, tables, and what papers state elsewhere; with a verdict for each."""
    from ketenmonitor.register.answering import ties_of
    from ketenmonitor.register.checking import counted, verdicts_of
    from ketenmonitor.register.points_as_json import check_as_json
    from ketenmonitor.register.records import Kind, items, open_register
    from ketenmonitor.register.released import releases_in

    figures = items(open_register(home), Kind.FIGURE)
    checks = verdicts_of(figures, releases_in(folders_of(home)))
    found: dict[str, Any] = {
        "figures": len(figures),
        "counts": dict(counted(checks)),
        "untied": sum(not ties_of([figure]) for figure in figures),
        "checks": [check_as_json(one) for one in checks],
    }
    if json:
        print_json(found)
    else:
        print_checks(found, all_, lang)


def write_filled(rows: Any, on: date, out: Path, language: str, known: Any) -> None:
    """Write the draft, over an older one of the same name."""
    from ketenmonitor.register.fill import status_per_point

    if out.suffix.lower() != ".docx":
        raise UsageError(f"{out}: the draft is a Word document. Give it a name that ends in .docx.")
    with working(out.name):
        content = status_per_point(rows, on, language, known)
        beside = out.with_name(f".{out.name}")
        beside.write_bytes(content)
        beside.replace(out)
    say(str(out))
