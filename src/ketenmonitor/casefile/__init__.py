"""One chain case over all partners: the door through which case-level data come out, for who may see them.

- `look_up`: everything that happened to a case, what it waits for, and which norms and terms run.
- `due`: which cases of a partner have a term that runs or is past.
- `near_norm`: which open cases of a partner are near or past the norm of a lead time.
- `holds`: whether a partner has an object in a case.
- `conflicts`: every link that is odd, with what is odd about it, who delivered it and what it contradicts.
- `placeholders`: identifiers with more links than one object can have.

All of these refuse a moment of which something left since under a rule of retention: what stays of then is not what was known then.
"""

from ketenmonitor.casefile.conflicts import conflicts, placeholders
from ketenmonitor.casefile.due import due, near_norm
from ketenmonitor.casefile.file import holds, look_up

__all__ = ["conflicts", "due", "holds", "look_up", "near_norm", "placeholders"]
