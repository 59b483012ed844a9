"""The links of a chain that are odd, one by one: for who must mend them at the source.

Comes in: a view. Goes out: plain lists, in a fixed order. The promise: as many as the measure `linkage` counts, each with
who delivered it, what it contradicts and whether it is followed; nothing is mended, and nothing is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.casefile.reasons import reason_of
from ketenmonitor.casefile.still_known import check_still_known
from ketenmonitor.definition import Definition
from ketenmonitor.instants import to_iso
from ketenmonitor.linking import Cases
from ketenmonitor.measures import CONFLICTS, NOT_FOLLOWED
from ketenmonitor.store import View

ENDS = ("from_type", "from_id", "to_type", "to_id")
MOST = 10  # of the links that a link contradicts are named; all are counted
Row = dict[str, Any]
Ends = tuple[str, ...]
Groups = dict[Ends, list[Ends]]


def conflicts(view: View, language: str = "nl") -> list[Row]:
    """Each odd link: its ends; `kinds` (dangling, self, cyclic, cardinality, placeholder); whether it is `followed`; who
    delivered it, in which delivery, when that came, and the `time` it has; the links that it `contradicts` (the first ten,
    and how many there are); and the `reason` in words. Raises NotFoundError when something of what was known then left since."""
    check_still_known(view)
    cases, zone = Cases(view), view.definition.zone
    odd = cases.flagged.filter(ibis.or_(*(cases.flagged[column] for column in CONFLICTS.values())))
    rows = view.engine.run(odd.order_by(ENDS)).to_pylist()
    links = {_ends(row): [kind for kind, column in CONFLICTS.items() if row[column]] for row in rows}
    numbers = {(p["object_type"], p["object_id"]): p["links"] for p in _placeholders(cases)}
    groups, brought = _groups(links, view.definition), _brought(view, odd)
    receipts = {r.receipt: r for r in view.receipts}
    found = []
    for row in rows:
        ends = _ends(row)
        kinds, by = links[ends], brought[ends]
        others, count = _contradicted(ends, kinds, groups, view.definition)
        said: Row = {
            **dict(zip(ENDS, ends, strict=True)),
            "kinds": kinds,
            "followed": not set(NOT_FOLLOWED) & set(kinds),
            "partner": by["partner"],
            "delivery_id": receipts[by["receipt"]].delivery_id,
            "received_at": to_iso(receipts[by["receipt"]].received_at_us, zone),
            "time": None if by["at_us"] is None else to_iso(by["at_us"], zone),
            "contradicts": [dict(zip(ENDS, other, strict=True)) for other in others],
            "contradicted": count,
        }
        unknown = [end for end in ("from", "to") if row[f"{end}_object"] is None]
        sizes = {side: len(groups.get(key, ())) for side, key in _shared(ends, view.definition).items()}
        found.append(said | {"reason": reason_of(said, view.definition, language, unknown, numbers, sizes)})
    return found


def placeholders(view: View) -> list[Row]:
    """What is taken for no identifier in particular: object_type, object_id, `links` (how many), `most_links` (how many its
    type can have) and `events` (how many stay with it). Raises NotFoundError as `conflicts` does."""
    check_still_known(view)
    cases = Cases(view)
    found = _placeholders(cases)
    if not found:
        return []
    stripped = cases.placeholders
    assert stripped is not None
    numbers = cases.objects.semi_join(stripped, ["object_type", "object_id"])
    events = cases.rows.inner_join(numbers, "object").group_by(["object_type", "object_id"]).aggregate(n=ibis._.count())
    counted = {(row["object_type"], row["object_id"]): row["n"] for row in view.engine.run(events).to_pylist()}
    return [
        {
            **one,
            "most_links": view.definition.limits[one["object_type"]],
            "events": counted.get((one["object_type"], one["object_id"]), 0),
        }
        for one in found
    ]


def _placeholders(cases: Cases) -> list[Row]:
    stripped = cases.placeholders
    return (
        [] if stripped is None else cases.view.engine.run(stripped.order_by(["object_type", "object_id"])).to_pylist()
    )


def _ends(row: Row) -> Ends:
    return tuple(row[name] for name in ENDS)


def _brought(view: View, odd: ir.Table) -> dict[Ends, Row]:
    """The row that each of these links is in; the latest, when a partner took over what another delivered."""
    rows = view.link_rows.semi_join(odd, list(ENDS)).order_by(["receipt", "row"])
    return {_ends(row): row for row in view.engine.run(rows).to_pylist()}


def _shared(ends: Ends, definition: Definition) -> dict[str, Ends]:
    """By side, the object of which only one link is allowed, as the name of a group."""
    from_type, from_id, to_type, to_id = ends
    allowed = {link.cardinality for link in definition.links if (link.from_type, link.to_type) == (from_type, to_type)}
    sides: dict[str, Ends] = {}
    if allowed & {"many-to-one", "one-to-one"}:
        sides["from"] = ("from", from_type, from_id, to_type)
    if allowed & {"one-to-many", "one-to-one"}:
        sides["to"] = ("to", to_type, to_id, from_type)
    return sides


def _groups(links: dict[Ends, list[str]], definition: Definition) -> Groups:
    """The links that cannot all be right, by the object that may have one of them; links of a circle by where they begin."""
    groups: Groups = defaultdict(list)
    for ends, kinds in links.items():
        if "cardinality" in kinds:
            for key in _shared(ends, definition).values():
                groups[key].append(ends)
        if "cyclic" in kinds:
            groups["on", *ends[:2]].append(ends)
    return dict(groups)


def _contradicted(ends: Ends, kinds: list[str], groups: Groups, definition: Definition) -> tuple[list[Ends], int]:
    """The first links that one cannot be right beside, and how many there are: of one object, or on along a circle."""
    keys = list(_shared(ends, definition).values()) if "cardinality" in kinds else []
    further = groups.get(("on", *ends[2:]), []) if "cyclic" in kinds else []
    beside = [other for key in keys for other in groups[key][: MOST + 1] if other != ends]
    count = sum(len(groups[key]) - 1 for key in keys) + len(further)
    return [*beside, *further][:MOST], count
