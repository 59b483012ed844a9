"""Every route, method and role answers as the table says, and what is not in the table is refused."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ketenmonitor.instants import DAY_US
from ketenmonitor.publishing import begin
from ketenmonitor.store import Home
from ketenmonitor.web import ROUTES, TABLE
from ketenmonitor.web.access import KNOWN, Verdict, verdict
from ketenmonitor.web.visitor import Role, Visitor, visitor_of
from ketenmonitor.whatif import begin_run
from tests.chain import instant
from tests.unit.citizens.homes import asked_for
from tests.unit.web.registers import filled_register, known_key
from tests.unit.web.sites import LATE, filled_home, let_out_whole, visitor

ROLES = (None, *Role)
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
# An address of each route that is there.
ADDRESSES = {
    "home": "/",
    "health": "/health",
    "security": "/.well-known/security.txt",
    "accessibility": "/toegankelijkheid",
    "static": "/static/monitor.css",
    "login": "/inloggen",
    "login-local": "/inloggen",
    "login-provider": "/inloggen/aanbieder",
    "login-back": "/inloggen/terug",
    "login-without-role": "/inloggen/zonder-rol",
    "logout": "/uitloggen",
    "purpose": "/doel",
    "purpose-choose": "/doel",
    "cases": "/zaken",
    "cases-chain": "/zaken/proef",
    "case": "/zaken/proef",
    "inquiry": "/bevraging",
    "inquiry-ask": "/bevraging",
    "deliveries": "/leveringen",
    "deliveries-chain": "/leveringen/proef",
    "dictionary": "/leveringen/proef/gegevenswoordenboek",
    "upload-form": "/leveringen/proef/inzending",
    "upload": "/leveringen/proef/inzending",
    "workbench": "/werkbank",
    "workbench-chain": "/werkbank/proef",
    "workbench-measure": "/werkbank/proef/stock",
    "whatif": "/watals",
    "whatif-chain": "/watals/proef",
    "whatif-play": "/watals/proef",
    "whatif-run": "/watals/proef/1",
    "whatif-file": "/watals/proef/1/scenario.json",
    "publishing": "/uitgaven",
    "publishing-chain": "/uitgaven/proef",
    "draft-make": "/uitgaven/proef",
    "draft": "/uitgaven/proef/1",
    "draft-step": "/uitgaven/proef/1",
    "draft-file": "/uitgaven/proef/1/voorbeeld/index.html",
    "register": "/register",
    "register-due": "/register/agenda",
    "register-calendar": "/register/agenda.ics",
    "register-feed": "/register/agenda.atom",
    "register-export": "/register/export/register.json",
    "register-point": f"/register/punten/{known_key()}",
    "register-papers": "/register/stukken",
    "register-paper": "/register/stukken/1",
    "register-figures": "/register/cijfers",
    "register-queue": "/register/nakijken",
    "register-item": f"/register/nakijken/{known_key()}",
    "register-decide": f"/register/nakijken/{known_key()}",
    "citizens": "/verzoeken",
    "citizens-add": "/verzoeken",
    "citizens-request": "/verzoeken/1",
    "citizens-step": "/verzoeken/1",
    "citizens-overview": "/verzoeken/1/inzage",
    "citizens-letter": "/verzoeken/1/brief",
    "administration": "/beheer",
    "administration-roles": "/beheer/rollen",
    "administration-keys": "/beheer/sleutels",
    "administration-health": "/beheer/gezondheid",
    "chain": "/cijfers/proef",
    "release": "/cijfers/proef/2024-03-01",
    "part": "/cijfers/proef/2024-03-01/doorlooptijd",
    "figure": "/cijfers/proef/2024-03-01/voorraad/politie",
    "table": "/cijfers/proef/2024-03-01/tabellen/stock",
    "released": "/cijfers/proef/2024-03-01/bestanden/index.html",
    "api-document": "/v1/openapi.json",
    "api-chains": "/v1/ketens",
    "api-chain": "/v1/ketens/proef",
    "api-releases": "/v1/ketens/proef/uitgaven",
    "api-release": "/v1/ketens/proef/uitgaven/2024-03-01",
    "api-tables": "/v1/ketens/proef/uitgaven/2024-03-01/tabellen",
    "api-table": "/v1/ketens/proef/uitgaven/2024-03-01/tabellen/stock",
    "api-register-points": "/v1/register/punten",
    "api-register-point": f"/v1/register/punten/{known_key()}",
    "api-register-papers": "/v1/register/stukken",
    "api-register-figures": "/v1/register/cijfers",
    "api-schema-event": "/v1/schemas/gebeurtenis-v1",
    "api-deliver": "/v1/leveringen",
    "api-deliveries": "/v1/leveringen",
    "api-delivery": f"/v1/leveringen/{'0' * 32}",
    "api-report": "/v1/gebeurtenissen",
    "api-reported": "/v1/gebeurtenissen",
    "api-measures": "/v1/ketens/proef/maten",
    "api-figures": "/v1/ketens/proef/maten/stock",
    "api-logbook": f"/v1/logboek?traceID={'0' * 32}",
}
# The scenario was begun and not played.
# Without a contact in the settings there is nobody to tell, without a provider nowhere to log in, and nobody to ask; the draft was begun, and
# has no files yet.
FOUND = {
    "chain": 307,
    "security": 404,
    "login-provider": 404,
    "login-back": 404,
    "draft-file": 404,
    "whatif-file": 404,
    "inquiry": 404,
    "inquiry-ask": 404,
    "api-delivery": 404,
    "api-logbook": 404,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = filled_home(tmp_path_factory.mktemp("access"))
    let_out_whole(made)
    filled_register(made.path)
    asked_for(made)
    begin_run(made, "proef", '[scenario]\ntitle = "Niets"\nuntil = 2024-12-31\n', "local:analyst", instant(LATE))
    begin(made, "proef", date(2024, 3, 3), "local:publisher", instant(LATE) + 2 * DAY_US)
    return made


@pytest.fixture(scope="module", params=ROLES, ids=str)
def somebody(request: pytest.FixtureRequest, home: Home) -> tuple[str | None, TestClient]:
    return request.param, visitor(home, request.param)


def test_every_route_has_a_line_in_the_table_and_an_address_here() -> None:
    names = [name for name, *_ in ROUTES]
    assert len(names) == len(set(names))
    assert set(names) == set(TABLE) == set(ADDRESSES)


POSTED = {
    "logout",
    "purpose-choose",
    "login-local",
    "case",
    "upload",
    "draft-make",
    "draft-step",
    "whatif-play",
    "register-decide",
    "api-deliver",
    "api-report",
    "citizens-add",
    "citizens-step",
    "citizens-overview",
    "citizens-letter",
}


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - POSTED))
def test_each_role_gets_what_the_table_gives_it(name: str, somebody: tuple[str | None, TestClient]) -> None:
    role, client = somebody
    answer = client.get(ADDRESSES[name])
    wanted = TABLE[name]
    if not wanted or role in wanted or (wanted is KNOWN and role):
        assert answer.status_code == FOUND.get(name, 200)
    elif role is None and name.startswith("api-"):
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
        assert answer.headers["www-authenticate"]
    elif role is None:
        assert (answer.status_code, answer.headers["location"]) == (303, f"/inloggen?naar={ADDRESSES[name]}")
    else:
        assert answer.status_code == 403


@pytest.mark.parametrize("method", METHODS)
def test_other_methods_than_a_route_has_do_nothing(method: str, somebody: tuple[str | None, TestClient]) -> None:
    allowed: dict[str, set[str]] = {}
    for name, _, methods in ROUTES:
        allowed.setdefault(ADDRESSES[name], set()).update(methods)
    for address, methods in allowed.items():
        if method not in methods:
            assert somebody[1].request(method, address).status_code == 405, address


@pytest.mark.parametrize(
    "address",
    [
        "/werkbank/andere",
        "/werkbank/proef/nergens",
        "/a/b/c/d",
        "/cijfers/proef/2024-03-01/bestanden/../x",
        "/cijfers/proef/2024-03-01/doorlooptijd/nergens",
    ],
)
def test_what_is_not_there_says_nothing_of_what_is(address: str, somebody: tuple[str | None, TestClient]) -> None:
    answer = somebody[1].get(address)
    assert answer.status_code in (303, 400, 403, 404)
    assert "Traceback" not in answer.text
    if answer.status_code == 404:
        assert str(Path.cwd()) not in answer.text


def test_a_form_for_a_case_is_for_handlers_only(somebody: tuple[str | None, TestClient]) -> None:
    role, client = somebody
    answer = client.post("/zaken/proef", data={"case": "een-zaak", "token": "geraden"})
    assert answer.status_code == (303 if role is None else 403)
    assert "een-zaak" not in answer.text


@pytest.mark.parametrize("address", ["/uitgaven/proef", "/uitgaven/proef/1"])
def test_forms_of_publishers_are_for_publishers_with_a_form_of_ours_only(
    address: str, somebody: tuple[str | None, TestClient]
) -> None:
    role, client = somebody
    answer = client.post(address, data={"day": "2024-03-04", "step": "reject", "token": "geraden"})
    assert answer.status_code == (303 if role is None else 403)


@pytest.mark.parametrize("address", [ADDRESSES[name] for name in sorted(POSTED) if name.startswith("citizens")])
def test_forms_of_privacy_officers_are_for_them_with_a_form_of_ours_only(
    address: str, somebody: tuple[str | None, TestClient]
) -> None:
    role, client = somebody
    answer = client.post(address, data={"subjects": "een-pseudoniem", "step": "grant", "token": "geraden"})
    assert answer.status_code == (303 if role is None else 403)
    assert "een-pseudoniem" not in answer.text


@pytest.mark.parametrize("address", ["/v1/leveringen", "/v1/gebeurtenissen"])
def test_only_who_delivers_may_bring_anything(address: str, somebody: tuple[str | None, TestClient]) -> None:
    role, client = somebody
    answer = client.post(address, content=b"x", headers={"content-type": "text/plain"})
    assert answer.status_code == (401 if role is None else 415 if role == Role.ENGINEER else 403)


def test_what_is_not_in_the_table_nobody_may() -> None:
    everybody = visitor_of("x", "x", frozenset(Role), "p")
    assert verdict("nothing", everybody) is Verdict.NO
    assert verdict(None, everybody) is Verdict.NO


def test_a_role_of_a_partner_needs_a_partner() -> None:
    roles = frozenset({Role.HANDLER, Role.ANALYST})
    assert visitor_of("x", "x", roles, None) == Visitor("x", "x", frozenset({Role.ANALYST}), None)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_has_a_link_that_leads_nowhere(prefix: str, somebody: tuple[str | None, TestClient]) -> None:
    _, client = somebody
    seen: set[str] = set()
    left = [prefix + address for address in sorted(set(ADDRESSES.values()))]
    while left:
        address = left.pop()
        answer = client.get(address)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            links = {unescape(one).partition("#")[0] for one in re.findall(r'<a [^>]*href="([^"]+)"', answer.text)}
            # Of tables with a filter each one is like another; a released page has links of its own.
            own = {one for one in links if one.startswith("/") and "?" not in one and "/bestanden/" not in one}
            assert not [one for one in own - seen if client.get(one).status_code not in (200, 303, 307)], address
            seen |= own
