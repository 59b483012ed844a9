"""A small chain, ways to write small logs of it, and what the deliveries made of them hold."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pyarrow.parquet as pq

from ketenmonitor.definition import Definition, definition_from_text
from ketenmonitor.intake.logs import deliveries_of_log

MADE_AT_US = 1_767_225_600_000_000  # 2026-01-01T00:00:00Z

CHAIN = """
[chain]
id = "keten"
version = "1"
title = { nl = "Keten", en = "Chain" }
unit = "zaak"
timezone = "Europe/Amsterdam"
[partners.politie]
title = { nl = "Politie", en = "Police" }
[partners.om]
title = { nl = "OM", en = "Prosecution" }
[partners.cjib]
title = { nl = "CJIB", en = "Collection" }
[objects.zaak]
partner = "om"
key = "case:concept:name"
attributes = ["ernst", "ingekomen"]
[objects.melding]
partner = "politie"
key = "meldnummer"
attributes = ["eenheid"]
[[links]]
from = "melding"
to = "zaak"
partner = "om"
[attributes.ernst]
title = { nl = "Ernst", en = "Gravity" }
type = "integer"
[attributes.ingekomen]
title = { nl = "Ingekomen", en = "Came in" }
type = "date"
[attributes.eenheid]
title = { nl = "Eenheid", en = "Unit" }
type = "category"
values = ["Oost", "West"]
[attributes.bedrag]
title = { nl = "Bedrag", en = "Amount" }
type = "number"
[activities.aangifte]
title = { nl = "Aangifte", en = "Report" }
partner = "politie"
object = "melding"
log_names = ["Report", "Report filed"]
[activities.inschrijving]
title = { nl = "Inschrijving", en = "Registration" }
partner = "om"
object = "zaak"
log_names = ["Register"]
attributes = ["bedrag"]
[activities.vonnis]
title = { nl = "Vonnis", en = "Judgment" }
partner = "om"
object = "zaak"
[activities.inning]
title = { nl = "Inning", en = "Collection" }
partner = "cjib"
object = "zaak"
"""


def chain() -> Definition:
    return definition_from_text(CHAIN, "keten.toml")


@dataclass(frozen=True)
class Imported:
    """The deliveries of one import: manifests and rows, by partner."""

    folders: tuple[Path, ...]
    findings: dict[str, int]
    manifests: dict[str, dict[str, object]]

    def rows(self, partner: str, kind: str = "events") -> list[dict[str, str | None]]:
        folder = next(f for f in self.folders if json.loads((f / "delivery.json").read_text())["partner"] == partner)
        return pq.read_table(folder / f"{kind}.parquet").to_pylist()

    def all_events(self) -> list[dict[str, str | None]]:
        """The events of all deliveries together, in the order of the log."""
        rows = [row for partner in self.manifests for row in self.rows(partner)]
        numbers = [(row["event_id"] or "0").partition("\x1f")[0] for row in rows]
        if not all(number.isdecimal() for number in numbers):  # identifiers of an object-centric log
            return rows
        return [row for _, row in sorted(zip(map(int, numbers), rows, strict=True), key=lambda pair: pair[0])]

    def column(self, name: str) -> list[str | None]:
        return [row[name] for row in self.all_events()]


def imported(log: Path, definition: Definition | None = None, columns: dict[str, str] | None = None) -> Imported:
    made = deliveries_of_log(
        log, definition or chain(), log.parent / f"out-{log.name}", made_at_us=MADE_AT_US, columns=columns
    )
    said = [json.loads((folder / "delivery.json").read_text()) for folder in made.folders]
    # Events of these samples have the same time unless a test says otherwise.
    findings = {name: n for name, n in made.findings.items() if name != "rows-at-equal-times"}
    return Imported(made.folders, findings, {one["partner"]: one for one in said})


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") and isinstance(content, str) else data)
    return path


def value(key: str, text: str, tag: str = "string") -> str:
    return f"<{tag} key={quoteattr(key)} value={quoteattr(text)}/>"


def event(activity: str | None = "Register", time: str | None = "2025-03-01T10:00:00+01:00", more: str = "") -> str:
    name = "" if activity is None else value("concept:name", activity)
    return f"<event>{name}{'' if time is None else value('time:timestamp', time, 'date')}{more}</event>\n"


def trace(case: str | None, *events: str, more: str = "") -> str:
    name = "" if case is None else value("concept:name", case)
    return f"<trace>{name}{more}\n{''.join(events)}</trace>\n"


def xes(*parts: str, encoding: str = "UTF-8") -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\n<log xes.version="1.0">\n{"".join(parts)}</log>\n'
