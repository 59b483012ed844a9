"""Pages of a release: what was sealed and nothing else, an address for each figure, and rows as the address asks for."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ketenmonitor.errors import UsageError
from ketenmonitor.store import publication_secrets
from ketenmonitor.web.public import shelves
from ketenmonitor.web.public.tables import Cell, table_of
from tests.chain import DEFINITION, home_of
from tests.unit.publishing.homes import GIVEN
from tests.unit.web.sites import let_out, let_out_whole, visitor

BASE = "/cijfers/proef/2024-03-01"
Site = tuple[TestClient, Path]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    home = home_of(tmp_path_factory.mktemp("pages"), DEFINITION)
    publication_secrets(home.path, GIVEN)
    return visitor(home), let_out_whole(home)


def words(client: TestClient, address: str) -> str:
    """The words of the main part of a page, on one line."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.text.partition("<main")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", main, flags=re.S)))


def values(place: Path, code: str = "nl") -> Any:
    return json.loads((place / f"page-{code}.json").read_bytes())


def table(place: Path, id: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((place / "data" / f"{id}.csv").read_text(encoding="utf-8"), newline="")))


@pytest.mark.parametrize("code", ["nl", "en"])
def test_every_word_and_number_of_the_sealed_page_stands_on_a_page(code: str, site: Site) -> None:
    client, place = site
    prefix, said = ("" if code == "nl" else "/en"), values(place, code)
    seen = words(client, f"{prefix}{BASE}")
    links = set(re.findall(rf'href="({prefix}{BASE}/[a-z]+(?:/[a-z_]+)?)"', client.get(f"{prefix}{BASE}").text))
    parts = {link for link in links if link.count("/") == BASE.count("/") + 1 + prefix.count("/")}
    for part in sorted(parts):
        seen += words(client, part)
        links |= set(re.findall(rf'href="({re.escape(part)}/[a-z_]+)"', client.get(part).text))
    seen += "".join(words(client, link) for link in sorted(links - parts))
    for section in said["sections"]:
        for block in section["blocks"]:
            texts = [
                block["title"],
                *block["lead"],
                *block["says"],
                *block["counted"],
                *block["notes"],
                block["source"],
            ]
            texts += [
                text
                for one in block["tables"]
                for row in one["rows"]
                for text in (row["head"], *(c["text"] for c in row["cells"]))
            ]
            assert [text for text in texts if re.sub(r"\s+", " ", text) not in seen] == [], block["id"]
    for text in [*said["known"], *said["protection"], *(word for pair in said["explained"] for word in pair)]:
        assert text in seen


def test_the_map_names_each_partner_and_leads_to_its_stock_and_hand_overs(site: Site) -> None:
    client, place = site
    text = client.get("/").text
    drawn = values(place)["map"]
    assert len(drawn["stations"]) == 2
    for station in drawn["stations"]:
        assert f'aria-label="{station["name"]}"' in text
        for held in station["held"]:
            assert f'href="{BASE}/voorraad/{held["id"]}"' in text
            assert held["amount"] in text
    assert f'href="{BASE}/overdracht"' in text
    assert "width-6" in text  # the only hand-over is the widest


def test_a_figure_brings_its_tables_its_chart_as_data_and_how_it_is_counted(site: Site) -> None:
    client, place = site
    block = values(place)["sections"][1]["blocks"][0]
    address = f"{BASE}/doorlooptijd/{block['figure']}"
    text = client.get(address).text
    for link in re.findall(r'href="([^"#]+)"', text):
        assert client.get(unescape(link)).status_code in (200, 303), link
    assert f"{BASE}/bestanden/charts/{block['chart']['id']}.csv" in text
    assert f"{BASE}/tabellen/lead-time-by-eenheid?id={block['figure']}" in text
    assert "Zo is het geteld" in text
    assert len(block["counted"]) >= 2


def test_a_table_shows_the_rows_that_the_address_asks_for(site: Site) -> None:
    client, place = site
    rows = table(place, "stock-by-eenheid-year")
    mine = [row for row in rows if row["eenheid"] == "Noord"]
    assert 0 < len(mine) < len(rows)
    text = client.get(f"{BASE}/tabellen/stock-by-eenheid-year?eenheid=Noord").text
    assert text.count("<tr>") == len(mine) + 1
    assert "<td>Noord</td>" not in text  # what was chosen stands above the table
    assert client.get(f"{BASE}/tabellen/stock-by-eenheid-year").text.count("<tr>") == len(rows) + 1


def test_cells_are_written_for_people_and_what_is_missing_says_why(site: Site) -> None:
    client, place = site
    rows = table(place, "lead-time-by-eenheid")
    shares = {row["within_norm"] for row in rows} - {"suppressed", "not-yet-known", "not-applicable", "not-reached"}
    text = words(client, f"{BASE}/tabellen/lead-time-by-eenheid")
    assert "onderdrukt (kleine aantallen)" in text
    assert "suppressed" not in text
    for share in shares:
        assert f"{float(share) * 100:.1f}%".replace(".", ",").replace(",0%", ",0%") in text.replace(
            "100%", "100,0%"
        ).replace(" 0%", " 0,0%")


def test_also_the_first_cell_of_a_row_is_written_for_people(site: Site) -> None:
    stock = f"{BASE}/tabellen/stock-by-eenheid"
    assert '<th scope="row">31 januari 2024</th>' in site[0].get(f"{stock}?id=politie&eenheid=Noord").text
    hand_over = site[0].get(f"{BASE}/tabellen/handover?id=over").text
    assert re.search(r'<th scope="row" class="number">\d+</th>', hand_over)
    missing = site[0].get(f"{stock}-year?id=politie&eenheid=Noord&period=_unknown").text
    assert '<td class="missing">niet geleverd</td>' in missing
    assert '<th scope="row">niet' not in missing


@pytest.mark.parametrize("query", ["eenheid=Oost", "stock=3", "onzin=1"])
def test_a_filter_that_the_table_does_not_have_is_refused_with_what_is_right(query: str, site: Site) -> None:
    answer = site[0].get(f"{BASE}/tabellen/stock-by-eenheid-year?{query}")
    assert answer.status_code == 400
    assert "Right are:" in answer.text


@pytest.mark.parametrize(
    "rest",
    [
        "/nergens",
        "/doorlooptijd/nergens",
        "/tabellen/nergens",
        "/tabellen/..%2F..%2Fsecrets",
        "/keten/x",
        "/termijnen/x",
    ],
)
def test_what_a_release_does_not_have_is_not_there(rest: str, site: Site) -> None:
    assert site[0].get(BASE + rest).status_code == 404


def test_who_has_a_page_already_is_told_so_and_who_is_logged_in_gets_their_own(site: Site) -> None:
    client, _ = site
    first = client.get(BASE)
    assert client.get(BASE).content == first.content
    assert client.get(f"/en{BASE}").content != first.content
    again = client.get(BASE, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_page_for_who_is_logged_in_is_kept_by_nobody(tmp_path: Path) -> None:
    home = home_of(tmp_path, DEFINITION)
    publication_secrets(home.path, GIVEN)
    let_out_whole(home)
    analyst = visitor(home, "analyst")
    mine = analyst.get(BASE)
    assert mine.headers["cache-control"] == "no-store"
    assert "analyst: uitloggen" in mine.text
    analyst.cookies.clear()
    assert "uitloggen" not in analyst.get(BASE).text


def test_pages_are_made_anew_when_another_release_is_let_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "LOOK_AGAIN", 0.0)
    home = home_of(tmp_path, DEFINITION)
    publication_secrets(home.path, GIVEN)
    let_out_whole(home)
    client = visitor(home)
    assert "1 april 2024" not in client.get(BASE).text
    let_out(home, "2024-04-01")
    assert "1 april 2024" in client.get(BASE).text


def test_a_figure_without_rows_in_a_table_leads_to_no_rows_and_not_to_a_fault(site: Site) -> None:
    def file(path: str) -> bytes:
        return (site[1] / path).read_bytes()

    shown = table_of(file, "lead-time-curve", {"id": "other"}, "nl", ("other",))
    assert shown is not None
    assert (shown.count, shown.rows) == (0, ())
    with pytest.raises(UsageError):
        table_of(file, "lead-time-curve", {"id": "other"}, "nl")


def test_a_ratio_may_be_over_all(site: Site, tmp_path: Path) -> None:
    _, place = site
    content = (place / "data" / "flow-year.csv").read_text(encoding="utf-8").splitlines()
    at = content[0].split(",").index("clearance_rate")
    row = content[1].split(",")
    row[at] = "1.25"
    files = {
        f"data/{name}": (place / "data" / name).read_bytes() for name in ("flow-year.csv-metadata.json", "codes.csv")
    }
    files["data/flow-year.csv"] = "\n".join([content[0], ",".join(row)]).encode()
    found = table_of(files.get, "flow-year", {}, "nl")
    assert found
    assert Cell("ratio", 1.25) in found.rows[0]
