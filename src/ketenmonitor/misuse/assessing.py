"""Which looks are explained, which are not, and in which order a person should judge the rest.

Comes in: settings. Goes out: an `Assessment`, of which `ranked` gives pairs of officer and person. The promise: a look that
something explains is in no ranked pair; the order of rows in the files changes nothing; looks stay in the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

import ibis
import ibis.expr.types as ir

from ketenmonitor.instants import DAY_US
from ketenmonitor.misuse.components import COMPONENTS, PAIR, Scored
from ketenmonitor.misuse.explanations import EXPLANATIONS, Known
from ketenmonitor.misuse.reading import read_tables
from ketenmonitor.misuse.settings import Settings
from ketenmonitor.store import Engine


@dataclass(frozen=True)
class Reason:
    """A component that gave points: its number, and the points."""

    component: str
    n: int
    points: float


@dataclass(frozen=True)
class Pair:
    """An officer and a person: how many looks, from when to when, and why they stand out, the weightiest first.

    `given`: the reasons that the officer gave for looking; they explain nothing by themselves, and the reviewer reads them.
    """

    user: str
    person: str
    looks: int
    first_us: int
    last_us: int
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """Tables of the engine. `explained`: look and the number of each explanation, in the order of `settings.explained_by`."""

    settings: Settings
    engine: Engine
    looks: ir.Table
    about: ir.Table
    explained: ir.Table
    unexplained: ir.Table
    tables: Mapping[str, ir.Table]

    def counts(self) -> dict[str, int]:
        """How many looks there are, how many each explanation explains first, and how many are left."""
        first = self.first_explained()
        by = self.engine.run(first.group_by("rank").agg(n=first.count()))
        found = dict(zip(by["rank"].to_pylist(), by["n"].to_pylist(), strict=True))
        told = {name: found.get(rank, 0) for rank, name in enumerate(self.settings.explained_by)}
        return {"looks": _count(self.engine, self.looks), **told, "unexplained": _count(self.engine, self.unexplained)}

    def first_explained(self) -> ir.Table:
        """Each explained look with the first of its explanations: `look`, `rank`."""
        return self.explained.group_by("look").agg(rank=self.explained["rank"].min())

    def span(self) -> tuple[int, int]:
        """The moments of the first and the last look."""
        looks = self.looks
        row = self.engine.run(looks.aggregate(first=looks["at_us"].min(), last=looks["at_us"].max())).to_pylist()[0]
        return row["first"] or 0, row["last"] or 0

    def scored(self) -> ir.Table:
        """Every pair with a look that nothing explains: `n_NAME` and `points_NAME` of each component, and `score`."""
        rows, settings = self.unexplained, self.settings
        table = rows.group_by(*PAIR).agg(looks=rows.count(), first_us=rows["at_us"].min(), last_us=rows["at_us"].max())
        for name, numbers in self.numbers():
            joined = table.left_join(numbers.rename({f"n_{name}": "n"}), list(PAIR)).drop("user_right", "person_right")
            table = joined.mutate(joined[f"n_{name}"].fill_null(0).name(f"n_{name}"))
        weights = settings.weights.items()
        points = {
            f"points_{name}": ibis.least(table[f"n_{name}"], weight.full) * float(weight.points) / weight.full
            for name, weight in weights
        }
        table = self.engine.keep(table.mutate(**points))
        return table.mutate(score=reduce(lambda a, b: a + b, (table[name] for name in points)))

    def numbers(self) -> Iterator[tuple[str, ir.Table]]:
        """The number of each component that has points here, for the pairs that have one above nothing."""
        scored = self.scored_rows(self.unexplained)
        for name in self.settings.weights:
            yield name, self.engine.keep(COMPONENTS[name].of(scored))

    def scored_rows(self, rows: ir.Table) -> Scored:
        """These looks, with what components ask for."""
        settings, follow_up_us = self.settings, self.settings.follow_up_days * DAY_US
        return Scored(rows, self.looks, self.about, self.tables, settings.hours, settings.most_namesakes, follow_up_us)

    def ranked(self, most: int) -> list[Pair]:
        """The pairs that stand out most; equal scores by looks, then by who came first."""
        table = self.scored()
        order = [ibis.desc("score"), ibis.desc("looks"), "first_us", *PAIR]
        first = self.engine.keep(table.order_by(order).limit(most))
        given = self._given(self.unexplained.semi_join(first, list(PAIR)))
        pairs = (_pair(row, self.settings) for row in self.engine.run(first.order_by(order)).to_pylist())
        return [replace(one, given=given.get((one.user, one.person), ())) for one in pairs]

    def behind_glass(self) -> list[Pair]:
        """Pairs of which the officer broke the glass: a person judges each of them, whatever explains it."""
        if "break_glass" not in self.looks.columns:
            return []
        rows = self.looks.filter(self.looks["break_glass"])
        table = rows.group_by(*PAIR).agg(looks=rows.count(), first_us=rows["at_us"].min(), last_us=rows["at_us"].max())
        found, given = self.engine.run(table.order_by(["first_us", *PAIR])).to_pylist(), self._given(rows)
        return [Pair(**row, given=given.get((row["user"], row["person"]), ())) for row in found]

    def _given(self, rows: ir.Table) -> dict[tuple[str, str], tuple[str, ...]]:
        """The reasons that officers gave, by pair."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        if "reason" in rows.columns:
            said = rows.filter(rows["reason"].notnull()).select(*PAIR, "reason").distinct().order_by("reason")
            for row in self.engine.run(said).to_pylist():
                pair = (row["user"], row["person"])
                found[pair] = (*found.get(pair, ()), row["reason"])
        return found


def assess(settings: Settings) -> Assessment:
    """Read the tables and explain what can be explained; raises `MisuseError` when a table does not serve."""
    engine, tables = read_tables(settings)
    supplied = tables["looks"]
    looks = engine.keep(supplied.mutate(look=ibis.row_number().over(order_by=list(supplied.columns))))
    about = engine.keep(_about(looks, tables))
    known = Known(looks, about, tables, settings.days_before * DAY_US, settings.days_after * DAY_US)
    parts = [
        engine.keep(EXPLANATIONS[name].of(known)).mutate(rank=ibis.literal(rank, "int64"))
        for rank, name in enumerate(settings.explained_by)
    ]
    explained = engine.keep(parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0])
    unexplained = engine.keep(looks.anti_join(explained, "look"))
    return Assessment(settings, engine, looks, about, explained, unexplained, tables)


def _about(looks: ir.Table, tables: Mapping[str, ir.Table]) -> ir.Table:
    """Each look with the cases that it may be about: the one that was given if the person is in it, else all of the person."""
    names = ("look", "user", "person", "at_us", "case")
    has_case, involved = "case" in looks.columns, tables.get("involved")
    if involved is None:
        return looks.filter(looks["case"].notnull()).select(*names) if has_case else _no_cases(looks)
    pairs = involved.select("person", of_case=involved["case"]).distinct()
    joined = looks.join(pairs, "person")
    if has_case:
        joined = joined.filter(joined["case"].isnull() | (joined["case"] == joined["of_case"])).drop("case")
    return joined.rename(case="of_case").select(*names)


def _no_cases(looks: ir.Table) -> ir.Table:
    return looks.mutate(case=ibis.null("string")).filter(False).select("look", "user", "person", "at_us", "case")


def _pair(row: Mapping[str, object], settings: Settings) -> Pair:
    reasons = [
        Reason(name, int(row[f"n_{name}"]), float(row[f"points_{name}"]))  # type: ignore[call-overload, arg-type]  # numbers of the engine
        for name in settings.weights
    ]
    told = sorted((one for one in reasons if one.points > 0), key=lambda one: -one.points)
    common = {name: row[name] for name in ("user", "person", "looks", "first_us", "last_us", "score")}
    return Pair(**common, reasons=tuple(told))  # type: ignore[arg-type]  # as above


def _count(engine: Engine, table: ir.Table) -> int:
    return int(engine.run(table.aggregate(n=table.count()))["n"][0].as_py())
