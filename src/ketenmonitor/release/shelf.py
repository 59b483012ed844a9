"""The protected figures of one chain, by measure and id.

Comes in: what someone wants to publish. Goes out: `Shelf`, or a DisclosureError. The promise: nothing that did not go
through the door gets on the shelf, and nothing of another chain or another version of its definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.disclosure import ProtectedFigures
from ketenmonitor.errors import DisclosureError
from ketenmonitor.release.tables import Record
from ketenmonitor.wording import Language, Speaker


@dataclass(frozen=True)
class Shelf:
    """What there is to publish of a chain. `notice` stands with every chart, such as that the data are made up."""

    chain: Definition
    figures: tuple[ProtectedFigures, ...]
    notice: str = ""

    def records(self, measure: str, id: str) -> tuple[Record, ...]:
        """The totals of one figure, in their own order: by period where there are such; breakdowns are not on the page."""
        found = self._totals(measure, id)
        return tuple(record for record in found if record["period"] is not None) or found

    def latest(self, id: str) -> Record | None:
        """The record of a stock at the latest date, also when its figure is missing; without dates the last one."""
        found = self._totals("stock", id)
        return max(reversed(found), key=lambda record: record["date"] or "") if found else None

    def _totals(self, measure: str, id: str) -> tuple[Record, ...]:
        of_measure = (figures for figures in self.figures if figures.measure == measure)
        return tuple(r for figures in of_measure for r in figures.records if r["id"] == id and not r["by"])

    def speaker(self, language: Language) -> Speaker:
        """Who says things of this chain in its charts."""
        return Speaker(self.chain, language, self.notice)

    def moments(self, field: str) -> list[str]:
        """The different values of `known_at` or `complete_until`, earliest first."""
        found = {r[field] for figures in self.figures for r in figures.records if r[field] is not None}
        return sorted(found, key=datetime.fromisoformat)

    @property
    def least(self) -> int:
        """Of fewer cases no median and no share is given."""
        return max((figures.least for figures in self.figures), default=0)

    def titles(self, partners: Iterable[str], language: Language) -> str:
        """These partners by name, in the order of the chain."""
        named = set(partners)
        found = [partner for partner in self.chain.partners.values() if partner.id in named]
        return language.list_of(partner.title.in_language(language.code) for partner in found)

    def source(self, record: Record, partners: Iterable[str], language: Language) -> str:
        """Where a figure comes from: who delivered, until when, what is counted."""
        said = {"partners": self.titles(partners, language), "version": record["definition_version"]}
        if record["complete_until"] is None or record["known_at"] is None:
            return language.say("source_nothing", **said)
        unit = self.chain.objects[record["unit"]].title.in_language(language.code).lower()
        until, known = language.until(record["complete_until"]), language.moment(record["known_at"])
        return language.say("source", **said, until=until, known=known, unit=unit)


def shelve(
    chain: Definition, protected: Mapping[str, ProtectedFigures] | Iterable[ProtectedFigures], notice: str = ""
) -> Shelf:
    """Put figures on the shelf. Raises DisclosureError for anything that may not be published here."""
    given: Any = protected.values() if isinstance(protected, Mapping) else protected
    if isinstance(given, ProtectedFigures):
        given = (given,)
    figures = tuple(given) if isinstance(given, Iterable) else (given,)
    for one in figures:
        if not isinstance(one, ProtectedFigures):
            raise DisclosureError(
                "Only protected figures are published; something else was given. Send it through `disclosure.protect`."
            )
        if one.chain != chain.id:
            raise DisclosureError(
                f"These figures are of another chain than {chain.id}. A page is about one chain. Make a page for each."
            )
        if any(record["definition_version"] != chain.version for record in one.records):
            raise DisclosureError(
                f"{one.measure}: made with another version of the definition of {chain.id} than {chain.version}. "
                "A page uses one version. Measure again."
            )
    return Shelf(chain, figures, notice)
