"""The days that a paper names, each with how it is spoken of: past, to come, or neither.

In: running text; out: `Named` days, with the year where the text gives it. Promised: no year is made up here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
MONTH = "|".join(MONTHS)
# "5 maart 2026", "5 en 6 maart 2026", "22-23 januari": the last day counts, but of a meeting to come the first.
WRITTEN = re.compile(
    rf"(?<![\d.,/])(?:(?P<first>\d{{1,2}})\s*(?:,|en|-|–|t/m|tot en met)\s*)?(?P<day>\d{{1,2}})\s+(?P<month>{MONTH})\b"
    r"(?:\s+(?P<year>(?:19|20)\d\d)(?!\d))?(?P<last>\s*\(?(?:jl\b|j\.\s?l\.|jongstleden|laatstleden|ll\.))?"
    r"(?P<next>\s*\(?(?:a\.?\s?s\b|aanstaande|eerstkomend))?",
    re.I,
)
DIGITS = re.compile(r"(?<![\d/-])(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>20\d\d)(?![\d/-])")
ISO = re.compile(r"(?<![\d/-])(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
# What stands right before a day that is still to come, or from which something holds.
BEFORE_COMING = re.compile(
    r"(?:\bv[oó][oó]r|\buiterlijk(?: op)?|\btot(?: en met)?|\bt/m|\bper|\bingang van|\bvanaf|\bna|\bsinds|\brond|\bgepland op"
    r"|\bvoorzien op|\bkomende|\baanstaande|\bdeadline(?: van)?|\binwerkingtreding op|\bwerking(?: treedt| treden)? op)\s+"
    r"(?:\w+\s+)?$",
    re.I,
)
# What stands before a day that was: papers, letters and meetings are named by their day when they have been.
BEFORE_PAST = re.compile(
    r"\b(?:stand(?: per| van| op)?|peildatum|brief|kamerbrief|brieven|verzamelbrief|debat\w*|commissiedebat|overleg|wetgevingsoverleg|verslag|"
    r"vragenuur|motie|moties|bericht|artikel|uitspraak|arrest|besluit|rapport|gedateerd|d\.d\.|dd\.|staatscourant|vergadering)"
    r"[^.;:?]{0,45}$",
    re.I,
)
# Verbs that say, in the same sentence, that it has been.
SAID_PAST = re.compile(
    r"\b(?:heb ik|hebben wij|heeft|is|zijn|werd|werden|was|waren)\b[^.;?]{0,80}\b(?:ge\w{3,}[dt]|ver\w{3,}[dt]|toegezegd|aangeboden|"
    r"afgerond|gestart|aangenomen|verschenen|plaatsgevonden|geweest|gegaan|overgenomen|vastgesteld|ontvangen|\w*gesproken)\b",
    re.I,
)
# A source with its day, in brackets: "(Dagblad van het Noorden, 3 mei 2025)" has appeared.
CITED = re.compile(r"\([^()]{0,80}[A-Z][^()]{0,80},\s*$")
AGENDA = re.compile(r"geannoteerde agenda[^.;?]{0,120}$", re.I)


@dataclass(frozen=True)
class Named:
    """A day as the paper names it. `year`: None where it is not said; `spoken`: past, recent ("12 mei jl.", without a
    year), coming, agenda (of a meeting) or open."""

    day: int
    month: int
    year: int | None
    spoken: str
    text: str

    def in_year(self, year: int) -> date | None:
        """The day in that year; None if the calendar has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def date(self) -> date | None:
        """The day, where the paper says the year."""
        return self.in_year(self.year) if self.year else None


def days_in(text: str) -> list[Named]:
    """Each day that a text names."""
    return [*_all(text)]


def _all(text: str) -> Iterator[Named]:
    for form in (WRITTEN, DIGITS, ISO):
        for match in form.finditer(text):
            held = match.groupdict()
            month = MONTHS.index(held["month"].lower()) + 1 if form is WRITTEN else int(held["month"])
            year = int(held["year"]) if held["year"] else None
            spoken = _spoken(text, match)
            if held.get("last"):
                spoken = "past" if year else "recent"
            elif held.get("next"):
                spoken = "coming"
            first = held.get("first") if spoken == "agenda" else None
            named = Named(int(first or held["day"]), month, year, spoken, " ".join(match[0].split()))
            if 1 <= month <= 12 and named.in_year(year or 2024):
                yield named


def _spoken(text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - 170) : match.start()]
    after = text[match.end() : match.end() + 120]
    if AGENDA.search(before):
        return "agenda"
    if BEFORE_COMING.search(before):
        return "coming"
    if BEFORE_PAST.search(before) or _in_note(before) or (CITED.search(before) and after.lstrip().startswith(")")):
        return "past"
    sentence = re.split(r"[.?!;]\s", before)[-1] + match[0] + re.split(r"[.?!;]\s", after)[0]
    if re.search(r"\b(?:zal|zullen|gaat|gaan|verwacht|beoogd|gepland|voorzien|streven)\b", sentence):
        return "coming"
    return "past" if SAID_PAST.search(sentence) else "open"


def _in_note(before: str) -> bool:
    """Whether it stands in a footnote that was put into the text: sources have appeared."""
    opened = before.rfind("[")
    return opened > before.rfind("]") and bool(re.match(r"\[\d+:", before[opened:]))
