"""The pages of privacy officers in a real browser: nothing bars anybody, and a letter comes with the keyboard only and without script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ketenmonitor.web import create_app
from tests.unit.citizens.homes import MINE, asked_for, home_with_citizen
from tests.unit.web.sites import settings
from tests.web.serving import free_port, served
from tests.web.test_page import WIDTHS
from tests.web.test_publishing import nothing_bars, pressed
from tests.web.test_site import logged_in


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with one request."""
    home = home_with_citizen(tmp_path_factory.mktemp("site"))
    asked_for(home)
    port = free_port()
    with served(create_app(home, settings()), port):
        yield f"http://127.0.0.1:{port}"


def looked(page: Page) -> None:
    """Type in the pseudonym and look."""
    page.locator("textarea").first.focus()
    page.keyboard.type(MINE)
    with page.expect_navigation():
        pressed(page, "Bekijk wat er is")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_nothing_bars_a_privacy_officer(prefix: str, width: int, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    logged_in(page, address, "privacy_officer", "/verzoeken")
    for path in ("/verzoeken", "/verzoeken/1"):
        page.goto(f"{address}{prefix}{path}")
        nothing_bars(page)
    page.goto(f"{address}/verzoeken/1")
    looked(page)
    nothing_bars(page)


def test_withhold_decide_and_download_with_the_keyboard_only_and_without_script(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = browser.new_context(java_script_enabled=False, accept_downloads=True).new_page()
    logged_in(page, address, "privacy_officer", "/verzoeken/1")
    looked(page)
    assert MINE not in page.url
    box = page.get_by_role("checkbox", name="besluit (strafzaak)")
    box.focus()
    page.keyboard.press("Space")
    page.locator('select[name="ground"]').select_option("uavg-41-1-d")
    with page.expect_navigation():
        pressed(page, "Houd achter")
    for box in page.locator('input[name="partner"]').all():
        box.focus()
        page.keyboard.press("Space")
    page.locator('input[name="reason"]').fill("Dit mag verteld worden.")
    with page.expect_navigation():
        pressed(page, "Doe dit")
    page.get_by_text("toegewezen").first.wait_for()
    page.locator("textarea").last.fill(MINE)
    page.locator('select[name="format"]').select_option("json")
    with page.expect_download() as download:
        pressed(page, "Maak de brief")
    place = tmp_path / "brief.json"
    download.value.save_as(place)
    text = place.read_text(encoding="utf-8")
    assert "inschrijving" in text
    assert "besluit" not in text
