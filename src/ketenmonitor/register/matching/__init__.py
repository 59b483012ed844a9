"""The same motion, commitment or question across papers.

- `points`: all `Point`s of a register; `point_of`: the one with a key among its mentions.
- `Link`: why two mentions are one point: its rule, score and reasons.
- `possibly_fulfilled`: of commitments, the sentences of later papers that may fulfil them -> `Fulfilment`.
- `things_in`: which sorts of thing a text is about: law, report, plan, letter.
- `title_of`: what an item is about; `references_of`: its official names.
"""

from ketenmonitor.register.matching.fulfilled import Fulfilment, possibly_fulfilled
from ketenmonitor.register.matching.link import Link
from ketenmonitor.register.matching.names import references_of
from ketenmonitor.register.matching.points import Point, point_of, points, points_of, title_of
from ketenmonitor.register.matching.words import things_in

__all__ = [
    "Fulfilment",
    "Link",
    "Point",
    "point_of",
    "points",
    "points_of",
    "possibly_fulfilled",
    "references_of",
    "things_in",
    "title_of",
]
