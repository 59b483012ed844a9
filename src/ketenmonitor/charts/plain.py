"""What a chart shows, as plain values: the same for a picture and for the terminal.

Comes in: nothing; `panels_*.py` make these values from records. Goes out: to the drawing modules. The promise: all
words and numbers that are shown stand here; a value that is missing is None, and has its reason in words beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ketenmonitor.definition import Norm


@dataclass(frozen=True)
class Series:
    """What one sort of bar or dot stands for. `look` is its place in the tables of colours, shapes and letters."""

    name: str
    look: str


@dataclass(frozen=True)
class Row:
    """One line of a chart. `values` go with the series, in their order; `says` stands beside it.

    `reason`: why nothing can be drawn. `interval`: the margin of the first value; None at an end: no bound.
    """

    title: str
    values: tuple[float | None, ...] = ()
    says: tuple[str, ...] = ()
    reason: str = ""
    interval: tuple[float, float | None] | None = None


@dataclass(frozen=True)
class Bars:
    """Stacked bars, a row each. `form` is `share` or `count`; `most` is where the scale ends."""

    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    form: str
    most: float
    axis: str = ""


@dataclass(frozen=True)
class Dots:
    """Values on one scale, a row each, with the margin of the first. `norm_days` is a line through all rows."""

    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    axis: str
    most: float
    least: float = 0
    norm_days: int | None = None
    norm_says: str = ""


@dataclass(frozen=True)
class Bar:
    """The stock at one moment: null with the reason when it is missing. `old` is null when the figure has no limit."""

    name: str
    stock: int | None
    old: int | None
    reason: str = ""


@dataclass(frozen=True)
class Columns:
    """A stock over periods."""

    bars: tuple[Bar, ...]
    old_after_days: int | None
    most: int


@dataclass(frozen=True)
class Moved:
    """What entered and left in one period, and what there was at its end; all null with a reason when not known."""

    name: str
    entered: int | None
    left: int | None
    end: int | None
    reason: str = ""


@dataclass(frozen=True)
class Flow:
    """What entered and left over periods, with the stock that came of it."""

    periods: tuple[Moved, ...]
    most: int


@dataclass(frozen=True)
class Curve:
    """Which share was done by when; `at_norm` has the share of each line at the norm's days."""

    points: Sequence[Mapping[str, Any]]
    at_norm: Mapping[str, float | None]
    norm: Norm | None


@dataclass(frozen=True)
class Nothing:
    """There is nothing to draw, and why."""

    reason: str


@dataclass(frozen=True)
class Held:
    """A stock of a partner: its title, how much, and since when or how old. `is_missing`: the amount is a reason.

    `old_share`: the part of it that is old, None when that is not known.
    """

    id: str
    title: str
    amount: str
    says: tuple[str, ...] = ()
    is_missing: bool = False
    old_share: float | None = None


@dataclass(frozen=True)
class Station:
    """A partner in the chain with what it holds; `reason` when nothing of it is measured."""

    id: str
    name: str
    held: tuple[Held, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Passing:
    """A hand-over between two stations, by their places in the chain from 0. `sent`: how many went, None when not known."""

    id: str
    title: str
    start: int
    end: int
    says: tuple[str, ...]
    sent: int | None = None

    @property
    def is_step(self) -> bool:
        """Whether it goes to the next in the chain."""
        return self.end == self.start + 1


@dataclass(frozen=True)
class ChainMap:
    """The chain from its first partner to its last. `gap`: what is said between two with no hand-over between them."""

    stations: tuple[Station, ...]
    passings: tuple[Passing, ...]
    gap: str


Shape = Bars | Dots | Columns | Flow | Curve | ChainMap | Nothing


@dataclass(frozen=True)
class Panel:
    """One figure: its title, what is counted, what is drawn, and what a reader must know."""

    title: str
    about: tuple[str, ...]
    shape: Shape
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Everything of one measure, one panel under the other, with the source below."""

    title: str
    panels: tuple[Panel, ...]
    foot: tuple[str, ...]
