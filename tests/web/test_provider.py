"""Logging in with a real provider of OpenID Connect: in a browser, and as a program. It is oidc-provider, on Node."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from ketenmonitor.web import create_app
from ketenmonitor.web.settings import Login, WebSettings
from ketenmonitor.web.visitor import Role
from tests.unit.release.formats.programs import needs
from tests.unit.web.sites import filled_home
from tests.web.serving import free_port, served
from tests.web.test_page import WCAG, WIDTHS

SOURCE = Path(__file__).parent / "provider"
SECRET = "geheim-van-de-test"
AUDIENCE = "https://monitor.example.nl/v1"
SECONDS_TO_INSTALL = 240


@pytest.fixture(scope="module")
def program(request: pytest.FixtureRequest) -> Path:
    """The provider with what it needs, kept between runs for as long as that is the same."""
    npm = needs("npm", "npm")
    place = request.config.cache.mkdir("provider")
    installed, wanted = place / "node_modules" / "installed", (SOURCE / "package-lock.json").read_text(encoding="utf-8")
    for path in SOURCE.iterdir():
        shutil.copy(path, place)
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        command = [npm, "ci", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=place, check=True, capture_output=True, timeout=SECONDS_TO_INSTALL)
        installed.write_text(wanted, encoding="utf-8")
    return place / "provider.mjs"


def node_for(program: Path) -> Path:
    """The Node that was installed with it, as that of Debian may be too old; where there is none for the machine, its own."""
    found = sorted(program.parent.glob("node_modules/node-linux-*/bin/node"))
    return found[0] if found else Path(needs("node", "nodejs"))


@pytest.fixture(scope="module")
def addresses(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A monitor and its provider: where each is."""
    ours, theirs = free_port(), free_port()
    address, issuer = f"http://127.0.0.1:{ours}", f"http://127.0.0.1:{theirs}"
    login = Login(
        issuer, "monitor", SECRET, scopes="openid profile keten", roles_claim="keten.roles", partner_claim="keten.partner",
        audience=AUDIENCE, roles={"om-analist": frozenset({Role.ANALYST}), "agent": frozenset({Role.HANDLER})},
    )  # fmt: skip
    around = {**os.environ, "PORT": str(theirs), "MONITOR": address}
    process = subprocess.Popen(
        [node_for(program), program], env=around, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        home = filled_home(tmp_path_factory.mktemp("provided"))
        with served(create_app(home, WebSettings(address=address, login=login)), ours):
            yield address, issuer
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_analyst_logs_in_and_out_at_the_provider(width: int, browser: Browser, addresses: tuple[str, str]) -> None:
    address, issuer = addresses
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=width != 320)
    page = context.new_page()
    page.goto(f"{address}/werkbank/proef")
    page.get_by_role("link", name="Inloggen met uw organisatie").press("Enter")
    assert page.url.startswith(issuer)
    page.locator("[name=login]").fill("om-analist")
    page.locator("[name=password]").fill("om het even")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Proefketen")
    assert page.url == f"{address}/werkbank/proef"
    page.get_by_role("button", name="Naam van om-analist: uitloggen").click()
    page.wait_for_url(f"{issuer}/session/end**")
    assert page.get_by_role("button").count() > 0
    page.get_by_role("button", name="Yes").click()
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/werkbank")
    page.get_by_role("link", name="Inloggen met uw organisatie").click()
    assert page.locator("[name=login]").is_visible()  # who they were, the provider does not know any more either
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_who_has_no_role_is_told_so_and_nothing_bars_them(
    width: int, browser: Browser, addresses: tuple[str, str]
) -> None:
    address, issuer = addresses
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.route(f"{issuer}/session/end**", lambda route: route.fulfill(status=204))  # it takes nobody along
    for prefix, name, heading in (("", "buitenstaander", "geen rol"), ("/en", "buitenstaander", "no role")):
        page.goto(f"{address}{prefix}/inloggen")
        violations = Axe().run(page, options=WCAG).response["violations"]
        page.locator("main a.button").click()
        if page.locator("[name=login]").count():
            page.locator("[name=login]").fill(name)
            page.locator("[name=password]").fill("om het even")
            page.keyboard.press("Enter")
        page.wait_for_url(f"{address}{prefix}/inloggen/zonder-rol")
        assert heading in (page.get_by_role("heading", level=1).text_content() or "")
        violations += Axe().run(page, options=WCAG).response["violations"]
        answer = page.goto(f"{address}{prefix}/inloggen/terug?state=geraden&code=x")
        assert answer
        assert answer.status == 400
        violations += Axe().run(page, options=WCAG).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.goto(f"{address}/werkbank").status == 403  # type: ignore[union-attr]  # there is always an answer
    page.get_by_role("button", name="uitloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent uitgelogd")
    assert Axe().run(page, options=WCAG).response["violations"] == []
    context.close()


def test_what_a_browser_brings_back_counts_once(addresses: tuple[str, str]) -> None:
    address, _ = addresses
    with httpx.Client(follow_redirects=True) as client:
        form = client.get(f"{address}/inloggen/aanbieder?naar=/werkbank")
        action = re.search(r'action="([^"]+)"', form.text)
        assert action
        said = {"prompt": "login", "login": "om-analist", "password": "om het even"}
        page = client.post(str(form.url.join(action[1])), data=said)
        assert page.url == f"{address}/werkbank"
        back = next(str(one.url) for one in page.history if "/inloggen/terug" in str(one.url))
        again = client.get(back)
        assert (again.status_code, "geldt niet meer" in again.text) == (400, True)
        assert client.get(f"{address}/werkbank").status_code == 200


def test_a_program_with_a_token_of_the_provider_is_an_analyst(addresses: tuple[str, str]) -> None:
    address, issuer = addresses
    asked = {"grant_type": "client_credentials", "resource": AUDIENCE}
    token = httpx.post(f"{issuer}/token", data=asked, auth=("programma", SECRET)).json()["access_token"]
    place = f"{address}/werkbank/proef/stock?format=json"
    answer = httpx.get(place, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    elsewhere = {**asked, "resource": "https://elders.example.nl"}
    other = httpx.post(f"{issuer}/token", data=elsewhere, auth=("programma", SECRET)).json()["access_token"]
    for wrong in (other, token[:-4] + "AAAA", "geraden"):
        answer = httpx.get(place, headers={"Authorization": f"Bearer {wrong}"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer error="invalid_token"')
