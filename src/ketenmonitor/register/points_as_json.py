"""Points and how they stand, as the JSON that `register list` and `register show` print: fixed names.

Comes in: rows of the overview. Goes out: data. The promise: what is declared, what was carried out and what is official stand apart.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ketenmonitor.register.answering import Answer, Check
from ketenmonitor.register.matching import Fulfilment, Link, Point
from ketenmonitor.register.overview import Row
from ketenmonitor.register.records import Decision, Item
from ketenmonitor.register.standing import Named, Saying, Slip, Standing


def row_as_json(row: Row) -> dict[str, Any]:
    """One point of the list."""
    point = row.point
    return {
        "id": point.id,
        "kind": str(point.kind),
        "title": point.title,
        "first": _day(point.first),
        "times": point.times,
        "papers": list(dict.fromkeys(one.source for one in point.mentions)),
        "themes": list(row.themes),
        **standing_as_json(row.standing),
        "answers": [answer_as_json(one) for one in row.answers],
        "possibly_fulfilled_by": [fulfilment_as_json(one) for one in row.fulfilments],
    }


def answer_as_json(one: Answer) -> dict[str, Any]:
    """To what a point is tied, and the release that answered it first."""
    asked = one.tie.figures
    names = ("chain", "measure", "id", "period", "field")
    tied = {**{name: getattr(asked, name) for name in names}, "by": list(asked.by)}
    as_of = one.release.as_of.isoformat() if one.release else None
    return {"tied_to": tied, "release": as_of, "address": one.address, "value": one.value, "why": one.why or None}


def fulfilment_as_json(one: Fulfilment) -> dict[str, Any]:
    """A sentence that may fulfil a commitment."""
    place = {"source": one.source, "date": one.date.isoformat(), "line": one.spot.line, "page": one.spot.page}
    return {**place, "text": one.text, "rule": one.rule, "confidence": one.confidence, "reasons": list(one.reasons)}


def check_as_json(one: Check) -> dict[str, Any]:
    """A stated figure and the verdict about it."""
    item = one.item
    said = {"key": item.key, "source": item.source, "line": item.spot.line, "page": item.spot.page, "text": item.text}
    names = ("verdict", "stated", "compared", "other", "difference", "tolerance")
    return {
        **said,
        "unit": item.body.get("unit"),
        **{name: getattr(one, name) for name in names},
        "why": one.why or None,
    }


def standing_as_json(found: Standing) -> dict[str, Any]:
    """How a point stands on a day."""
    return {
        "on": found.on.isoformat(),
        "state": str(found.state),
        "due": _moment(found.moment),
        "days_late": found.days_late,
        "declared_settled": [said_as_json(one) for one in found.declared],
        "carried_out": [{"kind": e.kind, "what": e.what, "on": _day(e.on), "who": e.who} for e in found.carried_out],
        "slips": [_slip(one) for one in found.slips],
        "days_slipped": found.days_slipped,
        "official": dict(found.official) if found.official else None,
        "reported": {"status": found.reported[0], **said_as_json(found.reported[1])} if found.reported else None,
    }


def point_as_json(row: Row) -> dict[str, Any]:
    """One point with all its mentions, why they are one, and its history."""
    return {
        **row_as_json(row),
        "mentions": [item_as_json(one) for one in row.point.mentions],
        "links": [link_as_json(one) for one in row.point.links],
        "moments": [_moment(one) for one in row.standing.moments],
        "decisions": [decision_as_json(one) for one in decisions_about(row.point)],
    }


def decisions_about(point: Point) -> list[Decision]:
    """What persons decided about the mentions of a point, in order."""
    return sorted((one for mention in point.mentions for one in mention.decisions), key=lambda one: one.id)


def item_as_json(item: Item) -> dict[str, Any]:
    """An item where it stands; `read`: what was read where a person corrected it."""
    return {
        "key": item.key,
        "kind": str(item.kind),
        "paper": item.paper,
        "source": item.source,
        "date": _day(item.date),
        "line": item.spot.line,
        "page": item.spot.page,
        "begin": item.spot.begin,
        "end": item.spot.end,
        "text": item.text,
        "rule": item.rule,
        "confidence": item.confidence,
        "confirmed": item.is_confirmed,
        "added_by_hand": item.is_added,
        "body": dict(item.body),
        "read": dict(item.read),
    }


def link_as_json(link: Link) -> dict[str, Any]:
    """Why two mentions are one point."""
    return {"one": link.one, "other": link.other, "rule": link.rule, "score": link.score, "reasons": list(link.reasons)}


def decision_as_json(one: Decision) -> dict[str, Any]:
    """What a person decided."""
    names = ("id", "key", "who", "at_us", "field", "value", "before", "note", "text")
    return {"action": str(one.action), **{name: getattr(one, name) for name in names}}


def said_as_json(said: Saying) -> dict[str, Any]:
    """Where a paper says something."""
    spot = said.spot
    place = {"line": spot.line, "page": spot.page}
    return {
        "key": said.key,
        "source": said.source,
        "date": _day(said.date),
        "who": said.who,
        **place,
        "text": said.text,
    }


def _moment(named: Named | None) -> dict[str, Any] | None:
    return {**named.moment, "said": said_as_json(named.said)} if named else None


def _slip(slip: Slip) -> dict[str, Any]:
    return {"from": _moment(slip.before), "to": _moment(slip.after), "days": slip.days}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
