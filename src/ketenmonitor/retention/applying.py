"""Apply a policy: what has to go goes, out of every table and every file that this program keeps.

    1. all tables are written anew without it, with keyed hashes so that it stays away; the new ones count from one moment on
    2. whatever else may name it is looked through, and what names it goes: what is prepared, refused deliveries, events in the
       inbox, the vault, the list of an earlier plan, intermediate results of processes that were killed

Comes in: a home, a policy, the code of the plan that somebody saw. Goes out: `Applied`. The promise: exactly what that plan showed
goes, or nothing; killed at any moment the tables are the old or the new ones; and step 2 looks for what the hashes keep out, not
for what step 1 did, so that applying again finishes what was cut short.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.errors import UsageError
from ketenmonitor.inbox import check_nothing_waits, forget_objects
from ketenmonitor.intake import clean_up, forget_refusals, holder_of, refusals_to_forget
from ketenmonitor.retention.adopted import PLANNED, folder_of
from ketenmonitor.retention.planning import Plan, plan
from ketenmonitor.retention.policy import Policy
from ketenmonitor.retention.states import State, may_follow
from ketenmonitor.store import (
    Engine,
    Home,
    Leaving,
    aliases_of,
    departures,
    forget,
    ids_in,
    kept_out,
    latest,
    ledger,
    remove_left_scratch,
    rewrite,
)
from ketenmonitor.store.departures import Move, Run
from ketenmonitor.store.tables import SCHEMAS, storage_errors


@dataclass(frozen=True)
class Applied:
    """What went. `moves`: how many objects came into each state; `refused` and `events`: what went besides of the gate and inbox."""

    moves: dict[str, int]
    rows_set_apart: int
    refused: int
    events: int


def apply(home: Home, policy: Policy, now_us: int, by: str, code: str) -> Applied:
    """Let go what a plan showed. Raises UsageError when now it would be something else, StorageError when it cannot be done."""
    with home.writing():
        clean_up(home.tables_path(policy.chain))
        check_nothing_waits(home, policy.chain)
        holder_of(home, policy.chain)  # what keeps it from doing its part is said before anything went
        found = plan(home, policy, now_us)
        if found.code != code:
            raise UsageError(
                f"{code} is not the code of what would go now: since that plan something was received or applied, or another day "
                "began. Nothing was changed. Make the plan again, look at it, and give its code."
            )
        if not found.is_empty:
            _rewrite(home, found, now_us, by)
        refused, events = _elsewhere(home, found, now_us)
        found.view.engine.connection.disconnect()  # and with it what it wrote beside its memory
    moved = Counter[str]()
    for line in found.lines:
        moved[line.after] += line.objects
    return Applied(dict(sorted(moved.items())), found.rows_set_apart, refused, events)


def _rewrite(home: Home, found: Plan, now_us: int, by: str) -> None:
    root, engine = home.tables_path(found.chain), found.view.engine
    run = Run(
        len(departures.read(root)) + 1, now_us, by, found.policy.version, found.policy.digest,
        tuple(_moves(found)), found.rows_set_apart,
    )  # fmt: skip
    rewrite(Leaving(home, found.chain, engine, found.leaving, found.old, _aliases(home, found)), run)


def _moves(found: Plan) -> list[Move]:
    rules = {rule.id: (rule.reference, rule.article) for rule in found.policy.rules}
    by = ["rule", "object_type", "before", "after", "first_receipt"]
    counted = found.leaving.group_by(by).aggregate(n=ibis._.count()).order_by(by)
    moves = []
    for row in found.view.engine.run(counted).to_pylist():
        assert may_follow(State(row["before"]), State(row["after"]))
        place = (row["before"], row["after"], row["first_receipt"], row["n"])
        reference, article = rules.get(row["rule"], ("", ""))
        moves.append(Move(row["rule"], reference, row["object_type"], *place, article))
    return moves


def _aliases(home: Home, found: Plan) -> ir.Table | None:
    """What is destroyed, by the ids under which the vault would let it come back; None without a vault."""
    engine, gone = found.view.engine, found.leaving.filter(found.leaving.after == str(State.DESTROYED))
    ids = engine.run(gone.select("object_id").distinct())["object_id"].to_pylist()
    pairs = aliases_of(home.chain_path(found.chain) / "vault", ids)
    if not pairs:
        return None
    columns = {"object_id": [id for id, _ in pairs], "alias": [alias for _, alias in pairs]}
    table = engine.gathered([pa.table(columns)], pa.schema([("object_id", pa.string()), ("alias", pa.string())]))
    return gone.inner_join(table, "object_id").select("object_type", object_id="alias")


def _elsewhere(home: Home, found: Plan, now_us: int) -> tuple[int, int]:
    """Look through all that is not a table; returns how many refused deliveries and events went."""
    chain, engine = found.chain, found.view.engine
    types = tuple(found.view.definition.objects)

    def must_go(ids: ir.Table) -> ir.Table:
        out = kept_out(home, chain, engine, ids, types)
        return ids.limit(0) if out is None else out.select("object_id").distinct()

    with storage_errors(home.path):
        shutil.rmtree(home.prepared_path(chain), ignore_errors=True)
        for name in (PLANNED, f".{PLANNED}"):  # also half of one
            (folder_of(home, chain) / name).unlink(missing_ok=True)
    is_any = departures.has_destroyed(home.tables_path(chain))
    refused = refusals_to_forget(home, chain, engine, must_go if is_any else None, found.kept_since)
    forget_refusals(home, refused)
    events = forget_objects(home, chain, engine, must_go)
    _forget_in_vault(home, found, must_go)
    remove_left_scratch(home.path)
    return len(refused), events


def _forget_in_vault(home: Home, found: Plan, must_go: Callable[[ir.Table], ir.Table]) -> None:
    """The ids that may not come back and that no row names any more."""
    folder, engine = home.chain_path(found.chain) / "vault", found.view.engine
    schema = pa.schema([("object_id", pa.string())])
    ids = engine.gathered((pa.table([some], schema=schema) for some in ids_in(folder)), schema)
    gone = must_go(ids).anti_join(_named(home, found.chain, engine), "object_id")
    ids = engine.run(gone)["object_id"].to_pylist()
    holder = holder_of(home, found.chain)
    if holder is None:
        forget(folder, ids)
        return
    from ketenmonitor.intake import destroyed  # loads the group, which no other chain needs

    forget(folder, ids, destroyed.held_of(home, holder, ids))


def _named(home: Home, chain: str, engine: Engine) -> ir.Table:
    """Every identifier that a row names, before the gatekeeper or behind: object_id."""
    root = home.tables_path(chain)
    receipts = ledger.read(root)
    versions = receipts[-1].versions if receipts else {}
    parts = []
    for place, name in ((place, name) for place in (root, root / "behind") for name in ("events", "objects", "links")):
        rows = latest(place, engine, name) if place != root or name in versions else engine.table([], SCHEMAS[name])
        ends = ("from_id", "to_id") if name == "links" else ("object_id",)
        parts += [rows.select(object_id=rows[end]) for end in ends]
    return ibis.union(*parts, distinct=True)
