"""What the panels of every measure say alike: names of figures, groups and units, reasons, notes, and the source.

Comes in: records and the definition of their chain. Goes out: texts. The promise: a reason that stands in a panel is
explained below it, and every chart says where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.wording.language import NOT_KNOWN_ANY_MORE, SUPPRESSED, Language, Record

TABLES = {
    "lead-time": "lead_times", "stock": "stocks", "flow": "stocks", "handover": "handovers", "term": "terms",
    "linkage": "handovers",
}  # fmt: skip
REASONS = ("not-reached", "not-yet-known", "not-delivered", "not-applicable", SUPPRESSED, *NOT_KNOWN_ANY_MORE)
ABOUT_ALL = ("attribute-unknown", "selected-on-later-information")
MOST_NAMES = 3  # of figures below a chart; of more, only the measures are named
TOTAL, UNKNOWN, MIXED = "by_total", "by_unknown", "by_mixed"


@dataclass(frozen=True)
class Speaker:
    """Says things of one chain in one language. `notice` stands with every source, such as that data are made up."""

    chain: Definition
    language: Language
    notice: str = ""

    def say(self, name: str, **values: Any) -> str:
        return self.language.say(name, **values)

    def number(self, record: Record, field: str) -> str:
        """A count, or why there is none."""
        value = record.get(field)
        return self.language.missing(record, field, "count") if value is None else self.language.number(value)

    def days(self, record: Record, field: str, kind: str = "time") -> str:
        """A number of days without its unit, or why there is none."""
        value = record.get(field)
        return self.language.missing(record, field, kind) if value is None else self.language.days(value)

    def figure(self, record: Record) -> str:
        """The title of a figure in the definition; of the chain when it has no id."""
        table = TABLES.get(record["measure"])
        titles = getattr(self.chain, table) if table else {}
        found = titles.get(record["id"])
        if found is not None:
            return str(found.title.in_language(self.language.code))
        return str(record["id"] or self.chain.title.in_language(self.language.code))

    def activity(self, id: str | None) -> str:
        """An activity by its title; the start or end of a case when there is none."""
        known = self.chain.activities.get(id or "")
        return known.title.in_language(self.language.code) if known else id or self.say("no_activity")

    def object(self, id: str) -> str:
        known = self.chain.objects.get(id)
        return known.title.in_language(self.language.code) if known else id

    def unit(self, records: Sequence[Record]) -> str:
        """What is counted."""
        return self.say("counted", unit=self.object(records[0]["unit"]).lower())

    def group(self, record: Record) -> str:
        """The values of a breakdown."""
        by = record["by"]
        return ", ".join(self._value(value) for value in by.values()) if by else self.say(TOTAL)

    def _value(self, value: Any) -> str:
        if value is None or value == "mixed":
            return self.say(UNKNOWN if value is None else MIXED)
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        return self.language.number(value) if isinstance(value, int) else str(value)

    def broken_down(self, records: Sequence[Record]) -> tuple[str, ...]:
        """By what, when the records are broken down."""
        names = list(next((r["by"] for r in records if r["by"]), {}))
        found = (self.chain.attributes.get(name) for name in names)
        titles = [
            a.title.in_language(self.language.code).lower() if a else n for n, a in zip(names, found, strict=True)
        ]
        return (self.say("by", attributes=self.language.list_of(titles)),) if titles else ()

    def row(self, record: Record) -> str:
        """The title of a row: its period, else its group."""
        return self.language.short_period(record["period"]) if record["period"] else self.group(record)

    def foot(self, records: Sequence[Record], shown: Iterable[str]) -> tuple[str, ...]:
        """Which figure this is, how far it goes, and what its notes mean. `shown`: all texts of the panel."""
        text = " ".join(shown)
        names = dict.fromkeys(" ".join(filter(None, [record["measure"], record["id"]])) for record in records)
        if len(names) > MOST_NAMES:
            names = dict.fromkeys(record["measure"] for record in records)
        codes = {code for record in records for code in record["notes"]}
        found = [code for code in REASONS if self.say(code) in text]
        notes = [self.say(f"note_{code}") for code in (*found, *(code for code in ABOUT_ALL if code in codes))]
        return (f"{self.say('which', figure=', '.join(names))} {self._ends(records)}", *notes, *self.behind(records))

    def behind(self, records: Iterable[Record]) -> tuple[str, ...]:
        """A sentence for each partner that is behind and that any of these rests on, in the order of the chain."""
        found = {(b["partner"], b["holds_back"]): b for record in records for b in record.get("behind", ())}
        sentences = []
        for partner in self.chain.partners.values():
            one = found.get((partner.id, True)) or found.get((partner.id, False))
            if one:
                name = partner.title.in_language(self.language.code)
                way = "behind_holds" if one["holds_back"] else "behind_touches"
                sentences.append(self.say(way, partner=name, until=self.language.until(one["delivered_until"])))
        return tuple(sentences)

    def _ends(self, records: Sequence[Record]) -> str:
        """Up to when all of these are complete; where they differ, the earliest and the latest."""
        known = {record["complete_until"] for record in records}
        ends = [self.language.until(one) for one in sorted(known - {None}, key=datetime.fromisoformat)]
        said = [self.say("complete_not")] if None in known else []
        if ends:
            differs = ends[0] != ends[-1]
            name = "complete_differs" if differs else "complete"
            said.insert(0, self.say(name, until=ends[0], last=ends[-1]))
        return " ".join(said)

    def source(self, records: Sequence[Record], is_internal: bool) -> tuple[str, ...]:
        """Chain, version, and what was known."""
        versions = sorted({str(r["definition_version"]) for r in records}) or [self.chain.version]
        known = max((r["known_at"] for r in records if r["known_at"]), key=datetime.fromisoformat, default=None)
        when = self.language.moment(known) if known else self.say("known_nothing")
        title = self.chain.title.in_language(self.language.code)
        line = self.say("source_chart", chain=title, id=self.chain.id, version=", ".join(versions))
        more = [self.notice, self.say("internal") if is_internal else ""]
        return (line, self.say("source_known", known=when), *filter(None, more))
