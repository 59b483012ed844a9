"""Where everything of a chain map stands: partners under each other, hand-overs to the next between them.

Comes in: a `ChainMap` and the width there is. Goes out: `Layout`, in pixels from the top left. The promise: words never
lie on words, for any number of partners and any hand-overs between them: one that does not go to the next partner
is said in the box of who sends, and its line runs along a lane of its own at the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from ketenmonitor.charts.plain import ChainMap, Passing, Station

LETTER, BOLD, NAME = 6.6, 7.3, 8.4  # about the width of a letter: plain, bold, and in the name of a partner
LINE, PAD, LANE, ARROW = 18, 12, 20, 26
HEADS = 14  # between the heads of two arrows that come in at the right
NUMBER = 92  # of the width of a box, for an amount


@dataclass(frozen=True)
class Words:
    """A line of text: `look` is `name`, `title`, `amount`, `quiet` or `reason`; amounts end at their place."""

    text: str
    x: float
    y: float
    look: str


@dataclass(frozen=True)
class Box:
    """A partner: its band with the name, and the body below it; rules divide what is sent elsewhere from the rest."""

    top: float
    band: float
    foot: float
    rules: tuple[float, ...] = ()


@dataclass(frozen=True)
class Way:
    """The line of a hand-over through these points; one that is not measured has no arrow and is dotted."""

    points: tuple[tuple[float, float], ...]
    is_measured: bool = True


@dataclass
class Layout:
    """The whole map."""

    width: float
    box_width: float
    height: float = 0
    words: list[Words] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)


def layout_of(shape: ChainMap, width: float) -> Layout:
    """Lay out from top to bottom: a box, what passes to the next, a box, and so on."""
    elsewhere = [p for p in shape.passings if not p.is_step]
    lanes = _lanes(elsewhere)
    room = (max(lanes, default=-1) + 1) * LANE + (PAD if elsewhere else 0)
    layout = Layout(width, width - room)
    exits: dict[int, float] = {}
    for n, station in enumerate(shape.stations):
        sent = {k: p for k, p in enumerate(elsewhere) if p.start == n}
        coming = sum(p.end == n for p in elsewhere)
        exits |= _station(layout, station, sent, coming)
        if n + 1 < len(shape.stations):
            _between(layout, [p for p in shape.passings if p.is_step and p.start == n], shape.gap)
    for k, passing in enumerate(elsewhere):
        into = [j for j, other in enumerate(elsewhere) if other.end == passing.end]
        y = layout.boxes[passing.end].top + HEADS * (into.index(k) + 1)
        lane = layout.box_width + PAD + lanes[k] * LANE + LANE / 2
        edge = layout.box_width
        layout.ways.append(Way(((edge, exits[k]), (lane, exits[k]), (lane, y), (edge, y))))
    return layout


def _lanes(elsewhere: Sequence[Passing]) -> list[int]:
    """The lane of each line, the innermost that is free over its whole length."""
    lanes: list[int] = []
    for k, passing in enumerate(elsewhere):
        low, high = sorted((passing.start, passing.end))
        taken = {
            lanes[j]
            for j, other in enumerate(elsewhere[:k])
            if min(other.start, other.end) <= high and max(other.start, other.end) >= low
        }
        lanes.append(next(lane for lane in range(k + 1) if lane not in taken))
    return lanes


def _station(layout: Layout, station: Station, sent: dict[int, Passing], coming: int) -> dict[int, float]:
    """A box with its words; returns the heights at which lines leave it."""
    top, inside = layout.height, layout.box_width - 2 * PAD
    y = top + 7
    for text in wrap(station.name, int(inside / NAME)):
        layout.words.append(Words(text, PAD, y + LINE / 2, "name"))
        y += LINE
    band = y = y + 7
    y += 7
    for held in station.held:
        lines = wrap(held.title, int((inside - NUMBER) / LETTER))
        if held.is_missing:
            layout.words += [Words(text, PAD, y + LINE * (n + 0.5), "title") for n, text in enumerate(lines)]
            y = _lines(layout, [held.amount], y + LINE * len(lines), "reason", inside)
        else:
            layout.words.append(Words(held.amount, layout.box_width - PAD, y + LINE / 2, "amount"))
            layout.words += [Words(text, PAD, y + LINE * (n + 0.5), "title") for n, text in enumerate(lines)]
            y += LINE * len(lines)
        y = _lines(layout, held.says, y, "quiet", inside) + 6
    y = _lines(layout, [station.reason] if station.reason else [], y, "reason", inside)
    y = max(y, top + HEADS * (coming + 1))  # what comes in, comes in above what goes out
    rules, exits = [], {}
    for k, passing in sent.items():
        rules.append(y + 2)
        exits[k] = y + 8 + LINE / 2
        y = _passing(layout, passing, y + 8, PAD, inside)
    layout.height = y + 6
    layout.boxes.append(Box(top, band, layout.height, tuple(rules)))
    return exits


def _between(layout: Layout, steps: Sequence[Passing], gap: str) -> None:
    """What passes from the last box to the next one; a dotted line and why, when nothing is measured there."""
    top, x = layout.height, PAD + ARROW
    y, inside = top + 8, layout.box_width - PAD - ARROW
    for passing in steps:
        y = _passing(layout, passing, y, x, inside)
    if not steps:
        y = _lines(layout, [gap], y, "reason", inside, x)
    layout.height = y + 12
    layout.ways.append(Way(((PAD + 6, top), (PAD + 6, layout.height)), bool(steps)))


def _passing(layout: Layout, passing: Passing, y: float, x: float, inside: float) -> float:
    y = _lines(layout, [passing.title], y, "title", inside, x)
    return _lines(layout, passing.says, y, "strong", inside, x) + 2


def _lines(layout: Layout, texts: Sequence[str], y: float, look: str, inside: float, x: float = PAD) -> float:
    """Texts on one line where they fit, else under each other, from a height; returns the height below them."""
    room = int(inside / (BOLD if look == "strong" else LETTER))
    together = "; ".join(texts)
    for text in [together] if len(together) <= room else texts:
        for part in wrap(text, room):
            layout.words.append(Words(part, x, y + LINE / 2, look))
            y += LINE
    return y
