"""An organisation that calls a service of ours.

Comes in: what the connection or a header proved. Goes out: a `Caller`. The promise: whoever holds one need not look at
certificates or tokens any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OIN = re.compile(r"\d{20}")  # organisation identification number; tests use the prefix 00000099


@dataclass(frozen=True)
class Caller:
    """`oin`: who calls. `on_behalf_of`: the OIN for which it does so, when a contract says that. `via`: `certificate` or `fsc`.

    `transaction`: the id by which both sides log this request, when the road gives one.
    """

    oin: str
    via: str
    on_behalf_of: str | None = None
    transaction: str | None = None

    @property
    def principal(self) -> str:
        """The organisation whose rights count."""
        return self.on_behalf_of or self.oin
