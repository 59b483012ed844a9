"""The one door out: protects figures, or refuses them.

- `protect_all`: the answers to all questions of a release, protected together.
- `protect`: makes figures safe to publish: every count gets noise, and what is made of counts is made of those.
- `ProtectedFigures`: what comes out; the only figures that `release` accepts, and only the door makes them.
- `lattice`, `Question`, `answer`: what is asked for a release, and its figures before they are protected.
- `Shown`: what was shown of which cases of stocks, so that the same cases are shown alike ever after.
- `Secrets`, `Perturbation`: what protects, and is never published.
- `with_record_keys`: cases of which every count has its cell key beside it, as the door wants them.
- `additive_table`, `AdditiveTable`: counts and the sums between them, of a small table that has to add up.
- `rounded`: its counts to multiples of a base, so that all sums still hold.
- `suppress`: which of its cells to hide, proved by an audit.
- `Knowledge`, `Range`: what a reader knows, and how closely any count follows from it.
- `Place`, `Seen`: a published count, where it stands and what it truly is, for the audit.
- `attempt`, `Attempt`: what an attacker gets out of everything that was published.
- `same_cases_other_number`: of how many sets of cases more than one number is published.
- `seen_in`, `seen_in_curve`: the counts in a record as it was published.
- `could_be_true`: those of which the truth lies where a reader must think that it lies.
- `lone_groups`, `Lone`: how often a small group was published of which all are alike.
- `SUPPRESSED`: the code in the notes of a record of which something was hidden.
"""

from ketenmonitor.disclosure.additive import AdditiveTable, additive_table
from ketenmonitor.disclosure.attack import Knowledge, Range
from ketenmonitor.disclosure.attempt import Attempt, attempt, same_cases_other_number
from ketenmonitor.disclosure.door import Secrets, protect
from ketenmonitor.disclosure.keys import with_record_keys
from ketenmonitor.disclosure.lattice import Question, answer, lattice
from ketenmonitor.disclosure.perturbation import Perturbation
from ketenmonitor.disclosure.protected import SUPPRESSED, ProtectedFigures
from ketenmonitor.disclosure.read_back import seen_in, seen_in_curve
from ketenmonitor.disclosure.reader import Place, Seen, could_be_true
from ketenmonitor.disclosure.rounding import rounded
from ketenmonitor.disclosure.scan import Lone, lone_groups
from ketenmonitor.disclosure.shown import Shown
from ketenmonitor.disclosure.suppression import suppress
from ketenmonitor.disclosure.whole import protect_all

__all__ = [
    "SUPPRESSED",
    "AdditiveTable",
    "Attempt",
    "Knowledge",
    "Lone",
    "Perturbation",
    "Place",
    "ProtectedFigures",
    "Question",
    "Range",
    "Secrets",
    "Seen",
    "Shown",
    "additive_table",
    "answer",
    "attempt",
    "could_be_true",
    "lattice",
    "lone_groups",
    "protect",
    "protect_all",
    "rounded",
    "same_cases_other_number",
    "seen_in",
    "seen_in_curve",
    "suppress",
    "with_record_keys",
]
