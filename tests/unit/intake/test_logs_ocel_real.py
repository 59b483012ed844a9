"""Published object-centric logs go through the gate, and all that is in them is accounted for."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.instants import parse_instant
from ketenmonitor.intake import Outcome, import_log
from ketenmonitor.store import Home, make_home, open_view
from tests.unit.intake.ocel_samples import chain
from tests.unit.intake.test_logs_real import LOGS

OCEL = LOGS / "ocel"

pytestmark = pytest.mark.skipif(
    not OCEL.is_dir(), reason="the real logs are not beside the repository (../shared/data/logs/ocel)"
)

PURCHASES = """
[chain]
id = "inkoop"
version = "1"
unit = "order"
timezone = "Europe/Berlin"
[partners.inkoop]
[partners.boekhouding]
[objects.order]
partner = "inkoop"
key = "Purchase Order"
attributes = ["po_quantity"]
[objects.request]
partner = "inkoop"
key = "Purchase Requisition"
[objects.invoice]
partner = "boekhouding"
key = "Invoice"
attributes = ["is_blocked"]
[[links]]
from = "request"
to = "order"
partner = "inkoop"
[[links]]
from = "invoice"
to = "order"
partner = "boekhouding"
[attributes.po_quantity]
type = "integer"
[attributes.po_creator]
type = "category"
values = ["Mike", "Mario"]
[attributes.is_blocked]
type = "category"
values = ["Yes", "No"]
[activities.requested]
partner = "inkoop"
object = "request"
log_names = ["Create Purchase Requisition"]
[activities.ordered]
partner = "inkoop"
object = "order"
attributes = ["po_creator"]
log_names = ["Create Purchase Order"]
[activities.invoiced]
partner = "boekhouding"
object = "order"
log_names = ["Insert Invoice"]
[activities.paid]
partner = "boekhouding"
object = "invoice"
log_names = ["Insert Payment"]
[activities.blocked]
partner = "boekhouding"
object = "invoice"
log_names = ["Set Payment Block"]
"""

SHOP = """
[chain]
id = "winkel"
version = "1"
unit = "order"
timezone = "Europe/Berlin"
[partners.verkoop]
[partners.magazijn]
[objects.order]
partner = "verkoop"
key = "orders"
attributes = ["price"]
[objects.product]
partner = "verkoop"
key = "products"
attributes = ["price"]
[objects.item]
partner = "magazijn"
key = "items"
[objects.package]
partner = "magazijn"
key = "packages"
[objects.worker]
partner = "magazijn"
key = "employees"
[[links]]
from = "item"
to = "order"
partner = "magazijn"
[[links]]
from = "package"
to = "item"
partner = "magazijn"
[[links]]
from = "worker"
to = "package"
partner = "magazijn"
[attributes.price]
type = "number"
[activities.placed]
partner = "verkoop"
object = "order"
log_names = ["place order"]
[activities.confirmed]
partner = "verkoop"
object = "order"
log_names = ["confirm order"]
[activities.reminded]
partner = "verkoop"
object = "order"
log_names = ["payment reminder"]
[activities.picked]
partner = "magazijn"
object = "item"
log_names = ["pick item"]
[activities.out_of_stock]
partner = "magazijn"
object = "item"
log_names = ["item out of stock"]
[activities.packed]
partner = "magazijn"
object = "package"
log_names = ["create package"]
[activities.sent]
partner = "magazijn"
object = "worker"
log_names = ["send package"]
"""
Shop = tuple[Home, dict[str, Outcome]]
NOW = "2026-01-01T00:00:00Z"


def through_the_gate(folder: Path, definition: str, log: Path) -> tuple[Home, dict[str, Outcome]]:
    made = chain(definition)
    source = folder / "keten.toml"
    source.write_text(definition, encoding="utf-8")
    home = make_home(folder / "home", [source])
    outcomes = import_log(home, made.id, log, parse_instant(NOW, made.zone))
    assert {outcome.status for outcome in outcomes} == {"accepted"}, [outcome.reasons for outcome in outcomes]
    return home, {str(outcome.partner): outcome for outcome in outcomes}


def seen(home: Home, chain: str) -> dict[str, Any]:
    """All that the monitor knows after the import."""
    view = open_view(home, chain)
    tables = {"events": view.events, "links": view.links, "objects": view.objects}
    return {name: sorted(map(str, view.engine.run(table).to_pylist())) for name, table in tables.items()} | {
        "coverage": view.coverage
    }


def test_the_example_of_the_standard_is_the_same_in_three_forms(tmp_path: Path) -> None:
    known, findings = [], []
    for form in ("jsonocel", "sqlite", "xmlocel"):
        (tmp_path / form).mkdir()
        home, outcomes = through_the_gate(tmp_path / form, PURCHASES, OCEL / f"ocel20_example.{form}")
        known.append(seen(home, "inkoop"))
        findings.append([outcome.findings for outcome in outcomes.values()])
        assert [(o.counts["events"], o.counts["links"], o.counts["objects"]) for o in outcomes.values()] == [
            (3, 1, 3),
            (6, 3, 3),
        ]
        assert [len(outcome.quarantined) for outcome in outcomes.values()] == [3, 1]
    assert known[0] == known[1] == known[2]
    # JSON has its times in UTC; the other two as the clock in Berlin showed them.
    of_times = {"time-without-offset": 13}
    assert [findings[0][0] | of_times, findings[0][1]] == findings[1] == findings[2]
    assert findings[0] == [
        {
            "attribute-changed-over-time": 2,
            "event-without-object": 1,
            "link-reversed": 3,
            "object-not-of-the-activity": 5,
            "qualifier-left-out": 20 + 7,
            "undeclared-attribute-columns": 10,
            "undeclared-attribute-values": 15,
            "undeclared-link": 3,
            "undeclared-object": 3,
            "undeclared-object-type": 3,
            "unknown-activity": 3,
        },
        {"empty-identifier": 1},
    ]


def counted(query: str) -> dict[str, int]:
    address = f"{(OCEL / 'ocpa_running-example.sqlite').as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return dict(connection.execute(query).fetchall())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    return through_the_gate(tmp_path_factory.mktemp("shop"), SHOP, OCEL / "ocpa_running-example.sqlite")


def test_every_relation_and_object_of_a_shop_is_accounted_for(shop: Shop) -> None:
    outcomes = shop[1]
    sales, store = outcomes["verkoop"], outcomes["magazijn"]
    told = Counter(sales.findings)
    of_relations = counted(
        "SELECT e.ocel_type || ' ' || o.ocel_type, count(*) FROM event_object r JOIN event e ON e.ocel_id = "
        "r.ocel_event_id JOIN object o ON o.ocel_id = r.ocel_object_id GROUP BY 1"
    )
    assert sum(of_relations.values()) == 35_857
    # Every relation of an event: a row that came in, a repetition, a row set apart, or left out with its reason.
    came_in = sales.counts["events"] + store.counts["events"]
    assert sales.counts["events"] == sum(
        of_relations[f"{e} orders"] for e in ("place order", "confirm order", "payment reminder")
    )
    assert store.findings["repeated-row"] == of_relations["send package employees"] - 610
    assert told["unknown-activity"] == of_relations["failed delivery packages"] == 401
    assert told["undeclared-object-type"] == sum(n for pair, n in of_relations.items() if pair.endswith(" customers"))
    left_out = told["undeclared-object-type"] + told["object-not-of-the-activity"]
    assert came_in + store.findings["repeated-row"] + told["unknown-activity"] + left_out == 35_857
    # Every object.
    objects = counted("SELECT ocel_type, count(*) FROM object GROUP BY 1")
    assert sales.counts["objects"] == objects["orders"] + objects["products"]
    assert sales.counts["objects"] + store.counts["objects"] + told["undeclared-object"] == 10_031
    # Every relation between objects.
    of_links = counted(
        "SELECT a.ocel_type || ' ' || b.ocel_type, count(*) FROM object_object r JOIN object a ON a.ocel_id = "
        "r.ocel_source_id JOIN object b ON b.ocel_id = r.ocel_target_id GROUP BY 1"
    )
    assert told["link-reversed"] == of_links["orders items"] + of_links["packages employees"]
    assert store.counts["links"] == told["link-reversed"] + of_links["packages items"]
    assert store.counts["links"] + told["undeclared-link"] == 25_336
    assert told["qualifier-left-out"] == 35_857 + 25_336
    assert told["event-without-object"] == told["missing-object"] == told["only-in-table-of-type"] == 0


def test_identifiers_that_are_numbers_come_out_as_texts(shop: Shop) -> None:
    home, outcomes = shop
    assert outcomes["verkoop"].findings["identifier-stored-as-number"] == 7_670 + 2_000 + 320
    view = open_view(home, "winkel")
    prices = view.engine.run(view.objects.filter(view.objects.attribute == "price")).to_pylist()
    found = {(row["object_type"], row["object_id"]): float(row["value"]) for row in prices}
    orders = counted("SELECT CAST(ocel_id AS TEXT), price FROM object_Orders")
    assert {name: price for (kind, name), price in found.items() if kind == "order"} == orders
    # A price that changed is the last one.
    latest = counted("SELECT ocel_id, price FROM object_Products ORDER BY ocel_time")
    assert {name: price for (kind, name), price in found.items() if kind == "product"} == latest
    assert outcomes["verkoop"].findings["attribute-changed-over-time"] == len(latest) == 20
