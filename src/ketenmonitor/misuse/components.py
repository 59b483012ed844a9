"""What makes a look that nothing explains stand out: a component each, with its points and its reason in words.

Comes in: looks that nothing explains, and what is on record. Goes out: a whole number for each pair of officer and person. The
promise: each number only falls or stays when a look more is explained; none is about what a person is, only about what the officer
did and how the two are related.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from ketenmonitor.instants import DAY_US

HOUR_US = DAY_US // 24
PAIR = ("user", "person")
FRIDAY = 4  # Monday is 0, and 1 January 1970 was a Thursday


@dataclass(frozen=True)
class Scored:
    """`rows`: looks that nothing explains. `looks`: all of them, with `about`: which case each may be about."""

    rows: ir.Table
    looks: ir.Table
    about: ir.Table
    tables: Mapping[str, ir.Table]
    hours: tuple[int, int]
    most_namesakes: int
    follow_up_us: int

    def pairs(self) -> ir.Table:
        return self.rows.select(*PAIR).distinct()


@dataclass(frozen=True)
class Component:
    """`points` at `full` and above, and in proportion below; `{n}` in the words is the number."""

    points: float
    full: int
    nl: str
    en: str
    needs: Mapping[str, tuple[str, ...]]
    of: Callable[[Scored], ir.Table]


def others(scored: Scored) -> ir.Table:
    """How many others looked at the person without an explanation."""
    pairs = scored.pairs()
    counted = pairs.group_by("person").agg(n=pairs.count() - 1)
    return pairs.join(counted, "person").select(*PAIR, "n")


def own(scored: Scored) -> ir.Table:
    """How many other persons the officer looked at without an explanation."""
    pairs = scored.pairs()
    counted = pairs.group_by("user").agg(n=pairs.count() - 1)
    return pairs.join(counted, "user").select(*PAIR, "n")


def volume(scored: Scored) -> ir.Table:
    """How many persons the officer looked at without an explanation on the busiest day of the pair."""
    days = scored.rows.select(*PAIR, day=scored.rows["local_us"] // DAY_US).distinct()
    counted = days.group_by("user", "day").agg(persons=days.count() - 1)
    joined = days.join(counted, ["user", "day"])
    return joined.group_by(*PAIR).agg(n=joined["persons"].max())


def odd_hours(scored: Scored) -> ir.Table:
    """How many looks were beside the own roster; of who has no roster, outside working hours."""
    rows = scored.rows
    hour, weekday = rows["local_us"] % DAY_US // HOUR_US, (rows["local_us"] // DAY_US + 3) % 7
    begin, end = scored.hours
    odd = rows.mutate(odd=(hour < begin) | (hour >= end) | (weekday > FRIDAY))
    if "rosters" in scored.tables:
        rosters = scored.tables["rosters"]
        working = _during(rows, rosters).mutate(working=True)
        rostered = rosters.select("user").distinct().mutate(rostered=True)
        joined = odd.left_join(rostered, "user").drop("user_right").left_join(working, "look")
        by_roster = joined["working"].isnull()
        odd = joined.select(*PAIR, odd=ibis.ifelse(joined["rostered"].notnull(), by_roster, joined["odd"]))
    return _counted(odd.filter("odd"))


def days(scored: Scored) -> ir.Table:
    """On how many more days than one."""
    days = scored.rows.select(*PAIR, day=scored.rows["local_us"] // DAY_US).distinct()
    return days.group_by(*PAIR).agg(n=days.count() - 1)


def own_file(scored: Scored) -> ir.Table:
    """The officer looked at themselves."""
    staff = scored.tables["staff"]
    rows = scored.rows
    return _once(rows.join(staff, [rows["user"] == staff["user"], rows["person"] == staff["person"]]))


def colleague(scored: Scored) -> ir.Table:
    """The person works here too."""
    staff, rows = scored.tables["staff"], scored.rows
    return _once(rows.join(staff, [rows["person"] == staff["person"], rows["user"] != staff["user"]]))


def household(scored: Scored) -> ir.Table:
    """The person lives at the officer's address."""
    return _alike(scored, "address", scored.tables["persons"])


def namesake(scored: Scored) -> ir.Table:
    """The person has the officer's surname, and few others have it."""
    persons = scored.tables["persons"]
    bearers = persons.group_by("surname").agg(bearers=persons.count())
    rare = bearers.filter(bearers["bearers"] <= scored.most_namesakes)
    return _alike(scored, "surname", persons.semi_join(rare, "surname"))


def no_follow_up(scored: Scored) -> ir.Table:
    """The officer did nothing in any case of the person after looking."""
    actions, looks, about = scored.tables["actions"], scored.looks, scored.about
    followed = []
    for column, table in (("person", looks), ("case", about)):
        if column in actions.columns:
            same = (table["user"] == actions["user"], table[column] == actions[column])
            soon = (actions["at_us"] >= table["at_us"], actions["at_us"] <= table["at_us"] + scored.follow_up_us)
            followed.append(table.join(actions, [*same, *soon]).select(user=table["user"], person=table["person"]))
    every = followed[0].union(*followed[1:]) if len(followed) > 1 else followed[0]
    return scored.pairs().anti_join(every, list(PAIR)).mutate(n=1)


def no_case(scored: Scored) -> ir.Table:
    """How many looks gave no case of the person as their occasion."""
    about = scored.about.select("look", "case")
    return _counted(scored.rows.anti_join(about, ["look", "case"]))


def _during(rows: ir.Table, terms: ir.Table) -> ir.Table:
    """The looks that fall within a term of the officer."""
    inside = (terms["from_us"] <= rows["at_us"], rows["at_us"] < terms["until_us"])
    return rows.join(terms, [rows["user"] == terms["user"], *inside]).select("look").distinct()


def _alike(scored: Scored, column: str, persons: ir.Table) -> ir.Table:
    """Pairs of which both have the same in this column; who is known to be the same person is not one of them."""
    staff, rows = scored.tables["staff"], scored.pairs()
    of_user = rows.join(staff, "user").select(*PAIR, its=staff[column])
    same = (of_user["person"] == persons["person"], of_user["its"] == persons[column])
    return _once(of_user.join(persons, list(same)))


def _once(pairs: ir.Table) -> ir.Table:
    return pairs.select(*PAIR).distinct().mutate(n=1)


def _counted(rows: ir.Table) -> ir.Table:
    return rows.group_by(*PAIR).agg(n=rows.count())


# In the order in which they are told when they weigh the same.
COMPONENTS: dict[str, Component] = {
    "own_file": Component(
        5, 1, "de medewerker keek naar zichzelf", "the officer looked at themselves", {"staff": ("person",)}, own_file
    ),
    "household": Component(
        5, 1, "de persoon woont op het adres van de medewerker", "the person lives at the officer's address",
        {"staff": ("address",), "persons": ("address",)}, household,
    ),
    "colleague": Component(
        5, 1, "de persoon is een collega", "the person is a colleague", {"staff": ("person",)}, colleague
    ),
    "namesake": Component(
        4, 1, "de persoon heeft dezelfde, zeldzame achternaam als de medewerker",
        "the person has the same rare surname as the officer", {"staff": ("surname",), "persons": ("surname",)}, namesake,
    ),
    "others": Component(
        4, 12, "anderen die zonder verklaring naar deze persoon keken: {n}",
        "others who looked at this person without an explanation: {n}", {}, others,
    ),
    "days": Component(
        2, 4, "latere dagen waarop weer naar deze persoon werd gekeken: {n}", "later days of looking at this person again: {n}", {}, days
    ),
    "own": Component(
        2, 20, "andere personen naar wie de medewerker zonder verklaring keek: {n}",
        "other persons at whom the officer looked without an explanation: {n}", {}, own,
    ),
    "volume": Component(
        1, 10, "andere personen zonder verklaring op dezelfde dag: {n}", "other persons without an explanation on the same day: {n}",
        {}, volume,
    ),
    "odd_hours": Component(
        4, 2, "raadplegingen buiten het eigen rooster of de werktijd: {n}", "looks beside the own roster or working hours: {n}",
        {}, odd_hours,
    ),
    "no_case": Component(
        2, 1, "raadplegingen zonder een zaak van deze persoon als aanleiding: {n}",
        "looks without a case of this person as the occasion: {n}", {"looks": ("case",)}, no_case,
    ),
    "no_follow_up": Component(
        3, 1, "daarna is in geen zaak van deze persoon iets gedaan", "nothing was done in any case of this person afterwards",
        {"actions": ()}, no_follow_up,
    ),
}  # fmt: skip
