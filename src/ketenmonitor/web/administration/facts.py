"""What there is to say of a monitor as a whole.

Comes in: a home. Goes out: plain values. The promise: nothing of a case, and of secrets only their names; every number
comes from the room that computes it.
"""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ketenmonitor.instants import to_iso
from ketenmonitor.intake import n_waiting, refusals
from ketenmonitor.linking import Cases
from ketenmonitor.measures import state_of
from ketenmonitor.publishing import drafts_of, kept_releases, verify
from ketenmonitor.release import public_key_of
from ketenmonitor.store import Home, View, open_view, publication_secrets
from ketenmonitor.store.secrets import FILE as SECRETS
from ketenmonitor.web.behind import behind_of

OWNER_ONLY = 0o600
SOFTWARE = ("ketenmonitor", "duckdb")


def chains_of(home: Home) -> list[dict[str, Any]]:
    """Each chain: its definition, how much it holds, whether what questions read is prepared, and its partners."""
    return [_chain(home, name) for name in home.chains()]


def _chain(home: Home, name: str) -> dict[str, Any]:
    view = open_view(home, name)
    state, definition, adopted = state_of(Cases(view)), view.definition, home.adopted_us(name)
    return {
        "definition": definition,
        "versions": len(home.definitions(name)),
        "adopted": None if adopted is None else to_iso(adopted, definition.zone),
        "cases": state["cases"],
        "events": state["events"],
        "prepared": _prepared(home, view),
        "releases": len(kept_releases(home.releases_path(name))),
        "public": len(list(_public(home, name))),
        "drafts": sum(not draft.has_ended for draft in drafts_of(home, name)),
        "partners": [{**one, **_partner(view, one["partner"])} for one in state["partners"]],
    }


def _prepared(home: Home, view: View) -> str:
    """Whether the prepared tables are those of what is in now."""
    if view.prepared:
        return "fresh"
    return "few" if sum(r.counts.get("events", 0) for r in view.receipts) < home.settings.prepare_from else "old"


def _partner(view: View, partner: str) -> dict[str, Any]:
    last = max((r.received_at_us for r in view.receipts if r.partner == partner), default=None)
    found = view.definition.partners[partner]
    return {
        "title": found.title,
        "oin": found.oin,
        "last": None if last is None else to_iso(last, view.definition.zone),
    }


def intake_of(home: Home) -> dict[str, int]:
    """What waits for somebody: refused deliveries and rows in quarantine."""
    return {"refused": len(refusals(home)), "waiting": n_waiting(home)}


def keys_of(home: Home) -> dict[str, Any]:
    """The state of the secrets, by their names, and of what was signed with them."""
    place = home.path / SECRETS
    if not place.is_file():  # never made here: a page only looks
        return {"is_there": False}
    secrets = publication_secrets(home.path)
    faults = {
        f"{p.parent.name}/{p.name}": verify(p, home, p.parent.name) for c in home.chains() for p in _public(home, c)
    }
    return {
        "is_there": True,
        "mode": f"{place.stat().st_mode & 0o777:04o}",
        "is_private": place.stat().st_mode & 0o777 == OWNER_ONLY,
        "name": secrets.name,
        "public_key": public_key_of(secrets.signing_key),
        "public": len(faults),
        "faults": {name: found for name, found in faults.items() if found},
    }


def behind_by_chain(home: Home) -> list[dict[str, Any]]:
    """The chains in which a partner is behind, with these partners."""
    found = [{"title": home.definition(name).title, "behind": behind_of(home, name)} for name in home.chains()]
    return [one for one in found if one["behind"]]


def health_of(home: Home) -> dict[str, Any]:
    """The machine, as far as this monitor needs it."""
    disk = shutil.disk_usage(home.path)
    return {
        "free": disk.free,
        "size": disk.total,
        "is_writable": os.access(home.path, os.W_OK),
        "is_being_written": home.is_being_written,
        "log": sum(one.stat().st_size for one in (home.path / "log").rglob("*") if one.is_file()),
        "software": {**{name: version(name) for name in SOFTWARE}, "python": platform.python_version()},
    }


def _public(home: Home, chain: str) -> list[Path]:
    return sorted(p.parent for p in (home.public_path / chain).glob("[0-9]*/manifest.json"))
