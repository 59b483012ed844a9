"""The three logs of an organisation: of processing, of decisions, and of who did what.

- `Logbook`: writes the three together, before an answer is given, and finds in them; `is_begun_in`: whether a home has them.
- `internal`: the one log of a home without a register of purposes.
- `Processing`, `Decision`, `Audit`: what is written in each; `Result`: how it ended, for the last.
- `Traced`: an action that stands in the logs, and the header for questions to others that serve it.
- `ForeignOperation`: the action of another application that one serves.
- `wanted_of`: whether somebody says what they look for.
- `LOGS`: the names of the three, in the order of writing.
- `Finding`, `findings_of`, `kind_of`, `schema_of`: whether lines of any system are what the standards ask.
"""

from ketenmonitor.logbook import internal
from ketenmonitor.logbook.check import Finding, findings_of, kind_of, schema_of
from ketenmonitor.logbook.logbook import Logbook, is_begun_in
from ketenmonitor.logbook.records import Audit, Decision, Processing, Result
from ketenmonitor.logbook.rows import LOGS
from ketenmonitor.logbook.traces import ForeignOperation, Traced
from ketenmonitor.logbook.wanted import wanted_of

__all__ = [
    "LOGS",
    "Audit",
    "Decision",
    "Finding",
    "ForeignOperation",
    "Logbook",
    "Processing",
    "Result",
    "Traced",
    "findings_of",
    "internal",
    "is_begun_in",
    "kind_of",
    "schema_of",
    "wanted_of",
]
