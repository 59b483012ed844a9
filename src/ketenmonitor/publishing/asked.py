"""What a release of a chain says, as tables, before it is compared with an earlier one.

Comes in: a home, a chain, a day. Goes out: `Asked`. The promise: the same home, chain and day give the same, for ever,
unless the program or the definition differ, and then `provenance` says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from ketenmonitor.definition import Definition, Title
from ketenmonitor.disclosure import (
    Perturbation,
    ProtectedFigures,
    Question,
    Secrets,
    Shown,
    answer,
    lattice,
    protect_all,
    with_record_keys,
)
from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.instants import to_iso, to_us
from ketenmonitor.linking import Cases
from ketenmonitor.store import Gone, Home, View, cut_at, departures, open_view, publication_secrets

# What figures and files are made with: of each of these another version may give other figures, or other bytes.
SOFTWARE = (
    "ketenmonitor", "duckdb", "ibis-framework", "numpy", "highspy", "pyarrow", "altair", "vl-convert-python", "typst",
    "xlsxwriter", "python-docx",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A chain as it was known at the start of a day, ready to be published; `notice` stands on top of the page."""

    home: Home
    view: View
    as_of: date
    notice: Title | None = None

    @property
    def chain(self) -> Definition:
        return self.view.definition

    @cached_property
    def secrets(self) -> Secrets:
        """What this home protects with."""
        found = publication_secrets(self.home.path)
        said = found.parameters
        noise = Perturbation(int(said["largest"]), said["variance"], int(said["hole"]))
        return Secrets(found.record_key, noise, int(said["least"]))

    @cached_property
    def published(self) -> tuple[Mapping[str, Any], ...]:
        """What partners publish themselves."""
        rows = self.view.figures.drop("receipt", "row").order_by(
            ["partner", "measure", "id", "field", "date", "period"]
        )
        return tuple(self.view.engine.run(rows).to_pylist())

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is asked."""
        stocks = [r["date"] for r in self.published if r["measure"] == "stock" and r["id"] in self.chain.stocks]
        days = {date.fromisoformat(str(day)[:10]) for day in stocks if day}
        return lattice(self.chain.publication, days)

    def cases(self, view: View | None = None) -> Cases:
        """The cases that are counted, with their record keys. How many left after their term is a count too: it stays inside."""
        return with_record_keys(Cases(replace(view or self.view, gone=Gone())), self.secrets.record_key)

    def protected(self, shown: Shown, view: View | None = None) -> dict[Question, ProtectedFigures]:
        """The protected answers; of another view of this chain when one is given. What they show is added to `shown`."""
        cases = self.cases(view)
        answers = {question: answer(cases, question) for question in self.questions}
        return protect_all(answers, self.chain.publication.stock_method, self.secrets, shown)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """What the figures are made from, and with what; nothing of it is secret."""
        view, zone = self.view, self.chain.zone
        return {
            "chain": self.chain.id,
            "as_of": self.as_of.isoformat(),
            "known_at": None if view.known_at_us is None else to_iso(view.known_at_us, zone),
            "definition": {
                "version": self.chain.version,
                "sha256": sha256(self.definition_text).hexdigest(),
            },
            "software": {name: version(name) for name in SOFTWARE},
            "engine": view.engine.name,
            "secrets": publication_secrets(self.home.path).name,
            "notice": {"nl": self.notice.nl, "en": self.notice.en} if self.notice else None,
            "deliveries": [
                {
                    "delivery_id": r.delivery_id,
                    "partner": r.partner,
                    "kind": r.kind,
                    "received_at": to_iso(r.received_at_us, zone),
                    "delivered_until": to_iso(r.delivered_until_us, zone),
                    "sha256": r.content,
                }
                for r in view.receipts
            ],
            **({"retention": left} if (left := self.retention) else {}),
        }

    @cached_property
    def retention(self) -> list[dict[str, str]]:
        """When something left after its term, and by which table of retention: of all that did until now."""
        runs = departures.read(self.home.tables_path(self.chain.id))
        return [{"at": to_iso(run.at_us, self.chain.zone), "policy": run.policy, "sha256": run.digest} for run in runs]

    @cached_property
    def definition_text(self) -> bytes:
        """The definition in force at that moment, as it was adopted."""
        return self.home.definition_text(self.chain.id, self.view.known_at_us)

    @property
    def fingerprint(self) -> str:
        """The same for two releases that must be the same."""
        return sha256(json.dumps(self.provenance, sort_keys=True).encode()).hexdigest()

    @property
    def incomplete(self) -> tuple[tuple[str, str | None], ...]:
        """Partners that delivered less than the one that delivered furthest, with the last moment that is complete."""
        covered = self.view.coverage
        furthest = max((c.until_us for c in covered.values()), default=None)
        return tuple(
            (partner, to_iso(covered[partner].until_us, self.chain.zone) if partner in covered else None)
            for partner in self.chain.partners
            if partner not in covered or (furthest is not None and covered[partner].until_us < furthest)
        )


def ask(
    home: Home, chain: str, as_of: date, now_us: int, notice: Title | None = None, known_at_us: int | None = None
) -> Asked:
    """A chain as it was known at the start of this local day.

    A monitor that had received nothing by then is younger than the day: then it is what had happened by that day, as far
    as is known at `known_at_us` (None: now). Raises UsageError for a day that has not begun, NotFoundError when nothing
    is known of that time.
    """
    at_us = start_of(as_of, home.definition(chain))
    if at_us > now_us:
        raise UsageError(f"{as_of} has not begun: what will be known then is not known yet. Give a day up to today.")
    view = open_view(home, chain, at_us)
    if not view.receipts:
        view = cut_at(open_view(home, chain, known_at_us), at_us)
    if not view.coverage:
        raise NotFoundError(
            f"Of what happened before {as_of} nothing was received. Give a later day, or receive deliveries."
        )
    return Asked(home, view, as_of, notice)


def start_of(day: date, chain: Definition) -> int:
    """The instant at which a local day of the chain begins."""
    return to_us(datetime.combine(day, time(), chain.zone))
