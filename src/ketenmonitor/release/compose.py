"""Everything that a release holds, as files: the same figures as page, document, table, picture and description.

Comes in: `Content`, protected figures and what must be said about them. Goes out: the bytes of each file by its path. The
promise: the same content gives the same bytes, on any machine and any day.

    index.html, en.html                    the page, in Dutch and in English
    page-nl.json, page-en.json             the same as values, for who builds pages of their own
    report-nl.pdf, report-en.pdf           the same, to print and to keep
    letter-nl.docx, letter-nl.pdf, ...     the annex to a letter
    data/, catalog.ttl                     every table as CSV, Parquet and XLSX, and what there is (`formats`)
    charts/ID-nl.svg, ID-en.svg, ID.csv    every chart with its data
    definition.toml                        what was counted, exactly
    definition-previous.toml               what was counted in the release before, when it was something else
    provenance.json                        what it was made from, and with what
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ketenmonitor.charts import Drawn
from ketenmonitor.definition import Definition, Title
from ketenmonitor.disclosure import ProtectedFigures, Question
from ketenmonitor.release.about_changes import changes_of, revisions_dataset
from ketenmonitor.release.annex import letter_of
from ketenmonitor.release.around import PAGES, other_languages
from ketenmonitor.release.dataset import About, Dataset
from ketenmonitor.release.datasets import dataset_of
from ketenmonitor.release.docx_file import docx_of
from ketenmonitor.release.downloads import downloads_of
from ketenmonitor.release.formats import data_files
from ketenmonitor.release.letter import letter_pdf_of
from ketenmonitor.release.page import html_of, page_of
from ketenmonitor.release.page_values import PAGE_VALUES, values_of
from ketenmonitor.release.parts import Link, Page
from ketenmonitor.release.pdf import pdf_of
from ketenmonitor.release.reconciled import reconciled_dataset, with_computed
from ketenmonitor.release.redefined import redefined_dataset
from ketenmonitor.release.revisions import Before, Revision
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.words import page_language
from ketenmonitor.wording import Language

DEFINITION, PREVIOUS, PROVENANCE = "definition.toml", "definition-previous.toml", "provenance.json"
ON_THE_PAGE = ("lead-time", "lead-time-curve", "stock", "flow", "handover", "term")
BY_PERIOD = ("stock", "flow")
CELL_KEY = "cell-key"


@dataclass(frozen=True)
class Content:
    """What a release says.

    `answers`: what was asked, with the protected figures. `published`: what partners publish themselves, as rows of
    partner, measure, id, field, date, period, by, value. `before`: the last release, None for the first. `incomplete`:
    partners of which deliveries are missing, with the last moment that is complete (None: nothing).
    """

    chain: Definition
    definition_text: bytes
    as_of: date
    answers: Mapping[Question, ProtectedFigures]
    provenance: Mapping[str, Any]
    published: tuple[Mapping[str, Any], ...] = ()
    revisions: tuple[Revision, ...] = ()
    before: Before | None = None
    incomplete: tuple[tuple[str, str | None], ...] = ()
    notice: Title | None = None

    @property
    def since(self) -> date | None:
        """Of when the last release was, None for the first."""
        return self.before.as_of if self.before else None

    @property
    def replaced(self) -> Before | None:
        """The last release, when its definition said something else."""
        return self.before if self.before and self.before.definition_text != self.definition_text else None


def files_of(content: Content) -> dict[str, bytes]:
    """Every file of a release by its path."""
    tables = datasets_of(content)
    all_tables = (*tables, *(table for table in _beside(content, tables) if table.rows))
    files, titles = data_files(_about(content), all_tables), {table.id: table.title for table in all_tables}
    files[DEFINITION] = content.definition_text
    if content.replaced:
        files[PREVIOUS] = content.replaced.definition_text
    files[PROVENANCE] = (json.dumps(content.provenance, indent=2, ensure_ascii=False) + "\n").encode()
    pages = {code: _page(content, tables, page_language(code)) for code in PAGES}
    for code, page in pages.items():
        files |= _documents(content, page, tables, page_language(code))
        files |= _charts(page, code)
    for code, page in pages.items():
        language = page_language(code)
        whole = replace(page, downloads=downloads_of(files, titles, language))
        files[PAGES[code]] = html_of(whole, language).encode()
        files[PAGE_VALUES.format(code=code)] = values_of(whole, content.answers, all_tables, language)
    return files


def _beside(content: Content, tables: tuple[Dataset, ...]) -> Iterator[Dataset]:
    """The tables about other tables: figures of partners, what changed, and what another definition gave."""
    yield reconciled_dataset(content.chain, with_computed(tables, content.published))
    yield revisions_dataset(content.revisions)
    if content.replaced:
        yield redefined_dataset(content.replaced, content.chain, tables)


def datasets_of(content: Content) -> tuple[Dataset, ...]:
    """Every table, in the order of the questions; questions about single days share one."""
    tables: dict[str, Dataset] = {}
    for question, figures in content.answers.items():
        table = dataset_of(content.chain, question, figures)
        before = tables.get(table.id)
        tables[table.id] = replace(table, rows=before.rows + table.rows) if before else table
    return tuple(tables.values())


def _about(content: Content) -> About:
    chain, publication = content.chain, content.chain.publication
    description = Title(
        f"Doorlooptijden, voorraden en overdrachten van de keten {chain.title.nl}, stand {content.as_of.isoformat()}.",
        f"Lead times, stocks and hand-overs of the chain {chain.title.en}, as of {content.as_of.isoformat()}.",
    )
    return About(
        chain=chain.id, title=chain.title, description=description, as_of=content.as_of,
        publisher=publication.publisher or chain.title.nl, contact=publication.contact, licence=publication.licence,
        address=publication.address,
    )  # fmt: skip


def _page(content: Content, tables: tuple[Dataset, ...], language: Language) -> Page:
    """The page, without its downloads: those are known only when all other files are there."""
    notice = content.notice.in_language(language.code) if content.notice else None
    shelf = shelve(content.chain, [f for q, f in content.answers.items() if _is_on_page(content, q)], notice or "")
    page = page_of(shelf, language, notice, with_computed(tables, content.published))
    return replace(
        page,
        warnings=_warnings(content, language),
        others=other_languages(language),
        changes=changes_of(content.chain, tables, content.revisions, content.before, language),
        protection=_protection(content, shelf.least, language),
        definitions=_definitions(content, language),
    )


def _protection(content: Content, least: int, language: Language) -> tuple[str, ...]:
    method = content.chain.publication.stock_method
    of_stocks = [language.say(f"protection_{method}")] if method != CELL_KEY else []
    return (*language.say("protection_text", least=least).split("\n"), *of_stocks)


def _definitions(content: Content, language: Language) -> tuple[Link, ...]:
    files = {DEFINITION: content.chain, **({PREVIOUS: content.replaced.chain} if content.replaced else {})}
    return tuple(Link(file, language.say("definition_file", version=chain.version)) for file, chain in files.items())


def _is_on_page(content: Content, question: Question) -> bool:
    """Totals: over all time, of stocks and flows by the first period that is published, and of stocks the latest."""
    if question.by or question.at or question.measure not in ON_THE_PAGE:
        return False
    periods = content.chain.publication.periods
    return question.period is None or (question.measure in BY_PERIOD and question.period == periods[0])


def _warnings(content: Content, language: Language) -> tuple[str, ...]:
    partners = content.chain.partners
    return tuple(
        language.say("warning_nothing", partner=partners[id].title.in_language(language.code))
        if until is None
        else language.say(
            "warning_until", partner=partners[id].title.in_language(language.code), until=language.until(until)
        )
        for id, until in content.incomplete
    )


def _documents(content: Content, page: Page, tables: tuple[Dataset, ...], language: Language) -> dict[str, bytes]:
    code = language.code
    files = {f"report-{code}.pdf": pdf_of(page, language, content.as_of)}
    letter = letter_of(content.chain, content.answers, content.as_of, language)
    if letter.tables:
        files[f"letter-{code}.docx"] = docx_of(letter, language, content.as_of)
        files[f"letter-{code}.pdf"] = letter_pdf_of(letter, language, content.as_of)
    return files


def _charts(page: Page, code: str) -> dict[str, bytes]:
    files = {f"charts/{chart.id}-{code}.svg": chart.svg.encode() for chart in page.charts}
    return {**files, **{f"charts/{chart.id}.csv": _data(chart) for chart in page.charts}}


def _data(chart: Drawn) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(chart.data.columns)
    writer.writerows(chart.data.rows)
    return text.getvalue().encode()
