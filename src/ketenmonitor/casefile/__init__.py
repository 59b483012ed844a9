"""One chain case over all partners: the door through which case-level data come out, for who may see them.

- `look_up`: everything that happened to a case, what it waits for, and which norms and terms run.
- `conflicts`: every link that is odd, with what is odd about it.
"""

from ketenmonitor.casefile.conflicts import conflicts
from ketenmonitor.casefile.file import look_up

__all__ = ["conflicts", "look_up"]
