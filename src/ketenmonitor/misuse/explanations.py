"""Why somebody may have looked: a template each, over what the organisation itself has on record.

Comes in: looks, and the cases that each may be about. Goes out: which looks a template explains. The promise: a template names a
row on record that connects this officer with this person at that time; nothing is explained by what is usual.

After Fabbri & LeFevre, Explanation-Based Auditing (VLDB 2011): what other rows of the database explain needs no person to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

BREAK_GLASS = "break_glass"


@dataclass(frozen=True)
class Known:
    """`looks`: look, user, person, at_us and more. `about`: look, user, at_us, and each case that the look may be about."""

    looks: ir.Table
    about: ir.Table
    tables: Mapping[str, ir.Table]
    before_us: int
    after_us: int

    def holds(self, term: ir.Table, at_us: ir.Column) -> ir.BooleanValue:
        """Whether a term was going on at that moment, with the days before and after it that the settings allow."""
        return (term["from_us"] - self.before_us <= at_us) & (at_us < term["until_us"] + self.after_us)


@dataclass(frozen=True)
class Explanation:
    """`needs`: tables, and the columns of them that are not always there. `by_case`: it must be known which case a look is about."""

    nl: str
    en: str
    needs: Mapping[str, tuple[str, ...]]
    by_case: bool
    of: Callable[[Known], ir.Table]


def handler(known: Known) -> ir.Table:
    """The officer handles a case of the person."""
    about, handlers = known.about, known.tables["handlers"]
    same = (about["case"] == handlers["case"], about["user"] == handlers["user"])
    return _looks(about.join(handlers, [*same, known.holds(handlers, about["at_us"])]))


def team(known: Known) -> ir.Table:
    """Somebody of the officer's own team handles a case of the person."""
    about, handlers = known.about, known.tables["handlers"]
    of_handler, of_user = known.tables["teams"].view(), known.tables["teams"].view()
    handled = handlers.join(of_handler, "user").select(
        "case",
        "team",
        from_us=ibis.greatest(handlers["from_us"], of_handler["from_us"]),
        until_us=ibis.least(handlers["until_us"], of_handler["until_us"]),
    )
    looked = about.join(of_user, [about["user"] == of_user["user"], known.holds(of_user, about["at_us"])]).select(
        "look", "at_us", "case", "team"
    )
    same = (looked["case"] == handled["case"], looked["team"] == handled["team"])
    return _looks(looked.join(handled, [*same, known.holds(handled, looked["at_us"])]))


def handover(known: Known) -> ir.Table:
    """A case of the person was handed over to the officer, or to the officer's team."""
    about, handovers = known.about, known.tables["handovers"]
    got = about.join(handovers, [about["case"] == handovers["case"], known.holds(handovers, about["at_us"])])
    found = []
    if "user" in handovers.columns:
        found.append(_looks(got.filter(handovers["user"] == about["user"])))
    if "team" in handovers.columns and "teams" in known.tables:
        teams = known.tables["teams"]
        got_by = got.select("look", "at_us", user=about["user"], team=handovers["team"])
        own = (got_by["user"] == teams["user"], got_by["team"] == teams["team"])
        found.append(_looks(got_by.join(teams, [*own, known.holds(teams, got_by["at_us"])])))
    return found[0].union(*found[1:], distinct=True) if len(found) > 1 else found[0]


def duty(known: Known) -> ir.Table:
    """The officer was on duty for the unit at which a case of the person came in around then."""
    about, duties, cases = known.about, known.tables["duties"], known.tables["cases"]
    came = about.join(cases, [about["case"] == cases["case"]]).select("look", "at_us", "user", "unit", "opened_us")
    on_duty = (
        came["user"] == duties["user"],
        came["unit"] == duties["unit"],
        duties["from_us"] <= came["at_us"],
        came["at_us"] < duties["until_us"],
        duties["from_us"] - known.before_us <= came["opened_us"],
        came["opened_us"] < duties["until_us"],
    )
    return _looks(came.join(duties, list(on_duty)))


def request(known: Known) -> ir.Table:
    """The officer was asked, on record, to look."""
    return _named(known, "requests")


def listed(known: Known) -> ir.Table:
    """A system put the case before the officer, as one that asks attention."""
    return _named(known, "listed")


def citizen(known: Known) -> ir.Table:
    """The officer answers the person, who asked what is held about them."""
    return _named(known, "citizens")


def contact(known: Known) -> ir.Table:
    """The officer keeps contact with the person as victim or witness."""
    return _named(known, "contacts")


def break_glass(known: Known) -> ir.Table:
    """The officer opened what was closed, and gave a reason; each of these goes to a person all the same."""
    return _looks(known.looks.filter(known.looks["break_glass"] & known.looks["reason"].notnull()))


def _named(known: Known, name: str) -> ir.Table:
    """Looks of which a row of this table names the officer, and the person or a case."""
    rows = known.tables[name]
    found = []
    for column, looks in (("person", known.looks), ("case", known.about)):
        if column in rows.columns:
            same = (looks["user"] == rows["user"], looks[column] == rows[column])
            found.append(_looks(looks.join(rows, [*same, known.holds(rows, looks["at_us"])])))
    return found[0].union(*found[1:], distinct=True) if len(found) > 1 else found[0]


def _looks(found: ir.Table) -> ir.Table:
    return found.select("look").distinct()


# In the order in which they are told: a look that several explain is counted with the first.
EXPLANATIONS: dict[str, Explanation] = {
    "handler": Explanation(
        "de medewerker behandelt een zaak van deze persoon",
        "the officer handles a case of this person",
        {"handlers": ()},
        True,
        handler,
    ),
    "team": Explanation(
        "iemand uit het eigen team behandelt een zaak van deze persoon",
        "somebody of the own team handles a case of this person",
        {"handlers": (), "teams": ()},
        True,
        team,
    ),
    "handover": Explanation(
        "een zaak van deze persoon is aan de medewerker of diens team overgedragen",
        "a case of this person was handed over to the officer or their team",
        {"handovers": ()},
        True,
        handover,
    ),
    "duty": Explanation(
        "de medewerker had dienst voor de eenheid waar een zaak van deze persoon toen binnenkwam",
        "the officer was on duty for the unit at which a case of this person came in then",
        {"duties": (), "cases": ()},
        True,
        duty,
    ),
    "request": Explanation(
        "er ligt een vastgelegd verzoek aan de medewerker om dit op te zoeken",
        "there is a request on record to the officer to look this up",
        {"requests": ()},
        False,
        request,
    ),
    "listed": Explanation(
        "de zaak stond op een lijst van zaken die aandacht vragen, die de medewerker kreeg",
        "the case was on a list of cases that ask attention, which the officer was shown",
        {"listed": ()},
        False,
        listed,
    ),
    "citizen": Explanation(
        "de medewerker behandelt een verzoek van deze persoon zelf om inzage, verbetering of verwijdering",
        "the officer answers a request of this person for access, correction or deletion",
        {"citizens": ()},
        False,
        citizen,
    ),
    "contact": Explanation(
        "de medewerker onderhoudt het contact met deze persoon als slachtoffer of getuige",
        "the officer keeps contact with this person as a victim or witness",
        {"contacts": ()},
        False,
        contact,
    ),
    BREAK_GLASS: Explanation(
        "de medewerker heeft de noodtoegang gebruikt en een reden gegeven",
        "the officer broke the glass and gave a reason",
        {"looks": ("break_glass", "reason")},
        False,
        break_glass,
    ),
}
