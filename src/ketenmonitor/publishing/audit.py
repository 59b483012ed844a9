"""The audit of what was published of a chain: all kept releases together, attacked by one who has them all.

Comes in: a home, a chain. Goes out: what was attacked, what came out, and sentences. The promise: true counts are used to
judge and are in nothing that goes out; neither is a case, nor the place of a count in a table.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from ketenmonitor.disclosure import (
    Place,
    Question,
    Seen,
    Shown,
    answer,
    attempt,
    could_be_true,
    lone_groups,
    protect,
    same_cases_other_number,
    seen_in,
    seen_in_curve,
)
from ketenmonitor.errors import DisclosureError, NotFoundError
from ketenmonitor.linking import Cases
from ketenmonitor.publishing.asked import Asked, ask
from ketenmonitor.publishing.kept import Kept, kept_releases
from ketenmonitor.publishing.verdict import lines_of
from ketenmonitor.release import State, Value, dataset_of
from ketenmonitor.store import Home

EVER = 2**62  # a release that was kept is of a day that has begun
TIME_LIMIT = 600.0  # seconds for one question to the solver
CURVE, CELL_KEY = "lead-time-curve", "cell-key"


def audit(home: Home, chain: str, time_limit: float | None = TIME_LIMIT, draft: Kept | None = None) -> dict[str, Any]:
    """Attack all that was published of a chain, and a draft as if it had been. Raises NotFoundError for nothing at all."""
    releases = kept_releases(home.releases_path(chain))
    if draft:  # the last of all, for an attacker knows what can only have grown since earlier ones
        releases = (*releases, replace(draft, number=max((one.number for one in releases), default=0) + 1))
    if not releases:
        raise NotFoundError(f"Nothing was published of {chain} yet. Make a release first.")
    seen: list[Seen] = []
    for kept in releases:
        asked = ask(home, chain, kept.as_of, EVER, known_at_us=kept.known_at_us)
        seen += _seen(kept, asked)
    noise = asked.secrets.perturbation
    judged = could_be_true(seen, noise)
    found: dict[str, Any] = {
        "chain": chain,
        "releases": len(releases),
        "not_judged": len(seen) - len(judged),
        "same_cases_other_number": same_cases_other_number(judged),
        "same_cases_rounded_otherwise": same_cases_other_number(judged, "rounding"),
        "lone_groups": asdict(lone_groups(judged, asked.secrets.least)),
    }
    try:
        found |= {**asdict(attempt(judged, noise, time_limit=time_limit)), "problem": None}
    except DisclosureError as error:
        found |= {"problem": str(error)}
    found["is_safe"] = _is_safe(found)
    return {**found, "lines": lines_of(found)}


def _is_safe(found: Mapping[str, Any]) -> bool:
    is_attacked = found["problem"] is None and not found["narrow"]
    return is_attacked and not (found["not_judged"] or found["same_cases_other_number"] or found["lone_groups"]["wide"])


def _seen(kept: Kept, asked: Asked) -> Iterator[Seen]:
    """Every count of a release, and the same where a partner publishes it as it is."""
    cells: defaultdict[tuple[str, tuple[Value, ...]], dict[str, Any]] = defaultdict(dict)
    for (table, key, column), value in kept.cells().items():
        if not isinstance(value, State) or value is State.SUPPRESSED:
            cells[table, key][column] = None if value is State.SUPPRESSED else value
    cases = asked.cases()
    method = asked.chain.publication.stock_method
    of_stocks = Shown(kept.shown(method))
    public = {_published(kept.number, row): row["value"] for row in asked.published}
    for question in asked.questions:
        for one in _of_question(kept.number, asked, cases, question, cells):
            # What was protected as a stock is read so, whatever the table it stands in.
            yield replace(one, method=method) if one.method == CELL_KEY and one.cell in of_stocks else one
            if public.get(one.place) == one.true:
                yield replace(one, shown=one.true, method="public")


def _of_question(
    release: int, asked: Asked, cases: Cases, question: Question, cells: Mapping[tuple[str, tuple[Value, ...]], Any]
) -> Iterator[Seen]:
    figures = answer(cases, question)
    method = asked.chain.publication.stock_method
    if question.measure == CURVE:
        for record in figures.records:
            keyed = {point["days"]: (record["id"], point["days"]) for point in record["points"] or ()}
            days = {number: cells.get((question.id, key), {}) for number, key in keyed.items()}
            yield from seen_in_curve(release, record, days, asked.secrets.perturbation)
        return
    # Its rows are those of the figures, one each; only the keys are taken from it.
    table = dataset_of(asked.chain, question, protect(figures, asked.secrets))
    keys = [place for place, column in enumerate(table.columns) if column.is_key]
    for record, row in zip(figures.records, table.rows, strict=True):
        yield from seen_in(release, record, cells.get((table.id, tuple(row[i] for i in keys)), {}), method)


def _published(release: int, row: Mapping[str, Any]) -> Place:
    by = frozenset((str(name), str(value).lower()) for name, value in json.loads(row["by"] or "{}").items())
    day = str(row["date"])[:10] if row["date"] else None
    return Place(release, row["measure"], row["id"] or "", day or row["period"], by, row["field"])
