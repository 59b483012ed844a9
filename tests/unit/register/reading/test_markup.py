"""Pages of the web and official XML: blocks are lines, and nothing is fetched or unfolded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from ketenmonitor.errors import PaperError
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading import read

OFFICIAL = """<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie><metadata><meta name="DCTERMS.issued" content="2031-03-04"/></metadata>
<kamervragen><kamervraagomschrijving type="vraag">Vragen van het lid <naam><achternaam>Kuiper</achternaam></naam>
(ABC) over <nadruk>sluizen</nadruk></kamervraagomschrijving>
<vraag><nr>1</nr><al>Kent u de sluis?<noot><noot.nr>1</noot.nr><noot.al>Krant, 3 mei.</noot.al></noot></al></vraag>
<antwoord><nr>1</nr><al>Ja.</al><al>Zij wordt hersteld.</al></antwoord></kamervragen></officiele-publicatie>"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def shown(paper: Paper) -> list[str]:
    return [line.text for line in paper.lines if line.text]


def test_official_xml_is_shown_with_its_labels_and_keeps_its_tree(tmp_path: Path) -> None:
    paper = read(written(tmp_path / "ah-tk-1.xml", OFFICIAL))
    assert shown(paper) == [
        "Vragen van het lid Kuiper (ABC) over sluizen",
        "Vraag 1",
        "Kent u de sluis?[footnoteRef:1] [1: Krant, 3 mei.]",
        "Antwoord 1",
        "Ja.",
        "Zij wordt hersteld.",
    ]
    assert paper.dated.date == date(2031, 3, 4)
    assert isinstance(paper.tree, etree._Element)
    answer = next(paper.tree.iter("antwoord"))
    first, last = int(answer.get("line", 0)), int(answer.get("last-line", 0))
    assert [line.text for line in paper.lines[first - 1 : last] if line.text][-1] == "Zij wordt hersteld."


def test_every_element_of_official_xml_knows_its_lines(tmp_path: Path) -> None:
    paper = read(written(tmp_path / "ah-tk-1.xml", OFFICIAL))
    assert isinstance(paper.tree, etree._Element)
    for paragraph in paper.tree.iter("al"):
        lines = paper.lines[int(paragraph.get("line", 0)) - 1 : int(paragraph.get("last-line", 0))]
        assert (paragraph.text or "") in " ".join(line.text for line in lines)


def test_the_older_form_of_questions(tmp_path: Path) -> None:
    text = """<vraagdoc><vragen><ondw>Kades</ondw><omschr>Vragen van het lid Kuiper</omschr>
    <vraag><nummer>1</nummer><al>Is de kade te smal?</al></vraag></vragen></vraagdoc>"""
    assert shown(read(written(tmp_path / "kv.xml", text))) == [
        "Kades", "Vragen van het lid Kuiper", "Vraag 1", "Is de kade te smal?",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "haha"><!ENTITY y "&x;&x;&x;&x;&x;">]><a><al>&y;</al></a>',
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><al>Tekst &x;</al></a>',
        '<?xml version="1.0"?><a><al>niet gesloten</a>',
        '<?xml version="1.0"?>' + "<a>" * 5000 + "x" + "</a>" * 5000,
    ],
)
def test_entities_and_broken_xml_are_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(PaperError, match=r"odd\.xml (declares entities|is no well-formed XML)"):
        read(written(tmp_path / "odd.xml", text))


def test_a_web_page_gives_its_blocks_tables_and_date(tmp_path: Path) -> None:
    text = """<!DOCTYPE html><html><head><title>t</title><meta name="OVERHEIDop.datumIndiening" content="2031-05-06">
    <script>x=1</script></head><body><nav>menu</nav><h1>Vragen</h1>
    <div class="vraag"><p class="h4">Vraag 1</p><p>Kent u<br>de <b>sluis</b>?<sup>1</sup></p></div>
    <div class="antwoord"><p>Antwoord 1</p>Los.<p>Ja&nbsp;hoor.</p></div>
    <table><tr><td>a</td><td><p>b</p></td></tr></table></body></html>"""
    paper = read(written(tmp_path / "page.html", text))
    assert shown(paper) == [
        "Vragen", "Vraag 1", "Kent u", "de sluis?1", "Antwoord 1", "Los.", "Ja hoor.", "a\tb",
    ]  # fmt: skip
    assert paper.headings == frozenset({1})
    assert paper.dated.date == date(2031, 5, 6)


@pytest.mark.parametrize(("depth", "refused"), [(1000, False), (100_000, True)])
def test_a_page_nested_deeply_is_read_whole_or_refused(tmp_path: Path, depth: int, refused: bool) -> None:
    path = written(tmp_path / "deep.html", "<html><body>" + "<div>" * depth + "diep" + "</div>" * depth)
    if refused:
        with pytest.raises(PaperError, match="nested deeper than a page can be"):
            read(path)
    else:
        assert "diep" in read(path).raw


def test_tables_within_tables_are_read_once(tmp_path: Path) -> None:
    page = (
        "<html><body><table><tr><td><table><tr><td>binnen</td><td>ook</td></tr></table></td></tr></table></body></html>"
    )
    assert shown(read(written(tmp_path / "page.html", page))) == ["binnen\took"]


def test_items_of_a_numbered_list_get_the_number_that_the_page_shows(tmp_path: Path) -> None:
    page = """<html><body><ol start="3"><li><p>Is de sluis open?</p></li><li>En de brug?<ol type="a"><li>Nu?</li></ol></li></ol>
    <ul><li>Punt</li></ul></body></html>"""
    assert shown(read(written(tmp_path / "page.html", page))) == [
        "3. Is de sluis open?", "4. En de brug?", "a. Nu?", "Punt",
    ]  # fmt: skip


def test_named_letters_of_a_dtd_that_is_not_fetched_are_read(tmp_path: Path) -> None:
    text = """<?xml version="1.0"?><!DOCTYPE officiele-publicatie SYSTEM "http://unreachable.invalid/op.dtd">
    <officiele-publicatie><al>De financi&euml;n&nbsp;van <nadruk>&eacute;&eacute;n</nadruk> sluis.</al></officiele-publicatie>"""
    assert shown(read(written(tmp_path / "a.xml", text))) == ["De financiën van één sluis."]
