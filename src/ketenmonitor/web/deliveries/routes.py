"""The pages of a partner's engineers: how far their deliveries go, what was set apart and why, and what to deliver.

Comes in: a request. Goes out: a page about this partner only. The promise: of a row that was set apart it says where it
stood and what would be right, and never what was in it.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.definition import Definition, data_dictionary
from ketenmonitor.instants import to_iso
from ketenmonitor.intake import waiting
from ketenmonitor.linking import Cases
from ketenmonitor.measures import state_of
from ketenmonitor.store import ledger, open_view
from ketenmonitor.web.deliveries import upload
from ketenmonitor.web.pages import page, site, visitor
from ketenmonitor.web.partner import chain_of_partner, chains_of_partner
from ketenmonitor.web.permitting import permitted

MOST_ROWS = 500
RETRY = "retry"


async def chains(request: Request) -> Response:
    """The chains to which this partner delivers."""
    return page(request, "chains.html", chains=chains_of_partner(request), room="deliveries")


async def chain(request: Request) -> Response:
    """What this partner delivered to one chain."""
    definition = chain_of_partner(request)
    said = await asyncio.to_thread(_said, request, definition)
    return page(request, "deliveries/chain.html", chain=definition, **said)


async def dictionary(request: Request) -> Response:
    """What to deliver, as a file."""
    definition = chain_of_partner(request)
    text = data_dictionary(definition, request.state.language)
    name = f"{definition.id}-{definition.version}.md"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


def _said(request: Request, definition: Definition) -> dict[str, Any]:
    home, partner = site(request).home, visitor(request).partner
    permitted(request, "deliveries", definition.id)
    state = state_of(Cases(open_view(home, definition.id)))
    receipts = [r for r in ledger.read(home.tables_path(definition.id)) if r.partner == partner and r.kind != RETRY]
    rows = [
        {
            "delivery": r.delivery_id,
            "received": to_iso(r.received_at_us, definition.zone),
            "until": to_iso(r.delivered_until_us, definition.zone),
            "rows": sum(r.counts.values()),
            "findings": sum(r.findings.values()),
        }
        for r in sorted(receipts, key=lambda r: r.received_at_us, reverse=True)
    ]
    return {
        "upload_mb": site(request).settings.upload_mb,
        "state": next(one for one in state["partners"] if one["partner"] == partner),
        "figures": _held_back(state, definition, partner or "", request.state.language),
        "deliveries": rows,
        "waiting": waiting(home, MOST_ROWS, definition.id, partner),
    }


def _held_back(state: dict[str, Any], definition: Definition, partner: str, language: str) -> list[str]:
    """The figures that stop at this partner, which is behind."""
    tables: dict[str, Any] = {
        "lead-time": definition.lead_times, "stock": definition.stocks, "handover": definition.handovers, "term": definition.terms,
    }  # fmt: skip
    return [
        tables[one["kind"]][one["id"]].title.in_language(language)
        for one in state["coverage"]
        if one["id"] and any(b["partner"] == partner and b["holds_back"] for b in one["behind"])
    ]


ROUTES = (
    ("deliveries", "/leveringen", ("GET",), chains),
    ("deliveries-chain", "/leveringen/{chain}", ("GET",), chain),
    ("dictionary", "/leveringen/{chain}/gegevenswoordenboek", ("GET",), dictionary),
    *upload.ROUTES,
)
