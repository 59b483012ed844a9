"""The answer to a citizen as a letter in plain language: what is held, or what becomes of a request to correct or delete.

Comes in: a request, and an overview. Goes out: a letter as DOCX, PDF or JSON. The promise: the same sentences stand in a letter from
which something was left out and in one from which nothing was; no code of a person is in it; and as for every document, the same
letter gives the same bytes.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from ketenmonitor.citizens.overview import Overview, as_data
from ketenmonitor.citizens.regimes import Kind
from ketenmonitor.citizens.requests import DECIDED, Part, Request, State
from ketenmonitor.citizens.sections import disagree_section, ground_section, held_section, look_section, mend_section
from ketenmonitor.citizens.words import letter_language
from ketenmonitor.instants import from_us, to_iso
from ketenmonitor.release import Letter, Section, docx_of, letter_pdf_of
from ketenmonitor.wording import Language


def letter_file(request: Request, found: Overview, format: str, code: str) -> bytes:
    """The letter in a format. `found`: everything; what may not be told is left out here."""
    told = _told(request, found)
    if format == "json":
        return (json.dumps(_as_data(request, told), ensure_ascii=False, indent=2) + "\n").encode()
    language, day = letter_language(code), _day(told)
    letter = letter_of(request, told, language)
    return docx_of(letter, language, day) if format == "docx" else letter_pdf_of(letter, language, day)


def letter_of(request: Request, told: Overview, language: Language) -> Letter:
    """The letter, of what may be told."""
    of_access = request.kind is Kind.ACCESS
    sections = _access(request, told, language) if of_access else _decisions(request, told, language)
    sections += [mend_section(told.definition, told.office, language)] if of_access else []
    chain = told.definition.title.in_language(language.code)
    return Letter(
        language.say(f"citizen_title_{request.kind}"),
        _intro(request, told, language),
        (),
        chain=told.office.title if told.office else chain,
        sections=(*sections, disagree_section(told.office, language)),
        is_numbered=False,
    )


def _told(request: Request, found: Overview) -> Overview:
    """What of an overview may be told: not what is withheld, nor anything of a partner that refused or did not decide."""
    if request.kind is not Kind.ACCESS:
        return found.told((), request.parts)
    shut = {name for name, part in request.parts.items() if not _is_open_to(part)}
    return found.told(request.withheld, shut)


def _is_open_to(part: Part) -> bool:
    """Whether a partner decided to tell."""
    return part.state in (State.GRANTED, State.PARTLY, State.DONE)


def _intro(request: Request, told: Overview, language: Language) -> tuple[str, ...]:
    chain, received = told.definition.title.in_language(language.code), language.date(request.received)
    office = told.office
    address = ", ".join(office.address) or office.contact if office else ""
    sender = (
        language.say("citizen_from", title=office.title, address=address)
        if office
        else language.say("citizen_from_unknown")
    )
    reference = (
        language.say("citizen_reference", number=request.number, reference=request.reference)
        if request.reference
        else language.say("citizen_reference_own", number=request.number)
    )
    asked = language.say(f"citizen_asked_{request.kind}", date=received, chain=chain)
    more = ("citizen_code", "citizen_may_withhold") if request.kind is Kind.ACCESS else ("citizen_code",)
    return (f"{sender}\n{reference}", language.say("citizen_dear"), asked, *(language.say(name) for name in more))


def _access(request: Request, told: Overview, language: Language) -> list[Section]:
    moment = language.moment(to_iso(told.made_us, told.definition.zone))
    held = [Section(language.say("citizen_held"), (language.say("citizen_held_text", moment=moment),))]
    for one in told.partners:
        part = request.parts.get(one.partner)
        if part is None:
            continue
        if part.state in DECIDED or part.state is State.DONE:
            held.append(held_section(told, one, language))
        else:
            title = told.definition.partners[one.partner].title.in_language(language.code)
            held.append(Section(title, _decision(part, told, language), is_below=True))
    return [*held, ground_section(told, language), look_section(told, language)]


def _decisions(request: Request, told: Overview, language: Language) -> list[Section]:
    sections = [Section(language.say("citizen_decisions"))]
    for name, part in request.parts.items():
        title = told.definition.partners[name].title.in_language(language.code)
        sections.append(Section(title, _decision(part, told, language), is_below=True))
    return sections


def _decision(part: Part, told: Overview, language: Language) -> tuple[str, ...]:
    """What a partner decided, why, and what the law says of that."""
    was_partly = part.state is State.DONE and part.ground
    how = "_late" if part.days_late(_day(told)) else "_partly" if was_partly else ""
    said = [language.say(f"citizen_decided_{part.state}{how}", last_day=language.date(part.last_day))]
    if part.reason:
        said.append(language.say("citizen_reason", reason=part.reason))
    desk = told.office.desks.get(part.partner) if told.office else None
    if desk and part.ground in desk.regime.grounds:
        law = desk.regime.title.in_language(language.code)
        said.append(
            language.say("citizen_by_law", law=law, ground=desk.regime.grounds[part.ground].in_language(language.code))
        )
    return tuple(said)


def _as_data(request: Request, told: Overview) -> dict[str, Any]:
    """The letter for a program of the citizen. Of a request for access no decision is in it, which could tell of what is withheld."""
    asked = {
        "request": request.number, "kind": str(request.kind), "received": request.received.isoformat(),
        "reference": request.reference or None, "may_be_withheld": True,
    }  # fmt: skip
    parts = [
        {
            "partner": part.partner,
            "state": str(part.state),
            "last_day": part.last_day.isoformat(),
            "reason": part.reason or None,
        }
        for part in request.parts.values()
    ]
    if request.kind is not Kind.ACCESS:
        return {**asked, "decisions": parts}
    waiting = [name for name, part in request.parts.items() if part.is_undecided]
    return {**asked, "not_decided": waiting, **as_data(told, for_citizen=True)}


def _day(told: Overview) -> date:
    return from_us(told.made_us).astimezone(told.definition.zone).date()
