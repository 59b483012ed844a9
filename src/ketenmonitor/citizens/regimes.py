"""Which law gives a citizen which right, within which term, and on which grounds data may be withheld.

Comes in: a table of a TOML file. Goes out: a `Regime`. The promise: a term is counted in days, weeks or months of the calendar and
not moved for weekends or holidays: the earliest reading, so that nobody is told that there is more time than there is.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Any

from ketenmonitor.citizens.schema import TERM_FORM
from ketenmonitor.definition import Title


class Kind(StrEnum):
    """What a citizen asks for."""

    ACCESS = "access"
    CORRECTION = "correction"
    DELETION = "deletion"


@dataclass(frozen=True)
class Right:
    """The article that gives it; and its term and extension, such as `6 weeks` (None: it cannot be extended)."""

    article: str
    term: str
    extension: str | None = None


@dataclass(frozen=True)
class Regime:
    """One law. `grounds`: on which data may be withheld or a request refused. `verified`: a jurist compared it with the law."""

    id: str
    title: Title
    rights: Mapping[Kind, Right]
    grounds: Mapping[str, Title]
    verified: bool
    note: str = ""


def regimes_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, Regime]:
    """The regimes of the tables of a file that was found sound."""
    return {one["id"]: _regime(one) for one in entries}


def shipped_regimes() -> dict[str, Regime]:
    """Those that come with the program; none was verified by a jurist."""
    said = tomllib.loads((files("ketenmonitor.citizens") / "regimes.toml").read_text(encoding="utf-8"))
    return regimes_of(said["regimes"])


def after(day: date, term: str) -> date:
    """The last day of a term that begins on a day: 31 January and a month is the last of February."""
    found = TERM_FORM.fullmatch(term)
    if not found:
        raise ValueError(term)
    count, unit = int(found[1]), found[2]
    if unit != "month":
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _regime(said: Mapping[str, Any]) -> Regime:
    return Regime(
        said["id"],
        Title(**said["title"]),
        {kind: Right(**said[kind]) for kind in Kind},
        {one["id"]: Title(one["nl"], one["en"]) for one in said["grounds"]},
        said["verified"],
        said.get("note", ""),
    )
