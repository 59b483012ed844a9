"""The register of a home, opened once for all requests.

Comes in: a request. Goes out: the register, or None where no paper was read yet. The promise: it is opened when it is first needed,
so that a monitor without a register starts and runs as it did.
"""

from __future__ import annotations

import threading
from pathlib import Path

from starlette.requests import Request

from ketenmonitor.errors import NotFoundError
from ketenmonitor.register.records import Register, open_register
from ketenmonitor.register.released import Release, releases_in


class Registers:
    """Keeps the register open; one object, so that what was worked out of it is kept too. `public`: where releases stand."""

    def __init__(self, home: Path, public: Path) -> None:
        self._home, self._public = home, public
        self._lock = threading.Lock()
        self._found: Register | None = None

    def get(self) -> Register | None:
        """The register, None where there is none."""
        with self._lock:
            if self._found is None:
                try:
                    self._found = open_register(self._home)
                except NotFoundError:
                    return None
            return self._found

    def releases(self) -> tuple[Release, ...]:
        """What was published, and nothing else."""
        return releases_in(sorted(self._public.glob("*/*")))

    @property
    def home(self) -> Path:
        """Where the register is: its own themes lie beside it."""
        return self._home


def registers(request: Request) -> Registers:
    """What this request shares with all others."""
    found: Registers = request.app.state.registers
    return found


def register_of(request: Request) -> Register:
    """The register. Raises NotFoundError where there is none."""
    found = registers(request).get()
    if found is None:
        raise NotFoundError("No paper was read yet.")
    return found
