"""The application in a real browser: every page wide and narrow, in Dutch and English, with the keyboard only, without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.store import Home
from ketenmonitor.web import create_app
from tests.unit.web.sites import PASSWORD, filled_home, let_out, let_out_whole, settings
from tests.web.serving import free_port, served
from tests.web.test_page import WCAG, WIDTHS

RELEASE = "/cijfers/proef/2024-03-01"
OF_ALL = (
    "/", "/toegankelijkheid", "/inloggen", "/bestaat-niet", RELEASE, f"{RELEASE}/doorlooptijd", f"{RELEASE}/doorlooptijd/keten",
    f"{RELEASE}/voorraad/politie", f"{RELEASE}/overdracht", f"{RELEASE}/termijnen", f"{RELEASE}/veranderd",
    f"{RELEASE}/begrippen", f"{RELEASE}/downloads", f"{RELEASE}/tabellen/lead-time-by-eenheid?eenheid=Noord",
)  # fmt: skip
OF_ANALYSTS = (
    "/werkbank", "/werkbank/proef", "/werkbank/proef/lead-time", "/werkbank/proef/stock?period=month",
    "/werkbank/proef/handover?by=eenheid", "/werkbank/proef/path", "/werkbank/proef/stock?period=eeuw",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that is served on this machine."""
    home: Home = filled_home(tmp_path_factory.mktemp("site"))
    let_out_whole(home)
    let_out(home, "2024-02-01")
    port = free_port()
    with served(create_app(home, settings()), port):
        yield f"http://127.0.0.1:{port}"


def logged_in(page: Page, address: str, role: str = "analyst", to: str = "/werkbank") -> None:
    """Log in with the account of a role, with the keyboard only."""
    page.goto(f"{address}/inloggen?naar={to}")
    page.get_by_label("Naam").focus()
    page.keyboard.type(role)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{to}")


@pytest.fixture(scope="module", params=WIDTHS)
def screen(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, reduced_motion="reduce", java_script_enabled=True
    )
    page = context.new_page()
    logged_in(page, address)
    yield page
    context.close()


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", [*OF_ALL, *OF_ANALYSTS])
def test_nothing_bars_a_visitor_and_the_browser_has_no_complaint(
    path: str, prefix: str, screen: Page, address: str
) -> None:
    said: list[str] = []
    screen.on("console", lambda message: said.append(message.text))
    screen.on("pageerror", lambda error: said.append(str(error)))
    answer = screen.goto(f"{address}{prefix}{path}")
    found = Axe().run(screen, options=WCAG).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 15  # it did look
    wide = screen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
    assert screen.locator("html").get_attribute("lang") == ("en" if prefix else "nl")
    assert answer
    assert answer.ok or [line for line in said if "Failed to load resource" not in line] == []
    assert not answer.ok or said == []


def test_an_analyst_finds_a_figure_with_the_keyboard_only(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    logged_in(page, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de inhoud"
    page.goto(f"{address}/werkbank/proef/stock")
    page.get_by_label("Periode").focus()
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Toon").press("Enter")
    page.wait_for_url("**period=month*")
    assert page.get_by_role("table").is_visible()


def test_everything_works_without_script(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    logged_in(page, address)
    page.get_by_role("link", name="Proefketen").click()
    page.get_by_role("link", name="Doorlooptijd").click()
    assert page.get_by_role("table").is_visible()
    page.get_by_role("button", name="uitloggen").click()
    assert page.get_by_role("link", name="Inloggen").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_bars_an_engineer(width: int, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    logged_in(page, address, "engineer", "/leveringen")
    page.get_by_role("link", name="Proefketen").click()
    assert "Leveringen van" in (page.get_by_role("heading", level=1).text_content() or "")
    for way in ("", "/en"):
        page.goto(f"{address}{way}/leveringen/proef")
        found = Axe().run(page, options=WCAG).response
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_handler_finds_a_case_and_nothing_bars_them(width: int, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    logged_in(page, address, "handler", "/zaken/proef")
    for case, heading in (("bestaat-niet", "Zaken in de keten Proefketen"), ("m1", "Zaak m1")):
        page.get_by_label("Pseudoniem van de zaak").first.focus()  # with the keyboard only
        page.keyboard.type(case)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_by_role("heading", level=1).text_content() == heading
        assert "m1" not in page.url
        found = Axe().run(page, options=WCAG).response
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
