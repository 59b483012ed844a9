"""A chain as a network of queues: what is assumed of it, each assumption with a number.

Comes in: nothing. Goes out: the classes that calibration fills, a scenario changes and the simulation plays. The promise: nothing of a
single case is in a model, and all that it assumes stands in `assumptions`.

A case stands in a *step* after each of its events: the step has the name of that activity, and lies with the partner that reports most
of what follows. There it waits for a free *place*, is in hand for a while, and goes by one of the step's *routes* to the next activity,
or has no further event. A step without a number of places lets nobody wait. Times are whole seconds on the clock of the chain since
1970-01-01 there (wall-clock time, as everywhere in the measures), and days are local dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

POINTS = 1024  # steps of equal probability in a table of quantiles


@dataclass(frozen=True)
class Duration:
    """A distribution as its quantiles: `POINTS + 1` whole numbers of seconds, not falling, at probabilities 0, 1/POINTS, ... 1.

    Between two points it is linear. Whole seconds and multiplication alone, so that a draw is the same on any machine.
    """

    quantiles: tuple[int, ...]


@dataclass(frozen=True)
class Route:
    """What follows on a step: the next activity with its share and how long the case was in hand until then.

    `to` None: no further event. With `stays` such a case remains in the step for good (nobody recorded an end); otherwise it has left
    the chain as soon as it came.
    """

    to: str | None
    share: float
    duration: Duration | None = None
    stays: bool = False


@dataclass(frozen=True)
class Places:
    """How many cases can be in hand at the same time, and on which days work is done.

    `count`: places; `per_case_seconds`: the mean time in hand, in seconds of working days (0 to 24 h of such a day); `workdays`:
    weekdays, 0 is Monday; `works_holidays`: whether work goes on on holidays of the chain; `spread`: the standard deviation of the time
    in hand over its mean: 0 always as long, 1 exponential.
    """

    count: int
    per_case_seconds: float
    workdays: frozenset[int] = frozenset(range(5))
    works_holidays: bool = False
    spread: float = 1.0


@dataclass(frozen=True)
class Closed:
    """No work is done from a day up to another (not included); what is in hand waits too."""

    from_day: date
    until_day: date


@dataclass(frozen=True)
class Diversion:
    """From a day on a share of the cases that come into a step takes another route instead of those that the model has."""

    to: str | None
    share: float
    duration: Duration
    from_day: date
    until_day: date | None = None


@dataclass(frozen=True)
class MorePlaces:
    """From a day on there are so many places more (or fewer)."""

    count: int
    from_day: date
    until_day: date | None = None


@dataclass(frozen=True)
class Step:
    """One step; `places` None: nobody waits for a place. `first`: values of the chain's class that go first, in this order, from
    `first_from` on (None: always); `first_before`: those that go first until then.

    `closed`, `more`, `diversions`: what a scenario changes, by date.
    """

    id: str
    partner: str
    routes: tuple[Route, ...]
    places: Places | None = None
    first: tuple[str, ...] = ()
    first_from: date | None = None
    first_before: tuple[str, ...] = ()
    closed: tuple[Closed, ...] = ()
    more: tuple[MorePlaces, ...] = ()
    diversions: tuple[Diversion, ...] = ()


@dataclass(frozen=True)
class Arrivals:
    """Cases that begin with an activity: how many a day are expected.

    `a_day` at `level_day`, times (1 + `growth`) per 365.25 days since, times `months[m - 1]` and `weekdays[w]` (each with mean 1 over
    the days that they hold for), times `holiday` on holidays; `dispersion`: variance of a day's number over its mean, at least 1.
    `classes`: the shares of the values of the chain's class. `factors`: what a scenario changes: (from, until or None, factor).
    """

    at: str
    a_day: float
    level_day: date
    growth: float = 0.0
    months: tuple[float, ...] = (1.0,) * 12
    weekdays: tuple[float, ...] = (1.0,) * 7
    holiday: float = 1.0
    dispersion: float = 1.0
    classes: Mapping[str, float] = field(default_factory=dict)
    factors: tuple[tuple[date, date | None, float], ...] = ()


@dataclass(frozen=True)
class Assumption:
    """One numbered assumption: what it is about, its value, the interval that the data allow, and what was ever observed.

    `number`: A1, A2, ...; `name`: dotted, for example `places.inschrijving` or `arrivals.aangifte.growth`; `low`, `high`: 95 %;
    `seen_low`, `seen_high`: the range of it that was observed over time; None: not known. `is_bounded`: False when the data say only
    that it is at least this. `source`: a code of how it was found, see `wording`. `adjusted`: a scenario gave another value.
    """

    number: str
    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    seen_low: float | None = None
    seen_high: float | None = None
    is_bounded: bool = True
    source: str = ""
    adjusted: bool = False


@dataclass(frozen=True)
class Model:
    """A chain: steps by the activity that they follow, and what arrives. `class_attribute`: which attribute cases are told apart by."""

    chain: str
    definition_version: str
    steps: Mapping[str, Step]
    arrivals: tuple[Arrivals, ...]
    assumptions: tuple[Assumption, ...] = ()
    holidays: frozenset[date] = frozenset()
    class_attribute: str | None = None
    trained_from: date | None = None
    trained_until: date | None = None

    @property
    def last_trained_day(self) -> date | None:
        """The last day that it learned from, as people say it: the one before `trained_until`."""
        return self.trained_until and self.trained_until - timedelta(days=1)


@dataclass(frozen=True)
class Stood:
    """The cases that stand in the chain when a simulation begins, as columns of equal length; of one process, never written.

    `step`: index in the order of `Model.steps`; `since_s`: when each came there; `began_s`: for each lead time of the definition in its
    order, when that began (-1: not); `case_class`: index in the sorted values of the class, -1: none; `stocks`: for each stock of the
    definition whether it is in; `dormant`: it stays where it is for good, and waits for no place.
    """

    step: tuple[int, ...] = ()
    since_s: tuple[int, ...] = ()
    began_s: tuple[tuple[int, ...], ...] = ()
    case_class: tuple[int, ...] = ()
    stocks: tuple[tuple[bool, ...], ...] = ()
    dormant: tuple[bool, ...] = ()
