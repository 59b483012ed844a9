"""The history of a point for a page: when it was said, when its moment moved, who says that it is done, and what answers it.

Comes in: a row. Goes out: plain values, the earliest first. The promise: each step leads to its sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from ketenmonitor.register.overview import Row
from ketenmonitor.register.records import Item, Kind
from ketenmonitor.register.standing import Saying, saying
from ketenmonitor.register.words import told
from ketenmonitor.web.register.entries import address_of, term_of
from ketenmonitor.web.register.shown import when_of
from ketenmonitor.wording import Language


@dataclass(frozen=True)
class Step:
    """One thing that happened to a point. `name`: of `register_step_*`; `detail` in words; `address`: of its sentence."""

    name: str
    on: date | None
    text: str
    detail: str = ""
    address: str = ""
    source: str = ""
    key: str = ""


@dataclass(frozen=True)
class Tied:
    """A measure of the monitor that a point is about; the first public release that has it, and what it says, if there is one."""

    chain: str
    measure: str
    id: str
    address: str = ""
    as_of: date | None = None
    value: str = ""


def history_of(row: Row, said: Language) -> list[Step]:
    """What happened to a point, as far as papers and persons say it, in the order in which it happened."""
    found = [*_mentions(row, said), *_slips(row, said), *_carried_out(row)]
    order = {"mentioned": 0, "moved": 1, "declared": 2, "carried-out": 3}
    return sorted(found, key=lambda one: (one.on is None, one.on or date.min, order.get(one.name, 0)))


def _mentions(row: Row, said: Language) -> Iterator[Step]:
    named = {one.said.key: one for one in row.standing.moments}
    declared = {one.key for one in row.standing.declared}
    told: set[tuple[int, str, bool]] = set()  # a motion and its declaration may be one sentence: it is told once
    for one in row.point.mentions:
        if (same := (one.paper, one.text, one.key in declared)) in told:
            continue
        told.add(same)
        moment = named.get(one.key)
        detail = when_of(term_of(moment), said) if moment else ""
        name = "declared" if one.key in declared else _name_of(one)
        yield _step(name, saying(one), detail)


def _name_of(one: Item) -> str:
    return "settled-before" if one.kind is Kind.SETTLED else "mentioned"


def _slips(row: Row, said: Language) -> Iterator[Step]:
    for slip in row.standing.slips:
        before, after = (when_of(term_of(one), said) for one in (slip.before, slip.after))
        days = said.in_days(abs(slip.days))
        name = "register_slipped" if slip.days > 0 else "register_came_nearer"
        yield _step("moved", slip.after.said, said.say(name, before=before, after=after, days=days))


def _carried_out(row: Row) -> Iterator[Step]:
    for one in row.standing.carried_out:
        yield Step("carried-out", one.on, one.what)


def _step(name: str, found: Saying, detail: str) -> Step:
    return Step(name, found.date, found.text, detail, address_of(found), found.source, found.key)


def put_offs_of(row: Row) -> list[tuple[str, Saying]]:
    """The notices that an answer comes later, each with its paper."""
    return [(str(one.body["put_off"]), saying(one)) for one in row.point.mentions if one.body.get("put_off")]


def ties_of(row: Row, said: Language) -> list[Tied]:
    """The measures to which a person tied a point, by their names on pages, and the releases that answer."""
    found = []
    for one in row.answers:
        asked, release = one.tie.figures, one.release
        table = (
            f"/cijfers/{release.chain}/{release.as_of}/tabellen/{asked.table}?id={quote(asked.id)}" if release else ""
        )
        as_of = release.as_of if release else None
        found.append(Tied(asked.chain, _named(asked.measure, said), asked.id, table, as_of, one.value or ""))
    return found


def _named(measure: str, said: Language) -> str:
    return worded("measure", measure, said)


def worded(about: str, name: str, said: Language) -> str:
    """A name of the register in words; the name itself where this version has no words for it."""
    try:
        return said.say(f"{about}_{name}")
    except KeyError:
        return name


def reasons_of(row: Row, said: Language) -> list[str]:
    """Why the mentions of a point are one; of what a person decided not who."""
    found = []
    for one in row.point.links:
        why = (
            f": {', '.join(told(reason, said.code) for reason in one.reasons)}"
            if one.rule != "person" and one.reasons
            else ""
        )
        found.append(
            f"{one.one}, {one.other}: {worded('register_link', one.rule, said)} ({said.number(one.score * 100)}%){why}"
        )
    return found
