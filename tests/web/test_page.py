"""The page in a real browser: open to everyone on a wide and a narrow screen, complete on paper, and by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.release.around import PAGES
from ketenmonitor.release.page import html_of, page_of
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.words import page_language
from tests.unit.release.chains import chain, not_delivered, protected
from tests.unit.release.releases import release_page

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = (1280, 320)
NAMES = (*PAGES.values(), "empty.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release in both languages, one with many changes, and a page of a chain of which nothing was delivered."""
    folder = tmp_path_factory.mktemp("release")
    dutch = page_language("nl")
    pages = {name: (release_page(code), page_language(code)) for code, name in PAGES.items()}
    pages["long.html"] = release_page("nl", rows=40), dutch
    pages["empty.html"] = page_of(shelve(chain(), protected(not_delivered())), dutch, None, ()), dutch
    for name, (page, language) in pages.items():
        (folder / name).write_text(html_of(page, language), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=WIDTHS)
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_bars_a_reader(name: str, screen: Page, folder: Path) -> None:
    screen.goto((folder / name).as_uri())
    found = Axe().run(screen, options=WCAG).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert len(found["passes"]) > 20  # it did look


@pytest.mark.parametrize("name", NAMES)
def test_the_page_asks_for_nothing_and_complains_of_nothing(name: str, screen: Page, folder: Path) -> None:
    address = (folder / name).as_uri()
    asked: list[str] = []
    said: list[str] = []
    screen.on("request", lambda request: asked.append(request.url))
    screen.on("console", lambda message: said.append(message.text))
    screen.on("pageerror", lambda error: said.append(str(error)))
    screen.goto(address)
    assert (asked, said) == ([address], [])


@pytest.mark.parametrize("name", NAMES)
def test_only_tables_scroll_sideways(name: str, screen: Page, folder: Path) -> None:
    screen.goto((folder / name).as_uri())
    wide = screen.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0


def test_an_incomplete_delivery_is_said_on_the_first_screen_before_any_figure(screen: Page, folder: Path) -> None:
    screen.goto((folder / PAGES["nl"]).as_uri())
    warning = screen.get_by_role("region", name="Niet alle gegevens zijn binnen")
    place, figure = warning.bounding_box(), screen.locator("main article").first.bounding_box()
    assert place is not None
    assert figure is not None
    assert place["y"] + place["height"] < min(900, figure["y"])
    assert "De Tweede dienst leverde over mei en juni 2026 nog niets." in warning.inner_text()


def test_the_languages_lead_to_each_other(screen: Page, folder: Path) -> None:
    screen.goto((folder / PAGES["nl"]).as_uri())
    screen.get_by_role("link", name="English").click()
    assert screen.url.endswith("/en.html")
    assert screen.locator("html").get_attribute("lang") == "en"
    screen.get_by_role("link", name="Nederlands").click()
    assert screen.url.endswith("/index.html")


def test_by_keyboard_one_comes_to_the_figures_and_to_each_file(screen: Page, folder: Path) -> None:
    screen.goto((folder / PAGES["nl"]).as_uri())
    screen.keyboard.press("Tab")
    assert screen.evaluate("document.activeElement.getAttribute('href')") == "#figures"
    reached = set()
    for _ in range(60):
        screen.keyboard.press("Tab")
        reached.add(screen.evaluate("document.activeElement.getAttribute('href')"))
    assert {one.address for one in release_page().downloads} <= reached


@pytest.mark.parametrize("name", [*NAMES, "long.html"])
def test_on_paper_no_chart_and_no_table_is_cut_off(name: str, browser: Browser, folder: Path) -> None:
    """Sized as the paper between its margins: nothing stands out of it, and every file is named."""
    screen = browser.new_page(viewport={"width": 665, "height": 900})
    screen.goto((folder / name).as_uri())
    screen.emulate_media(media="print")
    out = screen.evaluate(
        "[...document.querySelectorAll('svg, table, p, dd')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect()).filter(b => b.right > innerWidth + 1 || b.left < -1).length"
    )
    assert out == 0
    drawn = "f => [...f.querySelectorAll('svg')].filter(e => e.checkVisibility()).length"
    assert set(screen.evaluate(f"[...document.querySelectorAll('figure')].map({drawn})")) <= {1}
    screen.close()
