"""Another order, and other numbers of questions, for a scrambled paper; lines of the labels follow what they stand at."""

from __future__ import annotations

import random
import re
from typing import Any

Labels = dict[str, list[dict[str, Any]]]
Regions = dict[str, list[list[int]]]

_ROW = re.compile(r"(?m)^( ?)(\d{1,3})(?= +[^\W\d_a-z][^\n]{2,42}$)")
_POINTS = re.compile(r"(?i)(\bvra(?:ag|gen)(?: +nummer)?[\s]+)(\d{1,3})((?:(?:, | en | t/m )\d{1,3})*)")
_MEMBER = re.compile(r"\([A-Z0-9][\w-]*\)(?: \||,)")
# Where a part of a paper begins that may change places with its like.
_PARTS = {
    "000": re.compile(r"^ ?[A-ZÀ-Þ][^\n()]{2,40}\([^()\n]{2,30}\) *$"),
    "001": re.compile(r"^(?!!)[^|\n]{12,} \|$"),
    "004": re.compile(r"^Vragen en opmerkingen van de leden van"),
}


def moved(
    papers: dict[str, str], labels: Labels, regions: Regions, dice: random.Random
) -> tuple[dict[str, str], Labels, Regions]:
    """The papers with their parts in another order, and labels and regions that fit."""
    papers, labels = _renumbered(papers, labels, dice)
    lines: dict[str, dict[int, int]] = {}
    sets: dict[int, int] = {}
    for seed, text in papers.items():
        order = _order(seed, text.split("\n"), labels, dice, sets)
        old = text.split("\n")
        papers[seed] = "\n".join(old[at] for at in order)
        lines[seed] = {before + 1: after + 1 for after, before in enumerate(order)}
    told = {
        name: [_placed(row, lines.get(str(row.get("seed")), {}), sets) for row in rows] for name, rows in labels.items()
    }
    return papers, told, {seed: _ranges(spans, lines.get(seed, {})) for seed, spans in regions.items()}


def _order(seed: str, lines: list[str], labels: Labels, dice: random.Random, sets: dict[int, int]) -> list[int]:
    """The old line (from 0) of each new one."""
    whole = list(range(len(lines)))
    if seed not in _PARTS:
        return whole
    begins = [at for at, line in enumerate(lines) if _PARTS[seed].match(line) and _is_part(seed, lines, at)]
    first = 0
    if seed == "001":
        first = _numbered_alike(begins, labels)
    if len(begins) - first < 3:
        return whole
    # The last part stays: what follows it belongs to the whole paper.
    spans = [range(begin, end) for begin, end in zip(begins[first:], begins[first + 1 :], strict=False)]
    fresh = dice.sample(range(len(spans)), len(spans))
    if seed == "001":
        known = {
            row["set"] - begins.index(row["set_header_line"] - 1)
            for row in labels["questions_001"]
            if row["set_header_line"]
        }
        offset = max(known)
        sets.update({first + was + offset: first + now + offset for now, was in enumerate(fresh)})
    return [*whole[: begins[first]], *(at for part in fresh for at in spans[part]), *whole[begins[-1] :]]


def _is_part(seed: str, lines: list[str], at: int) -> bool:
    if seed == "001":
        return lines[at + 1].strip() == "|" and bool(_MEMBER.search(lines[at + 2])) and not _MEMBER.search(lines[at])
    return seed != "000" or any(_ROW.match(line) for line in lines[at + 1 : at + 5])


def _numbered_alike(begins: list[int], labels: Labels) -> int:
    """The first part from which each part is one set: after the last set without a heading."""
    known = {row["set_header_line"] - 1: row["set"] for row in labels["questions_001"] if row["set_header_line"]}
    offsets = [
        (begins.index(line), number - begins.index(line)) for line, number in sorted(known.items()) if line in begins
    ]
    last = max(offset for _, offset in offsets)
    return next(at for at, offset in offsets if offset == last)


def _renumbered(papers: dict[str, str], labels: Labels, dice: random.Random) -> tuple[dict[str, str], Labels]:
    """Other numbers for the questions of the table, of as many digits, where they stand and where answers point to them."""
    if "000" not in papers:
        return dict(papers), labels
    other: dict[int, int] = {}
    for low, high in ((1, 9), (10, 99), (100, 145)):
        fresh = dice.sample(range(low, high + 1), high - low + 1)
        other.update(zip(range(low, high + 1), fresh, strict=True))

    def point(match: re.Match[str]) -> str:
        more = re.sub(r"\d+", lambda number: str(other.get(int(number[0]), int(number[0]))), match[3])
        return f"{match[1]}{other.get(int(match[2]), int(match[2]))}{more}"

    text = _ROW.sub(lambda match: f"{match[1]}{other.get(int(match[2]), int(match[2]))}", papers["000"])
    changed = {**papers, "000": _POINTS.sub(point, text)}
    told = {
        name: [_with_numbers(row, other, point) if row.get("seed") == "000" else row for row in rows]
        for name, rows in labels.items()
    }
    return changed, told


def _with_numbers(row: dict[str, Any], other: dict[int, int], point: Any) -> dict[str, Any]:
    done = {key: _POINTS.sub(point, value) if isinstance(value, str) else value for key, value in row.items()}
    for key in ("number", "question"):
        if isinstance(row.get(key), int):
            done[key] = other.get(row[key], row[key])
    if isinstance(row.get("refers_to"), list):
        done["refers_to"] = [other.get(number, number) for number in row["refers_to"]]
    return done


def _placed(row: dict[str, Any], lines: dict[int, int], sets: dict[int, int]) -> dict[str, Any]:
    done = dict(row)
    for key in ("line", "set_header_line", "heading_line", "declared_line"):
        if isinstance(row.get(key), int):
            done[key] = lines.get(row[key], row[key])
    if isinstance(row.get("also_lines"), list):
        done["also_lines"] = [lines.get(line, line) for line in row["also_lines"]]
    if isinstance(row.get("set"), int):
        done["set"] = sets.get(row["set"], row["set"])
    return done


def _ranges(spans: list[list[int]], lines: dict[int, int]) -> list[list[int]]:
    """Ranges of old lines as ranges of new ones."""
    fresh = sorted(lines.get(line, line) for low, high in spans for line in range(low, high + 1))
    joined: list[list[int]] = []
    for line in fresh:
        if joined and line == joined[-1][1] + 1:
            joined[-1][1] = line
        else:
            joined.append([line, line])
    # Joined only as far as they were one before: two ranges that now touch are still fully labelled.
    return joined
