"""The ledger: one row for each accepted delivery, and everything that follows from these rows alone.

Comes in: rows of the `ledger` table. Goes out: receipts, the order in which they outrank each other, and each
partner's coverage. The promise: everything here is derived from the receipts known at a moment, so the same moment
gives the same answer for ever.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from ketenmonitor.errors import StorageError
from ketenmonitor.store import tables

FULL, RETRY = "full", "retry"
ONE_FILE_EACH = 100  # receipts: else reading the ledger takes longer with each (0.2 ms), for ever


@dataclass(frozen=True)
class Receipt:
    """One accepted delivery, or (kind `retry`) quarantined rows of one that were accepted later.

    `content` is the hash of all it held; `counts` has the rows taken in by kind of file; `versions` are the tables'
    versions of which this receipt is part; `period` is that of its pseudonyms, when they came blinded.
    """

    receipt: int
    partner: str
    delivery_id: str
    received_at_us: int
    content: str
    kind: str
    definition_version: str
    delivered_until_us: int
    made_at: str
    delivered_from_us: int | None = None
    follows: str | None = None
    contact: str | None = None
    retry_of: int | None = None
    period: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """Time that is missing between what is covered and what came later; unknown ends are None."""

    from_us: int
    until_us: int | None
    missing: str | None


@dataclass(frozen=True)
class Coverage:
    """Everything that happened at a partner from `from_us` up to `until_us` is in.

    `beyond_us`: until when deliveries beyond a gap go; None when there is no gap.
    """

    from_us: int
    until_us: int
    gaps: tuple[Gap, ...] = ()
    beyond_us: int | None = None

    @property
    def reached_us(self) -> int:
        """Until when anything was delivered, also what does not count because of a gap."""
        return self.until_us if self.beyond_us is None else self.beyond_us


def start(root: Path) -> None:
    """Make the empty ledger of a new chain. From then on a ledger that is not there is damage, not a new chain."""
    if tables.version_of(root, "ledger") is None:
        tables.append(root, "ledger", tables.SCHEMAS["ledger"].empty_table())


def read(root: Path) -> tuple[Receipt, ...]:
    """All receipts, in the order of their numbers. Raises StorageError when the ledger is gone."""
    if tables.version_of(root, "ledger") is None:
        raise StorageError(
            f"{root / 'ledger'}: the ledger of this chain is gone or damaged. It says which deliveries are in, and no "
            "figure can be given without it; nothing was changed. Put this folder back from a backup."
        )
    rows = tables.read_small(root, "ledger").to_pylist()
    return tuple(sorted((_from_row(row) for row in rows), key=lambda receipt: receipt.receipt))


def stamp(root: Path) -> tuple[int, int]:
    """Something that is another thing as soon as a receipt was added: cheap to ask, and no receipt is read for it."""
    log = root / "ledger" / "_delta_log"
    return log.stat().st_mtime_ns, sum(1 for _ in log.iterdir())


def _from_row(row: dict[str, Any]) -> Receipt:
    body: dict[str, Any] = json.loads(row["body"])
    return Receipt(**body)


def write(root: Path, receipt: Receipt) -> None:
    """Add one receipt: this is the moment at which a delivery becomes part of the monitor."""
    write_all(root, (receipt,))
    if receipt.receipt % ONE_FILE_EACH == 0:
        with suppress(StorageError):  # the receipt is in; the next hundredth tries again
            tables.put_together(root, "ledger")


def write_all(root: Path, receipts: tuple[Receipt, ...]) -> None:
    """Add receipts, all at once: for a new folder of tables that takes them over."""
    bodies = [json.dumps(asdict(receipt), ensure_ascii=False) for receipt in receipts]
    rows = [{"receipt": r.receipt, "partner": r.partner, "body": b} for r, b in zip(receipts, bodies, strict=True)]
    tables.append(root, "ledger", pa.Table.from_pylist(rows, schema=tables.SCHEMAS["ledger"]))


def known_at(receipts: tuple[Receipt, ...], at_us: int | None) -> tuple[Receipt, ...]:
    """The receipts that had been accepted at `at_us` (None: all)."""
    return tuple(r for r in receipts if at_us is None or r.received_at_us <= at_us)


def precedence(receipts: tuple[Receipt, ...], partner: str) -> list[Receipt]:
    """One partner's accepted receipts, from those that give way to those that win.

    Mostly the order of arrival. A delivery that fills a gap comes before those that follow it (they were made later),
    and a retry of quarantined rows comes right after the delivery that they were in. What follows what is judged by all
    that is known, so the order may change when a missing link of a chain of deliveries arrives.
    """
    own = [r for r in receipts if r.partner == partner]
    chains = _chains(own)
    order: list[Receipt] = []
    furthest: dict[str, int] = {}
    for receipt in own:
        root, place = chains[receipt.delivery_id]
        if receipt.kind != RETRY and place >= furthest.get(root, 0):
            order.append(receipt)  # the usual case: nothing that follows it has come yet
        else:
            order.insert(_place(order, receipt, own), receipt)
        furthest[root] = max(place, furthest.get(root, 0))
    return order


def _chains(own: list[Receipt]) -> dict[str, tuple[str, int]]:
    """For each delivery the first one known of its chain of deliveries, and how many steps it is from that."""
    follows = {r.delivery_id: r.follows for r in own if r.kind != RETRY}
    found: dict[str, tuple[str, int]] = {}
    for delivery in follows:
        way: dict[str, None] = {}
        at: str | None = delivery
        while at in follows and at not in found and at not in way:
            way[at] = None
            at = follows[at]
        root, steps = found[at] if at in found else (next(reversed(way)), -1)
        for step in reversed(way):
            found[step] = (root, steps := steps + 1)
    return found


def _place(order: list[Receipt], receipt: Receipt, known: list[Receipt]) -> int:
    if receipt.kind == RETRY:
        family = [i for i, r in enumerate(order) if receipt.retry_of in (r.receipt, r.retry_of)]
        return family[-1] + 1
    later: set[str] = {receipt.delivery_id}
    while further := {r.delivery_id for r in known if r.follows in later} - later:
        later |= further
    later.discard(receipt.delivery_id)
    return next((i for i, r in enumerate(order) if r.delivery_id in later), len(order))


def ranks(receipts: tuple[Receipt, ...]) -> dict[int, int]:
    """For each receipt its place among those of its partner: of two rows about the same thing the higher counts."""
    partners = dict.fromkeys(r.partner for r in receipts)
    return {r.receipt: place for p in partners for place, r in enumerate(precedence(receipts, p))}


def order_of_deliveries(receipts: tuple[Receipt, ...]) -> dict[int, int]:
    """For each receipt the number by which its rows come among its partner's at the same instant.

    It is the rank of the delivery that the rows were in, so rows of a retry stand where they were delivered, and a
    delivery that came late stands where it would have stood in time.
    """
    places = ranks(receipts)
    return {r.receipt: places[r.receipt if r.retry_of is None else r.retry_of] for r in receipts}


def replaced(receipts: tuple[Receipt, ...], partner: str) -> set[int]:
    """The numbers of the receipts that a later full delivery of the same partner replaced as a whole."""
    order = precedence(receipts, partner)
    last_full = max((i for i, r in enumerate(order) if r.kind == FULL), default=0)
    return {r.receipt for r in order[:last_full]}


def in_force(receipts: tuple[Receipt, ...], partner: str) -> list[Receipt]:
    """One partner's receipts that no full delivery replaced, in order of precedence."""
    gone = replaced(receipts, partner)
    return [r for r in precedence(receipts, partner) if r.receipt not in gone]


def coverage(receipts: tuple[Receipt, ...], partner: str) -> Coverage | None:
    """Until when, without a hole, a partner's data are complete; None when it delivered nothing.

    A delivery that starts later than what is covered, or that follows one that was never received, is beyond a gap
    and counts only when the gap is filled. An increment without `delivered_from` starts where the one it follows ended.
    """
    deliveries = [r for r in in_force(receipts, partner) if r.kind != RETRY]
    ends = {r.delivery_id: r.delivered_until_us for r in receipts if r.partner == partner and r.kind != RETRY}
    spans: list[tuple[Any, Receipt]] = []
    loose: list[tuple[Any, Receipt]] = []
    for r in deliveries:
        start = r.delivered_from_us if r.delivered_from_us is not None else ends.get(r.follows or "")
        is_anchored = r.kind == FULL or r.follows is None or r.follows in ends
        (spans if is_anchored and start is not None else loose).append((start, r))
    if not spans:
        return None
    return _merged(sorted(spans, key=lambda span: (span[0], span[1].receipt)), loose)


def _merged(spans: list[tuple[Any, Receipt]], loose: list[tuple[Any, Receipt]]) -> Coverage:
    first = until = spans[0][0]
    beyond = list(loose)
    for start, r in spans:
        if start <= until:
            until = max(until, r.delivered_until_us)
        else:
            beyond.append((start, r))
    later = [(start, r) for start, r in beyond if r.delivered_until_us > until]
    known = {r.delivery_id for _, r in [*spans, *loose]}
    gaps = tuple(Gap(until, start, r.follows if r.follows not in known else None) for start, r in later)
    return Coverage(first, until, gaps, max((r.delivered_until_us for _, r in later), default=None))
