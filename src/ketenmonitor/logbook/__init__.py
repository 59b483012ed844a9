"""The three logs of an organisation: of processing, of decisions, and of who did what.

- `Logbook`: writes the three together, before an answer is given, and finds in them.
- `Processing`, `Decision`, `Audit`: what is written in each.
- `Traced`: an action that stands in the logs, and the header for questions to others that serve it.
- `ForeignOperation`: the action of another application that one serves.
- `LOGS`: the names of the three, in the order of writing.
- `Finding`, `findings_of`, `kind_of`, `schema_of`: whether lines of any system are what the standards ask.
"""

from ketenmonitor.logbook.check import Finding, findings_of, kind_of, schema_of
from ketenmonitor.logbook.logbook import Logbook
from ketenmonitor.logbook.records import Audit, Decision, Processing
from ketenmonitor.logbook.rows import LOGS
from ketenmonitor.logbook.traces import ForeignOperation, Traced

__all__ = [
    "LOGS",
    "Audit",
    "Decision",
    "Finding",
    "ForeignOperation",
    "Logbook",
    "Processing",
    "Traced",
    "findings_of",
    "kind_of",
    "schema_of",
]
