"""Figures of one passage that have to fit together: a share of a total, and a sum.

Comes in: stated figures. Goes out: `Check`s. The promise: only what the words of the sentence call a share or a sum is computed, from
figures that stand just before it; a sum is confirmed when it fits, and otherwise nothing is said of it, for not all its parts may
have been read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from ketenmonitor.register.answering import AGREES, DIFFERS, Check, tolerance_of
from ketenmonitor.register.checking.words import CELL, is_one_unit, is_percent, place_of, says, subject
from ketenmonitor.register.records import Item

NEAR = 6  # lines back
MOST_PARTS = 5


def fitting_together(figures: Sequence[Item]) -> Iterator[Check]:
    """Shares and sums, each beside what stands before it."""
    by_paper: dict[int, list[Item]] = defaultdict(list)
    for one in figures:
        if one.rule != CELL and one.body.get("change") == "absolute":
            by_paper[one.paper].append(one)
    for some in by_paper.values():
        ordered = sorted(some, key=_at)
        for place, item in enumerate(ordered):
            before = [one for one in ordered[:place] if _line(item) - _line(one) <= NEAR]
            if found := _share(item, before) if is_percent(item) else _sum(item, before):
                yield found


def _share(item: Item, before: Sequence[Item]) -> Check | None:
    """The last two figures of one unit, the smaller a part of the greater."""
    counts = [one for one in before if not is_percent(one)]
    if len(counts) < 2 or not says("share", item.text):
        return None
    whole, part = counts[-2:]
    if not is_one_unit(whole, part) or not says("share", f"{part.text} {item.text}"):
        return None
    of, some = float(whole.body["value"]), float(part.body["value"])
    if not 0 < some <= of:
        return None
    stated, share = float(item.body["value"]), some / of * 100
    tolerance = tolerance_of(stated, item.text)
    verdict = AGREES if abs(stated - share) <= tolerance * (1 + 1e-9) else DIFFERS
    return Check(item, verdict, stated, f"{place_of(part)} of {place_of(whole)}", share, stated - share, tolerance, "")


def _sum(item: Item, before: Sequence[Item]) -> Check | None:
    parts = [one for one in before if is_one_unit(one, item)][-MOST_PARTS:]
    stated = float(item.body["value"])
    if not says("sum", item.text):
        return None
    for size in range(len(parts), 1, -1):
        for some in combinations(parts, size):
            total = sum(float(one.body["value"]) for one in some)
            tolerance = tolerance_of(stated, item.text)
            if abs(total - stated) <= tolerance and _is_about_one_thing(item, some):
                compared = " + ".join(place_of(one) for one in some)
                return Check(item, AGREES, stated, compared, total, stated - total, tolerance, "")
    return None


def _is_about_one_thing(item: Item, parts: Sequence[Item]) -> bool:
    """A part of the same sentence is; another one has a word in common with it."""
    mine = subject(item.text)
    return all(one.text == item.text or mine & subject(one.text) for one in parts)


def _at(item: Item) -> tuple[int, int, int]:
    return _line(item), item.spot.begin or 0, item.ordinal


def _line(item: Item) -> int:
    return item.spot.line or 0
