"""The command that shows what came in over HTTP and waits: deliveries for the gate, events until their partner vouches for them."""

from __future__ import annotations

from typing import Any

from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.output import print_json
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.inbox import waiting_in
from ketenmonitor.instants import to_iso
from ketenmonitor.store import open_home


def inbox(home: Home, json: Json = False, lang: Lang = Language.nl) -> None:
    """Show what came in over HTTP and waits."""
    monitor = open_home(home)
    zone = {chain: monitor.definition(chain).zone for chain in monitor.chains()}
    deliveries, streams = waiting_in(monitor)
    found: dict[str, list[dict[str, Any]]] = {
        "deliveries": [
            {"chain": one.chain, "partner": one.partner, "delivery_id": one.delivery_id, "received_at": to_iso(one.arrived_us, zone[one.chain])}
            for one in deliveries
        ],
        "events": [
            {
                "chain": one.chain, "partner": one.partner, "waiting": one.waiting, "delivery_id": one.delivery_id,
                "complete_until": None if one.until_us is None else to_iso(one.until_us, zone[one.chain]),
            }
            for one in streams
        ],
    }  # fmt: skip
    if json:
        print_json(found)
        return
    columns = {
        "deliveries": ("chain", "partner", "delivery_id", "received_at"),
        "events": ("chain", "partner", "waiting", "complete_until", "delivery_id"),
    }
    for name, rows in found.items():
        table = blank_table(word(name, lang))
        for column in columns[name]:
            table.add_column(word(column, lang), justify="right" if column == "waiting" else "left")
        for row in rows:
            table.add_row(*(_cell(row[column], lang) for column in columns[name]))
        show(table)


def _cell(value: str | int | None, language: str) -> str:
    if value is None:
        return word("none", language)
    return number(value, language) if isinstance(value, int) else value
