"""Small tables of looks and of what is on record, written as files with settings that read them."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ketenmonitor.misuse import Assessment, Pair, Settings, assess, read_settings

Rows = Sequence[Mapping[str, Any]]
LOOK = {"user": "ann", "person": "p1", "at": "2026-03-02T10:00:00"}  # a Monday


def look(**other: Any) -> dict[str, Any]:
    """A look of Ann at p1 on a Monday morning, but for what is said."""
    return {**LOOK, **other}


def written(folder: Path, tables: Mapping[str, Rows], more: str = "") -> Path:
    """Settings beside a CSV file of each table; a column is there when some row has it."""
    folder.mkdir(parents=True, exist_ok=True)
    text = []
    for name, rows in tables.items():
        columns = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        said = "".join(f'{column} = "{column}"\n' for column in columns if not column.startswith("unused"))
        text.append(f'[{name}]\nfile = "{name}.csv"\n{said}')
    place = folder / "settings.toml"
    place.write_text("\n".join([*text, more]), encoding="utf-8")
    return place


def settings_of(folder: Path, tables: Mapping[str, Rows], more: str = "") -> Settings:
    return read_settings(written(folder, tables, more))


def assessed(folder: Path, tables: Mapping[str, Rows], more: str = "") -> Assessment:
    return assess(settings_of(folder, tables, more))


def ranked(folder: Path, tables: Mapping[str, Rows], more: str = "") -> list[Pair]:
    return assessed(folder, tables, more).ranked(1000)


def pairs(found: Sequence[Pair]) -> set[tuple[str, str]]:
    return {(pair.user, pair.person) for pair in found}
