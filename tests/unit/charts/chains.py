"""Chains of any number of partners, to draw maps of, with the records that stand on them."""

from __future__ import annotations

from ketenmonitor.definition import Definition, definition_from_text
from tests.unit.disclosure.tables import Record, handover, stock

NAMES = (
    "Politie", "Openbaar Ministerie", "Rechtspraak", "Centraal Justitieel Incassobureau (CJIB)",
    "Reclassering", "Dienst Justitiële Inrichtingen", "Raad voor de Kinderbescherming", "Slachtofferhulp",
)  # fmt: skip
HEAD = """
[chain]
id = "proef"
version = "1"
title = { nl = "Proefzaken", en = "Trial cases" }
unit = "zaak"
timezone = "Europe/Amsterdam"
[objects.zaak]
partner = "p0"
"""
PARTNER = """
[partners.p{n}]
title = {{ nl = "{name}", en = "Partner {n}" }}
[activities.in{n}]
partner = "p{n}"
object = "zaak"
[activities.uit{n}]
partner = "p{n}"
object = "zaak"
"""
STOCK = """
[stocks.{id}]
title = {{ nl = "Werkvoorraad {id}", en = "Work in hand {id}" }}
partner = "p{n}"
enters = ["in{n}"]
leaves = ["uit{n}"]
old_after_days = 183
"""
HANDOVER = """
[handovers.{id}]
title = {{ nl = "Van {start} naar {end}", en = "From {start} to {end}" }}
sent = "uit{a}"
received = "in{b}"
"""


def chain_of(
    partners: int, stocks: dict[str, int] | None = None, handovers: dict[str, tuple[int, int]] | None = None
) -> Definition:
    """A chain of so many partners; `stocks`: whose each is; `handovers`: from whom to whom. By default all there are."""
    stocks = {f"s{n}": n for n in range(partners)} if stocks is None else stocks
    handovers = {f"h{n}": (n, n + 1) for n in range(partners - 1)} if handovers is None else handovers
    text = [HEAD, *(PARTNER.format(n=n, name=NAMES[n]) for n in range(partners))]
    text += [STOCK.format(id=id, n=n) for id, n in stocks.items()]
    text += [HANDOVER.format(id=id, a=a, b=b, start=NAMES[a], end=NAMES[b]) for id, (a, b) in handovers.items()]
    return definition_from_text("".join(text))


def stocks_of(chain: Definition) -> dict[str, Record]:
    return {id: {**stock(3385 - 11 * n, 1256 - n), "id": id} for n, id in enumerate(chain.stocks)}


def handovers_of(chain: Definition) -> dict[str, Record]:
    return {id: {**handover(1000, 389 - n, 900, 50), "id": id} for n, id in enumerate(chain.handovers)}
