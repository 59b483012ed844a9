"""The page: only what went through the door, everything said in words, and open to every reader."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.disclosure import protect
from ketenmonitor.errors import DisclosureError, NotFoundError, UsageError
from ketenmonitor.measures import Figures
from ketenmonitor.release import lead_time_image
from ketenmonitor.release.page import page_of
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.words import page_language
from tests.unit.disclosure.tables import curve, figures, flow, handover, lead_time, stock, term
from tests.unit.release.chains import (
    CHAIN,
    EXACT,
    PUBLISHED,
    chain,
    chain_curve,
    flat,
    many,
    not_delivered,
    of,
    protected,
    read,
    written,
)

ROOT = Path(__file__).parents[3]


def html_of(tables: list[Figures] | None = None, **options: Any) -> str:
    return written(options.pop("chain", chain()), protected(tables), **options)


def text_of(html: str) -> str:
    """The words of a page, without its style."""
    return flat(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style>.*?</style>", " ", html))))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the chain with all its figures."""
    return html_of(published=PUBLISHED)


def test_the_page_is_one_file_that_needs_no_other(page: str) -> None:
    addresses = set(re.findall(r"https?://[^\"' )<]+", page))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(r"<script|<link|<iframe|<img|@import|@font-face|url\((?!#)|\bsrc=", page)


def test_the_same_figures_give_the_same_bytes_also_in_another_process(tmp_path: Path, page: str) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.unit.release.chains import *;"
        "Path(sys.argv[1]).write_text(written(chain(), protected(), published=PUBLISHED), encoding='utf-8')"
    )
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "77",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "TZ": "Asia/Tokyo",
    }
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "b")], env=environment, check=True, cwd=ROOT)
    assert (tmp_path / "b").read_bytes() == page.encode()


@pytest.mark.parametrize("given", [None, "x", 3, {"stock": {"stock": 3}}, [{"stock": 3}], many(), many()[0]])
def test_only_protected_figures_are_published(given: Any, tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match=r"Send it through `disclosure.protect`"):
        written(chain(), given)


def test_figures_may_come_by_name_or_alone(tmp_path: Path) -> None:
    several = protected()
    by_name = written(chain(), {str(n): one for n, one in enumerate(several)})
    assert by_name == written(chain(), several)
    assert "Werkvoorraad" in written(chain(), [several[2]])


def test_figures_of_another_chain_or_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DisclosureError, match="of another chain than anders"):
        written(chain(CHAIN.replace('id = "proef"', 'id = "anders"')), protected())
    with pytest.raises(DisclosureError, match="another version"):
        written(chain(CHAIN.replace('version = "1"', 'version = "2"')), protected())


def test_a_language_that_the_page_does_not_speak_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Languages are: nl, en"):
        written(chain(), protected(), "fr")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("tables", [many(), not_delivered(), []], ids=["all", "not-delivered", "nothing"])
def test_the_page_can_be_read_without_seeing_it(tables: list[Figures], language: str, tmp_path: Path) -> None:
    html = html_of(tables, language=language, notice="Verzonnen.", published=PUBLISHED)
    elements = read(html)
    assert html.startswith("<!doctype html>\n")
    assert of(elements, "html")[0].attributes["lang"] == language
    levels = [int(e.tag[1]) for e in of(elements, "h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
    ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    named = {name for e in elements for name in (e.attributes.get("aria-labelledby") or "").split()}
    anchors = {(e.attributes["href"] or "").removeprefix("#") for e in of(elements, "a")}
    assert named | anchors <= set(ids)
    for table in of(elements, "table"):
        assert "caption" in table.inside
    assert all(th.attributes.get("scope") in ("col", "row") for th in of(elements, "th"))
    for svg in of(elements, "svg"):
        assert svg.attributes["role"] == "img"
        assert svg.inside[:2] == ["title", "desc"]
    assert {e.tag for e in elements} >= {"header", "main", "footer", "nav"}


@pytest.mark.parametrize("tables", [many(), not_delivered()], ids=["all", "not-delivered"])
def test_no_cell_and_no_headline_is_empty(tables: list[Figures], tmp_path: Path) -> None:
    elements = read(html_of(tables, published=PUBLISHED))
    for element in of(
        elements, "td", "th", "caption", "dt", "dd", "h1", "h2", "h3", "title", "desc", "figcaption", "p"
    ):
        assert element.text.strip(), element
        assert "None" not in element.text
        assert "{" not in element.text


def test_the_usual_figure_and_the_honest_one_stand_side_by_side(page: str) -> None:
    text = text_of(page)
    assert "Alleen afgedane zaken 102 dagen" in text
    assert "Alle zaken, ook die nog open zijn 202 dagen" in text
    assert (
        "Nog open 1.200 Van de 6.600 zaken. Bij 321 daarvan gebeurde meer dan 2 jaar niets: die noemen we slapend."
        in text
    )
    assert "Daardoor lijkt het sneller dan het is." in text
    assert (
        "Na 365 dagen is 37,9% van alle zaken afgedaan. Kijkt u alleen naar afgedane zaken, dan lijkt het 50,0%."
        in text
    )


def test_it_says_what_was_known_when_and_until_when_partners_delivered(tmp_path: Path, page: str) -> None:
    text = text_of(page)
    assert "Dit is wat bekend was op 1 januari 2025, 00:00 uur." in text
    assert "De organisaties hebben hun gegevens geleverd tot en met 31 december 2024." in text
    assert "Elk aantal is een klein beetje veranderd" in text
    later = figures({**term(600, 200), "complete_until": "2025-03-05T14:30:00+01:00"})
    text = text_of(html_of([*many()[:-1], later]))
    assert "het eerste cijfer loopt tot en met 31 december 2024, het laatste tot 5 maart 2025, 14:30 uur" in text


def test_stock_and_flow_close(page: str) -> None:
    text = text_of(page)
    assert "Op 31 december 2025 was de voorraad 1.234. Daarvan was 617 (50,0%) ouder dan 183 dagen." in text
    assert "31 december 2024 1.300 500 38,5%" in text
    assert "40 keer verliet werk de voorraad zonder dat de binnenkomst bekend is." in text
    assert "2025 1.034 500 300 1.234" in text
    assert "Begin plus instroom min uitstroom is eind." in text


def test_the_chain_at_a_glance_stands_first_with_a_row_for_all_that_is_on_it(page: str) -> None:
    elements = read(page)
    assert next(e.attributes["id"] for e in of(elements, "article")) == "chain"
    tables = [text_of(part) for part in re.findall(r"(?s)<table.*?</table>", page)]
    assert "Eerste dienst: Voorraad bij de eerste dienst 31 december 2025 1.234 617" in tables[0]
    assert "Tweede dienst werkvoorraad wordt hier niet gemeten" in tables[0]
    assert "Van een naar twee 223 22" in tables[1]
    text = text_of(page)
    assert "Eerste dienst: Voorraad bij de eerste dienst: 1.234, op 31 december 2025, ouder dan 183 dagen: 617." in text
    assert "Van een naar twee: nog onderweg: 223; mediane wachttijd: 22 dagen." in text


def test_the_chain_at_a_glance_takes_the_latest_date_also_when_its_figure_is_missing(tmp_path: Path) -> None:
    years = [{**stock(900 + n, 40), "period": str(n), "date": f"{n}-12-31"} for n in (2023, 2024, 2025)]
    none = {**years[2], "stock": None, "old": None, "counted": None, "notes": ["not-delivered"]}
    html = html_of([figures(years[0], years[1], none)])
    assert "Eerste dienst: Voorraad bij de eerste dienst 31 december 2025 niet geleverd" in text_of(html)
    assert "Van een naar twee: niet in deze uitgave." in text_of(html)


def test_every_chart_of_the_page_has_files_of_its_own_and_a_table_below_it() -> None:
    charts = page_of(shelve(chain(), protected()), page_language("nl"), None, ()).charts
    names = [one.id for one in charts]
    assert names == ["chain", "lead-time-een", "stock-een", "flow-een", "handovers", "terms"]
    assert all(one.svg.startswith('<svg role="img"') and one.data.rows for one in charts)


def test_counts_that_were_changed_a_little_say_nothing_false(tmp_path: Path) -> None:
    changed = [
        figures({**stock(300, 40), "old": 312, "period": "2025"}),
        figures({**flow(900, 500, 300), "end": 1101, "period": "2025"}),
    ]
    text = text_of(html_of(changed))
    assert "Op 31 december 2025 was de voorraad 300." in text
    assert "Daarvan was" not in text
    assert "Begin plus instroom min uitstroom is eind." not in text
    assert not [share for share in re.findall(r"(\d+)(?:,\d)?%", text) if int(share) > 100]


def test_every_missing_value_is_said_with_its_reason(tmp_path: Path, page: str) -> None:
    assert "niet bereikt" in text_of(page)
    text = text_of(html_of(not_delivered()))
    assert "niet geleverd" in text
    assert "De grafiek is niet te tekenen: niet geleverd." in text
    few = [
        figures(lead_time(3, 2, 2)),
        figures(curve([(3, "to")] * 5, [0, 10])),
        figures({**stock(5), "period": "2025"}),
    ]
    text = text_of(html_of([*few, figures(handover(5, 2, 5, 0)), figures(term(5))]))
    assert "onderdrukt (kleine aantallen)" in text
    assert "De grafiek is niet te tekenen: onderdrukt (kleine aantallen)." in text
    hidden = protect(figures({**stock(5), "period": "2025"}), EXACT, {0: {"stock": None, "old": None}}, "suppression")
    assert "Het laatste cijfer is er niet: onderdrukt (kleine aantallen)." in text_of(written(chain(), [hidden]))
    early = {**lead_time(100, 0, 50), "within_norm": None, "within_norm_net": None, "notes": ["not-yet-known"]}
    assert "nog niet bekend" in text_of(html_of([figures(early)]))
    assert "niet van toepassing" in text_of(html_of([figures({**lead_time(0, 0, 0), "notes": ["not-applicable"]})]))


def test_a_hidden_number_is_nowhere_on_the_page(tmp_path: Path) -> None:
    hidden = {"median_completed_only_days": 3131.5, "p90_completed_only_days": 4141.5}
    html = html_of([figures({**lead_time(7, 800, 900), **hidden}), figures(handover(7, 3, 70, 7))])
    assert "3.13" not in html
    assert "4.14" not in html


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"median_days": 300.0, "median_completed_only_days": 200.0}, "Daardoor lijkt het sneller dan het is."),
        ({"median_days": None, "notes": ["not-reached"]}, "Van alle zaken is nog niet de helft klaar."),
        ({"median_days": 150.0, "median_completed_only_days": 200.0}, "tellen ook zaken mee die anders zijn geëindigd"),
        (
            {"median_days": 150.0, "median_completed_only_days": 200.0, "other_ends": 0, "counted": 700},
            "gebruikt ook wat bekend is",
        ),
        ({"median_days": 201.0, "median_completed_only_days": 200.0}, "bijna gelijk"),
        ({"completed": 5, "counted": 505, "other_ends": 300}, "Een van deze cijfers kunnen we niet laten zien."),
    ],
)
def test_it_says_why_the_two_figures_differ(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    assert words in text_of(html_of([figures({**lead_time(500, 300, 200), **change})]))


def test_a_made_up_chain_is_said_to_be_made_up(tmp_path: Path, page: str) -> None:
    assert 'class="notice"' not in page
    notices = [
        e for e in read(html_of(notice="De zaken zijn <b>verzonnen</b>.")) if e.attributes.get("class") == "notice"
    ]
    assert [flat(notice.text) for notice in notices] == ["Let op. De zaken zijn <b>verzonnen</b>."]


def test_words_of_a_definition_cannot_become_markup(tmp_path: Path) -> None:
    wicked = chain(
        CHAIN.replace("Van begin tot eind", "<script>alert(1)</script>").replace("Proefzaken", "A & <i>B</i>")
    )
    html = html_of(chain=wicked)
    assert "<script" not in html
    assert "<i>" not in html
    assert "A &amp; &lt;i&gt;B&lt;/i&gt;" in html


def test_what_a_partner_publishes_stands_beside_with_its_date(page: str) -> None:
    tables = [text_of(part) for part in re.findall(r"(?s)<table.*?</table>", page) if "Gepubliceerd door" in part]
    assert len(tables) == 1
    assert "Gepubliceerd door de partner zelf: Eerste dienst" in tables[0]
    assert "2 juni 2024 2.775 niet gepubliceerd niet gepubliceerd 2 juni 2025 3.156 654" in tables[0]
    assert "3e kwartaal 2025 niet gepubliceerd niet gepubliceerd 1.234,5" in tables[0]
    assert "waarvan ouder dan 183 dagen" in tables[0]
    assert "Meldingen" in tables[0]
    assert "77.777" not in page


def test_a_page_in_english(tmp_path: Path) -> None:
    html = html_of(language="en", published=PUBLISHED)
    text = text_of(html)
    assert "Trial cases: how long does it take, and where does work wait?" in text
    assert "Of 6,600 cases. In 321 of these nothing has happened for more than 2 years" in text
    assert "up to and including 31 December 2024" in text
    assert not re.search(r"\b(zaken|dagen|niet|Proefzaken)\b", text)


def test_a_breakdown_is_not_on_the_page(tmp_path: Path) -> None:
    parts = [stock(300, by={"jong": True}), stock(24_000, by={"jong": False})]
    html = html_of([figures(stock(24_300), *parts)])
    assert "24.300" in html
    assert "24.000" not in html


def test_figures_without_a_norm_or_an_age_limit_have_no_such_words(tmp_path: Path) -> None:
    plain = chain(CHAIN.replace("norm = { days = 365, share = 0.80 }", "").replace("old_after_days = 183", ""))
    lead = {**lead_time(500, 300, 200), "norm_days": None, "norm_share": None, "within_norm": None,
            "within_norm_completed_only": None, "open_past_norm": None, "notes": ["not-applicable"]}  # fmt: skip
    html = html_of([figures(lead), figures(chain_curve()), figures({**stock(300), "old": None})], chain=plain)
    assert "streefnorm:" not in html
    assert "ouder dan" not in html


def test_the_picture_stands_by_itself() -> None:
    svg = lead_time_image(chain(), protected(), "een", "en")
    assert svg.startswith('<svg role="img"')
    assert "After 365 days 37.9% of the cases are done, not 50.0%" in svg
    assert "Trial cases: From start to end, 6,600 cases" in svg
    assert svg == lead_time_image(chain(), protected(), "een", "en")
    with pytest.raises(NotFoundError, match="There is no curve of een"):
        lead_time_image(chain(), protected()[:1], "een")
    with pytest.raises(DisclosureError):
        lead_time_image(chain(), many(), "een")  # type: ignore[arg-type]  # what the test is about


def test_the_door_and_the_page_agree_on_what_a_record_is(tmp_path: Path) -> None:
    for table in many():
        assert written(chain(), [protect(table, EXACT)])
