"""The manual is true: every command and example in it runs, shows what it says, and every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from ketenmonitor.definition import faults_of
from ketenmonitor.disclosure.rules import COMMON, RULES
from ketenmonitor.release.dataset import State
from ketenmonitor.release.formats.words import language
from tests.docs.blocks import ROOT, RUN, SHOWN, anchors, blocks, links, pages
from tests.docs.reader import Reader

PAGES = pages()
# Words with a hyphen that stand in files of others.
WORDS_OF_OTHERS = {"event-types", "object-types", "object-id"}
REFERENCE = ROOT / "docs" / "reference"


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", [p for p in PAGES if any(b.language in RUN for b in blocks(p))], ids=place)
def test_everything_on_a_page_runs_and_shows_what_it_says(page: Path, tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    for block in blocks(page):
        reader.read(block)
    reader.finish()


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_block_has_a_language_that_is_run_or_shown(page: Path) -> None:
    for block in blocks(page):
        assert block.language in (*RUN, *SHOWN), f"{block.place}: {block.language or 'no language'}"
    fences = re.findall(r"^```", page.read_text(encoding="utf-8"), re.M)
    assert len(fences) == 2 * len(blocks(page)), f"{place(page)}: a fence is not closed, or has more than a language"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_definition_is_sound(page: Path, tmp_path: Path) -> None:
    """Blocks that are added to one file are checked together, as that file."""
    texts: dict[str, str] = {}
    for block in blocks(page):
        if block.language == "toml" and not block.fragment:
            name = block.file or f"line-{block.line}.toml"
            texts[name] = texts.get(name, "") + block.text
    for name, text in texts.items():
        if "chain" in tomllib.loads(text):
            (tmp_path / name).write_text(text, encoding="utf-8")
            assert [str(fault) for fault in faults_of(tmp_path / name)] == [], f"{place(page)}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in links(page):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{place(page)}: {target} is not there"
        if anchor:
            assert anchor in anchors(there), f"{place(page)}: {target} has no such heading"


def test_every_page_is_reached_from_the_readme() -> None:
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        seen.add(page)
        near = {(page.parent / target.partition("#")[0]).resolve() for target in links(page) if target[0] != "#"}
        ahead += [p for p in near if p.suffix == ".md" and p.exists() and p not in seen]
    assert {place(p) for p in PAGES} <= {place(p) for p in seen}


def test_the_reference_is_what_the_code_says() -> None:
    spec = importlib.util.spec_from_file_location("make_reference", REFERENCE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for name, text in make.pages().items():
        written = (REFERENCE / name).read_text(encoding="utf-8")
        assert written == text, f"{name} is not what the code says: run python docs/reference/make.py"


@pytest.mark.parametrize("measure", sorted(set(RULES) - {"lead-time-curve"}))
def test_every_field_of_a_figure_is_explained(measure: str) -> None:
    page = (REFERENCE / "json.md").read_text(encoding="utf-8")
    common, own = page.partition(f"### {measure}\n")[::2]
    assert own, f"json.md has no heading for {measure}"
    own = own.partition("\n### ")[0]
    rule = RULES[measure]
    for name in {*rule.figures, *rule.settings} - {"counted"}:
        assert f"`{name}`" in own, f"json.md says nothing of {name} of {measure}"
    for name in sorted(set(COMMON) - {"cells"}):  # cells never leave the house
        assert f"`{name}`" in common.partition("\n### ")[0], f"json.md says nothing of {name}"


def test_every_finding_and_note_is_explained() -> None:
    """Codes are the texts with hyphens in the rooms that make them."""
    code_of = re.compile(r'"([a-z]+(?:-[a-z]+)+)"')
    package = ROOT / "src" / "ketenmonitor"
    page = "".join((REFERENCE / name).read_text(encoding="utf-8") for name in ("findings.md", "refusal-codes.md"))
    for path in (package / "intake").rglob("*.py"):
        for code in set(code_of.findall(path.read_text(encoding="utf-8"))) - WORDS_OF_OTHERS:
            assert f"`{code}`" in page, f"{code} ({path.name}) is in neither findings.md nor refusal-codes.md"
    notes = (REFERENCE / "json.md").read_text(encoding="utf-8")
    for code in code_of.findall((package / "measures" / "figures.py").read_text(encoding="utf-8")):
        assert f"`{code}`" in notes, f"the note {code} is not in json.md"


def test_every_reason_for_an_empty_cell_is_explained() -> None:
    page = (REFERENCE / "release-files.md").read_text(encoding="utf-8")
    for state in State:
        assert f"| `{state}` | {language('nl').say(state)} |" in page, f"release-files.md says nothing of {state}"


def test_make_has_the_targets_that_the_readme_promises() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
        assert re.search(rf"^{target}:", makefile, re.M), f"make {target} is promised but not there"


def test_the_public_code_file_has_what_the_standard_requires() -> None:
    """The required fields of publiccode.yml 0.7."""
    yaml = pytest.importorskip("yaml")
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    required = ("name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance")
    assert said["publiccodeYmlVersion"] == "0.7"
    assert not [name for name in (*required, "localisation") if name not in said]
    assert said["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert said["legal"]["license"] == "EUPL-1.2"
    assert said["maintenance"]["type"] in ("internal", "contract", "community", "none")
    assert all(contact["name"] for contact in said["maintenance"]["contacts"])
    assert isinstance(said["localisation"]["localisationReady"], bool)
    assert said["localisation"]["availableLanguages"]
    for text in said["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [n for n in range(1, 16) if not re.search(rf"^{n}\.", text, re.M)] == []
    assert "Appendix" in text
