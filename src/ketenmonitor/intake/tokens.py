"""Tokens of a delivery become the ids that the monitor knows: what `pseudonyms.parquet` brings is opened, and looked up.

    events, links, objects   every object_id, from_id and to_id is a token: t0, t1, ... of this delivery only
    pseudonyms.parquet       batch, first, count, evaluations, blinds: token n is number n - first of its batch

Comes in: the files of a delivery as tables of text, and the moment at which it was offered for the first time. Goes out: the
same tables with ids, or faults. The promise: everything is checked before the vault changes; a token is never kept as an id; no
blind, element or id stands in a fault. What is kept of a delivery that was refused for another reason can be opened later: the
time that an envelope may take is the time until the delivery was first offered.
"""

from __future__ import annotations

import ibis.expr.types as ir

from ketenmonitor.intake.blinded import AGAIN, FILE, IDS, Offered
from ketenmonitor.intake.outcome import Fault
from ketenmonitor.intake.recipient import recipient_of
from ketenmonitor.store import Engine, Home

IDENTIFIERS = {"events": ("object_id",), "links": ("from_id", "to_id"), "objects": ("object_id",)}
TOKEN = "^t(0|[1-9][0-9]{0,17})$"


Found = tuple[dict[str, ir.Table], str | None, list[Fault]]  # tables, the period of the pseudonyms, faults


def with_ids(home: Home, engine: Engine, offered: Offered, tables: dict[str, ir.Table]) -> Found:
    """The tables with ids for tokens, and the period of the pseudonyms; or the same tables, and why they cannot be taken."""
    recipient = recipient_of(home, offered.chain)
    if not offered.has_pseudonyms:
        return tables, None, _unopened(engine, tables) if recipient else []
    if recipient is None:
        sentence = f"{FILE}: this monitor takes no pseudonyms for this chain. Ask who runs it to set that up first."
        return tables, None, [Fault("not-set-up", sentence)]
    from ketenmonitor.intake import opening  # loads what opens envelopes, which most commands do not need

    total, faults = opening.numbering(offered.file)
    if not faults:
        faults = [fault for name, rows in tables.items() for fault in _strangers(engine, name, rows, total)]
    if faults:
        return tables, None, faults
    period, faults, ids = opening.looked_up(home, recipient, offered, lambda parts: engine.gathered(parts, IDS))
    if ids is None:
        return tables, None, faults
    return {name: _replaced(engine, name, rows, ids) for name, rows in tables.items()}, period, []


def _unopened(engine: Engine, tables: dict[str, ir.Table]) -> list[Fault]:
    """A fault for tokens that nothing can be done with: they would be taken for identifiers, the same in every delivery."""
    for name, rows in tables.items():
        for column in IDENTIFIERS.get(name.partition(".")[0], ()):
            found = rows.filter(rows[column].re_search(TOKEN).fill_null(False))
            if _first_row(engine, found):
                sentence = f"{name}: column {column} holds tokens, and {FILE} is not in the delivery. {AGAIN}"
                return [Fault("not-pseudonymised", sentence)]
    return []


def _strangers(engine: Engine, name: str, rows: ir.Table, total: int) -> list[Fault]:
    """A fault for each column with an identifier that is no token of this delivery."""
    faults = []
    for column in IDENTIFIERS.get(name.partition(".")[0], ()):
        said = rows[column]
        is_token = said.re_search(TOKEN) & (said.substr(1).try_cast("int64") < total)
        if row := _first_row(engine, rows.filter(said.notnull() & ~is_token.fill_null(False))):
            sentence = f"{name} row {row}: {column} is no token of {FILE}. In a delivery with pseudonyms every identifier is one. {AGAIN}"
            faults.append(Fault("not-a-token", sentence))
    return faults


def _first_row(engine: Engine, rows: ir.Table) -> int | None:
    found: int | None = engine.run(rows.aggregate(row=rows.row.min()))["row"][0].as_py()
    return found


def _replaced(engine: Engine, name: str, rows: ir.Table, ids: ir.Table) -> ir.Table:
    """The rows with ids where there were tokens."""
    columns = rows.columns
    for column in IDENTIFIERS.get(name.partition(".")[0], ()):
        number = rows[column].substr(1).try_cast("int64")
        joined = rows.left_join(ids, number == ids.token)
        rows = engine.keep(joined.mutate(**{column: joined.token_id}).select(*columns))
    return rows
