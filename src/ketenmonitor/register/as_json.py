"""An extraction as the JSON that `register extract --json` prints: fixed names, and more beside them."""

from __future__ import annotations

from typing import Any

from ketenmonitor.register.items import (
    Commitment,
    Extraction,
    Fulfilment,
    Motion,
    Question,
    Reference,
    Settled,
    StatedFigure,
)
from ketenmonitor.register.paper import Place


def extraction_as_json(found: Extraction) -> dict[str, Any]:
    """One paper, as the contract has it."""
    dated = found.paper.dated
    return {
        "source": found.paper.source,
        "kind": found.kind,
        "date": dated.date.isoformat() if dated.date else None,
        "date_rule": dated.rule,
        "questions": [_question(question) for question in found.questions],
        "motions": [_motion(motion) for motion in found.motions],
        "commitments": [_commitment(commitment) for commitment in found.commitments],
        "settled": [_settled(settled) for settled in found.settled],
        "fulfilments": [_fulfilment(fulfilment) for fulfilment in found.fulfilments],
        "figures": [_figure(figure) for figure in found.figures],
        "references": [{**(_reference(reference) or {}), **_where(reference.place)} for reference in found.references],
        "notes": [*found.paper.notes, *found.notes],
    }


def _where(place: Place | None) -> dict[str, Any]:
    return {"line": place.line, "page": place.page, "begin": place.begin, "end": place.end} if place else {"line": None}


def _question(item: Question) -> dict[str, Any]:
    return {
        "set": item.set,
        "number": item.number,
        "index": item.index,
        "section": item.section,
        "asker": item.asker,
        "party": item.party,
        "addressee": list(item.addressee),
        "question": item.question,
        "answer": item.answer,
        "refers_to": list(item.refers_to),
        "refers_elsewhere": list(item.refers_elsewhere),
        "resolved": item.resolved,
        "repeat_of": list(item.repeat_of) if item.repeat_of else None,
        "put_off": item.put_off,
        **_how(item.rule, item.confidence),
        **_where(item.place),
    }


def _reference(reference: Reference | None) -> dict[str, Any] | None:
    if reference is None:
        return None
    names = ("kind", "session", "dossier", "number", "identifier", "chamber", "text")
    return {name: getattr(reference, name) for name in names}


def _motion(item: Motion) -> dict[str, Any]:
    return {
        "name": item.name,
        "party": item.party,
        "topic": item.topic,
        "reference": _reference(item.reference),
        "status": item.status,
        "text": item.text,
        "also_lines": [place.line for place in item.also],
        **_how(item.rule, item.confidence),
        **_where(item.place),
    }


def _commitment(item: Commitment) -> dict[str, Any]:
    due = item.due
    return {
        "who": item.who,
        "what": item.what,
        "text": item.text,
        "due_text": due.text if due else None,
        "due_earliest": due.earliest.isoformat() if due and due.earliest else None,
        "due_latest": due.latest.isoformat() if due and due.latest else None,
        "due_rule": due.rule if due else None,
        "due_assumptions": list(due.assumptions) if due else [],
        "kind": item.kind,
        "status": item.status,
        "also_lines": [place.line for place in item.also],
        "reference": _reference(item.reference),
        "found_in": item.found_in,
        **_how(item.rule, item.confidence),
        **_where(item.place),
    }


def _settled(item: Settled) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "name": item.name,
        "reference": _reference(item.reference),
        "references": [_reference(reference) for reference in item.other_references],
        "text": item.text,
        **_how(item.rule, item.confidence),
        **_where(item.place),
    }


def _fulfilment(item: Fulfilment) -> dict[str, Any]:
    moment = item.moment
    return {
        "text": item.text,
        "about": item.about,
        "reference": _reference(item.reference),
        "said_in": item.said_in,
        "said_on": moment.earliest.isoformat() if moment and moment.earliest else None,
        **_how(item.rule, item.confidence),
        **_where(item.place),
    }


def _figure(item: StatedFigure) -> dict[str, Any]:
    return {
        "value": item.value,
        "unit": item.unit,
        "period": item.period,
        "about": item.about,
        "period_begin": item.period_begin.isoformat() if item.period_begin else None,
        "period_end": item.period_end.isoformat() if item.period_end else None,
        "change": item.change,
        "against": item.against,
        "is_term": item.is_term,
        "said_by": item.said_by,
        "text": item.text,
        **_how(item.rule, item.confidence),
        **_where(item.place),
    }


def _how(rule: str, confidence: float) -> dict[str, Any]:
    return {"rule": rule, "confidence": confidence}
