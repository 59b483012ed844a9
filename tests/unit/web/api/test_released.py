"""What was published, for programs: the cells of the sealed files, and nothing that is not as it was sealed."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ketenmonitor.store import Home
from tests.unit.web.sites import filled_home, let_out, table_files, visitor

ROWS = "/v1/ketens/proef/uitgaven/2024-02-01/tabellen/stock"


def test_every_document_leads_to_the_next(anybody: TestClient) -> None:
    chain = anybody.get("/v1/ketens").json()["chains"][0]
    assert chain["latest"] == "2024-03-01"
    releases = anybody.get(chain["links"]["releases"]).json()["releases"]
    assert [one["asOf"] for one in releases] == ["2024-03-01", "2024-02-01"]
    release = anybody.get(releases[0]["links"]["self"]).json()
    assert all(anybody.get(one["links"]["self"]).status_code == 200 for one in (*release["tables"], *release["files"]))
    assert anybody.get(release["links"]["page"], follow_redirects=True).status_code == 200


def test_a_table_says_what_its_columns_are(anybody: TestClient) -> None:
    (table,) = anybody.get("/v1/ketens/proef/uitgaven/2024-02-01/tabellen").json()["tables"]
    said = {one["name"]: (one["type"], one["unit"], one["isKey"], one["title"]["nl"]) for one in table["columns"]}
    assert said == {
        "id": ("string", None, True, "Onderwerp"),
        "period": ("string", None, True, "Periode"),
        "date": ("date", None, False, "Peildatum"),
        "stock": ("integer", "cases", False, "Voorraad"),
        "share": ("number", "share", False, "Aandeel"),
    }
    assert table["license"] == "http://creativecommons.org/publicdomain/zero/1.0/deed.nl"


def test_a_row_has_values_of_their_types_or_says_why_there_is_none(anybody: TestClient) -> None:
    rows = anybody.get(ROWS).json()["rows"]
    assert rows[0]["values"] == {
        "id": "politie", "period": "2024-01", "date": "2024-01-31", "stock": 26, "share": 0.123456789012,
    }  # fmt: skip
    assert rows[0]["missing"] == {}
    assert rows[1]["values"]["stock"] is None
    assert rows[1]["missing"] == {"stock": "suppressed", "share": "not-reached"}
    assert (rows[2]["values"]["stock"], rows[2]["missing"]) == (0, {"date": "not-delivered"})


@pytest.mark.parametrize("how", [{"params": {"format": "csv"}}, {"headers": {"accept": "text/csv"}}])
def test_the_csv_is_the_sealed_file(anybody: TestClient, how: dict[str, dict[str, str]]) -> None:
    answer = anybody.get(ROWS, **how)  # type: ignore[arg-type]  # either of two
    assert answer.content == table_files()["data/stock.csv"]
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["vary"] == "Accept"


def test_a_sealed_file_is_not_given_in_parts(anybody: TestClient) -> None:
    answer = anybody.get(f"{ROWS}?format=csv&page=2&where=id=om")
    assert answer.status_code == 400
    assert "page, where" in answer.json()["detail"]


def test_rows_come_by_page_with_the_others_in_reach(anybody: TestClient) -> None:
    first = anybody.get(f"{ROWS}?pageSize=2")
    assert (first.json()["total"], len(first.json()["rows"])) == (3, 2)
    second = anybody.get(first.links["next"]["url"])
    assert [row["values"]["id"] for row in second.json()["rows"]] == ["om"]
    assert set(second.links) == {"first", "prev", "last"}
    assert anybody.get(f"{ROWS}?page=9").json()["rows"] == []


def test_rows_are_chosen_by_their_keys(anybody: TestClient) -> None:
    found = anybody.get(f"{ROWS}?where=id=politie&where=period=2024-02").json()
    assert (found["total"], found["rows"][0]["missing"]["stock"]) == (1, "suppressed")
    refused = anybody.get(f"{ROWS}?where=stock=26")
    assert refused.status_code == 400
    assert "id, period" in refused.json()["detail"]


def test_who_has_it_need_not_fetch_it_again(anybody: TestClient) -> None:
    for query in ("", "?format=csv"):
        answer = anybody.get(f"{ROWS}{query}")
        assert "immutable" in answer.headers["cache-control"]
        again = anybody.get(f"{ROWS}{query}", headers={"if-none-match": f'"x", W/{answer.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        other = anybody.get(f"{ROWS}{query}", headers={"if-none-match": '"x"'})
        assert other.status_code == 200


def test_the_latest_is_where_it_is_said_to_be(anybody: TestClient) -> None:
    answer = anybody.get("/v1/ketens/proef/uitgaven/laatste/tabellen/stock?format=csv")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/v1/ketens/proef/uitgaven/2024-03-01/tabellen/stock?format=csv"
    assert answer.headers["cache-control"] == "no-cache"


def test_pages_of_other_sites_may_read_it_and_a_head_is_enough(anybody: TestClient) -> None:
    answer = anybody.head(ROWS)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")


@pytest.mark.parametrize(
    "address",
    [
        "/v1/ketens/andere",
        "/v1/ketens/andere/uitgaven/laatste",
        "/v1/ketens/proef/uitgaven/2024-02-02",
        f"{ROWS}-by-eenheid",
        "/v1/ketens/proef/uitgaven/2024-02-01/tabellen/definition",
    ],
)
def test_what_is_not_there_is_not_found(anybody: TestClient, address: str) -> None:
    answer = anybody.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["data/stock.csv", "data/stock.csv-metadata.json"])
def test_a_table_that_is_changed_while_it_is_served_is_not_there(tmp_path: Path, path: str) -> None:
    home: Home = filled_home(tmp_path)
    place = let_out(home, "2024-02-01")
    client = visitor(home)
    assert client.get("/v1/ketens").status_code == 200  # the seal was judged
    (place / path).write_bytes(b"id\r\nother\r\n")
    assert client.get(ROWS).status_code == 404
