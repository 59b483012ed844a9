"""From the address of a page to a question: which measure, of which cases, as known when.

Comes in: a request. Goes out: a `Question`. The promise: everything that was chosen stands in the address, so that an
address can be shared and asked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ketenmonitor.definition import Definition
from ketenmonitor.measures import MEASURES, Selection, check_question, condition_of, day_of, moment_of
from ketenmonitor.measures.selection import one_of

NAMES = ("id", "by", "period", "basis", "where", "theme", "from", "until", "asKnownAt", "compareTo", "format")
FORMATS = ("page", "json", "csv")


@dataclass(frozen=True)
class Question:
    """`known_at_us` and `compare_to_us`: what was known then, None for now and for no comparison."""

    chain: str
    measure: str
    id: str | None
    selection: Selection
    known_at_us: int | None = None
    compare_to_us: int | None = None


def question_of(definition: Definition, measure: str, query: QueryParams) -> Question:
    """The question. Raises UsageError for what the chain does not have, or that cannot be read."""
    one_of("measure", measure, MEASURES)
    for name in query:
        one_of("query parameter", name, NAMES)
    one_of("format", query.get("format") or FORMATS[0], FORMATS)
    said = {name: query.get(name) or None for name in NAMES}
    selection = Selection(
        by=tuple(dict.fromkeys(name for name in query.getlist("by") if name)),
        period=said["period"],
        basis=said["basis"] or "entry",
        where=tuple(condition_of("where", text, definition) for text in query.getlist("where") if text),
        theme=said["theme"],
        first_day=day_of("from", said["from"]),
        last_day=day_of("until", said["until"]),
    )
    check_question(definition, measure, said["id"], selection)
    moments = [moment_of(name, said[name], definition.zone) for name in ("asKnownAt", "compareTo")]
    return Question(definition.id, measure, said["id"], selection, *moments)


def query_of(query: QueryParams, **other: str | None) -> str:
    """The same query, with other values for some names; None leaves one out."""
    kept = [(name, value) for name, value in query.multi_items() if value and name not in other]
    return urlencode([*kept, *((name, value) for name, value in other.items() if value)])
