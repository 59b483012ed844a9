"""Commands for retention: which table counts, what has to go, let it go, and see what is behind the gatekeeper."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from json import loads
from pathlib import Path
from typing import Annotated, Any

import typer

from ketenmonitor import retention
from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.deliveries import prepare_all
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, now_us, print_json, say, user_of_system, working
from ketenmonitor.cli.retention_tables import print_applied, print_plan, print_requests, print_shown
from ketenmonitor.definition import read_definition
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import from_us, to_iso
from ketenmonitor.measures import moment_of
from ketenmonitor.retention import Plan, Policy, Request
from ketenmonitor.store import Home as Monitor
from ketenmonitor.store import open_home

app = typer.Typer(help="What may be kept for how long, and that it goes when it may not.", no_args_is_help=True)
Chain = Annotated[str, typer.Argument(help="The chain.")]
Table = Annotated[Path, typer.Argument(help="A table of retention (TOML).")]
Purpose = Annotated[str | None, typer.Option(help="The purpose for which you do this; it stands in the log.")]
OPERATION = "retention"
Number = Annotated[int, typer.Argument(help="The number of the request.")]
UNVERIFIED = (
    "Not verified: nobody declared which jurist verified the articles and periods of this table ([policy] verified). "
    "A jurist must, before data are destroyed by it."
)


@app.command()
def check(
    table: Table, definition: Annotated[Path, typer.Argument(help="The definition of the chain that it is for.")]
) -> None:
    """Report every fault of a table of retention, with its line."""
    faults = retention.faults_of_policy(table, read_definition(definition))
    for fault in faults:
        say(str(fault))
    if faults:
        say(f"{table}: {len(faults)} fault{'s' if len(faults) > 1 else ''}. It cannot be adopted until all are mended.")
        raise typer.Exit(1)
    policy = retention.read_policy(table, read_definition(definition))
    typer.echo(f"{table}: no faults. {_said(policy)}")
    _verified(policy)


@app.command()
def adopt(home: Home, chain: Chain, table: Table) -> None:
    """Let a table of retention count for a chain from now on. Nothing goes before it is applied."""
    policy = retention.adopt(open_home(home), chain, table)
    typer.echo(f"{chain}: adopted. {_said(policy)}")
    _verified(policy)


@app.command()
def plan(
    home: Home,
    chain: Chain,
    now: Annotated[str | None, typer.Option(help="What would have to go at this time (ISO 8601).")] = None,
    identifiers: Annotated[
        bool, typer.Option("--identifiers", help="Also write which objects, to a file inside the monitor.")
    ] = False,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show what has to go, by which rule and why. Nothing is changed."""
    from ketenmonitor.whatif import runs_before  # only here: it loads what plays scenarios

    monitor = open_home(home)
    at_us = moment_of("--now", now, monitor.definition(chain).zone)
    permitted(monitor, OPERATION, chain, purpose, step="plan")
    with working("plan"):
        found = retention.plan(monitor, retention.policy_of(monitor, chain), now_us() if at_us is None else at_us)
        said = _as_json(found) | {"scenarios": len(runs_before(monitor, chain, found.kept_since))}
    if identifiers:
        said["identifiers"] = str(retention.write_identifiers(monitor, found))
    say(INTERNAL)
    if json:
        print_json(said)
    else:
        print_plan(said, lang)
    _verified(found.policy)


@app.command()
def apply(
    home: Home,
    chain: Chain,
    code: Annotated[str, typer.Option("--plan", help="The code of the plan that you saw, or the file with its JSON.")],
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Let what a plan showed go, for good. It cannot be undone."""
    from ketenmonitor.whatif import forget_runs, runs_before  # only here: it loads what plays scenarios

    monitor = open_home(home)
    permitted(monitor, OPERATION, chain, purpose, step="apply")
    policy = retention.policy_of(monitor, chain)
    _verified(policy)
    with working("apply"):
        done = retention.apply(monitor, policy, now_us(), user_of_system(), _code_of(code))
        old = runs_before(monitor, chain, policy.set_apart_since(_today(monitor, chain)))
        forget_runs(old)
    prepare_all(monitor)
    said = asdict(done) | {"scenarios": len(old)}
    if json:
        print_json({"chain": chain, **said})
    else:
        print_applied(said, lang)


@app.command()
def request(
    home: Home,
    chain: Chain,
    object_type: Annotated[str, typer.Argument(help="Of which type the object is.")],
    object_id: Annotated[str, typer.Argument(help="Its identifier.")],
    reason: Annotated[str, typer.Option(help="Why you must see it; without an identifier.")],
    purpose: Purpose = None,
) -> None:
    """Ask to see something that is behind the gatekeeper. Somebody else decides."""
    monitor = open_home(home)
    retention.check_asked(monitor, chain, object_type, object_id, reason)
    permitted(monitor, OPERATION, chain, purpose, case=object_id, reason=reason, step="request")
    made = retention.ask(monitor, chain, object_type, object_id, reason, user_of_system(), now_us())
    typer.echo(f"Request {made.number}. Somebody else decides on it: ketenmonitor retention decide.")


@app.command()
def decide(
    home: Home,
    chain: Chain,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why you decide so.")],
    grant: Annotated[bool, typer.Option("--grant", help="Let who asked see it.")] = False,
    deny: Annotated[bool, typer.Option("--deny", help="Do not.")] = False,
    days: Annotated[int, typer.Option(help="For so many days.")] = 14,
    purpose: Purpose = None,
) -> None:
    """Decide on a request of somebody else."""
    if grant == deny:
        raise UsageError("Give one of --grant and --deny.")
    monitor, by = open_home(home), user_of_system()
    permitted(monitor, OPERATION, chain, purpose, step="decide", request=str(number))
    made = retention.decide(monitor, chain, number, by, now_us(), grant=grant, decision=reason, days=days)
    typer.echo(f"Request {number}: {made.state}.")


@app.command()
def requests(home: Home, chain: Chain, json: Json = False, lang: Lang = Language.nl) -> None:
    """List the requests to see what is behind the gatekeeper, and what became of them."""
    monitor = open_home(home)
    found = [_request(monitor, chain, one) for one in retention.requests_of(monitor, chain)]
    if json:
        print_json({"chain": chain, "requests": found})
    else:
        print_requests(found, lang)


@app.command()
def show(
    home: Home,
    chain: Chain,
    number: Number,
    object_id: Annotated[str, typer.Argument(help="The identifier that the request is about.")],
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show the object of a request that was granted. Internal: not for publication."""
    monitor, by = open_home(home), user_of_system()
    permitted(monitor, OPERATION, chain, purpose, case=object_id, step="show", request=str(number))
    found = retention.show(monitor, chain, number, object_id, by, now_us())
    say(INTERNAL)
    if json:
        print_json(found)
    else:
        print_shown(found, lang)


def _today(monitor: Monitor, chain: str) -> date:
    return from_us(now_us()).astimezone(monitor.definition(chain).zone).date()


def _code_of(said: str) -> str:
    """The code itself, or the one in a file that `plan --json` was written to."""
    place = Path(said)
    if not place.is_file():
        return said
    try:
        return str(loads(place.read_text(encoding="utf-8"))["plan"])
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{place}: not the JSON of a plan. Make one: ketenmonitor retention plan HOME CHAIN --json."
        ) from None


def _said(policy: Policy) -> str:
    return f"Version {policy.version}: {len(policy.rules)} rules."


def _verified(policy: Policy) -> None:
    if policy.verified is None:
        say(UNVERIFIED)


def _as_json(found: Plan) -> dict[str, Any]:
    policy = found.policy
    return {
        "chain": found.chain, "policy": policy.version, "sha256": policy.digest, "verified": policy.verified, "day": found.day.isoformat(),
        "leaving": [asdict(line) for line in found.lines], "cases": found.cases,
        "staying": [{"rule": rule, "objects": n} for rule, n in found.stays.items()],
        "rows_set_apart": found.rows_set_apart, "refused": found.refused, "plan": found.code,
    }  # fmt: skip


def _request(monitor: Monitor, chain: str, one: Request) -> dict[str, Any]:
    zone = monitor.definition(chain).zone
    said = {**asdict(one), "at": to_iso(one.at_us, zone), "until": one.until_us and to_iso(one.until_us, zone)}
    return {name: value for name, value in said.items() if name not in ("at_us", "until_us", "object")}
