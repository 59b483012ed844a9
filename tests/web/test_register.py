"""The register in a real browser: wide and narrow, in Dutch and English, with the keyboard only, without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.register.records import Register
from ketenmonitor.web import create_app
from tests.unit.web.registers import FIGURE, INSPECTION, LATER, MOTION, filled_register, key_of
from tests.unit.web.sites import filled_home, let_out_whole, settings
from tests.web.serving import free_port, served
from tests.web.test_page import WCAG, WIDTHS
from tests.web.test_site import logged_in


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Register]]:
    home = filled_home(tmp_path_factory.mktemp("register"))
    let_out_whole(home)
    register = filled_register(home.path)
    port = free_port()
    with served(create_app(home, settings()), port):
        yield f"http://127.0.0.1:{port}", register


@pytest.fixture(scope="module", params=WIDTHS)
def screen(browser: Browser, request: pytest.FixtureRequest, site: tuple[str, Register]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    logged_in(page, site[0], "registrar", "/register/nakijken")
    yield page
    context.close()


PATHS = (
    "/register", "/register?stand=late&q=havens", "/register?q=nergens", "/register?kind=x", "/register/agenda", "/register/stukken",
    "/register/stukken/1", "/register/stukken/2?punt={later}", "/register/punten/{later}", "/register/punten/{motion}",
    "/register/cijfers", "/register/cijfers?verdict=agrees", "/register/stukken/1?punt={figure}",
    "/register/nakijken", "/register/nakijken/{later}", "/register/nakijken/{motion}",
)  # fmt: skip


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_bars_a_visitor_and_the_browser_has_no_complaint(
    path: str, prefix: str, screen: Page, site: tuple[str, Register]
) -> None:
    address, register = site
    said: list[str] = []
    screen.on("console", lambda message: said.append(message.text))
    where = path.format(later=key_of(register, LATER), motion=key_of(register, MOTION), figure=key_of(register, FIGURE))
    answer = screen.goto(f"{address}{prefix}{where}")
    found = Axe().run(screen, options=WCAG).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 15  # it did look
    assert screen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert screen.locator("html").get_attribute("lang") == ("en" if prefix else "nl")
    assert answer
    assert [line for line in said if "Failed to load resource" not in line] == []


def test_one_click_shows_the_sentence(browser: Browser, site: tuple[str, Register]) -> None:
    address, register = site
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 700}).new_page()
    page.goto(f"{address}/register/punten/{key_of(register, LATER)}")
    page.get_by_role("link", name="Bekijk de zin in het stuk").last.click()
    marked = page.locator("mark#zin")
    assert marked.text_content() == LATER
    box = marked.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 700  # it is on the screen


def test_on_a_narrow_screen_the_mark_is_seen_and_what_was_repaired_stands_below_it(
    browser: Browser, site: tuple[str, Register]
) -> None:
    address, register = site
    page = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{address}/register/stukken/1?punt={key_of(register, INSPECTION)}#zin")
    box = page.locator("mark#zin").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 640
    raw = page.locator(".line:not(.same) .raw").first
    below, width = raw.bounding_box(), page.locator(".reading").bounding_box()
    assert below is not None
    assert width is not None
    assert below["width"] > width["width"] / 2  # a column of its own would be too small to read
    assert "Uit het bestand" in raw.inner_text()


def test_on_paper_the_register_has_no_forms_and_the_mark_is_seen(browser: Browser, site: tuple[str, Register]) -> None:
    address, register = site
    page = browser.new_context().new_page()
    page.emulate_media(media="print")
    page.goto(f"{address}/register")
    assert not page.locator(".filters").is_visible()
    assert page.locator(".point").first.is_visible()
    page.goto(f"{address}/register/stukken/1?punt={key_of(register, INSPECTION)}")
    marked = page.locator("mark#zin")
    assert marked.evaluate("one => getComputedStyle(one).textDecorationLine") == "underline"


def test_the_register_is_searched_with_the_keyboard_only_and_without_script(
    browser: Browser, site: tuple[str, Register]
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site[0]}/register")
    page.get_by_label("Woorden").focus()
    page.keyboard.type("sluizen inspectie")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=sluizen*")
    assert page.get_by_role("heading", level=2).first.text_content() == "Gevonden punten: 1"
    page.get_by_role("link", name="onderzoek naar snellere inspectie").press("Enter")
    assert "onderzoek naar snellere inspectie" in (page.get_by_role("heading", level=1).text_content() or "")


def test_a_registrar_corrects_with_the_keyboard_only_and_without_script(
    browser: Browser, site: tuple[str, Register]
) -> None:
    address, register = site
    page = browser.new_context(java_script_enabled=False).new_page()
    logged_in(page, address, "registrar", "/register/nakijken")
    page.get_by_role("link", name=INSPECTION).press("Enter")
    page.get_by_label("Wat", exact=True).fill("inspectie van sluizen versnellen")
    page.get_by_label("Laatste dag").fill("2031-12-20")
    page.get_by_label("Termijn in woorden van het stuk").fill("voor de winter")
    page.get_by_role("button", name="Verbetering opslaan").press("Enter")
    page.wait_for_load_state()
    assert page.get_by_text("Gelezen was: onderzoek naar").is_visible()
    page.goto(f"{address}/register/punten/{key_of(register, INSPECTION)}")
    assert page.get_by_text("Uiterlijk 20 december 2031").first.is_visible()
