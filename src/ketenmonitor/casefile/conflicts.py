"""The links of a chain that are odd, one by one: for who must mend them at the source.

Comes in: a view. Goes out: a plain list, in a fixed order. The promise: as many as the measure `linkage` counts, and
nothing is mended: a link is followed as it was delivered, or not at all.
"""

from __future__ import annotations

from typing import Any

import ibis

from ketenmonitor.linking import Cases
from ketenmonitor.measures import CONFLICTS
from ketenmonitor.store import View

ENDS = ("from_type", "from_id", "to_type", "to_id")


def conflicts(view: View) -> list[dict[str, Any]]:
    """from_type, from_id, to_type, to_id and `kinds` (dangling, self, cyclic, cardinality) of each odd link."""
    flagged = Cases(view).flagged
    odd = flagged.filter(ibis.or_(*(flagged[column] for column in CONFLICTS.values())))
    rows = view.engine.run(odd.order_by(ENDS)).to_pylist()
    return [
        {name: row[name] for name in ENDS} | {"kinds": [kind for kind, column in CONFLICTS.items() if row[column]]}
        for row in rows
    ]
