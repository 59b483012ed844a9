"""The parts of a letter to a citizen, each a heading with sentences and a table.

Comes in: an overview from which was left out what may not be told. Goes out: `Section`s. The promise: a part says the same of what was
left out as of what never was: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ketenmonitor.citizens.held import SHIELDED, Item
from ketenmonitor.citizens.looks import Look
from ketenmonitor.citizens.overview import AtPartner, Overview
from ketenmonitor.citizens.regimes import Kind
from ketenmonitor.citizens.schema import TERM_FORM
from ketenmonitor.citizens.settings import Office
from ketenmonitor.citizens.words import item_text, organisation_text
from ketenmonitor.definition import Definition
from ketenmonitor.instants import from_us, to_iso
from ketenmonitor.release import Cell, Row, Section, Table
from ketenmonitor.wording import Language

WIDE = (3.4, 1.5, 1.5, 1.6)  # how wide the columns are of what is held
OPERATIONS = ("case", "cases", "break-glass", "logs", "misuse", "retention")  # that have words of their own
JCI = re.compile(r"jci1\.\d:[cv]:(BWB[RVW]\d+)((?:&[a-z-]+=[^&\s]+)*)")  # a place in the law (Juriconnect)
ROLES = ("analyst", "engineer", "handler", "publisher", "registrar", "administrator", "privacy_officer", "reviewer")


def held_section(found: Overview, one: AtPartner, language: Language) -> Section:
    """What one partner has."""
    title = found.definition.partners[one.partner].title.in_language(language.code)
    law = (
        language.say("citizen_law", law=one.desk.regime.title.in_language(language.code))
        if one.desk
        else language.say("citizen_law_unknown")
    )
    if not one.items:
        return Section(title, (law, language.say("citizen_nothing")), is_below=True)
    since = language.say("citizen_since", date=language.date(_day(found.definition, one.since_us or 0)))
    rows = tuple(_item_row(item, found.definition, language) for item in one.items)
    heads = tuple(language.say(f"citizen_col_{name}") for name in ("what", "when", "since", "state"))
    table = Table(language.say("citizen_caption", partner=title), heads[0], heads[1:], rows, WIDE)
    shielded = any(item.state == SHIELDED for item in one.items)
    texts = (law, since, language.say("citizen_shielded")) if shielded else (law, since)
    return Section(title, texts, (table,), is_below=True)


def ground_section(found: Overview, language: Language) -> Section:
    """For which purposes and on which legal grounds."""
    title = language.say("citizen_grounds")
    if found.grounds is None:
        contact = found.office.contact if found.office else language.say("citizen_unknown")
        return Section(title, (language.say("citizen_grounds_unknown", contact=contact),))
    today = _day(found.definition, found.made_us)
    purposes = {one.purpose.id: one.purpose for one in found.grounds if one.holds(today)}
    if not purposes:
        return Section(title, (language.say("citizen_grounds_none"),))
    rows = tuple(
        Row(
            one.title,
            (
                _words(law_text(one.ground, language)),
                _words(language.say("citizen_period", begin=language.date(one.begin), until=language.date(one.until))),
            ),
        )
        for one in purposes.values()
    )
    columns = (language.say("citizen_col_ground"), language.say("citizen_col_period"))
    table = Table(
        language.say("citizen_grounds_caption"), language.say("citizen_col_purpose"), columns, rows, (2, 2, 2)
    )
    return Section(title, (language.say("citizen_grounds_text"), language.say("citizen_codes_of_law")), (table,))


def look_section(found: Overview, language: Language) -> Section:
    """Who looked."""
    is_named = bool(found.office and found.office.names_of_employees)
    title, text = (
        language.say("citizen_looks"),
        language.say("citizen_looks_text_named" if is_named else "citizen_looks_text"),
    )
    if not found.looks:
        return Section(title, (text, language.say("citizen_looks_none")))
    names = ("organisation", "role", *(("employee",) if is_named else ()), "operation", "why")
    columns = tuple(language.say(f"citizen_col_{name}") for name in names)
    titles = {one.purpose.id: one.purpose.title for one in found.grounds or ()}
    rows = tuple(_look_row(one, found.definition, titles, language, is_named=is_named) for one in found.looks)
    shares = (1.6, *(1.4 for _ in columns))
    table = Table(language.say("citizen_looks_caption"), language.say("citizen_col_when"), columns, rows, shares)
    return Section(title, (text,), (table,))


def mend_section(definition: Definition, office: Office | None, language: Language) -> Section:
    """Where to have data corrected or deleted, and within which term that is answered."""
    rows = []
    for partner in definition.partners.values():
        desk = office.desks.get(partner.id) if office else None
        unknown = Cell(language.say("citizen_unknown"), is_missing=True, is_text=True)
        cells = (
            (
                _words(desk.correction),
                _words(desk.contact),
                _words(term_text(desk.regime.rights[Kind.CORRECTION].term, language)),
            )
            if desk
            else (unknown, unknown, unknown)
        )
        rows.append(Row(partner.title.in_language(language.code), cells))
    columns = tuple(language.say(f"citizen_col_{name}") for name in ("where", "contact", "term"))
    head = language.say("citizen_col_organisation")
    table = Table(language.say("citizen_mend_caption"), head, columns, tuple(rows), (1.6, 2.4, 2.2, 0.9))
    return Section(language.say("citizen_mend"), (language.say("citizen_mend_text"),), (table,))


def disagree_section(office: Office | None, language: Language) -> Section:
    """What to do who disagrees."""
    title = language.say("citizen_disagree")
    if office is None:
        return Section(title, (language.say("citizen_disagree_unknown"), language.say("citizen_greeting")))
    said = [language.say("citizen_disagree_contact", title=office.title, contact=office.contact)]
    said += [office.objection] if office.objection else []
    if office.supervisor:
        said.append(language.say("citizen_disagree_supervisor", supervisor=office.supervisor.rstrip(".")))
    return Section(title, (*said, f"{language.say('citizen_greeting')}\n{office.title}"))


def law_text(ground: str, language: Language) -> str:
    """A ground with places in the law as somebody can find them: `jci1.3:c:BWBR0014194&artikel=15` is for programs."""

    def place(found: re.Match[str]) -> str:
        parts = [part.replace("=", " ") for part in found[2].split("&") if part]
        return ", ".join([*parts, f"wetten.overheid.nl/{found[1]}"])

    return JCI.sub(place, ground)


def term_text(term: str, language: Language) -> str:
    """`6 weeks` in words of a language."""
    found = TERM_FORM.fullmatch(term)
    if not found:
        return term
    kind = "one" if found[1] == "1" else "unit"
    return (
        language.say(f"citizen_term_{kind}_{found[2]}", n=found[1])
        if kind == "unit"
        else language.say(f"citizen_term_one_{found[2]}")
    )


def _item_row(item: Item, definition: Definition, language: Language) -> Row:
    when = (
        _words(language.date(_day(definition, item.at_us)))
        if item.at_us is not None
        else Cell(language.say("citizen_no_moment"), is_missing=True, is_text=True)
    )
    since = _words(language.date(_day(definition, item.since_us)))
    return Row(
        item_text(item, definition, language), (when, since, _words(language.say(f"citizen_state_{item.state}")))
    )


def _look_row(
    one: Look, definition: Definition, titles: Mapping[str, str], language: Language, *, is_named: bool
) -> Row:
    roles = ", ".join(language.say(f"citizen_role_{role}") if role in ROLES else role for role in one.roles)
    operation = f"citizen_op_{one.operation}" if one.operation in OPERATIONS else "citizen_op_other"
    texts = (
        organisation_text(one.organisation, definition, language),
        roles,
        *((one.employee,) if is_named else ()),
        language.say(operation, operation=one.operation),
        titles.get(one.purpose, one.purpose),
    )
    missing = language.say("citizen_not_recorded")
    cells = tuple(_words(text) if text else Cell(missing, is_missing=True, is_text=True) for text in texts)
    return Row(language.moment(to_iso(one.at_us, definition.zone)), cells)


def _words(text: str) -> Cell:
    return Cell(text, is_text=True)


def _day(definition: Definition, at_us: int) -> date:
    return from_us(at_us).astimezone(definition.zone).date()
