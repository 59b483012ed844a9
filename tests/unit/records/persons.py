"""Files of made-up persons for tests, and what a linkage of them leaves."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.records import Asked, link_records
from ketenmonitor.records.made_up.files import write_made_up
from ketenmonitor.records.made_up.registers import MadeUp, registers

FEW = "\n[decide]\nmade_up = 300\n"


@dataclass(frozen=True)
class Files:
    """Two files with their settings, and which rows are one person."""

    folder: Path
    made: MadeUp

    def asked(self, out: Path, **more: Any) -> Asked:
        return Asked(self.folder / "a.csv", self.folder / "b.csv", self.folder / "settings.toml", out, **more)

    def link(self, out: Path, **more: Any) -> dict[str, Any]:
        return link_records(self.asked(out, **more))

    def shuffled(self, folder: Path) -> Files:
        """The same files with their rows in another order."""
        folder.mkdir()
        for path in self.folder.iterdir():
            head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
            if path.suffix == ".csv":
                random.Random(1).shuffle(rows)
            (folder / path.name).write_text("".join([head, *rows]), encoding="utf-8")
        return Files(folder, self.made)


def files(folder: Path, rows: int, seed: int, more: str = FEW) -> Files:
    """Two registers of made-up persons of which two fifths are in both."""
    made = registers(rows, rows, rows * 2 // 5, seed)
    write_made_up(folder, made)
    with (folder / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(more)
    return Files(folder, made)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs_of(out: Path, decision: str = "link") -> set[tuple[str, str]]:
    return {(row["a_id"], row["b_id"]) for row in rows_of(out / "pairs.csv") if row["decision"] == decision}


def judge(review: Path, truth: set[tuple[str, str]], judged: Path) -> None:
    """Judge a review file as one who knows."""
    rows = rows_of(review)
    for row in rows:
        row["oordeel"] = "ja" if (row["a_id"], row["b_id"]) in truth else "nee"
    with judged.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
