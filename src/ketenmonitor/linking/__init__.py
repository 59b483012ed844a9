"""From objects to chain cases along declared links, and how well that went.

- `Cases`: which objects and events belong to which case; what reaches no unit; which links are odd.
- `Change`: which objects and cases new receipts reach, and their tables as they are now.
- `events_of`: the events of a view with the numbers of their objects.
"""

from ketenmonitor.linking.cases import Cases
from ketenmonitor.linking.changes import Change
from ketenmonitor.linking.paths import events_of

__all__ = ["Cases", "Change", "events_of"]
