"""A release in a real browser, from draft to public, by two persons with the keyboard only; and what administrators see."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import date

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.publishing import begin, carry_out
from ketenmonitor.web import create_app
from ketenmonitor.web.public.shelves import LOOK_AGAIN
from tests.chain import instant
from tests.unit.publishing.homes import publishing
from tests.unit.web.sites import SECOND, filled_home, settings
from tests.web.test_page import WCAG, WIDTHS
from tests.web.test_site import logged_in

NOW = instant("2024-06-01T00:00:00+02:00")
OF_ADMINISTRATORS = ("/beheer", "/beheer/rollen", "/beheer/sleutels", "/beheer/gezondheid")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one draft, which is served on this machine."""
    home = filled_home(tmp_path_factory.mktemp("site"), publishing("stock"))
    carry_out(home, begin(home, "proef", date(2024, 3, 3), "local:publisher", NOW), lambda: NOW)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(home, settings()), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive(), "the server did not start"
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


def nothing_bars(page: Page) -> None:
    found = Axe().run(page, options=WCAG).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 15  # it did look
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def pressed(page: Page, name: str) -> None:
    """Press a button with the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    page.keyboard.press("Enter")


def refreshed_until(page: Page, words: str) -> None:
    """Press `Vernieuwen` until the page says so; it works without script, so nothing happens by itself."""
    for _ in range(150):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(200)
        link = page.get_by_role("link", name="Vernieuwen")
        with page.expect_navigation():
            link.press("Enter") if link.count() else page.reload()
    raise AssertionError(page.locator("main").inner_text())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_bars_an_administrator(prefix: str, width: int, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    logged_in(page, address, "administrator", "/beheer")
    for path in OF_ADMINISTRATORS:
        page.goto(f"{address}{prefix}{path}")
        nothing_bars(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_bars_a_publisher(prefix: str, width: int, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    logged_in(page, address, "publisher", "/uitgaven")
    for path in ("/uitgaven", "/uitgaven/proef", "/uitgaven/proef/1"):
        page.goto(f"{address}{prefix}{path}")
        nothing_bars(page)
    page.locator("summary").last.click()
    nothing_bars(page)


def test_two_persons_publish_with_the_keyboard_only_and_without_script(browser: Browser, address: str) -> None:
    maker = browser.new_context(java_script_enabled=False).new_page()
    second = browser.new_context(viewport={"width": 320, "height": 900}).new_page()
    logged_in(maker, address, "publisher", "/uitgaven/proef")
    logged_in(second, address, SECOND, "/uitgaven/proef")
    maker.get_by_label("Wat bekend was aan het begin van deze dag").fill("2024-03-04")
    pressed(maker, "Maak een concept")
    maker.wait_for_url("**/uitgaven/proef/2")
    refreshed_until(maker, "Dit concept is gemaakt.")
    # Wait for the answer to the press: a reload while it is under way would be a race that the browser may refuse.
    with maker.expect_navigation():
        pressed(maker, "Controleer")
    refreshed_until(maker, "Dit concept is veilig bevonden.")
    assert maker.get_by_role("button", name="Keur goed").count() == 0
    second.goto(f"{address}/uitgaven/proef/2")
    nothing_bars(second)
    with second.expect_navigation():
        pressed(second, "Keur goed")
    nothing_bars(second)
    with second.expect_navigation():
        pressed(second, "Publiceer")
    second.get_by_text("Dit concept is gepubliceerd.").wait_for()
    nothing_bars(second)
    second.wait_for_timeout(1000 * LOOK_AGAIN)
    second.get_by_role("link", name="Naar de openbare uitgave").press("Enter")
    second.wait_for_url("**/cijfers/proef/2024-03-04")
    assert "Proefketen" in second.title()
    # The other draft is out of date now.
    maker.goto(f"{address}/uitgaven/proef/1")
    assert maker.get_by_text("Dit concept is verouderd").is_visible()
    maker.locator("summary", has_text="Wijs af").press("Enter")
    maker.get_by_label("Waarom").fill("Verouderd")
    pressed(maker, "Wijs af")
    maker.get_by_text("Dit concept is afgewezen.").wait_for()
