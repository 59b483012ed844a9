"""The columns that every delivery has, file by file.

Comes in: nothing. Goes out: `COLUMNS`. The promise: no attribute has one of these names, so that attributes can be
columns beside them.
"""

from __future__ import annotations

COLUMNS: dict[str, tuple[str, ...]] = {
    "events": ("event_id", "activity", "time", "object_id", "withdrawn"),
    "links": ("from_type", "from_id", "to_type", "to_id", "time", "withdrawn"),
    "objects": ("object_type", "object_id"),
    "figures": ("measure", "id", "field", "date", "period", "value"),
}
RESERVED: tuple[str, ...] = tuple(dict.fromkeys(column for columns in COLUMNS.values() for column in columns))
