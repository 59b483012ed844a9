"""Looks at persons that nothing explains, for a person to judge.

- `read_settings`, `Settings`: which file has which table, who reviews, and what the score weighs.
- `settings_at`: the same of a monitor, with the looks that its log has; `case_of`: which case the log means.
- `TABLES`, `EXPLANATIONS`, `COMPONENTS`: what may be supplied, what explains a look, and what makes the rest stand out.
- `assess`, `Assessment`, `Pair`, `Reason`: which looks are explained, and the order of the rest.
- `rank`, `sample`, `queue`, `decide`, `history_of`: the review queue; `Run`, `Shown`: what they give.
- `Reviewer`, `reviewer_of`: who gives the command, and which officer and person that is.
- `Item`, `Kind`, `State`, `Step`, `NEXT`: what can become of an item; `Rate`, `false_alarms`: how many were lawful.
- `why`, `explanation`: reasons in words.
- `write_made_up`, `Sizes`: a made-up year of looks with its truth, to try it on.
"""

from ketenmonitor.misuse.assessing import Assessment, Pair, Reason, assess
from ketenmonitor.misuse.at_home import case_of, settings_at
from ketenmonitor.misuse.components import COMPONENTS
from ketenmonitor.misuse.explanations import EXPLANATIONS
from ketenmonitor.misuse.made_up.files import write_made_up
from ketenmonitor.misuse.made_up.world import Sizes
from ketenmonitor.misuse.review import Run, Shown, decide, history_of, queue, rank, reviewer_of, sample
from ketenmonitor.misuse.settings import Reviewer, Settings, read_settings
from ketenmonitor.misuse.steps import NEXT, Item, Kind, Rate, State, Step, false_alarms
from ketenmonitor.misuse.tables import TABLES
from ketenmonitor.misuse.words import explanation, why

__all__ = [
    "COMPONENTS", "EXPLANATIONS", "NEXT", "TABLES", "Assessment", "Item", "Kind", "Pair", "Rate", "Reason", "Reviewer",
    "Run", "Settings", "Shown", "Sizes", "State", "Step", "assess", "case_of", "decide", "explanation", "false_alarms",
    "history_of", "queue", "rank", "read_settings", "reviewer_of", "sample", "settings_at", "why", "write_made_up",
]  # fmt: skip
