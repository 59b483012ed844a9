"""Tables on the terminal for who answers citizens: what is held, who looked, and requests with their terms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ketenmonitor.citizens import Overview, Part, Request, item_text, letter_language, organisation_text
from ketenmonitor.cli.citizen_words import say
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.instants import to_iso
from ketenmonitor.store import Home


def print_overview(found: Overview, language: str) -> None:
    """What each partner has, the grounds, and who looked."""
    words, zone = letter_language(language), found.definition.zone
    for one in found.partners:
        law = f" ({one.desk.regime.id})" if one.desk else f" ({say('no_regime', language)})"
        table = blank_table(f"{found.definition.partners[one.partner].title.in_language(language)}{law}")
        for name in ("item", "what", "when", "since", "state"):
            table.add_column(say(name, language))
        for item in one.items:
            when = to_iso(item.at_us, zone).replace("T", " ") if item.at_us is not None else "-"
            since, state = to_iso(item.since_us, zone)[:10], words.say(f"citizen_state_{item.state}")
            table.add_row(item.name, item_text(item, found.definition, words), when, since, state)
        show(table)
    _print_grounds(found, language)
    table = blank_table(say("looks", language))
    for name in ("item", "when", "organisation", "roles", "operation", "purpose"):
        table.add_column(say(name, language))
    for look in found.looks:
        organisation = organisation_text(look.organisation, found.definition, words) or "-"
        when = to_iso(look.at_us, zone).replace("T", " ")[:19]
        table.add_row(look.name, when, organisation, ", ".join(look.roles) or "-", look.operation, look.purpose or "-")
    show(table)


def _print_grounds(found: Overview, language: str) -> None:
    table = blank_table(say("grounds" if found.grounds is not None else "no_register", language))
    for name in ("purpose", "ground", "from", "until"):
        table.add_column(say(name, language))
    for said in dict.fromkeys(
        one.purpose for one in found.grounds or ()
    ):  # more than one activity may be for one purpose
        table.add_row(said.title, said.ground, said.begin.isoformat(), said.until.isoformat())
    show(table)


def print_requests(home: Home, rows: Iterable[tuple[Request, date]], language: str) -> None:
    """One row a request and partner."""
    table = blank_table("")
    names = ("number", "kind", "chain", "received", "partner", "regime", "state", "last_day", "left")
    for name in names:
        table.add_column(say(name, language), justify="right" if name == "number" else "left")
    for one, today in rows:
        titles = home.definition(one.chain).partners
        for part in one.parts.values():
            title = titles[part.partner].title.in_language(language) if part.partner in titles else part.partner
            table.add_row(
                str(one.number), say(one.kind, language), one.chain, one.received.isoformat(), title, part.regime,
                say(part.state, language), part.last_day.isoformat(), _left(part, today, language),
            )  # fmt: skip
    show(table)


def _left(part: Part, today: date, language: str) -> str:
    """How much time there is, or by how much it is over."""
    in_days = letter_language(language).in_days
    if late := part.days_late(today):
        return say("late", language).format(days=in_days(late))
    left = (part.last_day - today).days
    return say("days_left", language).format(days=in_days(left)) if part.is_undecided else "-"
