"""The file in which a person judges pairs, side by side, and what was judged in it.

Comes in: pairs that were decided on. Goes out: the text of `review.csv`, or marks. The promise: the file says which pairs are
doubtful, which conflict, and which are links drawn by chance to see how many are right; it holds names and stays where the
input is. Reading it back takes the two identifiers and the judgment, and nothing else.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ketenmonitor.errors import RecordsError
from ketenmonitor.records.competing import ONE
from ketenmonitor.records.deciding import Decided, Expected
from ketenmonitor.records.settings import FIELDS, Settings
from ketenmonitor.records.table import Row
from ketenmonitor.records.weighing import Weighed
from ketenmonitor.spreadsheets import guarded, unguarded

JUDGMENT = "oordeel"
HEAD = ("a_id", "b_id", "reden", "kans")
REASONS = {"conflict": "conflict", "doubtful": "twijfel", "sample": "steekproef"}
SAID = {"ja": 1.0, "j": 1.0, "yes": 1.0, "y": 1.0, "nee": 0.0, "n": 0.0, "no": 0.0}
OPEN = ("", "?", "weet niet", "onbekend", "unknown")


@dataclass(frozen=True)
class Marks:
    """Pairs of identifiers with 1 for the same person and 0 for another; `sampled` are those that were drawn by chance."""

    pairs: list[tuple[str, str]]
    same: list[float]
    sampled: list[bool]
    open: int


def chosen(
    weighed: Weighed, decided: Decided, settings: Settings, judged: np.ndarray
) -> tuple[list[tuple[int, str]], int]:
    """Which pairs are judged and why, in the order of the file, and how many doubtful ones found no room in it."""
    found = [(int(at), "conflict") for at in np.flatnonzero(decided.conflict)]
    found += [(int(at), "doubtful") for at in np.flatnonzero(decided.doubtful)]
    # Those first of which a judgment says most: nearest to the threshold
    found.sort(key=lambda one: (one[1] != "conflict", abs(float(decided.probability[one[0]]) - 0.5), one[0]))
    left_out = max(0, len(found) - settings.most_for_review)
    links = np.setdiff1d(np.flatnonzero(decided.link), judged)
    drawn = np.random.default_rng(settings.seed).permutation(links)[: settings.sample]
    found = found[: settings.most_for_review] + [(int(at), "sample") for at in drawn]
    # Pairs of one row stand together, and nothing in the order says why a pair is here
    return sorted(found, key=lambda one: (weighed.pairs.left[one[0]], weighed.pairs.right[one[0]])), left_out


def review_text(
    weighed: Weighed, decided: Decided, found: list[tuple[int, str]], sides: Sequence[Sequence[Row]]
) -> str:
    """The file: of each pair what both sides say, column beside column, and an empty one for the judgment."""
    rows = [{row["id"]: row for row in side} for side in sides]
    fields = [name for name in FIELDS if any(name in row for side in sides for row in side[:1])]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([JUDGMENT, *HEAD, *(f"{name}_{side}" for name in fields for side in "ab")])
    for at, reason in found:
        own = weighed.a[weighed.pairs.left[at]], weighed.b[weighed.pairs.right[at]]
        values = [guarded(rows[n][own[n]].get(name) or "") for name in fields for n in (0, 1)]
        writer.writerow(["", *map(guarded, own), REASONS[reason], f"{decided.probability[at]:.4f}", *values])
    return text.getvalue()


def read_marks(path: Path) -> Marks:
    """What a person judged; raises `RecordsError` when the file does not serve."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise RecordsError(f"{path}: this file cannot be read as UTF-8. Save it as CSV in UTF-8.") from None
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise RecordsError(f"{path}: this file cannot be read as CSV: a quote is not closed, perhaps.") from None
    if not rows or not {JUDGMENT, "a_id", "b_id"} <= set(rows[0]):
        raise RecordsError(
            f"{path}: it needs the columns {JUDGMENT}, a_id and b_id. Give the review.csv that was judged."
        )
    marks, still_open, odd = Marks([], [], [], 0), 0, []
    for line, row in enumerate(rows, start=2):
        said = (row[JUDGMENT] or "").strip().lower()
        if said in SAID:
            marks.pairs.append((_plain_back(row["a_id"]), _plain_back(row["b_id"])))
            marks.same.append(SAID[said])
            marks.sampled.append(row.get("reden") == REASONS["sample"])
        else:
            still_open += 1
            odd += [] if said in OPEN else [str(line)]
    if odd:
        raise RecordsError(
            f"{path}: in row {', '.join(odd[:10])} the judgment is none of ja, nee and weet niet. Write one of these there."
        )
    return Marks(marks.pairs, marks.same, marks.sampled, still_open)


def _plain_back(text: str | None) -> str:
    return unguarded((text or "").strip())


def refuse_strangers(path: Path, marks: Marks, sides: Sequence[Sequence[Row]]) -> None:
    """Judgments of rows that are not here: of another run, or of identifiers that a spreadsheet wrote otherwise."""
    known = [{row["id"] for row in side} for side in sides]
    strange = sum(a not in known[0] or b not in known[1] for a, b in marks.pairs)
    if strange:
        raise RecordsError(
            f"{path}: {strange} judged pairs are of rows that are not in these files.\nGive the file that was judged of these, "
            "and keep its identifiers as they are: a spreadsheet may leave out the zeros that a number begins with."
        )


def refuse_contradictions(path: Path, marks: Marks, kind: str) -> None:
    """Two partners for a row that may have one."""
    for side in ONE[kind]:
        rows = [pair[side == "b"] for pair, same in zip(marks.pairs, marks.same, strict=True) if same]
        twice = len(rows) - len(set(rows))
        if twice or len(set(marks.pairs)) < len(marks.pairs):
            raise RecordsError(
                f"{path}: {twice} rows of {side.upper()} were judged to be the same person as more than one row, or a pair was "
                f'judged twice.\nWith match = "{kind}" each has one partner at most. Judge these again, or declare another way '
                "of matching."
            )


def seen_right(same: Sequence[float]) -> Expected | None:
    """Share of pairs that were judged right, with Wilson's interval (1927)."""
    if not same:
        return None
    n, share, z = len(same), sum(same) / len(same), 1.959964
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Expected(round(share, 4), round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4))
