"""What it would take: the least capacity, and where, that brings a lead time within its norm by a day.

Comes in: a chain as a scenario has it, and what is sought. Goes out: `Searched`. The promise: what is said to be enough was played and was
enough; what cannot be brought about by any capacity is said, with the share that is reached when nobody waits anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

from ketenmonitor.whatif.model import Model, Step
from ketenmonitor.whatif.scenario import Sought, cases_a_month
from ketenmonitor.whatif.scenario.amounts import stood_in, with_places
from ketenmonitor.whatif.search.attain import Chain, share_within
from ketenmonitor.whatif.search.least import MANY, Asking, Counts, Least, SpentError, least
from ketenmonitor.whatif.simulate import Crew

MOST_QUESTIONS = 150
FINEST = 50  # parts of the places that a step has
SURE = 0.9  # of the replications
SOON = 1.0  # seconds
ROUND = 1e-9  # a sum of shares may be so little beside the norm
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Answer:
    """Places more by step, and how many cases a month these can do. `shares`: within the norm, of each replication.

    `is_proven`: nothing with fewer places in all is enough; otherwise at least `at_least` are needed at each step.
    """

    more: Mapping[str, int]
    a_month: Mapping[str, float]
    shares: tuple[float, ...]
    at_least: Mapping[str, int]
    is_proven: bool

    @property
    def places(self) -> int:
        return sum(self.more.values())


@dataclass(frozen=True)
class Searched:
    """`without`: the shares within the norm as it is; `at_most`: when nobody waits at `steps`; `months`: of cases that began then.

    `units`: in how many places at a time it was searched, by step: one, or a fiftieth of what there are, as no estimate is finer (and
    whole places of a chain that is played smaller).
    `in_mean`: what brings the norm about in the mean of all replications; `sure`: in the mean and in 90 % of them; None: nothing does, or
    (`is_spent`) nothing was found within `questions`.
    """

    sought: Sought
    months: tuple[str, ...]
    units: Mapping[str, int]
    without: tuple[float, ...]
    at_most: tuple[float, ...]
    in_mean: Answer | None
    sure: Answer | None
    questions: int
    is_spent: bool

    @property
    def steps(self) -> tuple[str, ...]:
        """Where there could be more places."""
        return tuple(self.units)

    @property
    def is_possible(self) -> bool:
        """Whether the norm can be reached in the mean by capacity alone."""
        return _is_reached(self.at_most, self.sought.norm_share)


@dataclass
class _Played:
    """Shares by numbers of places, each played once."""

    play: Callable[[Counts], tuple[float, ...]]
    most: int
    told: Told | None
    found: dict[Counts, tuple[float, ...]] = field(default_factory=dict)

    def __call__(self, counts: Counts) -> tuple[float, ...]:
        if counts not in self.found:
            if len(self.found) >= self.most:
                raise SpentError
            self.found[counts] = self.play(counts)
            if self.told:
                self.told(len(self.found), self.most)
        return self.found[counts]


def search(
    chain: Chain, replications: int, *, most: int = MOST_QUESTIONS, workers: int | None = None, told: Told | None = None
) -> Searched:
    """Search at most so many numbers of places, each played `replications` times; `told` hears how many were, of at most how many."""
    units = _units(chain)
    with Crew(min(workers or _workers(chain, replications), replications)) as crew:

        def every(counts: Counts) -> tuple[float, ...]:
            return tuple(crew.replicate(partial(share_within, chain, as_more(counts, units)), replications))

        return _search(chain, units, _Played(every, max(most, 2), told))


def _search(chain: Chain, units: Mapping[str, int], played: _Played) -> Searched:
    none, many = tuple(0 for _ in units), tuple(MANY for _ in units)
    without, at_most = played(none), played(many)
    norm, answers, is_spent = chain.sought.norm_share, [], False
    floor = none
    for criterion in (_is_reached, _is_sure):
        found, spent = _least(played, partial(_enough, played, criterion, norm), floor)
        is_spent |= spent
        floor = found.at_least if found else floor
        answers.append(_answer(chain, units, found, played) if found else None)
    return Searched(
        chain.sought, chain.months, units, without, at_most, answers[0], answers[1], len(played.found), is_spent
    )


def as_more(counts: Counts, units: Mapping[str, int]) -> Mapping[str, int]:
    """Places by step, without the steps that get none."""
    return {name: count * unit for count, (name, unit) in zip(counts, units.items(), strict=True) if count}


def _workers(chain: Chain, replications: int) -> int:
    """One process for what is played sooner than others could be started; the answer is the same."""
    begun = perf_counter()
    share_within(chain, {}, 0)
    return 1 if (perf_counter() - begun) * replications < SOON else os.cpu_count() or 1


def _units(chain: Chain) -> Mapping[str, int]:
    """The steps where there may be more places, and how many make a difference that an estimate can bear, or can be played."""
    partners = chain.sought.partners
    steps = with_places(stood_in(chain.model).values())
    return {
        step.id: -(-max(1, step.places.count // FINEST) // chain.one_in) * chain.one_in
        for step in steps
        if step.places is not None and (partners is None or step.partner in partners)
    }


def _enough(played: _Played, criterion: Callable[[Sequence[float], float], bool], norm: float, counts: Counts) -> bool:
    return criterion(played(counts), norm)


def _least(played: _Played, enough: Callable[[Counts], bool], floor: Counts) -> tuple[Least | None, bool]:
    """The least, and whether no more could be asked before anything was found."""
    try:
        return least(Asking(enough, played.most), floor), False
    except SpentError:
        return None, True


def _is_reached(shares: Sequence[float], norm: float) -> bool:
    return sum(shares) / len(shares) >= norm - ROUND


def _is_sure(shares: Sequence[float], norm: float) -> bool:
    return _is_reached(shares, norm) and sum(share >= norm - ROUND for share in shares) >= SURE * len(shares)


def _answer(chain: Chain, units: Mapping[str, int], found: Least, played: _Played) -> Answer:
    more = as_more(found.counts, units)
    a_month = {name: _a_month(chain.model.steps[name], count, chain.model) for name, count in more.items()}
    return Answer(more, a_month, played(found.counts), as_more(found.at_least, units), found.is_proven)


def _a_month(step: Step, count: int, model: Model) -> float:
    assert step.places is not None
    return float(count * cases_a_month(step.places, model.holidays))
