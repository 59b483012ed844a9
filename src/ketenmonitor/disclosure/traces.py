"""Records that are there only because a case was found: out when nothing is left of it in what is shown.

Comes in: protected records. Goes out: those that may be seen. The promise: which records there are follows from protected
counts, the definition and what was delivered alone. Else one case that is shown as 0 could be told by its row: by the
group of cases whose sources disagree, or by the period of a lone early case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ketenmonitor.disclosure.protected import SUPPRESSED
from ketenmonitor.disclosure.rules import Rule
from ketenmonitor.measures import MIXED, Record


def without_traces(records: Sequence[Record], rule: Rule) -> list[Record]:
    """The records without groups `mixed` of which nothing is shown, and without such periods at either end."""
    shown = [record for record in records if _shows_something(record, rule)]
    groups = {_group(record) for record in shown}
    left = [record for record in records if MIXED not in record["by"].values() or _group(record) in groups]
    if not rule.has_found_periods:
        return left
    periods: defaultdict[Any, set[str]] = defaultdict(set)
    for record in shown:
        periods[record.get("id")].add(record.get("period") or "")
    return [record for record in left if record.get("period") is None or _lies_in(record, periods[record.get("id")])]


def _shows_something(record: Record, rule: Rule) -> bool:
    return bool(record[SUPPRESSED]) or any(record.get(name) for name in ("counted", *rule.counts))


def _group(record: Record) -> tuple[Any, ...]:
    return record.get("id"), frozenset(record["by"].items())


def _lies_in(record: Record, periods: set[str]) -> bool:
    """Names of periods of one kind stand in the order of time."""
    return bool(periods) and min(periods) <= record["period"] <= max(periods)
