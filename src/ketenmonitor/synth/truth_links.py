"""Which links of a made-up chain are true.

Comes in: a world, the coverage of the partners, and the pseudonyms of its objects. Goes out: a table with a row for each link
that anybody could tell of. The promise: it says what is so, not what a monitor makes of it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from ketenmonitor.synth.columns import Ints
from ketenmonitor.synth.seen import Coverage, has_arrived, see
from ketenmonitor.synth.world import FATES, World


def true_links(world: World, coverage: Coverage, object_ids: pa.Array) -> pa.Table:
    """from_type, from_id, to_type, to_id; `fate`: `true`, `astray` (it never was) or `placeholder` (one end stands for none in
    particular); `is_delivered`; and whether anything else is told of both ends (`is_known`)."""
    links, kinds, known = world.definition.links, world.link_kind, see(world, coverage).known
    return pa.table(
        {
            "from_type": _names(tuple(link.from_type for link in links), kinds),
            "from_id": object_ids.take(pa.array(world.link_from)),
            "to_type": _names(tuple(link.to_type for link in links), kinds),
            "to_id": object_ids.take(pa.array(world.link_to)),
            "fate": _names(FATES, world.link_fate),
            "is_delivered": has_arrived(world, coverage),
            "is_known": known[world.link_from] & known[world.link_to],
        }
    )


def _names(names: tuple[str, ...], codes: Ints) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(np.asarray(codes, np.int64)))
