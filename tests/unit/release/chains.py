"""A chain with one figure of each kind, its protected figures, and a page read back as a reader's program sees it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from ketenmonitor.definition import Definition, definition_from_text
from ketenmonitor.disclosure import Perturbation, ProtectedFigures, protect
from ketenmonitor.measures import Figures
from ketenmonitor.release.page import html_of, page_of
from ketenmonitor.release.shelf import shelve
from ketenmonitor.release.words import page_language
from tests.unit.disclosure.tables import SECRETS, Record, curve, figures, flow, handover, lead_time, stock, term

CHAIN = """
[chain]
id = "proef"
version = "1"
title = { nl = "Proefzaken", en = "Trial cases" }
unit = "zaak"
timezone = "Europe/Amsterdam"
basis = "Voorbeeld van een grondslag"

[partners.een]
title = { nl = "Eerste dienst", en = "First service" }
[partners.twee]
title = { nl = "Tweede dienst", en = "Second service" }

[objects.zaak]
title = { nl = "Zaak", en = "Case" }
partner = "een"

[activities.begin]
title = { nl = "Begonnen", en = "Started" }
partner = "een"
object = "zaak"
[activities.klaar]
title = { nl = "Klaar", en = "Done" }
partner = "twee"
object = "zaak"
[activities.gestopt]
title = { nl = "Gestopt", en = "Stopped" }
partner = "twee"
object = "zaak"

[lead_times.een]
title = { nl = "Van begin tot eind", en = "From start to end" }
from = ["begin"]
to = ["klaar"]
other_ends = ["gestopt"]
norm = { days = 365, share = 0.80 }

[stocks.een]
title = { nl = "Voorraad bij de eerste dienst", en = "Stock of the first service" }
partner = "een"
enters = ["begin"]
leaves = ["klaar", "gestopt"]
old_after_days = 183

[handovers.een]
title = { nl = "Van een naar twee", en = "From one to two" }
sent = "begin"
received = "klaar"

[terms.een]
title = { nl = "Klaar binnen een jaar", en = "Done within a year" }
from = ["begin"]
to = ["klaar"]
days = 365
counting = "calendar"
basis = "Wet op het voorbeeld, art. 1"
"""
PUBLISHED = [
    {"partner": "een", "measure": "stock", "id": "een", "field": "stock", "date": "2025-06-02", "period": None, "by": "{}", "value": 3156.0},
    {"partner": "een", "measure": "stock", "id": "een", "field": "stock", "date": "2024-06-02", "period": None, "by": "{}", "value": 2775.0},
    {"partner": "een", "measure": "stock", "id": "een", "field": "old", "date": "2025-06-02", "period": None, "by": "{}", "value": 654.0},
    {"partner": "een", "measure": "published", "id": "meldingen", "field": "value", "date": None, "period": "2025-Q3", "by": None, "value": 1234.5},
    {"partner": "een", "measure": "stock", "id": "een", "field": "stock", "date": "2025-06-02", "period": None, "by": '{"a": "b"}', "value": 77777.0},
]  # fmt: skip


def chain(text: str = CHAIN) -> Definition:
    return definition_from_text(text)


def chain_curve(dormant_tail: int = 60) -> Record:
    """Some 700 cases: most are done in two years, some end otherwise, and some never do."""
    cases = [(day, "to") for day in range(20, 700, 2)] + [(day, "other") for day in range(10, 500, 3)]
    cases += [(1100, "open")] * dormant_tail + [(day, "open") for day in range(40, 900, 7)]
    return curve(cases, list(range(0, 1100, 10)))


def many() -> list[Figures]:
    """Figures of each measure, with large numbers."""
    years = {"2023": stock(1100, 300), "2024": stock(1300, 500, 12), "2025": stock(1234, 617, 40)}
    stocks = [{**record, "period": year, "date": f"{year}-12-31"} for year, record in years.items()]
    flows = [{**flow(n, 500, 300), "period": year} for n, year in ((900, "2023"), (1100, "2024"), (1034, "2025"))]
    return [
        figures({**lead_time(5000, 400, 1200, dormant=321, past=900, within=2500), "notes": ["not-reached"]}),
        figures(chain_curve()),
        figures(*stocks),
        figures(*flows),
        figures(handover(1000, 223, 900, 50)),
        figures(term(600, 200, 100, 50, 50)),
    ]


class NoNoise(Perturbation):
    """So that a test can say which number must stand where."""

    def noise(self, count: int, cell_key: int) -> int:
        return 0


EXACT = replace(SECRETS, perturbation=NoNoise())


def protected(tables: list[Figures] | None = None) -> list[ProtectedFigures]:
    return [protect(table, EXACT) for table in (many() if tables is None else tables)]


def not_delivered() -> list[Figures]:
    """The same measures when nothing was delivered: all null."""

    def emptied(record: Record) -> Record:
        kept = ("chain", "measure", "id", "by", "unit", "view", "definition_version", "norm_days", "norm_share")
        return {
            **{k: v if k in kept else None for k, v in record.items() if k != "cells"},
            "notes": ["not-delivered"],
            "period": None,
        }

    return [Figures(table.chain, table.measure, (emptied(table.records[0]),)) for table in many()]


@dataclass
class Element:
    """A tag with its attributes, and all text in it."""

    tag: str
    attributes: dict[str, str | None]
    parents: tuple[str, ...]
    text: str = ""
    inside: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """The elements of a page, in order."""

    ALONE = {"meta", "br", "link", "img", "input", "hr"}

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.opened: list[Element] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attributes), tuple(e.tag for e in self.opened))
        for one in self.opened:
            one.inside.append(tag)
        self.elements.append(element)
        if tag not in self.ALONE:
            self.opened.append(element)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in self.ALONE:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened, f"</{tag}> closes nothing"
        assert self.opened[-1].tag == tag, f"</{tag}> closes <{self.opened[-1].tag}>"
        self.opened.pop()

    def handle_data(self, data: str) -> None:
        for one in self.opened:
            one.text += data


def written(
    chain: Definition, protected: Any, language: str = "nl", notice: str | None = None, published: Any = ()
) -> str:
    """The page as HTML."""
    spoken = page_language(language)
    return html_of(page_of(shelve(chain, protected, notice or ""), spoken, notice, published), spoken)


def read(html: str) -> list[Element]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.opened
    return reader.elements


def of(elements: list[Element], *tags: str) -> list[Element]:
    return [element for element in elements if element.tag in tags]


def flat(text: Any) -> str:
    return " ".join(str(text).split())
