"""A key service: evaluates blinded identifiers with a key per recipient, purpose and period, and learns nothing of them.

- `read_config`, `Config`: what who runs it has set.
- `checked`: its keys and its register of purposes, opened as when it is served; nobody is served.
- `make_master`: a new master key in a token.
- `serve`: run it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ketenmonitor.keyservice.config import Config, Pkcs11, read_config

if TYPE_CHECKING:
    from ketenmonitor.keyservice.service import Service

__all__ = ["Config", "checked", "make_master", "read_config", "serve"]


def serve(place: Path) -> None:
    """Serve until told to stop."""
    from ketenmonitor.keyservice import serving  # only here: it takes longer than all other commands need

    serving.serve(place)


def checked(config: Config) -> Service:
    """The service of a configuration, of which all has been opened."""
    from ketenmonitor.keyservice import serving

    return serving.checked(config)


def make_master(place: Pkcs11) -> None:
    """A new master key in the token."""
    from ketenmonitor.keyservice import token

    token.make_master(place)
