"""The page of the hit/no-hit check in a real browser: nothing bars a visitor, and going back shows nothing of what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.web import create_app
from tests.chain import DEFINITION, home_of
from tests.services import PHRASE
from tests.unit.inquiry.conftest import quickly
from tests.unit.inquiry.parties import KNOWN, UNKNOWN, mirror, published_now, running
from tests.unit.web.sites import settings
from tests.web.serving import free_port, served
from tests.web.test_page import WCAG, WIDTHS
from tests.web.test_site import logged_in


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("inquiry")
    world, home, port = quickly(folder / "world"), home_of(folder / "home", DEFINITION), free_port()
    published_now(world)
    with mirror(world.folder / "mirror") as url, running(world.node()) as node, pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        config = world.asker(url, {"holder": node.url})
        with served(create_app(home, replace(settings(), inquiry=str(config))), port):
            yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module", params=WIDTHS)
def screen(browser: Browser, request: pytest.FixtureRequest, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    logged_in(page, address, "handler", "/bevraging")
    yield page
    context.close()


def complaints(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options=WCAG).response
    assert len(found["passes"]) > 15  # it did look
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_question_is_asked_with_the_keyboard_and_what_was_typed_is_gone(
    screen: Page, address: str, prefix: str
) -> None:
    screen.goto(f"{address}{prefix}/bevraging")
    assert complaints(screen) == []
    screen.get_by_label("Zaak" if not prefix else "Case in").fill("2026-000123")
    screen.get_by_label("Identificaties" if not prefix else "Identifiers").fill(f"{KNOWN[0]}\n{UNKNOWN[0]}")
    screen.get_by_role("button", name="Vraag" if not prefix else "Ask").focus()
    screen.keyboard.press("Enter")
    screen.get_by_role("heading", name="Antwoorden" if not prefix else "Answers").wait_for()
    assert complaints(screen) == []
    assert screen.locator("table strong").all_inner_texts() == (
        ["hit", "geen hit"] if not prefix else ["hit", "no hit"]
    )
    for secret in (KNOWN[0], UNKNOWN[0], "2026-000123"):
        assert secret not in screen.content()
        assert secret not in screen.url
    assert screen.locator("textarea").input_value() == ""
    screen.go_back()
    assert screen.locator("textarea").input_value() == ""
    assert screen.locator("input[name=case]").input_value() == ""
