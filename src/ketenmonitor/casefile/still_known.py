"""Whether what was known at a moment can still be shown: not when something of it left since, under a rule of retention.

Comes in: a view. Goes out: nothing, or an exception that says what became of it, when, and by which article. The promise: a case is
shown as it was known then or not at all; and which case something left is not told, for that is on record nowhere.
"""

from __future__ import annotations

from ketenmonitor.errors import NotFoundError
from ketenmonitor.instants import to_iso
from ketenmonitor.store import View, departures

BECAME = {departures.DESTROYED: "destroyed", departures.REMOVED: "removed to behind the gatekeeper"}


def check_still_known(view: View) -> None:
    """Raises NotFoundError when something that was known at the moment of this view left since."""
    if view.gone.code is None:
        return
    zone = view.definition.zone
    left = [
        f"{BECAME[one.after]} on {to_iso(one.at_us, zone)[:10]}" + (f" ({one.article})" if one.article else "")
        for one in view.gone.later
    ]
    known = "then" if view.known_at_us is None else f"at {to_iso(view.known_at_us, zone)}"
    raise NotFoundError(
        f"{view.gone.code}: of what was known {known}, something left after its term: {'; '.join(dict.fromkeys(left))}. Which cases that "
        "was in is on record nowhere, so no case can be shown as it was known then. Ask for it as it is known now."
    )
