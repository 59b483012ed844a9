"""Figures for programs of analysts: those of the command, byte for byte, logged before they are given."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, compare, measure
from ketenmonitor.measures.as_data import csv_text, json_text
from ketenmonitor.store import Home, open_view
from ketenmonitor.web.api.document import document_of
from ketenmonitor.web.api.routes import ROUTES
from ketenmonitor.web.settings import WebSettings
from tests.unit.web.sites import visitor

STOCK = "/v1/ketens/proef/maten/stock"
BEFORE = "2024-03-01T00:00:00Z"  # nothing had come in


def test_what_can_be_asked_is_told(analyst: TestClient) -> None:
    said = analyst.get("/v1/ketens/proef/maten").json()
    assert [one["id"] for one in said["measures"]] == list(MEASURES)
    assert said["measures"][0]["ids"] == [{"id": "keten", "title": {"nl": "keten", "en": "keten"}}]
    assert {one["id"]: one["values"] for one in said["breakdowns"]} == {"eenheid": ["Noord", "Zuid"], "minderjarig": []}
    for one in said["measures"]:
        query = "?period=month" if one["id"] == "flow" else ""
        assert analyst.get(one["links"]["self"] + query).status_code == 200


def test_figures_are_those_of_the_command(home: Home, analyst: TestClient) -> None:
    selection = Selection(by=("eenheid",), period="month")
    records = list(measure(Cases(open_view(home, "proef")), "stock", selection=selection).records)
    assert records
    assert analyst.get(f"{STOCK}?by=eenheid&period=month").text == json_text(records)
    for how in ({"params": {"format": "csv"}}, {"headers": {"accept": "text/csv"}}):
        answer = analyst.get(f"{STOCK}?by=eenheid&period=month", **how)  # type: ignore[arg-type]  # either of two
    assert analyst.get(f"{STOCK}?by=eenheid&period=month&format=csv").text == csv_text(records)
    assert answer.headers["cache-control"] == "no-store"


def test_what_moved_is_that_of_the_command(home: Home, analyst: TestClient) -> None:
    now, then = (measure(Cases(open_view(home, "proef", at)), "stock") for at in (None, 1_709_251_200_000_000))
    moves = list(compare(now, then).records)
    assert moves
    assert analyst.get(f"{STOCK}?compareTo={BEFORE}").text == json_text(moves)


@pytest.mark.parametrize("name", MEASURES)
def test_figures_are_what_the_document_says(analyst: TestClient, name: str) -> None:
    document = document_of(ROUTES, WebSettings())
    answer = document["paths"]["/ketens/{keten}/maten/{maat}"]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"] | {"components": document["components"]}
    for query in ("", "period=month", "period=month&basis=exit", "by=eenheid&period=month", f"compareTo={BEFORE}"):
        records = analyst.get(f"/v1/ketens/proef/maten/{name}?{query}")
        if records.status_code == 200:
            assert [error.message for error in Draft202012Validator(schema).iter_errors(records.json())] == []
        else:
            assert (records.status_code, name in ("flow", "linkage", "reconcile")) == (400, True)


def test_every_field_of_a_figure_is_described(analyst: TestClient) -> None:
    schemas = document_of(ROUTES, WebSettings())["components"]["schemas"]
    for name in ("lead-time", "stock", "flow", "handover", "term"):
        for record in analyst.get(f"/v1/ketens/proef/maten/{name}?period=month").json():
            assert set(record) <= set(schemas["Figure"]["properties"]), name


def test_what_is_asked_is_in_the_log_with_who_asked(home: Home, analyst: TestClient) -> None:
    analyst.get("/v1/ketens/proef/maten/term")
    last = json.loads((home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["user"], last["command"], last["through"], last["measure"]) == (
        "local:analyst",
        "measure",
        "api",
        "term",
    )


def test_nothing_is_given_that_cannot_be_logged(home: Home, analyst: TestClient) -> None:
    place = home.path / "log"
    place.rename(home.path / "elsewhere")
    place.write_text("", encoding="utf-8")
    try:
        answer = analyst.get(STOCK)
    finally:
        place.unlink()
        (home.path / "elsewhere").rename(place)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "number" in answer.json()["detail"]
    assert str(home.path) not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"  # of a mistake of ours too


@pytest.mark.parametrize(
    ("query", "right"),
    [
        ("by=nergens", "eenheid, minderjarig"),
        ("period=eeuw", "'month', 'quarter' or 'year'"),
        ("from=gisteren", "YYYY-MM-DD"),
        ("where=x", "ATTR=VALUE"),
        ("asKnownAt=toen", "ISO 8601"),
        ("asKnownAt=0613-01-16T03:04:55Z", "1970"),  # its local time has an offset with seconds
        ("compareTo=1937-06-30T00:00:00Z", "1970"),
        ("id=andere", "politie"),
        ("format=pdf", "'json' or 'csv'"),
        ("basis=x", "'entry' or 'exit'"),
        ("kleur=1", "asKnownAt, compareTo"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_is_right(analyst: TestClient, query: str, right: str) -> None:
    answer = analyst.get(f"{STOCK}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert right in answer.text


def test_who_may_not_ask_learns_nothing_else(home: Home, anybody: TestClient) -> None:
    handler = visitor(home, "handler")
    for address in (STOCK, "/v1/ketens/andere/maten/stock", "/v1/ketens/proef/maten/nergens?kleur=1"):
        assert anybody.get(address).status_code == 401
        assert handler.get(address).status_code == 403
    forged = TestClient(anybody.app, base_url="http://127.0.0.1:8000", cookies={"monitor": "x" * 43})
    assert forged.get(STOCK).status_code == 401


def test_a_chain_that_is_not_there_is_not_found(analyst: TestClient) -> None:
    assert analyst.get("/v1/ketens/andere/maten/stock").status_code == 404
