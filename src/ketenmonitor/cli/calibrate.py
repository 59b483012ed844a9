"""The command that shows what a scenario rests on: each assumption with its number, and how well such a model foretold the past.

Comes in: a home and a chain; perhaps a day in the past. Goes out: tables, or one JSON document. The promise: with a day nothing that
happened later is learned from, and whether the model was better than two naive ways is said either way.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketenmonitor.cli.arguments import Home, Json, Lang, Language, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, counting, print_json, say, working
from ketenmonitor.measures import day_of
from ketenmonitor.store import open_home, open_view

if TYPE_CHECKING:
    from ketenmonitor.whatif import Model, Replay
    from ketenmonitor.whatif.warnings import Warning_


def calibrate(
    home: Home,
    chain: str,
    train_until: Annotated[
        str | None,
        typer.Option(help="Learn from what happened until this day only, play what came after, and compare."),
    ] = None,
    months: Annotated[int, typer.Option(min=1, max=60, help="How many months to play after that day.")] = 24,
    replications: Annotated[int, typer.Option(min=2, max=1000, help="How many times they are played.")] = 50,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same result.")] = 1,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show the assumptions that scenarios of a chain rest on, and how well they foretold the past. Internal."""
    # Only here: it loads what reckons, which takes longer than all other commands need to begin.
    from ketenmonitor.cli import whatif_tables
    from ketenmonitor.linking import Cases
    from ketenmonitor.whatif import learned, replay
    from ketenmonitor.whatif.warnings import of_view

    monitor, until = open_home(home), day_of("--train-until", train_until)
    definition = monitor.definition(chain)
    permitted(monitor, "whatif", chain, purpose)
    view = open_view(monitor, chain)
    cases, known = Cases(view), of_view(view)
    with working("calibrate"):
        model, _ = learned(cases, until)
    found: tuple[Replay, ...] = ()
    if until is not None:
        with counting("calibrate") as told:
            found = replay(cases, until, months, replications, seed, told)
    say(INTERNAL)
    if json:
        print_json(document_of(model, found, known))
    else:
        whatif_tables.print_calibration(model, found, definition, lang, known)


def document_of(model: Model, replays: tuple[Replay, ...], known: tuple[Warning_, ...] = ()) -> dict[str, Any]:
    """The same as data; `kind` says that nothing of it is a figure of the chain."""
    return {
        "kind": "calibration",
        "chain": model.chain,
        "definition_version": model.definition_version,
        "learned_from": str(model.trained_from) if model.trained_from else None,
        "learned_until": str(model.last_trained_day) if model.last_trained_day else None,
        "warnings": [{"code": one.code, "values": dict(one.values)} for one in known],
        "assumptions": [asdict(one) for one in model.assumptions],
        "replays": [
            {
                "stock": one.stock, "off": one.off, "naive_off": one.naive_off, "seasonal_naive_off": one.seasonal_off, "held": one.held,
                "is_better": one.is_better, "months": [asdict(month) for month in one.months],
            }
            for one in replays
        ],
    }  # fmt: skip
