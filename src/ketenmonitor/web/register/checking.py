"""What a registrar can change of an item, and from a form to decisions.

Comes in: an item and the fields of a form. Goes out: the corrections that differ from what stands there. The promise: only the fields
below can be changed; a moment is a text with days that are days, in order; nothing is corrected into what it already was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketenmonitor.errors import UsageError
from ketenmonitor.register.records import Item, Kind

LONGEST = 2000  # letters of a value
CHECKED = (Kind.COMMITMENT, Kind.MOTION, Kind.SETTLED, Kind.QUESTION, Kind.FIGURE)
TEXT = ""
# The fields of each kind, and of what they are one.
FIELDS: Mapping[Kind, Mapping[str, tuple[str, ...] | str]] = {
    Kind.COMMITMENT: {
        "what": TEXT,
        "who": TEXT,
        "kind": ("inform", "deliver law", "research", "decide", "act", "other"),
        "status": ("open", "done"),
    },
    Kind.MOTION: {
        "name": TEXT,
        "party": TEXT,
        "topic": TEXT,
        "status": ("done", "in progress", "not executed", "mentioned"),
    },
    Kind.SETTLED: {"name": TEXT, "kind": ("motion", "commitment")},
    Kind.QUESTION: {"asker": TEXT, "party": TEXT},
    Kind.FIGURE: {"unit": TEXT, "period": TEXT, "about": TEXT},
}
# A slip of the keyboard such as 0226 or 20226 is no year of a paper, and calendars count on from these days.
YEARS = range(1800, 2200)
NEEDED = {"what", "name", "kind", "status"}
MOMENT = ("due_text", "due_earliest", "due_latest")


@dataclass(frozen=True)
class Box:
    """One field of the form: its name, what stands there, and of which values it is one (none: any text)."""

    name: str
    value: str
    choices: tuple[str, ...] = ()
    type: str = "text"


def boxes_of(item: Item) -> list[Box]:
    """The form of an item."""
    found = [
        Box(name, str(item.body.get(name) or ""), right if isinstance(right, tuple) else ())
        for name, right in FIELDS[item.kind].items()
    ]
    if item.kind is Kind.COMMITMENT:
        due = item.body.get("due") or {}
        found += [Box(f"due_{part}", str(due.get(part) or ""), (), kind) for part, kind in _PARTS]
    return found


_PARTS = (("text", "text"), ("earliest", "date"), ("latest", "date"))


def corrections_of(item: Item, form: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """The fields that are to say something else, with what. Raises UsageError."""
    for name, right in FIELDS[item.kind].items():
        value = form.get(name, "").strip()[:LONGEST]
        if isinstance(right, tuple) and value not in right:
            raise UsageError(f"{name}: this is not one. Right is one of: {', '.join(right)}.")
        if name in NEEDED and not value:
            raise UsageError(f"{name}: this may not be empty. Say it in a few words, or reject the item.")
        if value != str(item.body.get(name) or ""):
            yield name, value or None
    if item.kind is Kind.COMMITMENT:
        due = item.body.get("due") or {}
        before = tuple(str(due.get(part) or "") for part, _ in _PARTS)
        after = tuple(form.get(name, "").strip()[:LONGEST] for name in MOMENT)
        if after != before:
            yield "due", _moment(*after)


def _moment(text: str, earliest: str, latest: str) -> dict[str, Any] | None:
    """A moment as the person says it; None for none."""
    first, last = (_day(value) for value in (earliest, latest))
    if not text and not first and not last:
        return None
    if not text:
        raise UsageError(
            "due_text: this may not be empty when a day is given. Copy the words of the paper that name the moment."
        )
    if first and last and first > last:
        raise UsageError(
            "due_earliest: lies after due_latest. Right is the first day on which it can be expected, and the last."
        )
    relation = "in" if first and last else "before" if last else "after" if first else "none"
    return {
        "text": text, "relation": relation, "earliest": earliest or None, "latest": latest or None,
        "precision": "none" if relation == "none" else "day" if first == last else "person", "rule": "person", "anchor": None,
        "assumptions": [],
    }  # fmt: skip


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text else None
        if day and day.year not in YEARS:
            raise ValueError
        return day
    except ValueError:
        raise UsageError("This is not a day. Right is year, month and day, such as 2026-07-01.") from None
