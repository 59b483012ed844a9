"""A draft is made, looked at, audited, approved by a second person and published; what is not allowed is said."""

from __future__ import annotations

import re
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ketenmonitor.publishing import Step, begin, carry_out, draft_of, drafts_of, kept_releases, take
from ketenmonitor.release import read_folder
from ketenmonitor.store import Home, open_home
from ketenmonitor.web.public.routes import STYLED
from tests.chain import instant
from tests.unit.publishing.homes import publishing
from tests.unit.web.sites import SECOND, filled_home, let_out, visitor

NOW = instant("2024-06-01T00:00:00+02:00")
DAY = date(2024, 3, 3)
DRAFT = "/uitgaven/proef/1"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a draft that the first publisher had made."""
    home = filled_home(tmp_path_factory.mktemp("drafted"), publishing("stock"))
    carry_out(home, begin(home, "proef", DAY, "local:publisher", NOW), lambda: NOW)
    return home


@pytest.fixture
def home(drafted: Home, tmp_path: Path) -> Home:
    shutil.copytree(drafted.path, tmp_path / "home")
    return open_home(tmp_path / "home")


def safe(home: Home) -> Home:
    """The same after an audit."""
    found = take(home, draft_of(home, "proef", 1), Step.AUDIT, "local:publisher", NOW)
    carry_out(home, found, lambda: NOW)
    return home


def sent(client: TestClient, address: str, **form: str) -> tuple[int, str]:
    """What a form gives, sent from our own page."""
    token = re.search(r'name="token" value="([^"]+)"', client.get("/uitgaven/proef").text)
    assert token
    answer = client.post(address, data={"token": token[1], **form})
    return answer.status_code, answer.text if answer.status_code != 303 else answer.headers["location"]


def buttons(page: str) -> set[str]:
    return set(re.findall(r'name="step" value="(\w+)"', page))


def test_a_draft_is_begun_with_a_form_and_made_in_a_process_of_its_own(home: Home) -> None:
    client = visitor(home, "publisher")
    status, to = sent(client, "/uitgaven/proef", day="2024-03-04")
    assert (status, to) == (303, "/uitgaven/proef/2")
    until = time.monotonic() + 60
    while draft_of(home, "proef", 2).state != "made":
        page = client.get(to).text
        assert buttons(page) == set() or "wordt gemaakt" not in page
        assert time.monotonic() < until, page
        time.sleep(0.2)
    assert draft_of(home, "proef", 2).makers == {"local:publisher"}
    assert "Concept 2" in client.get("/uitgaven/proef").text


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        ("2999-01-01", 409, "Deze dag is nog niet begonnen"),
        ("2024-02-01", 409, "Van deze dag is er al een uitgave"),
        ("een dag", 400, "This is not a day"),
    ],
)
def test_a_day_of_which_there_can_be_no_draft_is_refused_with_a_sentence(
    day: str, status: int, words: str, home: Home
) -> None:
    let_out(home, "2024-02-01")
    found = sent(visitor(home, "publisher"), "/uitgaven/proef", day=day)
    assert found[0] == status
    assert words in found[1]
    assert len(drafts_of(home, "proef")) == 1


def test_the_preview_has_the_bytes_and_headers_of_what_will_be_published(home: Home) -> None:
    client = visitor(home, "publisher")
    files = read_folder(draft_of(home, "proef", 1).kept.folder)
    for path, content in files.items():
        answer = client.get(f"{DRAFT}/voorbeeld/{path}")
        assert (answer.status_code, answer.content) == (200, content)
        assert answer.headers["cache-control"] == "no-store"
    page = client.get(f"{DRAFT}/voorbeeld/")
    assert (page.content, page.headers["content-security-policy"]) == (files["index.html"], STYLED)
    for path in ("draft.json", "../draft.json", "..%2fdraft.json", "..%2frelease.json", "data"):
        assert client.get(f"{DRAFT}/voorbeeld/{path}").status_code == 404
    assert b"Proefketen" in page.content


def test_a_page_offers_only_the_steps_that_are_allowed(home: Home) -> None:
    maker, second = visitor(home, "publisher"), visitor(home, SECOND)
    assert buttons(maker.get(DRAFT).text) == {"audit", "reject"}
    safe(home)
    assert buttons(maker.get(DRAFT).text) == {"reject"}
    assert "Vraag een tweede persoon" in maker.get(DRAFT).text
    assert buttons(second.get(DRAFT).text) == {"approve", "reject"}
    assert "Veilig." in second.get(DRAFT).text
    assert "Safe." in second.get(f"/en{DRAFT}").text


def test_the_main_path_with_two_persons(home: Home) -> None:
    maker, second = visitor(home, "publisher"), visitor(safe(home), SECOND)
    seen = read_folder(draft_of(home, "proef", 1).kept.folder)
    status, page = sent(maker, DRAFT, step="approve")
    assert status == 409
    assert "Iemand anders moet het goedkeuren" in page
    assert sent(maker, DRAFT, step="publish")[0] == 409
    assert sent(second, DRAFT, step="approve") == (303, DRAFT)
    assert sent(maker, DRAFT, step="publish") == (303, DRAFT)
    assert read_folder(home.public_path / "proef" / "2024-03-03") == seen
    assert buttons(maker.get(DRAFT).text) == set()
    assert visitor(home).get("/cijfers/proef/2024-03-03/bestanden/index.html").content == seen["index.html"]
    assert maker.get(f"{DRAFT}/voorbeeld/index.html").status_code == 404


def test_a_rejected_draft_says_why_and_has_no_files(home: Home) -> None:
    client = visitor(home, SECOND)
    assert sent(client, DRAFT, step="reject", reason="<b>Nog niet</b>")[0] == 303
    page = client.get(DRAFT).text
    assert "&lt;b&gt;Nog niet&lt;/b&gt;" in page
    assert buttons(page) == set()
    assert client.get(f"{DRAFT}/voorbeeld/index.html").status_code == 404
    assert kept_releases(home.releases_path("proef")) == ()


def test_an_outdated_draft_can_only_be_rejected(home: Home) -> None:
    other = carry_out(home, begin(home, "proef", date(2024, 3, 4), "x", NOW), lambda: NOW)
    for step, by in ((Step.AUDIT, "x"), (Step.APPROVE, "y"), (Step.PUBLISH, "x")):
        other = carry_out(home, take(home, other, step, by, NOW), lambda: NOW)
    client = visitor(home, "publisher")
    page = client.get(DRAFT).text
    assert "Dit concept is verouderd" in page
    assert buttons(page) == {"reject"}
    status, said = sent(client, DRAFT, step="audit")
    assert status == 409
    assert said.count("Dit concept is verouderd") == 1


def test_interrupted_work_is_said_and_can_be_done_again(home: Home) -> None:
    begin(home, "proef", date(2024, 3, 5), "local:publisher", NOW)
    page = visitor(home, "publisher").get("/uitgaven/proef/2").text
    assert "is onderbroken" in page
    assert "Maak opnieuw" in page
    with draft_of(home, "proef", 2).locked():
        page = visitor(home, "publisher").get("/uitgaven/proef/2").text
        assert "wordt gemaakt" in page
        assert "Vernieuwen" in page
        assert buttons(page) == set()


def test_what_changed_since_the_last_release_is_shown_with_its_cause(home: Home) -> None:
    place = draft_of(home, "proef", 1).place / "draft.json"
    place.write_text(
        place.read_text(encoding="utf-8")
        .replace('"since": null', '"since": "2024-03-01"')
        .replace('"revisions": 0', '"revisions": 3')
        .replace('"causes": {}', '"causes": {"delivery": 3, "correction": 1}'),
        encoding="utf-8",
    )
    page = visitor(home, "publisher").get(DRAFT).text
    assert "3 cijfers zijn anders dan in de uitgave van 1 maart 2024" in page
    assert "latere levering: 3" in page


@pytest.mark.parametrize("address", ["/uitgaven/prof", "/uitgaven/proef/9", "/uitgaven/../1", "/uitgaven/proef/x"])
def test_what_is_not_there_is_not_found(address: str, home: Home) -> None:
    assert visitor(home, "publisher").get(address).status_code == 404


def test_an_unknown_step_is_refused(home: Home) -> None:
    assert sent(visitor(home, "publisher"), DRAFT, step="delete")[0] == 400
