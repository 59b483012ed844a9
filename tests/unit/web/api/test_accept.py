"""The media type that a program wants most, of those that there are."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from ketenmonitor.web.api.accept import best

OFFERED = ("application/json", "text/csv")


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; header=present", "text/csv"),
        ("application/json;q=0.5, text/*", "text/csv"),
        ("text/csv;q=0, */*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("text/html", None),
        ("application/json;q=0", None),
        ("text/csv;q=veel", None),
        (",;,", None),
    ],
)
def test_what_is_wanted_most_is_given(accept: str, found: str | None) -> None:
    assert best(accept, OFFERED) == found


def test_who_wants_what_there_is_not_is_told_what_there_is(anybody: TestClient) -> None:
    answer = anybody.get("/v1/ketens", headers={"accept": "text/html"})
    assert answer.status_code == 406
    assert "application/json" in answer.json()["detail"]
    rows = anybody.get("/v1/ketens/proef/uitgaven/2024-02-01/tabellen/stock", headers={"accept": "text/html"})
    assert "application/json, text/csv" in rows.json()["detail"]
