"""Whether what a definition says goes together, apart from links (those are in `reach.py`).

Comes in: a draft `Definition`, in which faulty values are missing. Goes out: findings. The promise: each check is one
small function in `CHECKS`, and says nothing about what another check already told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ketenmonitor.definition.columns import RESERVED
from ketenmonitor.definition.measured import measured_by
from ketenmonitor.definition.model import Definition
from ketenmonitor.toml import Finding, listed, shown

# What a table says itself where a value stands: sources that disagree, all together, and unknown.
RESERVED_VALUES = ("mixed", "_total", "_unknown")
EXCLUSIVE = {"lead_times": ("to", "other_ends"), "terms": ("to", "other_ends"), "stocks": ("enters", "leaves")}


def check_meaning(draft: Definition) -> Iterator[Finding]:
    """All that does not go together."""
    for check in CHECKS:
        yield from check(draft)


def _columns_of_deliveries(draft: Definition) -> Iterator[Finding]:
    """Attributes become columns beside those that a delivery has; databases take capitals for the same letter."""
    seen: dict[str, str] = {}
    for name in draft.attributes:
        if name.lower() in RESERVED:
            yield Finding("column-reserved", ("attributes", name), {"name": name.lower(), "taken": listed(RESERVED)})
        if name.lower() in seen:
            yield Finding("column-clash", ("attributes", name), {"other": seen[name.lower()]})
        seen.setdefault(name.lower(), name)


def _values_of_categories(draft: Definition) -> Iterator[Finding]:
    for name, attribute in draft.attributes.items():
        place = ("attributes", name, "values")
        if attribute.type == "category" and not attribute.values:
            yield Finding("values-missing", place)
        elif attribute.values and attribute.type not in ("category", ""):
            yield Finding("values-misplaced", place, {"type": attribute.type})
        for word in RESERVED_VALUES:
            if word in attribute.values:
                yield Finding("value-reserved", (*place, attribute.values.index(word)), {"name": word})


def _log_names_of_one_activity(draft: Definition) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for activity in draft.activities.values():
        for index, name in enumerate(activity.log_names):
            owner = owners.setdefault(name, activity.id)
            if name and owner != activity.id:
                words = {"shown": shown(name), "other": owner}
                yield Finding("log-name-twice", ("activities", activity.id, "log_names", index), words)


def _links_once(draft: Definition) -> Iterator[Finding]:
    first: dict[tuple[str, str], int] = {}
    for index, link in enumerate(draft.links):
        ends = (link.from_type, link.to_type)
        if all(ends) and first.setdefault(ends, index) != index:
            yield Finding("link-twice", ("links", index), {"other": f"links[{first[ends] + 1}]"})


def _limits_where_links_are(draft: Definition) -> Iterator[Finding]:
    """Not looked at while an end of a link is not known: then that is told already."""
    ends = {end for link in draft.links for end in (link.from_type, link.to_type)}
    for object_type in draft.limits if ends <= draft.objects.keys() else ():
        if object_type not in ends:
            yield Finding("limit-without-links", ("objects", object_type, "most_links"), {"type": object_type})


def _handovers_between_partners(draft: Definition) -> Iterator[Finding]:
    for handover in draft.handovers.values():
        sent, received = (draft.activities.get(name) for name in (handover.sent, handover.received))
        if sent and received and sent.partner == received.partner != "":
            yield Finding("same-partner", ("handovers", handover.id, "received"), {"partner": sent.partner})


def _in_one_list_only(draft: Definition) -> Iterator[Finding]:
    """An end cannot be another end too, and what enters a stock cannot leave it by the same event."""
    for measure in measured_by(draft):
        first_key, second_key = EXCLUSIVE[measure.table]
        for index, name in enumerate(measure.activities[second_key]):
            if name in draft.activities and name in measure.activities[first_key]:
                place = (measure.table, measure.id, second_key, index)
                yield Finding("in-both", place, {"name": name, "other": first_key})


def _working_days_with_holidays(draft: Definition) -> Iterator[Finding]:
    for term in draft.terms.values():
        key = "counting" if term.counting == "working" else "extend" if term.extend else None
        if key and not draft.holidays:
            yield Finding("holidays-missing", ("terms", term.id, key))


CHECKS: tuple[Callable[[Definition], Iterator[Finding]], ...] = (
    _columns_of_deliveries,
    _values_of_categories,
    _log_names_of_one_activity,
    _links_once,
    _limits_where_links_are,
    _handovers_between_partners,
    _in_one_list_only,
    _working_days_with_holidays,
)
