"""What came in over HTTP and was not received yet: on disk before anybody hears that it is there.

- `Inbox`: the deliveries that wait, and what became of those that do not any more.
- `Entry`, `entry_of`: one of them.
- `Different`: another delivery of the same name is there.
- `Drain`: takes what waits through the gate.
- `Event`, `Happened`, `Mark`: an event, what happened, and until when a partner vouches for its events.
- `Events`, `Kept`: the events that came one by one, and what became of each.
- `Stream`, `streams`: how far the events of each partner are.
- `any_due`, `hand_over`, `forget`: whether a partner vouches for more, make increments of that, forget events of long ago.
- `waiting_in`: what waits in a home, which need not have an inbox.
- `check_nothing_waits`, `forget_objects`: for what must go under a rule of retention.
"""

from ketenmonitor.inbox.batches import Stream, any_due, forget, hand_over, streams
from ketenmonitor.inbox.box import Different, Inbox
from ketenmonitor.inbox.drain import Drain
from ketenmonitor.inbox.entries import Entry, entry_of
from ketenmonitor.inbox.events import Event, Events, Happened, Kept, Mark
from ketenmonitor.inbox.forgetting import check_nothing_waits, forget_objects
from ketenmonitor.inbox.looking import waiting_in

__all__ = [
    "Different",
    "Drain",
    "Entry",
    "Event",
    "Events",
    "Happened",
    "Inbox",
    "Kept",
    "Mark",
    "Stream",
    "any_due",
    "check_nothing_waits",
    "entry_of",
    "forget",
    "forget_objects",
    "hand_over",
    "streams",
    "waiting_in",
]
