"""What a page shows of a request: its parts, the steps that can be taken, the grounds there are, and its history.

Comes in: a request and the office. Goes out: values for a template. The promise: a step that is not allowed has no button.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ketenmonitor.citizens import Office, Step, allowed
from ketenmonitor.citizens import Request as Asked
from ketenmonitor.definition import Definition
from ketenmonitor.instants import to_iso


def shown_of(asked: Asked, definition: Definition, today: date, office: Office | None, code: str) -> dict[str, Any]:
    """The values for the page of one request."""
    steps = {name: allowed(part, today) for name, part in asked.parts.items()}
    return {
        "asked": asked,
        "chain": definition,
        "today": today,
        "steps": [one for one in Step if any(one in some for some in steps.values())],
        "open_parts": [name for name, some in steps.items() if some],
        "grounds": grounds_of(asked, office, code),
        "history": [{"one": one, "at": to_iso(one.at_us, definition.zone)} for one in asked.history],
        "is_verified": office is not None and not office.unverified,
    }


def grounds_of(asked: Asked, office: Office | None, code: str) -> dict[str, dict[str, str]]:
    """By law, the grounds on which something may be refused or withheld, in words."""
    laws = dict.fromkeys(part.regime for part in asked.parts.values())
    known = office.regimes if office else {}
    return {
        law: {id: text.in_language(code) for id, text in known[law].grounds.items()} for law in laws if law in known
    }
