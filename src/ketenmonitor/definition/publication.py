"""What a definition lets out: the measures, breakdowns and periods that are published together, and the letter.

Comes in: the values of [publication], or nothing. Goes out: a `Publication`, and findings about it. The promise: without
the table only totals by year are published, which is the least that a chain can say; everything else must be declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ketenmonitor.definition.model import Definition
from ketenmonitor.definition.publishable import LICENCE, PUBLISHABLE, Difference, Letter, Publication
from ketenmonitor.definition.title import Title
from ketenmonitor.toml import Finding, choices

Entry = dict[str, Any]
LETTER_TITLE = Title("Bijlage bij de brief", "Annex to the letter")
BREAKING_DOWN = ("category", "boolean")


def publication_of(
    said: Entry | None, title: Title | None, stocks: tuple[str, ...], differences: tuple[Difference, ...] = ()
) -> Publication:
    """The publication that `said` declares; `title` is that of its letter, `stocks` are those of the chain."""
    values = said or {}
    letter: Entry = values.get("letter", {})
    return Publication(
        measures=tuple(m for m in PUBLISHABLE if m in values.get("measures", PUBLISHABLE)),
        breakdowns=tuple((b,) if isinstance(b, str) else tuple(b) for b in values.get("breakdowns", ())),
        periods=tuple(values.get("periods", ("year",))),
        stock_method=values.get("methods", {}).get("stock", "cell-key"),
        letter=Letter(title or LETTER_TITLE, tuple(letter.get("stocks", stocks)), letter.get("period", "half-year")),
        publisher=values.get("publisher", ""),
        contact=values.get("contact", ""),
        licence=values.get("licence", LICENCE),
        address=values.get("address", ""),
        differences=differences,
        is_declared=said is not None,
    )


def check_publication(draft: Definition) -> Iterator[Finding]:
    """Breakdowns by what is not a category, twice the same breakdown, and stocks of the letter that are not there."""
    seen: dict[frozenset[str], int] = {}
    for index, names in enumerate(draft.publication.breakdowns):
        place = ("publication", "breakdowns", index)
        for name in names:
            attribute = draft.attributes.get(name)
            if attribute and attribute.type not in BREAKING_DOWN:
                yield Finding("breakdown-not-category", place, {"name": name, "type": attribute.type})
        if frozenset(names) in seen:
            yield Finding("twice-in-list", place, {"shown": ", ".join(names)})
        seen.setdefault(frozenset(names), index)
    yield from _explained_twice(draft.publication.differences)
    if draft.publication.is_declared:
        for index, name in enumerate(draft.publication.letter.stocks):
            if name and name not in draft.stocks:
                words = {"noun": "stock", "name": name, "choices": choices(name, draft.stocks)}
                yield Finding("reference-unknown", ("publication", "letter", "stocks", index), words)


def _explained_twice(differences: tuple[Difference, ...]) -> Iterator[Finding]:
    """A figure differs once by each kind, so that what is said of it can be put beside it."""
    seen = set()
    for index, one in enumerate(differences):
        about = (one.measure, one.id, one.field, one.kind)
        if about in seen:
            yield Finding("twice-in-list", ("publication", "differences", index), {"shown": " ".join(about)})
        seen.add(about)
