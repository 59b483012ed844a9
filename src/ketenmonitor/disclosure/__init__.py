"""The one door out: protects figures, or refuses them.

- `protect_all`: the answers to all questions of a release, protected together.
- `protect`: makes figures safe to publish: every count gets noise, and what is made of counts is made of those.
- `ProtectedFigures`: what comes out; the only figures that `release` accepts, and only the door makes them.
- `lattice`, `Question`, `answer`: what is asked for a release, and its figures before they are protected.
- `Secrets`, `Perturbation`: what protects, and is never published.
- `with_record_keys`: cases of which every count has its cell key beside it, as the door wants them.
- `SUPPRESSED`: the code in the notes of a record of which something was hidden.
"""

from ketenmonitor.disclosure.door import Secrets, protect
from ketenmonitor.disclosure.keys import with_record_keys
from ketenmonitor.disclosure.lattice import Question, answer, lattice
from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.protected import SUPPRESSED, ProtectedFigures
from ketenmonitor.disclosure.whole import protect_all

__all__ = [
    "SUPPRESSED",
    "Perturbation",
    "ProtectedFigures",
    "Question",
    "Secrets",
    "answer",
    "lattice",
    "protect",
    "protect_all",
    "with_record_keys",
]
