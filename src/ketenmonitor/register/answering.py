"""Which release answers what was asked, and whether a figure that a paper states is the one that was published.

Comes in: points and figures that persons tied to measures, and releases. Goes out: `Answer`s and `Check`s. The promise: a verdict is
agrees, differs (by how much) or not comparable (why), never nothing; a figure is compared within what its rounding allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ketenmonitor.errors import UsageError
from ketenmonitor.register.matching import Point
from ketenmonitor.register.records import Action, Item
from ketenmonitor.register.records.keys import folded
from ketenmonitor.register.released import MAIN, Figures, Release, is_total, value_of, when_of
from ketenmonitor.register.standing import Evidence
from ketenmonitor.release import State

AGREES, DIFFERS, NOT_COMPARABLE = "agrees", "differs", "not-comparable"
# Words that say that a number is rounded, and how far it may then be off, as a share of it.
ABOUT = (
    "ongeveer",
    "circa",
    "ca",
    "ruim",
    "bijna",
    "zo n",
    "rond",
    "grofweg",
    "naar schatting",
    "meer dan",
    "minder dan",
)
ABOUT_SHARE = 0.05
# A number of at least this size that ends in this many zeros was rounded.
ROUND_FROM, ROUND_ZEROS = 1000, 2
PERCENT = ("%", "procent", "percentage")


@dataclass(frozen=True)
class Tie:
    """A point or figure that a person tied to figures. `when`: the period or day of which they are, and of which they were before."""

    key: str
    figures: Figures
    who: str
    when: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class Answer:
    """The first release after the asking that has what was asked. `release` None: there is none yet, and `why`."""

    tie: Tie
    release: Release | None
    address: str | None
    value: str | None
    why: str


@dataclass(frozen=True)
class Check:
    """A stated figure beside another. `difference`: stated minus the other; `tolerance`: what rounding allows."""

    item: Item
    verdict: str
    stated: float
    compared: str
    other: float | None
    difference: float | None
    tolerance: float
    why: str


# Why a figure that is a norm is held against nothing.
A_TERM = "a term or threshold, not something that was measured"


def check_measure(measure: str) -> None:
    """Raises UsageError for what no release has."""
    if measure not in MAIN:
        raise UsageError(f"{measure}: not a measure that is published. Right are: {', '.join(MAIN)}.")


def ties_of(mentions: Iterable[Item]) -> tuple[Tie, ...]:
    """The ties of these items that hold: the last word of each item about each measure."""
    last: dict[tuple[str, str], tuple[Action, Any, str]] = {}
    decided = [(one.key, d) for one in mentions for d in one.decisions if d.action in (Action.TIE, Action.UNTIE)]
    for key, d in sorted(decided, key=lambda pair: pair[1].id):
        last[key, f"{d.value['chain']} {d.value['measure']} {d.value['id']}"] = (d.action, d.value, d.who)
    return tuple(
        Tie(key, _figures(said), who, said.get("when"), said.get("before"))
        for (key, _), (action, said, who) in last.items()
        if action is Action.TIE
    )


def _figures(said: dict[str, Any]) -> Figures:
    by = tuple(said.get("by") or ())
    return Figures(said["chain"], said["measure"], said["id"], by, said.get("period"), said.get("field"))


def answers_of(point: Point, releases: Sequence[Release]) -> tuple[Answer, ...]:
    """Of each tie of a point, the release that answered it first."""
    return tuple(_answer(tie, point.first, releases) for tie in ties_of(point.mentions))


def _answer(tie: Tie, asked: date | None, releases: Sequence[Release]) -> Answer:
    mine = [one for one in releases if one.chain == tie.figures.chain]
    after = [one for one in mine if asked is None or one.as_of >= asked]
    for release in after:
        if rows := release.rows(tie.figures):
            said = [
                f"{when_of(row) or release.as_of}: {row[tie.figures.column]}"
                for row in rows
                if is_total(row, tie.figures)
            ]
            return Answer(tie, release, release.address(tie.figures), said[-1] if said else None, "")
    broken = [fault for one in after for fault in one.faults]
    if broken:
        return Answer(tie, None, None, None, broken[0])
    why = (
        "no release of this chain"
        if not mine
        else "no release since it was asked"
        if not after
        else "no release has this table"
    )
    return Answer(tie, None, None, None, why)


def evidence_of(answers: Iterable[Answer]) -> tuple[Evidence, ...]:
    """Releases that answered, as evidence that it was carried out."""
    return tuple(Evidence("release", str(one.address), one.release.as_of) for one in answers if one.release)


def check_figure(item: Item, releases: Sequence[Release]) -> Iterator[Check]:
    """A stated figure beside the measures to which a person tied it; without a tie it cannot be compared."""
    ties = ties_of([item])
    if item.body.get("is_term"):
        yield _check(item, None, "", A_TERM)
        return
    if not ties:
        yield _check(item, None, "", "not tied to a measure: `ketenmonitor register tie` does that")
    for tie in ties:
        yield _beside(item, tie, [one for one in releases if one.chain == tie.figures.chain])


def _beside(item: Item, tie: Tie, releases: Sequence[Release]) -> Check:
    """The latest release that has the figure says it best: later ones know more."""
    named = f"{tie.figures.chain} {tie.figures.table} {tie.figures.id} {tie.figures.column}"
    if not releases:
        return _check(item, None, named, "there is no release of this chain")
    for release in reversed(releases):
        rows = [row for row in release.rows(tie.figures) if is_total(row, tie.figures)]
        of_when = [row for row in rows if tie.when is None or when_of(row) == tie.when]
        if len(of_when) == 1:
            return _compared(item, tie, of_when[0], rows, release.address(tie.figures))
        if rows and tie.when is None:
            return _check(item, None, named, "say of which period or day it is: the table has several (--when)")
    if faults := [fault for one in releases for fault in one.faults]:
        return _check(item, None, named, faults[0])
    return _check(
        item, None, named, f"no release has this figure of {tie.when}" if tie.when else "no release has this table"
    )


def _compared(item: Item, tie: Tie, row: dict[str, str], rows: list[dict[str, str]], address: str) -> Check:
    now = value_of(row[tie.figures.column])
    if isinstance(now, State):
        return _check(item, None, address, f"the release gives no value: {now}")
    is_relative = item.body.get("change") == "relative"
    if not is_relative:
        if _is_percent(item) and 0 <= now <= 1 and "share" in tie.figures.column:
            now *= 100
        elif _is_percent(item):
            return _check(item, None, address, "a percentage beside a number: tie it with --before to compare a change")
        return _check(item, now, address, "")
    earlier = next((one for one in rows if when_of(one) == tie.before), None)
    before = value_of(earlier[tie.figures.column]) if earlier else State.NOT_APPLICABLE
    if isinstance(before, State) or before == 0:
        return _check(item, None, address, "a change needs the figure that it is a change of: say of when (--before)")
    change = (now - before) / before * 100 if _is_percent(item) else now - before
    return _check(item, change, f"{address} ({tie.before} - {tie.when})", "")


def _is_percent(item: Item) -> bool:
    return folded(str(item.body.get("unit") or "")) in PERCENT or str(item.body.get("unit")) == "%"


def _check(item: Item, other: float | None, compared: str, why: str) -> Check:
    stated = float(item.body["value"])
    tolerance = tolerance_of(stated, item.text)
    if other is None:
        return Check(item, NOT_COMPARABLE, stated, compared, None, None, tolerance, why)
    difference = stated - other
    # A little more than the tolerance: 0.1 + 0.2 is no reason to say that somebody is wrong.
    verdict = AGREES if abs(difference) <= tolerance * (1 + 1e-9) else DIFFERS
    return Check(item, verdict, stated, compared, other, difference, tolerance, why)


def tolerance_of(stated: float, sentence: str) -> float:
    """How far a stated number may be off: half of its last digit, more where the sentence says that it is rounded."""
    text = f"{abs(stated):.10f}".rstrip("0").rstrip(".")
    decimals = len(text.partition(".")[2])
    zeros = len(text) - len(text.rstrip("0")) if not decimals else 0
    is_round = abs(stated) >= ROUND_FROM and zeros >= ROUND_ZEROS
    half: float = 0.5 * 10 ** (zeros if is_round else -decimals)
    words = f" {folded(sentence)} "
    is_about = any(f" {word} " in words for word in ABOUT)
    return max(half, abs(stated) * ABOUT_SHARE) if is_about else half
