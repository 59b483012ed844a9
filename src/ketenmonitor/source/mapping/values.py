"""What several checks of a mapping need: its definition, its moments, and the forms of files.

Comes in: values of a mapping, which may have faults. Goes out: what they come to, or nothing. The promise: nothing here raises.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.definition import Definition, read_definition, shipped_definition, shipped_definitions
from ketenmonitor.errors import DefinitionError
from ketenmonitor.instants import parse_instant

FORMS = (".csv", ".parquet", ".xlsx", ".xes.gz", ".xes")


def chain_of(folder: Path, values: dict[str, Any]) -> tuple[Definition | None, str | None]:
    """The definition that a mapping names (a file beside it, or the id of a shipped chain), or what is wrong with it."""
    named = values.get("delivery", {}).get("definition")
    if not named:
        return None, None
    path = folder / named
    if not path.exists() and named in shipped_definitions():
        path = shipped_definition(named)
    try:
        return read_definition(path), None
    except DefinitionError as error:
        more = len(error.faults) - 1
        return None, f"{error.faults[0]}" + (f" (and {more} more)" if more else "")


def instant_of(text: str, values: dict[str, Any], definition: Definition) -> int | None:
    """The instant that a text of the mapping says; without an offset in the zone of the mapping."""
    zone = values.get("delivery", {}).get("timezone", definition.timezone)
    try:
        return parse_instant(text, ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
