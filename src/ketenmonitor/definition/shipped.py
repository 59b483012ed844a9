"""The chains that come with the program.

Comes in: the id of a chain. Goes out: the path of its definition file. The promise: each file reads without faults and
has the name of its chain.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from ketenmonitor.errors import NotFoundError
from ketenmonitor.toml import choices


def shipped_definitions() -> tuple[str, ...]:
    """The ids of the chains that are shipped, in alphabetical order."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


def shipped_definition(chain_id: str) -> Path:
    """The definition file of a shipped chain."""
    shipped = shipped_definitions()
    if chain_id not in shipped:
        raise NotFoundError(f'no chain "{chain_id}" is shipped. {choices(chain_id, shipped)}')
    return _folder() / f"{chain_id}.toml"


def _folder() -> Path:
    return Path(str(files("ketenmonitor.definition") / "chains"))
