"""The command for everybody: which partner is complete until when, what is missing, and which figures suffer."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ketenmonitor import intake
from ketenmonitor.access import in_force
from ketenmonitor.cli import status_tables
from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.output import now_us, print_json, say, working
from ketenmonitor.errors import PurposeError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import moment_of, state_of
from ketenmonitor.store import Home as Monitor
from ketenmonitor.store import open_home, open_view

Now = Annotated[str | None, typer.Option(help="Count days up to this time (ISO 8601) instead of the present.")]
KnownAt = Annotated[str | None, typer.Option(help="What had been received at this time (ISO 8601).")]


def status(
    home: Home, as_known_at: KnownAt = None, now: Now = None, json: Json = False, lang: Lang = Language.nl
) -> None:
    """Show which partner is complete until when, what is missing, and which figures suffer."""
    monitor = open_home(home)
    with working("status"):
        found = {"chains": [_state(monitor, chain, as_known_at, now) for chain in monitor.chains()]}
    if json:
        print_json(found)
    else:
        for chain in found["chains"]:
            status_tables.print_status(chain, monitor.definition(chain["chain"]), lang)
        say(_purposes(monitor))


def _purposes(monitor: Monitor) -> str:
    """Whether a register of purposes is in force."""
    try:
        register = in_force(monitor)
    except PurposeError as error:
        return str(error)
    if register is None:
        return (
            "No register of purposes: nobody is refused for lack of one. Turn it on with `ketenmonitor purposes setup`."
        )
    return f"The register of purposes is in force: version {register.version}, {len(register.purposes)} purposes."


def _state(monitor: Monitor, chain: str, as_known_at: str | None, now: str | None) -> dict[str, Any]:
    from ketenmonitor.publishing import (
        to_be_revised,
    )  # only here: it brings what draws and writes, which no question needs

    zone = monitor.definition(chain).zone
    at_us = moment_of("--as-known-at", as_known_at, zone)
    until_us = moment_of("--now", now, zone) if now else at_us
    view = open_view(monitor, chain, at_us)
    state = state_of(Cases(view), now_us() if until_us is None else until_us)
    # Of what was refused only what waits now is known.
    refused = [r for r in intake.refusals(monitor) if r.chain == chain] if at_us is None else []
    for partner in state["partners"]:
        partner["refused"] = [r.delivery_id for r in refused if r.partner == partner["partner"]]
    return {**state, "to_be_revised": to_be_revised(monitor, view)}
