"""A definition as the text of its file.

Comes in: tables, as `tomllib` gives them. Goes out: TOML. The promise: `tomllib` reads the same tables back, but for
those without an entry.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

Table = dict[str, Any]


def to_toml(definition: Table) -> str:
    """The file of a definition."""
    lines = []
    for name, table in definition.items():
        if name == "chain":
            lines += ["[chain]", *assignments(table)]
        elif isinstance(table, list):
            lines += [line for entry in table for line in [f"[[{name}]]", *assignments(entry)]]
        else:
            lines += [line for key, entry in table.items() for line in [f"[{name}.{key}]", *assignments(entry)]]
    return "\n".join(lines) + "\n"


def assignments(table: Table) -> list[str]:
    """The keys of one table."""
    return [f"{key} = {toml_value(value)}" for key, value in table.items()]


def toml_value(value: Any) -> str:
    """One value."""
    if isinstance(value, dict):
        return "{ " + ", ".join(assignments(value)) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)
