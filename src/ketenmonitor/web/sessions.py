"""Sessions: what the server remembers of a visitor; the visitor has only a number that says nothing.

    HOME/web/sessions.sqlite   a row each: the hash of the number, what is remembered, until when

Comes in: a number from a cookie. Goes out: a `Session`, or a `Begun` login, or none. The promise: several processes share
them, a number that was made up finds nothing, who has the file cannot visit with it, a login that began is finished at most
once, and what has passed is gone.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ketenmonitor.sqlite_files import write_ahead
from ketenmonitor.web.visitor import Role, Visitor, visitor_of

FILE = Path("web") / "sessions.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, said TEXT NOT NULL, until INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS session_until ON session (until);
"""
IS_SESSION = "said ->> 'token' IS NOT NULL"  # and no login that began: who began it knows what its number is made of
SECONDS_TO_LOG_IN = 600


@dataclass(frozen=True)
class Session:
    """What is remembered: who it is, and `token` for the forms of this session.

    `grounds` names the settings by which this visitor is who they are; `id_token` is what their provider said of them; `purpose` and
    `reason`: for what and why they said to look at data of cases.
    """

    visitor: Visitor = field(default_factory=Visitor)
    token: str = field(default="", repr=False)
    grounds: str = ""
    id_token: str = field(default="", repr=False)
    purpose: str = ""
    reason: str = ""


def _chance() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Begun:
    """A login that began at a provider. Only who knows `state` ends it; it goes on to the address `to` of this site."""

    to: str
    state: str = field(default_factory=_chance, repr=False)
    nonce: str = field(default_factory=_chance, repr=False)
    verifier: str = field(default_factory=_chance, repr=False)


class Sessions:
    """All sessions of a home."""

    def __init__(self, home: Path) -> None:
        place = home / FILE
        place.parent.mkdir(mode=0o700, exist_ok=True)
        # Kept open: opening it again for each request would take most of the time of finding a session.
        self._rows = sqlite3.connect(place, timeout=10, isolation_level=None, check_same_thread=False)
        write_ahead(self._rows)
        self._rows.executescript(SCHEMA)
        place.chmod(0o600)

    def begin(self, session: Session, now: float, seconds: float) -> str:
        """Remember a session; its number, which the visitor keeps."""
        number = _chance()
        who = session.visitor
        said = {
            "subject": who.subject,
            "name": who.name,
            "roles": sorted(who.roles),
            "partner": who.partner,
            "token": _chance(),
            "grounds": session.grounds,
            "id_token": session.id_token,
        }
        self._keep(number, said, now, seconds)
        return number

    def find(self, number: str, now: float) -> Session | None:
        """The session of this number, when there is one and its time has not passed."""
        wanted = f"SELECT said FROM session WHERE id = ? AND until > ? AND {IS_SESSION}"
        row = self._rows.execute(wanted, (_hash(number), int(now))).fetchone()
        if row is None:
            return None
        said = json.loads(row[0])
        roles = frozenset(map(Role, said["roles"]))
        who = visitor_of(said["subject"], said["name"], roles, said["partner"])
        more = {name: said.get(name, "") for name in ("grounds", "id_token", "purpose", "reason")}
        return Session(who, said["token"], **more)

    def choose(self, number: str, purpose: str, reason: str = "") -> None:
        """Remember for what this visitor looks from now on, and why."""
        self._rows.execute(
            "UPDATE session SET said = json_set(said, '$.purpose', ?, '$.reason', ?) WHERE id = ?",
            (purpose, reason, _hash(number)),
        )

    def count(self, now: float) -> int:
        """How many there are of which the time has not passed."""
        alive = f"SELECT count(*) FROM session WHERE until > ? AND {IS_SESSION}"
        return int(self._rows.execute(alive, (int(now),)).fetchone()[0])

    def end(self, number: str) -> None:
        """Forget a session."""
        self._rows.execute("DELETE FROM session WHERE id = ?", (_hash(number),))

    def remember(self, number: str, begun: Begun, now: float) -> None:
        """Remember that the browser with this number went to log in."""
        self._keep(f"{number} {begun.state}", asdict(begun), now, SECONDS_TO_LOG_IN)

    def take(self, number: str, state: str, now: float) -> Begun | None:
        """The login that the browser with this number began and that came back with this state; it is given once."""
        row = self._rows.execute(
            "DELETE FROM session WHERE id = ? AND until > ? RETURNING said", (_hash(f"{number} {state}"), int(now))
        ).fetchone()
        return Begun(**json.loads(row[0])) if row else None

    def _keep(self, key: str, said: dict[str, Any], now: float, seconds: float) -> None:
        self._rows.execute("DELETE FROM session WHERE until <= ?", (int(now),))
        self._rows.execute("INSERT INTO session VALUES (?, ?, ?)", (_hash(key), json.dumps(said), int(now + seconds)))


def _hash(number: str) -> str:
    return sha256(number.encode()).hexdigest()
