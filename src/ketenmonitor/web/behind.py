"""Which partners of a chain are behind, for pages on which that matters.

Comes in: a home and a chain. Goes out: plain values. The promise: what the figures say of themselves; no event is read.
"""

from __future__ import annotations

from typing import Any

from ketenmonitor.instants import to_iso
from ketenmonitor.store import Home, open_view


def behind_of(home: Home, chain: str) -> list[dict[str, Any]]:
    """partner (its title), until, days, missing: the deliveries that should have come in between, if known."""
    view = open_view(home, chain)
    return [
        {
            "partner": view.definition.partners[one.partner].title,
            "until": to_iso(one.until_us, view.definition.zone),
            "days": one.days,
            "missing": tuple(dict.fromkeys(g.missing for g in view.coverage[one.partner].gaps if g.missing)),
        }
        for one in view.behind.values()
    ]
