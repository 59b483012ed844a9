"""Commands on deliveries: receive, import a log, and what was refused or set apart."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from ketenmonitor import intake
from ketenmonitor.cli import tables
from ketenmonitor.cli.arguments import Home, Json, Lang, Language, Purpose
from ketenmonitor.cli.gate import permitted, permitted_in_all
from ketenmonitor.cli.output import now_us, print_json, say, user_of_system, working
from ketenmonitor.errors import DeliveryError, StorageError
from ketenmonitor.intake import Outcome
from ketenmonitor.measures import prepare
from ketenmonitor.store import Home as Monitor
from ketenmonitor.store import open_home

quarantine_app = typer.Typer(help="What was refused or set apart.", no_args_is_help=True)


def receive(
    home: Home,
    delivery: Annotated[list[Path], typer.Argument(help="Folders or .zip files.")],
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Offer deliveries to the monitor, in this order."""
    monitor = open_home(home)
    for path in delivery:
        _permit(monitor, path, purpose)
    outcomes = []
    for path in delivery:
        with working(f"{path.name}"):
            outcomes.append(_received(monitor, path))
    _prepare_and_report(monitor, outcomes, json, lang)


def prepare_all(monitor: Monitor) -> None:
    """Prepare the tables that questions read. What was received stays received when that does not succeed."""
    for chain in monitor.chains():
        with working(f"prepare {chain}"):
            try:
                prepare(monitor, chain)
            except StorageError as error:
                say(
                    f"{chain}: what was received is in. Only the tables that make questions quick could not be prepared; figures "
                    f"are the same without them, and take longer. The next delivery tries again. What stood in the way: {error}"
                )


def _prepare_and_report(monitor: Monitor, outcomes: list[Outcome], json: bool, lang: str) -> None:
    """What became of the deliveries is said in any case, also when someone stops what is prepared after it."""
    try:
        prepare_all(monitor)
    finally:
        _report(outcomes, json, lang)


def _permit(monitor: Monitor, path: Path, purpose: str | None) -> None:
    """Ask leave to take in what is of this chain; of what does not say so, of every chain."""
    chain = intake.announced_chain(path)
    if chain in monitor.chains():
        permitted(monitor, "receive", chain, purpose)
    else:
        permitted_in_all(monitor, "receive", purpose)


def _received(monitor: Monitor, path: Path) -> Outcome:
    """One delivery; of several, what cannot even be read must not keep the others from being reported."""
    try:
        return intake.receive(monitor, path, now_us(), user_of_system())
    except DeliveryError as error:
        return Outcome(None, None, "refused", (str(error),))


def import_log(
    home: Home,
    chain: str,
    log: Path,
    json: Json = False,
    case_column: Annotated[str | None, typer.Option(help="CSV: the column with the case.")] = None,
    activity_column: Annotated[str | None, typer.Option(help="CSV: the column with the activity.")] = None,
    time_column: Annotated[str | None, typer.Option(help="CSV: the column with the time.")] = None,
    purpose: Purpose = None,
    lang: Lang = Language.nl,
) -> None:
    """Read an event log (XES, XES.gz, CSV or OCEL 2.0) as a full delivery of every partner."""
    named = {"case": case_column, "activity": activity_column, "time": time_column}
    columns = {name: column for name, column in named.items() if column}
    monitor = open_home(home)
    monitor.definition(chain)  # one that is not there is said first
    permitted(monitor, "receive", chain, purpose)
    with working(f"{log.name}"):
        outcomes = intake.import_log(monitor, chain, log, now_us(), columns)
    _prepare_and_report(monitor, outcomes, json, lang)


@quarantine_app.command("list")
def quarantine_list(
    home: Home,
    json: Json = False,
    purpose: Purpose = None,
    limit: Annotated[int, typer.Option(min=0, help="List so many rows at most; the others are counted.")] = 10_000,
    lang: Lang = Language.nl,
) -> None:
    """List refused deliveries and rows in quarantine, with the reasons."""
    monitor = open_home(home)
    permitted_in_all(monitor, "deliveries", purpose)
    rows = [asdict(row) for row in intake.waiting(monitor, limit)]
    kept: dict[str, Any] = {
        "deliveries": [
            {k: v for k, v in asdict(r).items() if k not in ("folder", "content")} for r in intake.refusals(monitor)
        ],
        "rows": rows,
        "rows_not_listed": intake.n_waiting(monitor) - len(rows),
    }
    if json:
        print_json(kept)
    else:
        tables.print_quarantine(kept, lang)


@quarantine_app.command("retry")
def quarantine_retry(home: Home, purpose: Purpose = None, json: Json = False, lang: Lang = Language.nl) -> None:
    """Offer again what was refused or set apart."""
    monitor = open_home(home)
    permitted_in_all(monitor, "receive", purpose)
    with working("retry"):
        outcomes = list(intake.retry(monitor, now_us(), user_of_system()))
    _prepare_and_report(monitor, outcomes, json, lang)


def _report(outcomes: list[Outcome], json: bool, lang: str) -> None:
    if json:
        print_json({"deliveries": [_as_json(outcome) for outcome in outcomes]})
    else:
        tables.print_outcomes(outcomes, lang)
        for outcome in outcomes:
            for reason in outcome.reasons:
                say(f"{outcome.delivery_id or '(no delivery_id)'}: {reason}")
    if any(outcome.status == "refused" for outcome in outcomes):
        raise typer.Exit(1)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    counts = {kind: outcome.counts.get(kind, 0) for kind in ("events", "links", "objects", "figures")}
    head = {"delivery_id": outcome.delivery_id, "partner": outcome.partner, "status": outcome.status}
    return {
        **head,
        "reasons": list(outcome.reasons),
        **counts,
        "findings": outcome.findings,
        "quarantined": list(outcome.quarantined),
    }
