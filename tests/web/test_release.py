"""Real releases as their readers get them: in a browser, in programs that read tables, and by ear."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pdfua
import pytest
from axe_playwright_python.sync_playwright import Axe
from csvw import CSVW
from playwright.sync_api import Browser, Page
from rdflib import Graph

from ketenmonitor.cli.demo import _filled
from ketenmonitor.definition import read_definition, shipped_definition
from ketenmonitor.instants import parse_instant
from ketenmonitor.intake import import_log, receive
from ketenmonitor.publishing import verify
from ketenmonitor.release.around import PAGES
from ketenmonitor.store import Home, make_home
from ketenmonitor.synth import make_deliveries
from ketenmonitor.synth.demonstration import demonstration
from ketenmonitor.walk import go_out
from tests.peers.logs import log_named
from tests.unit.release.formats.programs import needs
from tests.unit.release.formats.readers import of_csv, of_duckdb
from tests.unit.release.formats.test_catalogue import complaints
from tests.web.test_page import WCAG

AS_OF = date(2026, 7, 10)


def small(folder: Path) -> Home:
    """A few hundred made-up cases: many counts are small."""
    source, text = folder / "zeden.toml", shipped_definition("zeden").read_text(encoding="utf-8")
    lattice = 'breakdowns = ["eenheid", "minderjarig"]\nperiods = ["year", "month"]'
    assert lattice in text  # of all of it the release takes minutes
    source.write_text(text.replace(lattice, 'breakdowns = ["eenheid"]\nperiods = ["month"]'), encoding="utf-8")
    home = make_home(folder / "home", [source])
    definition = read_definition(source)
    make_deliveries(definition, folder / "made", cases=300, months=4)
    for delivery in sorted(p for p in (folder / "made").iterdir() if p.is_dir()):
        receive(home, delivery, parse_instant("2026-07-02T00:00:00+02:00", definition.zone))
    return home


def demonstrated(folder: Path) -> Home:
    return _filled(folder / "home", demonstration())


def fines(folder: Path) -> Home:
    home = make_home(folder / "home", [shipped_definition("verkeersboetes")])
    log = log_named("Road_Traffic_Fine_Management_Process.xes.gz")
    import_log(
        home, "verkeersboetes", log, parse_instant("2026-07-02T00:00:00+02:00", home.definition("verkeersboetes").zone)
    )
    return home


KINDS = [
    small,
    pytest.param(demonstrated, marks=pytest.mark.slow),
    pytest.param(fines, marks=pytest.mark.slow),
]


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.__name__)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of each kind of home."""
    place = tmp_path_factory.mktemp("real")
    home = request.param(place)
    now_us = parse_instant("2026-07-11T00:00:00+02:00", home.definition(home.chains()[0]).zone)
    return go_out(home, home.chains()[0], AS_OF, place / "release", now_us).folder


@pytest.fixture(scope="module", params=(1280, 320))
def screen(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES.values())
def test_its_pages_open_without_a_complaint_and_are_open_to_everyone(name: str, screen: Page, folder: Path) -> None:
    said: list[str] = []
    screen.on("console", lambda message: said.append(message.text))
    screen.on("pageerror", lambda error: said.append(str(error)))
    screen.goto((folder / name).as_uri())
    found = Axe().run(screen, options=WCAG).response
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    assert said == []
    addresses = screen.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    missing = [a for a in addresses if not a.startswith(("#", "mailto:")) and not (folder / a).is_file()]
    assert missing == []


def test_its_documents_have_tags_and_its_seal_holds(folder: Path) -> None:
    documents = sorted(folder.glob("*.pdf"))
    assert len(documents) == 4
    for path in documents:
        assert [(one.rule_id, one.message) for one in pdfua.validate(path).findings] == [], path.name
    assert verify(folder) == ()


def test_its_tables_are_what_their_descriptions_say_in_each_format(folder: Path) -> None:
    tables = sorted((folder / "data").glob("*.csv"))
    assert len(tables) > 5
    for path in tables:
        described = path.with_name(f"{path.name}-metadata.json")
        rows = of_csv(path.read_bytes(), described.read_bytes())
        assert rows == of_duckdb(path.with_suffix(".parquet")), path.name
        # The reader of CSVW takes seconds for a large table, and looks at each row in the same way.
        if len(rows) < 500:
            assert CSVW(str(path), validate=True).is_valid, path.name
    assert complaints(Graph().parse(folder / "catalog.ttl", publicID="https://example.org/")) == ""


def test_its_workbook_and_letter_open_in_another_program(folder: Path, tmp_path: Path) -> None:
    program = needs("soffice", "libreoffice-calc-nogui")
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for path in [*folder.glob("data/*-nl.xlsx"), folder / "letter-nl.docx"]:
        command = [program, own, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        assert (tmp_path / f"{path.stem}.pdf").stat().st_size > 10_000, path.name
