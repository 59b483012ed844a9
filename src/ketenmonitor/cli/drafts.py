"""Commands for drafts of releases: make one to look at, audit it, approve it as a second person, publish or reject it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketenmonitor.cli.arguments import Home as HomePath
from ketenmonitor.cli.arguments import Json, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import now_us, print_json, user_of_system, working
from ketenmonitor.cli.releases import day_of
from ketenmonitor.instants import to_iso
from ketenmonitor.store import Home, open_home

if TYPE_CHECKING:
    from ketenmonitor.publishing import Draft, Step

app = typer.Typer(help="Drafts of releases: look at one before everybody does.", no_args_is_help=True)
Chain = Annotated[str, typer.Argument(help="The chain.")]
Number = Annotated[int, typer.Argument(help="The number of the draft.")]
AsOf = Annotated[str, typer.Option("--as-of", help="What was known at the start of this day: 2026-07-01.")]


@app.command("make")
def make(home: HomePath, chain: Chain, as_of: AsOf, purpose: Purpose = None) -> None:
    """Make a draft: a release that nobody is shown yet."""
    from ketenmonitor.publishing import begin

    monitor = _permitted(home, chain, purpose)
    _carried_out(monitor, begin(monitor, chain, day_of(as_of), user_of_system(), now_us()))


@app.command("audit")
def audit(home: HomePath, chain: Chain, number: Number, purpose: Purpose = None) -> None:
    """Attack a draft together with all that was published of the chain."""
    from ketenmonitor.publishing import Step

    monitor = _permitted(home, chain, purpose)
    _carried_out(monitor, _taken(monitor, chain, number, Step.AUDIT))


@app.command("resume")
def resume(home: HomePath, chain: Chain, number: Number, purpose: Purpose = None) -> None:
    """Go on with making or auditing a draft when that was interrupted."""
    from ketenmonitor.publishing import draft_of

    monitor = _permitted(home, chain, purpose)
    _carried_out(monitor, draft_of(monitor, chain, number))


@app.command("approve")
def approve(home: HomePath, chain: Chain, number: Number, purpose: Purpose = None) -> None:
    """Approve a draft that was found safe, as somebody else than who made it."""
    from ketenmonitor.publishing import Step

    _say(_taken(_permitted(home, chain, purpose), chain, number, Step.APPROVE))


@app.command("publish")
def publish(home: HomePath, chain: Chain, number: Number, purpose: Purpose = None) -> None:
    """Let an approved draft out to HOME/public/CHAIN/DAY, with the very bytes that were looked at."""
    from ketenmonitor.publishing import Step

    _say(_taken(_permitted(home, chain, purpose), chain, number, Step.PUBLISH))


@app.command("reject")
def reject(
    home: HomePath,
    chain: Chain,
    number: Number,
    reason: Annotated[str, typer.Option(help="Why, in a sentence.")],
    purpose: Purpose = None,
) -> None:
    """Reject a draft: its files are removed, who did what and why stays."""
    from ketenmonitor.publishing import Step

    _say(_taken(_permitted(home, chain, purpose), chain, number, Step.REJECT, reason))


@app.command("list")
def list_drafts(
    home: HomePath,
    chain: Annotated[str | None, typer.Argument(help="The chain; all when not given.")] = None,
    purpose: Purpose = None,
    as_json: Json = False,
) -> None:
    """List drafts, with how far they are and who did what."""
    from ketenmonitor.publishing import drafts_of

    monitor = open_home(home)
    wanted = [chain] if chain else monitor.chains()
    for one in wanted:
        _permitted(home, one, purpose)
    found = [draft for one in wanted for draft in drafts_of(monitor, one)]
    if as_json:
        print_json({"drafts": [_as_data(monitor, draft) for draft in found]})
        return
    for draft in found:
        _say(draft)


def _permitted(home: HomePath, chain: str, purpose: str | None) -> Home:
    """The monitor, for who may work on its releases."""
    monitor = open_home(home)
    monitor.definition(chain)  # one that is not there is said first
    permitted(monitor, "publish", chain, purpose)
    return monitor


def _taken(home: Home, chain: str, number: int, step: Step, reason: str = "") -> Draft:
    from ketenmonitor.publishing import draft_of, take

    return take(home, draft_of(home, chain, number), step, user_of_system(), now_us(), reason)


def _carried_out(home: Home, draft: Draft) -> None:
    from ketenmonitor.publishing import State, carry_out, lines_of

    with working(f"{draft.chain} {draft.number}"):
        draft = carry_out(home, draft, now_us)
    if draft.found is not None:
        for line in lines_of(draft.found):
            typer.echo(line)
    _say(draft)
    if draft.state in (State.FAILED, State.UNSAFE) or draft.history[-1].reason:
        raise typer.Exit(1)


def _say(draft: Draft) -> None:
    last = draft.history[-1]
    state = f"{draft.state} (interrupted)" if draft.is_interrupted else str(draft.state)
    typer.echo(
        f"{draft.chain} {draft.number}: {draft.as_of}, {state}, {last.by}{f': {last.reason}' * bool(last.reason)}"
    )
    if draft.state not in ("published", "rejected") and draft.about:
        typer.echo(f"  {draft.place / 'release' / 'index.html'}")


def _as_data(home: Home, draft: Draft) -> dict[str, Any]:
    zone = home.definition(draft.chain).zone
    history = [
        {"state": one.state, "by": one.by, "at": to_iso(one.at_us, zone), "reason": one.reason} for one in draft.history
    ]
    return {
        "chain": draft.chain, "number": draft.number, "as_of": draft.as_of.isoformat(), "state": draft.state,
        "is_interrupted": draft.is_interrupted, "history": history,
        "about": asdict(draft.about) if draft.about else None, "audit": draft.found, "folder": str(Path(draft.place)),
    }  # fmt: skip
