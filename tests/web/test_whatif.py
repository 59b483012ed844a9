"""What if, in a real browser: nothing bars an analyst, with the keyboard only."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.web import create_app
from ketenmonitor.whatif import begin_run, play_run
from tests.chain import deliver, instant, received
from tests.unit.web.sites import LATE, filled_home, settings
from tests.web.serving import free_port, served
from tests.web.test_page import WCAG, WIDTHS
from tests.web.test_site import logged_in

SCENARIO = '[scenario]\ntitle = "Meer aangiften"\nuntil = 2026-06-30\nreplications = 4\n[[arrivals]]\nper_cent = 50\nfrom = 2024-06-01\n'
PAGES = ("/watals", "/watals/proef", "/watals/proef/1", "/watals/proef/2")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a scenario that was played, and one that was not."""
    folder = tmp_path_factory.mktemp("whatif")
    home = filled_home(folder)
    rows = [(f"b{n}", "inschrijving", f"2024-01-{n % 20 + 5:02d}T12:00:00", f"z{n}") for n in range(20)]
    assert received(home, deliver(folder, "o1", "om", events=rows), LATE).status == "accepted"
    assert play_run(home, begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE))).standing == "done"
    begin_run(home, "proef", SCENARIO, "local:analyst", instant(LATE))
    port = free_port()
    with served(create_app(home, settings()), port):
        yield f"http://127.0.0.1:{port}"


def barred_by(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=WCAG).response
    assert len(found["passes"]) > 15  # it did look
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_bars_an_analyst(width: int, browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce").new_page()
    logged_in(page, address)
    for path in PAGES:
        for prefix in ("", "/en"):
            page.goto(f"{address}{prefix}{path}")
            assert barred_by(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{prefix[1:]}{path.replace('/', '-')}-{width}.png", full_page=True)


def test_a_fault_is_read_at_its_line_and_mended_with_the_keyboard_only(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    logged_in(page, address, to="/watals/proef")
    page.get_by_label("Scenario").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(
        '[scenario]\ntitle = "Dicht"\nuntil = 2024-12-31\n[[closed]]\npartner = "nergens"\nfrom = 2024-05-01\nuntil = 2024-05-07\n'
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert "scenario.toml:5" in (page.get_by_role("alert").text_content() or "")
    assert barred_by(page) == []
    assert "nergens" in page.get_by_label("Scenario").input_value()
