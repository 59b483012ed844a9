"""Handing in a delivery and following a case in a real browser, wide and narrow, in Dutch and English, without script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ketenmonitor.store import Home
from ketenmonitor.web import create_app
from tests.chain import deliver, home_of, received
from tests.unit.web.sites import LATE, settings
from tests.unit.web.test_near_norm import PAUSED
from tests.web.serving import free_port, served
from tests.web.test_page import WCAG, WIDTHS
from tests.web.test_site import logged_in

AT = "2024-01-05T10:00:00+01:00"


def zipped(folder: Path, name: str, **manifest: str | None) -> str:
    """A delivery after the first one, with a row that is right, one twice and one that is not."""
    rows = [("a1", "aangifte", AT, f"{name}1"), ("a1", "aangifte", AT, f"{name}1"), ("a2", "onbekend", AT, "m2")]
    said = {"follows": "p", "delivered_from": None, "made_at": LATE, **manifest}
    return shutil.make_archive(str(folder / f"{name}-zip"), "zip", deliver(folder, name, events=rows, **said))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Case z1 is past its norm and stood still; case z2 is near it."""
    folder = tmp_path_factory.mktemp("upload")
    home = home_of(folder, PAUSED.replace("norm = { days = 10", "norm = { days = 20"))
    reports = [("r1", "aangifte", "2024-01-02T10:00", "m1"), ("r2", "aangifte", "2024-01-13T10:00", "m2")]
    own = [("c1", "inschrijving", 3, "z1"), ("c2", "aanhouding", 5, "z1"), ("c3", "hervatting", 17, "z1")]
    events = [(id, name, f"2024-01-{day:02d}T10:00", case) for id, name, day, case in own]
    events.append(("c4", "inschrijving", "2024-01-14T10:00", "z2"))
    ends = {"from_type": "melding", "to_type": "strafzaak", "time": AT}
    links = [{**ends, "from_id": f"m{n}", "to_id": f"z{n}"} for n in (1, 2)]
    for path in (
        deliver(folder, "p", events=reports, made_at=LATE),
        deliver(folder, "o", "om", events=events, links=links, made_at=LATE),
    ):
        assert received(home, path, LATE).status == "accepted"
    return home


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    port = free_port()
    with served(create_app(home, replace(settings(), upload_mb=1)), port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, java_script_enabled=True)
    yield context.new_page()
    context.close()


def check(page: Page) -> None:
    """Nobody is barred from this page."""
    found = Axe().run(page, options=WCAG).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def hand_in(page: Page, address: str, file: str) -> str:
    """What the page says then."""
    page.goto(address)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button").click()
    return page.get_by_role("heading", level=1).text_content() or ""


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_engineer_hands_in_and_hears_what_became_of_it(
    prefix: str, page: Page, address: str, tmp_path: Path
) -> None:
    name = f"d{prefix[1:]}{(page.viewport_size or {})['width']}"
    logged_in(page, address, "engineer", "/leveringen/proef")
    form = f"{address}{prefix}/leveringen/proef"
    dutch = prefix == ""
    made, other = zipped(tmp_path, name), zipped(tmp_path, f"{name}x", made_at="gisteren")
    assert hand_in(page, form, made) == ("De levering is aangenomen" if dutch else "The delivery is accepted")
    assert page.get_by_role("table").is_visible()
    check(page)
    assert hand_in(page, f"{form}/inzending", made) == (
        "Deze levering was er al" if dutch else "This delivery was here already"
    )
    check(page)
    assert hand_in(page, form, other) == ("De levering is geweigerd" if dutch else "The delivery is refused")
    assert "made_at is not a time" in page.locator("ul[lang=en]").inner_text()
    check(page)
    page.get_by_role(
        "link", name="English" if dutch else "Nederlands"
    ).click()  # to the form, not to a page that is gone
    assert page.get_by_role("heading", level=1).text_content() == ("Hand in" if dutch else "Lever in")
    check(page)


def test_what_is_too_large_is_said_on_a_page(page: Page, address: str, tmp_path: Path) -> None:
    large = tmp_path / "large.zip"
    large.write_bytes(bytes(3_000_000))
    logged_in(page, address, "engineer", "/leveringen/proef")
    assert hand_in(page, f"{address}/leveringen/proef", str(large)) == "Dit is te groot"
    check(page)


def test_it_works_without_script_and_with_the_keyboard_only(browser: Browser, address: str, tmp_path: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    logged_in(page, address, "engineer", "/leveringen/proef")
    page.get_by_label("Levering (.zip)").set_input_files(zipped(tmp_path, "toets"))
    page.get_by_label("Levering (.zip)").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inzending")
    assert page.get_by_role("heading", level=1).text_content() == "De levering is aangenomen"


def test_a_handler_sees_what_is_near_or_past_a_norm_and_when_a_clock_stood_still(page: Page, address: str) -> None:
    logged_in(page, address, "handler", "/zaken/proef")
    table = page.get_by_role("region", name="Dicht bij of over de norm")
    names = [row.split()[0] for row in table.locator("tbody tr").all_inner_texts()]
    assert (names[0], names[-1]) == ("z2", "z1")  # between them what the other tests handed in
    check(page)
    table.get_by_role("button", name="Bekijk z1").click()
    assert page.get_by_role("region", name="Wanneer de klok stilstond").is_visible()
    assert page.locator("figure svg text", has_text="De klok stond stil").is_visible()  # what the band means
    check(page)
