"""Sessions: what the server remembers of a visitor; the visitor has only a number that says nothing.

    HOME/web/sessions.sqlite   a row each: the hash of the number, what is remembered, until when

Comes in: a number from a cookie. Goes out: a `Session`, or none. The promise: several processes share them, a number that
was made up finds nothing, who has the file cannot visit with it, and what has passed is gone.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from ketenmonitor.web.visitor import Role, Visitor, visitor_of

FILE = Path("web") / "sessions.sqlite"
SCHEMA = "CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, said TEXT NOT NULL, until INTEGER NOT NULL)"


@dataclass(frozen=True)
class Session:
    """What is remembered: who it is, and `token` for the forms of this session."""

    visitor: Visitor = field(default_factory=Visitor)
    token: str = field(default="", repr=False)


class Sessions:
    """All sessions of a home."""

    def __init__(self, home: Path) -> None:
        self._place = home / FILE
        self._place.parent.mkdir(mode=0o700, exist_ok=True)
        with self._open() as rows:
            rows.execute(SCHEMA)
        self._place.chmod(0o600)

    def begin(self, session: Session, now: float, seconds: float) -> str:
        """Remember a session; its number, which the visitor keeps."""
        number = secrets.token_urlsafe(32)
        said = {
            "subject": session.visitor.subject,
            "name": session.visitor.name,
            "roles": sorted(session.visitor.roles),
            "partner": session.visitor.partner,
            "token": secrets.token_urlsafe(32),
        }
        with self._open() as rows:
            rows.execute("DELETE FROM session WHERE until <= ?", (int(now),))
            rows.execute("INSERT INTO session VALUES (?, ?, ?)", (_hash(number), json.dumps(said), int(now + seconds)))
        return number

    def find(self, number: str, now: float) -> Session | None:
        """The session of this number, when there is one and its time has not passed."""
        with self._open() as rows:
            row = rows.execute(
                "SELECT said FROM session WHERE id = ? AND until > ?", (_hash(number), int(now))
            ).fetchone()
        if row is None:
            return None
        said = json.loads(row[0])
        roles = frozenset(map(Role, said["roles"]))
        return Session(visitor_of(said["subject"], said["name"], roles, said["partner"]), said["token"])

    def count(self, now: float) -> int:
        """How many there are of which the time has not passed."""
        with self._open() as rows:
            return int(rows.execute("SELECT count(*) FROM session WHERE until > ?", (int(now),)).fetchone()[0])

    def end(self, number: str) -> None:
        """Forget a session."""
        with self._open() as rows:
            rows.execute("DELETE FROM session WHERE id = ?", (_hash(number),))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._place, timeout=10, isolation_level=None)) as rows:
            rows.execute("PRAGMA journal_mode=WAL")
            yield rows


def _hash(number: str) -> str:
    return sha256(number.encode()).hexdigest()
