"""The date of a paper: as it states it, else concluded from the days that it speaks of, with a sentence that says so.

In: the lines and what the file says of itself; out: `Dated`. Promised: a date that is not stated has a confidence below 0.7,
and where nothing points to one day there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from ketenmonitor.register.paper import Dated
from ketenmonitor.register.reading.days import DIGITS, ISO, MONTH, MONTHS, Named, days_in

DAY = rf"(?:\d{{1,2}}\s+(?:{MONTH})\s+(?:19|20)\d\d|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:19|20)\d\d|20\d\d-\d\d-\d\d)"
PLACE = r"(?:'s[- ]|’s[- ])?[A-Z][\w-]+(?: (?:aan|den|op|de|[A-Z])[\w-]*){0,4}"
# Where papers state their date: a form, the words for the user, and how sure it is. The surest first.
STATED: tuple[tuple[re.Pattern[str], str, float], ...] = (
    (re.compile(rf"\s*Datum(?: brief)?\s*:?\s+(?P<day>{DAY})\s*", re.I), "stated after the word Datum", 0.95),
    (
        re.compile(rf"\s*{PLACE},?\s+(?:d\.d\.\s*)?(?P<day>{DAY})\s*\.?\s*"),
        "stated with the place where it was signed",
        0.95,
    ),
    (
        re.compile(rf".*\((?:ontvangen|verzonden)\s+(?:op\s+)?(?P<day>{DAY})\).*", re.I),
        "stated as the day it was received",
        0.9,
    ),
    (
        re.compile(rf".*\bvastgesteld\s+(?:op\s+|d\.d\.\s+)?(?P<day>{DAY})\b.*", re.I),
        "stated as the day it was established",
        0.9,
    ),
    (
        re.compile(rf".*\(?ingezonden\s+(?:op\s+)?(?P<day>{DAY}).*", re.I),
        "stated as the day the questions were sent in",
        0.85,
    ),
    (re.compile(rf"\s*(?P<day>{DAY})\s*"), "stated on a line of its own at the head of the paper", 0.75),
)
# How the report of a written consultation says when the minister answered.
ANSWERED = re.compile(rf"\bbij brief van (?P<day>{DAY})\s+(?:heeft|hebben|zijn|is)\b[^.;]{{0,200}}\bbeantwoord\b", re.I)
# The head of a paper: so many lines with text; without a word beside it, a day must stand higher, and be the only one.
HEAD, TOP = 60, 12
SESSION = re.compile(r"(?<!\d)(20\d\d)\s?[/–-]\s?(?:20)?(\d\d)(?!\d)")
# A parliamentary year begins on the third Tuesday of September.
SESSION_BEGINS = (9, 15)


def dated(lines: Sequence[str], stated: Sequence[tuple[date, str, float]]) -> Dated:
    """The date of a paper of these lines; `stated`: what the file itself says, with the words and how sure."""
    for day, rule, confidence in stated:
        if confidence >= 0.8:
            return Dated(day, rule, confidence)
    found = _stated(lines)
    if found is not None:
        return found
    return _with_file(_concluded(lines), [one for one in stated if one[2] < 0.8])


def _stated(lines: Sequence[str]) -> Dated | None:
    head = [line for line in lines if line.strip()]
    # A label may stand above its day: the two lines are tried as one.
    tried = [
        *head[:HEAD],
        *(f"{one} {other}" for one, other in zip(head[:HEAD], head[1 : HEAD + 1], strict=False) if len(one) < 15),
    ]
    for form, rule, confidence in STATED:
        bare = form is STATED[-1][0]
        days = [
            day
            for line in (tried if "Datum" in form.pattern else head[: TOP if bare else HEAD])
            if (match := form.fullmatch(line[:2000])) and (day := _day(match["day"]))
        ]
        if days and (not bare or len({*days}) == 1):
            return Dated(days[0], rule, confidence)
    # A sentence may run over lines.
    answered = ANSWERED.search(" ".join(head[:HEAD]))
    day = _day(answered["day"]) if answered else None
    return Dated(day, "stated as the day of the letter with the answers", 0.9) if day else None


def _day(text: str) -> date | None:
    for form in (ISO, DIGITS):
        match = form.fullmatch(text)
        if match:
            return Named(int(match["day"]), int(match["month"]), int(match["year"]), "", text).date
    day, month, year = text.split()
    return Named(int(day), MONTHS.index(month.lower()) + 1, int(year), "", text).date


def _with_file(concluded: Dated, file: Sequence[tuple[date, str, float]]) -> Dated:
    """The file's own day is weak: it is taken where the text names no day, or where the text fits it."""
    for day, rule, confidence in file:
        if concluded.date is None:
            return Dated(day, f"not stated in the paper: {rule}", confidence)
        if timedelta(0) <= day - concluded.date <= timedelta(days=45):
            return Dated(day, f"not stated in the paper: {rule}, and {concluded.rule}", 0.6)
    return concluded


def _concluded(lines: Sequence[str]) -> Dated:
    text = " ".join(lines)
    named = days_in(text)
    past = [one.date for one in named if one.date and one.spoken == "past"]
    recent = [one for one in named if one.spoken == "recent"]
    coming = [one.date for one in named if one.date and one.spoken == "coming"]
    agendas = [one.date for one in named if one.date and one.spoken == "agenda"]
    past = _without_strays(past, _latest_session(text))
    if not past and not agendas:
        return Dated(None, "no date is stated, and nothing in the paper points to one", 0.0)
    begin = max(past) if past else max(agendas) - timedelta(days=7)
    last = _with_recent(begin, recent, coming, agendas)
    meeting = max(agendas, default=None)
    if meeting and last < meeting <= last + timedelta(days=60):
        rule = f"not stated: concluded to be just before the meeting of {meeting.isoformat()} whose agenda it discusses"
        return Dated(meeting - timedelta(days=1), rule, 0.6)
    near = sum(1 for day in past if timedelta(0) <= last - day <= timedelta(days=90)) + len(recent)
    rule = f"not stated: concluded from {last.isoformat()}, the latest day of which the paper speaks as past"
    return Dated(last, rule, 0.6 if near >= 3 else 0.4)


def _without_strays(past: list[date], session: int | None) -> list[date]:
    """Past days, without the last ones if a year without any lies before them: a slip of the pen, or not past. `session`:
    when the latest parliamentary year of the paper began; in that year no day is strange."""
    held = sorted(past)
    end = date(session + 1, *SESSION_BEGINS) if session else date.min
    while len(held) > 1 and held[-1] - held[-2] > timedelta(days=400) and held[-1] > end:
        held.pop()
    return held


def _latest_session(text: str) -> int | None:
    """The year in which the latest parliamentary year that the paper refers to began."""
    begun = [int(one[1]) for one in SESSION.finditer(text) if (int(one[1]) + 1) % 100 == int(one[2])]
    return max(begun, default=None)


def _with_recent(last: date, recent: list[Named], coming: list[date], agendas: list[date]) -> date:
    """The latest past day, with "12 mei jl." among them: the year in which such days are most recent, and the days to come
    are still to come."""
    if not recent:
        return last
    years = range(last.year - 1, last.year + 2)
    tried = {last, *(day for one in recent for year in years if (day := one.in_year(year)) and last <= day)}
    horizon = last + timedelta(days=300)

    def cost(day: date) -> float:
        gaps = [
            min((day - that).days for year in years if (that := one.in_year(year)) and that <= day) for one in recent
        ]
        passed = sum(1 for one in (*coming, *agendas) if last < one <= day)
        # Far days count more than in proportion: "jl." is hardly said of what was eleven months ago.
        return sum(gap * gap / 180 for gap in gaps) / len(gaps) + 0.3 * (day - last).days + 8 * passed

    return min((day for day in tried if day <= horizon), key=cost)
