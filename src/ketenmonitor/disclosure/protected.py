"""What may leave: figures that went through the door.

Comes in: records that the door has made safe. Goes out: `ProtectedFigures`. The promise: only the door makes them, and
nothing in them can be assigned to afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from types import MappingProxyType
from typing import Any, NoReturn

from ketenmonitor.errors import DisclosureError

# The module's own object: whoever holds it is the door. `door` is the only one that asks for it.
TOKEN = object()
SUPPRESSED = "suppressed"
MISSING = "missing"


@dataclass(frozen=True)
class ProtectedFigures:
    """The records of one measure, safe to publish.

    `method`: how its counts were protected. `least`: of fewer cases no median and no share is given. `missing` of each
    record says of every field that is null, or has a null in it, why: `suppressed` (few cases stand behind it) or one of
    the codes of `notes`; the lines of a curve stand in it too. `suppressed` names those that were hidden.
    """

    chain: str
    measure: str
    records: tuple[Mapping[str, Any], ...] = field(hash=False)
    method: str
    least: int
    token: InitVar[object] = None

    def __post_init__(self, token: object) -> None:
        if token is not TOKEN:
            raise DisclosureError(
                "Protected figures cannot be made by hand. Only `disclosure.protect` makes them. "
                "Give the figures of a measure to `protect`."
            )
        object.__setattr__(self, "records", _sealed(self.records))

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        """Copies and pickles would be made past the door."""
        raise DisclosureError("Protected figures cannot be copied or pickled. Pass them on as they are.")


def _sealed(value: Any) -> Any:
    """A copy that cannot be changed: mappings and lists as read-only ones, all the way down."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: _sealed(one) for key, one in value.items()})
    return tuple(_sealed(one) for one in value) if isinstance(value, list | tuple) else value
