"""The page on which a visitor says for what and why they look, in a real browser: nothing bars them, and the keyboard is enough."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from ketenmonitor.store import Home
from ketenmonitor.web import create_app
from tests.unit.access.worlds import FITS, audited, world
from tests.unit.web.sites import settings
from tests.web.serving import free_port, served
from tests.web.test_inquiry import complaints
from tests.web.test_page import WIDTHS
from tests.web.test_site import logged_in

REASON = "vraag van de officier"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return world(tmp_path_factory.mktemp("purpose"))


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    port = free_port()
    with served(create_app(home, settings()), port):
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_purpose_and_a_reason_are_given_with_the_keyboard(
    prefix: str, width: int, browser: Browser, address: str, home: Home
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    logged_in(page, address, "handler", "/zaken")
    page.goto(f"{address}{prefix}/zaken/proef")
    assert complaints(page) == []
    page.locator(f'input[value="{FITS}"]').focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(REASON)
    page.keyboard.press("Enter")
    page.get_by_text("geheim-m3", exact=True).first.wait_for()
    assert audited(home)[-1]["reason"] == REASON
    page.goto(f"{address}{prefix}/doel")
    assert page.get_by_label("Reason" if prefix else "Reden").input_value() == REASON
    assert complaints(page) == []
    context.close()
