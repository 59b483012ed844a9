"""Every route is either about data of cases, and then asks leave for a purpose, or is said here not to be, and why not.

A route that is in neither table fails: whoever adds one decides which it is.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from ketenmonitor.access import OPERATIONS
from ketenmonitor.hosting import LoggedRoute
from ketenmonitor.inquiry.holder import app as node
from ketenmonitor.keyservice import app as keyservice
from ketenmonitor.publishing import begin, carry_out
from ketenmonitor.store import Home, open_home
from ketenmonitor.web import PROCESSING, ROUTES, create_app
from ketenmonitor.web.permitting import HEADER
from ketenmonitor.whatif import begin_run, play_run
from tests.chain import deliver, instant
from tests.unit.access.worlds import (
    ALSO_FITS,
    BROKEN,
    ELSEWHERE,
    FAR,
    FITS,
    OVER,
    PLANTED,
    ROLES,
    WITHOUT_REGISTER,
    audited,
    everything_but_the_log,
    put,
    register,
    taken_apart,
    turn_on,
    world,
)
from tests.unit.citizens.homes import asked_for
from tests.unit.inquiry.conftest import quickly
from tests.unit.inquiry.parties import KNOWN, PHRASE, Here, mirror, running
from tests.unit.web.organisations import CLOUDEVENT, ZIP, Organisations, event
from tests.unit.web.sites import LATE, settings, visitor
from tests.unit.web.uploads import HEADERS, body, zipped

NOW = instant("2024-06-01T00:00:00+02:00")
PATIENCE_SECONDS = 30.0
LATER = {"delivered_from": FAR["delivered_until"], "delivered_until": "2024-03-01T00:00:00+01:00"}
BROUGHT = "gebracht"  # a delivery that came over HTTP
Ask = Callable[[TestClient, Path], Response]


@dataclass(frozen=True)
class Asked:
    """Who asks, how, and what the answer says when they may."""

    route: str
    role: str
    ask: Ask
    shows: str


def get(address: str) -> Ask:
    return lambda client, _: client.get(address)


def form(address: str, **fields: str) -> Ask:
    return lambda client, _: client.post(address, data={"token": token_of(client), **fields})


def token_of(client: TestClient) -> str:
    """What the forms of this session carry: each page has the one to log out."""
    found = re.search(r'name="token" value="([^"]*)"', client.get("/toegankelijkheid").text)
    return found[1] if found else ""


def a_delivery(folder: Path, name: str) -> bytes:
    rows = [("a99", "aangifte", "2024-02-05T10:00:00+01:00", f"{PLANTED}-m99")]
    return zipped(deliver(folder / name, name, events=rows, made_at=LATE, **LATER))


def uploading(client: TestClient, folder: Path) -> Response:
    content = body(token_of(client), a_delivery(folder, "zending-2"))
    return client.post("/leveringen/proef/inzending", content=content, headers=HEADERS)


def delivering(client: TestClient, folder: Path) -> Response:
    return client.post("/v1/leveringen", content=a_delivery(folder, "zending-2"), headers=ZIP)


def reporting(client: TestClient, folder: Path) -> Response:
    said = event("gebeurd-1", objectId=f"{PLANTED}-m98")
    return client.post("/v1/gebeurtenissen", content=json.dumps(said), headers=CLOUDEVENT)


def looking_back(client: TestClient, _: Path) -> Response:
    return client.get(f"/v1/leveringen/{ENTRY[0]}")


def inquiring(client: TestClient, _: Path) -> Response:
    """Of a node that runs, with who asks; without who asks there is no such page."""
    given = {"purpose": "opsporing", "ground": "wpg-8", "kind": "bsn", "case": "2026-1", "identifiers": KNOWN[0]}
    return client.post("/bevraging", data={"token": token_of(client), **given})


def about_citizen(address: str, **fields: str) -> Ask:
    return form(f"/verzoeken{address}", subjects=f"{PLANTED}-m1", **fields)


SCENARIO = '[scenario]\ntitle = "Meer aangiften"\nuntil = 2024-03-31\nreplications = 2\n[[arrivals]]\nper_cent = 50\n'
ENTRY: list[str] = []  # the number of the delivery that was brought
ASKER: list[str] = []  # the settings of who asks a node
OF_CASES = [
    Asked("cases-chain", "handler", get("/zaken/proef"), f"{PLANTED}-m3"),
    Asked("case", "handler", form("/zaken/proef", case=f"{PLANTED}-m3"), f"{PLANTED}-m3"),
    Asked("case", "handler", form("/zaken/proef", case=f"{PLANTED}-m3", reason="spoed"), f"{PLANTED}-m3"),
    Asked("deliveries-chain", "engineer", get("/leveringen/proef"), "Activities of this partner"),
    Asked("upload", "engineer", uploading, "zending-2"),
    Asked("workbench-measure", "analyst", get("/werkbank/proef/stock"), "Voorraad"),
    Asked("workbench-measure", "analyst", get("/werkbank/proef/stock?format=csv"), "politie"),
    Asked("whatif-play", "analyst", form("/watals/proef", scenario=SCENARIO), "/watals/proef/2"),
    Asked("whatif-run", "analyst", get("/watals/proef/1"), "Meer aangiften"),
    Asked("whatif-file", "analyst", get("/watals/proef/1/scenario.json"), '"kind": "scenario"'),
    Asked("draft", "publisher", get("/uitgaven/proef/1"), "/voorbeeld/"),
    Asked("draft-file", "publisher", get("/uitgaven/proef/1/voorbeeld/index.html"), "Proefketen"),
    Asked("draft-make", "publisher", form("/uitgaven/proef", day="2024-03-04"), "/uitgaven/proef/2"),
    Asked("draft-step", "publisher", form("/uitgaven/proef/1", step="reject", reason="niet goed"), "/uitgaven/proef/1"),
    Asked("api-deliver", "engineer", delivering, "zending-2"),
    Asked("api-deliveries", "engineer", get("/v1/leveringen"), BROUGHT),
    Asked("api-delivery", "engineer", looking_back, BROUGHT),
    Asked("api-report", "engineer", reporting, "gebeurd-1"),
    Asked(
        "citizens-add",
        "privacy_officer",
        about_citizen("", chain="proef", kind="access", received="2024-03-01"),
        "/verzoeken/2",
    ),
    Asked(
        "citizens-step",
        "privacy_officer",
        about_citizen("/1", step="grant", partner="om", reason="terecht"),
        "/verzoeken/1",
    ),
    Asked("citizens-overview", "privacy_officer", about_citizen("/1/inzage"), "aangifte ("),
    Asked(
        "citizens-letter", "privacy_officer", about_citizen("/1/brief", format="json", language="nl"), "may_be_withheld"
    ),
    Asked("api-figures", "analyst", get("/v1/ketens/proef/maten/stock"), "politie"),
    Asked("api-logbook", "privacy_officer", get(f"/v1/logboek?traceID={'ab' * 16}"), "processingActivities"),
    Asked("inquiry-ask", "handler", inquiring, "Team Recherche"),
]
RELEASED, PAPERS = "shows what was let out to everybody", "is about parliamentary papers, in which no case is"
DEFINED = "shows what a chain is, or which there are"
OTHERS = {
    **dict.fromkeys(("home", "chain", "release", "part", "figure", "table", "released"), RELEASED),
    **dict.fromkeys(("api-chains", "api-chain", "api-releases", "api-release", "api-tables", "api-table"), RELEASED),
    **dict.fromkeys(("static", "health", "security", "accessibility"), "belongs to the site"),
    **dict.fromkeys(("login", "login-local", "login-provider", "login-back", "login-without-role", "logout"), "is about who visits"),
    **dict.fromkeys(("purpose", "purpose-choose"), "is about for what they visit"),
    **dict.fromkeys(("cases", "deliveries", "workbench", "whatif", "publishing", "dictionary", "upload-form"), DEFINED),
    "workbench-chain": "shows what a chain is, and until when partners delivered",
    "whatif-chain": "lists scenarios by number, and who asked for them",
    "publishing-chain": "lists drafts and releases by their day, and who made them",
    **dict.fromkeys(("api-document", "api-schema-event", "api-measures"), DEFINED),
    "citizens": "lists requests by number, and names nobody",
    "citizens-request": "shows the terms of a request, and names nobody",
    "inquiry": "is an empty form",
    "api-reported": "says until when all was reported, and counts what waits",
    **dict.fromkeys(
        ("administration", "administration-roles", "administration-keys", "administration-health"),
        "counts whole chains, and is about the machine",
    ),
    **dict.fromkeys(("register", "register-due", "register-calendar", "register-feed", "register-export"), PAPERS),
    **dict.fromkeys(("register-point", "register-papers", "register-paper", "register-figures"), PAPERS),
    **dict.fromkeys(("register-queue", "register-item", "register-decide"), PAPERS),
    **dict.fromkeys(("api-register-points", "api-register-point", "api-register-papers", "api-register-figures"), PAPERS),
}  # fmt: skip
EACH = [pytest.param(one, id=f"{n}-{one.route}") for n, one in enumerate(OF_CASES)]
WITHOUT_PURPOSE = {"none": "", "unknown": "bestaat-niet", "over": OVER, "for-something-else": ELSEWHERE}


# Services without a monitor: each decides by the signed register, and its routes are logged before they answer (tests/unit/inquiry,
# tests/unit/keyservice); what is not says nothing of anybody.
SERVICES = {node: {"document"}, keyservice: {"document", "keys"}}


def unlisted(app: FastAPI) -> set[str]:
    """The routes of a site that nobody said anything of, or that are said and not there."""
    return {str(getattr(one, "name", one)) for one in app.router.routes} ^ {*PROCESSING, *OTHERS}


def test_every_route_is_about_data_of_cases_or_not(made: Path) -> None:
    """Of the application that answers, and not of a list of its routes."""
    app = create_app(open_home(made), settings())
    assert unlisted(app) == set()
    assert {one.route for one in OF_CASES} == PROCESSING.keys()
    assert sorted(name for name, *_ in ROUTES) == sorted([*PROCESSING, *OTHERS])
    assert all(" " in why for why in OTHERS.values()), "each says why"
    assert set(PROCESSING.values()) <= OPERATIONS.keys()


def test_who_adds_a_route_has_to_say_which_it_is(made: Path) -> None:
    app = create_app(open_home(made), settings())
    app.add_api_route("/v1/alles", lambda: {}, name="everything")
    app.mount("/bestanden", FastAPI(), name="files")
    assert unlisted(app) == {"everything", "files"}


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_of_a_service_without_a_monitor_is_logged_or_says_nothing_of_anybody(service: Any) -> None:
    assert service.guarded.routes
    assert all(isinstance(one, LoggedRoute) for one in service.guarded.routes)
    assert {one.name for one in service.opened.routes} == SERVICES[service]


def test_an_answer_of_a_route_that_did_not_ask_is_not_sent(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second lock: whoever forgets to ask leave in a route finds that it answers nothing."""
    monkeypatch.setattr("ketenmonitor.web.cases.routes.permitted", lambda *_, **__: None)
    monkeypatch.setattr("ketenmonitor.web.cases.routes.shown", lambda *_: None)
    monkeypatch.setattr("ketenmonitor.web.workbench.routes.permitted", lambda *_, **__: None)
    home = open_home(made)
    for role, address in (
        ("handler", "/zaken/proef"), ("analyst", "/werkbank/proef/stock"), ("analyst", "/v1/ketens/proef/maten/stock")
    ):  # fmt: skip
        answer = visitor(home, role).get(address)
        assert (answer.status_code, PLANTED in answer.text, "Voorraad" in answer.text) == (500, False, False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a draft and a delivery that came over HTTP; purposes are not on yet."""
    home = world(tmp_path_factory.mktemp("made"), purposes=False)
    asked_for(home, subject=f"{PLANTED}-m1")
    carry_out(home, begin(home, "proef", date(2024, 3, 3), "local:publisher", NOW), lambda: NOW)
    play_run(home, begin_run(home, "proef", SCENARIO, "local:analyst", NOW))
    engineer = visitor(home, "engineer")
    content = a_delivery(tmp_path_factory.mktemp("brought"), BROUGHT)
    answer = engineer.post("/v1/leveringen", content=content, headers=ZIP)
    ENTRY[:] = [answer.headers["location"].rsplit("/", 1)[1]]
    until = time.monotonic() + PATIENCE_SECONDS
    while engineer.get(answer.headers["location"]).json()["status"] == "received":
        assert time.monotonic() < until, "it was not received"
        time.sleep(0.02)
    return home.path


def copied(made: Path, folder: Path, purposes: bool = True) -> Home:
    shutil.copytree(made, folder / "home")
    home = open_home(folder / "home")
    if purposes:
        turn_on(home)
    return home


@pytest.fixture(scope="module", autouse=True)
def holder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A holder that runs, whom case handlers of every home here may ask."""
    world = quickly(tmp_path_factory.mktemp("inquiry"))
    Here(world).publish()
    with mirror(world.folder / "mirror") as url, running(world.node()) as found, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        ASKER[:] = [str(world.asker(url, {"holder": found.url}))]
        yield


def logged_in(home: Home, role: str | None, purpose: str) -> TestClient:
    """Somebody with a role, who chose a purpose in this session; it may be over by now."""
    client = visitor(home, role, said=replace(settings(), inquiry=ASKER[0]))
    if purpose:
        client.app.state.site.sessions.choose(client.cookies["monitor"], purpose)  # type: ignore[attr-defined]  # FastAPI
    return client


def assert_nothing_shown(asked: Asked, client: TestClient, home: Home, folder: Path, *statuses: int) -> Response:
    before = everything_but_the_log(home)
    answer = asked.ask(client, folder)
    assert answer.status_code in statuses, answer.text
    assert PLANTED not in answer.text
    assert asked.shows not in visible(answer.text)
    assert everything_but_the_log(home) == before
    return answer


def visible(text: str) -> str:
    """What a page says, without where its forms lead and the tokens in them."""
    return re.sub(r"<[^>]*>", " ", text)


@pytest.fixture(scope="module")
def kept(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that refusals leave as it is."""
    return copied(made, tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="module")
def without_role(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Homes of which the register gives something to all roles but one."""
    homes = {role: copied(made, tmp_path_factory.mktemp(role)) for role in ROLES}
    for role, home in homes.items():
        put(home, register(2, [one for one in ROLES if one != role]))
    return homes


@pytest.fixture(scope="module")
def broken(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    return {what: taken_apart(copied(made, tmp_path_factory.mktemp(what)), what) for what in BROKEN}


@pytest.fixture(scope="module")
def plain(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Homes that did not turn purposes on, and whose log cannot be written."""
    return {what: taken_apart(copied(made, tmp_path_factory.mktemp(what), False), what) for what in WITHOUT_REGISTER}


@pytest.mark.parametrize("asked", EACH)
def test_with_a_purpose_that_fits_and_a_role_it_answers(asked: Asked, made: Path, tmp_path: Path) -> None:
    home = copied(made, tmp_path)
    answer = asked.ask(logged_in(home, asked.role, FITS), tmp_path)
    assert answer.status_code in (200, 202, 303), answer.text
    assert asked.shows in answer.text + answer.headers.get("location", "")


@pytest.mark.parametrize("there", ["/1/inzage", "/1/brief"])
def test_without_a_purpose_nobody_hears_whose_request_it_is(there: str, kept: Home) -> None:
    client = logged_in(kept, "privacy_officer", ELSEWHERE)
    given = {"format": "json", "language": "nl"}
    answers = [
        form(f"/verzoeken{there}", subjects=f"{PLANTED}-{one}", **given)(client, kept.path) for one in ("m1", "m2")
    ]
    assert [one.status_code for one in answers] == [403, 403]


@pytest.mark.parametrize("purpose", WITHOUT_PURPOSE.values(), ids=WITHOUT_PURPOSE.keys())
@pytest.mark.parametrize("asked", EACH)
def test_without_a_purpose_that_fits_it_refuses(asked: Asked, purpose: str, kept: Home, tmp_path: Path) -> None:
    assert_nothing_shown(asked, logged_in(kept, asked.role, purpose), kept, tmp_path, 403)


@pytest.mark.parametrize("asked", EACH)
def test_without_the_role_it_refuses(asked: Asked, kept: Home, without_role: dict[str, Home], tmp_path: Path) -> None:
    assert_nothing_shown(asked, logged_in(kept, "registrar", FITS), kept, tmp_path, 403)
    home = without_role[asked.role]
    assert_nothing_shown(asked, logged_in(home, asked.role, FITS), home, tmp_path, 403)


@pytest.mark.parametrize("asked", EACH)
def test_who_is_not_logged_in_is_refused(asked: Asked, kept: Home, tmp_path: Path) -> None:
    assert_nothing_shown(asked, logged_in(kept, None, ""), kept, tmp_path, 401, 303)


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("asked", EACH)
def test_without_what_it_rests_on_it_refuses(asked: Asked, what: str, broken: dict[str, Home], tmp_path: Path) -> None:
    home = broken[what]
    answer = assert_nothing_shown(asked, logged_in(home, asked.role, FITS), home, tmp_path, 500, 503)
    assert str(home.path) not in answer.text


@pytest.mark.parametrize("what", WITHOUT_REGISTER)
@pytest.mark.parametrize("asked", EACH)
def test_in_a_monitor_without_purposes_it_needs_none_and_its_log_all_the_same(
    asked: Asked, what: str, plain: dict[str, Home], tmp_path: Path
) -> None:
    assert_nothing_shown(asked, logged_in(plain[what], asked.role, ""), plain[what], tmp_path, 500, 503)


@pytest.mark.parametrize("asked", [one for one in EACH if one.values[0].route.startswith("api-")])  # type: ignore[union-attr]  # Asked
def test_a_program_says_its_purpose_with_the_request(asked: Asked, made: Path, tmp_path: Path) -> None:
    home = copied(made, tmp_path)
    client = logged_in(home, asked.role, "")
    client.headers[HEADER] = "bestaat-niet"
    assert asked.ask(client, tmp_path).status_code == 403
    client.headers[HEADER] = ALSO_FITS
    assert asked.ask(client, tmp_path).status_code in (200, 202)
    last = [line for line in audited(home) if line["through"] == "api"][-1]
    assert (last["purpose"], last["result"]) == (ALSO_FITS, "permitted")


BY_ORGANISATIONS = [one for one in EACH if one.values[0].role == "engineer" and one.values[0].route.startswith("api-")]  # type: ignore[union-attr]  # Asked


@pytest.mark.parametrize("asked", BY_ORGANISATIONS)
def test_an_organisation_is_permitted_by_its_oin(asked: Asked, made: Path, tmp_path: Path) -> None:
    home = copied(made, tmp_path)
    client = Organisations(home, tmp_path).program()
    assert_nothing_shown(asked, client, home, tmp_path, 403)  # two purposes fit, and it named none
    client.headers[HEADER] = FITS
    assert asked.ask(client, tmp_path).status_code in (200, 202)
    put(home, register(2, organisations=False))
    refused = asked.ask(client, tmp_path)  # what it brought before may be received in the meantime
    assert (refused.status_code, PLANTED in refused.text) == (403, False)
