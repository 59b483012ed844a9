"""Making a release of a chain: everything that is published, asked, protected, compared with the last one, and sealed.

- `publish`: a release of a chain as of a day, written to a folder and kept in the home; gives `Published`.
- `audit`: attack all that was published of a chain, all releases together. `sentences_of`, `lines_of`: what it found, in words.
- `verify`: what is wrong with a release that lies in a folder.
- `rebuild`: make a release anew from the home that made it, and say what differs.
- `kept_releases`: the releases that a home made.
- `to_be_revised`: which of them will change when a partner that is behind has caught up, and which figures of them.

Looking before publishing
- `Draft`, `State`: a release that nobody was shown yet, and how far it is.
- `drafts_of`, `draft_of`: the drafts of a chain, or one of them.
- `Step`, `begin`, `take`: what can be done with one: make, audit, approve by a second person, publish or reject.
- `carry_out`: the long work of it.
- `obstacles`, `hindrance`, `OBSTACLES`: why a step is not allowed, or no draft of a day. `fault_of`: why it can go no further.
"""

from ketenmonitor.publishing.audit import audit
from ketenmonitor.publishing.check import rebuild, verify
from ketenmonitor.publishing.dark import to_be_revised
from ketenmonitor.publishing.drafts import Draft, State, Step, draft_of, drafts_of
from ketenmonitor.publishing.kept import kept_releases
from ketenmonitor.publishing.publish import Published, publish
from ketenmonitor.publishing.steps import OBSTACLES, begin, carry_out, fault_of, hindrance, obstacles, take
from ketenmonitor.publishing.verdict import lines_of, sentences_of

__all__ = [
    "OBSTACLES",
    "Draft",
    "Published",
    "State",
    "Step",
    "audit",
    "begin",
    "carry_out",
    "draft_of",
    "drafts_of",
    "fault_of",
    "hindrance",
    "kept_releases",
    "lines_of",
    "obstacles",
    "publish",
    "rebuild",
    "sentences_of",
    "take",
    "to_be_revised",
    "verify",
]
