"""What a register holds, as it is handed out: papers, items with what persons made of them, and decisions.

Comes in: nothing. Goes out: the dataclasses. The promise: an item says what was read and what a person changed apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kinds of item. The letter with which the keys of a kind begin stands in `LETTERS`."""

    QUESTION = "question"
    SET = "set"
    MOTION = "motion"
    COMMITMENT = "commitment"
    SETTLED = "settled"
    FIGURE = "figure"
    REFERENCE = "reference"


LETTERS = {
    Kind.QUESTION: "V",
    Kind.SET: "S",
    Kind.MOTION: "M",
    Kind.COMMITMENT: "T",
    Kind.SETTLED: "A",
    Kind.FIGURE: "C",
    Kind.REFERENCE: "K",
}


class Action(StrEnum):
    """What a person can decide about an item, named by its key."""

    CONFIRM = "confirm"  # it is right as it stands
    CORRECT = "correct"  # `field` is `value`
    REJECT = "reject"  # this is not an item
    ADD = "add"  # `value` is the body of an item that was not found
    TIE = "tie"  # `value`: chain, measure, id, by
    UNTIE = "untie"
    MERGE = "merge"  # it is the same point as that of the key in `value`
    SPLIT = "split"  # it is another point than that of the key in `value`
    CARRIED_OUT = "carried-out"  # `value`: evidence, on
    OFFICIAL = "official"  # `value`: what the official register says, with its own field names
    WITHDRAW = "withdraw"  # the decision with the number in `value` holds no more


@dataclass(frozen=True)
class Spot:
    """Where something stands in a paper: line from 1, page if there are pages, offsets in the raw text."""

    line: int | None
    begin: int | None = None
    end: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class KeptPaper:
    """One paper, as it was read last. `readings`: how often it came in anew; `notes`: what a reader should know."""

    id: int
    reading: int
    source: str
    sha256: str
    file_type: str
    kind: str
    date: date | None
    date_rule: str
    date_confidence: float
    notes: tuple[str, ...]
    extractor: str
    read_us: int
    read_by: str
    readings: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Texts:
    """The text of a paper: as the file gave it, and repaired, line by line; `repairs` says what was mended on what evidence."""

    raw: str
    repaired: str
    page_breaks: tuple[int, ...]
    repairs: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Decision:
    """One decision of a person. `before`: what stood there; `text`: the sentence it was about, as it was then."""

    action: Action
    key: str
    who: str
    at_us: int
    kind: str = ""
    paper: int | None = None
    field: str | None = None
    value: Any = None
    before: Any = None
    text: str = ""
    note: str = ""
    id: int = 0


@dataclass(frozen=True)
class Item:
    """One item of a paper. `body`: its fields by the names in `register.items`, with the corrections of persons in them.

    `context`: what stands before it in its paragraph. `read`: the fields that a person corrected, as they were read. `key` is the
    same after the paper was read anew. `paper_kind`: of which kind its paper is.
    `decisions`: all that were taken about it and not withdrawn; `is_added`: by a person, not found by a rule.
    """

    key: str
    kind: Kind
    paper: int
    date: date | None
    source: str
    ordinal: int
    text: str
    body: Mapping[str, Any]
    rule: str
    confidence: float
    spot: Spot
    read: Mapping[str, Any] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    is_added: bool = False
    context: str = ""
    paper_kind: str = ""

    @property
    def is_rejected(self) -> bool:
        """Whether a person said that this is not an item."""
        last = [one.action for one in self.decisions if one.action in (Action.REJECT, Action.CONFIRM)]
        return bool(last) and last[-1] is Action.REJECT

    @property
    def is_confirmed(self) -> bool:
        """Whether a person said that it is right."""
        return self.is_added or (any(one.action is Action.CONFIRM for one in self.decisions) and not self.is_rejected)


@dataclass(frozen=True)
class Added:
    """What became of a paper that was read: `new`, `again` (corrected file or newer rules), or `known` (nothing changed)."""

    paper: int
    state: str
    counts: Mapping[str, int]
    lost: tuple[Decision, ...] = ()
    notes: tuple[str, ...] = ()
