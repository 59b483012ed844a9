"""From objects to chain cases along declared links, and how well that went.

- `Cases`: which objects and events belong to which case; what reaches no unit; which links are odd.
- `Change`: which objects and cases new receipts reach, and their tables as they are now.
- `SHARED`: what stands in an event_id between the event and the object, when an event has several rows.
"""

from ketenmonitor.linking.cases import Cases
from ketenmonitor.linking.changes import Change
from ketenmonitor.linking.paths import SHARED

__all__ = ["SHARED", "Cases", "Change"]
