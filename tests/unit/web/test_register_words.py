"""The pages of a register with many kinds of items: what the register says of its own accord is Dutch on Dutch pages.

The made-up papers of the demonstration are read as any others; what a page says is held against every English sentence that the
register can make.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from datetime import date
from html import unescape
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from ketenmonitor.cli.demo_register import with_register
from ketenmonitor.register import extract, read
from ketenmonitor.register.overview import overview
from ketenmonitor.register.records import Kind, Register, add_paper, items, open_register, papers
from ketenmonitor.register.standing import State
from ketenmonitor.store import Home
from ketenmonitor.web.register.checking import CHECKED
from tests.unit.web.sites import filled_home, visitor

READ_US = 1_700_000_000_000_000
LEAST = 14  # letters of a piece of a sentence that can be looked for
# Beside the papers of the demonstration: terms that need an assumption, a letter that brings what another promised, and a delay.
LETTERS = {
    "brief-januari.txt": """Ministerie van Waterwegen
Datum 20 januari 2026
Betreft Bruggen en sluizen

Geachte voorzitter,

Ik zal uw Kamer voor de zomer informeren over de uitkomsten van het onderzoek naar verzakte bruggen over de Vechtstroom.
Ik stuur uw Kamer rond april het actieplan tegen lekkende sluisdeuren. Het aantal storingen steeg met 8 %.
De motie van het lid Roer (ABC) over kadeverlichting (Kamerstuk 99 123, nr. 45) is in uitvoering.

De minister van Waterwegen,

A. Roer
""",
    "brief-oktober.txt": """Ministerie van Waterwegen
Datum 12 oktober 2026
Betreft Onderzoek verzakte bruggen

Geachte voorzitter,

Hierbij bied ik u het onderzoeksrapport over de verzakte bruggen over de Vechtstroom aan.

De minister van Waterwegen,

A. Roer
""",
}
REMARK = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = filled_home(tmp_path_factory.mktemp("words"))
    with_register(made.path, "proef", READ_US)
    folder = tmp_path_factory.mktemp("letters")
    for name, text in LETTERS.items():
        (folder / name).write_text(text, encoding="utf-8")
        add_paper(open_register(made.path), extract(read(folder / name)), READ_US, "tests", "tests")
    return made


@pytest.fixture(scope="module")
def register(home: Home) -> Register:
    return open_register(home.path)


@pytest.fixture(scope="module")
def registrar(home: Home, register: Register) -> TestClient:
    return visitor(home, "registrar")


def shown(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return " ".join(unescape(REMARK.sub(" ", answer.text)).split())


def pages_of(register: Register) -> list[str]:
    found = ["/register", "/register/agenda", "/register/cijfers", "/register/stukken", "/register/nakijken"]
    found += [f"/register/punten/{row.point.id}" for row in overview(register, date.today())]
    found += [f"/register/stukken/{one.id}" for one in papers(register)]
    for one in items(register, *CHECKED):
        found += [f"/register/nakijken/{one.key}", f"/register/stukken/{one.paper}?punt={one.key}"]
    return found


def english() -> set[str]:
    """The fixed pieces of every English sentence that the register can make."""
    table = tomllib.loads(files("ketenmonitor.register").joinpath("words.toml").read_text(encoding="utf-8"))
    said = [sentence for part in table["sentence"].values() for sentence in part]
    pieces = (piece.strip(" ,;:.()") for sentence in said for piece in re.split(r"\{\w+\}", sentence))
    named = (name for name in table["name"]["nl"] if "_" in name)
    return {piece for piece in pieces if len(piece) >= LEAST and " " in piece} | set(named)


def test_dutch_pages_say_nothing_in_english(registrar: TestClient, register: Register) -> None:
    assert {one.kind for one in items(register)} >= {Kind.QUESTION, Kind.MOTION, Kind.COMMITMENT, Kind.FIGURE}
    known = english()
    found = {
        (path, piece)
        for path in pages_of(register)
        for text in [shown(registrar, path)]
        for piece in known
        if piece in text
    }
    assert found == set()


def test_english_would_be_seen(registrar: TestClient, register: Register) -> None:
    texts = [shown(registrar, f"/en{path}") for path in pages_of(register)]
    assert any(piece in text for piece in english() for text in texts)


def test_files_in_dutch_assume_in_dutch(registrar: TestClient) -> None:
    known = english()
    for path in ("/register/agenda.ics", "/register/agenda.atom"):
        text = registrar.get(path).text.replace("\r\n ", "")
        assert [piece for piece in known if piece in text] == []
    said = json.loads(registrar.get("/register/export/register.json").content)
    assumed = [
        one
        for points in ("Toezegging", "Zaak")
        for point in said[points]
        for one in (point["termijn"] or {}).get("aannames", ())
    ]
    assert assumed
    assert [piece for piece in known if piece in " ".join(assumed)] == []


def test_every_place_says_the_same_state(registrar: TestClient, register: Register) -> None:
    states = {row.point.id: str(row.standing.state) for row in overview(register, date.today())}
    assert len(set(states.values())) > 3
    read: dict[str, str] = {}
    for name in ("toezeggingen", "zaken"):
        table = registrar.get(f"/register/export/{name}.csv").content.decode("utf-8-sig")
        read |= {row["sleutel"]: row["stand_afgeleid"] for row in csv.DictReader(io.StringIO(table))}
    assert read == states
    assert {key: registrar.get(f"/v1/register/punten/{key}").json()["state"] for key in states} == states
    for key, state in states.items():
        assert f'class="state state-{state}"' in registrar.get(f"/register/punten/{key}").text


def test_what_the_last_paper_says_of_a_motion_is_told_and_closes_nothing(
    registrar: TestClient, register: Register
) -> None:
    reported = [row for row in overview(register, date.today()) if row.standing.reported]
    assert reported
    for row in reported:
        text = shown(registrar, f"/register/punten/{row.point.id}")
        assert "Het laatste stuk zegt:" in text
        said = registrar.get(f"/v1/register/punten/{row.point.id}").json()["reported"]
        assert row.standing.reported
        assert said["status"] == row.standing.reported[0]


def test_every_state_that_is_done_looks_done() -> None:
    style = files("ketenmonitor.web").joinpath("static/monitor.css").read_text(encoding="utf-8")
    assert all(f".state-{state}" in style for state in State if state is not State.OPEN)


def test_a_hint_that_something_is_fulfilled_says_that_it_is_one(registrar: TestClient, register: Register) -> None:
    perhaps = [row for row in overview(register, date.today()) if row.fulfilments]
    assert perhaps
    for row in perhaps:
        text = shown(registrar, f"/register/punten/{row.point.id}")
        assert f"Mogelijk nagekomen met {row.fulfilments[0].source} van" in text
        said = registrar.get(f"/v1/register/punten/{row.point.id}").json()["possiblyFulfilledBy"]
        assert [one["text"] for one in said] == [one.text for one in row.fulfilments]
