"""The page of a chain: one file that needs nothing else, from protected figures only.

Comes in: the chain, its protected figures, and what partners published themselves. Goes out: HTML. The promise:
the same figures give the same bytes, nothing is fetched from elsewhere, and no cell is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ketenmonitor.release.around import changes_table
from ketenmonitor.release.at_a_glance import chain_block
from ketenmonitor.release.lead_times import lead_time_block
from ketenmonitor.release.parts import Block, Page, Section
from ketenmonitor.release.passing import handovers_block, terms_block
from ketenmonitor.release.published import published_blocks
from ketenmonitor.release.shelf import Shelf
from ketenmonitor.release.stocks import stock_blocks
from ketenmonitor.wording import Language


def page_of(shelf: Shelf, language: Language, notice: str | None, published: Sequence[Mapping[str, Any]]) -> Page:
    """Everything that stands on the page."""
    chain, code = shelf.chain, language.code
    partners = language.list_of(partner.title.in_language(code) for partner in chain.partners.values())
    foot = [language.say("foot", chain=chain.title.in_language(code), version=chain.version)]
    if chain.basis:
        foot.append(language.say("foot_basis", basis=chain.basis))
    explained = (line.split("|") for line in language.say("explained").split("\n"))
    return Page(
        language=code,
        title=language.say("title", chain=chain.title.in_language(code)),
        notice=notice,
        intro=(language.say("intro", partners=partners), language.say("intro_open")),
        known=_known(shelf, language),
        sections=_sections(shelf, language, published),
        explained=tuple((word, meaning) for word, meaning in explained),
        foot=tuple(foot),
        chain=chain.title.in_language(code),
    )


def _known(shelf: Shelf, language: Language) -> tuple[str, ...]:
    """What was known when, until when partners delivered, and what is never shown."""
    known, until = shelf.moments("known_at"), shelf.moments("complete_until")
    said = [language.say("known", moment=language.moment(known[-1])) if known else language.say("known_not")]
    if len(until) == 1:
        said.append(language.say("known_until", until=language.until(until[0])))
    elif until:
        first, last = language.until(until[0]), language.until(until[-1])
        said.append(language.say("known_until_differs", first=first, last=last))
    if shelf.least:
        said.append(language.say("known_least", least=shelf.least))
    return (*said, language.say("total_reason"))


def _sections(shelf: Shelf, language: Language, published: Sequence[Mapping[str, Any]]) -> tuple[Section, ...]:
    """The chapters that have something to show."""
    chain = shelf.chain
    blocks: dict[str, Iterable[Block | None]] = {
        "chain": [chain_block(shelf, language)],
        "lead_times": [lead_time_block(shelf, figure, language) for figure in chain.lead_times.values()],
        "stocks": [block for figure in chain.stocks.values() for block in stock_blocks(shelf, figure, language)],
        "published": published_blocks(chain, published, language),
        "handovers": [handovers_block(shelf, language)],
        "terms": [terms_block(shelf, language)],
    }
    found = {name: tuple(block for block in some if block) for name, some in blocks.items()}
    return tuple(
        Section(f"part-{name}", language.say(name), language.say(f"{name}_intro"), some)
        for name, some in found.items()
        if some
    )


def html_of(page: Page, language: Language) -> str:
    """The page as HTML, with its style inside."""
    folder = files("ketenmonitor.release") / "templates"
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "page.html").read_text(encoding="utf-8"))
    style = Markup((folder / "page.css").read_text(encoding="utf-8"))  # our own file: nothing of a figure is in it
    return template.render(page=page, say=language.say, style=style, changed=changes_table(page.changes, language))
