"""Hostile papers, addresses and files: pages stay pages, files stay files of their kind, and nobody learns who decided."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
from starlette.testclient import TestClient

from ketenmonitor.register.items import Extraction, Moment, Motion, Question, Reference, StatedFigure
from ketenmonitor.register.paper import Place
from ketenmonitor.register.records import (
    Action,
    Kind,
    Register,
    Spot,
    Texts,
    add_paper,
    decide,
    decisions_of,
    items,
    open_register,
)
from ketenmonitor.store import Home
from ketenmonitor.web.register.reading import stretch_of
from tests.unit.web.registers import (
    EVALUATION,
    LEVIES,
    READ_US,
    SECOND,
    SOON,
    filled_register,
    key_of,
    paper_of,
    promise,
)
from tests.unit.web.sites import filled_home, settings, site_with, visitor

EVIL = (
    "<script>alert(1)</script>", '" onmouseover="x', "&amp;", "]]>", "a\0b", "c\x01\x1b\x7f\x85", "\u202ed", "cr\rX-INJ:1",
    "crlf\r\nEND:VEVENT\r\nX-INJ:2", "=HYPERLINK(1)", "\n=1", "\ufffe", "\ud800", "{{7*7}}",
)  # fmt: skip
WHO = "local:zonderling-uniek"
LISTS = ("/register", "/register/agenda", "/register/cijfers", "/register/stukken")
FILES = ("agenda.ics", "agenda.atom", "export/register.json", "export/zaken.csv", "export/toezeggingen.csv")
PROGRAMS = ("/v1/register/punten", "/v1/register/cijfers", "/v1/register/stukken")
PUBLIC = (*LISTS, *(f"/register/{name}" for name in FILES), *PROGRAMS)


def hostile(texts: tuple[str, ...] = EVIL, latest: date | None = SOON, earliest: date | None = None) -> Extraction:
    """A paper in which every field is one of these texts."""
    raw = "\n".join(f"{one} {n}" for n, one in enumerate(texts)).replace("\ud800", "?")
    paper = paper_of('="><script>\r\nX-INJ: a\0.txt', raw, SECOND)
    place = Place(1, 0, 4, None)
    made = list(enumerate(texts))
    due = Moment("t <b>\r\nX-INJ:9", "before", earliest, latest, "day", "r<i>", None, ("a\rX-INJ:3",))
    promised = promise(paper_of("", "x", None), "x", "x", due)
    return Extraction(
        paper, "<b>",
        commitments=tuple(replace(promised, who=t, what=f"{t} w{n}", text=f"{t} c{n}", place=place) for n, t in made),
        motions=tuple(
            Motion(f"{t} m", t, t, Reference("kamerstuk", t, t, t, n), "in progress", f"{t} m{n}", place, "r", 0.5) for n, t in made
        ),
        questions=tuple(Question(f"{t} q{n}", None, place, "r", 0.5, number=n, asker=t, addressee=(t,)) for n, t in made),
        figures=tuple(StatedFigure(n, t, t, f"{t} f{n}", place, "r", 0.5, t) for n, t in made),
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled_home(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def register(home: Home) -> Register:
    made = filled_register(home.path)
    add_paper(made, hostile(), READ_US, WHO, "tests")
    return made


@pytest.fixture(scope="module")
def anybody(home: Home, register: Register) -> TestClient:
    return site_with(home, replace(settings(), requests_a_minute=0))


@pytest.fixture(scope="module")
def registrar(home: Home, register: Register) -> TestClient:
    return visitor(home, "registrar")


def pages_of(register: Register) -> list[str]:
    keys = [one.key for one in items(register, Kind.COMMITMENT, Kind.MOTION, Kind.QUESTION)]
    return [*PUBLIC, *(f"/register/punten/{key}" for key in keys), "/register/stukken/4"]


def test_no_page_has_markup_of_a_paper(anybody: TestClient, registrar: TestClient, register: Register) -> None:
    key = next(one.key for one in items(register) if one.text.startswith("<script>"))
    for path in (*pages_of(register), f"/register/stukken/4?punt={key}"):
        for prefix in ("",) if path.startswith("/v1") else ("", "/en"):
            answer = anybody.get(prefix + path)
            assert answer.status_code == 200, path
            assert "html" not in answer.headers["content-type"] or not re.search("<script>|<b>|<i>", answer.text)
            assert "x-inj" not in answer.headers
    for path in ("/register/nakijken?kind=commitment", f"/register/nakijken/{key}"):
        assert "<script>" not in registrar.get(path).text


def test_a_title_adds_no_line_to_a_calendar(anybody: TestClient) -> None:
    content = anybody.get("/register/agenda.ics").content
    assert not re.search(rb"(?m)[\r\n]X-INJ|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", content)
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == len(EVIL) + 3
    assert not [name for one in events for name in one if name.startswith("X-")]


def test_a_feed_is_xml_and_no_cell_is_computed(anybody: TestClient) -> None:
    ElementTree.fromstring(anybody.get("/register/agenda.atom").content)
    for name in ("zaken", "toezeggingen"):
        text = anybody.get(f"/register/export/{name}.csv").content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert len({len(row) for row in rows}) == 1
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [(None, date.max), (date.min, date.max), (date.max, None), (date.min, date.min), (None, date.min), (date.max, date.max)],
)  # fmt: skip
def test_a_day_at_the_end_of_the_calendar_breaks_no_page(
    earliest: date | None, latest: date | None, tmp_path: Path
) -> None:
    home = filled_home(tmp_path)
    register = open_register(home.path, make=True)
    add_paper(register, hostile(("eens",), latest, earliest), READ_US, "tests", "tests")
    client = visitor(home)
    keys = [one.key for one in items(register, Kind.COMMITMENT)]
    assert {client.get(path).status_code for path in (*PUBLIC, f"/register/punten/{keys[0]}")} == {200}


VALUES = ("-1", "0", "1e9", "9" * 31, "9" * 5000, "%00", "%ff", "%C2%B2", "<script>", "x" * 9000, "%0d%0aX-INJ:1", "")


@pytest.mark.parametrize("name", ["q", "kind", "stand", "theme", "who", "party", "paper", "page", "slipped", "verdict",
                                  "punt", "regel", "begin", "eind", "onbekend"])  # fmt: skip
def test_no_address_is_a_mistake_of_ours(name: str, anybody: TestClient) -> None:
    for path in (*PUBLIC, "/register/stukken/1"):
        for query in (*(f"{name}={value}" for value in VALUES), f"{name}=1&{name}=2", name):
            answer = anybody.get(f"{path}?{query}")
            assert answer.status_code in (200, 400, 404), (path, query[:40])
            assert "x-inj" not in answer.headers


@pytest.mark.parametrize("room", ["stukken", "punten", "export", "nakijken"])
def test_no_name_in_an_address_is_a_mistake_of_ours(room: str, registrar: TestClient) -> None:
    for value in VALUES[:-1]:
        assert registrar.get(f"/register/{room}/{value}").status_code == 404


def test_a_mistake_in_the_address_of_a_form_is_said_before_anything_is_decided(
    registrar: TestClient, register: Register
) -> None:
    key = key_of(register, LEVIES)
    token = re.findall(r'name="token" value="([^"]+)"', registrar.get(f"/register/nakijken/{key}").text)[0]
    said = {"token": token, "step": "confirm"}
    assert registrar.post(f"/register/nakijken/{key}?kind=wet", data=said).status_code == 400
    assert decisions_of(register, key) == ()


def test_no_public_answer_names_who_decided_or_read(anybody: TestClient, register: Register) -> None:
    key = key_of(register, EVALUATION)
    other = next(one.key for one in items(register, Kind.COMMITMENT) if one.key != key)
    tie: dict[str, object] = {
        "chain": "proef",
        "measure": "stock",
        "id": "politie",
        "by": [],
        "period": None,
        "field": None,
    }
    for action, value in ((Action.CONFIRM, None), (Action.CARRIED_OUT, {"evidence": "brief", "on": "2026-01-01"}),
                          (Action.TIE, tie), (Action.MERGE, other), (Action.OFFICIAL, {"Status": "Voldaan", "on": None})):  # fmt: skip
        decide(register, action, key, WHO, READ_US, value=value, note="zonderling-uniek")
    decide(register, Action.CORRECT, key, WHO, READ_US, field="what", value="iets anders")
    for path in (*pages_of(register), f"/register/stukken/1?punt={key}", f"/v1/register/punten/{key}"):
        assert "zonderling-uniek" not in anybody.get(path).text, path


def _is_no_database(file: Path) -> None:
    file.write_bytes(b"geen database " * 999)


def _is_cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _is_newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


@pytest.mark.parametrize("broken", [_is_no_database, _is_cut, _is_newer])
def test_a_register_that_cannot_be_read_is_said_and_the_other_rooms_work(
    broken: Callable[[Path], None], tmp_path: Path
) -> None:
    home = filled_home(tmp_path)
    filled_register(home.path).engine.dispose()
    broken(home.path / "register.sqlite")
    client = visitor(home, "registrar")
    for path in ("/", "/health", "/v1/ketens", "/toegankelijkheid"):
        assert client.get(path).status_code == 200
    for path in (*LISTS, "/register/nakijken", "/register/agenda.ics"):
        answer = client.get(path)
        assert (answer.status_code, "Het register kan nu niet worden gelezen" in answer.text) == (503, True)
        assert str(tmp_path) not in answer.text
    answer = client.get("/v1/register/punten")
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
    assert str(tmp_path) not in answer.text


def test_what_another_process_reads_is_there_at_the_next_look(tmp_path: Path) -> None:
    home = filled_home(tmp_path)
    client = visitor(home)
    assert "nog geen Kamerstuk gelezen" in client.get("/register").text
    apart = open_register(home.path, make=True)
    add_paper(apart, hostile(("eerste zin",)), READ_US, "tests", "tests")
    assert "eerste zin c0" in client.get("/register").text
    other = replace(hostile(("geheel iets anders dan zo-even",)))
    other = replace(other, paper=replace(other.paper, source="ander.txt", dated=replace(other.paper.dated, date=None)))
    add_paper(apart, other, READ_US, "tests", "tests")
    assert "geheel iets anders" in client.get("/register").text


def test_a_sentence_in_a_very_long_line_is_marked_at_once() -> None:
    raw = "voorziƩer " + "abc de fgh " * 50_000 + "dit is de zin. voorziƩer"
    begin, mended = raw.index("dit is"), raw.replace("Ʃ", "tt")
    before = time.monotonic()
    [line] = stretch_of(Texts(raw, mended, (), ()), Spot(1, begin, begin + 14)).lines
    assert time.monotonic() - before < 2
    assert [text for text, marked in line.raw if marked] == ["dit is de zin."]
    [marked] = [text for text, marked in line.repaired if marked]
    assert marked.strip().startswith("dit is")
