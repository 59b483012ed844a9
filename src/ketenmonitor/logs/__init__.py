"""Files as they come out of other systems, read into tables of texts: at the partner, and at the gate.

- `read_xes_file`: the events of an XES or XES.gz file.
- `read_separated`, `separated_batches`: the rows of a file of separated values (CSV), at once or a part at a time.
- `times`: texts that say when, into instants, in columns of polars.
- `LogError`: what is wrong with a file as a whole, in three clauses.
"""

from ketenmonitor.logs import times
from ketenmonitor.logs.faults import LogError
from ketenmonitor.logs.separated import read_separated, separated_batches
from ketenmonitor.logs.xes_files import read_xes_file

__all__ = ["LogError", "read_separated", "read_xes_file", "separated_batches", "times"]
