"""Over which time a figure can speak: from the partners that it depends on, and what each of them delivered.

Comes in: a view and the activities of a figure. Goes out: a `Span` of time, or None when a partner delivered nothing.
The promise: a figure never counts beyond what every partner concerned has delivered.

Others may still change what a figure says of that time (`touching`): who delivers a link, an attribute that was asked
for, a pause, or any event of the same cases, which may show that a case was not dormant. A figure does not stop at what
these delivered; but while one of them is behind, it says so (`figures`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketenmonitor.definition import Definition, Handover, LeadTime, Link, Stock, Term
from ketenmonitor.instants import local_us
from ketenmonitor.store import View


@dataclass(frozen=True)
class Span:
    """All partners concerned delivered from `from_us` (the latest start) up to `until_us` (the earliest end).

    `from_local_us` and `until_local_us` are what the clock shows then.
    """

    from_us: int
    until_us: int
    from_local_us: int
    until_local_us: int


@dataclass(frozen=True)
class Concern:
    """Whose deliveries a figure rests on.

    `partners`: it stops at what these delivered. `touching`: others who may change what it says of the time until then.
    """

    partners: tuple[str, ...] = ()
    touching: tuple[str, ...] = ()


def span_of(view: View, partners: Iterable[str]) -> Span | None:
    """The time that all these partners cover; None when one of them delivered nothing."""
    covered = [view.coverage.get(p) for p in dict.fromkeys(partners)]
    if not covered or any(c is None for c in covered):
        return None
    start = max(c.from_us for c in covered if c)
    until = min(c.until_us for c in covered if c)
    zone = view.definition.zone
    return Span(start, until, local_us(start, zone), local_us(until, zone))


def partners_of_case(definition: Definition, activities: Iterable[str], case_type: str) -> list[str]:
    """Who reports these activities or, when they happen to several object types, delivers a link between those.

    Between: on a declared way from one of the types to the counted type, in either direction for a type that is not
    the unit.
    """
    used = [definition.activities[a] for a in activities]
    types = {a.object for a in used}
    return [a.partner for a in used] + (_deliverers(definition, types, case_type) if len(types) > 1 else [])


def partners_of_objects(definition: Definition, activities: Iterable[str], case_type: str) -> list[str]:
    """The same for a figure that counts objects of `case_type`: links matter as soon as another type is involved."""
    used = [definition.activities[a] for a in activities]
    types = {a.object for a in used} | {case_type}
    return [a.partner for a in used] + (_deliverers(definition, types, case_type) if len(types) > 1 else [])


def concern_of_clock(definition: Definition, figure: LeadTime | Term, attributes: Iterable[str] = ()) -> Concern:
    """Of a lead time or a term. A lead time may change by any event of its cases (dormant or not), and by a pause."""
    used = [definition.activities[a] for a in figure.activities]
    types = {a.object for a in used} | {figure.object}
    touching = [*_deliverers(definition, types, figure.object), *_tellers(definition, attributes, figure.object)]
    if isinstance(figure, LeadTime):
        touching += _partners_of_cases(definition, figure.object)
    return _concern(partners_of_case(definition, figure.activities, figure.object), touching)


def concern_of_stock(definition: Definition, figure: Stock, attributes: Iterable[str] = ()) -> Concern:
    """Of a stock and its flow."""
    partners = [figure.partner, *partners_of_objects(definition, figure.activities, figure.object)]
    links = _deliverers(definition, {figure.object}, figure.object) if figure.object == definition.unit else []
    return _concern(partners, [*links, *_tellers(definition, attributes, figure.object)])


def concern_of_handover(definition: Definition, figure: Handover, attributes: Iterable[str] = ()) -> Concern:
    """Of a hand-over: the links between the two types, where no way leads from one to the other those to the unit."""
    sent, received = (definition.activities[a].object for a in (figure.sent, figure.received))
    meeting = definition.unit
    if received in definition.types_reached_from(sent):
        meeting = received
    elif sent in definition.types_reached_from(received):
        meeting = sent
    attributes = tuple(attributes)
    tellers = [p for object_type in (sent, received) for p in _tellers(definition, attributes, object_type)]
    links = _deliverers(definition, {sent, received}, meeting)
    return _concern(partners_of_case(definition, (figure.sent, figure.received), meeting), [*links, *tellers])


def concern_of_cases(definition: Definition, attributes: Iterable[str] = ()) -> Concern:
    """Of the whole course of chain cases: everyone who reports on them or delivers links between their objects."""
    reaching = {*definition.types_with_a_path_to(definition.unit), definition.unit}
    here = [a.id for a in definition.activities.values() if a.object in reaching]
    touching = [*_partners_of_cases(definition, definition.unit), *_tellers(definition, attributes, definition.unit)]
    return _concern(partners_of_case(definition, here, definition.unit), touching)


def concern_of_link(definition: Definition, kind: Link) -> Concern:
    """Of a kind of link: who delivers it and who issues the objects; and who else may make an end of it known."""
    ends = {kind.from_type, kind.to_type}
    known = [a.partner for a in definition.activities.values() if a.object in ends]
    issuers = [definition.objects[end].partner for end in (kind.from_type, kind.to_type)]
    return _concern([kind.partner, issuers[0]], [*issuers, *known])


def _concern(partners: Iterable[str], touching: Iterable[str]) -> Concern:
    stops = tuple(dict.fromkeys(partners))
    return Concern(stops, tuple(p for p in dict.fromkeys(touching) if p not in stops))


def _partners_of_cases(definition: Definition, case_type: str) -> list[str]:
    """Who reports any event of the cases of a type, or delivers a link by which one belongs to them."""
    inside = definition.types_in_a_case_of(case_type)
    alive = {a.object: None for a in definition.activities.values() if a.object in inside}
    reporting = [a.partner for a in definition.activities.values() if a.object in alive]
    return [*reporting, *_deliverers(definition, {*alive}, case_type)]


def _tellers(definition: Definition, attributes: Iterable[str], case_type: str) -> list[str]:
    """Who may say what an attribute of a case is, or deliver the link to the object that has it."""
    inside, found = definition.types_in_a_case_of(case_type), list[str]()
    for name in attributes:
        carriers = [o for o in definition.objects.values() if name in o.attributes and o.id in inside]
        telling = [a for a in definition.activities.values() if name in a.attributes and a.object in inside]
        types = {o.id for o in carriers} | {a.object for a in telling}
        found += [*(o.partner for o in carriers), *(a.partner for a in telling)]
        found += _deliverers(definition, types, case_type) if types - {case_type} else []
    return found


def _deliverers(definition: Definition, types: set[str], case_type: str) -> list[str]:
    to_case = definition.types_with_a_path_to(case_type)
    from_case = definition.types_reached_from(case_type)
    found = []
    for link in definition.links:
        upward = link.to_type in to_case and any(link.from_type in definition.types_reached_from(t) for t in types)
        downward = link.from_type in from_case and any(
            link.to_type in definition.types_with_a_path_to(t) for t in types
        )
        if upward or (case_type != definition.unit and downward):
            found.append(link.partner)
    return found
