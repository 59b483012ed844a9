"""A request of a citizen: what was asked of which partners, within which terms, and what became of it at each.

Comes in: entries of a history, in their order. Goes out: a `Request`. The promise: a part goes from state to state as `NEXT` says and
in no other way; a refusal has a reason and a ground of the law that holds at that partner; what is past its term is late.

Nothing in it says who the citizen is: it has keyed hashes of the pseudonyms that were looked for, and the reference under which
the office itself knows the letter that came in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ketenmonitor.citizens.regimes import Kind, Regime, after
from ketenmonitor.errors import UsageError


class State(StrEnum):
    """How far a request is at one partner."""

    RECEIVED = "received"
    EXTENDED = "extended"
    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can be done with a request. `DONE`: the letter was sent, or the partner corrected or deleted."""

    RECEIVE = "receive"
    EXTEND = "extend"
    GRANT = "grant"
    PARTLY = "partly"
    REFUSE = "refuse"
    DONE = "done"
    WITHDRAW = "withdraw"
    WITHHOLD = "withhold"
    TELL = "tell"
    LETTER = "letter"


LEADS_TO = {
    Step.EXTEND: State.EXTENDED,
    Step.GRANT: State.GRANTED,
    Step.PARTLY: State.PARTLY,
    Step.REFUSE: State.REFUSED,
    Step.DONE: State.DONE,
    Step.WITHDRAW: State.WITHDRAWN,
}
DECIDED = frozenset({State.GRANTED, State.PARTLY, State.REFUSED})
# Which states may follow a state. A refusal can be reconsidered, after an objection.
NEXT: dict[State, frozenset[State]] = {
    State.RECEIVED: DECIDED | {State.EXTENDED, State.WITHDRAWN},
    State.EXTENDED: DECIDED | {State.WITHDRAWN},
    State.GRANTED: frozenset({State.DONE}),
    State.PARTLY: frozenset({State.DONE, State.GRANTED}),
    State.REFUSED: frozenset({State.GRANTED, State.PARTLY}),
    State.DONE: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset({State.RECEIVED, State.EXTENDED})
NEEDS_REASON = frozenset({Step.EXTEND, Step.GRANT, Step.PARTLY, Step.REFUSE})
NEEDS_GROUND = frozenset({Step.PARTLY, Step.REFUSE, Step.WITHHOLD})
LOG = "log"  # in the name of an item, in the place of a partner: that somebody looked
ITEM = re.compile(r"([A-Za-z0-9][A-Za-z0-9_-]*)/[0-9a-f]{16}")


@dataclass(frozen=True)
class Entry:
    """One step: who took it and when; of which partners, why, on which ground, and about which items."""

    step: Step
    by: str
    at_us: int
    partners: tuple[str, ...] = ()
    reason: str = ""
    ground: str = ""
    items: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True)
class Part:
    """A request at one partner: the law that held there when it came in, and the last day to answer."""

    partner: str
    regime: str
    article: str
    last_day: date
    extension: str | None
    state: State = State.RECEIVED
    reason: str = ""
    ground: str = ""

    @property
    def is_undecided(self) -> bool:
        """Whether the citizen still waits for an answer."""
        return self.state in OPEN

    def days_late(self, today: date) -> int:
        """By how many days an answer is overdue; 0 when there is one, or time left."""
        return max((today - self.last_day).days, 0) if self.is_undecided else 0


@dataclass(frozen=True)
class Request:
    """`subjects`: keyed hashes of pseudonyms. `withheld`: the ground on which an item is not told, by the name of the item."""

    number: int
    kind: Kind
    chain: str
    subjects: tuple[str, ...]
    received: date
    reference: str
    parts: Mapping[str, Part]
    withheld: Mapping[str, str] = field(default_factory=dict)
    history: tuple[Entry, ...] = ()

    def days_late(self, today: date) -> int:
        """By how many days the answer of the partner that is most overdue is late."""
        return max((part.days_late(today) for part in self.parts.values()), default=0)

    @property
    def is_open(self) -> bool:
        """Whether anything still has to be decided or done."""
        return any(NEXT[part.state] and part.state is not State.REFUSED for part in self.parts.values())


def parts_of(kind: Kind, received: date, regimes: Mapping[str, Regime]) -> dict[str, Part]:
    """What a request that came in on a day begins as, at each partner with its regime."""
    rights = {partner: (regime.id, regime.rights[kind]) for partner, regime in regimes.items()}
    return {
        partner: Part(partner, name, right.article, after(received, right.term), right.extension)
        for partner, (name, right) in rights.items()
    }


def stepped(request: Request, entry: Entry, today: date, regimes: Mapping[str, Regime]) -> Request:
    """The request after a step of today that is allowed. Raises UsageError for one that is not."""
    _check(request, entry, today, regimes)
    return then(request, entry)


def then(request: Request, entry: Entry) -> Request:
    """The request after a step that was found allowed when it was taken."""
    history = (*request.history, entry)
    if entry.step in (Step.WITHHOLD, Step.TELL):
        kept = {name: ground for name, ground in request.withheld.items() if name not in entry.items}
        more = dict.fromkeys(entry.items, entry.ground) if entry.step is Step.WITHHOLD else {}
        return replace(request, withheld={**kept, **more}, history=history)
    parts = dict(request.parts)
    for name in entry.partners if entry.step in LEADS_TO else ():
        parts[name] = _after_step(parts[name], entry)
    return replace(request, parts=parts, history=history)


def allowed(part: Part, today: date) -> tuple[Step, ...]:
    """The steps that can be taken with a part today."""
    steps = [step for step, state in LEADS_TO.items() if state in NEXT[part.state]]
    can_wait = part.extension is not None and today <= part.last_day
    return tuple(step for step in steps if step is not Step.EXTEND or can_wait)


def _after_step(part: Part, entry: Entry) -> Part:
    state = LEADS_TO[entry.step]
    if entry.step is Step.EXTEND and part.extension:
        return replace(part, state=state, last_day=after(part.last_day, part.extension), reason=entry.reason)
    if state in DECIDED:
        return replace(part, state=state, reason=entry.reason, ground=entry.ground)
    return replace(part, state=state)


def _check(request: Request, entry: Entry, today: date, regimes: Mapping[str, Regime]) -> None:
    if entry.step in NEEDS_REASON and not entry.reason.strip():
        raise UsageError(f"{entry.step}: say why, in a sentence that can stand in a letter.")
    for item in entry.items:
        owner_of(item)
    for name in entry.partners if entry.step in LEADS_TO else ():
        if name not in request.parts:
            known = ", ".join(request.parts)
            raise UsageError(f"Request {request.number} is not about this partner. It is about: {known}.")
        part = request.parts[name]
        if entry.step not in allowed(part, today):
            steps = ", ".join(allowed(part, today)) or "nothing"
            raise UsageError(
                f"Request {request.number} is {part.state} at {name}: {entry.step} cannot be done with it now. What can: {steps}."
            )
    if entry.step in NEEDS_GROUND:
        _check_ground(request, entry, regimes)


def _check_ground(request: Request, entry: Entry, regimes: Mapping[str, Regime]) -> None:
    """That the ground is one of the law that holds at each partner concerned; of a look in the log, at any of them."""
    of_parts = {name: regimes[part.regime].grounds for name, part in request.parts.items()}
    everything = {ground: text for grounds in of_parts.values() for ground, text in grounds.items()}
    owners = {owner_of(item) for item in entry.items} or set(entry.partners)
    for name in sorted(owners):
        known = everything if name == LOG else of_parts.get(name, {})
        if entry.ground not in known:
            raise UsageError(
                f"{entry.step} needs a ground of the law that holds at {name}. Grounds are: {', '.join(known) or 'none'}."
            )


def owner_of(item: str) -> str:
    """The partner of an item, or `LOG`. Raises UsageError for what is no name of an item."""
    found = ITEM.fullmatch(item)
    if not found:
        raise UsageError(
            "This is no name of an item. Names are such as PARTNER/0123456789abcdef; the overview shows them."
        )
    return found[1]


def check_subjects(request: Request, named: Collection[tuple[str, ...]]) -> None:
    """That these are the pseudonyms that a request is about: a letter is about nobody else. `named`: of each pseudonym its keyed hash, and
    what it was before. Raises UsageError.
    """
    kept = set(request.subjects)
    if {next((name for name in names if name in kept), "") for names in named} != kept:
        raise UsageError(
            f"These are not the pseudonyms of request {request.number}. Give exactly those with which it was kept: {len(request.subjects)} in all."
        )
