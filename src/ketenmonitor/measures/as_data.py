"""Figures as data for programs: JSON and CSV, the same from a command and from a page.

Comes in: records. Goes out: text. The promise: numbers have at most 12 significant digits, and no text begins a formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ketenmonitor.spreadsheets import guarded


def json_text(value: Any) -> str:
    """One JSON document; numbers have at most 12 significant digits."""
    return json.dumps(_rounded(value), indent=2, ensure_ascii=False) + "\n"


def csv_text(records: Sequence[Mapping[str, Any]]) -> str:
    """One line a record; what is not a single value (by, ends, notes) is written as JSON, null as an empty cell."""
    if not records:
        return ""
    names = dict.fromkeys(name for record in records for name in record)
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({name: _cell(value) for name, value in _rounded(record).items()})
    return text.getvalue()


def _rounded(value: Any) -> Any:
    """The same value with every fraction in at most 12 significant digits."""
    if isinstance(value, Mapping):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _cell(value: Any) -> Any:
    """A value as CSV has it. No text may begin a formula: a name that a partner gave would run in a spreadsheet."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return guarded(value) if isinstance(value, str) else value
