"""The command that says what a stock will be if nothing changes. It computes nothing itself.

Comes in: a home, a chain and a stock. Goes out: months to come with intervals, and how far each way of forecasting was off so far; asked
for a day in the past, beside what was measured since. The promise: called a forecast in every form, never a figure of the chain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketenmonitor.cli import forecast_tables
from ketenmonitor.cli.arguments import Home, Json, Lang, Language, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, print_json, say, working
from ketenmonitor.errors import UsageError
from ketenmonitor.measures import day_of
from ketenmonitor.measures.selection import one_of
from ketenmonitor.store import open_home, open_view

if TYPE_CHECKING:
    from ketenmonitor.whatif import Forecast, Series

FORETOLD = ("end", "entered")


def forecast(
    home: Home,
    chain: str,
    stock: Annotated[str | None, typer.Argument(help="Which stock; all of them when left out.")] = None,
    months: Annotated[int, typer.Option(help="How many months ahead.")] = 12,
    train_until: Annotated[
        str | None,
        typer.Option(help="Learn from what happened until this day only, and show what came after beside it."),
    ] = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Forecast a stock and what enters it, if nothing changes. Internal: not for publication."""
    definition = open_home(home).definition(chain)
    if stock is not None:
        one_of(f"stock of {chain}", stock, definition.stocks)
    until = day_of("--train-until", train_until)
    permitted(open_home(home), "measure", chain, purpose, measure="forecast", id=stock)
    view = open_view(open_home(home), chain)
    gone = view.gone.objects
    with working("forecast"):
        found = [_foretold(series, months, until) for series in _series(view, stock)]
    say(INTERNAL)
    if json:
        print_json([record for one, later in found for record in records_of(one, later, chain, gone)])
        return
    forecast_tables.print_gone(gone, definition, lang)
    for one, later in found:
        forecast_tables.print_forecast(one, later, definition, lang)


def _series(view: Any, stock: str | None) -> list[Series]:
    # Only here: it loads what reckons, which takes longer than all other commands need to begin.
    from ketenmonitor.linking import Cases
    from ketenmonitor.whatif import series_of

    cases, definition = Cases(view), view.definition
    if not definition.stocks:
        raise UsageError(
            f"Chain {definition.id} has no stock to forecast. Right is a table [stocks.ID] in its definition."
        )
    wanted = [stock] if stock else list(definition.stocks)
    return [series_of(cases, id)[what] for id in wanted for what in FORETOLD]


def _foretold(series: Series, months: int, until: date | None) -> tuple[Forecast, tuple[int, ...]]:
    from ketenmonitor.whatif import forecast as compute

    known, later = series.known_on(until) if until else (series, ())
    return compute(known, months), later[:months]


def records_of(one: Forecast, later: tuple[int, ...], chain: str, gone: Mapping[str, int]) -> list[dict[str, Any]]:
    """A record for each month to come. `kind` is `forecast`, so that none is taken for a figure of the chain."""
    about = {
        "kind": "forecast", "chain": chain, "stock": one.series.stock, "of": one.series.what, "way": one.way,
        "is_better_than_naive": one.is_better, "trained_until": one.series.months[-1], "gone": dict(gone),
    }  # fmt: skip
    scores = [asdict(score) for score in one.scores]
    measured = [*later, *([None] * (len(one.months) - len(later)))]
    return [
        {**about, **asdict(month), "measured": value, "scores": scores}
        for month, value in zip(one.months, measured, strict=True)
    ]
