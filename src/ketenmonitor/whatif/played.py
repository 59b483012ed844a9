"""What one simulation brought forth: every visit of every case to a step.

Comes in: nothing. Goes out: `Played`. The promise: every case that came in is in it, and has left or stands somewhere at the end; it
is of made-up cases (and of those that stood there at the begin, by number alone), and is reduced to counts before it leaves its process.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
STAYS = -2


@dataclass(frozen=True)
class Played:
    """Columns of equal length, a row for each visit, in no particular order; but visits of a case in the same second are in theirs.

    `case`: a number; those that stood there at the begin have the numbers from 0 in their order; `step`: index in the order of
    `Model.steps`; `entered`, `began`, `left`: seconds as in `model` (when the event happened that the step is named after, when a place
    was found, when the next event happened; -1: not before the end); `following`: the step that it went to, -1: none (it left the
    chain, or the simulation ended), `STAYS`: none, and it waits for none. `case_class`: of each case, by its number; -1: none.

    When a case that stood there found its place is not known: `began` is `entered`. Where there are places it is -1 for one that takes
    none: it stays, or leaves as it comes.
    """

    case: Whole
    step: Whole
    entered: Whole
    began: Whole
    left: Whole
    following: Whole
    case_class: Whole
    start_s: int
    until_s: int
