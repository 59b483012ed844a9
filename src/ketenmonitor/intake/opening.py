"""Open what `pseudonyms.parquet` brings: two envelopes a batch, and the vault that knows who is behind them.

Comes in: the file, for whom it must be, and when it was first offered. Goes out: the number and the id of every token, or
faults. The promise: every envelope is opened and judged before the vault changes, and then it has all ids or none of them;
one batch is in memory, never all; what is opened is written nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from ketenmonitor.intake.blinded import AGAIN, FILE, IDS, Offered
from ketenmonitor.intake.files import CHUNK
from ketenmonitor.intake.outcome import Fault
from ketenmonitor.intake.recipient import Recipient, key_of, vault_of
from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import batches, envelopes
from ketenmonitor.pseudonyms.envelopes import BLINDS, BYTES, EVALUATION, Claims, Unopened
from ketenmonitor.pseudonyms.suite import NotAnElement
from ketenmonitor.store import Home, Vault

TEXTS, NUMBERS = ("batch", "evaluations", "blinds"), ("first", "count")


def looked_up(
    home: Home, recipient: Recipient, offered: Offered, gathered: Callable[[Iterable[pa.Table]], ir.Table]
) -> tuple[str, list[Fault], ir.Table | None]:
    """The period of the pseudonyms and the ids of all tokens, as `gathered` keeps them; or faults, and no ids."""
    secret = key_of(home, "receiving")
    with vault_of(home, recipient) as vault:
        period = vault.about.period
        used, faults = _envelopes(offered, recipient, period, secret)
        if faults:
            return period, faults, None
        try:
            with vault.changing():
                if not vault.claim(used, offered.content, offered.accepted):
                    return (
                        period,
                        [Fault("replayed", f"{FILE}: an envelope was used by another delivery. {AGAIN}")],
                        None,
                    )
                return period, [], gathered(_ids(offered, recipient, vault, secret))
        except NotAnElement:
            return period, [Fault("not-an-element", f"{FILE}: a value in it is no element of the group. {AGAIN}")], None


def numbering(path: Path) -> tuple[int, list[Fault]]:
    """How many tokens there are; a fault when batches do not number them from 0 on, each once."""
    schema = pq.read_schema(path)
    is_text = [
        pa.types.is_string(kind) or pa.types.is_large_string(kind)
        for kind in (schema.field(name).type for name in TEXTS)
    ]
    if not all([*is_text, *map(pa.types.is_integer, (schema.field(name).type for name in NUMBERS))]):
        return 0, [
            Fault("batches", f"{FILE}: {', '.join(TEXTS)} are texts, {' and '.join(NUMBERS)} whole numbers. {AGAIN}")
        ]
    # Not their names, of which a file that is small can hold gigabytes: an envelope of another batch is refused when it is opened.
    said = pq.read_table(path, columns=["first", "count"]).to_pylist()
    total = 0
    for row in sorted(said, key=lambda row: (row["first"] is None, row["first"] or 0)):
        if row["first"] != total or row["count"] is None or not 0 < row["count"] <= envelopes.MOST:
            sentence = f"{FILE}: its batches do not number the tokens from 0 on, each once, at most {envelopes.MOST} in a batch. {AGAIN}"
            return 0, [Fault("batches", sentence)]
        total += row["count"]
    return total, []


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of the file, one in memory at a time."""
    for part in pq.ParquetFile(path, pre_buffer=False, buffer_size=CHUNK).iter_batches(batch_size=1):
        yield from part.to_pylist()


def _envelopes(offered: Offered, recipient: Recipient, period: str, secret: Secret) -> tuple[list[str], list[Fault]]:
    """The names of all envelopes, and a fault for each thing that is wrong with any of them."""
    used: list[str] = []
    found: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(_rows(offered.file), start=1):
        try:
            claims, _, _ = _opened(row, offered, recipient, secret)
        except Unopened as error:
            found.setdefault(("expired" if error.code == "exp" else "envelope", str(error)), []).append(number)
            continue
        used += [f"{one.typ}|{one.iss}|{one.jti}" for one in claims]
        for wrong in _wrong(claims, row, recipient, period, offered.source):
            found.setdefault(wrong, []).append(number)
    return used, [
        Fault(code, f"{FILE} row {rows[0]}{f' and {len(rows) - 1} more' if rows[1:] else ''}: {sentence} {AGAIN}")
        for (code, sentence), rows in found.items()
    ]


def _opened(
    row: dict[str, Any], offered: Offered, recipient: Recipient, secret: Secret
) -> tuple[tuple[Claims, Claims], bytes, bytes]:
    """What is on both envelopes of a batch, the elements and the blinds. Raises Unopened."""
    aud, now = recipient.recipient, offered.at_us // 1_000_000
    evaluated, elements = envelopes.opened(secret, row["evaluations"] or "", typ=EVALUATION, aud=aud, now=now)
    blinded, blinds = envelopes.opened(secret, row["blinds"] or "", typ=BLINDS, aud=aud, now=now)
    return (evaluated, blinded), elements, blinds


def _wrong(
    claims: tuple[Claims, Claims], row: dict[str, Any], recipient: Recipient, period: str, source: str | None
) -> Iterator[tuple[str, str]]:
    """What does not fit: code and sentence."""
    if any(one.batch != row["batch"] or one.count != row["count"] for one in claims):
        yield "batches", "the envelopes are not of this batch, or of another size."
    if any(one.purpose != recipient.purpose for one in claims):
        yield "wrong-purpose", f"made for another purpose than {recipient.purpose}."
    if any(one.period != period for one in claims):
        yield "wrong-period", f"made for another period than {period}, at which this monitor is."
    if len({one.sub for one in claims} | ({source} if source else set())) > 1:
        yield "wrong-source", "made by another organisation than the partner that delivers it."


def _ids(offered: Offered, recipient: Recipient, vault: Vault, secret: Secret) -> Iterator[pa.Table]:
    """The number and the id of every token, a batch at a time. Raises NotAnElement."""
    for row in _rows(offered.file):
        _, elements, blinds = _opened(row, offered, recipient, secret)
        values = batches.unblinded(elements, blinds)
        ids = vault.ids([values[at : at + BYTES] for at in range(0, len(values), BYTES)])
        yield pa.table([range(row["first"], row["first"] + row["count"]), ids], schema=IDS)
