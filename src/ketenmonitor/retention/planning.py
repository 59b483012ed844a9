"""What a policy asks for on a day: which objects go, where to, by which rule. The dry run, and the first half of applying.

Comes in: a home, a chain, its policy and a moment. Goes out: a `Plan`: counts for people, and the objects as a table that stays in the
engine. The promise: nothing is changed; the first rule that fits an object decides; what was removed by a rule is destroyed by
that rule; and an object without a start is counted from the day on which the monitor first received something of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from ketenmonitor.instants import day_number, from_us, local_us
from ketenmonitor.intake import refusals_to_forget
from ketenmonitor.linking import Cases
from ketenmonitor.retention.adopted import PLANNED, folder_of
from ketenmonitor.retention.fitting import fitted, stored_of
from ketenmonitor.retention.periods import period_of
from ketenmonitor.retention.policy import Policy, Rule
from ketenmonitor.retention.states import State
from ketenmonitor.store import Engine, Home, View, connect, departures, kept_out, latest, open_view
from ketenmonitor.store.tables import storage_errors

COLUMNS = ("object_type", "object_id", "rule", "before", "after", "start_day", "kept", "first_receipt")
OBJECT = ["object_type", "object_id"]


@dataclass(frozen=True)
class Line:
    """So many objects of a rule of which the period began in a year, and what becomes of them."""

    rule: str
    article: str
    reference: str
    object: str
    period: str
    before: str
    after: str
    start_year: int
    objects: int


@dataclass(frozen=True, eq=False)
class Plan:
    """What will go. `cases`: chain cases that lose something. `stays`: objects by rule, null for those that no rule fits.

    `code`: says exactly this; who applies the plan repeats it. `old`: receipts of which rows set apart were kept long enough.
    `refused`: deliveries that go whole, as they name what is destroyed, or were kept long enough.
    """

    chain: str
    policy: Policy
    day: date
    lines: tuple[Line, ...]
    cases: int
    stays: dict[str | None, int]
    rows_set_apart: int
    old: tuple[int, ...]
    refused: int
    code: str
    view: View = field(repr=False)
    leaving: ir.Table = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether the tables stay as they are."""
        return not self.lines and not self.rows_set_apart

    @property
    def kept_since(self) -> str:
        """What the gate refused before this was kept long enough."""
        return self.policy.set_apart_since(self.day)


def plan(home: Home, policy: Policy, now_us: int) -> Plan:
    """What the policy asks for at this moment."""
    engine = connect(memory_limit=home.settings.memory_limit)
    view = open_view(home, policy.chain, engine=engine)
    day = _local_day(now_us, view)
    active = engine.keep(fitted(home, view, policy))
    leaving = engine.keep(_due(active, policy, day).union(_due_behind(home, engine, policy, day)))
    old = tuple(
        r.receipt for r in view.receipts if _local_day(r.received_at_us, view) <= policy.set_apart.last_start(day)
    )
    set_apart = stored_of(home, view)("quarantine")
    rows_set_apart = _count(engine, set_apart.filter(set_apart.receipt.isin(old))) if old else 0
    lines = tuple(_lines(engine, leaving, policy))
    staying = active.anti_join(leaving, OBJECT).group_by("rule").aggregate(n=ibis._.count())
    stays = {row["rule"]: row["n"] for row in engine.run(staying.order_by("rule")).to_pylist()}
    said = [policy.digest, day.isoformat(), home.tables_path(policy.chain).name, len(view.receipts), rows_set_apart]
    code = _code(engine, leaving, said)
    cases = _cases(view, leaving)
    found = Plan(policy.chain, policy, day, lines, cases, stays, rows_set_apart, old, 0, code, view, leaving)
    return replace(found, refused=_refused(home, found))


def write_identifiers(home: Home, found: Plan) -> Path:
    """Write which objects a plan is about into a file for its owner only; applying a plan removes it."""
    folder = folder_of(home, found.chain)
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)  # before there is anything in it
        place, beside = folder / PLANNED, folder / f".{PLANNED}"
        start = ibis.literal(date(1970, 1, 1)) + found.leaving.start_day.as_interval("D")
        rows = found.leaving.select("rule", *OBJECT, "before", "after", start=start).order_by(["rule", *OBJECT])
        found.view.engine.connection.to_csv(rows, beside)
        beside.chmod(0o600)
        os.replace(beside, place)
    return place


def _refused(home: Home, found: Plan) -> int:
    """How many refused deliveries would go as well: also those that came after what they name was destroyed."""
    engine, gone = found.view.engine, found.leaving.filter(found.leaving.after == str(State.DESTROYED))
    types = tuple(found.view.definition.objects)

    def must_go(ids: ir.Table) -> ir.Table:
        out = kept_out(home, found.chain, engine, ids, types)
        now = ids.semi_join(gone, "object_id").select("object_id")
        return now if out is None else now.union(out.select("object_id"))

    is_any = _count(engine, gone) or departures.has_destroyed(home.tables_path(found.chain))
    return len(refusals_to_forget(home, found.chain, engine, must_go if is_any else None, found.kept_since))


def _local_day(at_us: int, view: View) -> date:
    return from_us(local_us(at_us, view.definition.zone)).date()


def _count(engine: Engine, rows: ir.Table) -> int:
    return int(engine.run(rows.count().as_table())[0][0].as_py())


def _due(active: ir.Table, policy: Policy, day: date) -> ir.Table:
    """Of the active objects those of which a period is over."""
    none = ibis.null("string")
    removed, destroyed = [], []
    for rule in policy.rules:
        first, last = _last_starts(rule, day)
        here = active["rule"] == rule.id
        removed += [here & (active.start_day <= first)] if first is not None and rule.kept else []
        destroyed += [here & (active.start_day <= last)] if last is not None else []
    after = ibis.cases(
        *((met, str(State.DESTROYED)) for met in destroyed), *((met, str(State.REMOVED)) for met in removed), else_=none
    ) if destroyed else none  # fmt: skip
    kept = [(active["rule"] == rule.id, str(rule.kept)) for rule in policy.rules if rule.kept]
    rows = active.mutate(
        before=ibis.literal(str(State.ACTIVE)), after=after, kept=ibis.cases(*kept, else_=none) if kept else none
    )
    return rows.filter(rows.after.notnull()).select(*COLUMNS)


def _last_starts(rule: Rule, day: date) -> tuple[int | None, int | None]:
    """The last day of a start of which the period is over today, and of which everything is."""
    if rule.period is None:
        return None, None
    first = rule.period.last_start(day)
    last = first if rule.kept is None else rule.period.last_start(rule.kept.last_start(day))
    return day_number(first), day_number(last)


def _due_behind(home: Home, engine: Engine, policy: Policy, day: date) -> ir.Table:
    """Of what is behind the gatekeeper that of which the time there is over: as its rule says now, or said when it is gone."""
    behind = latest(home.tables_path(policy.chain), engine, "removed")
    rules = {rule.id: rule for rule in policy.rules if rule.period}
    over = []
    for name, kept in _kinds_behind(engine, behind):
        rule = rules.get(name)
        since = None if rule is None else _last_starts(rule, day)[1]
        is_of = (behind["rule"] == name) & (behind.kept == kept)
        if since is not None:
            over.append(is_of & (behind.start_day <= since))
        elif (period := period_of(kept)) is not None:
            over.append(is_of & (behind.removed_us < _start_us(period.last_start(day))))
    rows = behind.filter(ibis.or_(*over)) if over else behind.limit(0)
    states = {"before": ibis.literal(str(State.REMOVED)), "after": ibis.literal(str(State.DESTROYED))}
    return rows.mutate(**states).select(*COLUMNS)


def _start_us(day: date) -> int:
    return (day_number(day) + 1) * 86_400_000_000


def _kinds_behind(engine: Engine, behind: ir.Table) -> list[tuple[str, str]]:
    rows = engine.run(behind.select("rule", "kept").distinct().order_by(["rule", "kept"])).to_pylist()
    return [(row["rule"], row["kept"]) for row in rows]


def _lines(engine: Engine, leaving: ir.Table, policy: Policy) -> Iterator[Line]:
    rules = {rule.id: rule for rule in policy.rules}
    year = (ibis.literal(date(1970, 1, 1)) + leaving.start_day.as_interval("D")).year()
    by = ["rule", "object_type", "before", "after", "start_year"]
    counted = leaving.mutate(start_year=year).group_by(by).aggregate(n=ibis._.count()).order_by(by)
    for row in engine.run(counted).to_pylist():
        rule = rules.get(row["rule"])
        period = "" if rule is None else rule.how_long or ""
        article, reference = ("", "") if rule is None else (rule.article, rule.reference)
        yield Line(
            row["rule"],
            article,
            reference,
            row["object_type"],
            period,
            row["before"],
            row["after"],
            row["start_year"],
            row["n"],
        )


def _cases(view: View, leaving: ir.Table) -> int:
    """How many chain cases lose something that is in the tables."""
    cases = Cases(view)
    gone = cases.objects.semi_join(leaving, OBJECT)
    members = cases.members(view.definition.unit)
    return int(view.engine.run(members.semi_join(gone, "object").aggregate(n=members.case.nunique()))["n"][0].as_py())


def _code(engine: Engine, leaving: ir.Table, said: list[Any]) -> str:
    """Another one for another policy, day or set of objects; in whichever order the engine finds these."""
    names = leaving.object_type + "|" + leaving.object_id + "|" + leaving.after
    seen = engine.run(leaving.aggregate(n=leaving.count(), mixed=names.hash().bit_xor())).to_pylist()
    return sha256(json.dumps([*said, seen]).encode()).hexdigest()[:12]
