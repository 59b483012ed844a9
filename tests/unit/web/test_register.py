"""The public pages of the register: lists, what comes due, a point, a paper with its sentence marked, and files."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import feedparser
import icalendar
import pytest
from starlette.testclient import TestClient

from ketenmonitor.register.exports.official import TOEZEGGING, ZAAK
from ketenmonitor.register.records import Action, Kind, Register, add_paper, decide, item_of, open_register
from ketenmonitor.register.standing import State
from ketenmonitor.store import Home
from ketenmonitor.web.pages import page_words
from ketenmonitor.web.register.entries import mover_of
from ketenmonitor.web.register.history import worded
from tests.unit.web.registers import (
    CLERK,
    EVALUATION,
    FIGURE,
    INSPECTION,
    LATER,
    LEVIES,
    MOTION,
    PAST,
    READ_US,
    SECOND,
    SETTLED,
    SOON,
    UNANSWERED,
    extractions,
    filled_register,
    key_of,
)
from tests.unit.web.sites import ADDRESS, filled_home, let_out, let_out_whole, visitor

NOTICE = "De vragen kunnen niet binnen de gebruikelijke termijn worden beantwoord."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return filled_home(tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="module")
def register(home: Home) -> Register:
    return filled_register(home.path)


@pytest.fixture(scope="module")
def anybody(home: Home, register: Register) -> TestClient:
    return visitor(home)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def titles(html: str) -> list[str]:
    return [text_of(one) for one in re.findall(r'<li class="point">\s*<h3>(.*?)</h3>', html, re.S)]


def test_without_a_register_the_page_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    client = visitor(filled_home(tmp_path_factory.mktemp("none")))
    for path in ("/register", "/register/agenda", "/register/stukken"):
        answer = client.get(path)
        assert (answer.status_code, "nog geen Kamerstuk gelezen" in answer.text) == (200, True)
    for path in ("/register/agenda.ics", "/register/punten/T-1", "/register/stukken/1", "/v1/register/punten/T-0123"):
        assert client.get(path).status_code == 404
    assert client.get("/v1/register/punten").json()["total"] == 0


def test_the_list_has_every_point_once_with_what_is_due_first_on_top(anybody: TestClient) -> None:
    found = titles(anybody.get("/register").text)
    assert len(found) == 6
    assert found[:2] == [UNANSWERED, "evaluatie van de havens naar de Kamer sturen"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("q=sluiz", 2),
        ("q=SLUIZ inspect", 1),
        ("q=nergens", 0),
        ("kind=motion", 1),
        ("kind=question", 2),
        ("stand=late", 1),
        ("stand=open", 4),
        ("stand=declared-settled", 1),
        ("stand=answered", 1),
        ("stand=carried-out", 0),
        ("stand=no-moment", 1),
        ("slipped=yes", 1),
        ("repeated=yes", 1),
        ("party=abc", 1),
        ("who=jansma", 2),
        ("who=verkeer", 5),
        ("paper=3", 2),
        ("theme=zeden", 0),
        ("kind=commitment&q=havens&slipped=yes", 1),
        ("kind=&q=&stand=", 6),
    ],
)
def test_what_is_chosen_stands_in_the_address(query: str, wanted: int, anybody: TestClient) -> None:
    assert len(titles(anybody.get(f"/register?{query}").text)) == wanted


@pytest.mark.parametrize(
    "query", ["kind=wet", "stand=x", "slipped=no", "theme=geen", "paper=x", "page=0", "page=９", "andere=1"]
)
def test_what_cannot_be_chosen_is_refused_with_what_can(query: str, anybody: TestClient) -> None:
    answer = anybody.get(f"/register?{query}")
    assert answer.status_code == 400
    assert re.search(r"Right is|Themes are", text_of(answer.text))


def test_a_page_that_is_not_there_is_not_found(anybody: TestClient) -> None:
    assert anybody.get("/register?page=2").status_code == 404


def test_what_comes_due_stands_in_its_month_with_a_bar_and_what_is_done_does_not(anybody: TestClient) -> None:
    page = anybody.get("/register/agenda").text
    assert f'id="m-{SOON:%Y-%m}"' in page
    assert (page.count('class="span"'), page.count('<li class="point">')) == (3, 3)
    assert "style=" not in page
    assert "veilige loodsen" not in page
    assert "Punten zonder dag: 1" in text_of(page)


def test_a_point_keeps_apart_what_is_concluded_declared_carried_out_and_official(
    anybody: TestClient, register: Register
) -> None:
    text = text_of(anybody.get(f"/register/punten/{key_of(register, MOTION)}").text)
    assert "Uit de stukken afgedaan verklaard" in text
    assert "Uitgevoerd Geen bewijs bekend" in text
    assert "Volgens de Kamer Niet ingelezen" in text
    assert "Ingediend door De Wit (ABC)" in text


def test_a_point_shows_when_its_term_moved_and_by_how_much(anybody: TestClient, register: Register) -> None:
    for text in (EVALUATION, LATER):  # any mention leads to the point
        page = text_of(anybody.get(f"/register/punten/{key_of(register, text)}").text)
        assert f"{(SOON - PAST).days} dagen opgeschoven" in page
        assert re.search(r"termijn verschoven.*105 dagen later", page)


def test_every_statement_leads_in_one_step_to_its_sentence_marked_in_raw_and_repaired_text(
    anybody: TestClient, register: Register
) -> None:
    page = anybody.get(f"/register/punten/{key_of(register, MOTION)}").text
    links = {unescape(one) for one in re.findall(r'href="(/register/stukken/[^"]+)"', page)}
    assert len(links) == 2
    for link in links:
        shown = anybody.get(link.partition("#")[0]).text
        marked = [text_of(one) for one in re.findall(r"<mark[^>]*>(.*?)</mark>", shown)]
        assert marked == [marked[0]] * 2
        assert marked[0] in (MOTION, SETTLED)
        assert shown.count('id="zin"') == 1


def test_a_sentence_over_two_lines_is_marked_as_a_whole_and_not_more(anybody: TestClient, register: Register) -> None:
    shown = anybody.get(f"/register/stukken/1?punt={key_of(register, INSPECTION)}").text
    marked = [text_of(one) for one in re.findall(r"<mark[^>]*>(.*?)</mark>", shown)]
    assert len(marked) == 4
    assert " ".join(marked[::2]) == " ".join(marked[1::2]) == INSPECTION


def test_a_paper_shows_what_was_repaired_beside_what_stood_there_and_where_pages_begin(anybody: TestClient) -> None:
    shown = text_of(anybody.get("/register/stukken/1").text)
    assert "Aan de voorzitter van de Kamer" in shown
    assert "Aan de voorziƩer van de Kamer" in shown
    assert "Bladzijde 2" in shown
    assert "letter-date" in shown


@pytest.mark.parametrize(
    "path", ["/register/stukken/9", "/register/stukken/1?punt=T-0", "/register/stukken/1?regel=x", "/register/punten/X"]
)
def test_what_is_not_there_is_not_found(path: str, anybody: TestClient) -> None:
    assert anybody.get(path).status_code == 404


def test_a_sentence_of_another_paper_is_not_shown(anybody: TestClient, register: Register) -> None:
    assert anybody.get(f"/register/stukken/3?punt={key_of(register, MOTION)}").status_code == 404


def test_offsets_outside_a_paper_mark_nothing_and_break_nothing(anybody: TestClient) -> None:
    for query in ("begin=0&eind=999999999", "begin=50&eind=10", "begin=a&eind=1", "begin=400&eind=401"):
        assert anybody.get(f"/register/stukken/1?{query}").status_code == 200


def test_the_calendar_has_what_is_not_done_and_leads_back(anybody: TestClient, register: Register) -> None:
    answer = anybody.get("/register/agenda.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    found = {str(one["summary"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}
    assert len(found) == 3
    one = found["Uiterlijk vandaag: evaluatie van de havens naar de Kamer sturen"]
    assert one["dtstart"].dt == SOON
    assert str(one["url"]) == f"{ADDRESS}/register/punten/{key_of(register, EVALUATION)}"
    only = icalendar.Calendar.from_ical(anybody.get("/en/register/agenda.ics?q=heffing").content).walk("VEVENT")
    assert [str(one["summary"]).startswith("From today") for one in only] == [True]


def test_the_feed_can_be_read_and_has_only_what_is_near_or_late(anybody: TestClient) -> None:
    answer = anybody.get("/register/agenda.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    found = {one.title.partition(":")[0] for one in read.entries}
    late = (SECOND + timedelta(days=21)).isoformat()
    assert found == {f"Uiterlijk {SOON.isoformat()}", f"Uiterlijk {late}", f"Te laat, het moest uiterlijk {late}"}
    assert read.feed.links[0].href == f"{ADDRESS}/register/agenda.atom"


def test_files_have_the_official_names_and_what_was_chosen(anybody: TestClient) -> None:
    said = json.loads(anybody.get("/register/export/register.json").content)
    assert [len(said["Toezegging"]), len(said["Zaak"])] == [3, 3]
    assert set(said["Toezegging"][0]) >= set(TOEZEGGING)
    assert [one["stand_geclaimd"]["zin"] for one in said["Zaak"] if one["stand_geclaimd"]] == [SETTLED]
    rows = csv.DictReader(
        io.StringIO(anybody.get("/register/export/zaken.csv?kind=motion").content.decode("utf-8-sig"))
    )
    [row] = rows
    assert set(row) >= set(ZAAK)
    assert (row["Soort"], row["stand_afgeleid"], row["stand_officieel"]) == ("Motie", "declared-settled", "")
    assert anybody.get("/register/export/andere.csv").status_code == 404


def test_programs_get_the_same_points_as_people(anybody: TestClient, register: Register) -> None:
    said = anybody.get("/v1/register/punten?stand=open&kind=commitment").json()
    assert said["total"] == 3
    one = anybody.get(f"/v1/register/punten/{key_of(register, LATER)}").json()
    assert (one["term"]["latest"], one["slips"][0]["days"]) == (SOON.isoformat(), (SOON - PAST).days)
    assert [source["text"] for source in one["sources"]] == [EVALUATION, LATER]
    assert [paper["source"] for paper in anybody.get("/v1/register/stukken").json()["papers"]] == [
        "brief-havens.txt", "voortgang.txt", "vragen.txt",
    ]  # fmt: skip
    assert anybody.get("/v1/register/punten?stand=x").status_code == 400
    assert anybody.get("/v1/register/punten/T-00000000").status_code == 404


def test_nobody_sees_who_decided(home: Home, register: Register, anybody: TestClient) -> None:
    key = key_of(register, LEVIES)
    decide(register, Action.CARRIED_OUT, key, CLERK, READ_US, value={"evidence": "brief van later", "on": "2026-01-01"})
    decide(register, Action.CONFIRM, key, CLERK, READ_US, note="een opmerking")
    for path in (f"/register/punten/{key}", f"/v1/register/punten/{key}", "/register/export/register.json", "/register",
                 f"/register/punten/{key_of(register, EVALUATION)}"):  # fmt: skip
        text = anybody.get(path).text
        assert "griffier" not in text
        assert "een opmerking" not in text
    assert item_of(register, key).decisions[0].who == CLERK  # it is kept


def test_what_a_person_corrected_is_what_everybody_reads(register: Register, anybody: TestClient) -> None:
    key = key_of(register, INSPECTION)
    decide(register, Action.CORRECT, key, CLERK, READ_US, field="what", value="sluizen sneller <b>inspecteren</b>")
    page = anybody.get("/register?q=sluizen").text
    assert "sluizen sneller &lt;b&gt;inspecteren&lt;/b&gt;" in page


def test_a_figure_is_no_point_but_can_be_seen_in_its_paper(register: Register, anybody: TestClient) -> None:
    key = key_of(register, FIGURE)
    assert anybody.get(f"/register/punten/{key}").status_code == 404
    assert FIGURE in text_of(anybody.get(f"/register/stukken/1?punt={key}").text)


def test_a_point_that_is_tied_to_a_measure_shows_the_release_that_answers_it(
    home: Home, register: Register, anybody: TestClient
) -> None:
    let_out(home, "2024-02-01")
    value = {"chain": "proef", "measure": "stock", "id": "politie", "by": [], "period": None, "field": None}
    key = key_of(register, INSPECTION)
    decide(register, Action.TIE, key, CLERK, READ_US, value=value)
    assert "nog geen openbare uitgave" in anybody.get(f"/register/punten/{key}").text  # none since it was promised
    let_out(home, SECOND.isoformat())
    page = anybody.get(f"/register/punten/{key}").text
    [link] = re.findall(r'href="(/cijfers/[^"]+)"', page)
    let_out_whole(home)  # of a release of today's form this address is a table
    assert anybody.get(unescape(link).replace(SECOND.isoformat(), "2024-03-01")).status_code == 200
    assert "state-carried-out" in page
    decide(register, Action.UNTIE, key, CLERK, READ_US, value=value)
    assert "/cijfers/" not in anybody.get(f"/register/punten/{key}").text


def test_a_figure_that_is_tied_is_held_against_the_release(home: Home, register: Register, anybody: TestClient) -> None:
    key = key_of(register, FIGURE)
    address = f"/register/stukken/1?punt={key}"
    assert "aan geen maat gekoppeld" in text_of(anybody.get(address).text)
    value = {"chain": "proef", "measure": "flow", "id": "x", "by": [], "period": None, "field": None}
    decide(register, Action.TIE, key, CLERK, READ_US, value=value)
    assert "Niet te vergelijken Geen publicatie heeft deze tabel" in text_of(anybody.get(address).text)


def test_a_question_without_an_answer_is_late_after_three_weeks(anybody: TestClient, register: Register) -> None:
    text = text_of(anybody.get(f"/register/punten/{key_of(register, UNANSWERED)}").text)
    assert f"te laat, {timedelta(days=30 - 21).days} dagen" in text


@pytest.mark.parametrize(
    ("name", "mover"),
    [
        ("motie-De Wit", "De Wit"),
        ("Motie van het lid De Wit c.s.", "De Wit c.s."),
        ("nader gewijzigde motie van de leden Van den Berg en El Amrani", "Van den Berg en El Amrani"),
        ("motie van Van Dalen", "Van Dalen"),
        ("Motie van Dalen", "van Dalen"),
        ("motie-van der Berg", "van der Berg"),
        ("motie", None),
    ],
)
def test_who_moved_a_motion_is_read_from_its_name(name: str, mover: str | None) -> None:
    assert mover_of(name) == mover


def test_every_state_action_and_kind_has_words_and_an_unknown_rule_is_named_as_it_is() -> None:
    for code in ("nl", "en"):
        said = page_words(code)
        for about, names in (("state", State), ("action", Action), ("item", Kind)):
            assert all(said.say(f"register_{about}_{name}") for name in names)
        assert worded("register_link", "a-rule-of-later", said) == "a-rule-of-later"


def test_what_is_late_is_said_with_up_to_when_papers_were_read(anybody: TestClient, register: Register) -> None:
    last = page_words("nl").date(SECOND)
    said = f"Gelezen stukken: 3, het laatste van {last}. Later nieuws is hier niet bekend"
    for path in ("/register", "/register/agenda", "/register/cijfers", f"/register/punten/{key_of(register, LATER)}"):
        assert said in text_of(anybody.get(path).text)
    assert said in feedparser.parse(anybody.get("/register/agenda.atom").content).feed.subtitle
    assert said in str(icalendar.Calendar.from_ical(anybody.get("/register/agenda.ics").content)["description"])
    wanted = {"stukken": 3, "laatste": SECOND.isoformat(), "zonder_datum": 0}
    assert json.loads(anybody.get("/register/export/register.json").content)["gelezen"] == wanted
    table = anybody.get("/register/export/zaken.csv").content.decode("utf-8-sig")
    assert {row["gelezen_laatste"] for row in csv.DictReader(io.StringIO(table))} == {SECOND.isoformat()}
    read = {"papers": 3, "last": SECOND.isoformat(), "undated": 0}
    assert anybody.get("/v1/register/punten").json()["read"] == read
    assert "later news is not known" in text_of(anybody.get("/en/register").text).casefold()


def test_the_room_is_named_after_all_that_it_holds(anybody: TestClient) -> None:
    for prefix, title in (("", "Moties, toezeggingen en Kamervragen"), ("/en", "Motions, commitments and questions")):
        page = anybody.get(f"{prefix}/register").text
        assert f"<h1>{title}</h1>" in page
        assert f'<a href="{prefix}/register">Register</a>' in page


def test_the_counts_are_all_points_and_lead_to_them(anybody: TestClient) -> None:
    page = anybody.get("/register").text
    counts = {name: int(n) for name, n in re.findall(r'<div><dt>(.*?)</dt><dd class="amount">(\d+)</dd>', page)}
    assert sum(counts.values()) == len(titles(page))
    for name, n in counts.items():
        if link := re.search(r'href="([^"]+)"', name):
            assert len(titles(anybody.get(link[1]).text)) == n


def test_the_term_of_a_written_question_names_its_source_and_quotes_no_paper(
    anybody: TestClient, register: Register
) -> None:
    text = text_of(anybody.get(f"/register/punten/{key_of(register, UNANSWERED)}").text)
    assert "binnen drie weken, volgens de regels van de Kamer: geen stuk noemt een dag" in text
    assert "Bron van de termijn Reglement van Orde van de Tweede Kamer" in text
    assert "«binnen drie weken»" not in text


def test_a_notice_of_delay_stands_with_its_question_and_moves_the_term(tmp_path: Path) -> None:
    home = filled_home(tmp_path)
    register = open_register(home.path, make=True)
    *_, questions = extractions()
    late = replace(questions.questions[1], put_off=NOTICE)
    add_paper(register, replace(questions, questions=(late,)), READ_US, "tests", "tests")
    key, client = key_of(register, UNANSWERED), visitor(home)
    text = text_of(client.get(f"/register/punten/{key}").text)
    assert f"Uitstel gemeld «{NOTICE}»" in text
    assert "binnen zes weken, na een bericht van uitstel, volgens de regels van de Kamer" in text
    assert client.get(f"/v1/register/punten/{key}").json()["putOff"] == [NOTICE]


def test_every_stated_figure_has_a_verdict_and_leads_to_its_sentence(anybody: TestClient, register: Register) -> None:
    page = anybody.get("/register/cijfers").text
    [link] = re.findall(r'<li class="point">\s*<h3><a href="([^"#]+)#zin">', page)
    assert FIGURE in text_of(re.findall(r"<mark[^>]*>(.*?)</mark>", anybody.get(unescape(link)).text)[0])
    assert "verdict-not-comparable" in page
    for query, n in (("verdict=not-comparable", 1), ("verdict=agrees", 0), ("paper=1", 1), ("paper=3", 0)):
        assert anybody.get(f"/register/cijfers?{query}").text.count('<li class="point">') == n
        assert anybody.get(f"/v1/register/cijfers?{query}").json()["total"] == n
    [one] = anybody.get("/v1/register/cijfers").json()["figures"]
    assert (one["key"], one["verdict"], one["value"]) == (key_of(register, FIGURE), "not-comparable", 8.0)
    assert one["beside"][0]["why"]
    for wrong in ("verdict=misschien", "paper=x", "q=1"):
        assert anybody.get(f"/register/cijfers?{wrong}").status_code == 400
    assert anybody.get("/register/cijfers?page=2").status_code == 404
